import Glibc
import SystemPackage
import TestSupport
import Testing

@Suite("Editing a line at a terminal")
struct EditingTests {
    @Test("a line typed is the line read")
    func plainLine() throws {
        let session = try EditorSession()
        try session.expectLine("what is pain?", afterTyping: "what is pain?")
    }

    @Test(
        "letters beyond ASCII are typed and edited in the middle whatever the locale",
        arguments: ["C", "C.UTF-8", "POSIX", "xx_XX.nothing"])
    func lettersBeyondASCII(locale: String) throws {
        let session = try EditorSession(environment: ["LANG": locale])
        session.terminal.send("ağrı ynetimi")
        try session.expectRow("probe> ağrı ynetimi", cursorAt: 19)
        session.terminal.send(String(repeating: .left, count: 6) + "ö")
        try session.expectRow("probe> ağrı yönetimi", cursorAt: 14)
        session.terminal.send(.home + .right + .right + .backspace + "ğ" + .end + "?")
        try session.expectRow("probe> ağrı yönetimi?", cursorAt: 21)
        try session.expectLine("ağrı yönetimi?", afterTyping: "")
    }

    @Test("LC_ALL of another character set changes nothing")
    func otherCharacterSet() throws {
        let session = try EditorSession(environment: ["LC_ALL": "tr_TR.ISO-8859-9"])
        try session.expectLine("ığüşöç", afterTyping: "ığüşöç")
    }

    @Test("wide characters take two columns and are deleted whole")
    func wideCharacters() throws {
        let session = try EditorSession()
        session.terminal.send("疼痛管理")
        try session.expectRow("probe> 疼痛管理", cursorAt: 15)
        session.terminal.send(.left + .left + .backspace)
        try session.expectRow("probe> 疼管理", cursorAt: 9)
        try session.expectLine("疼x管理", afterTyping: "x")
    }

    @Test("bytes that are not UTF-8 become the replacement character and hold nothing up")
    func invalidBytes() throws {
        let session = try EditorSession()
        session.terminal.send([UInt8(ascii: "a"), 0xFF, UInt8(ascii: "b"), 0xC4, UInt8(ascii: "c"), 0xC2, 0x9B])
        try session.expectLine("a\u{FFFD}b\u{FFFD}cd", afterTyping: "d")
    }

    struct KeyCase: Sendable, CustomStringConvertible {
        var description: String
        var keys: [String]
        var line: String

        init(_ name: String, _ keys: [String], _ line: String) {
            description = name
            self.keys = keys
            self.line = line
        }
    }

    static let keyCases: [KeyCase] = [
        KeyCase("Home", [.home], "Xone two three"),
        KeyCase("Home, application", ["\u{1B}OH"], "Xone two three"),
        KeyCase("Home, numbered", ["\u{1B}[1~"], "Xone two three"),
        KeyCase("End", [.home, .end], "one two threeX"),
        KeyCase("End, application", [.home, "\u{1B}OF"], "one two threeX"),
        KeyCase("End, numbered", [.home, "\u{1B}[4~"], "one two threeX"),
        KeyCase("Delete", [.home, .delete], "Xne two three"),
        KeyCase("Left", [.left], "one two threXe"),
        KeyCase("Right", [.home, .right], "oXne two three"),
        KeyCase("Right, application", [.home, "\u{1B}OC"], "oXne two three"),
        KeyCase("Ctrl-Left", ["\u{1B}[1;5D"], "one two Xthree"),
        KeyCase("Ctrl-Right", [.home, "\u{1B}[1;5C"], "oneX two three"),
        KeyCase("Alt-Left", ["\u{1B}[1;3D"], "one two Xthree"),
        KeyCase("Alt-Right", [.home, "\u{1B}[1;3C"], "oneX two three"),
        KeyCase("Alt-B", ["\u{1B}b\u{1B}b"], "one Xtwo three"),
        KeyCase("Alt-F", [.home, "\u{1B}f"], "oneX two three"),
        KeyCase("Shift-Left", ["\u{1B}[1;2D"], "one two threXe"),
        KeyCase("Ctrl-Delete", [.home, "\u{1B}[3;5~"], "X two three"),
        KeyCase("Backspace", [.backspace], "one two threX"),
        KeyCase("Alt-Backspace", ["\u{1B}\u{7F}"], "one two X"),
        KeyCase("Ctrl-A", [.control("a")], "Xone two three"),
        KeyCase("Ctrl-E", [.home, .control("e")], "one two threeX"),
        KeyCase("Ctrl-B", [.control("b")], "one two threXe"),
        KeyCase("Ctrl-F", [.home, .control("f")], "oXne two three"),
        KeyCase("Ctrl-D in a line", [.home, .control("d")], "Xne two three"),
        KeyCase("Ctrl-K", [.home, .right, .control("k")], "oX"),
        KeyCase("Ctrl-U", [.control("u")], "X"),
        KeyCase("Ctrl-W", [.control("w")], "one two X"),
        KeyCase("Ctrl-Y", [.control("u"), .control("y"), .control("y")], "one two threeone two threeX"),
        KeyCase("F5", ["\u{1B}[15~"], "one two threeX"),
        KeyCase("Ctrl-F5", ["\u{1B}[15;5~"], "one two threeX"),
        KeyCase("Insert", ["\u{1B}[2~"], "one two threeX"),
    ]

