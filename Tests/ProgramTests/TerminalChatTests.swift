import Foundation
import Glibc
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@Suite("The chat at a terminal") struct TerminalChatTests {
    @Test("a question is answered, a command obeyed, and Ctrl-D leaves with the terminal as it was")
    func wholeTalk() throws {
        let chat = try TerminalChat()
        try chat.enter("What is a honeybee?")
        try chat.enter(":source")
        #expect(chat.text.contains("A honeybee is an insect that lives in a colony and makes honey."))
        #expect(chat.text.contains("> 5  A honeybee is an insect"))
        chat.terminal.send("\u{4}")
        #expect(try chat.terminal.waitForExit() == .exited(0))
        #expect(chat.terminal.attributes == chat.terminal.initialAttributes)
        #expect(!chat.terminal.screen.bracketsPastes)
    }

    @Test("of a source that gzip packed the text is shown as it was extracted")
    func packedSource() throws {
        let folder = try TerminalChat.folder()
        let packed = GzipFixture.member(Array("ZORGS\n\nA zorg is a beast of the\nnorthern woods.\n".utf8))
        try OpenFile.creating(folder.path("notes/zorgs.txt.gz")).write(packed)
        let chat = try TerminalChat(in: folder)
        try chat.enter("What is a zorg?")
        #expect(chat.text.contains("[1] zorgs.txt.gz:3-4"))
        try chat.enter(":source")
        #expect(chat.text.contains("(lines 3-4 of what is packed, as it was extracted)"))
        #expect(chat.text.contains("> A zorg is a beast of the northern woods."))
        try OpenFile.creating(folder.path("notes/zorgs.txt.gz"), replacing: true).write(packed + packed)
        try chat.enter(":source")
        #expect(chat.text.contains("(changed since it was indexed; this is what was read from it then)"))
    }

    @Test("Ctrl-C gives up a line and not the chat, nor does it when none is typed")
    func interrupt() throws {
        let chat = try TerminalChat()
        chat.terminal.send("What is a hon")
        try chat.terminal.expect("the line") { $0.cursorRow == "quoth> What is a hon" }
        chat.terminal.send("\u{3}")
        try chat.terminal.expect("a prompt beneath") { $0.text.hasSuffix("\nquoth> What is a hon^C\nquoth>") }
        chat.terminal.send("\u{3}")
        try chat.terminal.expect("a prompt beneath") { $0.text.hasSuffix("\nquoth> ^C\nquoth>") }
        try chat.enter("What is a honeybee?")
        #expect(chat.text.contains("[1] bees.md:5"))
    }

    @Test("a request to end ends it with the terminal as it was", arguments: [SIGTERM, SIGHUP])
    func requestToEnd(signal: Int32) throws {
        let chat = try TerminalChat()
        chat.terminal.send("half")
        try chat.terminal.expect("quoth> half")
        chat.terminal.signal(signal)
        #expect(try chat.terminal.waitForExit() == .exited(128 + signal))
        #expect(chat.terminal.attributes == chat.terminal.initialAttributes)
    }

    @Test("the first prompt does not wait for the index; a line above the one being typed says when it is ready")
    func firstIndex() throws {
        let chat = try TerminalChat(isIndexed: false)
        chat.terminal.send("What is a honey")
        try chat.terminal.expect("the documents to be ready") { screen in
            screen.text.contains("(Ready: 2 documents, ") && screen.cursorRow == "quoth> What is a honey"
        }
        chat.terminal.send("bee?\r")
        try chat.terminal.expect("[1] bees.md:5")
    }

    @Test("a question that comes before the first index waits for it")
    func questionBeforeIndex() throws {
        let folder = try TerminalChat.folder()
        for number in 0..<400 {
            try folder.write("# Note \(number)\n\nNumber \(number) is odd.\n", to: "notes/n/\(number).md")
        }
        let chat = try TerminalChat(in: folder, isIndexed: false)
        try chat.enter("What is a honeybee?")
        #expect(chat.text.contains("[1] bees.md:5"))
    }

    @Test("Ctrl-C gives up waiting for the first index; keys pressed meanwhile are kept and stand in nobody's way")
    func givingUpTheWait() throws {
        let folder = try TerminalChat.folder()
        for number in 0..<4000 {
            try folder.write("# Note \(number)\n\nNumber \(number) is odd.\n", to: "notes/n/\(number).md")
        }
        let chat = try TerminalChat(in: folder, isIndexed: false)
        chat.terminal.send("What is a honeybee?\r")
        try chat.terminal.expect("(Ctrl-C: do not wait)")
        chat.terminal.send("hel")
        try chat.terminal.expect("the progress alone") { $0.cursorRow.hasSuffix("(Ctrl-C: do not wait)") }
        chat.terminal.send("\u{3}")
        try chat.terminal.expect("Not waited for.")
        chat.terminal.send("\u{15}hello\r")
        try chat.terminal.expect("Hello. Ask a question, or :help.")
        chat.terminal.signal(SIGTERM)
        #expect(try chat.terminal.waitForExit() == .exited(143))
        #expect(chat.terminal.attributes == chat.terminal.initialAttributes)
    }

    @Test("documents that changed while it was not looking are taken in, and a line says so")
    func changedDocuments() throws {
        let folder = try TerminalChat.folder()
        _ = try TerminalChat(["--no-refresh"], in: folder)
        try folder.write(
            "# Kites\n\n## What is a kite?\n\nA kite is a craft that the wind lifts.\n", to: "notes/kites.md")
        // Enough files that looking at them takes longer than the chat waits for at its start.
        for number in 0..<300 {
            try folder.write("# Note \(number)\n\nNumber \(number) is odd.\n", to: "notes/n/\(number).md")
        }
        let chat = try TerminalChat(in: folder, isIndexed: false)
        try chat.terminal.expect("the change to be taken in") { $0.unwrappedText.contains("303 documents") }
        try chat.expectPrompt()
        try chat.enter("What is a kite?")
        #expect(chat.text.contains("[1] kites.md:5"))
    }

    @Test("each question has a look at the documents of its own, and is answered from what that finds")
    func changedWhileItRuns() throws {
        let chat = try TerminalChat()
        try chat.enter("What is a honeybee?")
        try chat.folder.write("# Kites\n\nA kite is a craft that the wind lifts.\n", to: "notes/kites.md")
        // On a busy machine the look may end behind the answer; that it began with this question the line shows.
        try chat.enter("What is a kite?")
        try chat.terminal.expect("the change to be taken in") { $0.unwrappedText.contains("1 new") }
        try chat.expectPrompt()
        try chat.enter("What is a kite?")
        #expect(chat.text.contains("[1] kites.md:3"))
    }

    @Test("an index that an earlier version left is made anew behind the prompt")
    func indexOfEarlierVersion() throws {
        let folder = try TerminalChat.folder()
        _ = try TerminalChat(in: folder)
        let cache = folder.path("cache/quoth")
        let name = try #require(FileManager.default.contentsOfDirectory(atPath: cache.string).first)
        let current = cache.appending(name).appending("CURRENT")
        var bytes = try Data(contentsOf: URL(fileURLWithPath: current.string))
        // The format's number stands behind eight bytes of magic.
        bytes[8] = 0
        try bytes.write(to: URL(fileURLWithPath: current.string))
        let chat = try TerminalChat(in: folder, isIndexed: false)
        try chat.enter("What is a honeybee?")
        #expect(chat.text.contains("[1] bees.md:5"))
    }

    @Test("with --no-refresh nothing is looked for")
    func noRefresh() throws {
        let folder = try TerminalChat.folder()
        let chat = try TerminalChat(["--no-refresh"], in: folder)
        try folder.write("# Kites\n\nA kite is a craft that the wind lifts.\n", to: "notes/kites.md")
        #expect(chat.text.contains("as last indexed"))
        try chat.enter("What is a kite?")
        #expect(chat.text.contains("Not covered"))
        try chat.enter(":reindex")
        try chat.enter("What is a kite?")
        #expect(chat.text.contains("[1] kites.md:3"))
    }

    @Test("without documents it ends before a prompt, and says what is wrong")
    func noDocuments() throws {
        let folder = try TemporaryFolder()
        try folder.write("\u{0}\u{1}", to: "notes/picture.png")
        let terminal = try PseudoTerminal(
            running: try builtProgram("quoth"), arguments: ["-C", folder.path("notes").string],
            environment: ["TERM": "xterm", "HOME": folder.path().string])
        // A machine under load may not get the answer in time for its start; then the first question gets it.
        try terminal.expect("no documents in")
    }

    // MARK: Keys

    @Test("Tab completes commands, their arguments, documents, words and headings")
    func completion() throws {
        let chat = try TerminalChat()
        for (typed, completed) in [
            (":sou\t", ":source"), (":set pl\t", ":set plain"), (":in pla\t", ":in places/"),
            ("What is a honeyb\t", "What is a honeybee"),
            ("the light\t", "the lighthouse"), ("What are the dan\t", "What are the dangers"),
        ] {
            chat.terminal.send(typed)
            try chat.terminal.expect("“\(typed)” completed") { $0.cursorRow.hasPrefix("quoth> " + completed) }
            chat.terminal.send("\u{15}")
            try chat.expectPrompt()
        }
    }

    @Test("several completions are listed beneath, and the line comes again")
    func completionList() throws {
        let chat = try TerminalChat()
        chat.terminal.send(":s\t")
        try chat.terminal.expect("the list") { screen in
            screen.text.contains(":source   :skipped  :status   :set") && screen.cursorRow == "quoth> :s"
        }
    }

    @Test("Ctrl-R and Up find what was asked in another chat")
    func sharedHistory() throws {
        let folder = try TerminalChat.folder()
        let first = try TerminalChat(in: folder)
        try first.enter("What is a honeybee?")
        try first.enter(" What is secret?")
        let second = try TerminalChat(in: folder, isIndexed: false)
        second.terminal.send("\u{1B}[A")
        try second.terminal.expect("the line") { $0.cursorRow == "quoth> What is a honeybee?" }
        second.terminal.send("\u{15}\u{12}honeyb")
        try second.terminal.expect("the search") { $0.cursorRow == "(search) `honeyb`: What is a honeybee?" }
        second.terminal.send("\u{7}")
        try second.expectPrompt()
        try second.enter(":history")
        #expect(second.text.contains("\n  What is a honeybee?"))
        #expect(!second.text.contains("secret"))
        #expect(try second.mode(of: "state/quoth/history") == 0o600)
        #expect(try second.folder.contents(of: "state/quoth/history") == "What is a honeybee?\n:history\n")
    }

    @Test("with --no-history nothing is written down")
    func noHistory() throws {
        let chat = try TerminalChat(["--no-history"])
        try chat.enter("What is a honeybee?")
        #expect(!FileManager.default.fileExists(atPath: chat.folder.path("state/quoth/history").string))
    }

    @Test("a paste of several lines is one question, and nothing is asked before Enter")
    func paste() throws {
        let chat = try TerminalChat()
        chat.terminal.paste("What is\na honeybee?\n")
        try chat.terminal.expect("the paste") { $0.cursorRow == "quoth> What is a honeybee?" }
        chat.terminal.send("\r")
        try chat.terminal.expect("[1] bees.md:5")
    }

    // MARK: Files and programs

    @Test("an editor writes a long question; its file is nobody else's and goes away")
    func editor() throws {
        let folder = try TerminalChat.folder()
        try folder.write(
            "#!/bin/sh\nstat -c %a \"$1\" > \"\(folder.path("mode").string)\"\nprintf 'What is\\na honeybee?\\n' > \"$1\"\n",
            to: "editor")
        try setMode(0o755, of: folder.path("editor"))
        let chat = try TerminalChat(
            in: folder, environment: ["VISUAL": folder.path("editor").string, "TMPDIR": folder.path().string])
        try chat.enter(":editor")
        #expect(chat.text.contains("> What is a honeybee?"))
        #expect(chat.text.contains("[1] bees.md:5"))
        #expect(try folder.contents(of: "mode") == "600\n")
        let left = try FileManager.default.contentsOfDirectory(atPath: folder.path().string)
        #expect(!left.contains { $0.hasPrefix("quoth-question") })
    }

    @Test("help taller than the window goes to the pager, and other output does not")
    func pager() throws {
        let folder = try TerminalChat.folder()
        let log = folder.path("paged").string
        let chat = try TerminalChat(in: folder, environment: ["PAGER": "cat >> '\(log)'"], rowCount: 10)
        try chat.enter(":help why")
        try chat.enter(":files")
        #expect(!FileManager.default.fileExists(atPath: log))
        try chat.enter(":help")
        #expect(try folder.contents(of: "paged").contains(":source [N]"))
        #expect(!chat.text.contains(":source [N]"))
        try chat.enter(":set pager off")
        try chat.enter(":help")
        #expect(chat.text.contains(":source [N]"))
    }

    @Test("a file that exists is replaced only after a yes, which the history does not keep")
    func export() throws {
        let chat = try TerminalChat()
        let file = chat.folder.path("talk.md").string
        try chat.folder.write("mine\n", to: "talk.md")
        try chat.enter("What is a honeybee?")
        chat.terminal.send(":export \(file)\r")
        try chat.terminal.expect("Replace it? [y/N]")
        chat.terminal.send("n\r")
        try chat.expectPrompt()
        #expect(try chat.folder.contents(of: "talk.md") == "mine\n")
        chat.terminal.send(":export \(file)\r")
        try chat.terminal.expect("the question again") { $0.cursorRow.hasSuffix("[y/N]") }
        chat.terminal.send("y\r")
        try chat.expectPrompt()
        #expect(try chat.folder.contents(of: "talk.md").hasPrefix("## What is a honeybee?\n"))
        #expect(try chat.mode(of: "talk.md") & 0o077 == 0o044 || chat.mode(of: "talk.md") == 0o600)
        let history = try chat.folder.contents(of: "state/quoth/history")
        #expect(!history.contains("\ny\n") && !history.contains("\nn\n"))
    }

    @Test("unanswered questions are kept in a file of their own after :set gaps on, and quoth gaps shows them")
    func gaps() throws {
        let chat = try TerminalChat()
        try chat.enter("Who painted the zebra?")
        try chat.enter(":set gaps on")
        try chat.enter("Who painted the walrus?")
        let names = try FileManager.default.contentsOfDirectory(atPath: chat.folder.path("state/quoth/gaps").string)
        #expect(names.count == 1)
        let name = "state/quoth/gaps/" + (names.first ?? "")
        #expect(try chat.folder.contents(of: name) == "Who painted the walrus?\n")
        #expect(try chat.mode(of: name) == 0o600)
        #expect(try chat.mode(of: "state/quoth/gaps") == 0o700)
        try chat.enter(":gaps")
        #expect(chat.text.contains("does not occur (1 question)"))
    }

    // MARK: Other terminals

    @Test("on a dumb terminal, and in plain text, no control sequence is written", arguments: [true, false])
    func withoutControls(isDumb: Bool) throws {
        let chat = try TerminalChat(
            isIndexed: false, environment: isDumb ? ["TERM": "dumb"] : ["ACCESSIBLE": "1", "TERM": "dumb"])
        try chat.enter("What is a honeybee?")
        try chat.enter(":why")
        #expect(!chat.terminal.output.contains(0x1B))
        #expect(chat.text.contains("█") == isDumb)
    }

    @Test("plain text leaves the line being typed alone; news wait for the next prompt")
    func plainNotice() throws {
        let folder = try TerminalChat.folder()
        for number in 0..<300 {
            try folder.write("# Note \(number)\n\nNumber \(number) is odd.\n", to: "notes/n/\(number).md")
        }
        let chat = try TerminalChat(["--plain"], in: folder, isIndexed: false)
        let news = "(Ready: 302 documents, 303 passages.)"
        chat.terminal.send("hel")
        try chat.terminal.expect("quoth> hel")
        // However long the news are in coming, they never come while a line is typed.
        for _ in 0..<100 where !chat.text.contains(news) {
            chat.terminal.send("l\u{7F}lo\r")
            try chat.terminal.expect("hello taken") { $0.cursorRow == "quoth>" }
            usleep(50_000)
            chat.terminal.send("hel")
            try chat.terminal.expect("the line alone") { $0.cursorRow == "quoth> hel" }
        }
        #expect(chat.text.contains("Hello. Ask a question, or :help.\n  \(news)\nquoth> hel"), "\(chat.text)")
    }

    @Test("with standard output in a pipe, answers go there and the prompt to the terminal")
    func pipedOutput() throws {
        let folder = try TerminalChat.folder()
        let out = folder.path("out").string
        let terminal = try PseudoTerminal(
            running: "/bin/sh",
            arguments: [
                "-c", "\"$0\" -C \"$1\" > '\(out)'", try builtProgram("quoth").string, folder.path("notes").string,
            ],
            environment: ["TERM": "xterm", "HOME": folder.path().string])
        try terminal.expect("a prompt") { $0.cursorRow == "quoth>" }
        terminal.send("What is a honeybee?\r")
        try terminal.wait(until: "the answer") { (try? folder.contents(of: "out"))?.contains("[1] bees.md:5") ?? false }
        try terminal.expect("a prompt") { $0.cursorRow == "quoth>" }
        terminal.send("\u{4}")
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(!(try folder.contents(of: "out")).contains("\u{1B}"))
    }

    @Test("under a size of 40 columns no line but a typed one is wider")
    func narrow() throws {
        let chat = try TerminalChat(columnCount: 40)
        try chat.enter("What are the dangers of beekeeping?")
        try chat.enter(":why")
        // Had a line been wider, the terminal would have wrapped it, and a word would stand cut at the right edge.
        for row in chat.terminal.screen.rows where row.utf8.count == 40 {
            #expect(row.hasPrefix("quoth> ") || row.hasPrefix("  "))
        }
        #expect(chat.text.contains("  The dangers of beekeeping are stings\n  and an allergic reaction.\n"))
    }
}
