import Shell
import SystemInterface
import SystemPackage

/// What the user has set once and for all: in the configuration file and in the environment, which overrules the file. An
/// option of the command line overrules both.
///
/// The file is `$XDG_CONFIG_HOME/quoth/config`: lines of `key = value`, and comments behind `#` at the start of a line. Each
/// key may stand in the environment too, as `QUOTH_MIN_CONFIDENCE` for `min-confidence`.
struct Configuration {
    enum Key: String, CaseIterable {
        case corpus, language, ignore, refresh, history, gaps, pager, top
        case minConfidence = "min-confidence"
        case color, plain

        /// What the value may be; nil for any text.
        var values: String? {
            switch self {
            case .corpus, .language: nil
            case .ignore, .refresh, .history: "on or off"
            case .gaps, .pager, .top, .plain, .minConfidence: Command.Setting.Key(rawValue: rawValue)?.values
            case .color: "auto, always or never"
            }
        }

        var meaning: String {
            switch self {
            case .corpus:
                "the documents: an absolute path, or one that begins with ~/; several lines name several. The variable "
                    + "separates them with colons"
            case .language: "the language of the documents"
            case .ignore: "leave out what .gitignore and .quothignore exclude; on without it"
            case .refresh: "look for changed documents; on without it"
            case .history: "keep what is typed in the chat; on without it"
            case .color: "bold for words of the question, links in citations"
            case .gaps, .pager, .top, .plain, .minConfidence:
                Command.Setting.Key(rawValue: rawValue)?.meaning ?? ""
            }
        }

        var environmentName: String { "QUOTH_" + rawValue.uppercased().replacing("-", with: "_") }

        func accepts(_ value: String) -> Bool {
            switch self {
            case .corpus, .language: !value.isEmpty
            case .ignore, .refresh, .history: ChatLine.flag(value) != nil
            case .gaps, .pager, .top, .plain, .minConfidence:
                Command.Setting.Key(rawValue: rawValue).flatMap { ChatLine.setting($0, value) } != nil
            case .color: OutputOptions.Color(rawValue: value) != nil
            }
        }
    }

    /// How it is configured, for the manual page.
    static let description = """
        $XDG_CONFIG_HOME/quoth/config, or else ~/.config/quoth/config, holds lines of key = value, and comments behind # at \
        the start of a line. A variable of the environment overrules the file, and an option both. quoth status shows what \
        is set, and where.
        """

    /// Where a value stands.
    enum Origin: CustomStringConvertible {
        case file(FilePath, line: Int)
        case environment(String)

        var description: String {
            switch self {
            case .file(let path, let line): "\(path.string):\(line)"
            case .environment(let name): "$\(name)"
            }
        }
    }

    struct Value {
        var text: String
        var origin: Origin
    }

    /// The file that is read, or would be; nil where there is no place for one.
    let path: FilePath?
    let fileExists: Bool
    private var values: [Key: [Value]] = [:]

    /// Reads file and environment.
    ///
    /// - Throws: `ProgramFailure` with status 64 that names the file and line, or the variable, and what would be right.
    init() throws {
        path = Self.defaultPath()
        var bytes: [UInt8]?
        if let path, (try? FileStatus(of: path, followLinks: true)) != nil {
            do throws(SystemError) {
                // A link is followed: people keep such files elsewhere.
                bytes = try readFile(try canonicalPath(path), upTo: 1 << 20)
            } catch {
                throw ProgramFailure("the configuration cannot be read: \(error)", .inputOutput)
            }
        }
        fileExists = bytes != nil
        if let path, let bytes { try read(bytes, path) }
        for key in Key.allCases {
            guard let text = Environment.variable(key.environmentName), !text.isEmpty else { continue }
            let origin = Origin.environment(key.environmentName)
            if key == .corpus {
                values[key] = text.split(separator: ":").map { Value(text: String($0), origin: origin) }
            } else {
                try check(text, of: key, at: origin)
                values[key] = [Value(text: text, origin: origin)]
            }
        }
    }

    private static func defaultPath() -> FilePath? {
        if let named = Environment.path("XDG_CONFIG_HOME"), named.isAbsolute { return named.appending("quoth/config") }
        return Environment.homeDirectory()?.appending(".config/quoth/config")
    }

    private mutating func read(_ bytes: [UInt8], _ path: FilePath) throws {
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = Self.trimmed(String(decoding: line, as: UTF8.self))
            if text.isEmpty || text.hasPrefix("#") { continue }
            let origin = Origin.file(path, line: index + 1)
            guard let equals = text.firstIndex(of: "=") else {
                throw ProgramFailure("\(origin): expected key = value", .usage)
            }
            let name = Self.trimmed(text[..<equals]).lowercased()
            guard let key = Key(rawValue: name) else {
                let nearest = ChatLine.nearest(to: name, among: Key.allCases.map(\.rawValue))
                let remedy =
                    nearest.map { "did you mean \($0)?" }
                    ?? "known are \(Key.allCases.map(\.rawValue).joined(separator: ", "))"
                throw ProgramFailure("\(origin): unknown key “\(name)”; \(remedy)", .usage)
            }
            let value = Self.unquoted(Self.trimmed(text[text.index(after: equals)...]))
            try check(value, of: key, at: origin)
            if key == .corpus {
                values[key, default: []].append(Value(text: try Self.absolute(value, origin), origin: origin))
            } else {
                // The last line counts, as in most such files.
                values[key] = [Value(text: value, origin: origin)]
            }
        }
    }

    private func check(_ value: String, of key: Key, at origin: Origin) throws {
        guard !key.accepts(value) else { return }
        let expected = key.values.map { "takes \($0), not “\(value)”" } ?? "needs a value"
        throw ProgramFailure("\(origin): \(key.rawValue) \(expected)", .usage)
    }

    /// A path in the file must mean the same wherever one stands.
    private static func absolute(_ path: String, _ origin: Origin) throws -> String {
        if path.hasPrefix("/") { return path }
        if path == "~" || path.hasPrefix("~/"), let home = Environment.homeDirectory() {
            return home.string + path.dropFirst()
        }
        throw ProgramFailure("\(origin): corpus takes an absolute path or one that begins with ~/", .usage)
    }

    private static func trimmed(_ text: some StringProtocol) -> String {
        var rest = text[...]
        while rest.first?.isWhitespace ?? false { rest.removeFirst() }
        while rest.last?.isWhitespace ?? false { rest.removeLast() }
        return String(rest)
    }

    private static func unquoted(_ text: String) -> String {
        text.count > 1 && text.hasPrefix("\"") && text.hasSuffix("\"") ? String(text.dropFirst().dropLast()) : text
    }

    // MARK: Values

    /// The value of a key and where it stands; nil where it is not set.
    subscript(key: Key) -> Value? { values[key]?.last }

    /// Where the documents are.
    var corpus: [String] { values[.corpus]?.map(\.text) ?? [] }

    /// Everything that is set, in the order of the keys.
    var all: [(key: Key, value: Value)] {
        Key.allCases.flatMap { key in (values[key] ?? []).map { (key, $0) } }
    }

    func flag(_ key: Key) -> Bool? { self[key].flatMap { ChatLine.flag($0.text) } }
}