    @Test("keys move and delete", arguments: keyCases)
    func keys(keyCase: KeyCase) throws {
        let session = try EditorSession()
        try session.expectLine(keyCase.line, afterTyping: "one two three" + keyCase.keys.joined() + "X")
    }

    @Test("undo takes back a word at a time, and a deletion, down to the empty line")
    func undo() throws {
        let session = try EditorSession()
        session.terminal.send("one two")
        try session.expectRow("probe> one two")
        session.terminal.send(.control("u"))
        try session.expectRow("probe>")
        session.terminal.send(.control("_"))
        try session.expectRow("probe> one two", cursorAt: 14)
        session.terminal.send(.control("_"))
        try session.expectRow("probe> one", cursorAt: 11)
        session.terminal.send(.control("_") + .control("_") + .control("_"))
        try session.expectRow("probe>")
        try session.expectLine("ok", afterTyping: "ok")
    }

    @Test("undo does not reach into the line before")
    func undoStaysInLine() throws {
        let session = try EditorSession()
        try session.expectLine("first", afterTyping: "first")
        try session.expectLine("x", number: 2, afterTyping: .control("_") + "x")
    }

    @Test("Up and Down walk through the history and come back to the line begun")
    func historyKeys() throws {
        let session = try EditorSession(history: "eski soru\nyeni soru ğ\n")
        session.terminal.send("beg" + .up)
        try session.expectRow("probe> yeni soru ğ")
        session.terminal.send(.up)
        try session.expectRow("probe> eski soru")
        session.terminal.send(.down + .down)
        try session.expectRow("probe> beg")
        try session.expectLine("begun", afterTyping: "un")
        try session.expectLine("begun", number: 2, afterTyping: .up)
    }

    @Test("a line longer than the window wraps and is edited across its rows")
    func wrapping() throws {
        let session = try EditorSession(columnCount: 20, rowCount: 10)
        let text = "the quick brown fox jumps over the lazy dog"
        session.terminal.send(text)
        try session.terminal.expect("three rows") {
            $0.text == "probe> the quick bro\nwn fox jumps over th\ne lazy dog"
        }
        session.terminal.send(.home + "X")
        try session.terminal.expect("the row below shifted") {
            $0.text == "probe> Xthe quick br\nown fox jumps over t\nhe lazy dog" && $0.cursor == (0, 8)
        }
        try session.expectLine("X" + text, afterTyping: "")
    }

    @Test("a line may take 4 KiB and no more; what is beyond is refused with a bell")
    func cap() throws {
        let session = try EditorSession(columnCount: 200, rowCount: 50)
        let text = String(repeating: "ğ", count: 2047)
        session.terminal.paste(text)
        try session.terminal.expect("the paste") { $0.text.count { $0 == "ğ" } == 2047 }
        #expect(session.terminal.screen.bellCount == 0)
        session.terminal.send("abc")
        try session.terminal.expect("a bell") { $0.bellCount > 0 }
        session.terminal.send(.backspace + "z\r")
        try session.terminal.expect("of 4096")
        try session.terminal.expect("ğaz]")
    }

