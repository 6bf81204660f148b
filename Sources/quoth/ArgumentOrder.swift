/// The arguments with the command in front, wherever it stood among the options.
///
/// `quoth -C notes index --rebuild` means what `quoth index -C notes --rebuild` does, as with git and make. The first word that is
/// no option and no option's value decides: a command's name makes it that command, anything else a question. Whoever
/// wants to ask what begins with such a name writes `quoth ask …`, or the question in quotation marks.
struct ArgumentOrder {
    /// As ArgumentParser is to read them.
    let inOrder: [String]
    /// The words of the command line, if the first of them is a command's name.
    private let words: [String]
    private let commands: [String]

    /// The options before a command that take the next argument as their value.
    static let optionsWithValues: Set<String> = [
        "-C", "--corpus", "--index", "--language", "--color", "-n", "--top", "--in", "--min-confidence", "-f", "--file",
    ]

    /// - Parameter commands: the names of all commands.
    init(_ arguments: [String], commands: [String]) {
        self.commands = commands
        let places = Self.words(of: arguments)
        guard let first = places.first, commands.contains(arguments[first]) else {
            (inOrder, words) = (arguments, [])
            return
        }
        words = places.map { arguments[$0] }
        // Options say nothing to the help of a command, and its name must follow.
        inOrder =
            arguments[first] == "help"
            ? words : [arguments[first]] + arguments[..<first] + arguments[(first + 1)...]
    }

    /// Where words stand that are no options and no values of those above; behind `--` there are none.
    private static func words(of arguments: [String]) -> [Int] {
        var places: [Int] = []
        var isValue = false
        for (place, argument) in arguments.enumerated() {
            if isValue {
                isValue = false
            } else if argument == "--" {
                break
            } else if argument.hasPrefix("-"), argument != "-" {
                // Flags of one letter may be joined; the last of them may take a value: -qC notes.
                let isJoined = !argument.hasPrefix("--") && argument.count > 2
                let name = isJoined ? "-" + argument.suffix(1) : argument
                isValue = optionsWithValues.contains(name)
            } else {
                places.append(place)
            }
        }
        return places
    }

    /// What may have been meant by words behind the name of a command that takes none; nil where there are no such words.
    var advice: String? {
        guard words.count > 1, !Self.commandsWithWords.contains(words[0]) else { return nil }
        return "Documents are named with --corpus. To ask it as a question: quoth ask \(words.joined(separator: " "))"
    }

    private static let commandsWithWords: Set<String> = ["ask", "eval"]

    /// ArgumentParser shows the program's help for whatever follows `help`: no answer to “help with my taxes”.
    func refuseHelpOfNoCommand() throws(ProgramFailure) {
        guard words.first == "help", words.count > 1, !commands.contains(words[1]) else { return }
        throw ProgramFailure("help is of a command, and “\(words[1])” is none. \(advice ?? "")", .usage)
    }
}
