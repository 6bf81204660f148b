/// Where the lines of a chat come from: a line editor, a pipe, a test.
public protocol LineSource {
    /// The next line, without its line feed; several lines where they were pasted as one entry.
    mutating func nextLine(prompt: String) -> LineResult

    /// What the user replies to a question of the chat's own; it is kept in no history.
    mutating func reply(prompt: String) -> LineResult
}

extension LineSource {
    public mutating func reply(prompt: String) -> LineResult { nextLine(prompt: prompt) }
}

/// What asking for a line gave.
public enum LineResult: Equatable, Sendable {
    case line(String)
    /// The user gave up the line that was being typed (Ctrl-C).
    case interrupted
    /// There are no more lines (Ctrl-D).
    case endOfInput
    /// A signal asks the process to end.
    case terminated(Int32)
    /// The input cannot be read, for the reason given.
    case failed(String)
}

/// Where the chat's text goes.
public protocol TextSink {
    /// Writes the text; false when nobody is left to read it.
    func write(_ text: String) -> Bool

    /// Writes a text that may be taller than the window, in a pager where there is one; false when nobody is left to read.
    func page(_ text: String) -> Bool

    /// The width of the window at this moment, or nil when there is none.
    var columnCount: Int? { get }
}

extension TextSink {
    public func page(_ text: String) -> Bool { write(text) }

    public var columnCount: Int? { nil }
}
