import Answering
import Retrieval
import Testing

@Suite("Mistyped words") struct SpellingTests {
    private func taken(_ question: String) throws -> [String] {
        try SmallLibrary().answer(question).reading?.corrections.map { "\($0.typed) \($0.taken)" } ?? []
    }

    @Test("a word that no document has is taken for one near to it")
    func word() throws {
        #expect(try taken("What is a veisl?") == ["veisl veil"])
        #expect(try taken("What do spores of foulbrod do?") == ["foulbrod foulbrood"])
    }

    @Test("a function word with neighbours exchanged is taken for that, its first letter kept where it can be")
    func functionWord() throws {
        #expect(try taken("hwo do I light a smoker?") == ["hwo how"])
        #expect(try taken("How do I light teh smoker?") == ["teh the"])
        #expect(try taken("hwo long do spores of foulbrod survive?") == ["hwo how", "foulbrod foulbrood"])
    }

    @Test("a word that the documents have, or that is near to none, stays")
    func known() throws {
        #expect(try taken("How do I light a smoker?").isEmpty)
        #expect(try taken("How do I light a xylophone?").isEmpty)
    }

    @Test("no word is taken for a function word that has another letter in its place")
    func noFunctionWord() throws {
        let library = try SmallLibrary([
            "paint.md": "# Paint\n\nPaint does not dry in the rain. Rooms are painted twice."
        ])
        #expect(try library.answer("Can dogs paint rooms?").reading == nil)
        #expect(try library.answer("Can roms be painted?").reading?.corrections.map(\.taken) == ["rooms"])
    }

    private let flat = [
        "router.md": "# Router\n\nThe Wi-Fi password hangs in the hall. The run is foxproof. Put the log on the fire.",
        "hens.md": "# Hens\n\nHens are allowed on every plot, and so is a TUNS, whatever tins you keep.",
    ]

    @Test("a word that the documents write apart or together is found so, and that is said")
    func division() throws {
        let library = try SmallLibrary(flat)
        func reading(_ question: String) throws -> String? { try library.answer(question).reading?.question }
        #expect(try reading("what is the wifi password?") == "what is the wi-fi password?")
        #expect(try reading("is the run fox-proof?") == "is the run foxproof?")
        #expect(try reading("is the run fox proof?") == "is the run foxproof?")
        // "Password hangs" stand side by side, but "word hangs" do not.
        #expect(try reading("what is a wordhangs?") == nil)
    }

    @Test("a word in capitals is taken only for one that the documents have in capitals, too")
    func capitals() throws {
        let library = try SmallLibrary(flat)
        #expect(try library.answer("Is TENS allowed?").reading == nil)
        #expect(try library.answer("Is TNUS allowed?").reading?.corrections.map(\.taken) == ["tuns"])
        #expect(try library.answer("IS HNES ALLOWED?").reading?.corrections.map(\.taken) == ["hens"])
    }

    @Test("words that ask are missed in no document")
    func asking() throws {
        let library = try SmallLibrary([
            "bread.md":
                "# Bread\n\nA levain is a dough raised by wild yeast. A biga is a stiff dough. Add ten grams of salt."
        ])
        for question in ["define levain", "difference between levain and biga", "what salt do I need?", "whats biga"] {
            let answer = try library.answer(question)
            #expect(answer.terms.allSatisfy { $0.documentFrequency > 0 || !$0.term.isContent }, "\(question)")
        }
        // Where a document has such a word, it is one like any other.
        let needs = try SmallLibrary(["a.md": "# Needs\n\nYou need salt.", "b.md": "# Salt\n\nSalt is white."])
        #expect(try needs.answer("need").terms.first?.term.isContent == true)
        #expect(try needs.answer("what salt do I need?").terms.contains { $0.term.text == "need" && $0.term.isContent })
    }

    @Test("how long is no slip for how log")
    func degrees() throws {
        let library = try SmallLibrary(flat)
        #expect(try library.answer("how long is the hall?").reading == nil)
        #expect(try library.answer("is the long on the fire?").reading?.corrections.map(\.taken) == ["log"])
    }

    @Test("a letter is taken for one that it is easily typed for, and for no other")
    func slips() throws {
        #expect(try taken("How do I light a snoker?") == ["snoker smoker"])
        #expect(try taken("How do I light a smokwr?") == ["smokwr smoker"])
        #expect(try taken("What do spores of fxulbrwod do?").isEmpty)
        // A longer word may have one such letter.
        #expect(try taken("What do spores of foulbrwod do?") == ["foulbrwod foulbrood"])
    }

    @Test("a question of which nothing is known is not mended word by word where its words are short")
    func nothingKnown() throws {
        #expect(try taken("Do boes swerm?").isEmpty)
        #expect(try taken("What is a swerm?") == ["swerm swarm"])
        #expect(try taken("foulbrod equipmnt").count == 2)
    }

    @Test("a follow-up with a mistyped word has both told")
    func followUp() throws {
        let library = try SmallLibrary()
        var talk = Conversation()
        talk.note(try library.answer("What is a swarm?"))
        let answer = try library.answerer.answer(
            "Where does it rets for hours?", in: talk, options: AnswerOptions(leastConfidence: 0))
        #expect(answer.reading?.reference?.subject == "swarm")
        #expect(answer.reading?.corrections.map(\.taken) == ["rests"])
        #expect(answer.reading?.question == "Where does swarm rests for hours?")
    }
}
