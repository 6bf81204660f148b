import ArgumentParser
import Retrieval

/// `quoth index`: brings the index up to date.
struct IndexCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "Bring the index up to date with the documents.",
        discussion: "A stopped or failed run leaves the previous index as it was.")

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Start from nothing instead of reading only what changed.")
    var rebuild = false

    func run() throws {
        let workspace = try Workspace(corpus)
        let report = try workspace.update(rebuild: rebuild, showsProgress: !output.json && !output.quiet)
        let snapshot = try workspace.snapshot()
        if output.json {
            try Output.write(Reports.json(of: report, snapshot))
        } else if !output.quiet {
            try Output.write(Reports.text(of: report, snapshot) + "\n")
        }
    }
}
