import Foundation
import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite("Signals, and giving the terminal back")
struct SignalTests {
    @Test("Ctrl-C clears the line and the next prompt stands alone")
    func interrupt() throws {
        let session = try EditorSession()
        session.terminal.send("half a que" + .left + .left)
        try session.expectRow("probe> half a que", cursorAt: 15)
        session.terminal.send(.control("c"))
        try session.terminal.expect("1 interrupted")
        try session.expectPrompt()
        #expect(session.terminal.screen.text == "probe> half a que^C\n1 interrupted\nprobe>")
        try session.expectLine("ok", number: 2, afterTyping: "ok")
    }

    @Test("Ctrl-C is noticed at once however close behind other keys it comes")
    func interruptBehindKeys() throws {
        let session = try EditorSession(rowCount: 60)
        for number in 1...300 {
            session.terminal.send("abcdefgh")
            session.terminal.send(.control("c"))
            try session.terminal.expect("\(number) interrupted")
            try session.expectPrompt()
        }
    }

    @Test("Ctrl-C in a line of several rows leaves all of it standing above the reply")
    func interruptOfLongLine() throws {
        let session = try EditorSession(columnCount: 20, rowCount: 10)
        session.terminal.send("the quick brown fox jumps over" + .home)
        try session.terminal.expect("the cursor at the start") { $0.cursor == (0, 7) && $0.text.hasSuffix("over") }
        session.terminal.send(.control("c"))
        try session.terminal.expect("1 interrupted")
        try session.expectPrompt()
        #expect(
            session.terminal.screen.text == "probe> the quick bro\nwn fox jumps over^C\n1 interrupted\nprobe>")
    }

    @Test("Ctrl-D on an empty line ends the input and gives the terminal back")
    func endOfInput() throws {
        let session = try EditorSession()
        #expect(session.terminal.attributes != session.attributesBefore)
        session.terminal.send(.control("d"))
        try session.terminal.expect("1 end")
        #expect(try session.terminal.waitForExit() == .exited(0))
        #expect(session.terminal.attributes == session.attributesBefore)
    }

    @Test("the terminal is as it was after a line, too")
    func betweenLines() throws {
        let session = try EditorSession()
        try session.expectLine("x", afterTyping: "x")
        session.terminal.send(.control("c"))
        try session.terminal.expect("2 interrupted")
        try session.expectPrompt()
        session.terminal.send(.control("d"))
        #expect(try session.terminal.waitForExit() == .exited(0))
        #expect(session.terminal.attributes == session.attributesBefore)
    }

    @Test("a request to end is a result, and the terminal is given back", arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func requestToEnd(signal: Int32) throws {
        let session = try EditorSession()
        session.terminal.send("half")
        try session.expectRow("probe> half")
        session.terminal.signal(signal)
        try session.terminal.expect("1 terminated by \(signal)")
        #expect(try session.terminal.waitForExit() == .exited(128 + signal))
        #expect(session.terminal.attributes == session.attributesBefore)
        #expect(!session.terminal.screen.bracketsPastes)
    }

    @Test(
        "a request to end is seen within a search, a sequence of keys and a quoted key",
        arguments: ["\u{12}a", "\u{18}", "\u{16}"])
    func requestWithinKeys(keys: String) throws {
        let session = try EditorSession(history: "abc\n")
        session.terminal.send("x" + keys)
        try session.terminal.wait(until: "the keys are taken") { session.terminal.screen.text != "probe>" }
        session.terminal.signal(SIGTERM)
        try session.terminal.expect("1 terminated by 15")
        #expect(try session.terminal.waitForExit() == .exited(143))
        #expect(session.terminal.attributes == session.attributesBefore)
    }

    @Test("exit from within a read gives the terminal back")
    func exitWhileReading() throws {
        let session = try EditorSession()
        session.terminal.send("leave" + .tab)
        #expect(try session.terminal.waitForExit() == .exited(7))
        #expect(session.terminal.attributes == session.attributesBefore)
        #expect(!session.terminal.screen.bracketsPastes)
    }

    @Test("the end of the terminal ends the input")
    func hangUp() throws {
        let folder = try TemporaryFolder()
        var terminal: PseudoTerminal? = try PseudoTerminal(
            running: "/bin/sh",
            arguments: [
                "-c", "trap '' HUP; \"$0\" > \"$1\"; echo $? >> \"$1\"",
                try builtProgram("line-editing-probe").string, folder.path("out").string,
            ],
            environment: ["TERM": "xterm", "HOME": folder.path().string])
        try terminal?.wait(until: "the probe to start") { (try? folder.contents(of: "out")) != nil }
        terminal = nil
        let deadline = Date(timeIntervalSinceNow: PseudoTerminal.patience)
        while try !folder.contents(of: "out").contains("1 "), Date() < deadline { usleep(10_000) }
        #expect(try folder.contents(of: "out").hasPrefix("1 "))
    }

    @Test("a new size of the window redraws the line in place")
    func resize() throws {
        let session = try EditorSession(columnCount: 40, rowCount: 10)
        try session.expectLine("before", afterTyping: "before")
        session.terminal.send("the quick brown fox")
        try session.expectRow("probe> the quick brown fox")
        session.terminal.resize(columnCount: 20, rowCount: 10)
        try session.terminal.expect("the line in two rows") { $0.text.hasSuffix("probe> the quick bro\nwn fox") }
        session.terminal.resize(columnCount: 60, rowCount: 12)
        session.terminal.send("es")
        try session.terminal.expect("the line in one row") { $0.cursorRow.hasSuffix("the quick brown foxes") }
        try session.expectLine("the quick brown foxes", number: 2, afterTyping: "")
        #expect(session.terminal.screen.text.contains("1 line [before] of 6"))
    }

    @Test("a new size within a search keeps the search")
    func resizeInSearch() throws {
        let session = try EditorSession(history: "nerve block\n", columnCount: 60, rowCount: 10)
        session.terminal.send(.control("r") + "nerve")
        try session.expectRow("(search) `nerve`: nerve block")
        session.terminal.resize(columnCount: 50, rowCount: 10)
        session.terminal.send(" b")
        try session.expectRow("(search) `nerve b`: nerve block")
    }

    @Test("Ctrl-Z stops the program under a shell, and fg brings line and cursor back")
    func suspend() throws {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            running: "/bin/sh", arguments: ["-i"],
            environment: ["TERM": "xterm", "PS1": "shell$ ", "HOME": folder.path().string, "LANG": "C"])
        try terminal.expect("shell$")
        let before = terminal.attributes
        terminal.send("'\(try builtProgram("line-editing-probe"))'\r")
        try terminal.expect("a prompt") { $0.cursorRow == "probe>" }
        terminal.send("half a questin" + .left)
        try terminal.expect("the line") { $0.cursorRow == "probe> half a questin" && $0.cursor.column == 20 }
        terminal.send(.control("z"))
        try terminal.expect("the shell") { $0.cursorRow == "shell$" }
        #expect(terminal.screen.text.contains("Stopped"))
        #expect(!terminal.screen.bracketsPastes)
        #expect(terminal.attributes == before)
        terminal.send("echo still whole\r")
        try terminal.expect("the shell's answer") {
            $0.rows.contains("still whole") && $0.cursorRow == "shell$"
        }
        terminal.send("fg\r")
        try terminal.expect("the line again") {
            $0.cursorRow == "probe> half a questin" && $0.cursor.column == 20 && $0.bracketsPastes
        }
        terminal.send("o\r")
        try terminal.expect("1 line [half a question] of 15")
        try terminal.expect("a prompt") { $0.cursorRow == "probe>" }
        terminal.send(.control("d"))
        try terminal.expect("the shell at last") { $0.cursorRow == "shell$" }
        #expect(terminal.attributes == before)
    }

    @Test("a stop that cannot be caught is got over")
    func stopAndContinue() throws {
        let session = try EditorSession()
        session.terminal.send("half")
        try session.expectRow("probe> half")
        session.terminal.signal(SIGSTOP)
        session.terminal.signal(SIGCONT)
        try session.expectLine("half done", afterTyping: " done")
        session.terminal.send(.control("d"))
        try session.terminal.waitForExit()
        #expect(session.terminal.attributes == session.attributesBefore)
    }

    @Test("no other process of the group gets a signal from the editor")
    func parentGetsNoSignal() throws {
        let folder = try TemporaryFolder()
        // Without job control the shell shares the probe's process group; it would say so if a signal came.
        let script = """
            trap 'echo shell got INT' INT; trap 'echo shell got TERM' TERM
            trap 'echo shell got HUP' HUP; trap 'echo shell got WINCH' WINCH
            "$0" "$1" < /dev/tty & probe=$!
            echo $probe > "$2"
            while kill -0 $probe 2>/dev/null; do wait $probe; done
            echo shell done
            """
        let terminal = try PseudoTerminal(
            running: "/bin/sh",
            arguments: [
                "-c", script, try builtProgram("line-editing-probe").string, folder.path("history").string,
                folder.path("identifier").string,
            ],
            environment: ["TERM": "xterm", "HOME": folder.path().string])
        try terminal.expect("a prompt") { $0.cursorRow == "probe>" }
        let text = try folder.contents(of: "identifier").trimmingCharacters(in: .whitespacesAndNewlines)
        let probe = try #require(pid_t(text))
        kill(probe, SIGWINCH)
        terminal.send("x\r")
        try terminal.expect("1 line [x]")
        try terminal.expect("a prompt") { $0.cursorRow == "probe>" }
        kill(probe, SIGTERM)
        try terminal.expect("2 terminated by 15")
        try terminal.expect("shell done")
        #expect(!terminal.screen.text.contains("shell got"))
    }
}
