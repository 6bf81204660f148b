import Documents
import TestSupport
import Testing
import TextAnalysis

@testable import Retrieval

/// What decides between passages once their text is read.
@Suite("The second stage")
struct SecondStageTests {
    private struct Library {
        let folder: ScratchFolder
        let searcher: Searcher

        /// - Parameter documents: each in a file of its own, in this order.
        init(_ documents: [Document]) throws {
            folder = try ScratchFolder()
            var corpus = TinyCorpus(root: folder.path)
            for (number, document) in documents.enumerated() { try corpus.set("f\(number).md", [document]) }
            try corpus.update(folder.file("index"))
            searcher = try Searcher(
                snapshot: IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer))
        }

        /// The files of the best passages, best first.
        func found(_ question: String, _ count: Int = 10) throws -> [Int] {
            try searcher.topPassages(count, for: searcher.query(question)).compactMap { ranked in
                let path = try searcher.storedPassage(ranked.id)?.section.document.path ?? []
                return Int(String(decoding: path, as: UTF8.self).dropFirst().dropLast(3))
            }
        }

        func parts(_ question: String, of file: Int) throws -> [Explanation.Part: Score] {
            let query = searcher.query(question)
            for ranked in try searcher.topPassages(100, for: query) {
                let path = try searcher.storedPassage(ranked.id)?.section.document.path ?? []
                guard String(decoding: path, as: UTF8.self) == "f\(file).md" else { continue }
                let explanation = try searcher.explanation(of: ranked.id, for: query)
                #expect(explanation.score == ranked.score)
                return Dictionary(
                    explanation.parts.map { ($0.part, $0.score) }, uniquingKeysWith: { $0 + $1 })
            }
            return [:]
        }
    }

    private static func paragraph(_ title: String, _ text: String) -> Document {
        Document(title: title, pieces: [.paragraph(text)])
    }

    @Test("numbers and units are related to how they are written otherwise")
    func numbersAndUnits() throws {
        let library = try Library([Self.paragraph("Doses", "Take 5 mg."), Self.paragraph("Doses", "Take some.")])
        let parts = try library.parts("five milligrams", of: 0)
        #expect(parts[.relatedWord("five", found: "5")] ?? .zero > .zero)
        #expect(parts[.relatedWord("milligrams", found: "mg")] ?? .zero > .zero)
    }

    @Test("a heading in other words is found by words that say nearly the same")
    func relatedWords() throws {
        let library = try Library([
            Self.paragraph("Move a photograph", "Drag it to the left."),
            Self.paragraph("Delete a photograph", "Drag it to the bin."),
            Self.paragraph("Print a photograph", "Drag it to the printer."),
        ])
        #expect(try library.found("How do I remove a picture?").first == 1)
        let parts = try library.parts("How do I remove a picture?", of: 1)
        #expect(parts[.relatedWord("remove", found: "delete")] ?? .zero > .zero)
        #expect(parts[.relatedWord("picture", found: "photograph")] ?? .zero > .zero)
        // The word itself weighs more than one that only says nearly the same.
        #expect(try library.found("How do I delete a photograph?").first == 1)
        let own = try library.parts("How do I delete a photograph?", of: 1)
        #expect(own[.relatedWord("delete", found: "remove")] == nil)
    }

    @Test(
        "a heading is found by words that look like the question's, and by those written apart or together",
        arguments: [
            ("How do I verify a ticket?", 0), ("Where is the login of the office?", 1),
            ("Where is the ship yard with tar?", 2),
            ("Who verifies the boats?", 0),
        ])
    func resemblance(question: String, file: Int) throws {
        let library = try Library([
            Self.paragraph("Verification of tickets", "Hold it up to the light. On boats, too."),
            Self.paragraph("Log in to the office", "The clerk has a key."),
            Self.paragraph("The shipyard", "Follow the smell of tar."),
            Self.paragraph("Boats", "Every spring, before the ferries sail."),
        ])
        for other in 0..<4 {
            let part = try library.parts(question, of: other)[.resemblance] ?? .zero
            #expect((part > .zero) == (other == file), "\(other)")
        }
        // What is there itself need not resemble.
        #expect(try library.parts("Verification of tickets", of: 0)[.resemblance] == .zero)
    }

    @Test("of documents as many are ranked as there are, however many passages of one are better")
    func documents() throws {
        let long = (1...400).map {
            "Apple number \($0) is an apple of the apple orchard. " + String(repeating: "Leaf. ", count: 90)
        }
        let library = try Library([
            Document(title: "Apple", pieces: long.map { .paragraph($0) }),
            Self.paragraph("Cellar", "In the corner lies one apple beside many things of other sorts."),
            Self.paragraph("Attic", "Nothing of the kind."),
        ])
        let query = library.searcher.query("apple")
        #expect(try library.searcher.topPassages(1000, for: query).count > 300)
        #expect(try library.searcher.topDocuments(100, for: query).map(\.document.title) == ["Apple", "Cellar"])
        #expect(try library.searcher.topDocuments(1, for: query).count == 1)
    }

    @Test("passages under the same title share half of the lead of the best of them, and are said to")
    func siblings() throws {
        let library = try Library([
            Self.paragraph("Watering ferns", "Ferns like shade and damp soil most of the year."),
            Self.paragraph("Feeding cats", "Never too much, and never late in the evening."),
            Self.paragraph("Feeding cats", "Ferns are no food."),
            Self.paragraph("Feeding cats", "Twice a day with a spoon of oil is how to feed old cats."),
        ])
        let question = "How often do I feed old cats with oil?"
        #expect(try library.found(question).prefix(3).sorted() == [1, 2, 3])
        #expect(try library.found(question).first == 3)
        #expect(try library.parts(question, of: 1)[.siblings] ?? .zero > .zero)
        #expect(try library.parts(question, of: 3)[.siblings] == .zero)
        let query = library.searcher.query(question)
        let best = try #require(library.searcher.topPassages(1, for: query).first)
        let whole = try library.parts(question, of: 1)
        let own = whole.values.reduce(.zero, +) - (whole[.siblings] ?? .zero)
        let lead = best.score - own
        #expect(abs((whole[.siblings] ?? .zero).tenThousandths * 2 - lead.tenThousandths) <= 1)
    }

    @Test("without a title and headings nothing belongs together")
    func nameless() throws {
        let library = try Library([
            Self.paragraph("", "Old cats eat oil twice a day."), Self.paragraph("", "Cats sleep."),
        ])
        #expect(try library.parts("When do old cats eat oil?", of: 1)[.siblings] ?? .zero == .zero)
    }

    @Test("the question's very wording counts, function words among it")
    func phrase() throws {
        let library = try Library([
            Self.paragraph("Birds", "The swallow is out and the house is in the sun."),
            Self.paragraph("Birds", "The sun is in the house and out is the swallow."),
        ])
        let first = try library.parts("swallow is out", of: 0)
        let second = try library.parts("swallow is out", of: 1)
        #expect(first[.phrase] ?? .zero > second[.phrase] ?? .zero)
        #expect(second[.phrase] == .zero)
    }

    @Test(
        "a sentence that says what the thing is counts, and no other",
        arguments: [
            ("A coal hole is a hatch in a pavement.", 1.0), ("The coal hole, also round, stays shut.", 0),
            ("Coal hole: a hatch in a pavement.", 1), ("Coal hole - a hatch in a pavement.", 1),
            ("The coal hole (or manhole) is a hatch.", 1), ("Coal holes are no longer made.", 0.5),
            ("The lid of a coal hole is a plate of iron.", 0), ("It rained. A coal hole means a hatch.", 1),
            ("A coal is a stone.", 0), ("The coal hole lid is a plate.", 0), ("“Coal hole”", 0), ("Coal hole", 0),
            ("Look at a coal hole: a hatch.", 0), ("The shaft, often called a coal hole, is a hatch.", 1),
            ("The shaft (also known as the coal hole) is a hatch.", 1),
            ("Coal falls into what is called a coal hole.", 0),
            ("The shaft, often called a coal hole, leaks.", 0), ("A coal hole is not cleaned.", 0),
        ])
    func definitions(text: String, share: Double) throws {
        let library = try Library([Self.paragraph("Street", text), Self.paragraph("Yard", "The hole is deep.")])
        let score = try library.parts("What is a coal hole?", of: 0)[.definition] ?? .zero
        #expect(score == Score(share: RankingConstants.definitionWeight * share))
        for other in ["Where is a coal hole?", "What is the use of a coal hole?", "Coal hole lids"] {
            #expect(try library.parts(other, of: 0)[.definition] ?? .zero == .zero)
        }
    }

    @Test("what a thing is, a sentence says that spells out its short form, too")
    func spelledOutDefinition() throws {
        let library = try Library([
            Self.paragraph("Lids", "The iron coal lid (ICL) is a plate."),
            Self.paragraph("Makers", "They sell the iron coal lid (ICL) and it is a bestseller."),
        ])
        #expect(try library.parts("What is an ICL?", of: 0)[.definition] ?? .zero > .zero)
        #expect(try library.parts("What is an ICL?", of: 1)[.definition] ?? .zero == .zero)
    }

    @Test("beneath an introduction the title is what the question is likened to")
    func introduction() throws {
        func document(_ heading: String) -> Document {
            Document(title: "How lids are cast", pieces: [.heading(1, heading), .paragraph("Iron is molten first.")])
        }
        let library = try Library([document("1. Introduction"), document("2. Moulds")])
        let introduced = try library.parts("How are lids cast?", of: 0)[.likeness] ?? .zero
        #expect(introduced > (try library.parts("How are lids cast?", of: 1)[.likeness] ?? .zero))
    }

    @Test("words close together count more than words far apart in one sentence")
    func window() throws {
        let filler = "stones lie about in heaps and rows and rings and lines and wait for better weather"
        let library = try Library([
            Self.paragraph("Walls", "The mason lifts, while \(filler), a hammer."),
            Self.paragraph("Walls", "The mason lifts a hammer, while \(filler)."),
        ])
        let question = "Does a mason carry a hammer?"
        #expect(try library.found(question) == [1, 0])
        #expect(
            try library.parts(question, of: 1)[.window] ?? .zero > library.parts(question, of: 0)[.window] ?? .zero)
    }

    @Test("a passage has the same score however many are asked for")
    func countDoesNotMatter() throws {
        var random = RandomText(seed: 11)
        let library = try Library((0..<90).map { _ in random.document() })
        for _ in 0..<20 {
            let query = library.searcher.query(random.question())
            let few = try library.searcher.topPassages(5, for: query)
            let many = try library.searcher.topPassages(1000, for: query)
            let scores = Dictionary(many.map { ($0.id, $0.score) }, uniquingKeysWith: { first, _ in first })
            for ranked in few { #expect(scores[ranked.id] == ranked.score) }
        }
    }
}

