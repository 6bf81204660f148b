import ArgumentParser
import JSONText
import Retrieval

/// `quoth check`: is the index sound?
struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Check that the index is sound: its structure, and with --full every checksum.")

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: OutputOptions

    @Flag(help: "Compare every byte with its checksum, too.")
    var full = false

    func run() throws {
        let workspace = try Workspace(corpus)
        let fileCount: Int
        do throws(IndexError) {
            fileCount = try IndexCheck.run(folder: workspace.indexFolder, full: full)
        } catch {
            throw ProgramFailure(error)
        }
        if output.json {
            var writer = JSONWriter()
            writer.object { object in
                object.member("v", 1)
                object.member("sound", true)
                object.member("files", fileCount)
                object.member("full", full)
            }
            writer.newline()
            try Output.write(writer.bytes)
        } else if !output.quiet {
            try Output.write("The index is sound: \(fileCount) files checked\(full ? ", every checksum" : "").\n")
        }
    }
}
