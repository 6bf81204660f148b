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

    /// Installs the handlers, for the whole process; a second call changes nothing.
    public static func install() {
        // Touching the flag first initialises it, so that the handler finds it ready.
        _ = current
        for number in [SIGINT, SIGTERM, SIGHUP] {
            var action = sigaction()
            unsafe action.__sigaction_handler.sa_handler = recordSignal
            unsafe sigaction(number, &action, nil)
        }
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
