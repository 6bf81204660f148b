import Answering
import Retrieval
import Shell
import TestSupport
import Testing

@Suite("Commands of the chat") struct ChatCommandTests {
    // MARK: Where is searched

    @Test("after :in only documents that match answer, and the prompt says so")
    func within() throws {
        let library = try TinyLibrary()
        try golden(
            library.transcript([
                "What is gout?", ":in procedures", "What is gout?", "What is TENS?", ":in procedures/*.md !tens.md",
                "What is TENS?", ":in nowhere", ":in", ":in *", "What is gout?",
            ]), named: "within.txt")
    }

    @Test("passages within a scope are the best of all that lie in it, in the same order and with the same scores")
    func scopeIsExact() throws {
        let library = try TinyLibrary()
        let snapshot = library.answerer.searcher.snapshot
        let everywhere = Searcher(snapshot: snapshot)
        for pattern in ["procedures", "*.md", "conditions/gout.md", "/approaches/", "nothing", "*.md\n!gout.md"] {
            let scoped = Searcher(snapshot: snapshot, scope: try DocumentScope(matching: pattern, in: snapshot))
            for question in [
                "What is gout?", "How safe is neuromodulation for the leg?", "risks of medicines", "xyzzy",
            ] {
                let all = try everywhere.topPassages(100, for: everywhere.query(question))
                let expected = try all.filter { ranked in
                    let passage = try #require(try everywhere.storedPassage(ranked.id))
                    return PathPattern(pattern).matches(passage.section.document.path)
                }
                let found = try scoped.topPassages(100, for: scoped.query(question))
                #expect(found.map(\.id) == expected.map(\.id), "\(pattern) “\(question)”")
                #expect(found.map(\.score) == expected.map(\.score), "\(pattern) “\(question)”")
            }
        }
    }

    @Test(
        "a pattern matches paths as in .gitignore",
        arguments: [
            ("*.md", "a/b.md", true), ("*.md", "a/b.txt", false), ("a", "a/b.md", true), ("a/", "a/b.md", true),
            ("b.md", "a/b.md", true), ("/b.md", "a/b.md", false), ("a/*.md", "a/c/b.md", false),
            ("a/**", "a/c/b.md", true), ("a\n!b.md", "a/b.md", false), ("a\n!b.md", "a/c.md", true),
            ("[ab].md", "x/b.md", true), ("", "a/b.md", false), ("#a", "#a", false),
        ])
    func patterns(pattern: String, path: String, matches: Bool) {
        #expect(PathPattern(pattern).matches(Array(path.utf8)) == matches, "\(pattern) \(path)")
    }

    @Test("files are listed by path, all or those that match")
    func files() throws {
        try golden(
            TinyLibrary().transcript([":files", ":files procedures", ":files *.txt", ":skipped"]), named: "files.txt")
    }

