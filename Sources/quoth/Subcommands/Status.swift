import ArgumentParser
import Retrieval

/// `quoth status`: what the index holds, what was skipped and why, and what has changed since.
struct Status: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what the index holds, what was skipped and why, and what has changed since.")

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let workspace = try Workspace(corpus)
        let inspection: IndexInspection
        let languages: Reports.Languages
        do throws(IndexError) {
            inspection = try IndexInspection(folder: workspace.indexFolder)
            languages = try inspection.documentLanguages()
        } catch {
            throw ProgramFailure(error)
        }
        let differences = inspection.differences(from: try workspace.listing())
        if output.json {
            try Output.write(Reports.json(of: inspection, differences, workspace.configuration, languages: languages))
        } else {
            try Output.write(
                Reports.text(of: inspection, differences, languages: languages)
                    + Reports.text(of: workspace.configuration))
        }
    }
}
