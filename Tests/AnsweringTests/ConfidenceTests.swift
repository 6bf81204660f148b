import Answering
import Retrieval
import Testing

@Suite("Refusals and confidence") struct ConfidenceTests {
    @Test(
        "questions on other subjects are refused, with what is missing",
        arguments: ["Who won the cup final in Lisbon?", "How do I repair a gearbox?", "What is a neutron star?"])
    func offSubject(question: String) throws {
        let answer = try SmallLibrary().answerer.answer(question)
        #expect(answer.status == .notCovered)
        #expect(answer.parts.isEmpty)
        #expect(answer.terms.contains { $0.documentFrequency == 0 })
    }

    @Test(
        "questions that the documents answer are answered",
        arguments: ["How do I light a smoker?", "What kinds of honey are there?", "When was Imkersrode founded?"])
    func covered(question: String) throws {
        #expect(try SmallLibrary().answerer.answer(question).status == .answered)
    }

    /// Each question differs from the one before it by what the documents do not hold.
    @Test(
        "a fact that is missing lowers the confidence",
        arguments: [
            ("Who founded Imkersrode in 1412?", "Who founded Imkersrode in 1633?"),
            ("When was Imkersrode founded by Duke Albrecht?", "When was Imkersrode founded by Duke Ruprecht?"),
            ("Why did the old mill burn down in 1803?", "Why did the old mill not burn down in 1803?"),
            ("How long does heather honey keep?", "How long does acacia honey keep?"),
        ])
    func missingFact(present: String, missing: String) throws {
        let library = try SmallLibrary()
        #expect(try library.answer(missing).confidence < library.answer(present).confidence)
    }

    @Test("what contradicts a question is told from what answers it")
    func contradictions() throws {
        let library = try SmallLibrary()
        func evidence(_ question: String) throws -> AnswerEvidence { try library.answer(question).evidence }
        #expect(try evidence("When was the first school opened?").oppositeWord == 0)
        #expect(try evidence("When was the first school closed?").oppositeWord > 0)
        #expect(try evidence("Which honey sets like jelly?").missingNegation == 0)
        #expect(try evidence("Which honey does not set like jelly?").missingNegation > 0)
        // The text denies it, too.
        #expect(try evidence("Do bees not fly in the rain?").missingNegation == 0)
        #expect(try evidence("What did the mason Hannes Oberlin build?").brokenNames == 0)
        #expect(try evidence("What did the mason Hannes Falk build?").brokenNames == 1)
        // Where every word has a capital, none tells a name.
        #expect(try evidence("What Did The Mason Hannes Falk Build In Spring?").brokenNames == 0)
    }

    @Test(
        "a passage on the thing that says nothing of what is asked about it is told",
        arguments: [
            ("Who invented the tide mill?", 1.0), ("What is a tide mill?", 0), ("What does a tide mill grind?", 0),
            // "Buy" and "purchase" say nearly the same, "location" and "located" frame the question.
            ("Did anybody buy the tide mill?", 0), ("Where is the tide mill located?", 0),
            ("Who stole the turbine?", 0),
        ])
    func missingPredicate(question: String, missing: Double) throws {
        let library = try SmallLibrary([
            "a.md": "# Tide mill\n\nA tide mill grinds grain at ebb. The council purchased it in 1702.",
            "b.md": "# Barn\n\nThe barn was built by Jost Amann. Its turbine invented nothing.",
        ])
        #expect(try library.answer(question).evidence.missingPredicate == missing)
    }

    @Test("what sort of thing is asked for and not shown is told")
    func missingSorts() throws {
        let library = try SmallLibrary([
            "a.md":
                "# Mill\n\nA millrace is a channel to a mill. The weir was built of oak beams. The sluice stands in the millrace.",
            "b.md": "# Barn\n\nThe barn was built by Jost Amann in 1702. It has two doors.",
        ])
        func evidence(_ question: String) throws -> AnswerEvidence { try library.answer(question).evidence }
        #expect(try evidence("What is a millrace?").missingDefinition == 0)
        #expect(try evidence("What is a millrace?").definition == 1)
        #expect(try evidence("What is a sluice?").definition == 0)
        #expect(try evidence("What is a sluice?").missingDefinition == 1)
        #expect(try evidence("What does a sluice do?").missingDefinition == 1)
        #expect(try evidence("Where does the sluice stand?").missingDefinition == 0)
        #expect(try evidence("When was the weir built of oak?").missingKind == 1)
        #expect(try evidence("When was the barn built?").missingKind == 0)
        #expect(try evidence("Where was the weir built of oak?").missingKind == 0)
    }

    @Test(
        "what something is called tells what it is, but not the first words of a longer name",
        arguments: [
            ("A pen for sheep is called a fold.", 0.0), ("A pen, also known as a fold, is wide.", 0),
            ("A pen is called fold of the shepherd.", 1), ("A pen is called a fold yard.", 1),
            ("They called at a fold.", 1),
        ])
    func naming(text: String, missing: Double) throws {
        let library = try SmallLibrary(["a.md": "# Yard\n\n\(text)", "b.md": "# Barn\n\nIt has two doors."])
        #expect(try library.answer("What is a fold?").evidence.missingDefinition == missing)
    }

