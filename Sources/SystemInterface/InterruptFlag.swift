import Glibc
import Synchronization

/// A request to stop that arrived as a signal: the handlers only set a flag, which long work reads between steps.
///
/// After ``install()`` SIGINT, SIGTERM and SIGHUP no longer end the process. Blocking calls that a signal
/// interrupts are not restarted by the kernel; this module's own loops go on, so readers of the flag look
/// at it between calls.
public enum InterruptFlag {
    /// The signals that ask a process to stop.
    public enum Request: Int32, Sendable {
        case interrupt = 2
        case terminate = 15
        case hangUp = 1

        /// The exit status by which shells expect a process to report this signal: 128 plus its number.
        public var exitStatus: Int32 { 128 + rawValue }
    }

    /// Installs the handlers, for the whole process; a second call changes nothing. A hang-up that was ignored goes on being so, as
    /// `nohup` has it.
    public static func install() {
        for number in signals { _ = record(number) }
    }

    /// Installs the handlers for as long as `body` works. A request that came too late to stop it is carried out when it has
    /// ended, unless the handlers were there before: then whoever installed them looks at the flag.
    public static func during<Result, Failure>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let before = signals.map(record)
        defer {
            for (number, action) in zip(signals, before) {
                if var action { unsafe sigaction(number, &action, nil) }
            }
        }
        let result = try body()
        for (number, action) in zip(signals, before) where number == current?.rawValue {
            guard var action else { continue }
            clear()
            unsafe sigaction(number, &action, nil)
            raise(number)
        }
        return result
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Has a signal set the flag.
    ///
    /// - Returns: what it did before; nil where that is still so, because it set the flag already or is to be ignored.
    private static func record(_ number: Int32) -> sigaction? {
        // Touching the flag first initialises it, so that the handler finds it ready.
        _ = current
        var before = sigaction()
        var action = sigaction()
        unsafe action.__sigaction_handler.sa_handler = recordSignal
        unsafe sigaction(number, nil, &before)
        let handler = unsafe unsafeBitCast(before.__sigaction_handler.sa_handler, to: Int.self)
        let isIgnored = unsafe handler == unsafeBitCast(SIG_IGN, to: Int.self)
        if unsafe handler == unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) { return nil }
        if isIgnored && number == SIGHUP { return nil }
        unsafe sigaction(number, &action, nil)
        return before
    }

    /// The request that has arrived since the last ``clear()``, the latest if there were several, else nil.
    public static var current: Request? {
        Request(rawValue: latestSignal.load(ordering: .relaxed))
    }

    /// Forgets the request.
    public static func clear() {
        latestSignal.store(0, ordering: .relaxed)
    }
}

private let latestSignal = Atomic<Int32>(0)

private func recordSignal(_ number: Int32) {
    latestSignal.store(number, ordering: .relaxed)
}
