import LineEditing
import Shell
import SystemInterface
import SystemPackage

/// The machine around a chat: files, the history, the user's editor and pager.
final class ChatMachine: ChatSurroundings {
    private let past: History
    private let log: GapLog?

    init(history: History, gaps: GapLog?) {
        past = history
        log = gaps
    }

    func history(matching text: String) -> [String] { past.entries(matching: text) }

    func write(_ text: [UInt8], to file: String, replacing: Bool) -> FileWriting {
        var path = FilePath(file)
        if file.hasPrefix("~/"), let home = Environment.homeDirectory() {
            path = home.pushing(FilePath(String(file.dropFirst(2))))
        }
        do throws(SystemError) {
            let open = try OpenFile.creating(path, replacing: replacing)
            try open.write(text)
            return .written
        } catch {
            return error.errno == .fileExists ? .exists : .failed("\(error.errno)")
        }
    }

    func keepGap(_ question: String) -> String? {
        guard let log else { return "there is no place for the list; set $XDG_STATE_HOME or $HOME" }
        do throws(LineEditingError) {
            try log.keep(question)
            return nil
        } catch {
            return "\(error)"
        }
    }

    func gaps() -> [String] { (try? log?.questions()) ?? [] }

    // MARK: The editor

    /// Used where neither `$VISUAL` nor `$EDITOR` says.
    private static let editors = ["sensible-editor", "nano", "vi"]

    func edit() -> EditedText {
        guard let shell = Environment.executable(named: "sh"), let command = Self.editor() else {
            return .failed("No editor was found. Set $EDITOR to the one that you like.")
        }
        let folder = Environment.path("XDG_RUNTIME_DIR") ?? Environment.path("TMPDIR") ?? "/tmp"
        let file = folder.appending("quoth-question-\(Environment.processIdentifier).txt")
        do throws(SystemError) {
            // Created anew and for its owner alone: a link that somebody put there is not followed.
            _ = try OpenFile.creating(file)
        } catch {
            return .failed("The question cannot be written: \(error)")
        }
        defer { try? removeFile(file) }
        do throws(SystemError) {
            // Through the shell, because people put options into these variables.
            let status = try runInForeground(shell, ["-c", command + " \"$0\"", file.string])
            guard status == .exited(0) else { return .failed("The editor failed, and nothing is asked.") }
            return .text(String(decoding: try readFile(file, upTo: 1 << 20), as: UTF8.self))
        } catch {
            return .failed("The editor cannot be used: \(error)")
        }
    }

    private static func editor() -> String? {
        for name in ["VISUAL", "EDITOR"] {
            if let command = Environment.variable(name), !command.isEmpty { return command }
        }
        return editors.first { Environment.executable(named: $0) != nil }
    }
}

/// Standard output, as wide as the window is now.
struct ChatScreen: TextSink {
    func write(_ text: String) -> Bool {
        do throws(SystemError) {
            try StandardStream.output.write(Array(text.utf8))
            return true
        } catch {
            return false
        }
    }

    var columnCount: Int? { StandardStream.output.columnCount }

    /// `$PAGER`, else less. It may not start other programs, and leaves what it showed on the screen.
    func page(_ text: String) -> Bool {
        let stream = StandardStream.output
        guard stream.isTerminal, StandardStream.input.isTerminal, let rowCount = stream.rowCount,
            text.utf8.count(where: { $0 == 0x0A }) >= rowCount, Environment.variable("TERM") != "dumb",
            let shell = Environment.executable(named: "sh")
        else { return write(text) }
        let named = Environment.variable("PAGER") ?? ""
        guard !named.isEmpty || Environment.executable(named: "less") != nil else { return write(text) }
        do throws(SystemError) {
            let status = try runInForeground(
                shell, ["-c", named.isEmpty ? "less" : named], input: Array(text.utf8),
                // A lone colon as less's own prompt looks like the beginning of a command of the chat.
                environment: [("LESS", "-FRX -PsSpace for more, q to go back$"), ("LESSSECURE", "1")])
            // The shell says 126 and 127 when there is no such program.
            if status == .exited(126) || status == .exited(127) { return write(text) }
            return true
        } catch {
            return write(text)
        }
    }
}
