import Glibc

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