@Suite("Related words")
struct RelatedWordsTests {
    private let analyzer = Analyzer(language: .english)

    private func stem(_ word: String) -> [UInt8] {
        analyzer.term(of: Array(word.utf8)[...], using: analyzer.makeStemmer())
    }

    private func relatives(_ words: RelatedWords, _ word: String) -> [String] {
        words.relatives(of: stem(word), using: analyzer.makeStemmer()).map(\.word)
    }

    @Test("words of one set are related, each once, whatever their ending")
    func sets() {
        let words = RelatedWords("small little tiny\nlittle few smaller\nbig large", analyzer: analyzer)
        #expect(relatives(words, "little") == ["small", "tiny", "few", "smaller"])
        #expect(relatives(words, "larges") == ["big"])
        #expect(relatives(words, "unheard").isEmpty)
    }

    @Test("the English table: every line has several words, each of one token and not a stop word")
    func table() {
        for line in RelatedWords.english.split(separator: "\n") {
            let words = line.split(separator: " ")
            #expect(words.count > 1, "\(line)")
            #expect(Set(words).count == words.count, "\(line)")
            for word in words {
                var tokens = TokenBuffer()
                let bytes = Array(word.utf8)
                analyzer.tokenizer.tokenize(bytes.span, into: &tokens)
                #expect(tokens.count == 1 && Array(tokens.form(0)) == bytes, "\(word)")
                #expect(analyzer.stopWords.role(of: bytes[...]) != .stop, "\(word)")
            }
        }
    }

