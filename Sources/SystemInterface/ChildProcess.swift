import Glibc
public import SystemPackage

/// How a process ended.
public enum TerminationStatus: Equatable, Sendable {
    /// By itself, with this status (0…255).
    case exited(Int32)
    /// By this signal.
    case signalled(Int32)
}

/// A running program with pipes on its standard input and output.
///
/// The child inherits no other descriptor than these and, if asked for, standard error. It runs in a session and a
/// process group of its own, so that Ctrl-C at the terminal reaches the parent alone and the child cannot open that terminal,
/// unless it is to join its parent's. When this value goes away without ``wait()``, the child is killed and reaped.
public struct ChildProcess: ~Copyable {
    /// What becomes of the child's standard error.
    public enum ErrorStream: Sendable {
        /// It is the parent's.
        case inherited
        /// It leads to `/dev/null`.
        case discarded
    }

    /// The number of the process.
    public let identifier: Int32
    /// Whether the child leads a process group.
    private let leadsGroup: Bool

    private let path: FilePath
    private var input: Int32?
    private let output: Int32
    private var status: TerminationStatus?

    /// Starts the program at `executable` with `arguments` after its own name, in the parent's environment, but that a crash of a
    /// Swift program is not explained unless the parent asks for it.
    ///
    /// - Parameter joinsGroup: whether the child belongs to this process's group, so that whoever kills that ends it too.
    ///
    /// Calls ``ignoreBrokenPipeSignal()``: a write to a child that has ended must fail, not kill the parent.
    ///
    /// - Throws: `ENOENT`, `EACCES` and the like when the program cannot be started.
    public init(
        executable: FilePath, arguments: [String] = [], errorStream: ErrorStream = .inherited,
        joinsGroup: Bool = false
    ) throws(SystemError) {
        try self.init(
            executable: executable, argumentBytes: arguments.map { Array($0.utf8) }, errorStream: errorStream,
            joinsGroup: joinsGroup)
    }

    /// Starts a program with arguments that are bytes, as names of files are; none may hold a zero byte.
    public init(
        executable: FilePath, argumentBytes: [[UInt8]], errorStream: ErrorStream = .inherited, joinsGroup: Bool = false
    ) throws(SystemError) {
        ignoreBrokenPipeSignal()
        let toChild = try Pipe.create()
        let fromChild = try Pipe.create()
        let spawning = Spawning(
            input: toChild.readEnd, output: fromChild.writeEnd,
            discardsErrors: errorStream == .discarded || fcntl(2, F_GETFD) == -1, descriptors: .closed,
            leadsSession: !joinsGroup,
            // What this process ignores goes back to what a program expects.
            defaultSignals: [SIGPIPE],
            // A Swift program that crashes would have its stack told on the pipe that its answers are read from.
            variables: [("SWIFT_BACKTRACE", "enable=no")])
        identifier = try spawning.start(executable, [executable.bytes] + argumentBytes)
        leadsGroup = !joinsGroup
        path = executable
        input = toChild.keepingWriteEnd()
        output = fromChild.keepingReadEnd()
    }

    deinit {
        if let input { close(input) }
        close(output)
        if status == nil {
            Glibc.kill(leadsGroup ? -identifier : identifier, SIGKILL)
            var raw: Int32 = 0
            while unsafe waitpid(identifier, &raw, 0) == -1 && errno == EINTR {}
        }
    }

    /// Writes all of `bytes` to the child's standard input; blocks while the pipe is full.
    ///
    /// - Throws: `EPIPE` when the child has ended or closed its input, or ``closeInput()`` was called.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        guard let input else { throw SystemError(operation: "write to", path: path, errno: .brokenPipe) }
        try writeAll(bytes.span, to: input, path: path)
    }

    /// Reads what the child wrote into `buffer` from its start and returns the count: 0 after the child's last byte.
    public func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        try readOnce(output, into: &buffer, from: 0, path: path)
    }

    /// The descriptor from which ``read(into:)`` reads, to wait for.
    public var outputDescriptor: Int32 { output }

    /// Asks the child to end (SIGTERM) and lets go of it without waiting.
    public consuming func abandon() {
        if status == nil { Glibc.kill(identifier, SIGTERM) }
        // What is left is reaped by whoever takes orphans over.
        status = .signalled(SIGTERM)
    }

    /// Closes the child's standard input, so that it sees the end.
    public mutating func closeInput() {
        if let input { close(input) }
        input = nil
    }

    /// Waits until the child has written something or closed its output; false when `milliseconds` pass before.
    public func waitForOutput(milliseconds: Int) throws(SystemError) -> Bool {
        var request = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        return try attempt("wait for", path) { unsafe poll(&request, 1, Int32(clamping: milliseconds)) } > 0
    }

    /// Ends the child, and what it started in its group, with SIGKILL; ``wait()`` then reports how it ended.
    public func kill() {
        if status == nil { Glibc.kill(leadsGroup ? -identifier : identifier, SIGKILL) }
    }

    /// Waits for the child's end and says how it ended; further calls give the same answer.
    public mutating func wait() throws(SystemError) -> TerminationStatus {
        if let status { return status }
        let ended = try waitForEnd(of: identifier, path: path)
        status = ended
        return ended
    }
}

/// Both ends of a pipe; an end that is not kept is closed.
private struct Pipe: ~Copyable {
    let readEnd: Int32
    let writeEnd: Int32

    private init(readEnd: Int32, writeEnd: Int32) {
        self.readEnd = readEnd
        self.writeEnd = writeEnd
    }

    static func create() throws(SystemError) -> Pipe {
        do {
            let ends = try FileDescriptor.pipe(options: .closeOnExec)
            let readEnd = try aboveStandardStreams(ends.readEnd.rawValue)
            let writeEnd = try aboveStandardStreams(ends.writeEnd.rawValue)
            return Pipe(readEnd: readEnd, writeEnd: writeEnd)
        } catch {
            throw SystemError(operation: "create a pipe", path: nil, errno: error)
        }
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    consuming func keepingWriteEnd() -> Int32 {
        let (unused, kept) = (readEnd, writeEnd)
        discard self
        close(unused)
        return kept
    }

    consuming func keepingReadEnd() -> Int32 {
        let (kept, unused) = (readEnd, writeEnd)
        discard self
        close(unused)
        return kept
    }
}

/// The descriptor itself, or a copy of it where it has the number of a standard stream.
///
/// Where the parent runs without standard streams, a pipe gets their numbers, and placing one end for the
/// child would overwrite the other.
private func aboveStandardStreams(_ descriptor: Int32) throws(Errno) -> Int32 {
    guard descriptor < 3 else { return descriptor }
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
    let reason = currentErrno()
    close(descriptor)
    if copy == -1 { throw reason }
    return copy
}
