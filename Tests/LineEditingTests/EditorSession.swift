import Foundation
import Glibc
import SystemPackage
import TestSupport

/// The probe on a terminal, waiting at its first prompt.
///
/// Replies are numbered, so waiting for one never takes an earlier one for it.
struct EditorSession {
    let terminal: PseudoTerminal
    let folder: TemporaryFolder
    var attributesBefore: PseudoTerminal.Attributes { terminal.initialAttributes }

    /// - Parameters:
    ///   - history: What the history file holds at the start; `nil` for no file.
    ///   - editrc: The user's own settings.
    init(
        history: String? = nil, editrc: String? = nil, environment: [String: String] = [:], columnCount: Int = 80,
        rowCount: Int = 24, folder: TemporaryFolder? = nil
    ) throws {
        let folder = try folder ?? TemporaryFolder()
        if let history { try folder.write(history, to: "history") }
        if let editrc { try folder.write(editrc, to: ".editrc") }
        var all = ["TERM": "xterm", "LANG": "C", "HOME": folder.path().string]
        all.merge(environment) { $1 }
        self.folder = folder
        terminal = try PseudoTerminal(
            running: try builtProgram("line-editing-probe"), arguments: [folder.path("history").string],
            environment: all, columnCount: columnCount, rowCount: rowCount
        ) {
            // Not what a new terminal has, so that giving back defaults does not pass for giving back these.
            $0.c_lflag &= ~tcflag_t(ECHOCTL)
            $0.c_iflag |= tcflag_t(IXANY)
        }
        try expectPrompt()
    }

    /// Waits until the cursor stands behind a prompt with nothing typed.
    func expectPrompt() throws {
        try terminal.expect("a prompt") { $0.cursorRow == "probe>" && $0.cursor.column == 7 }
    }

    /// Waits until the row of the cursor reads so, the prompt included where there is one.
    func expectRow(_ row: String, cursorAt column: Int? = nil) throws {
        try terminal.expect("the row “\(row)”, cursor at \(column.map(String.init) ?? "any column")") {
            $0.cursorRow == row && (column == nil || $0.cursor.column == column)
        }
    }

    /// Types the keys, Enter, and waits for the reply to read `number` and the prompt behind it.
    func expectLine(_ line: String, number: Int = 1, afterTyping keys: String) throws {
        terminal.send(keys + "\r")
        try terminal.expect("\(number) line [\(line)] of \(line.utf8.count)")
        try expectPrompt()
    }
}

extension String {
    // What the keys of an xterm send.
    static let up = "\u{1B}[A"
    static let down = "\u{1B}[B"
    static let right = "\u{1B}[C"
    static let left = "\u{1B}[D"
    static let home = "\u{1B}[H"
    static let end = "\u{1B}[F"
    static let delete = "\u{1B}[3~"
    static let backspace = "\u{7F}"
    static let escape = "\u{1B}"
    static let tab = "\t"

    static func control(_ letter: Character) -> String {
        String(UnicodeScalar((letter.asciiValue ?? 0) & 0x1F))
    }
}
