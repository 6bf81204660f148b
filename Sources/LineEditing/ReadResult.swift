public import SystemPackage

/// How the reading of one line ended.
///
/// Neither an interrupt nor the end of the input is an error: both are things that a person does on purpose. After
/// every one of them the cursor stands at the start of a fresh row and the terminal's attributes are as they were.
public enum ReadResult: Sendable, Equatable {
    /// Enter was pressed. The line holds no newline; from a terminal it takes at most
    /// ``LineEditor/maximumLineByteCount`` bytes.
    case line(String)
    /// Ctrl-C was pressed; what had been typed is gone.
    case interrupted
    /// Ctrl-D was pressed on an empty line, or there is no more input.
    case endOfInput
    /// The program was asked to end by `SIGTERM`, `SIGHUP` or `SIGQUIT`. The signal has been taken; the program decides
    /// what to do about it.
    case terminated(signal: Int32)
    /// The input could not be read.
    case failed(errno: Errno)
}
