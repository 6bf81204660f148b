import Glibc
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@Suite("News while a line is typed")
struct NoticeTests {
    /// The probe with a named pipe for news.
    private struct Reader {
        let session: EditorSession
        private let pipe: Int32

        init(environment: [String: String] = [:], history: String? = nil, columnCount: Int = 80, rowCount: Int = 24)
            throws
        {
            let folder = try TemporaryFolder()
            let path = folder.path("news").string
            try #require(unsafe mkfifo(path, 0o600) == 0)
            session = try EditorSession(
                history: history, environment: environment.merging(["PROBE_NOTICES": path]) { $1 },
                columnCount: columnCount, rowCount: rowCount, folder: folder)
            pipe = unsafe open(path, O_RDWR | O_CLOEXEC)
            try #require(pipe >= 0)
        }

        /// Enters empty lines until the text has come.
        func enter(until text: String) throws {
            for _ in 0..<100 where !session.terminal.screen.textWithHistory.contains(text) {
                session.terminal.send("\r")
                usleep(20_000)
                try session.expectPrompt()
            }
            try session.terminal.expect(text)
        }

        func tell(_ text: String) {
            let bytes = Array(text.utf8)
            _ = unsafe write(pipe, bytes, bytes.count)
        }
    }

    @Test("they stand above the line, which stays as it is, cursor and all")
    func above() throws {
        let reader = try Reader()
        reader.session.terminal.send("what is pain?" + .left + .left)
        try reader.session.expectRow("probe> what is pain?", cursorAt: 18)
        reader.tell("the index is ready\n")
        try reader.session.terminal.expect("the news above") {
            $0.text == "the index is ready\nprobe> what is pain?" && $0.cursor == (1, 18)
        }
        reader.tell("and again\nin two rows\n")
        try reader.session.terminal.expect("more news above") {
            $0.text == "the index is ready\nand again\nin two rows\nprobe> what is pain?" && $0.cursor == (3, 18)
        }
        try reader.session.expectLine("what is pXain?", afterTyping: .left + .left + "X")
    }

    @Test("a line of several rows moves down whole")
    func longLine() throws {
        let reader = try Reader(columnCount: 20, rowCount: 12)
        reader.session.terminal.send("the quick brown fox jumps over")
        try reader.session.terminal.expect("two rows") { $0.text == "probe> the quick bro\nwn fox jumps over" }
        reader.tell("news\n")
        try reader.session.terminal.expect("the news above") {
            $0.text == "news\nprobe> the quick bro\nwn fox jumps over" && $0.cursor == (2, 17)
        }
        reader.session.terminal.send(.home)
        try reader.session.terminal.expect("the cursor at the start") { $0.cursor == (1, 7) }
        reader.tell("more\n")
        try reader.session.terminal.expect("more news") {
            $0.text == "news\nmore\nprobe> the quick bro\nwn fox jumps over" && $0.cursor == (2, 7)
        }
        try reader.session.expectLine("Xthe quick brown fox jumps over", afterTyping: "X")
    }

    @Test("at the foot of the window what is above scrolls away and the line stays whole")
    func foot() throws {
        let reader = try Reader(rowCount: 4)
        for number in 1...3 { try reader.session.expectLine("x", number: number, afterTyping: "x") }
        reader.session.terminal.send("half")
        try reader.session.expectRow("probe> half")
        reader.tell("one\ntwo\nthree\n")
        try reader.session.terminal.expect("the line at the foot") { $0.text == "one\ntwo\nthree\nprobe> half" }
        try reader.session.expectLine("half", number: 4, afterTyping: "")
    }

    @Test("within a search the search goes on")
    func search() throws {
        let reader = try Reader(history: "nerve block\n")
        reader.session.terminal.send(.control("r") + "ner")
        try reader.session.expectRow("(search) `ner`: nerve block")
        reader.tell("news\n")
        try reader.session.terminal.expect("the news above") { $0.text == "news\n(search) `ner`: nerve block" }
        reader.session.terminal.send("v")
        try reader.session.expectRow("(search) `nerv`: nerve block")
    }

    @Test("a paste is not torn by them")
    func paste() throws {
        let reader = try Reader()
        reader.session.terminal.send("\u{1B}[200~one\ntw")
        reader.tell("news\n")
        reader.session.terminal.send("o\u{1B}[201~")
        try reader.session.expectRow("probe> one two")
        try reader.session.terminal.expect("news")
        try reader.session.expectLine("one two", afterTyping: "")
    }

    @Test("those that are to wait stand above the next prompt")
    func waiting() throws {
        let reader = try Reader()
        reader.session.terminal.send("half")
        try reader.session.expectRow("probe> half")
        reader.tell("wait for it\n")
        reader.session.terminal.send(" a line\r")
        try reader.session.terminal.expect("1 line [half a line]")
        // They may be read before Enter or after it: then they stand above the prompt after the next line.
        try reader.enter(until: "wait for it")
        #expect(!reader.session.terminal.screen.text.contains("wait for it\nprobe> half"))
    }

    @Test("on a dumb terminal they wait, too")
    func dumb() throws {
        let reader = try Reader(environment: ["TERM": "dumb"])
        reader.session.terminal.send("half")
        try reader.session.expectRow("probe> half")
        reader.tell("news\n")
        reader.session.terminal.send(" a line\r")
        try reader.session.terminal.expect("1 line [half a line]")
        try reader.enter(until: "news")
        let output = String(decoding: reader.session.terminal.output, as: UTF8.self)
        #expect(!output.contains("\u{1B}[J") && !output.contains("\u{1B}[?"))
    }

    @Test("they cannot steer the terminal")
    func neutralised() throws {
        let reader = try Reader()
        reader.tell("evil\u{1B}[2J\u{9B}K\n")
        try reader.session.terminal.expect("evil\u{FFFD}[2J\u{FFFD}K")
    }

    @Test("after the last nothing is watched")
    func last() throws {
        let reader = try Reader()
        reader.tell("last words\n")
        try reader.session.terminal.expect("last words")
        reader.tell("unheard\n")
        try reader.session.expectLine("x", afterTyping: "x")
        #expect(!reader.session.terminal.screen.text.contains("unheard"))
    }
}
