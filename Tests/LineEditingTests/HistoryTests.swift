import Foundation
import Glibc
import LineEditing
import SystemPackage
import TestSupport
import Testing

@Suite("The history and its file")
struct HistoryTests {
    private func mode(of path: FilePath) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path.string)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    @Test("entries come back in the order in which they were asked, as plain UTF-8 lines")
    func roundTrip() throws {
        let folder = try TemporaryFolder()
        let history = History(path: folder.path("history"))
        try history.load()
        for line in ["ağrı yönetimi", "疼痛 \\n \"q\"", "last"] { try history.append(line) }
        #expect(try folder.contents(of: "history") == "ağrı yönetimi\n疼痛 \\n \"q\"\nlast\n")
        let again = History(path: folder.path("history"))
        try again.load()
        #expect(again.entries == ["ağrı yönetimi", "疼痛 \\n \"q\"", "last"])
    }

    @Test("the file is its owner's alone from the start, and an open one is closed to others")
    func permissions() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("history")
        try History(path: path).append("a")
        #expect(try mode(of: path) == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path.string)
        try History(path: path).append("b")
        #expect(try mode(of: path) == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: path.string)
        try History(path: path).load()
        #expect(try mode(of: path) == 0o600)
    }

    @Test("the file is 0600 whatever the umask", arguments: ["0000", "0777", "0277"])
    func umaskIsNoMatter(mask: String) throws {
        let folder = try TemporaryFolder()
        let terminal = try PseudoTerminal(
            running: "/bin/sh",
            arguments: [
                "-c", "umask \(mask); exec \"$0\" \"$1\"", try builtProgram("line-editing-probe").string,
                folder.path("history").string,
            ],
            environment: ["TERM": "xterm", "HOME": folder.path().string])
        try terminal.expect("a prompt") { $0.cursorRow == "probe>" }
        terminal.send("one\rtwo\r")
        try terminal.expect("2 line [two]")
        try terminal.expect("a prompt") { $0.cursorRow == "probe>" }
        terminal.send(.control("d"))
        #expect(try terminal.waitForExit() == .exited(0))
        #expect(try mode(of: folder.path("history")) == 0o600)
        #expect(try folder.contents(of: "history") == "one\ntwo\n")
    }

    @Test("a link is not followed, neither to read nor to write, and the file behind it stays as it is")
    func link() throws {
        let folder = try TemporaryFolder()
        let target = try folder.write("secret\n", to: "target")
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: target.string)
        let path = folder.path("history")
        try FileManager.default.createSymbolicLink(atPath: path.string, withDestinationPath: target.string)
        let history = History(path: path)
        #expect(throws: LineEditingError.historyNotARegularFile(path: path)) { try history.load() }
        #expect(throws: LineEditingError.historyNotARegularFile(path: path)) { try history.append("mine") }
        #expect(history.entries == ["mine"])
        #expect(try folder.contents(of: "target") == "secret\n")
        #expect(try mode(of: target) == 0o644)
    }

    @Test("a link to nothing creates nothing")
    func danglingLink() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("history")
        try FileManager.default.createSymbolicLink(
            atPath: path.string, withDestinationPath: folder.path("nothing").string)
        #expect(throws: LineEditingError.historyNotARegularFile(path: path)) {
            try History(path: path).append("mine")
        }
        #expect(!FileManager.default.fileExists(atPath: folder.path("nothing").string))
    }

    @Test("a folder or a pipe in its place is refused without waiting")
    func notAFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("", to: "folder/x")
        let pipe = folder.path("pipe")
        #expect(unsafe mkfifo(pipe.string, 0o600) == 0)
        for path in [folder.path("folder"), pipe] {
            #expect(throws: LineEditingError.historyNotARegularFile(path: path)) { try History(path: path).load() }
            #expect(throws: LineEditingError.historyNotARegularFile(path: path)) {
                try History(path: path).append("a")
            }
        }
    }

    @Test("a missing folder is reported with path and remedy, and the line kept in memory")
    func missingFolder() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("no/history")
        let history = History(path: path)
        try history.load()
        let error = #expect(throws: LineEditingError.self) { try history.append("a") }
        #expect(error == .historyUnavailable(path: path, errno: .noSuchFileOrDirectory))
        #expect("\(try #require(error))".contains(path.string))
        #expect(history.entries == ["a"])
    }

    @Test("empty lines, lines that start with a space and repeats are not kept")
    func notKept() throws {
        let folder = try TemporaryFolder()
        let history = History(path: folder.path("history"))
        for line in ["", " secret", "a", "a", "b", "a", "   ", "\tb", "a  "] { try history.append(line) }
        #expect(history.entries == ["a", "b", "a"])
        #expect(try folder.contents(of: "history") == "a\nb\na\n")
    }

    @Test("control characters never reach the file, and newlines become spaces")
    func controlCharacters() throws {
        let folder = try TemporaryFolder()
        let history = History(path: folder.path("history"))
        try history.append("one\r\ntwo\u{1B}[31m\u{0}\u{7F}\u{9B}three\n")
        #expect(try folder.contents(of: "history") == "one  two[31mthree\n")
    }

    @Test("for any text the file holds one line without control characters, and reads back as the entry")
    func anyText() throws {
        let folder = try TemporaryFolder()
        var state: UInt64 = 20_260_402
        func next(_ bound: UInt64) -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) % bound
        }
        for round in 0..<300 {
            var scalars = String.UnicodeScalarView()
            for _ in 0..<next(40) {
                let bound: UInt64 = [0x30, 0x100, 0x3000, 0x11_0000][Int(next(4))]
                if let scalar = Unicode.Scalar(UInt32(next(bound))) { scalars.append(scalar) }
            }
            let name = "history\(round)"
            let history = History(path: folder.path(name))
            try history.append(String(scalars))
            guard let entry = history.entries.first else { continue }
            let text = try folder.contents(of: name)
            #expect(Array(text.utf8) == Array(entry.utf8) + [0x0A], "round \(round)")
            let controls = entry.unicodeScalars.count { $0.properties.generalCategory == .control }
            #expect(controls == 0, "round \(round)")
            let again = History(path: folder.path(name))
            try again.load()
            #expect(again.entries.map { Array($0.utf8) } == [Array(entry.utf8)], "round \(round)")
        }
    }

    @Test("a damaged file gives what can be read: bad bytes, control characters, no newline at the end")
    func damaged() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("history")
        try Data([0x61, 0xFF, 0x0A, 0x0A, 0x1B, 0x62, 0x0A, 0x00, 0x0A, 0x63]).write(
            to: URL(fileURLWithPath: path.string))
        let history = History(path: path)
        try history.load()
        #expect(history.entries == ["a\u{FFFD}", "b", "c"])
        try history.append("d")
        try history.load()
        #expect(history.entries == ["a\u{FFFD}", "b", "c", "d"])
    }

    @Test("the limit holds in memory, and a file of twice the limit is cut to its newest entries")
    func limit() throws {
        let folder = try TemporaryFolder()
        try folder.write((1...19).map { "line \($0)\n" }.joined(), to: "history")
        let history = History(path: folder.path("history"), limit: 10)
        try history.load()
        #expect(history.entries == (10...19).map { "line \($0)" })
        try history.append("line 20")
        #expect(try folder.contents(of: "history").hasPrefix("line 1\n"))
        try history.load()
        #expect(try folder.contents(of: "history") == (11...20).map { "line \($0)\n" }.joined())
        #expect(try mode(of: folder.path("history")) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path().string) == ["history"])
        for number in 21...40 { try history.append("line \(number)") }
        #expect(history.entries(matching: "") == (31...40).map { "line \($0)" })
    }

    @Test("entries are found by any part, capitals or not, oldest first")
    func matching() throws {
        let history = History(path: nil)
        for line in ["Ağrı nedir?", "nerve block", "Nerve pain", "other"] { try history.append(line) }
        #expect(history.entries(matching: "nerve") == ["nerve block", "Nerve pain"])
        #expect(history.entries(matching: "AĞR") == ["Ağrı nedir?"])
        #expect(history.entries(matching: "").count == 4)
        #expect(history.entries(matching: "zzz") == [])
    }

    @Test("many writers at once, some of whom cut the file, lose nothing of each other")
    func manyWriters() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path("history")
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask {
                    for number in 0..<50 {
                        // Each with a history of its own, as two programs would have.
                        let history = History(path: path, limit: 50)
                        if number % 10 == 0 { try? history.load() }
                        try? history.append("writer \(writer) line \(number)")
                    }
                }
            }
        }
        let lines = try folder.contents(of: "history").split(separator: "\n")
        // Every cut leaves the newest fifty.
        #expect((50..<400).contains(lines.count))
        for writer in 0..<8 {
            let own = lines.filter { $0.hasPrefix("writer \(writer) ") }.map(String.init)
            // Whatever was cut was the oldest; behind it no line is missing and none is out of order.
            #expect(own == (50 - own.count..<50).map { "writer \(writer) line \($0)" })
        }
    }

    @Test("two editors at once share one file and lose nothing")
    func twoEditors() throws {
        let folder = try TemporaryFolder()
        let first = try EditorSession(folder: folder)
        let second = try EditorSession(folder: folder)
        for number in 1...5 {
            try first.expectLine("first \(number)", number: number, afterTyping: "first \(number)")
            try second.expectLine("second \(number)", number: number, afterTyping: "second \(number)")
        }
        let expected = (1...5).flatMap { ["first \($0)", "second \($0)"] }
        #expect(try folder.contents(of: "history").split(separator: "\n").map(String.init) == expected)
        let third = try EditorSession(folder: folder)
        third.terminal.send(.up + .up)
        try third.expectRow("probe> first 5")
    }

    @Test("what another editor's user typed is there at the next prompt")
    func othersLines() throws {
        let folder = try TemporaryFolder()
        let first = try EditorSession(folder: folder)
        let second = try EditorSession(folder: folder)
        try first.expectLine("mine", afterTyping: "mine")
        try second.expectLine("yours", afterTyping: "yours")
        // The prompt that was already up does not change beneath the hands; the one after the next line does.
        try first.expectLine("next", number: 2, afterTyping: "next")
        first.terminal.send(.up + .up)
        try first.expectRow("probe> yours")
        first.terminal.send(.up)
        try first.expectRow("probe> mine")
    }

    @Test("what others appended comes into memory in the file's order, once, also when they made or cut the file")
    func refresh() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("history")
        let mine = History(path: path, limit: 4)
        try mine.load()
        let others = History(path: path, limit: 4)
        try others.append("a")
        mine.refresh()
        #expect(mine.entries == ["a"])
        try others.append("b")
        try mine.append("c")
        try others.append("d")
        #expect(mine.entries == ["a", "b", "c"])
        mine.refresh()
        mine.refresh()
        #expect(mine.entries == ["a", "b", "c", "d"])
        for line in ["e", "f", "g", "h"] { try others.append(line) }
        try others.load()
        #expect(try folder.contents(of: "history") == "e\nf\ng\nh\n")
        mine.refresh()
        #expect(mine.entries == ["e", "f", "g", "h"])
    }

    @Test("a history whose file was taken away goes on")
    func vanished() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("history")
        let history = History(path: path)
        try history.append("a")
        try FileManager.default.removeItem(atPath: path.string)
        history.refresh()
        #expect(history.entries == ["a"])
        try history.append("b")
        #expect(history.entries == ["a", "b"])
        #expect(try folder.contents(of: "history") == "b\n")
    }

    @Test("a line that starts with a space is read and not kept")
    func privateLine() throws {
        let session = try EditorSession()
        try session.expectLine(" secret", afterTyping: " secret")
        try session.expectLine("public", number: 2, afterTyping: "public")
        #expect(try session.folder.contents(of: "history") == "public\n")
        session.terminal.send(.up)
        try session.expectRow("probe> public")
        session.terminal.send(.up + .control("u"))
        try session.expectRow("probe>")
    }
}