    @Test("a file of many documents says how many, and a long list is cut")
    func manyFiles() throws {
        var files = [
            "many.jsonl": (1...3).map { #"{"_id":"d\#($0)","text":"Word \#($0) here."}"# }.joined(separator: "\n")
        ]
        for number in 100..<150 { files["n/\(number).md"] = "# Title \(number)\n\nA text about number \(number).\n" }
        let screen = try TinyLibrary(files).transcript([":files", ":files *.jsonl"])
        #expect(screen.contains("many.jsonl  (3 documents)"))
        #expect(screen.contains("… and 11 more. :files GLOB lists those that match."))
    }

    // MARK: More of the same

    @Test("asking again lists the best passages, and each time more")
    func again() throws {
        let library = try TinyLibrary()
        let screen = library.transcript([":again", "What is gout?", ":again", ":again"])
        #expect(screen.contains("Nothing has been asked yet."))
        #expect(screen.split(separator: "Gout is a painful swelling").count == 6)
        #expect(screen.contains("The 5 closest passages:"))
    }

    // MARK: What was asked

    @Test("the history shows what was asked, or what of it holds a text, but not the question for it")
    func history() throws {
        let library = try TinyLibrary()
        library.asked = (1...30).map { "question \($0)" } + ["what is gout?", ":history"]
        try golden(
            library.transcript([":history", ":history gout", ":history n 1", ":history zebra"]), named: "history.txt")
        library.asked = []
        #expect(library.transcript([":history"]).contains("Nothing has been asked yet."))
    }

    private static let unanswered = [
        "Who won the 1956 World Series?", "Who won the 1956 World Series?", "What is the weather in Istanbul?",
        "Which zebra won?", "Which machine paints the joint?",
    ]

    @Test("questions without an answer are kept only when that was asked for, and shown by what is missing")
    func gaps() throws {
        let library = try TinyLibrary()
        _ = library.transcript(Self.unanswered)
        #expect(library.keptGaps == [])
        _ = library.transcript(
            [":gaps", Self.unanswered[0], ":set gaps on"] + Self.unanswered + [":set gaps off", "Why zebra?"])
        #expect(library.keptGaps == Self.unanswered)
        try golden(library.transcript([":gaps", ":set gaps on", ":set gaps off"]), named: "gaps.txt")
    }

    @Test("what is answered by now drops out of the questions without an answer")
    func gapReport() throws {
        let library = try TinyLibrary()
        let report = try GapReport(Self.unanswered + ["What is gout?"], answerer: library.answerer)
        try golden(report.text(style: Style(width: 40)), named: "gap-report.txt")
    }

    @Test("questions without an answer as JSON Lines, a group a line")
    func gapReportAsJSON() throws {
        let report = try GapReport(Self.unanswered, answerer: try TinyLibrary().answerer)
        try golden(String(decoding: report.jsonLines, as: UTF8.self), named: "gap-report.jsonl")
    }

    @Test("a follow-up is kept as it was read")
    func gapsOfFollowUps() throws {
        let library = try TinyLibrary()
        _ = library.transcript(["What is gout?", ":set min-confidence 1", "Is it safe?"], keepsGaps: true)
        #expect(library.keptGaps == ["Is Gout safe?"])
    }

    // MARK: Files

    private static let talk = [
        "What is neuromodulation?", "Is it safe?", "What are the risks of an epidural steroid injection?",
        "Who won the 1956 World Series?", "What is the difference between gout and sciatica?",
    ]

    @Test("a talk is written as Markdown")
    func markdown() throws {
        let library = try TinyLibrary()
        _ = library.transcript(Self.talk + [":export talk.md"])
        try golden(library.folder.contents(of: "talk.md"), named: "talk.md")
    }

    @Test("exporting says what it wrote, or why not")
    func export() throws {
        let library = try TinyLibrary()
        let screen = library.transcript(
            [":export early.md"] + Self.talk + [
                ":export talk.md", ":export talk.jsonl", ":export talk.txt", ":export", ":export /talk.md",
                ":export a long name.md",
            ])
        let lines = try library.folder.contents(of: "talk.jsonl").split(separator: "\n")
        #expect(lines.count == 5)
        #expect(lines[1].contains(#""n":2,"question":"Is it safe?","status":"answered""#))
        #expect(lines[1].contains(#""sha256":"#))
        #expect(try library.folder.contents(of: "a long name.md").hasPrefix("## What is neuromodulation?\n"))
        try golden(screen, named: "export.txt")
    }

    @Test("a file that exists is replaced only after the user has said so")
    func exportReplaces() throws {
        let library = try TinyLibrary()
        for (reply, isReplaced) in [("", false), ("n", false), ("no", false), ("yes", true), ("Y", true)] {
            try library.folder.write("mine\n", to: "talk.md")
            let screen = library.transcript(["What is gout?", ":export talk.md", reply])
            #expect(screen.contains("talk.md exists. Replace it? [y/N]"), "\(reply)")
            #expect(try (library.folder.contents(of: "talk.md") == "mine\n") == !isReplaced, "\(reply)")
            #expect(screen.contains("left as it was") == !isReplaced, "\(reply)")
        }
        try library.folder.write("mine\n", to: "talk.md")
        _ = library.run([.line("What is gout?"), .line(":export talk.md"), .interrupted, .endOfInput])
        #expect(try library.folder.contents(of: "talk.md") == "mine\n")
    }

    @Test("what documents hold stays text in the Markdown of a talk")
    func exportEscapes() throws {
        let library = try TinyLibrary([
            "a.txt": "Zebras\n\nA zebra is a <b>striped</b> animal with `code` and *stars* and an \u{1B}[31mescape.\n"
        ])
        _ = library.transcript(["What is a zebra?", ":export talk.md"])
        let text = try library.folder.contents(of: "talk.md")
        #expect(text.contains(#"\<b>striped\</b> animal with \`code\` and \*stars\*"#), "\(text)")
        #expect(!text.contains("\u{1B}"))
    }

    @Test("a question that was asked once more is written once")
    func exportRepeated() throws {
        let library = try TinyLibrary()
        let screen = library.transcript([
            "What is gout?", ":again", ":again", ":top 1", "What is TENS?", ":export talk.jsonl",
        ])
        #expect(screen.contains("2 questions written to talk.jsonl."))
        #expect(try library.folder.contents(of: "talk.jsonl").split(separator: "\n").count == 2)
    }

    @Test("of a long passage the lines are shown in which the words of the question stand, cut at a word's end")
    func passageStart() throws {
        let filler = (1...5).map { "Sentence number \($0) is about nothing at all." }.joined(separator: " ")
        let library = try TinyLibrary([
            "a.md": "# Notes\n\n\(filler)\n\nZebras of the savanna eat grass, and more grass, and then \(filler)\n"
        ])
        let screen = library.transcript([":top 1", "Which savanna has zebras?"], style: Style(width: 50))
        let list = try #require(screen.split(separator: "closest passage").last)
        #expect(list.contains("     …\n     Zebras of the savanna"), "\(screen)")
        let last = try #require(list.split(separator: "\n").last { $0.hasSuffix(" …") && $0.count > 10 })
        let words = Set((filler + " Zebras of the savanna eat grass, and more then").split(separator: " "))
        #expect(last.dropLast(2).split(separator: " ").allSatisfy { words.contains($0) }, "\(last)")
        #expect(last.count <= 50)
    }

    @Test("what is written in the editor is asked as one question")
    func editor() throws {
        let library = try TinyLibrary()
        library.edited = .text("What is\n  gout?\n\n")
        var screen = library.transcript([":editor"])
        #expect(screen.contains("> What is gout?\n\n  Gout is a painful swelling"), "\(screen)")
        library.edited = .text(" \n")
        #expect(library.transcript([":editor"]).contains("Nothing was written."))
        library.edited = .failed("No editor was found.")
        #expect(library.transcript([":editor"]).contains("No editor was found."))
        library.edited = .text(":why")
        screen = library.transcript(["What is gout?", ":editor"])
        #expect(screen.contains("answers need"))
    }

    // MARK: Settings

    @Test("settings are shown and changed, and what cannot be is said")
    func settings() throws {
        try golden(
            TinyLibrary().transcript([
                ":set", ":set top 2", "What is gout?", ":set min-confidence 1", "What is gout?", ":set plain on",
                ":set",
                ":set plain = off", ":set color", ":set color maybe", ":set colour on", ":set top 51",
                ":set min-confidence 2", ":set pager off",
            ]), named: "settings.txt")
    }

    @Test("every command has a page with a summary, an explanation and an example that it understands")
    func pages() throws {
        for name in Command.Name.allCases {
            let screen = try TinyLibrary().transcript([":help \(name.rawValue)"], style: Style(width: 200))
            let text = screen.split(separator: "quoth> :help \(name.rawValue)\n")[1]
            #expect(text.contains(":\(name.rawValue)") && text.contains(name.summary), "\(text)")
            let examples = try #require(text.split(separator: #/Examples?: /#).last)
            for example in examples.split(separator: "\n")[0].split(separator: ", ") {
                guard case .command = ChatLine(String(example)) else {
                    Issue.record("\(example) of :\(name.rawValue) is no command")
                    continue
                }
            }
        }
    }

    // MARK: The first index

    @Test("a question waits for the first index, and says why where there is none")
    func firstIndex() throws {
        let library = try TinyLibrary()
        library.isBeingMade = true
        library.freshness = "reading the documents for the first time"
        var screen = library.transcript(["What is gout?"])
        #expect(screen.hasPrefix("Quoth 1.0 · reading the documents for the first time\n"))
        #expect(screen.contains("Gout is a painful swelling"))
        library.isBeingMade = true
        library.waitingFails = "Not waited for."
        screen = library.transcript(["What is gout?", ":why", ":files"])
        #expect(screen.split(separator: "Not waited for.").count == 3)
        #expect(screen.contains("Nothing has been asked yet."))
    }
}
