import TestSupport
import Testing

@Suite("Searching the history with Ctrl-R")
struct SearchTests {
    private static let history = "ağrı yönetimi nedir?\nnerve block\nblok ğ bir\n中文 問題\nNerve pain\n"

    @Test("each letter narrows the search, letters beyond Latin-1 too")
    func incremental() throws {
        let session = try EditorSession(history: Self.history)
        session.terminal.send(.control("r"))
        try session.expectRow("(search) ``:")
        session.terminal.send("ğ")
        try session.expectRow("(search) `ğ`: blok ğ bir")
        session.terminal.send("rı")
        try session.expectRow("(search) `ğrı`: ağrı yönetimi nedir?")
        session.terminal.send(.backspace + .backspace)
        try session.expectRow("(search) `ğ`: blok ğ bir")
        session.terminal.send(.control("u") + "問")
        try session.expectRow("(search) `問`: 中文 問題")
    }

    @Test("Enter takes the line for editing, with the cursor at what was found")
    func accept() throws {
        let session = try EditorSession(history: Self.history)
        session.terminal.send(.control("r") + "yön\r")
        try session.expectRow("probe> ağrı yönetimi nedir?", cursorAt: 12)
        try session.expectLine("ağrı Xyönetimi nedir?", afterTyping: "X")
    }

    @Test("Ctrl-R again goes further back and Ctrl-S forward; capitals do not matter")
    func older() throws {
        let session = try EditorSession(history: Self.history)
        session.terminal.send(.control("r") + "nerve")
        try session.expectRow("(search) `nerve`: Nerve pain")
        session.terminal.send(.control("r"))
        try session.expectRow("(search) `nerve`: nerve block")
        session.terminal.send(.control("r"))
        try session.expectRow("(search, nothing found) `nerve`: nerve block")
        session.terminal.send(.control("s"))
        try session.expectRow("(search) `nerve`: Nerve pain")
    }

    @Test("Ctrl-G and Esc bring back the line and the cursor", arguments: [String.control("g"), .escape])
    func cancel(key: String) throws {
        let session = try EditorSession(history: Self.history)
        session.terminal.send("begun" + .left + .left + .control("r") + "nerve")
        try session.expectRow("(search) `nerve`: Nerve pain")
        session.terminal.send(key)
        try session.expectRow("probe> begun", cursorAt: 10)
        try session.expectLine("begXun", afterTyping: "X")
    }

    @Test("any other key ends the search and does what it always does")
    func otherKey() throws {
        let session = try EditorSession(history: Self.history)
        try session.expectLine("nerve blockX", afterTyping: .control("r") + "nerve b" + .end + "X")
        try session.expectLine("X中文 問題", number: 2, afterTyping: .control("r") + "問" + .control("a") + "X")
    }

    @Test("what is not found leaves the line as it was and says so")
    func notFound() throws {
        let session = try EditorSession(history: Self.history)
        session.terminal.send(.control("r") + "nerveq")
        try session.expectRow("(search, nothing found) `nerveq`: Nerve pain")
        session.terminal.send(.backspace)
        try session.expectRow("(search) `nerve`: Nerve pain")
    }

    @Test("Ctrl-C leaves search and line")
    func interrupt() throws {
        let session = try EditorSession(history: Self.history)
        session.terminal.send(.control("r") + "nerve")
        try session.expectRow("(search) `nerve`: Nerve pain")
        session.terminal.send(.control("c"))
        try session.terminal.expect("1 interrupted")
        try session.expectPrompt()
        try session.expectLine("ok", number: 2, afterTyping: "ok")
    }

    @Test("a line asked in this session is found, and found first")
    func newest() throws {
        let session = try EditorSession(history: Self.history)
        try session.expectLine("nerve new", afterTyping: "nerve new")
        try session.expectLine("nerve new", number: 2, afterTyping: .control("r") + "nerve\r")
    }

    @Test("an empty history is searched in vain")
    func empty() throws {
        let session = try EditorSession()
        session.terminal.send(.control("r") + "a")
        try session.expectRow("(search, nothing found) `a`:")
        try session.expectLine("b", afterTyping: .control("g") + "b")
    }
}
