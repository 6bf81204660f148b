import Glibc
import LineEditing
import Shell
import SystemInterface
import SystemPackage

/// The chat at a terminal: libedit for the lines, the newest index for the answers.
struct Chat {
    private let workspace: Workspace
    private let settings: AskSettings
    private let isQuiet: Bool

    init(_ workspace: Workspace, _ settings: AskSettings, isQuiet: Bool) {
        self.workspace = workspace
        self.settings = settings
        self.isQuiet = isQuiet
    }

    func run() throws {
        // Signals end the chat while it waits for a line, where the editor sees them. Elsewhere they are remembered.
        InterruptFlag.install()
        let history = History(path: settings.keepsHistory ? StateFolder.path()?.appending("history") : nil)
        let index = try ChatIndex(workspace, settings)
        do throws(LineEditingError) {
            try history.load()
        } catch {
            Diagnostics.say("quoth: \(error)")
        }
        // libedit edits only on a terminal: with standard output in a pipe the prompt goes to standard error.
        let screen = StandardStream.output.isTerminal ? StandardStream.output : StandardStream.error
        let completion = ChatCompletion(index)
        let editor: LineEditor
        do {
            editor = try LineEditor(
                programName: "quoth", input: StandardStream.input.rawValue, output: screen.rawValue, history: history,
                completer: completion.completions)
        } catch {
            throw ProgramFailure("\(error)", .inputOutput)
        }
        var session = Session(
            engine: index, surroundings: ChatMachine(history: history, gaps: GapLog(of: workspace.name)),
            sources: SourceReader(roots: workspace.roots),
            lines: EditedLines(editor: editor, history: history, index: index, style: settings.style, isQuiet: isQuiet),
            output: ChatScreen(),
            options: Session.Options(
                version: Quoth.version, style: settings.style, isBundledCorpus: workspace.isBundledCorpus,
                answer: settings.answer, scope: settings.scope, keepsGaps: settings.keepsGaps,
                usesPager: settings.usesPager))
        let end = session.run()
        editor.close()
        index.close()
        switch end {
        case .left, .readerGone: return
        case .terminated(let signal): Glibc.exit(128 + signal)
        case .inputFailed(let reason): throw ProgramFailure("standard input: \(reason)", .inputOutput)
        }
    }
}

/// Lines as they are typed; questions and commands go into the history.
private struct EditedLines: LineSource {
    let editor: LineEditor
    let history: History
    let index: ChatIndex
    let style: Style
    let isQuiet: Bool

    mutating func nextLine(prompt: String) -> LineResult {
        let result = read(prompt)
        // A history that cannot be written is no reason to stop the chat; the line is kept for this session.
        if case .line(let line) = result { try? history.append(line) }
        return result
    }

    mutating func reply(prompt: String) -> LineResult { read(prompt) }

    private func read(_ prompt: String) -> LineResult {
        if let notice = index.takeNotice(), !isQuiet { _ = ChatScreen().write(rows(notice) + "\n") }
        watchIndex()
        switch editor.readLine(prompt: prompt) {
        case .line(let line): return .line(line)
        case .interrupted: return .interrupted
        case .endOfInput: return .endOfInput
        case .terminated(let signal): return .terminated(signal)
        case .failed(let code): return .failed(code.description)
        }
    }

    /// While a line is typed, what the update of the index has to say is shown above it.
    private func watchIndex() {
        guard let descriptor = index.descriptor else { return }
        editor.watch(descriptor) { [self] in
            let text = index.receive()
            return LineEditor.Notice(
                text: isQuiet ? nil : text.map(rows), isLast: index.descriptor == nil, waits: style.isPlain)
        }
    }

    private func rows(_ notice: String) -> String {
        let width = StandardStream.output.columnCount ?? style.width
        return DisplayWidth.wrap("(\(SafeText.neutralise(notice)))", width: width, indent: 2).joined(separator: "\n")
    }
}
