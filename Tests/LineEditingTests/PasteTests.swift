import Foundation
import TestSupport
import Testing

@Suite("Pasting")
struct PasteTests {
    @Test("a paste of three lines becomes one entry joined with spaces, and waits for Enter")
    func threeLines() throws {
        let session = try EditorSession()
        session.terminal.paste("what is\r\n  ağrı\nyönetimi?\n")
        try session.expectRow("probe> what is ağrı yönetimi?")
        try session.expectLine("what is ağrı yönetimi?", afterTyping: "")
    }

    @Test("a paste goes in at the cursor, with tabs as spaces and control characters left out")
    func inTheMiddle() throws {
        let session = try EditorSession()
        session.terminal.send("ab" + .left)
        try session.expectRow("probe> ab", cursorAt: 8)
        session.terminal.paste("1\t2\u{1}\u{1B}[31m\u{9B}3")
        try session.expectLine("a1 2[31m3b", afterTyping: "")
    }

    @Test("a paste is undone at once")
    func undo() throws {
        let session = try EditorSession()
        session.terminal.send("a ")
        try session.expectRow("probe> a", cursorAt: 9)
        session.terminal.paste("one\ntwo\nthree")
        try session.expectRow("probe> a one two three")
        session.terminal.send(.control("_"))
        try session.expectRow("probe> a", cursorAt: 9)
    }

    @Test("a paste too long for a line fills it and rings the bell")
    func tooLong() throws {
        let session = try EditorSession(columnCount: 200, rowCount: 50)
        session.terminal.paste(String(repeating: "line\n", count: 2000))
        try session.terminal.expect("a bell") { $0.bellCount > 0 }
        session.terminal.send("\r")
        try session.terminal.expect("of 4096")
    }

    @Test("Ctrl-C ends a paste that never ends")
    func endless() throws {
        let session = try EditorSession()
        session.terminal.send("\u{1B}[200~abc")
        session.terminal.send(.control("c"))
        try session.terminal.expect("1 interrupted")
        try session.expectPrompt()
        try session.expectLine("ok", number: 2, afterTyping: "ok")
    }

    @Test("pastes are bracketed only while a line is read")
    func bracketing() throws {
        let session = try EditorSession()
        #expect(session.terminal.screen.bracketsPastes)
        session.terminal.send(.control("d"))
        try session.terminal.waitForExit()
        #expect(!session.terminal.screen.bracketsPastes)
        let output = String(decoding: session.terminal.output, as: UTF8.self)
        let off = try #require(output.range(of: "\u{1B}[?2004l"))
        let reply = try #require(output.range(of: "1 end"))
        #expect(off.lowerBound < reply.lowerBound)
    }
}