    @Test("vi keys come with the user's file, and the program's own keys stay")
    func viKeys() throws {
        let session = try EditorSession(history: "geçmiş soru\n", editrc: "bind -v\n")
        session.terminal.send("one two" + .escape)
        try session.expectRow("probe> one two", cursorAt: 13)
        session.terminal.send("0")
        try session.expectRow("probe> one two", cursorAt: 7)
        session.terminal.send("x$")
        try session.expectRow("probe> ne two", cursorAt: 12)
        try session.expectLine("ne twoX", afterTyping: "aX")
        session.terminal.send("neurom" + .tab)
        try session.expectRow("probe> neuromodulation")
        session.terminal.send(.control("u") + .control("r") + "geç")
        try session.expectRow("(search) `geç`: geçmiş soru")
        try session.expectLine("geçmiş soru", number: 2, afterTyping: "\r")
        session.terminal.paste("üç\nsatır")
        try session.expectLine("üç satır", number: 3, afterTyping: "")
    }

    @Test("the user's file overrules the program's keys, and may mean this program only")
    func userKeys() throws {
        let session = try EditorSession(
            editrc: "# mine\n\nprobe:bind ^R ed-move-to-beg\nother:bind ^_ ed-move-to-end\nbind \"^T\" ed-move-to-end\n"
        )
        try session.expectLine("Xone", afterTyping: "one" + .control("r") + "X")
        try session.expectLine("twoX", number: 2, afterTyping: "two" + .home + .control("t") + "X")
        session.terminal.send("a" + .control("_"))
        try session.expectRow("probe>", cursorAt: 7)
    }

    @Test("EDITRC names another file")
    func editrcElsewhere() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("bind ^T ed-move-to-beg\n", to: "keys")
        let session = try EditorSession(environment: ["EDITRC": path.string], folder: folder)
        try session.expectLine("Xone", afterTyping: "one" + .control("t") + "X")
    }

    @Test("terminals that are dumb, unknown or unnamed work", arguments: ["dumb", "no-such-terminal", ""])
    func poorTerminals(name: String) throws {
        let session = try EditorSession(environment: ["TERM": name])
        session.terminal.send("ağrX" + .backspace + "ı")
        try session.expectLine("ağrı", afterTyping: "")
        session.terminal.send(.control("c"))
        try session.terminal.expect("2 interrupted")
        try session.expectPrompt()
        session.terminal.send(.control("d"))
        try session.terminal.expect("3 end")
        #expect(try session.terminal.waitForExit() == .exited(0))
        let output = String(decoding: session.terminal.output, as: UTF8.self)
        #expect(!output.contains("?2004"))
        #expect(!output.contains("dumb terminal"))
        #expect(session.terminal.attributes == session.attributesBefore)
    }

    @Test("with editing switched off lines are read as the terminal gives them")
    func editingOff() throws {
        let session = try EditorSession(editrc: "edit off\n")
        try session.expectLine("ağrı", afterTyping: "ağrı")
        session.terminal.send(.control("c"))
        try session.terminal.expect("2 interrupted")
        try session.expectPrompt()
        session.terminal.signal(SIGTERM)
        try session.terminal.expect("3 terminated by 15")
        #expect(session.terminal.attributes == session.attributesBefore)
    }

    @Test("a closed editor reads no more")
    func closed() throws {
        let session = try EditorSession()
        session.terminal.send(":close\r")
        try session.terminal.expect("2 failed with \(EBADF)")
        #expect(session.terminal.attributes == session.attributesBefore)
    }

    @Test("what is typed ahead is not lost")
    func typedAhead() throws {
        let session = try EditorSession()
        session.terminal.send("one\rtwo\rthree\r")
        try session.terminal.expect("1 line [one]")
        try session.terminal.expect("2 line [two]")
        try session.terminal.expect("3 line [three]")
    }
}
