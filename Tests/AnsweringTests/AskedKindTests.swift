import Testing
import TextAnalysis

@testable import Answering

@Suite("What is asked, beyond the words") struct AskedKindTests {
    private func isAskedOtherwise(_ question: String, by heading: String) -> Bool {
        AskedOtherwise(Question.words(of: question), kind: QuestionKind(of: question, in: .english))
            .isAsked(by: heading, in: .english)
    }

    @Test(
        "a heading that asks something else is told from one that asks the same",
        arguments: [
            ("How many bees live in a hive?", "How long does a bee live?", true),
            ("How many bees live in a hive?", "How many bees does a hive hold?", false),
            ("How long does a swarm rest?", "When does a swarm leave?", false),
            ("Why do bees swarm?", "How is a swarm caught?", true),
            ("Does smoke calm bees?", "Who should not use smoke?", true),
            ("Is smoke safe for bees?", "Why is smoke dangerous?", false),
            ("Is smoke safe for bees?", "Who should not use smoke?", false),
            ("Can I open a hive in winter?", "When can I open a hive?", false),
            ("What should I wear?", "Why do beekeepers wear white?", true),
            ("What should I wear?", "Clothes", false),
        ])
    func otherQuestions(question: String, heading: String, isOther: Bool) {
        #expect(isAskedOtherwise(question, by: heading) == isOther)
    }

    @Test("beneath a heading that asks something else a section is not quoted for its beginning")
    func otherHeading() throws {
        let library = try SmallLibrary([
            "a.md": """
            # Kilns

            ## How is a kiln fired?

            A kiln is filled on the first day. The door is shut with bricks and clay. Two people feed the fire in turns. The
            heat rises slowly through the night. A kiln is fired with birch because birch leaves little ash. On the third day
            the fire goes out by itself. The door stays shut until the bricks are cold enough to touch. Then the pots are
            carried out one after another.
            """
        ])
        #expect(try library.quoted("How is a kiln fired?").hasPrefix("A kiln is filled"))
        let reason = try library.quoted("Why is a kiln fired with birch?")
        #expect(reason == "A kiln is fired with birch because birch leaves little ash.")
    }

    @Test("of two things to choose from, a sentence that speaks of both is quoted")
    func alternatives() throws {
        let library = try SmallLibrary([
            "a.md": """
            # Roofs

            Slate makes a good roof in the hills. Thatch makes a good roof in the marshes. Slate lasts longer than thatch on any
            house. Both come from nearby.
            """
        ])
        #expect(try library.quoted("Does slate or thatch make a longer lasting roof?").contains("longer than thatch"))
    }

    @Test("a difference is told by a sentence that compares, unless both things are plainly defined")
    func comparison() throws {
        let comparing = "Unlike a pram, a punt has a flat floor and no keel."
        func library(_ punt: String, _ pram: String) throws -> SmallLibrary {
            try SmallLibrary([
                "a.md": "# Boats\n\n\(comparing)\n", "b.md": "# Rivers\n\n\(punt)\n", "c.md": "# Lakes\n\n\(pram)\n",
            ])
        }
        let question = "What is the difference between a pram and a punt?"
        #expect(try library("The punt leaks.", "The pram leaks, too.").quoted(question) == comparing)
        let plain = try library("A punt is a long boat for rivers.", "A pram is a small boat with a blunt bow.")
        let sides = try plain.answer(question).parts
        #expect(sides.map(\.label) == ["pram", "punt"])
    }

    @Test("numbers in letters and in digits, and percent and its sign, are the same")
    func numbers() throws {
        let library = try SmallLibrary([
            "a.md": """
            # Dyes

            The wool stays in the blue vat for weeks.

            The wool stays in the red vat for 2 weeks.

            The wool shrinks in the blue vat.

            Of the wool 30% shrinks in the red vat.
            """
        ])
        #expect(
            try library.quoted("Which wool stays in a vat for two weeks?")
                == "The wool stays in the red vat for 2 weeks.")
        #expect(try library.quoted("What percent of wool shrinks?") == "Of the wool 30% shrinks in the red vat.")
    }

    @Test("a sentence that points back behind its first words comes with the one before")
    func danglingSentence() throws {
        let library = try SmallLibrary([
            "a.md": """
            # Ferries

            The ferry does not sail in fog. In such a case the postman rows letters across. Otherwise he waits at the pier.
            """
        ])
        #expect(
            try library.quoted("Who rows letters across?").hasPrefix("The ferry does not sail in fog. In such a case"))
        #expect(try library.quoted("Where does he wait?").contains("In such a case"))
    }

    @Test("what ends in a colon comes with the code that it leads in to, and code with its lead-in")
    func code() throws {
        let library = try SmallLibrary([
            "a.md": """
            # Loom control

            The loom obeys short commands. To wind the warp beam back:

                beam --reverse 5

            Oil the gears every week.
            """
        ])
        for question in ["How do I wind the warp beam back?", "What does beam --reverse do?"] {
            #expect(try library.quoted(question).contains("To wind the warp beam back:\nbeam --reverse 5"))
        }
    }

    @Test("how to do something is not told by a long list without an order")
    func unorderedList() throws {
        let parts = (1...40).map { "- the frame part number \($0) of the old press in the printing shop" }
        let library = try SmallLibrary([
            "a.md": "# Press\n\nThe parts of the press are:\n\n" + parts.joined(separator: "\n"),
            "b.md": "# Work\n\nPull the lever to print with the press.",
        ])
        #expect(try !library.quoted("How do I print with the old press?").contains("number 17"))
    }

    @Test("what a question writes with marks is quoted where it stands so, and nowhere else")
    func symbols() throws {
        let library = try SmallLibrary([
            "a.md": """
            # Calc

            An operator of the old machine takes two cells and a lever, and it drops what does not fit.

            With the operator // the machine divides two cells.
            """
        ])
        let answer = try library.answer("What does the // operator do?")
        #expect(answer.parts.map(\.quote.text) == ["With the operator // the machine divides two cells."])
        let other = try library.answer("What does the %% operator do?")
        #expect(other.confidence < answer.confidence / 2)
    }

    @Test("what stands beneath another question, or lacks a name that others have, is the less probable")
    func otherSubjects() {
        let weights = QuestionWeights(frequencies: [1, 2], isContent: [true, true], sequence: [0, 1])
        let ranking = SentenceRanking(weights: weights, passageWeights: weights, type: .thing)
        var reading = SentenceReading()
        reading.terms = TermSet([0])
        func candidate(_ rank: Int, isAskedOtherwise: Bool = false) -> SentenceRanking.Candidate {
            SentenceRanking.Candidate(
                rank: rank, index: 0, wordCount: 9, reading: reading, before: TermSet(), after: TermSet(),
                isAskedOtherwise: isAskedOtherwise)
        }
        func firstShare(_ candidates: [SentenceRanking.Candidate], lacking: [Int], silent: [Bool] = [false, false])
            -> Double
        {
            ranking.probabilities(
                of: candidates, points: [5, 5], lackedNames: lacking, lacksPredicate: silent)[0]
        }
        let alone = firstShare([candidate(0), candidate(1)], lacking: [0, 0])
        #expect(firstShare([candidate(0), candidate(1)], lacking: [1, 0]) < alone)
        #expect(firstShare([candidate(0), candidate(1)], lacking: [0, 0], silent: [true, false]) < alone)
        #expect(firstShare([candidate(0, isAskedOtherwise: true), candidate(1)], lacking: [0, 0]) < alone)
    }
}
