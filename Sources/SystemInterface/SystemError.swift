import Glibc
public import SystemPackage

/// A call to the operating system that failed: what was tried, on which path, and the system's reason.
///
/// Every throwing function of this module throws this type and no other.
public struct SystemError: Error, Equatable, Sendable {
    /// What was tried, as a phrase that completes "cannot …", for example `open` or `create the folder`.
    public let operation: String

    /// The path that the operation was about, or nil where there is none (a pipe, a process).
    public let path: FilePath?

    /// The error number of the operating system.
    public let errno: Errno

    /// A failed `operation` on `path` with the reason `errno`.
    public init(operation: String, path: FilePath?, errno: Errno) {
        self.operation = operation
        self.path = path
        self.errno = errno
    }
}

extension SystemError: CustomStringConvertible {
    /// One sentence without a final stop. The path is shown as it is: escaping is the renderer's task.
    public var description: String {
        let object = path.map { " \($0.string)" } ?? ""
        return "cannot \(operation)\(object): \(errno.description)"
    }
}

/// Calls `body` until it returns something other than −1 or fails for another reason than a signal.
func attempt(
    _ operation: @autoclosure () -> String, _ path: FilePath?, _ body: () -> Int32
) throws(SystemError) -> Int32 {
    try Int32(truncatingIfNeeded: attemptCounted(operation(), path) { Int(body()) })
}

/// Calls `body`, which returns a count or −1, until it succeeds or fails for another reason than a signal.
func attemptCounted(
    _ operation: @autoclosure () -> String, _ path: FilePath?, _ body: () -> Int
) throws(SystemError) -> Int {
    while true {
        let result = body()
        if result != -1 { return result }
        let reason = currentErrno()
        if reason != .interrupted { throw SystemError(operation: operation(), path: path, errno: reason) }
    }
}

/// The error number that the last failed call of this thread left.
func currentErrno() -> Errno {
    return Errno(rawValue: Glibc.errno)
}
