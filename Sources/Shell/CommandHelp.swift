extension Command.Name {
    /// How the command is typed.
    public var usage: String {
        switch self {
        case .help: ":help [COMMAND]"
        case .source: ":source [N]"
        case .context: ":context [N]"
        case .top: ":top N"
        default: ":\(rawValue)"
        }
    }

    /// What the command does, in a few words.
    public var summary: String {
        switch self {
        case .help: "list the commands, or explain one"
        case .source: "show the lines of the file around quote N"
        case .context: "show the section that quote N stands in"
        case .near: "show the passages closest to the question"
        case .why: "show what the score is made of"
        case .again: "ask the last question again"
        case .new: "forget what was talked about"
        case .top: "list the N best passages with each answer"
        case .status: "show what the index holds"
        case .reindex: "bring the index up to date"
        case .quit: "leave"
        }
    }

    /// The command in full.
    var explanation: String {
        switch self {
        case .help:
            "Without a name, all commands in a line each. With the name of a command, how to use it. A question mark does the same."
        case .source:
            "The file is read as it is now. Quoted lines have a > before their number. Without a number the first quote's."
        case .context:
            "The whole section as it was indexed, from its heading on. Without a number the first quote's."
        case .near:
            "The passages whose words are nearest to those of the question, best first, each with its score. Where the question "
                + "is not covered they are near misses and do not answer it."
        case .why:
            "The score of the best passage is a sum: for each word of the question what its rarity (idf) and its places in the "
                + "passage are worth, and for the passage as a whole how well its title, heading and sentences agree with the "
                + "question. The parts add up to the score. A question is answered when the score reaches what answers need."
        case .again:
            "The last question is asked once more, in the same talk, and answered from the index as it is now."
        case .new:
            "A question that points back, such as \"Is it safe?\", is read with what the last answer was about. This command "
                + "forgets that."
        case .top:
            "From now on, and for the last question at once. 0 lists none, which is how the chat begins."
        case .status:
            "Documents, passages, and what was left out."
        case .reindex:
            "Reads files that are new or have changed, and drops those that are gone."
        case .quit:
            "So do exit, quit, and Ctrl-D on an empty line."
        }
    }

    /// The command as somebody might type it.
    var example: String {
        switch self {
        case .help: ":help source"
        case .source: ":source 1"
        case .context: ":context 2"
        case .top: ":top 3"
        default: ":\(rawValue)"
        }
    }
}

/// The help, laid out.
struct HelpText {
    let style: Style
    /// The documents are those that come with the program.
    let isBundledCorpus: Bool

    /// All commands.
    var overview: [StyledText] {
        var lines = wrapped(
            "Ask a question in your own words. Quoth answers with sentences of the documents, word for word, and "
                + "says in which file and on which lines they stand.")
        lines.append(.empty)
        let names = Command.Name.allCases
        let column = (names.map { $0.usage.utf8.count }.max() ?? 0) + 2
        let hasColumns = indent + column + (names.map { $0.summary.utf8.count }.max() ?? 0) <= style.width
        for name in names {
            if style.isPlain {
                lines += wrapped("\(name.usage): \(name.summary)")
            } else if hasColumns {
                let gap = String(repeating: " ", count: column - name.usage.utf8.count)
                lines.append(.spaces(indent) + StyledText(name.usage + gap + name.summary))
            } else {
                lines += wrapped(name.usage)
                lines += StyledText(name.summary).wrapped(width: style.width, indent: indent + 4)
            }
        }
        lines.append(.empty)
        lines += wrapped(":help COMMAND says more about one.")
        if isBundledCorpus {
            lines += wrapped(
                "These documents are education about pain and its treatment. They do not replace a doctor.")
        }
        return lines
    }

    func page(for name: Command.Name) -> [StyledText] {
        wrapped("\(name.usage) – \(name.summary)") + wrapped(name.explanation) + wrapped("Example: \(name.example)")
    }

    private let indent = AnswerRenderer.indent

    init(style: Style, isBundledCorpus: Bool) {
        self.style = style
        self.isBundledCorpus = isBundledCorpus
    }

    private func wrapped(_ text: String) -> [StyledText] {
        StyledText(text).wrapped(width: style.width, indent: indent)
    }
}
