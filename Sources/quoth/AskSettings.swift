import Answering
import Shell
import SystemInterface

/// How a question is to be asked and its answer shown: options, environment and configuration file put together.
struct AskSettings {
    /// How many of the best passages are shown; nil for none, and then JSON has no place for them.
    let top: Int?
    let answer: AnswerOptions
    /// Only documents that match are searched, see `DocumentScope`.
    let scope: String?
    let style: Style
    let refreshes: Bool
    let keepsHistory: Bool
    let keepsGaps: Bool
    let usesPager: Bool

    init(_ command: Ask, _ configuration: Configuration) {
        let configuredTop = configuration[.top].flatMap { Int($0.text) } ?? 0
        top = command.top ?? (configuredTop > 0 ? configuredTop : nil)
        answer = AnswerOptions(
            passageCount: top ?? 0,
            leastConfidence: command.minConfidence ?? configuration[.minConfidence].flatMap { Double($0.text) })
        scope = command.within.isEmpty ? nil : command.within.joined(separator: "\n")
        style = Self.style(command.output, configuration)
        refreshes = !command.noRefresh && configuration.flag(.refresh) ?? true
        keepsHistory = !command.noHistory && configuration.flag(.history) ?? true
        keepsGaps = configuration.flag(.gaps) ?? false
        usesPager = configuration.flag(.pager) ?? true
    }

    /// How text on standard output is to look.
    static func style(_ output: OutputOptions, _ configuration: Configuration) -> Style {
        let isTerminal = StandardStream.output.isTerminal
        let isPlain =
            output.plain || Environment.variable("ACCESSIBLE") == "1" || configuration.flag(.plain) ?? false
        let hasColour =
            switch colour(output, configuration) {
            case .always: true
            case .never: false
            case .auto: isTerminal && Environment.variable("TERM") != "dumb"
            }
        return Style(
            width: (isTerminal ? StandardStream.output.columnCount : nil) ?? Style.widthWithoutTerminal,
            hasColour: hasColour && !isPlain, isPlain: isPlain, hasLinks: hasColour && isTerminal && !isPlain)
    }

    /// The option, then this program's own variable, then those that many programs share, then the file.
    private static func colour(_ output: OutputOptions, _ configuration: Configuration) -> OutputOptions.Color {
        if let color = output.color { return color }
        let configured = configuration[.color]
        if case .environment = configured?.origin {
            return OutputOptions.Color(rawValue: configured?.text ?? "") ?? .auto
        }
        if let value = Environment.variable("NO_COLOR"), !value.isEmpty { return .never }
        if let value = Environment.variable("CLICOLOR_FORCE"), !value.isEmpty, value != "0" { return .always }
        return OutputOptions.Color(rawValue: configured?.text ?? "") ?? .auto
    }
}
