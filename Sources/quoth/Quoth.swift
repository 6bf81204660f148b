import ArgumentParser
import SystemInterface

/// The program: answers questions by quoting documents.
@main
struct Quoth: ParsableCommand {
    static let version = "1.0"

    /// What the program does, for its help and its manual page.
    static let description = """
        At a terminal, without a question, a chat begins. A question on the command line gets one answer; questions on \
        standard input get an answer each, in order, as they come.

        The documents are those of the folder or file named with --corpus, of $QUOTH_CORPUS, of the configuration file, of \
        ./Corpus, or of the current folder. The first question makes an index of them, and later ones bring it up to date.

        The program opens no network connection. It makes nothing up: what it shows are sentences of the documents.
        """

    /// The statuses that scripts may meet.
    static let statuses: [(status: ExitStatus, meaning: String)] = [
        (.answered, "all answered"), (.notCovered, "some question not covered"), (.usage, "usage"),
        (.damagedIndex, "damaged index"), (.noInput, "no corpus or index"), (.internal, "internal error"),
        (.inputOutput, "input or output failed"), (.hungUp, "terminal closed"),
        (.interrupted, "interrupted"), (.terminated, "terminated"),
    ]

    static let configuration = CommandConfiguration(
        commandName: "quoth",
        abstract: "Answers questions by quoting your documents, word for word, with file and lines.",
        usage: "quoth [<options>] [<question> ...]\nquoth <command> [<options>]",
        discussion: description + "\n\nExit status: "
            + statuses.map { "\($0.status.rawValue) \($0.meaning)" }.joined(separator: ", ") + ".",
        version: version,
        subcommands: [Ask.self, IndexCommand.self, Status.self, Check.self, Gaps.self, Eval.self],
        defaultSubcommand: Ask.self)

    /// What begins no question; ArgumentParser adds `help`.
    private static var commandNames: [String] { configuration.subcommands.map { $0._commandName } + ["help"] }

    static func main() {
        // A reader that goes away must end the program quietly, wherever it is.
        ignoreBrokenPipeSignal()
        endOnLostMapping(
            saying: """
                quoth: a file of the index was cut short while it was read; rebuild it with `quoth index --rebuild`

                """,
            status: ExitStatus.inputOutput.rawValue)
        // So must an index that may not grow any more be an error with a name.
        ignoreFileSizeSignal()
        let arguments = ArgumentOrder(Array(CommandLine.arguments.dropFirst()), commands: commandNames)
        do {
            switch arguments.inOrder {
            case ["--help"], ["-h"], ["help"]: try Output.write(help)
            case ["--generate-manual"]: try Output.write(ManualPage.text())
            default:
                if let question = Ask(plain: arguments.inOrder, commands: commandNames) {
                    try question.run()
                } else {
                    try arguments.refuseHelpOfNoCommand()
                    var command = try parseAsRoot(arguments.inOrder)
                    try command.run()
                }
            }
        } catch let failure as ProgramFailure {
            failure.report()
            failure.status.end()
        } catch {
            end(with: error, arguments)
        }
    }

    /// The help of the whole program: the options of asking stand in it, since asking is what most people want.
    private static var help: String {
        let columns = StandardStream.output.columnCount
        let whole = helpMessage(columns: columns)
        let asking = Ask.helpMessage(columns: columns)
        guard let options = asking.firstRange(of: "\nARGUMENTS:"), let own = whole.firstRange(of: "\nOPTIONS:"),
            let commands = whole.firstRange(of: "\nSUBCOMMANDS:")
        else { return whole + "\n" }
        // Both lists hold --version and --help.
        return whole[..<own.lowerBound] + asking[options.lowerBound...] + whole[commands.lowerBound...]
            + """


              quoth --generate-completion-script bash|zsh|fish   completions for your shell
              quoth --generate-manual                            the manual page

            """
    }

    /// Ends with what ArgumentParser has to say: help and version on standard output, usage errors on standard error.
    ///
    /// It would print them itself, arguments raw and a failed write unnoticed; through the sinks of this program neither
    /// happens.
    private static func end(with error: any Error, _ arguments: ArgumentOrder) -> Never {
        let message = fullMessage(for: error)
        let status = exitCode(for: error)
        guard status.isSuccess else {
            Diagnostics.say(message)
            if let advice = arguments.advice { Diagnostics.say("  " + advice) }
            exit(withError: status)
        }
        do {
            try Output.write(message.hasSuffix("\n") ? message : message + "\n")
        } catch let failure as ProgramFailure {
            failure.report()
            failure.status.end()
        } catch {
            ExitStatus.internal.end()
        }
        ExitStatus.answered.end()
    }
}
