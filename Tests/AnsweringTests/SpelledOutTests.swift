import Answering
import Testing

@Suite("Short forms in questions") struct SpelledOutTests {
    private static let documents = [
        "a.md":
            "# Clubs\n\nLong distance ballooning (LDB) has two clubs. The regional eel survey trust (REST) counts eels.",
        "b.md":
            "# Licences\n\nA licence for long distance ballooning costs ninety crowns a year and is sold in Aarlund.",
        "c.md": "# Huts\n\nThe crews rest in huts of the forest. A hut has four beds.",
    ]

    private func expansions(_ question: String) throws -> [Reading.Expansion] {
        try SmallLibrary(Self.documents).answer(question).reading?.expansions ?? []
    }

    @Test(
        "a short form is read as what the documents spell it out as, where that answers better",
        arguments: ["LDB", "ldb"])
    func found(short: String) throws {
        let library = try SmallLibrary(Self.documents)
        let answer = try library.answer("How much does a licence for \(short) cost?")
        #expect(answer.reading?.expansions.map(\.short) == [short])
        #expect(answer.reading?.expansions.map(\.long) == ["Long distance ballooning"])
        #expect(answer.reading?.question == "How much does a licence for Long distance ballooning cost?")
        #expect(answer.parts.first?.quote.text.contains("ninety crowns") == true)
    }

    @Test(
        "a word that is written as any other, that is spelled out already or that is short for nothing known stays",
        arguments: [
            "Where do the crews rest?", "Where is a licence for long distance ballooning (LDB) sold?",
            "Where is a licence for XKR sold?", "How many beds has a hut?",
        ])
    func stays(question: String) throws {
        #expect(try expansions(question).isEmpty)
    }

    @Test("the reading with the whole name does not win by its many words where it says nothing of what is asked")
    func speaksOfTheRest() throws {
        let library = try SmallLibrary([
            "a.md": """
            # Regional eel survey trust (REST)

            The regional eel survey trust (REST) is a society of anglers that counts eels in autumn.

            ## What are the duties of REST?

            Duties at REST are weighing nets and paying the warden.
            """,
            "b.md": "# Licences\n\nA licence for long lines costs ninety crowns a year and is sold in Aarlund.",
        ])
        let answer = try library.answer("What are the duties of REST?")
        #expect(answer.parts.first?.quote.text.contains("weighing nets") == true)
        // What it is, it says with its whole name.
        #expect(try library.quoted("What is REST?").contains("society of anglers"))
        // Nothing at all is said of that: the name's many words make it no surer.
        let invented = try library.answer("Who invented REST?")
        #expect(invented.reading == nil)
        #expect(invented.evidence.missingPredicate == 1)
    }

    @Test("a mistyped word and a short form are both told")
    func both() throws {
        let reading = try SmallLibrary(Self.documents).answer("How much does a licemce for LDB cost?").reading
        #expect(reading?.corrections.map(\.taken) == ["licence"])
        #expect(reading?.expansions.map(\.short) == ["LDB"])
    }
}
