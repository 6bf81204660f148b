import ArgumentParser
import SystemInterface

/// The program: answers questions by quoting documents.
@main
struct Quoth: ParsableCommand {
    static let version = "1.0"

    static let configuration = CommandConfiguration(
        commandName: "quoth",
        abstract: "Answers questions by quoting your documents, word for word, with file and lines.",
        discussion: """
            At a terminal, without a question, a chat begins. A question on the command line gets one answer; \
            questions on standard input get an answer each.

            Exit status: 0 all answered, 1 some question not covered, 64 usage, 65 damaged index, 66 no corpus or \
            index, 70 internal error, 74 input or output failed, 130 interrupted.
            """,
        version: version,
        subcommands: [Ask.self, IndexCommand.self, Status.self, Check.self, Eval.self],
        defaultSubcommand: Ask.self)

    static func main() {
        // A reader that goes away must end the program quietly, wherever it is.
        ignoreBrokenPipeSignal()
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch let failure as ProgramFailure {
            failure.report()
            failure.status.end()
        } catch {
            // ArgumentParser's own: help, version, usage errors.
            exit(withError: error)
        }
    }
}
