// The calls that the history file needs of the operating system, and nothing else.

import Glibc
import SystemPackage

/// A failed system call.
struct SystemCallError: Error {
    var errno: Int32
}

/// The errno value of an operation on something closed.
let closedDescriptorError = EBADF

/// What `errno` means, in words.
func errorText(_ code: Int32) -> String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
}

/// An open file, closed when it goes out of scope.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// Opens `path` without following a link and without waiting for a pipe's other end.
    ///
    /// A file that is created has the mode `0600` whatever the umask.
    init(at path: FilePath, flags: Int32) throws(SystemCallError) {
        let opened = unsafe path.withPlatformString {
            unsafe open($0, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, mode_t(0o600))
        }
        guard opened >= 0 else { throw SystemCallError(errno: errno) }
        descriptor = opened
    }

    deinit {
        close(descriptor)
    }

    func status() throws(SystemCallError) -> stat {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemCallError(errno: errno) }
        return status
    }

    /// Waits for the lock on the file; it is given back when the file is closed.
    func lock(exclusively: Bool) throws(SystemCallError) {
        while flock(descriptor, exclusively ? LOCK_EX : LOCK_SH) != 0 {
            guard errno == EINTR else { throw SystemCallError(errno: errno) }
        }
    }

    func setMode(_ mode: mode_t) throws(SystemCallError) {
        guard fchmod(descriptor, mode) == 0 else { throw SystemCallError(errno: errno) }
    }

    func truncate(to byteCount: Int) throws(SystemCallError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw SystemCallError(errno: errno) }
    }

    func synchronize() throws(SystemCallError) {
        guard fsync(descriptor) == 0 else { throw SystemCallError(errno: errno) }
    }

    /// The bytes from `offset` on, at most `byteCount` of them; fewer only at the end of the file.
    func bytes(from offset: Int, count byteCount: Int) throws(SystemCallError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: byteCount)
        var filled = 0
        while filled < byteCount {
            let count = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress.map { unsafe $0 + filled }, byteCount - filled,
                    off_t(offset + filled))
            }
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw SystemCallError(errno: errno) }
            if count == 0 { break }
            filled += count
        }
        bytes.removeLast(byteCount - filled)
        return bytes
    }

    /// Writes all of `bytes` at the end of a file opened to be appended to, or where the last write ended.
    func append(_ bytes: [UInt8]) throws(SystemCallError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, bytes.count - written)
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { throw SystemCallError(errno: count < 0 ? errno : EIO) }
            written += count
        }
    }
}

/// What `path` names now, links not followed; `nil` when it names nothing.
func fileStatus(at path: FilePath) -> stat? {
    var status = stat()
    let result = unsafe path.withPlatformString { unsafe lstat($0, &status) }
    return result == 0 ? status : nil
}

func renameFile(at source: FilePath, to destination: FilePath) throws(SystemCallError) {
    let result = unsafe source.withPlatformString { from in
        unsafe destination.withPlatformString { to in unsafe rename(from, to) }
    }
    guard result == 0 else { throw SystemCallError(errno: errno) }
}

func removeFile(at path: FilePath) {
    _ = unsafe path.withPlatformString { unsafe unlink($0) }
}

extension stat {
    var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
    var isOwnedByThisUser: Bool { st_uid == geteuid() }
    var permissions: mode_t { st_mode & 0o7777 }
    func isSameFile(as other: stat) -> Bool { st_dev == other.st_dev && st_ino == other.st_ino }
}
