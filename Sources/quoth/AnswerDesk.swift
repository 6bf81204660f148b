import Answering
import LineEditing
import Retrieval
import Shell
import SystemInterface
import SystemPackage

/// Answers questions of the command line and of pipes, one after the other, on standard output.
struct AnswerDesk {
    private let command: Ask
    private let settings: AskSettings
    private let workspace: Workspace
    private var answerer: Answerer
    /// When the documents were last looked at.
    private var lastLook = ContinuousClock.now
    private var gaps: GapLog?
    private let sources: SourceReader
    private var conversation: Conversation?
    private var number = 0
    /// Some question was not covered, or was no question.
    private(set) var hasUncovered = false

    /// - Throws: `ProgramFailure` with status 66 when no document matches what the search is limited to.
    init(_ command: Ask, _ settings: AskSettings, snapshot: IndexSnapshot, workspace: Workspace) throws {
        self.command = command
        self.settings = settings
        self.workspace = workspace
        answerer = try Self.answerer(from: snapshot, within: settings.scope)
        if let scope = answerer.searcher.scope, scope.documentCount == 0 {
            throw ProgramFailure(
                "no document matches --in \(scope.pattern.replacing("\n", with: " --in ")); the pattern is one of paths "
                    + "beneath the corpus, as in .gitignore", .noInput)
        }
        sources = SourceReader(roots: workspace.roots)
        conversation = command.conversation ? Conversation() : nil
        gaps = settings.keepsGaps ? GapLog(of: workspace.name) : nil
    }

    private static func answerer(from snapshot: IndexSnapshot, within pattern: String?) throws -> Answerer {
        do throws(IndexError) {
            let scope = try pattern.map { (pattern) throws(IndexError) in
                try DocumentScope(matching: pattern, in: snapshot)
            }
            return Answerer(searcher: Searcher(snapshot: snapshot, scope: scope))
        } catch {
            throw ProgramFailure(error)
        }
    }

    /// A look at the documents takes `Workspace.checkBudget` at most; after so long a question has one of its own.
    private static let lookInterval = Duration.seconds(1)

    /// Takes up what changed while questions were waited for. Where that fails, the answers go on from what there is: each says
    /// how its source stands.
    private mutating func refresh() {
        guard settings.refreshes, lastLook.duration(to: .now) > Self.lookInterval else { return }
        // What stands in the way has been said before the first question.
        _ = try? workspace.updateInTurn(within: Workspace.checkBudget, progress: ProgressLine(isShown: false))
        lastLook = .now
        guard let newest = try? workspace.snapshot(), newest.generation != answerer.searcher.snapshot.generation,
            let renewed = try? Self.answerer(from: newest, within: settings.scope)
        else { return }
        answerer = renewed
    }

    /// Answers each line as it comes. An empty line is no question; in a conversation it begins another one.
    mutating func answerLines(of lines: consuming InputLines) throws {
        while true {
            let line: InputLines.Line?
            do throws(SystemError) { line = try lines.next() } catch { throw ProgramFailure(error) }
            switch line {
            case nil:
                return
            case .text(let text):
                if text.allSatisfy(\.isWhitespace) {
                    if conversation != nil { conversation = Conversation() }
                } else {
                    refresh()
                    try answer(text)
                }
            case .tooLong:
                try refuse("a line of more than \(InputLines.lineByteLimit / 1024) KiB is no question")
            case .notUTF8:
                try refuse("the line is not UTF-8")
            }
        }
    }

    mutating func answer(_ question: String) throws {
        number += 1
        let start = ContinuousClock.now
        let answer: Answer
        do throws(IndexError) {
            answer = try answerer.answer(question, in: conversation, options: settings.answer)
        } catch {
            throw ProgramFailure(error)
        }
        conversation?.note(answer)
        let cited = CitedAnswer(answer, files: sources)
        let milliseconds = start.duration(to: .now).inSeconds * 1000
        if answer.status == .notCovered {
            hasUncovered = true
            keepGap(answer.reading?.question ?? question)
        }
        if command.output.json {
            try Output.write(
                AnswerJSON.line(
                    cited,
                    AnswerJSON.Context(
                        number: number, indexIdentifier: answerer.searcher.snapshot.identifier,
                        documentCount: answerer.searcher.snapshot.documentCount, passageCount: settings.top,
                        milliseconds: command.timing ? milliseconds : nil)))
        } else {
            try write(cited, milliseconds)
        }
    }

    private func write(_ cited: CitedAnswer, _ milliseconds: Double) throws {
        let renderer = AnswerRenderer(style: settings.style, searcher: answerer.searcher)
        var text = number > 1 ? "\n" : ""
        text += renderer.text(of: cited, passageCount: settings.top ?? 0)
        if command.explain {
            do throws(IndexError) {
                if let explanation = try answerer.explanation(of: cited.answer) {
                    text += "\n" + renderer.text(of: explanation, threshold: cited.answer.threshold)
                }
            } catch {
                throw ProgramFailure(error)
            }
        }
        if command.timing { text += "\n  \(Wording.decimals(milliseconds, 2)) ms\n" }
        try Output.write(text)
    }

    private mutating func keepGap(_ question: String) {
        do throws(LineEditingError) {
            try gaps?.keep(question)
        } catch {
            // Said once; the answers go on.
            gaps = nil
            if !command.output.quiet { Diagnostics.say("quoth: unanswered questions are not kept: \(error)") }
        }
    }

    private mutating func refuse(_ reason: String) throws {
        number += 1
        hasUncovered = true
        if command.output.json {
            try Output.write(AnswerJSON.errorLine(number: number, message: reason))
        } else {
            Diagnostics.say("quoth: line \(number): \(reason)")
        }
    }
}
