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
        subcommands: [Ask.self, IndexCommand.self, Status.self, Check.self, Gaps.self, Eval.self],
        defaultSubcommand: Ask.self)

    static func main() {
        // A reader that goes away must end the program quietly, wherever it is.
        ignoreBrokenPipeSignal()
        do {
            var command = try parsed(Array(CommandLine.arguments.dropFirst()))
            try command.run()
        } catch let failure as ProgramFailure {
            failure.report()
            failure.status.end()
        } catch {
            end(with: error)
        }
    }

    /// The command that the arguments ask for.
    ///
    /// `quoth -C notes status` means the command and not a question of one word: options stand before it, as git's and
    /// make's do. Whoever wants to ask just that writes `quoth ask status`.
    private static func parsed(_ arguments: [String]) throws -> any ParsableCommand {
        let command = try parseAsRoot(arguments)
        guard let ask = command as? Ask, ask.words.count == 1, let word = ask.words.first,
            configuration.subcommands.contains(where: { $0._commandName == word }),
            arguments.first != "ask", !arguments.contains("--"), let place = arguments.lastIndex(of: word)
        else { return command }
        var reordered = arguments
        reordered.remove(at: place)
        return (try? parseAsRoot([word] + reordered)) ?? command
    }

    /// Ends with what ArgumentParser has to say: help and version on standard output, usage errors on standard error.
    ///
    /// It would print them itself, arguments raw and a failed write unnoticed; through the sinks of this program neither
    /// happens.
    private static func end(with error: any Error) -> Never {
        let message = fullMessage(for: error)
        let status = exitCode(for: error)
        guard status.isSuccess else {
            Diagnostics.say(message)
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
