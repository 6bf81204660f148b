import Answering
import Retrieval
import Shell
import Testing

@Suite("What Tab offers") struct LineCompletionTests {
    private func texts(_ typed: String, _ library: TinyLibrary, files: [String] = []) -> [String] {
        LineCompletion().candidates(
            for: typed, snapshot: library.answerer.searcher.snapshot,
            files: { start in files.filter { $0.hasPrefix(start) } }
        ).map(\.text)
    }

    @Test(
        "commands, and their arguments",
        arguments: [
            (":so", [":source "]), (":s", [":source ", ":skipped ", ":status ", ":set "].map { $0 }),
            (":he", [":help "]), (":help so", ["source"]), (":help :so", [":source"]), (":set g", ["gaps "]),
            (":set gaps ", ["on", "off"]), (":set gaps o", ["on", "off"]), (":set gaps of", ["off"]), (":set top ", []),
            (":why ", []), (":xyz a", []), (":export ta", ["talk.md"]), (":export a l", ["a long name.md"]),
            (":in proc", ["procedures/"]), (":in procedures/t", ["procedures/tens.md"]),
            (":in !cond", ["!conditions/"]),
            (":files a", ["approaches/"]), (":in procedures co", ["conditions/"]),
            (":history neuromod", ["neuromodulation"]),
        ])
    func commands(typed: String, expected: [String]) throws {
        let found = texts(typed, try TinyLibrary(), files: ["a long name.md", "talk.md"])
        #expect(
            found.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 }
                == expected.map { $0.hasSuffix(" ") ? String($0.dropLast()) : $0 })
    }

    @Test("a command that takes an argument is followed by a space, another is not")
    func spaces() throws {
        let library = try TinyLibrary()
        #expect(texts(":sour", library) == [":source "])
        #expect(texts(":wh", library) == [":why"])
        #expect(texts(":set ga", library) == ["gaps "])
    }

    @Test("words of the corpus, those in most passages first, in the case in which they were begun")
    func words() throws {
        let library = try TinyLibrary([
            "a.md":
                "# A\n\nPain is felt. A painter paints.\n\n# B\n\nPain again.\n\n# C\n\nPain, and a painting of Paine.\n"
        ])
        #expect(texts("what about pai", library) == ["pain", "paine", "painter", "painting", "paints"])
        #expect(texts("Pai", library).first == "Pain")
        #expect(texts("PAI", library).first == "PAIN")
        #expect(texts("(pain", library).first == "pain")
        #expect(texts("p", library) == [])
        #expect(texts("", library) == [])
        #expect(texts("what ", library) == [])
        #expect(texts("xyzz", library) == [])
    }

    @Test("words are found whatever their stem, and with accents that were not typed")
    func stems() throws {
        let library = try TinyLibrary([
            "a.md": "# Title\n\nBeing happy is happiness. Ağrı is pain; a café serves naïveté.\n"
        ])
        #expect(texts("happines", library) == ["happiness"])
        #expect(texts("happ", library) == ["happiness", "happy"])
        #expect(texts("agr", library) == ["ağrı"])
        #expect(texts("Ağ", library) == ["Ağrı"])
        #expect(texts("caf", library) == ["café"])
    }

    @Test("headings that begin as the line does come before words")
    func headings() throws {
        let library = try TinyLibrary()
        let found = texts("what is an epi", library)
        #expect(found.first == "epidural steroid injection?")
        #expect(found.contains("epidural"))
        #expect(texts("What is g", library).contains("gout?") == false, "one letter is completed by too much")
        #expect(texts("What is go", library).first == "gout?")
    }

    @Test("a candidate begins where its word does, in bytes")
    func offsets() throws {
        let candidates = LineCompletion().candidates(
            for: "ağrı (neuro", snapshot: try TinyLibrary().answerer.searcher.snapshot, files: { _ in [] })
        #expect(candidates.first?.start == "ağrı (".utf8.count)
    }

    @Test("nothing is offered from an index that is still being made")
    func noIndex() {
        #expect(LineCompletion().candidates(for: "what is go", snapshot: nil, files: { _ in [] }).isEmpty)
        #expect(LineCompletion().candidates(for: ":in go", snapshot: nil, files: { _ in [] }).isEmpty)
        #expect(LineCompletion().candidates(for: ":wh", snapshot: nil, files: { _ in [] }).map(\.text) == [":why"])
    }
}
