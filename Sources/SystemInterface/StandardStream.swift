import Glibc
public import SystemPackage

/// The three streams that a process starts with.
public enum StandardStream: Int32, Sendable {
    case input = 0
    case output = 1
    case error = 2

    /// The stream's descriptor.
    public var descriptor: FileDescriptor { FileDescriptor(rawValue: rawValue) }

    /// Whether the stream is a terminal.
    public var isTerminal: Bool { isatty(rawValue) == 1 }

    /// The width of the terminal in columns, or nil when the stream is no terminal or does not say.
    public var columnCount: Int? {
        var size = winsize()
        let result = unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size)
        return result == 0 && size.ws_col > 0 ? Int(size.ws_col) : nil
    }

    /// The height of the terminal in rows, or nil when the stream is no terminal or does not say.
    public var rowCount: Int? {
        var size = winsize()
        let result = unsafe ioctl(rawValue, UInt(TIOCGWINSZ), &size)
        return result == 0 && size.ws_row > 0 ? Int(size.ws_row) : nil
    }

    /// Writes all of `bytes`.
    ///
    /// - Throws: `EPIPE` (``SystemError/isBrokenPipe``) when the reader has gone, provided that
    ///   ``ignoreBrokenPipeSignal()`` was called; otherwise the process ends by the signal.
    public func write(_ bytes: Span<UInt8>) throws(SystemError) {
        try writeAll(bytes, to: rawValue, path: nil)
    }

    /// Writes all of `bytes`, as ``write(_:)-(Span<UInt8>)`` does.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        try write(bytes.span)
    }

    /// Reads into `buffer` from its start and returns how many bytes came: 0 at the end of the input.
    public func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        try readOnce(rawValue, into: &buffer, from: 0, path: nil)
    }
}

extension SystemError {
    /// Whether the reader of a pipe or the peer of a terminal has gone, so that nobody is left to write for.
    public var isBrokenPipe: Bool { errno == .brokenPipe }
}

/// Makes a write to a pipe without reader fail with `EPIPE` instead of ending the process.
///
/// This is the one place that changes the disposition of SIGPIPE. It holds for the whole process and may
/// be called any number of times; ``ChildProcess`` calls it, and gives children the default back.
public func ignoreBrokenPipeSignal() {
    signal(SIGPIPE, SIG_IGN)
}

/// Makes a write beyond the limit on the size of files fail with `EFBIG` instead of ending the process.
public func ignoreFileSizeSignal() {
    signal(SIGXFSZ, SIG_IGN)
}

/// Ends the process with a message when a mapped file has become shorter than what is read of it, or the medium fails under it:
/// the system then sends SIGBUS to whoever reads, and nothing that was being done can go on.
///
/// - Parameters:
///   - message: with a line feed at its end; written to standard error.
///   - status: with which the process ends.
public func endOnLostMapping(saying message: StaticString, status: Int32) {
    unsafe lostMapping = (message, status)
    var action = sigaction()
    unsafe action.__sigaction_handler.sa_handler = { _ in
        // Nothing may be allocated or locked here.
        let (message, status) = unsafe lostMapping
        _ = unsafe write(STDERR_FILENO, message.utf8Start, message.utf8CodeUnitCount)
        _exit(status)
    }
    unsafe sigaction(SIGBUS, &action, nil)
}

/// Written once, before there is a handler to read it.
private nonisolated(unsafe) var lostMapping: (message: StaticString, status: Int32) = ("", 1)
