import Foundation
import SystemPackage
import TestSupport

/// The chat on a terminal of its own, over a few documents, with folders for its files that nobody else uses.
struct TerminalChat {
    let terminal: PseudoTerminal
    let folder: TemporaryFolder

    static let documents = [
        "notes/bees.md": """
        # Bees

        ## What is a honeybee?

        A honeybee is an insect that lives in a colony and makes honey.

        ## What are the dangers of beekeeping?

        The dangers of beekeeping are stings and an allergic reaction.
        """,
        "notes/places/oddenby.txt":
            "The lighthouse of Oddenby was built in 1871 by the engineer Ruth Falk. It is 34 metres high.\n",
    ]

    /// Makes the documents.
    static func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in documents { try folder.write(text, to: name) }
        return folder
    }

    /// Starts the chat and waits for its first prompt.
    ///
    /// - Parameters:
    ///   - isIndexed: the index is made beforehand.
    ///   - environment: added to what every run has.
    init(
        _ arguments: [String] = [], in given: TemporaryFolder? = nil, isIndexed: Bool = true,
        environment: [String: String] = [:], columnCount: Int = 80, rowCount: Int = 24, prompt: String = "quoth>"
    ) throws {
        let folder = try given ?? Self.folder()
        self.folder = folder
        var all = [
            "TERM": "xterm", "LANG": "C", "PATH": "/usr/bin:/bin", "HOME": folder.path().string,
            "XDG_CACHE_HOME": folder.path("cache").string, "XDG_STATE_HOME": folder.path("state").string,
            "XDG_CONFIG_HOME": folder.path("config").string,
        ]
        all.merge(environment) { $1 }
        let corpus = ["-C", folder.path("notes").string]
        if isIndexed {
            let indexing = try PseudoTerminal(
                running: try builtProgram("quoth"), arguments: ["index", "-q"] + corpus, environment: all)
            try indexing.waitForExit()
        }
        terminal = try PseudoTerminal(
            running: try builtProgram("quoth"), arguments: arguments + corpus, environment: all,
            columnCount: columnCount, rowCount: rowCount)
        try expectPrompt(prompt)
    }

    /// Waits until the cursor stands behind a prompt with nothing typed.
    func expectPrompt(_ prompt: String = "quoth>") throws {
        try terminal.expect("a prompt") { $0.cursorRow == prompt && $0.cursor.column == prompt.utf8.count + 1 }
    }

    /// Types a line and Enter, and waits for the prompt behind what it gives.
    func enter(_ line: String, prompt: String = "quoth>") throws {
        terminal.send(line)
        try terminal.expect("the line “\(line)”") { $0.unwrappedText.hasSuffix("> " + line) }
        terminal.send("\r")
        try terminal.expect("the line taken") { !$0.unwrappedText.hasSuffix("> " + line) }
        try expectPrompt(prompt)
    }

    /// The screen with what has scrolled off it.
    var text: String { terminal.screen.textWithHistory }

    func mode(of name: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(name).string)
        return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }
}
