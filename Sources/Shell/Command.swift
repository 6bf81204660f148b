/// What a line that is no question asks of the chat.
public enum Command: Equatable, Sendable {
    /// All commands, or one of them.
    case help(Name?)
    /// The lines of the source around a quote, counted from 1.
    case source(Int)
    /// The section that a quote stands in.
    case context(Int)
    case near
    case why
    case again
    case new
    /// How many passages are listed beneath each answer.
    case top(Int)
    case status
    case reindex
    case quit

    /// The commands' names as they are typed behind a colon, in the order of the help.
    public enum Name: String, CaseIterable, Sendable {
        case help, source, context, near, why, again, new, top, status, reindex, quit
    }

    /// Of more passages than this the chat lists none beneath an answer.
    public static let passageLimit = 50
}

/// A line of the chat as it is understood.
public enum ChatLine: Equatable, Sendable {
    case empty
    case command(Command)
    /// A command that is wrong, with what to say about it.
    case mistake(String)
    case courtesy(Courtesy)
    /// A question of more bytes than ``questionByteLimit``.
    case tooLong(byteCount: Int)
    case question(String)

    /// What people say besides asking.
    public enum Courtesy: Equatable, Sendable {
        case greeting, thanks, identity
    }

    /// A question may have so many bytes.
    public static let questionByteLimit = 4096

    public init(_ line: String) {
        let text = Self.trimmed(line)
        guard let first = text.first else {
            self = .empty
            return
        }
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        if text == "?" {
            self = .command(.help(nil))
        } else if first == ":" {
            self = Self.command(String(words[0].dropFirst()), Array(words.dropFirst()))
        } else if first == "/" || first == ".", Self.name(String(words[0].dropFirst())) != nil {
            // Other programs' prompts; only whole names of commands, since a question may well begin with a path.
            self = Self.command(String(words[0].dropFirst()), Array(words.dropFirst()))
        } else if let said = Self.said(words) {
            self = said
        } else if text.utf8.count > Self.questionByteLimit {
            self = .tooLong(byteCount: text.utf8.count)
        } else {
            self = .question(text)
        }
    }

    private static func trimmed(_ line: String) -> String {
        var text = line[...]
        while text.first?.isWhitespace ?? false { text.removeFirst() }
        while text.last?.isWhitespace ?? false { text.removeLast() }
        return String(text)
    }

    // MARK: Commands

    private static func name(_ typed: String) -> Command.Name? {
        let typed = typed.lowercased()
        return switch typed {
        case "?", "h", "commands", "": .help
        case "q", "exit", "bye": .quit
        default: Command.Name(rawValue: typed)
        }
    }

    private static func command(_ typed: String, _ arguments: [String]) -> ChatLine {
        guard let name = name(typed) else {
            // Somebody may paste a page behind a colon.
            let shown = typed.count > 30 ? typed.prefix(30) + "…" : typed
            let nearest = EditDistance.nearest(to: typed.lowercased(), among: Command.Name.allCases.map(\.rawValue))
            let suggestion = nearest.map { "Did you mean :\($0)? " } ?? ""
            return .mistake("Unknown command :\(shown). \(suggestion):help lists all.")
        }
        let usage = "Usage: \(name.usage)"
        switch name {
        case .help:
            guard let topic = arguments.first else { return .command(.help(nil)) }
            let bare = ":/.".contains(topic.prefix(1)) ? String(topic.dropFirst()) : topic
            guard let name = self.name(bare) else { return command(bare, []) }
            return .command(.help(name))
        case .source, .context:
            guard arguments.count < 2, let number = arguments.first.map(citationNumber) ?? 1, number > 0 else {
                return .mistake(":\(name.rawValue) takes the number of a quote, 1 or more. \(usage)")
            }
            return .command(name == .source ? .source(number) : .context(number))
        case .top:
            guard arguments.count == 1, let number = Int(arguments[0]), (0...Command.passageLimit).contains(number)
            else {
                return .mistake(":top takes a number from 0 to \(Command.passageLimit). \(usage)")
            }
            return .command(.top(number))
        case .near, .why, .again, .new, .status, .reindex, .quit:
            guard arguments.isEmpty else { return .mistake(":\(name.rawValue) takes no argument. \(usage)") }
            return .command(plain(name))
        }
    }

    /// A quote's number as it is typed: `1`, or `[1]` as answers have it.
    private static func citationNumber(_ argument: String) -> Int? {
        argument.hasPrefix("[") && argument.hasSuffix("]") ? Int(argument.dropFirst().dropLast()) : Int(argument)
    }

    private static func plain(_ name: Command.Name) -> Command {
        switch name {
        case .near: .near
        case .why: .why
        case .again: .again
        case .new: .new
        case .status: .status
        case .reindex: .reindex
        case .quit: .quit
        case .help: .help(nil)
        case .source: .source(1)
        case .context: .context(1)
        case .top: .top(0)
        }
    }

    // MARK: Bare words

    /// What a line of nothing but these words means; nil for anything else.
    private static func said(_ words: [String]) -> ChatLine? {
        guard words.count <= 5 else { return nil }
        let words = words.map { word in String(word.lowercased().filter { $0.isLetter || $0 == "'" }) }.filter {
            !$0.isEmpty
        }
        switch words.joined(separator: " ") {
        case "help", "help me", "help please": return .command(.help(nil))
        case "quit", "exit", "bye", "goodbye", "good bye", "bye bye": return .command(.quit)
        case "hello", "hi", "hey", "hello there", "hi there", "hey there", "good morning", "good afternoon",
            "good evening",
            "greetings", "hello quoth", "hi quoth":
            return .courtesy(.greeting)
        case "thanks", "thank you", "thx", "many thanks", "thanks a lot", "thank you very much", "thank you so much",
            "ok thanks",
            "ok thank you", "great thanks", "cheers":
            return .courtesy(.thanks)
        case "who are you", "what are you", "what can you do", "what do you do", "how do you work", "what is this":
            return .courtesy(.identity)
        default: break
        }
        if words.count == 2, words[0] == "help", let name = Command.Name(rawValue: words[1]) {
            return .command(.help(name))
        }
        return nil
    }
}
