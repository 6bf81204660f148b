import Glibc
public import SystemPackage

/// Notices that names in folders come, go, or are written to: Linux's `inotify`.
///
/// It tells that something happened and not what: whoever asks looks again. Folders inside are watched only when they are
/// added themselves.
public struct FolderWatch: ~Copyable {
    private let descriptor: Int32

    /// A watch of nothing yet.
    public init() throws(SystemError) {
        descriptor = try attempt("watch folders", nil) { inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) }
    }

    deinit {
        close(descriptor)
    }

    /// Watches the folder at `path` as well; one that is watched already stays so.
    ///
    /// - Returns: a number that is the same for the same folder as long as it is there.
    /// - Throws: `ENOSPC` when the user may watch no more folders (`fs.inotify.max_user_watches`).
    @discardableResult
    public func add(_ path: FilePath) throws(SystemError) -> Int32 {
        let events =
            IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE | IN_ATTRIB | IN_DELETE_SELF
            | IN_MOVE_SELF | IN_ONLYDIR | IN_DONT_FOLLOW
        return try attempt("watch the folder", path) {
            unsafe path.withPlatformString { unsafe inotify_add_watch(descriptor, $0, UInt32(events)) }
        }
    }

    /// Waits until something happens, and forgets all that has; false when `milliseconds` pass or a signal comes before.
    public func waitForChange(milliseconds: Int) throws(SystemError) -> Bool {
        var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&request, 1, Int32(clamping: milliseconds)) > 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var isChanged = false
        while true {
            do throws(SystemError) {
                guard try readOnce(descriptor, into: &buffer, from: 0, path: nil) > 0 else { return isChanged }
                isChanged = true
            } catch {
                guard error.errno == .wouldBlock || error.errno == .resourceTemporarilyUnavailable else { throw error }
                return isChanged
            }
        }
    }
}