    @Test("an entry beneath a heading that asks something else is told from one whose heading asks the question")
    func otherEntries() throws {
        let library = try SmallLibrary([
            "a.md":
                "# Gliders\n\n## How is a glider stored?\n\nA glider is stored in a dry shed. It must be tied down with ropes.\n\n## Repairs\n\nA glider is mended with linen and glue.",
            "b.md": "# Barn\n\nIt has two doors.",
        ])
        func evidence(_ question: String) throws -> AnswerEvidence { try library.answer(question).evidence }
        let asked = try evidence("How is a glider stored?")
        #expect(asked.isAnnounced == 1)
        #expect(asked.titleShareOfOtherEntry == 0)
        let other = try evidence("What ropes tie down a glider in Benin?")
        #expect(other.isAnnounced == 0)
        #expect(other.titleShareOfOtherEntry > 0)
        #expect(other.absentShareOfEntry == other.absentShare && other.absentShare > 0)
        // An FAQ's entries do without the names of a question.
        #expect(other.missingNames == 0)
        let prose = try evidence("What linen mends a glider in Benin?")
        #expect(prose.titleShareOfOtherEntry == 0 && prose.absentShareOfEntry == 0)
        #expect(prose.missingNames == 1)
    }

    @Test("a question of rare words tells more than one of words that are everywhere")
    func information() throws {
        let library = try SmallLibrary([
            "a.md": "# Gliders\n\nA glider has wings. A glider has a keel of ash.",
            "b.md": "# Kites\n\nA kite has wings.",
            "c.md": "# Birds\n\nA bird has wings.",
        ])
        func information(_ question: String) throws -> Double { try library.answer(question).evidence.information }
        #expect(try information("Where are wings?") < information("Where is ash?"))
        #expect(try information("Where is ash?") < information("Where is ash in a keel?"))
    }

    @Test("a word that every document has tells something in a few of them, and next to nothing in many")
    func informationOfCommonWords() throws {
        func leases(_ count: Int) throws -> SmallLibrary {
            try SmallLibrary(
                Dictionary(uniqueKeysWithValues: (1...count).map { ("\($0).txt", "Lease \($0) ends in week \($0).") }))
        }
        let question = "When does the lease end?"
        let few = try leases(3)
        #expect(try few.answer(question).evidence.information > 1.5)
        #expect(try few.answerer.answer(question).status == .answered)
        #expect(try few.answerer.answer("Where was the lease signed?").status == .notCovered)
        let many = try leases(600).answer(question)
        #expect(many.evidence.information < 0.1)
        #expect(many.confidence < 0.3)
    }

    @Test("of \"how long\" and \"how often\" nothing is missing where the documents lack these words")
    func absentDegrees() throws {
        let files = ["a.md": "# Lathe\n\nThe lathe is oiled every Friday, for ten minutes."]
        for question in ["How often is the lathe oiled?", "How long is the lathe oiled?"] {
            let library = try SmallLibrary(files)
            #expect(try library.answer(question).evidence.absentShare == 0)
            #expect(try library.answerer.answer(question).status == .answered)
            // Documents that have the word are asked for it.
            let word = question.split(separator: " ")[1]
            let other = try SmallLibrary(files.merging(["b.md": "# Notes\n\nIt rains \(word)."]) { first, _ in first })
            #expect(try other.answer(question).query.terms.contains { $0.isContent && $0.text == word })
        }
        #expect(try SmallLibrary(files).answer("Is the lathe often oiled?").evidence.absentShare > 0)
    }

    @Test("which sentence of a document answers is told by words that every document has, too")
    func sentencesOfLikeDocuments() throws {
        let library = try SmallLibrary(
            Dictionary(
                uniqueKeysWithValues: ["Ash", "Elm", "Fir"].map { name in
                    (
                        "\(name).md",
                        "# \(name)\n\nThe \(name) boat left on 3 May. The skipper was drunk. The cargo was salt for \(name) harbour."
                    )
                }))
        #expect(try library.quoted("Who was the skipper of the Elm?").contains("skipper"))
    }

    @Test(
        "a question that names nothing it is about is refused where several documents meet it",
        arguments: ["What are the risks?", "What are its risks?", "Is it safe?"])
    func missingSubject(question: String) throws {
        let kite =
            "# Kites\n\n## What are the risks of kites?\n\nA kite may pull a child off its feet. Kites are safe in light wind."
        let sledge =
            "# Sledges\n\n## What are the risks of sledges?\n\nA sledge may hit a tree. Sledges are safe on open slopes."
        let both = try SmallLibrary(["kites.md": kite, "sledges.md": sledge])
        #expect(try both.answer(question).evidence.missingSubject == 1)
        #expect(try both.answerer.answer(question).status == .notCovered)
        #expect(try both.answerer.answer("What are the risks of kites?").status == .answered)
        // A folder with one subject leaves no doubt.
        #expect(try SmallLibrary(["kites.md": kite]).answer(question).evidence.missingSubject == 0)
    }

    @Test("the score reaches the threshold exactly where the confidence does")
    func threshold() throws {
        let library = try SmallLibrary()
        for question in [
            "How do I light a smoker?", "Who won the cup final?", "Is honey sold in the rain?", "old mill", "crowns",
        ] {
            for least in [0.05, 0.4, 0.8] {
                let answer = try library.answerer.answer(question, options: AnswerOptions(leastConfidence: least))
                guard answer.score < answer.threshold || answer.score > answer.threshold else { continue }
                #expect((answer.score > answer.threshold) == (answer.confidence >= least), "\(question) at \(least)")
            }
        }
    }

    @Test("a probability of zero is always reached, one of certainty never")
    func extremes() throws {
        let library = try SmallLibrary()
        #expect(try library.answer("gearbox honey").status == .answered)
        let options = AnswerOptions(leastConfidence: 1)
        #expect(try library.answerer.answer("How do I light a smoker?", options: options).status == .notCovered)
    }

    @Test("near misses are named only for what is not covered")
    func nearMisses() throws {
        let library = try SmallLibrary()
        #expect(try library.answerer.answer("How do I light a smoker?").nearMisses.isEmpty)
        let refused = try library.answerer.answer(
            "How do I light a smoker?", options: AnswerOptions(leastConfidence: 1))
        #expect(refused.nearMisses.count <= 3)
    }
}
