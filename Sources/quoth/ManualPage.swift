import ArgumentParser
import JSONText
import Shell

/// The manual page, made from the definitions of the commands, of the chat's commands, and of the settings, so that it
/// cannot fall behind them. For `man`, in the macros of man(7).
enum ManualPage {
    static func text() -> String {
        guard let tool = (try? JSONReader.value(of: Array(Quoth._dumpHelp().utf8)))?.object,
            let root = tool["command"]?.object
        else { return "" }
        var page = Page()
        page.line(".TH QUOTH 1 \"\" \"quoth \(Quoth.version)\" \"User Commands\"")
        page.section("NAME")
        page.text("quoth - answers questions by quoting your documents, word for word, with file and lines")
        page.section("SYNOPSIS")
        page.synopsis("quoth", "[OPTION]... [QUESTION]...")
        page.synopsis("quoth", "COMMAND [OPTION]...")
        page.section("DESCRIPTION")
        page.paragraphs(Quoth.description)
        page.section("OPTIONS")
        page.options(of: root["subcommands"]?.array?.first?.object)
        page.section("COMMANDS")
        for command in root["subcommands"]?.array?.dropFirst() ?? [] { page.command(command.object) }
        page.section("THE CHAT")
        page.text(
            "A line that begins with a colon is a command; everything else is a question. Tab completes commands, their "
                + "arguments, documents, headings and words of the documents. Ctrl-R searches what was asked before. Keys are "
                + "those of emacs or, with bind -v in ~/.editrc, of vi.")
        for name in Command.Name.allCases { page.item(name.usage, "\(sentence(name.summary)) \(name.explanation)") }
        page.section("CONFIGURATION")
        page.paragraphs(Configuration.description)
        for key in Configuration.Key.allCases {
            page.item(
                "\(key.rawValue) = \(key.values ?? "VALUE")",
                sentence(key.meaning) + " In the environment: $\(key.environmentName).")
        }
        page.section("ENVIRONMENT")
        for (name, meaning) in environment { page.item(name, meaning) }
        page.section("FILES")
        for (name, meaning) in files { page.item(name, meaning) }
        page.section("EXIT STATUS")
        for (status, meaning) in Quoth.statuses { page.item("\(status.rawValue)", sentence(meaning)) }
        return page.roff
    }

    private static let environment = [
        ("NO_COLOR", "Without colour, whatever it is set to."),
        ("CLICOLOR_FORCE", "With colour, even where standard output is no terminal; NO_COLOR and --color overrule it."),
        ("ACCESSIBLE", "1 means --plain."),
        ("VISUAL, EDITOR", "What :editor opens."),
        ("PAGER", "What shows help and sources that are taller than the window; less without it."),
        ("EDITRC", "The keys of the chat, instead of ~/.editrc."),
    ]

    private static let files = [
        ("$XDG_CONFIG_HOME/quoth/config", "The configuration; ~/.config/quoth/config without the variable."),
        ("$XDG_CACHE_HOME/quoth/", "The indexes, one for each corpus; they may be removed at any time."),
        ("$XDG_STATE_HOME/quoth/history", "What was typed in the chat; nobody else may read it."),
        ("$XDG_STATE_HOME/quoth/gaps/", "Questions that got no answer, where you asked for them to be kept."),
        (".gitignore, .quothignore", "Files beneath their folder that are not indexed."),
    ]

    private static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
    }

    /// A page as it grows.
    private struct Page {
        var roff = ""

        mutating func line(_ line: String) { roff += line + "\n" }

        mutating func section(_ name: String) { line(".SH \(name)") }

        mutating func text(_ text: String) {
            // A control line begins with a full stop or an apostrophe.
            let escaped = Self.escaped(text)
            line(escaped.hasPrefix(".") || escaped.hasPrefix("'") ? "\\&" + escaped : escaped)
        }

        mutating func paragraphs(_ text: String) {
            for (index, paragraph) in text.split(separator: "\n\n").enumerated() {
                if index > 0 { line(".PP") }
                self.text(String(paragraph))
            }
        }

        mutating func synopsis(_ name: String, _ rest: String) {
            line(".PP")
            line("\\fB\(Self.escaped(name))\\fR \(Self.escaped(rest))")
        }

        mutating func item(_ name: String, _ meaning: String) {
            line(".TP")
            line("\\fB\(Self.escaped(name))\\fR")
            text(meaning)
        }

        mutating func command(_ command: JSONObject?) {
            guard let command, command["shouldDisplay"]?.bool ?? true, let name = command["commandName"]?.string,
                name != "help"
            else { return }
            line(".SS quoth \(Self.escaped(name))")
            paragraphs(
                [command["abstract"]?.string, command["discussion"]?.string].compactMap(\.self).joined(
                    separator: "\n\n"))
            options(of: command, isSubcommand: true)
        }

        /// Options that every command has are described with those of asking.
        private static let shared: Set<String> = [
            "corpus", "index", "language", "no-ignore", "json", "plain", "color", "quiet", "version", "help",
        ]

        mutating func options(of command: JSONObject?, isSubcommand: Bool = false) {
            for argument in command?["arguments"]?.array ?? [] {
                guard let argument = argument.object, argument["shouldDisplay"]?.bool ?? true else { continue }
                let names = (argument["names"]?.array ?? []).compactMap { name -> (isLong: Bool, name: String)? in
                    guard let name = name.object, let text = name["name"]?.string else { return nil }
                    return (name["kind"]?.string == "long", text)
                }
                if isSubcommand, names.contains(where: { Self.shared.contains($0.name) }) { continue }
                let value = argument["valueName"]?.string ?? ""
                let isOption = argument["kind"]?.string == "option"
                // Short names come first, as everywhere else.
                let spelt = names.sorted { !$0.isLong && $1.isLong }.map { ($0.isLong ? "--" : "-") + $0.name }
                let head =
                    spelt.isEmpty
                    ? value.uppercased() : spelt.joined(separator: ", ") + (isOption ? " \(value.uppercased())" : "")
                item(head, argument["abstract"]?.string ?? "")
            }
        }

        private static func escaped(_ text: String) -> String {
            var result = ""
            for character in text {
                switch character {
                case "\\": result += "\\e"
                case "-": result += "\\-"
                case "\n": result += " "
                default: result.append(character)
                }
            }
            return result
        }
    }
}
