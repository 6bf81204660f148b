import Glibc

/// What the operating system lets this process use. Limits only ever sink, and what it refuses to lower stays as it was.
public enum ProcessLimits {
    /// The resources that can be limited.
    public enum Resource: Sendable {
        /// The size of the address space, in bytes.
        case addressSpace
        /// The size of a core dump, in bytes.
        case coreDump
        /// The number of open descriptors.
        case openFiles
        /// Processor time in all, in seconds.
        case processorTime
    }

    /// Lowers a limit, the soft and the hard one, to `most`, unless it is lower already.
    public static func lower(_ resource: Resource, to most: Int) {
        let kind =
            switch resource {
            case .addressSpace: __rlimit_resource_t(RLIMIT_AS.rawValue)
            case .coreDump: __rlimit_resource_t(RLIMIT_CORE.rawValue)
            case .openFiles: __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            case .processorTime: __rlimit_resource_t(RLIMIT_CPU.rawValue)
            }
        var values = rlimit()
        guard unsafe getrlimit(kind, &values) == 0 else { return }
        values.rlim_max = min(values.rlim_max, rlim_t(most))
        values.rlim_cur = min(values.rlim_cur, values.rlim_max)
        unsafe setrlimit(kind, &values)
    }

    /// Ends the process with SIGPROF when it has worked for so many seconds more; a second call starts anew. Waiting does
    /// not count.
    public static func endAfter(workingSeconds seconds: Int) {
        var timer = itimerval()
        timer.it_value.tv_sec = seconds
        unsafe setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
    }
}
