public import Foundation
import Glibc
public import SystemPackage

/// A program that runs on a terminal of its own, and the person before it.
///
/// The program leads a new session whose controlling terminal is the pseudo-terminal, so keys become signals as they do
/// at a real one. Waiting ends as soon as what is waited for has come; the deadlines are generous and serve only to
/// make a test that hangs fail.
///
///     let terminal = try PseudoTerminal(running: program, arguments: [], environment: ["TERM": "xterm"])
///     try terminal.expect("name? ")
///     terminal.send("Ada\r")
///     try terminal.expect("Hello, Ada")
///     #expect(try terminal.waitForExit() == .exited(0))
@safe
public final class PseudoTerminal {
    /// Why a test on a terminal cannot go on.
    public enum Failure: Error, CustomStringConvertible {
        case cannotStart(step: String, errno: Int32)
        /// What was waited for did not come; `screen` is what there was to see instead.
        case timedOut(waitingFor: String, screen: String)
        /// The program ended before what was waited for came.
        case ended(waitingFor: String, screen: String)

        public var description: String {
            switch self {
            case .cannotStart(let step, let code): "cannot start the program: \(step): errno \(code)"
            case .timedOut(let wanted, let screen): "waited in vain for \(wanted); the screen:\n\(screen)"
            case .ended(let wanted, let screen): "the program ended before \(wanted); the screen:\n\(screen)"
            }
        }
    }

    /// How a program ended.
    public enum Exit: Equatable, Sendable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    /// The settings of a terminal, to be compared.
    public struct Attributes: Equatable, CustomStringConvertible, Sendable {
        private var flags: [tcflag_t]
        private var characters: [UInt8]

        fileprivate init(_ attributes: termios) {
            flags = [attributes.c_iflag, attributes.c_oflag, attributes.c_cflag, attributes.c_lflag]
            characters = unsafe withUnsafeBytes(of: attributes.c_cc) { unsafe Array($0) }
        }

        /// Whether the terminal gives whole lines and shows what is typed.
        public var isCooked: Bool { flags[3] & tcflag_t(ICANON) != 0 && flags[3] & tcflag_t(ECHO) != 0 }

        public var description: String {
            flags.map { String($0, radix: 8) }.joined(separator: " ") + " \(characters)"
        }
    }

    /// How long is waited for anything, in seconds.
    public static let patience = 30.0

    /// What there is to see.
    public private(set) var screen: TerminalScreen

    /// Everything that the program wrote.
    public private(set) var output: [UInt8] = []

    public let processIdentifier: pid_t

    /// The terminal's attributes when the program started.
    public let initialAttributes: Attributes

