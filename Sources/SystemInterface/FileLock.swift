import Glibc
public import SystemPackage

/// An advisory lock (`flock`) on a file, held until this value goes away or the process ends, however it ends.
///
/// The lock file is created where it is missing, mode 0600, and never removed: a lock on a removed file
/// would exclude nobody.
public struct FileLock: ~Copyable {
    /// Who else may hold the lock at the same time.
    public enum Sharing: Sendable {
        /// Nobody.
        case exclusive
        /// Holders of other shared locks.
        case shared
    }

    private let file: OpenFile

    private init(_ file: consuming OpenFile) { self.file = file }

    /// Takes the lock and waits for it as long as others hold it. A signal without a handler ends the wait with the process; one
    /// with a handler does not.
    public static func waiting(for path: FilePath, _ sharing: Sharing) throws(SystemError) -> FileLock {
        let file = try OpenFile.appending(path)
        try file.lock(sharing)
        return FileLock(file)
    }

    /// Takes the lock, or returns nil when others hold it in a way that excludes this.
    public static func ifFree(_ path: FilePath, _ sharing: Sharing) throws(SystemError) -> FileLock? {
        let file = try OpenFile.appending(path)
        return try file.lockIfFree(sharing) ? FileLock(file) : nil
    }
}

extension OpenFile {
    /// Waits for the lock on the file itself; it is given back when the file is closed. Signals as in ``FileLock/waiting(for:_:)``.
    public func lock(_ sharing: FileLock.Sharing) throws(SystemError) {
        _ = try attempt("lock", path) { flock(descriptor.rawValue, sharing.operation) }
    }

    /// Takes the lock on the file itself; false when others hold it in a way that excludes this.
    fileprivate func lockIfFree(_ sharing: FileLock.Sharing) throws(SystemError) -> Bool {
        do {
            _ = try attempt("lock", path) { flock(descriptor.rawValue, sharing.operation | LOCK_NB) }
            return true
        } catch  where error.errno == .wouldBlock {
            return false
        }
    }
}

extension FileLock.Sharing {
    /// What `flock` calls it.
    fileprivate var operation: Int32 {
        switch self {
        case .exclusive: LOCK_EX
        case .shared: LOCK_SH
        }
    }
}
