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
    /// Only documents that match the pattern are searched; nil for all.
    case within(String?)
    /// How many passages are listed beneath each answer.
    case top(Int)
    /// What was asked before, or what of it holds the text.
    case history(String)
    /// The indexed files, or those that match the pattern.
    case files(String?)
    case skipped
    case status
    case reindex
    case gaps
    /// Writes the talk into a file.
    case export(file: String, ExportFormat)
    /// All settings.
    case settings
    case set(Setting)
    case editor
    case quit

    /// The commands' names as they are typed behind a colon, in the order of the help.
    public enum Name: String, CaseIterable, Sendable {
        case help, source, context, near, why, again, new, `in`, top, history, files, skipped, status, reindex, gaps
        case export, set, editor, quit
    }

    /// What a talk can be written as.
    public enum ExportFormat: Equatable, Sendable {
        case markdown, jsonLines
    }

    /// A setting of the chat with its new value.
    public enum Setting: Equatable, Sendable {
        case top(Int)
        case leastConfidence(Double)
        case colour(Bool)
        case plain(Bool)
        case gaps(Bool)
        case pager(Bool)

        /// The settings' names as they are typed and stand in the configuration file.
        public enum Key: String, CaseIterable, Sendable {
            case top
            case minConfidence = "min-confidence"
            case color, plain, gaps, pager

            /// What the setting may be, in words.
            public var values: String {
                switch self {
                case .top: "a number from 0 to \(Command.passageLimit)"
                case .minConfidence: "a number from 0 to 1"
                case .color, .plain, .gaps, .pager: "on or off"
                }
            }

            public var meaning: String {
                switch self {
                case .top: "passages listed beneath each answer"
                case .minConfidence: "the confidence from which a question is answered"
                case .color: "bold for words of the question, links in citations"
                case .plain: "linear text without columns and colour"
                case .gaps: "keep a list of unanswered questions on this machine"
                case .pager: "show long help and sources in a pager"
                }
            }
        }
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
        } else if let said = Courtesy.said(words) {
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
            let suggestion = suggestion(for: typed, among: Command.Name.allCases.map(\.rawValue), prefix: ":")
            return .mistake("Unknown command :\(shortened(typed)). \(suggestion):help lists all.")
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
            guard arguments.count == 1, let setting = setting(.top, arguments[0]), case .top(let number) = setting
            else {
                return .mistake(":top takes \(Command.Setting.Key.top.values). \(usage)")
            }
            return .command(.top(number))
        case .in: return .command(.within(pattern(arguments)))
        case .files: return .command(.files(pattern(arguments)))
        case .history: return .command(.history(arguments.joined(separator: " ")))
        case .export: return export(arguments, usage)
        case .set: return set(arguments, usage)
        case .near, .why, .again, .new, .skipped, .status, .reindex, .gaps, .editor, .quit:
            guard arguments.isEmpty else { return .mistake(":\(name.rawValue) takes no argument. \(usage)") }
            return .command(plain(name))
        }
    }

    /// Somebody may paste a page behind a colon.
    private static func shortened(_ text: String) -> String {
        text.count > 30 ? text.prefix(30) + "…" : text
    }

    /// The word that somebody who typed `typed` may have meant.
    public static func nearest(to typed: String, among words: [String]) -> String? {
        EditDistance.nearest(to: typed.lowercased(), among: words)
    }

    private static func suggestion(for typed: String, among words: [String], prefix: String = "") -> String {
        nearest(to: typed, among: words).map { "Did you mean \(prefix)\($0)? " } ?? ""
    }

    /// A quote's number as it is typed: `1`, or `[1]` as answers have it.
    private static func citationNumber(_ argument: String) -> Int? {
        argument.hasPrefix("[") && argument.hasSuffix("]") ? Int(argument.dropFirst().dropLast()) : Int(argument)
    }

    /// Patterns stand one a line, as `DocumentScope` takes them; a star alone means everything.
    private static func pattern(_ arguments: [String]) -> String? {
        let patterns = arguments.filter { $0 != "*" && $0 != "**" }
        return patterns.isEmpty ? nil : patterns.joined(separator: "\n")
    }

    private static func export(_ arguments: [String], _ usage: String) -> ChatLine {
        let file = arguments.joined(separator: " ")
        if file.hasSuffix(".md") { return .command(.export(file: file, .markdown)) }
        if file.hasSuffix(".jsonl") { return .command(.export(file: file, .jsonLines)) }
        return .mistake(":export takes the name of a file that ends in .md or .jsonl. \(usage)")
    }

    private static func set(_ arguments: [String], _ usage: String) -> ChatLine {
        guard let name = arguments.first else { return .command(.settings) }
        let keys = Command.Setting.Key.allCases
        guard let key = Command.Setting.Key(rawValue: name.lowercased()) else {
            let suggestion = suggestion(for: name, among: keys.map(\.rawValue))
            return .mistake("Unknown setting \(shortened(name)). \(suggestion):set lists all.")
        }
        // "gaps on" and "gaps = on", as in the configuration file.
        let values = arguments.dropFirst().filter { $0 != "=" }
        guard values.count == 1, let value = values.first, let setting = setting(key, value) else {
            return .mistake("\(key.rawValue) is \(key.values). \(usage)")
        }
        return .command(.set(setting))
    }

    /// The setting of a key from its value as it is typed; nil for a value that it cannot have.
    public static func setting(_ key: Command.Setting.Key, _ value: String) -> Command.Setting? {
        switch key {
        case .top:
            guard let number = Int(value), (0...Command.passageLimit).contains(number) else { return nil }
            return .top(number)
        case .minConfidence:
            guard let number = Double(value), (0...1).contains(number) else { return nil }
            return .leastConfidence(number)
        case .color: return flag(value).map { .colour($0) }
        case .plain: return flag(value).map { .plain($0) }
        case .gaps: return flag(value).map { .gaps($0) }
        case .pager: return flag(value).map { .pager($0) }
        }
    }

    /// What people write for yes and no.
    public static func flag(_ value: String) -> Bool? {
        switch value.lowercased() {
        case "on", "yes", "true", "1": true
        case "off", "no", "false", "0": false
        default: nil
        }
    }

    private static func plain(_ name: Command.Name) -> Command {
        switch name {
        case .near: .near
        case .why: .why
        case .again: .again
        case .new: .new
        case .skipped: .skipped
        case .status: .status
        case .reindex: .reindex
        case .gaps: .gaps
        case .editor: .editor
        case .quit: .quit
        case .help, .source, .context, .in, .top, .history, .files, .export, .set: .help(name)
        }
    }
}
