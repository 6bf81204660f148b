import Answering
import Glibc
import LineEditing
import Retrieval
import Shell
import SystemInterface
import SystemPackage

/// The chat at a terminal: libedit for the lines, the newest index for the answers.
struct Chat {
    private let workspace: Workspace
    private let command: Ask

    init(_ workspace: Workspace, _ command: Ask) {
        self.workspace = workspace
        self.command = command
    }

    func run() throws {
        let engine = try IndexEngine(workspace, refreshes: !command.noRefresh, isQuiet: command.output.quiet)
        let history = History(path: command.noHistory ? nil : Self.historyPath())
        do throws(LineEditingError) {
            try history.load()
        } catch {
            Diagnostics.say("quoth: \(error)")
        }
        // libedit edits only on a terminal: with standard output in a pipe the prompt goes to standard error.
        let screen = StandardStream.output.isTerminal ? StandardStream.output : StandardStream.error
        let editor: LineEditor
        do {
            editor = try LineEditor(
                programName: "quoth", input: StandardStream.input.rawValue, output: screen.rawValue, history: history,
                completer: ChatCompletion.completions)
        } catch {
            throw ProgramFailure("\(error)", .inputOutput)
        }
        let style = command.style
        var session = Session(
            engine: engine, sources: SourceReader(roots: workspace.roots),
            lines: EditedLines(editor: editor, history: history), output: Screen(),
            options: Session.Options(
                version: Quoth.version, style: style, isBundledCorpus: workspace.isBundledCorpus,
                answer: command.answerOptions))
        let end = session.run()
        editor.close()
        switch end {
        case .left, .readerGone: return
        case .terminated(let signal): Glibc.exit(128 + signal)
        case .inputFailed(let reason): throw ProgramFailure("standard input: \(reason)", .inputOutput)
        }
    }

    /// `$XDG_STATE_HOME/quoth/history`; nil when there is no place for it.
    private static func historyPath() -> FilePath? {
        var folder: FilePath
        if let named = Environment.path("XDG_STATE_HOME"), named.isAbsolute {
            folder = named
        } else if let home = Environment.homeDirectory() {
            folder = home.appending(".local/state")
        } else {
            return nil
        }
        folder.append("quoth")
        do throws(SystemError) {
            try makeDirectories(folder)
            return folder.appending("history")
        } catch {
            return nil
        }
    }
}

/// Lines as they are typed; questions and commands go into the history.
private struct EditedLines: LineSource {
    let editor: LineEditor
    let history: History

    mutating func nextLine(prompt: String) -> LineResult {
        switch editor.readLine(prompt: prompt) {
        case .line(let line):
            // A history that cannot be written is no reason to stop the chat; the line is kept for this session.
            try? history.append(line)
            return .line(line)
        case .interrupted: return .interrupted
        case .endOfInput: return .endOfInput
        case .terminated(let signal): return .terminated(signal)
        case .failed(let code): return .failed(Errno(rawValue: code).description)
        }
    }
}

/// Standard output, as wide as the window is now.
private struct Screen: TextSink {
    func write(_ text: String) -> Bool {
        do throws(SystemError) {
            try StandardStream.output.write(Array(text.utf8))
            return true
        } catch {
            return false
        }
    }

    var columnCount: Int? { StandardStream.output.columnCount }
}

/// The index behind a chat: whole generations, changed between questions.
private final class IndexEngine: ChatEngine {
    private let workspace: Workspace
    private let isQuiet: Bool
    private(set) var answerer: Answerer
    private(set) var freshness: String

    init(_ workspace: Workspace, refreshes: Bool, isQuiet: Bool) throws {
        self.workspace = workspace
        self.isQuiet = isQuiet
        let snapshot = try workspace.freshSnapshot(refresh: refreshes, showsProgress: !isQuiet)
        answerer = Answerer(searcher: Searcher(snapshot: snapshot))
        freshness = refreshes ? "up to date" : "as last indexed"
    }

    func refresh() {
        guard !answerer.searcher.snapshot.isCurrent, let snapshot = try? workspace.snapshot() else { return }
        answerer = Answerer(searcher: Searcher(snapshot: snapshot))
    }

    func status() -> String {
        do {
            let inspection = try IndexInspection(folder: workspace.indexFolder)
            return Reports.text(of: inspection, inspection.differences(from: try workspace.listing()))
        } catch let failure as ProgramFailure {
            return failure.message
        } catch {
            return "\(error)"
        }
    }

    func reindex() -> String {
        do {
            let report = try workspace.update(showsProgress: !isQuiet)
            refresh()
            return Reports.text(of: report, answerer.searcher.snapshot)
        } catch let failure as ProgramFailure {
            return failure.message
        } catch {
            return "\(error)"
        }
    }
}

/// What Tab offers: the chat's commands.
private enum ChatCompletion {
    static func completions(line: String, cursor: Int) -> [Completion] {
        let typed = String(decoding: Array(line.utf8).prefix(cursor), as: UTF8.self)
        guard typed.hasPrefix(":"), !typed.contains(" ") else { return [] }
        return Command.Name.allCases.map { ":" + $0.rawValue }.filter { $0.hasPrefix(typed) }.map {
            Completion(text: $0, display: $0, replaceFrom: 0)
        }
    }
}
