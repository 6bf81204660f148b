import Shell
import SystemInterface
import TestSupport
import Testing

@Suite("A chat") struct ChatTests {
    @Test("an answered question, its reasons and its source")
    func answered() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript(["What is an epidural steroid injection?", ":why", ":source 1", ":context", "thanks"]),
            named: "answered.txt")
    }

    @Test("a list with its items, ordered items, a table and code")
    func blocks() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript([
                "What are the risks of an epidural steroid injection?",
                "How do I prepare for an epidural steroid injection?",
                "How long does the relief of an epidural steroid injection last?",
                "How do I set a TENS machine?",
            ]),
            named: "blocks.txt")
    }

    private static let tables = [
        "pain.md": """
        # Acute and chronic pain

        ## What is the difference between acute and chronic pain?

        The differences between acute and chronic pain are:

        |  | Acute pain | Chronic pain |
        | --- | --- | --- |
        | Length | days to weeks | more than three months |
        | Meaning | a warning of injury or illness | often a sensitive nervous system, or a long disease |
        """,
        "words.md": """
        # Words

        ## What are the words for pain?

        The words for pain are:

        | Language | Word |
        | --- | --- |
        | Turkish | ağrı |
        | Japanese | 痛み |
        | French | douleur |
        """,
    ]

    @Test("a table stands in columns, wide characters and all; cells wrap in their own")
    func tables() throws {
        let library = try TinyLibrary(Self.tables)
        try golden(
            library.transcript([
                "What is the difference between acute and chronic pain?", "What are the words for pain?",
            ])
                + library.transcript(["What are the words for pain?"], style: Style(width: 20))
                + library.transcript(["What are the words for pain?"], style: Style(isPlain: true)),
            named: "tables.txt")
    }

    @Test("a row of a long table with the table's header, in the answer, its source and the passages")
    func longTable() throws {
        let rows = (1...90).map { "| substance\($0) | \(7 * $0) mg | \($0 % 4) a day |" }
        let library = try TinyLibrary([
            "doses.md": "# Doses\n\n| Name | Ceiling | Frequency |\n| --- | --- | --- |\n"
                + rows.joined(separator: "\n") + "\n"
        ])
        try golden(
            library.transcript(["What is the ceiling of substance71?", ":source", ":top 1", ":again"]),
            named: "long-table.txt")
    }

    @Test("a comparison with each side under its label")
    func comparison() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript(["What is the difference between gout and sciatica?", ":source 2", ":source 3", ":why"]),
            named: "comparison.txt")
    }

    @Test("a question that is not covered, with the words that do not occur and the closest passages")
    func notCovered() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript(["Who won the 1956 World Series?", ":near", ":why", ":source"]), named: "not-covered.txt"
        )
    }

    @Test("near misses are listed where words of the question occur")
    func nearMisses() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript(["Which machine paints the joint of a kitchen table?", ":near", ":why"]),
            named: "near-misses.txt")
    }

    @Test("a mistyped word is said, and what it was taken for")
    func respelt() throws {
        let library = try TinyLibrary()
        try golden(library.transcript(["what is neuromodulaton?", ":why"]), named: "respelt.txt")
    }

    @Test("a short form is said with what it stands for")
    func spelledOut() throws {
        let library = try TinyLibrary([
            "a.md": "# Clubs\n\nLong distance ballooning (LDB) has two clubs.",
            "b.md": "# Licences\n\nA licence for long distance ballooning costs ninety crowns a year.",
        ])
        let screen = library.transcript(["How much does a licence for LDB cost?"])
        #expect(screen.contains("(taking \"LDB\" as \"Long distance ballooning\")"), "\(screen)")
        #expect(screen.contains("ninety crowns"), "\(screen)")
    }

    @Test("a follow-up question is read with the subject of the talk until :new")
    func followUp() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript(["What is neuromodulation?", "Is it safe?", ":again", ":new", "Is it safe?", ":again"]),
            named: "follow-up.txt")
    }

    @Test("commands that are unknown or wrongly used say what would be right")
    func mistakes() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript([
                ":sorce", ":xyzzyxyzzy", ":source", ":near", ":why", ":again", ":source x", ":source 0", ":top",
                ":top 99",
                ":quit now", ":help sorce",
            ]),
            named: "mistakes.txt")
    }

    @Test("the help, its pages, and what stands in for it")
    func help() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript([":help", "?", "help source", ":help why", "hello", "what can you do?", "", "  "]),
            named: "help.txt")
    }

    @Test("the help of the bundled corpus says once what it does not replace")
    func bundledHelp() throws {
        let screen = try TinyLibrary().transcript([":help"], style: Style(width: 200), isBundledCorpus: true)
        #expect(screen.split(separator: "do not replace a doctor").count == 2)
        #expect(try !TinyLibrary().transcript([":help"]).contains("doctor"))
    }

    @Test("a window of 40 columns")
    func narrow() throws {
        let library = try TinyLibrary()
        let screen = library.transcript(
            [
                "What is an epidural steroid injection?", ":why", ":source 1",
                "What are the risks of an epidural steroid injection?", ":near", ":help",
                "Who won the 1956 World Series?",
            ],
            style: Style(width: 40))
        for line in screen.split(separator: "\n") where !line.hasPrefix("quoth> ") {
            #expect(DisplayWidth.columns(of: String(line)) <= 40, "\(line)")
        }
        try golden(screen, named: "narrow.txt")
    }

    @Test("plain text has the same words without columns and emphasis")
    func plain() throws {
        let library = try TinyLibrary()
        let screen = library.transcript(
            ["What is an epidural steroid injection?", ":why", ":help"],
            style: Style(hasColour: true, isPlain: true, hasLinks: true))
        #expect(!screen.contains("\u{1B}"))
        try golden(screen, named: "plain.txt")
    }

    @Test("with colour the words of the question are bold in whatever form, and citations are links")
    func colour() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript(
                ["What is the signal of neuromodulation?"], style: Style(hasColour: true, hasLinks: true)),
            named: "colour.txt")
    }

    @Test("the best passages are listed beneath each answer after :top")
    func top() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript(["What is gout?", ":top 2", ":top 0", "What is gout?"]), named: "top.txt")
    }

    @Test("a source that moved, changed or went is said to have")
    func staleSources() throws {
        let library = try TinyLibrary()
        let gout = try #require(TinyLibrary.files["conditions/gout.md"])
        var screen = ""
        try library.folder.write("A line.\nAnother.\n" + gout, to: "corpus/conditions/gout.md")
        screen += library.transcript(["What is gout?", ":source"])
        try library.folder.write("# Gout\n\nNo more.\n", to: "corpus/conditions/gout.md")
        screen += library.transcript(["What is gout?", ":source"])
        try removeFile(library.folder.path("corpus/conditions/gout.md"))
        screen += library.transcript(["What is gout?", ":source", ":reindex", "What is gout?", ":status"])
        try golden(screen, named: "stale-sources.txt")
    }

    @Test("the quoted line of a file whose lines end with a CR alone is marked")
    func carriageReturns() throws {
        let library = try TinyLibrary(["ferry.txt": "The ferry.\r\rThe ferry Aurora leaves Lund at noon.\r\rThe end.\r"]
        )
        let screen = library.transcript(["When does the ferry Aurora leave Lund?", ":source"])
        #expect(
            screen.contains("\n    1  The ferry.\n    2\n  > 3  The ferry Aurora leaves Lund at noon.\n    4\n"),
            "\(screen)")
    }

    @Test("of a source that is too large to be read, what was extracted is shown")
    func largeSource() throws {
        let library = try TinyLibrary(["ferry.jsonl": "{}\n{\"text\":\"The ferry Aurora leaves Lund at noon.\"}\n"])
        library.sourcesAreTooLarge = true
        let screen = library.transcript(["When does the ferry Aurora leave Lund?", ":source"])
        #expect(
            screen.contains(
                "\n  (the file is too large to be shown)\n  (line 2, as it was extracted)\n"
                    + "  > The ferry Aurora leaves Lund at noon.\n"), "\(screen)")
        #expect(!screen.contains("gone"), "\(screen)")
    }

    // MARK: Ends

    @Test("it ends when the user leaves, by whatever word")
    func leaving() throws {
        let library = try TinyLibrary()
        for word in [":quit", ":q", "exit", "quit", ".quit", "/quit", "Bye!"] {
            let (screen, end) = library.run([.line(word), .line("What is gout?")])
            #expect(end == .left)
            #expect(!screen.contains("Gout is"), "\(word)")
        }
        #expect(library.run([.endOfInput]).end == .left)
    }

    @Test("Ctrl-C gives up the line and nothing else")
    func interrupted() throws {
        let (screen, end) = try TinyLibrary().run([.interrupted, .line("What is gout?"), .endOfInput])
        #expect(screen.contains("Gout is a painful swelling"))
        #expect(end == .left)
    }

    @Test("a signal, an unreadable input and a reader that went away end it")
    func otherEnds() throws {
        let library = try TinyLibrary()
        #expect(library.run([.terminated(15)]).end == .terminated(15))
        #expect(library.run([.failed("Input/output error")]).end == .inputFailed("Input/output error"))
        #expect(library.run([.line("What is gout?"), .line("x")], writeLimit: 0).end == .readerGone)
        #expect(library.run([.line("What is gout?"), .line("x")], writeLimit: 1).end == .readerGone)
    }

    @Test("a question of more than 4096 bytes is not asked")
    func tooLong() throws {
        let library = try TinyLibrary()
        let screen = library.transcript([String(repeating: "gout ", count: 1000)])
        #expect(screen.contains("4,999 bytes long, and 4,096 are the most"))
        #expect(library.transcript([String(repeating: "gout ", count: 800)]).contains("[1]"))
    }

    @Test("parts of an explanation add up to the score in the last digit")
    func sum() throws {
        let library = try TinyLibrary()
        for question in [
            "What is gout?", "Is neuromodulation safe for the leg?", "risks of medicines that thin the blood",
        ] {
            let screen = library.transcript([question, ":why"], style: Style(width: 1000))
            let line = try #require(screen.split(separator: "\n").first { $0.contains(" = ") })
            let sides = line.split(separator: "=")
            let numbers = { (text: Substring) in
                text.split(separator: " ").filter { $0.contains(".") }.compactMap { word in
                    Int(word.filter { $0 != "." })
                }
            }
            #expect(numbers(sides[0]).reduce(0, +) == numbers(sides[1])[0], "\(line)")
        }
    }
}
