extension Command.Name {
    /// How the command is typed.
    public var usage: String {
        switch self {
        case .help: ":help [COMMAND]"
        case .source: ":source [N]"
        case .context: ":context [N]"
        case .in: ":in [GLOB]"
        case .top: ":top N"
        case .history: ":history [TEXT]"
        case .files: ":files [GLOB]"
        case .export: ":export FILE"
        case .set: ":set [KEY VALUE]"
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
        case .again: "ask again, with more passages"
        case .new: "forget what was talked about"
        case .in: "search only documents that match"
        case .top: "list the N best passages with each answer"
        case .history: "show what was asked before"
        case .files: "list the documents"
        case .skipped: "show what was left out, and why"
        case .status: "show what the index holds"
        case .reindex: "bring the index up to date"
        case .gaps: "show what was asked in vain"
        case .export: "write the chat to a .md or .jsonl file"
        case .set: "show the settings, or change one"
        case .editor: "write a question in your editor"
        case .quit: "leave"
        }
    }

    /// The command in full.
    public var explanation: String {
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
                + "question. The parts add up to the score. A question is answered when the score reaches what answers need, "
                + "which is the less the better what would be quoted fits the question."
        case .again:
            "The last question is asked once more, in the same talk, and answered from the index as it is now. Beneath the answer "
                + "stand the five best passages; each further time, five more."
        case .new:
            "A question that points back, such as \"Is it safe?\", is read with what the last answer was about. This command "
                + "forgets that."
        case .in:
            "GLOB is a pattern of paths as .gitignore has them: *.md, a folder's name, procedures/*.md; several may be given, and "
                + "one that starts with ! leaves out again. Without a pattern all documents are searched again. What a word weighs "
                + "stays the same."
        case .top:
            "From now on, and for the last question at once. 0 lists none, which is how the chat begins."
        case .history:
            "The latest lines that were typed in this and other chats, or those that hold TEXT. Ctrl-R finds them while you type. "
                + "A line that starts with a space is never kept."
        case .files:
            "The files that the index was made from, or those that match a pattern as :in takes it."
        case .skipped:
            "Files of the folder that are not in the index, by reason, with the first names of each; and files that were read "
                + "with flaws."
        case .status:
            "Documents, passages, and what was left out."
        case .reindex:
            "Reads files that are new or have changed, and drops those that are gone."
        case .gaps:
            "Questions that got no answer, grouped by the word that the documents lack. They are only kept after :set gaps on, or "
                + "with gaps = on in the configuration file, in a file on this machine that nobody else may read."
        case .export:
            "Every question of this chat with its answer and where it stands, as Markdown or as the JSON Lines that quoth --json "
                + "writes. A file that exists is replaced only after you have said so."
        case .set:
            "Without a key, all settings. A change holds for this chat; to keep it, write KEY = VALUE in the configuration file, "
                + "which `quoth status` names."
        case .editor:
            "Opens $VISUAL or $EDITOR. What is in the file when you leave it is asked, all lines as one question; an empty file "
                + "asks nothing."
        case .quit:
            "So do exit, quit, and Ctrl-D on an empty line."
        }
    }

    /// The command as somebody might type it.
    var examples: [String] {
        switch self {
        case .help: [":help source"]
        case .source: [":source 1"]
        case .context: [":context 2"]
        case .in: [":in procedures", ":in *.md !drafts/", ":in"]
        case .top: [":top 3"]
        case .history: [":history", ":history nerve"]
        case .files: [":files", ":files *.md"]
        case .export: [":export talk.md", ":export talk.jsonl"]
        case .set: [":set", ":set gaps on", ":set min-confidence 0.7"]
        default: [":\(rawValue)"]
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
        // With all commands it fits on a screen of 24 rows, and needs no pager there.
        var lines = wrapped("Ask in your own words: what these documents say is quoted, with its place.")
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
        wrapped("\(name.usage) – \(name.summary)") + wrapped(name.explanation)
            + wrapped(
                (name.examples.count == 1 ? "Example: " : "Examples: ") + name.examples.joined(separator: ", "))
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
