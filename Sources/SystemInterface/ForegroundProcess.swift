import Glibc
public import SystemPackage

/// Runs a program that takes the terminal over, a pager or an editor, and waits for its end.
///
/// It shares this process's standard output and error and its process group, so that the terminal's keys reach it. What they
/// send to this process meanwhile is ignored: Ctrl-C in an editor must not end the program that called it.
///
/// - Parameters:
///   - input: What the program reads on its standard input; nil for this process's own.
///   - environment: Variables set for it, each unless it is set already.
/// - Throws: when the program cannot be started.
public func runInForeground(
    _ executable: FilePath, _ arguments: [String], input: [UInt8]? = nil,
    environment additions: [(name: String, value: String)] = []
) throws(SystemError) -> TerminationStatus {
    ignoreBrokenPipeSignal()
    var ends: (read: Int32, write: Int32)?
    if input != nil {
        do {
            let pipe = try FileDescriptor.pipe(options: .closeOnExec)
            ends = (pipe.readEnd.rawValue, pipe.writeEnd.rawValue)
        } catch {
            throw SystemError(operation: "create a pipe", path: nil, errno: error)
        }
    }
    let ignored = IgnoredKeySignals()
    defer { ignored.restore() }
    let spawning = Spawning(
        input: ends?.read, defaultSignals: [SIGPIPE, SIGINT, SIGQUIT], variables: additions)
    let started = Result { () throws(SystemError) in
        try spawning.start(executable, [executable.bytes] + arguments.map { Array($0.utf8) })
    }
    if let ends { close(ends.read) }
    let identifier: Int32
    do throws(SystemError) {
        identifier = try started.get()
    } catch {
        if let ends { close(ends.write) }
        throw error
    }
    if let ends, let input {
        // A pager that was left early reads no more, which is no failure.
        try? writeAll(input.span, to: ends.write, path: nil)
        close(ends.write)
    }
    return try waitForEnd(of: identifier, path: executable)
}

/// The signals that keys send, ignored for a while.
private struct IgnoredKeySignals {
    private static let numbers = [SIGINT, SIGQUIT]
    private var before: [sigaction] = []

    init() {
        for number in Self.numbers {
            var old = sigaction()
            var ignoring = sigaction()
            unsafe ignoring.__sigaction_handler.sa_handler = SIG_IGN
            unsafe sigaction(number, &ignoring, &old)
            before.append(old)
        }
    }

    func restore() {
        for (number, action) in zip(Self.numbers, before) {
            var action = action
            unsafe sigaction(number, &action, nil)
        }
    }
}

/// Waits until one of the descriptors can be read or has ended, at most so many milliseconds; false when none was.
public func waitForInput(on descriptors: [Int32], milliseconds: Int32) -> Bool {
    var waited = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    return unsafe poll(&waited, UInt(waited.count), milliseconds) > 0
}

/// Lets other processes go first from now on.
public func lowerPriority() { _ = nice(10) }
