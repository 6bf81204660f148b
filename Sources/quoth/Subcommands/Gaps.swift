import Answering
import ArgumentParser
import LineEditing
import Retrieval
import Shell
import SystemInterface

/// `quoth gaps`: what was asked in vain.
struct Gaps: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gaps",
        abstract: "Show the questions that got no answer, grouped by what is missing.",
        discussion: """
            Questions are kept only where you asked for it, with gaps = on in the configuration file or :set gaps on in the \
            chat, in a file on this machine that nobody else may read. They are asked once more of the documents as they \
            are now; what is answered by now drops out.
            """)

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Forget the questions.")
    var clear = false

    func run() throws {
        let workspace = try Workspace(corpus)
        guard let log = GapLog(of: workspace.name) else {
            throw ProgramFailure("there is no place for the list; set $XDG_STATE_HOME or $HOME", .inputOutput)
        }
        if clear {
            do throws(SystemError) {
                try log.clear()
            } catch {
                throw ProgramFailure(error)
            }
            return
        }
        let questions: [String]
        do throws(LineEditingError) { questions = try log.questions() } catch {
            throw ProgramFailure(error.description, .inputOutput)
        }
        if questions.isEmpty {
            if !output.json {
                let isKept = workspace.configuration.flag(.gaps) ?? false
                try Output.write(
                    isKept
                        ? "No question has gone without an answer.\n"
                        : "Unanswered questions are not kept. gaps = on in the configuration file keeps them, on this machine only.\n"
                )
            }
            return
        }
        let snapshot = try workspace.freshSnapshot(refresh: true, showsProgress: !output.json && !output.quiet)
        let report: GapReport
        do throws(IndexError) {
            report = try GapReport(questions, answerer: Answerer(searcher: Searcher(snapshot: snapshot)))
        } catch {
            throw ProgramFailure(error)
        }
        try Output.write(
            output.json
                ? report.jsonLines
                : Array(report.text(style: AskSettings.style(output, workspace.configuration)).utf8))
    }
}
