import ArgumentParser
import Retrieval
import SystemInterface

/// `quoth index`: brings the index up to date.
struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Bring the index up to date with the documents.",
        discussion: "A stopped or failed run leaves the previous index as it was.")

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Start from nothing instead of reading only what changed.")
    var rebuild = false

    @Flag(help: "Go on watching the folders, and take in what changes, until interrupted.")
    var watch = false

    @Flag(help: .hidden)
    var reportProgress = false

    func run() throws {
        if reportProgress { return try runForProgram() }
        let workspace = try Workspace(corpus)
        if watch { return try IndexWatch(workspace, output).run(rebuild: rebuild) }
        let report = try workspace.update(rebuild: rebuild, showsProgress: !output.json && !output.quiet)
        let snapshot = try workspace.snapshot()
        if output.json {
            try Output.write(Reports.json(of: report, snapshot))
        } else if !output.quiet {
            try Output.write(Reports.text(of: report, snapshot) + "\n")
        }
    }

    /// Tells the chat that started this process how far it is and how it ended.
    private func runForProgram() throws {
        // The chat answers meanwhile.
        lowerPriority()
        do {
            let workspace = try Workspace(corpus)
            let report = try workspace.updateInTurn(rebuild: rebuild, progress: ProgressLine(forProgram: ()))
            _ = try workspace.snapshot()
            try Output.write(UpdateReport.doneLine(report ?? IndexUpdate.Report()))
        } catch let failure as ProgramFailure {
            try Output.write(UpdateReport.failureLine(failure))
            failure.status.end()
        }
    }
}
