import Glibc
import SystemPackage

/// How a program is started: what it gets of this process and what not.
struct Spawning {
    /// What becomes of the descriptors above the standard streams.
    enum Descriptors {
        /// Those that this process inherited are passed on.
        case inherited
        /// None is passed on.
        case closed
    }

    /// Becomes its standard input; nil for this process's own.
    var input: Int32?
    /// Becomes its standard output; nil for this process's own.
    var output: Int32?
    /// Its standard error leads to `/dev/null`.
    var discardsErrors = false
    var descriptors = Descriptors.inherited
    /// It leads a session of its own, and with it a process group: no key of a terminal reaches it, and it reaches no terminal.
    var leadsSession = false
    /// Signals that this process ignores and the program shall not.
    var defaultSignals: [Int32] = []
    /// Variables set for it, each unless it is set already.
    var variables: [(name: String, value: String)] = []

    /// Starts the program at `executable` with its arguments, the first of which is its own name, and no signal blocked.
    ///
    /// - Returns: the number of the process.
    /// - Throws: `ENOENT`, `EACCES` and the like when it cannot be started.
    func start(_ executable: FilePath, _ arguments: [[UInt8]]) throws(SystemError) -> Int32 {
        var actions = unsafe posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawnattr_init(&attributes)
        defer {
            unsafe posix_spawn_file_actions_destroy(&actions)
            unsafe posix_spawnattr_destroy(&attributes)
        }
        var error = unsafe addActions(to: &actions)
        if error == 0 { error = setAttributes(&attributes) }
        var identifier: pid_t = -1
        if error == 0 {
            var pointers = unsafe CStrings(arguments)
            var environment = unsafe CStrings(variables: variables)
            error = unsafe executable.withPlatformString {
                unsafe posix_spawn(&identifier, $0, &actions, &attributes, pointers.pointers, environment.pointers)
            }
            unsafe pointers.free()
            unsafe environment.free()
        }
        guard error == 0 else { throw SystemError(operation: "start", path: executable, errno: Errno(rawValue: error)) }
        return identifier
    }

    private func addActions(to actions: inout posix_spawn_file_actions_t) -> Int32 {
        var error: Int32 = 0
        if let input { error = unsafe posix_spawn_file_actions_adddup2(&actions, input, 0) }
        if error == 0, let output { error = unsafe posix_spawn_file_actions_adddup2(&actions, output, 1) }
        if error == 0, discardsErrors {
            error = unsafe posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        }
        if descriptors == .closed {
            for descriptor in inheritableDescriptors() where error == 0 {
                error = unsafe posix_spawn_file_actions_addclose(&actions, descriptor)
            }
        }
        return error
    }

    private func setAttributes(_ attributes: inout posix_spawnattr_t) -> Int32 {
        var defaults = sigset_t()
        unsafe sigemptyset(&defaults)
        for number in defaultSignals { unsafe sigaddset(&defaults, number) }
        var unblocked = sigset_t()
        unsafe sigemptyset(&unblocked)
        var flags = Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)
        var error = unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
        if error == 0 { error = unsafe posix_spawnattr_setsigmask(&attributes, &unblocked) }
        // POSIX_SPAWN_SETSID, which glibc names for those alone who ask for more than POSIX.
        if leadsSession { flags |= 0x80 }
        return error == 0 ? unsafe posix_spawnattr_setflags(&attributes, Int16(flags)) : error
    }
}

/// Waits for the end of a process that was started, and says how it ended.
func waitForEnd(of identifier: Int32, path: FilePath) throws(SystemError) -> TerminationStatus {
    var raw: Int32 = 0
    _ = try attempt("wait for", path) { unsafe waitpid(identifier, &raw, 0) }
    let signal = raw & 0x7F
    return signal == 0 ? .exited((raw >> 8) & 0xFF) : .signalled(signal)
}

/// Zero-terminated strings with a null pointer behind the last, as `exec` takes them; whoever makes them frees them.
@unsafe
private struct CStrings {
    var pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [[UInt8]]) {
        unsafe pointers =
            strings.map { string in
                unsafe (string + [0]).withUnsafeBytes { region in
                    unsafe region.baseAddress.flatMap { unsafe strdup($0.assumingMemoryBound(to: CChar.self)) }
                }
            } + [nil]
    }

    /// This process's environment with further variables, each unless it is set already.
    init(variables: [(name: String, value: String)]) {
        unsafe pointers = []
        var own = unsafe environ
        while let variable = unsafe own.pointee {
            unsafe pointers.append(strdup(variable))
            unsafe own += 1
        }
        for addition in variables where Environment.variable(addition.name) == nil {
            unsafe pointers.append(strdup("\(addition.name)=\(addition.value)"))
        }
        unsafe pointers.append(nil)
    }

    mutating func free() {
        while unsafe !pointers.isEmpty { unsafe Glibc.free(pointers.removeLast()) }
    }
}

/// The descriptors above the standard streams that this process inherited and would pass on to a child.
///
/// Everything that this program opens itself is closed on execution; what its own parent left open is not.
private func inheritableDescriptors() -> [Int32] {
    let names = (try? directoryEntries(of: "/proc/self/fd")) ?? []
    return names.compactMap { Int32($0.name.string) }.filter { descriptor in
        let flags = fcntl(descriptor, F_GETFD)
        return descriptor > 2 && flags != -1 && flags & FD_CLOEXEC == 0
    }
}
