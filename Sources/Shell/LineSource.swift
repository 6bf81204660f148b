/// Where the lines of a chat come from: a line editor, a pipe, a test.
public protocol LineSource {
    /// The next line, without its line feed; several lines where they were pasted as one entry.
    mutating func nextLine(prompt: String) -> LineResult
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

    /// The width of the window at this moment, or nil when there is none.
    var columnCount: Int? { get }
}

extension TextSink {
    public var columnCount: Int? { nil }
}
