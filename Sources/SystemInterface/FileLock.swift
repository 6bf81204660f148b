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
        let file = try open(path)
        let raw = file.descriptor.rawValue
        _ = try attempt("lock", path) { flock(raw, operation(sharing)) }
        return FileLock(file)
    }

    /// Takes the lock, or returns nil when others hold it in a way that excludes this.
    public static func ifFree(_ path: FilePath, _ sharing: Sharing) throws(SystemError) -> FileLock? {
        let file = try open(path)
        let raw = file.descriptor.rawValue
        do {
            _ = try attempt("lock", path) { flock(raw, operation(sharing) | LOCK_NB) }
        } catch  where error.errno == .wouldBlock {
            return nil
        }
        return FileLock(file)
    }

    private static func open(_ path: FilePath) throws(SystemError) -> OpenFile {
        try OpenFile.appending(path, permissions: .ownerReadWrite)
    }

    private static func operation(_ sharing: Sharing) -> Int32 {
        switch sharing {
        case .exclusive: LOCK_EX
        case .shared: LOCK_SH
        }
    }
}
