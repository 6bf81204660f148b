import Answering
import ArgumentParser
import Retrieval
import Shell
import SystemInterface
import SystemPackage

/// `quoth`: one answer, a pipe of them, or a chat.
struct Ask: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ask", abstract: "Ask; the default. Without a question at a terminal, a chat begins.",
        usage: "quoth [<options>] [<question> ...]")

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: OutputOptions

    @Option(
        name: [.customShort("n"), .long],
        help: ArgumentHelp("Show so many of the best passages, too.", valueName: "count"))
    var top: Int?

    @Option(
        name: .customLong("in"),
        help: ArgumentHelp(
            "Search only documents whose path matches, as in .gitignore: *.md, a folder, notes/*.md; may be repeated.",
            valueName: "glob"), completion: .file())
    var within: [String] = []

    @Option(
        help: ArgumentHelp("The least probability of being right at which to answer, 0 to 1.", valueName: "probability")
    )
    var minConfidence: Double?

    @Flag(help: "Show why the best passage has its score.")
    var explain = false

    @Flag(help: "Show how long each answer took.")
    var timing = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Read questions from a file, one a line; - is standard input.", valueName: "file"),
        completion: .file())
    var file: String?

    @Flag(help: "Take the input as one conversation; an empty line begins another.")
    var conversation = false

    @Flag(help: "Use the index as it is, without looking for changed documents.")
    var noRefresh = false

    @Flag(help: "Keep no history of the chat.")
    var noHistory = false

    @Flag(help: "Never wait for input from a terminal.")
    var noInput = false

    @Argument(
        help: ArgumentHelp(
            "The question; it need not be quoted, unless a command's name begins it.", valueName: "question"))
    var words: [String] = []

    func validate() throws {
        if let top, top < 1 || top > 1000 { throw ValidationError("--top takes a number from 1 to 1000.") }
        if let minConfidence, !(0...1).contains(minConfidence) {
            throw ValidationError("--min-confidence takes a probability from 0 to 1.")
        }
        if file != nil && !words.isEmpty { throw ValidationError("Give a question, or a file of them, not both.") }
    }

    func run() throws {
        let isChat = words.isEmpty && file == nil && StandardStream.input.isTerminal
        let isTyped = isChat || file == "-" && StandardStream.input.isTerminal
        if isTyped && noInput || isChat && output.json {
            throw ProgramFailure("no question: give one, or a file of them with --file, or pipe them in", .usage)
        }
        let workspace = try Workspace(corpus)
        let settings = AskSettings(self, workspace.configuration)
        let showsProgress = !output.json && !output.quiet
        if isChat {
            try Chat(workspace, settings, isQuiet: output.quiet).run()
            return
        }
        let snapshot = try workspace.freshSnapshot(
            refresh: settings.refreshes, showsProgress: showsProgress, within: Workspace.checkBudget)
        var desk = try AnswerDesk(self, settings, snapshot: snapshot, workspace: workspace)
        if !words.isEmpty {
            try desk.answer(words.joined(separator: " "))
        } else {
            try desk.answerLines(of: InputLines(file: try openedFile()))
        }
        if desk.hasUncovered { ExitStatus.notCovered.end() }
    }

    private func openedFile() throws -> OpenFile? {
        guard let file, file != "-" else { return nil }
        do throws(SystemError) {
            return try OpenFile.readingInput(FilePath(file))
        } catch {
            throw ProgramFailure(error.description, .noInput)
        }
    }
}
