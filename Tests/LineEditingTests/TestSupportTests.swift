import Foundation
import SystemPackage
import TestSupport
import Testing

@Suite("What the tests themselves rest on")
struct TestSupportTests {
    private func screen(_ text: String, columnCount: Int = 10, rowCount: Int = 3) -> TerminalScreen {
        var screen = TerminalScreen(columnCount: columnCount, rowCount: rowCount)
        screen.receive(Array(text.utf8))
        return screen
    }

    @Test(
        "the screen shows what a terminal would",
        arguments: [
            ("abc\rX", "Xbc"), ("abc\u{8}\u{8}X", "aXc"), ("a\r\nb", "a\nb"), ("a\tb", "a       b"),
            ("0123456789ab", "0123456789\nab"), ("0123456789\r\nab", "0123456789\nab"),
            ("0123456789\u{8}X", "01234567X9"), ("abc\u{1B}[2DX", "aXc"), ("abc\r\u{1B}[2CX", "abX"),
            ("abc\u{1B}[1GX", "Xbc"), ("a\r\nb\u{1B}[AX", "aX\nb"), ("\u{1B}[2;3HX", "\n  X"),
            ("abc\u{1B}[2D\u{1B}[K", "a"), ("abc\u{1B}[1K", ""), ("a\r\nb\u{1B}[2J", ""),
            ("a\r\nb\u{1B}[A\r\u{1B}[J", ""), ("abc\r\u{1B}[P", "bc"), ("abc\r\u{1B}[2@X", "X abc"),
            ("abc\r\u{1B}[4hX\u{1B}[4lY", "XYbc"), ("\u{1B}[1;31mred\u{1B}[0m", "red"),
            ("\u{1B}]0;title\u{7}x", "x"), ("\u{1B}(Bx", "x"), ("ağrı", "ağrı"), ("中\u{8}\u{8}x", "x"),
            ("012345678中", "012345678\n中"), ("e\u{301}x", "e\u{301}x"), ("a\r\nb\r\nc\r\nd", "b\nc\nd"),
            ("a\r\nb\u{1B}[1;1H\u{1B}[Lx", "x\na\nb"), ("a\r\nb\u{1B}[1;1H\u{1B}[M", "b"),
        ])
    func shows(output: String, text: String) {
        #expect(screen(output).text == text)
    }

    @Test("the screen counts wide characters as two columns and remembers what scrolled away")
    func columnsAndScrolling() {
        #expect(screen("中文").cursor == (0, 4))
        #expect(screen("a\r\nb\r\nc\r\nd").scrolledRows == ["a"])
        #expect(screen("\u{1B}[?2004h").bracketsPastes)
        #expect(!screen("\u{1B}[?2004h\u{1B}[?2004l").bracketsPastes)
        #expect(screen("\u{7}\u{7}").bellCount == 2)
    }

    @Test("rows that wrapped by themselves are told from rows that were ended")
    func unwrapping() {
        #expect(screen("0123456789ab\r\nc").unwrappedText == "0123456789ab\nc")
        #expect(screen("01234567  ab\r\n\r\n\r\nc").unwrappedText == "01234567  ab\n\n\nc")
        #expect(screen("0123456789ab\r\u{1B}[A\u{1B}[Kx").unwrappedText == "x\nab")
    }

    @Test("a character cut between two reads is put together")
    func splitCharacter() {
        var screen = TerminalScreen()
        for byte in Array("ğ中\u{1B}[1mx".utf8) { screen.receive([byte]) }
        #expect(screen.text == "ğ中x")
    }

    @Test("a golden text that matches passes, any other fails and shows the lines that differ")
    func goldenComparison() throws {
        let folder = try TemporaryFolder()
        try folder.write("one\ntwo\nthree\n", to: "text")
        try golden("one\ntwo\nthree\n", named: "text", in: folder.url, isRecording: false)
        let failure = #expect(throws: GoldenFailure.self) {
            try golden("one\n2\u{1B}\nthree\n", named: "text", in: folder.url, isRecording: false)
        }
        let message = "\(try #require(failure))"
        #expect(message.contains("- 2: two"))
        #expect(message.contains("+ 2: 2\\u{1B}"))
        #expect(throws: GoldenFailure.missing(name: "other")) {
            try golden("", named: "other", in: folder.url, isRecording: false)
        }
    }

    @Test("recording a golden text writes it and fails all the same")
    func goldenRecording() throws {
        let folder = try TemporaryFolder()
        #expect(throws: GoldenFailure.recorded(name: "new")) {
            try golden("text\n", named: "new", in: folder.url, isRecording: true)
        }
        #expect(try folder.contents(of: "new") == "text\n")
        try golden("text\n", named: "new", in: folder.url, isRecording: false)
    }

    @Test("a temporary folder goes with its value")
    func temporaryFolder() throws {
        var folder: TemporaryFolder? = try TemporaryFolder()
        let url = try #require(folder?.url)
        try folder?.write("x", to: "a/b")
        #expect(FileManager.default.fileExists(atPath: url.path))
        folder = nil
        #expect(!FileManager.default.fileExists(atPath: url.path))
    }

    @Test("waiting for what never comes fails and shows the screen; a program's end ends the waiting")
    func waitingInVain() throws {
        let terminal = try PseudoTerminal(
            running: "/bin/sh", arguments: ["-c", "echo here; exec cat"], environment: [:])
        try terminal.expect("here")
        let failure = #expect(throws: PseudoTerminal.Failure.self) {
            try terminal.expect("never", within: 0.1)
        }
        #expect("\(try #require(failure))".contains("here"))
        #expect(try terminal.terminate() == .killed(signal: 15))
        #expect(throws: PseudoTerminal.Failure.self) { try terminal.expect("never") }
    }
}
