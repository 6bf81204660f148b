import Glibc
import LineEditing
import SystemPackage

/// Reads lines with the line editor and says after each what it got; the tests run it on a pseudo-terminal.
///
///     line-editing-probe [history file]
///
/// Each reply starts with the number of the read. The line `:close` closes the editor and reads once more. What is written to
/// the named pipe `$PROBE_NOTICES` is shown above the line being edited; a text that begins with `wait` waits for the next
/// prompt, and after one that begins with `last` nothing more is read.
@main
struct Probe {
    static func main() throws {
        let path = CommandLine.arguments.count > 1 ? FilePath(CommandLine.arguments[1]) : nil
        let history = History(path: path)
        do {
            try history.load()
        } catch {
            print("history: \(error)")
        }
        let editor = try LineEditor(programName: "probe", input: 0, output: 1, history: history, completer: completions)
        let notices = unsafe getenv("PROBE_NOTICES").map { unsafe open($0, O_RDWR | O_NONBLOCK | O_CLOEXEC) }
        if let notices {
            editor.watch(notices) {
                var bytes = [UInt8](repeating: 0, count: 4096)
                let count = unsafe read(notices, &bytes, bytes.count)
                let text = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
                return LineEditor.Notice(
                    text: text, isLast: text.hasPrefix("last"), waits: text.hasPrefix("wait"))
            }
        }
        var number = 0
        while true {
            number += 1
            let result = editor.readLine(prompt: "\u{1B}[1mprobe>\u{1B}[0m ")
            switch result {
            case .line(let line):
                print("\(number) line [\(line)] of \(line.utf8.count)")
                if line == ":close" { editor.close() }
                do {
                    try history.append(line)
                } catch {
                    print("history: \(error)")
                }
            case .interrupted: print("\(number) interrupted")
            case .endOfInput:
                print("\(number) end")
                return
            case .terminated(let signal):
                print("\(number) terminated by \(signal)")
                exit(128 + signal)
            case .failed(let errno):
                print("\(number) failed with \(errno.rawValue)")
                exit(1)
            }
        }
    }

    static func completions(of line: String, at cursor: Int) -> [Completion] {
        let before = String(decoding: line.utf8.prefix(cursor), as: UTF8.self)
        let word = before.split(separator: " ", omittingEmptySubsequences: false).last.map(String.init) ?? ""
        let start = cursor - word.utf8.count
        switch word {
        case "leave": exit(7)
        case "many":
            return (1...100).map { Completion(text: "many", display: "item\($0)", replaceFrom: start) }
        case "evil":
            return ["\u{1B}[2Jone", "two\u{202E}", "three\u{9B}K"].map {
                Completion(text: "evil", display: $0, replaceFrom: start)
            }
        default:
            let words = ["neuromodulation", "neurolysis", "neuropathy", "ağrı", "block"]
            return words.filter { $0.hasPrefix(word) && !word.isEmpty }.map {
                Completion(text: $0, display: $0, replaceFrom: start)
            }
        }
    }
}
