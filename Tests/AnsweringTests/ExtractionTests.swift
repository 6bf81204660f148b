import Answering
import Retrieval
import Testing

@Suite("What is quoted") struct ExtractionTests {
    @Test("a definition is quoted from its sentence on")
    func definition() throws {
        let quoted = try SmallLibrary().quoted("What is a swarm?")
        #expect(quoted.hasPrefix("A swarm is a cluster of bees"))
    }

    @Test("a reason is quoted with the sentence that gives it, and nothing of other sections")
    func reason() throws {
        let quoted = try SmallLibrary().quoted("Why did the old mill burn down?")
        #expect(quoted.contains("because lightning struck the roof"))
        #expect(!quoted.contains("bees"))
    }

    @Test("a how-to is quoted with all its steps and what leads in to them")
    func steps() throws {
        let quoted = try SmallLibrary().quoted("How do I light a smoker?")
        #expect(quoted.hasPrefix("To light a smoker:"))
        for step in ["burning paper", "pump the bellows", "Close the lid"] { #expect(quoted.contains(step)) }
    }

    @Test("a list is quoted whole, with what leads in to it and without what follows")
    func list() throws {
        let quoted = try SmallLibrary().quoted("What kinds of honey are sold at the market?")
        #expect(quoted.hasPrefix("The kinds of honey sold at the market are:"))
        for kind in ["blossom", "forest", "heather"] { #expect(quoted.contains(kind + " honey")) }
    }

    @Test("what something is called says what it is, and a sentence that asks says nothing")
    func naming() throws {
        let library = try SmallLibrary([
            "a.md":
                "# Weaving\n\nWhat would a loom be without a heddle? The cord that lifts a thread is called a heddle. "
                + "Every heddle of a loom wears out in time."
        ])
        #expect(try library.quoted("What is a heddle?").hasPrefix("The cord that lifts a thread is called a heddle."))
    }

    @Test("what something is comes from where it is said, if a heading that only names it does not say it")
    func definedElsewhere() throws {
        let library = try SmallLibrary([
            "locks.md": """
            # Canal

            ## Pound locks

            See the list of keepers. Fees are due in May.

            ## Gates

            A pound lock is a chamber with gates at both ends.

            ## What is a sluice?

            Water runs through it, and boats do not.
            """,
            "mills.md":
                "# Mill\n\n## Parts\n\nA sluice is a gate for water of a mill.\n\n## What does a leat do?\n\nIt feeds.",
            "leats.md":
                "# Leats of the north\n\nThe leat stands dry. Information on a leat is kept at the inn, as a leat is owned.",
        ])
        #expect(try library.quoted("What is a pound lock?").contains("chamber with gates"))
        // A heading that asks just that is believed.
        #expect(try library.quoted("What is a sluice?").contains("boats do not"))
        #expect(try library.quoted("What does a leat do?") == "It feeds.")
    }

    @Test("a list that is asked for comes whole unless it is a register")
    func register() throws {
        func library(_ count: Int) throws -> SmallLibrary {
            let items = (1...count).map { "- Lock \($0 * 7) of the kind with gates number \($0 * 11)" }
            return try SmallLibrary([
                "locks.md": "# Canal\n\n## Kinds of locks\n\nThe kinds of locks are:\n\n"
                    + items.joined(separator: "\n")
            ])
        }
        let question = "What are the kinds of locks?"
        #expect(try library(35).quoted(question).split(separator: "\n").count == 36)
        #expect(try library(90).quoted(question).split(separator: " ").count < 150)
    }

    @Test("a table without a word of the question is passed over for the prose behind it")
    func leadingTable() throws {
        let prose =
            "A flail is a tool of two sticks joined by a strap. "
            + (1...20).map { "The stick number \($0) is cut from ash in winter. " }.joined()
        func library(_ header: String) throws -> SmallLibrary {
            try SmallLibrary([
                "a.md":
                    "# Barn\n\n## What is a flail?\n\n| \(header) | Page |\n|---|---|\n| Ash | 4 |\n| Oak | 9 |\n\n\(prose)"
            ])
        }
        #expect(try library("Wood").quoted("What is a flail?").hasPrefix("A flail is a tool"))
        #expect(try library("Flail").quoted("What is a flail?").hasPrefix("Flail"))
    }

    @Test("a text of very many words without the end of a sentence is read in no more than proportionate time")
    func endlessSentence() throws {
        // By the square of the words this would take a minute, and nobody would wait for the test.
        let words = (0..<300_000).map { "w\($0)" }.joined(separator: " ")
        let library = try SmallLibrary(["a.txt": words + " the anvil stands by the door\n"])
        let quoted = try library.quoted("Where does the anvil stand?")
        #expect(quoted.hasSuffix("the anvil stands by the door"))
        // Nor is all of it shown.
        #expect(quoted.utf8.count < 5000)
    }

    @Test("what has neither sentences nor words is taken apart between letters")
    func endlessWord() throws {
        let letters = String(repeating: "漢", count: 4000)
        let library = try SmallLibrary(["a.txt": "anvil \(letters)\n"])
        let quoted = try library.quoted("anvil")
        #expect(quoted.hasPrefix("anvil"))
        #expect(quoted.utf8.count < 2100)
        #expect(!quoted.contains("\u{FFFD}"))
    }

    @Test("what stands beneath a heading in words that say nearly the same answers, however it is put")
    func headingInOtherWords() throws {
        let library = try SmallLibrary([
            "sauna.md": """
            # Sauna

            A sauna is a hot room of wood.

            ## What are the side effects of a sauna?

            Some feel giddy. Others get a headache.

            ## How is a sauna heated?

            A stove of stones heats it.
            """
        ])
        #expect(try library.quoted("What are the risks of a sauna?").hasPrefix("Some feel giddy."))
        #expect(try library.answer("What are the risks of a sauna?").evidence.isAnnounced == 1)
        #expect(try library.answer("What are the owners of a sauna?").evidence.isAnnounced == 0)
    }

    @Test("how something is done is not answered by how to prepare for it, unless that is asked")
    func preparation() throws {
        let library = try SmallLibrary([
            "sauna.md": """
            # Sauna bath

            In a sauna bath the bather sweats on a bench and then cools in a lake.

            ## How should I prepare for a sauna bath?

            Drink water, and leave rings at home.
            """
        ])
        #expect(try library.quoted("How is a sauna bath done?").hasPrefix("In a sauna bath"))
        #expect(try library.quoted("How do I prepare for a sauna bath?").hasPrefix("Drink water"))
    }

    @Test("what leads in to a list is never quoted without the list")
    func leadIn() throws {
        let items = (1...12).map { "- the item with number \($0), which has many words to make the list long" }
        let library = try SmallLibrary([
            "a.md": "# Tools\n\nSome words. The tools of a potter are:\n\n" + items.joined(separator: "\n"),
            "b.md": "# Other\n\nSomething else stands here.",
        ])
        let quoted = try library.quoted("Which tools are the tools of a potter?")
        #expect(!quoted.hasSuffix("are:"))
    }

    @Test("of a manual that is set as one piece of code the part that answers is quoted, and short code whole")
    func longCode() throws {
        func manual(_ entryCount: Int) -> String {
            let entries = (1...entryCount).map { "  :part\($0)   Turn wheel \($0).\n\n" }.joined()
            return "# Loom\n\n```\n\(entries)  :stop    Halt the loom at once.\n\n  :go      Run on.\n```\n"
        }
        let long = try SmallLibrary(["loom.md": manual(60)])
        let quoted = try long.quoted("How do I halt the loom?")
        #expect(quoted.contains("Halt the loom at once."))
        #expect(quoted.split(separator: " ").count <= 120)
        let short = try SmallLibrary(["loom.md": manual(2)]).quoted("How do I halt the loom?")
        #expect(short.contains("Turn wheel 1."))
        #expect(short.contains("Run on."))
    }

    @Test("a row of a table is quoted with the table's header")
    func tableRow() throws {
        let quoted = try SmallLibrary().quoted("How much is a large jar of heather honey?")
        #expect(quoted.contains("16 crowns"))
        #expect(quoted.contains("Large jar"))
    }

    @Test("a table's header is never quoted alone")
    func tableHeader() throws {
        for question in ["small jar or large jar?", "What is a large jar?", "honey small jar large jar"] {
            let quoted = try SmallLibrary().quoted(question)
            #expect(!quoted.contains("Small jar") || quoted.contains("crowns"), "\(question)")
        }
    }

    @Test(
        "what a name is set off from is its definition",
        arguments: [
            "hive-scale-reader -\nweigh a hive without opening it",
            "Hive-scale-reader: weighs a hive without opening it.",
            "*Hive-scale-reader* – weighs a hive without opening it.",
        ])
    func setOffDefinition(line: String) throws {
        var files = SmallLibrary.files
        files["a.md"] = """
            # hive-scale-reader

            ## Name

            \(line)

            ## Use

            It is handy to weigh hives with hive-scale-reader when nobody else is there to lift them.

            ## Hive

            Part of the hive suite.
            """
        let quoted = try SmallLibrary(files).quoted("What is hive-scale-reader?")
        #expect(quoted.contains("without opening it"))
        #expect(!quoted.contains("suite"))
    }

    @Test(
        "an abbreviation is defined where it stands behind the words that it is made of",
        arguments: ["What is QBR?", "What does QBR stand for?", "What are QBRs?"])
    func spelledOut(question: String) throws {
        var files = SmallLibrary.files
        files["a.md"] = """
            # Rearing

            ## Breeding

            Many keepers have tried QBR. A keeper who needs more than QBR asks a neighbour for help with QBR.

            Good lines are kept by queen-bee rearing (QBR) in spring. Wet summers are bad for it.

            QBR takes three weeks. Not all keepers of bees (QBR among their tasks) have the time.
            """
        #expect(try SmallLibrary(files).quoted(question).contains("queen-bee rearing (QBR)"))
    }

    @Test("single items of a list that is too long to quote whole are quoted")
    func longList() throws {
        let items = (1...30).map {
            "- tool number \($0) is \($0 == 7 ? "the felloe, which bends wood" : "for sale here")"
        }
        let library = try SmallLibrary(["a.md": "# Shop\n\n## Tools\n\n" + items.joined(separator: "\n")])
        let quoted = try library.quoted("What is a felloe?")
        #expect(quoted.contains("the felloe, which bends wood"))
        #expect(quoted.split(separator: " ").count <= 120)
    }

    @Test("a row far down a table is found by the words of its header, and quoted with it")
    func longTable() throws {
        let rows = (1...300).map { "| substance\($0) | \(7 * $0) mg | \($0 % 4) a day |" }
        let text = (["# Doses", "", "| Name | Ceiling | Frequency |", "|---|---|---|"] + rows).joined(separator: "\n")
        let library = try SmallLibrary(["doses.md": text, "other.md": "# Others\n\nNothing on substances here."])
        let part = try #require(try library.answer("What is the ceiling of substance271?").parts.first)
        #expect(part.quote.text == "substance271 | 1897 mg | 3 a day")
        #expect(part.quote.text(of: part.quote.header) == "Name | Ceiling | Frequency")
        let citation = Citation(part.quote)
        #expect(citation.lines == 275...275)
        #expect(citation.headerLines == 3...3)
        #expect(citation.bytes.map { text.utf8Text($0) } == "substance271 | 1897 mg | 3 a day")
        #expect(citation.headerBytes.map { text.utf8Text($0) } == "Name | Ceiling | Frequency")

        // Rows that are put in between move the row and not the header.
        func state(_ source: String) -> QuoteVerification {
            QuoteVerification(of: citation, source: Array(source.utf8))
        }
        #expect(state(text).state == .verified)
        let longer = state(text.replacing("| substance9 |", with: "| x | y | z |\n| substance9 |"))
        #expect(longer.state == .moved)
        #expect(longer.lines == 276...276)
        #expect(longer.headerLines == 3...3)
        #expect(state(text.replacing("Ceiling", with: "Minimum")).state == .changed)
        #expect(state(text.replacing("1897", with: "1898")).state == .changed)
    }

    @Test("the same words from a copy of a document are not quoted twice")
    func copies() throws {
        let text = "Threads slow a search down if the files are %@large, so that one thread is better there."
        let other = "Something else about the weather of this year stands here."
        let library = try SmallLibrary([
            "a.md": "# Notes\n\n" + text.replacing("%@", with: "") + "\n\n" + other,
            "b.txt": text.replacing("%@", with: "very ") + "\n\n" + other,
        ])
        #expect(try library.answer("Do threads make a search of files slow?").parts.count == 1)
    }

    @Test("near copies of a passage take no place among the passages, other texts on the same do")
    func nearCopies() throws {
        let words = (1...70).map { "word\($0)" }
        func page(_ replaced: Int, _ word: String) -> String {
            var words = words
            words[replaced] = word
            return "A felloe bends " + words.joined(separator: " ") + "."
        }
        let library = try SmallLibrary([
            "a.md": page(30, "spokes"), "b.md": page(30, "hubs"), "c.txt": page(30, "rims").uppercased(),
            "d.md": "A felloe bends " + words.map { $0 + "s" }.joined(separator: " ") + ".",
            "e.md": "A felloe bends.",
            // Another number may be all that matters.
            "f.md": page(30, "spokes").replacing("word41", with: "word14"),
        ])
        let paths = try library.answerer.answer("What bends a felloe?", options: AnswerOptions(passageCount: 9))
            .passages.map { String(decoding: $0.passage.section.document.path, as: UTF8.self) }
        #expect(paths.filter { ["a.md", "b.md", "c.txt"].contains($0) }.count == 1)
        #expect(paths.contains("d.md") && paths.contains("e.md") && paths.contains("f.md"))
        #expect(paths.count == 4)
    }

    @Test("a comparison quotes both sides, each by its name")
    func comparison() throws {
        let answer = try SmallLibrary().answer("What is the difference between a swarm and a smoker?")
        #expect(answer.parts.map(\.label) == ["swarm", "smoker"])
        #expect(answer.parts[0].quote.text.contains("A swarm is"))
        #expect(answer.parts[1].quote.text.contains("A smoker calms"))
    }

    @Test("a question for yes or no quotes the sentence that decides, and says neither")
    func decision() throws {
        let quoted = try SmallLibrary().quoted("Do bees fly in the rain?")
        #expect(quoted.contains("Bees do not fly in the rain."))
        #expect(!quoted.lowercased().hasPrefix("no"))
    }

    @Test("a superlative quotes the sentence that makes the comparison")
    func superlative() throws {
        let quoted = try SmallLibrary().quoted("Which honey keeps the longest?")
        #expect(quoted.contains("Forest honey keeps longest"))
    }

    @Test(
        "a question for one fact quotes the sentence that holds it",
        arguments: [
            ("Who built the church of Imkersrode?", "Hannes Oberlin"),
            ("When was Imkersrode founded?", "1412"),
            ("On which river does Imkersrode lie?", "Wiese"),
            ("How many inhabitants does the village have?", "840"),
            ("Who taught at the first school?", "Grete Falk"),
            ("What does the equipment of a beginner cost?", "300 crowns"),
            ("How long do spores of foulbrood survive?", "forty years"),
        ])
    func fact(question: String, answer: String) throws {
        #expect(try SmallLibrary().quoted(question).contains(answer))
    }

    @Test("a sentence that points back comes with the one that says to what")
    func antecedent() throws {
        let quoted = try SmallLibrary().quoted("What rests on a branch for hours?")
        #expect(quoted.contains("This cluster rests on a branch"))
        #expect(quoted.contains("A swarm is a cluster of bees"))
    }

    @Test("no quote ends inside parentheses or behind an initial")
    func parentheses() throws {
        let library = try SmallLibrary([
            "a.md": """
            # Degrees

            The degree that a chemist of the town needs is the master (Mag. D.) degree of the college. Others need none.

            A baker needs no degree.
            """
        ])
        let quoted = try library.quoted("Which degree does a chemist need?")
        #expect(quoted.contains("the master (Mag. D.) degree of the college."))
    }

    @Test("quotes are short where there is no doubt")
    func brevity() throws {
        let quoted = try SmallLibrary().quoted("Who taught at the first school?")
        #expect(quoted.split(separator: " ").count <= 60)
    }

    @Test("the same question gets the same answer")
    func determinism() throws {
        let library = try SmallLibrary()
        let first = try library.answer("What do bees do in the rain?")
        let second = try library.answer("What do bees do in the rain?")
        #expect(first.parts.map(\.quote.pieces) == second.parts.map(\.quote.pieces))
        #expect(first.confidence == second.confidence)
    }

    @Test("a question of nothing but function words or of many words is answered or refused without harm")
    func oddQuestions() throws {
        let library = try SmallLibrary()
        for question in ["", "?", "the of and", String(repeating: "honey ", count: 400), "\u{FEFF}\0"] {
            let answer = try library.answer(question)
            #expect((0...1).contains(answer.confidence))
        }
        let many = (0..<200).map { "word\($0)" }.joined(separator: " ")
        #expect(try library.answer(many + " honey market").confidence < 0.5)
    }
}

extension String {
    fileprivate func utf8Text(_ range: Range<Int>) -> String {
        String(decoding: Array(utf8)[range], as: UTF8.self)
    }
}
