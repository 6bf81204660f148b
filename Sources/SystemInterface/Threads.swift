import Glibc
import SystemPackage

/// Work that several threads do at the same time.
public enum Threads {
    /// How many processors the machine has in use, at least 1. A process may be bound to fewer; its threads then take turns.
    public static var processorCount: Int {
        max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Lets others run for a moment.
    public static func pause(microseconds: UInt32) { usleep(microseconds) }

    /// Calls `body` on the calling thread and on `count - 1` more at the same time, and returns when all have returned: for work
    /// that whoever is there takes from a common store. Where a thread cannot be made, the others do its work.
    public static func share(_ count: Int, _ body: @escaping @Sendable () -> Void) {
        let running = Running { _ in body() }
        let threads = (1..<max(1, count)).compactMap { number in try? start(number, of: running) }
        body()
        for thread in threads { pthread_join(thread, nil) }
    }

    /// Calls `body`, and on another thread at the same time `other`; returns when both have returned. Where a thread cannot be made,
    /// `other` is called behind `body`.
    public static func run<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result, beside other: @escaping @Sendable () -> Void
    ) throws(Failure) -> Result {
        let thread = try? start(1, of: Running { _ in other() })
        defer {
            if let thread { pthread_join(thread, nil) } else { other() }
        }
        return try body()
    }

    /// Calls `body(0)` … `body(count - 1)` at the same time, each on a thread of its own, and returns when all have
    /// returned. Meanwhile `meanwhile` is called on the calling thread about twenty times a second.
    ///
    /// - Throws: when a thread cannot be made; those that were are waited for.
    public static func run(
        _ count: Int, meanwhile: () -> Void, _ body: @escaping @Sendable (Int) -> Void
    ) throws(SystemError) {
        let running = Running(body)
        var threads: [pthread_t] = []
        var failure: SystemError?
        for number in 0..<count {
            do throws(SystemError) {
                threads.append(try start(number, of: running))
            } catch {
                failure = error
                break
            }
        }
        // Short waits first: what `meanwhile` finds out should not come late for small work.
        var microseconds = 200
        var runningCount = threads.count
        while runningCount > 0 {
            if running.hasEnded(within: microseconds) {
                runningCount -= 1
            } else {
                microseconds = min(50_000, microseconds * 2)
                meanwhile()
            }
        }
        for thread in threads { pthread_join(thread, nil) }
        if let failure { throw failure }
    }

    private static func start(_ number: Int, of running: Running) throws(SystemError) -> pthread_t {
        var thread = pthread_t()
        let start = unsafe Unmanaged.passRetained(Start(number: number, running: running))
        let code = unsafe pthread_create(&thread, nil, begin, start.toOpaque())
        guard code == 0 else {
            unsafe start.release()
            throw SystemError(operation: "start a thread", path: nil, errno: Errno(rawValue: code))
        }
        return thread
    }
}

/// What the threads of one call share.
@safe
private final class Running: @unchecked Sendable {
    let body: @Sendable (Int) -> Void
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    /// Signalled by each thread at its end. It waits by the clock that nobody sets.
    private let ending = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    /// Threads that have ended and were not asked for yet.
    private var endedCount = 0

    init(_ body: @escaping @Sendable (Int) -> Void) {
        self.body = body
        unsafe pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        unsafe pthread_condattr_init(&attributes)
        unsafe pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        unsafe pthread_cond_init(ending, &attributes)
        unsafe pthread_condattr_destroy(&attributes)
    }

    deinit {
        unsafe pthread_cond_destroy(ending)
        unsafe pthread_mutex_destroy(mutex)
        unsafe ending.deallocate()
        unsafe mutex.deallocate()
    }

    func end() {
        unsafe pthread_mutex_lock(mutex)
        endedCount += 1
        unsafe pthread_cond_signal(ending)
        unsafe pthread_mutex_unlock(mutex)
    }

    /// Waits for the end of one more thread.
    func hasEnded(within microseconds: Int) -> Bool {
        var deadline = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &deadline)
        let nanoseconds = deadline.tv_nsec + 1000 * microseconds
        deadline.tv_sec += nanoseconds / 1_000_000_000
        deadline.tv_nsec = nanoseconds % 1_000_000_000
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        while endedCount == 0 {
            if unsafe pthread_cond_timedwait(ending, mutex, &deadline) != 0 { return false }
        }
        endedCount -= 1
        return true
    }
}

private final class Start: Sendable {
    let number: Int
    let running: Running

    init(number: Int, running: Running) {
        self.number = number
        self.running = running
    }
}

private func begin(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument = unsafe argument {
        let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        start.running.body(start.number)
        start.running.end()
    }
    return nil
}