    @Test("the English table: every word finds what shares a set with it")
    func everyWord() {
        let words = RelatedWords(analyzer: analyzer)
        let sets = RelatedWords.englishWithNumbers.split(separator: "\n").map {
            $0.split(separator: " ").map(String.init)
        }
        for word in Set(sets.joined()) {
            let stem = stem(word)
            var expected: [String] = []
            for set in sets where set.contains(where: { self.stem($0) == stem }) {
                for other in set
                where self.stem(other) != stem && !expected.contains(where: { self.stem($0) == self.stem(other) }) {
                    expected.append(other)
                }
            }
            #expect(relatives(words, word) == expected, "\(word)")
        }
    }

    @Test("only English has a table")
    func otherLanguages() throws {
        let german = try RelatedWords(analyzer: Analyzer(language: #require(Language(named: "german"))))
        #expect(relatives(german, "small").isEmpty)
        #expect(!relatives(RelatedWords(analyzer: analyzer), "small").isEmpty)
    }
}

@Suite("Proximity")
struct ProximityTests {
    @Test("pairs are numbered once, in order")
    func pairs() {
        let table = PairTable([(0, 1), (1, 2), (0, 1), (2, 2)], wordCount: 3)
        #expect(table.pairs.map(\.first) == [0, 1, 2])
        #expect(table[0, 1] == 0)
        #expect(table[2, 2] == 2)
        #expect(table[1, 0] == nil)
    }

    @Test("phrases hold neighbours of every kind, each pair once, at the weights of their roles")
    func phrases() {
        let analyzer = RandomText.analyzer
        let lexicon = IntentClasses.Lexicon(analyzer: analyzer)
        let query = Query(
            Array("how to treat pain, to treat knees".utf8), analyzer: analyzer, stemmer: analyzer.makeStemmer(),
            lexicon: lexicon)
        #expect(query.stopForms.map { String(decoding: $0, as: UTF8.self) } == ["to"])
        #expect(query.terms.map(\.text) == ["how", "treat", "pain", "knees"])
        #expect(query.phrases.map(\.first) == [0, 4, 1, 2, 1])
        #expect(query.phrases.map(\.second) == [4, 1, 2, 4, 3])
        #expect(abs(query.phrases[0].weight - 0.3 * 0.15) < 1e-12)
        #expect(abs(query.phrases[2].weight - 1) < 1e-12)
    }
}