    private let controller: Int32
    /// Held open so that the terminal's attributes outlive the program.
    private let terminal: Int32
    private var exit: Exit?
    private var isDrained = false

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - environment: The whole environment of the program, not an addition to this one's; only what this process was
    ///     told about sanitizers is handed on.
    ///   - configure: Changes the terminal's attributes before the program starts.
    public init(
        running program: FilePath, arguments: [String] = [], environment: [String: String], columnCount: Int = 80,
        rowCount: Int = 24, configure: (inout termios) -> Void = { _ in }
    ) throws {
        screen = TerminalScreen(columnCount: columnCount, rowCount: rowCount)
        controller = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard controller >= 0 else { throw Failure.cannotStart(step: "/dev/ptmx", errno: errno) }
        var isLocked: Int32 = 0
        var number: Int32 = 0
        guard unsafe ioctl(controller, Self.setPseudoTerminalLock, &isLocked) == 0,
            unsafe ioctl(controller, Self.getPseudoTerminalNumber, &number) == 0
        else { throw Failure.cannotStart(step: "unlock", errno: errno) }
        let name = "/dev/pts/\(number)"
        terminal = unsafe open(name, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard terminal >= 0 else { throw Failure.cannotStart(step: "open", errno: errno) }

        var attributes = termios()
        unsafe tcgetattr(terminal, &attributes)
        configure(&attributes)
        unsafe tcsetattr(terminal, TCSANOW, &attributes)
        // Read back, for a terminal need not take everything that is asked of it.
        unsafe tcgetattr(terminal, &attributes)
        initialAttributes = Attributes(attributes)
        Self.setSize(of: controller, columnCount, rowCount)
        processIdentifier = try Self.spawn(program, arguments, environment, on: name)
        _ = fcntl(controller, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if exit == nil {
            kill(processIdentifier, SIGKILL)
            var status: Int32 = 0
            unsafe waitpid(processIdentifier, &status, 0)
        }
        close(controller)
        close(terminal)
    }

    // Glibc's module leaves out what needs _GNU_SOURCE: posix_openpt and its kin, which are these two requests of
    // Linux (tty_ioctl(2)), and one flag of posix_spawn.
    private static let setPseudoTerminalLock: UInt = 0x4004_5431
    private static let getPseudoTerminalNumber: UInt = 0x8004_5430
    private static let startsSession: Int32 = 0x80

    private static func spawn(
        _ program: FilePath, _ arguments: [String], _ environment: [String: String], on terminalName: String
    ) throws -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        var settings = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&settings)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&settings)
        }
        // The leader of a new session gets the first terminal that it opens as the controlling one.
        unsafe posix_spawn_file_actions_addopen(&actions, 0, terminalName, O_RDWR, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
        unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var all = sigset_t()
        unsafe sigfillset(&all)
        unsafe sigdelset(&all, SIGKILL)
        unsafe sigdelset(&all, SIGSTOP)
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe posix_spawnattr_setsigdefault(&settings, &all)
        unsafe posix_spawnattr_setsigmask(&settings, &none)
        let flags = startsSession | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        unsafe posix_spawnattr_setflags(&settings, Int16(flags))

        var argumentPointers = unsafe ([program.string] + arguments).map { unsafe strdup($0) }
        let forSanitizers = ProcessInfo.processInfo.environment.filter { $0.key.hasSuffix("SAN_OPTIONS") }
        let whole = environment.merging(forSanitizers) { given, _ in given }
        var environmentPointers = unsafe whole.map { unsafe strdup("\($0)=\($1)") }
        unsafe argumentPointers.append(nil)
        unsafe environmentPointers.append(nil)
        defer {
            for index in unsafe argumentPointers.indices { unsafe free(argumentPointers[index]) }
            for index in unsafe environmentPointers.indices { unsafe free(environmentPointers[index]) }
        }
        var identifier: pid_t = 0
        let failure = unsafe posix_spawn(
            &identifier, program.string, &actions, &settings, argumentPointers, environmentPointers)
        guard failure == 0 else { throw Failure.cannotStart(step: "posix_spawn \(program)", errno: failure) }
        return identifier
    }

    private static func setSize(of descriptor: Int32, _ columnCount: Int, _ rowCount: Int) {
        var size = winsize(ws_row: UInt16(rowCount), ws_col: UInt16(columnCount), ws_xpixel: 0, ws_ypixel: 0)
        _ = unsafe ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    // MARK: The person

    /// Types the text; `\r` is Enter, `\u{3}` Ctrl-C.
    public func send(_ text: String) {
        send(Array(text.utf8))
    }

    /// Types the bytes.
    public func send(_ bytes: [UInt8]) {
        var written = 0
        let deadline = Date(timeIntervalSinceNow: Self.patience)
        while written < bytes.count && Date() < deadline {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(controller, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
            }
            if count > 0 { written += count }
            // The program cannot take more before what it wrote is read.
            if count < 0 { receive(for: 0.01) }
        }
    }

    /// Pastes the text, bracketed when the program has asked for that.
    public func paste(_ text: String) {
        send(screen.bracketsPastes ? "\u{1B}[200~\(text)\u{1B}[201~" : text)
    }

    /// Gives the window another size and tells the program so.
    public func resize(columnCount: Int, rowCount: Int) {
        receive(for: 0)
        screen.resize(columnCount: columnCount, rowCount: rowCount)
        Self.setSize(of: controller, columnCount, rowCount)
    }

    /// Sends a signal to the program.
    public func signal(_ number: Int32) {
        kill(processIdentifier, number)
    }

    /// Ends the program, by force if need be, and returns how it ended.
    @discardableResult
    public func terminate() throws -> Exit {
        kill(processIdentifier, SIGTERM)
        kill(processIdentifier, SIGCONT)
        if let exit = try? waitForExit(within: 5) { return exit }
        kill(processIdentifier, SIGKILL)
        return try waitForExit()
    }

    /// The terminal's attributes now.
    public var attributes: Attributes {
        var attributes = termios()
        unsafe tcgetattr(terminal, &attributes)
        return Attributes(attributes)
    }

    /// The process group that the keys speak to.
    public var foregroundGroup: pid_t { tcgetpgrp(controller) }

    // MARK: Waiting

    /// Waits until the text stands on the screen or has scrolled off it; a row that wrapped counts as one with the next.
    public func expect(_ text: String, within seconds: Double = patience) throws {
        try expect("“\(text)”", within: seconds) { $0.unwrappedText.contains(text) }
    }

    /// Waits until the screen is as `condition` says; `what` names that in a failure.
    public func expect(
        _ what: String, within seconds: Double = patience, _ condition: (TerminalScreen) -> Bool
    ) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while !condition(screen) {
            let left = deadline.timeIntervalSinceNow
            guard left > 0 else { throw Failure.timedOut(waitingFor: what, screen: screen.textWithHistory) }
            if isDrained { throw Failure.ended(waitingFor: what, screen: screen.textWithHistory) }
            receive(for: min(left, 0.1))
        }
    }

    /// Waits until something beyond the screen is so.
    public func wait(
        until what: String, within seconds: Double = patience, _ condition: () throws -> Bool
    ) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while try !condition() {
            guard deadline.timeIntervalSinceNow > 0 else {
                throw Failure.timedOut(waitingFor: what, screen: screen.textWithHistory)
            }
            receive(for: 0.01)
        }
    }

    /// Waits for the program's end and reads all that it wrote.
    @discardableResult
    public func waitForExit(within seconds: Double = patience) throws -> Exit {
        try wait(until: "the program's end", within: seconds) { reap() }
        receive(for: 0)
        guard let exit else { throw Failure.timedOut(waitingFor: "the program's end", screen: screen.text) }
        return exit
    }

    private func reap() -> Bool {
        if exit != nil { return true }
        var status: Int32 = 0
        guard unsafe waitpid(processIdentifier, &status, WNOHANG) == processIdentifier else { return false }
        let signal = status & 0x7F
        exit = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
        return true
    }

    /// Takes what the program writes, waiting for the first of it no longer than `seconds`.
    private func receive(for seconds: Double) {
        var ready = pollfd(fd: controller, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&ready, 1, Int32(seconds * 1000)) > 0 else {
            // This process holds the terminal open, so its end never shows as such.
            if reap() { isDrained = true }
            return
        }
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = unsafe read(controller, &bytes, bytes.count)
            guard count > 0 else { return }
            output += bytes[..<count]
            screen.receive(bytes[..<count])
        }
    }
}

/// The path of a program that this package builds.
public func builtProgram(_ name: String) throws -> FilePath {
    let tests = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return FilePath(tests).removingLastComponent().appending(name)
}
