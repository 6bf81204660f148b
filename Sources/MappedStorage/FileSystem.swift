internal import Glibc
public import SystemPackage

/// The few operations by which an index is written. All writes go through here, so that a test can fail each of them, or
/// lose what was not yet synchronised.
public protocol FileSystem: Sendable {
    /// Creates a folder for its owner alone, parents included; an existing one is left as it is.
    func createFolder(_ path: FilePath) throws(StorageError)
    /// Creates a file, or empties an existing one, and writes the parts one after the other.
    func write(_ parts: [[UInt8]], to path: FilePath) throws(StorageError)
    /// Writes the parts one after the other behind what an existing file holds.
    func append(_ parts: [[UInt8]], to path: FilePath) throws(StorageError)
    /// Returns when the file's bytes are on the medium.
    func synchronizeFile(_ path: FilePath) throws(StorageError)
    /// Returns when the folder's entries are on the medium.
    func synchronizeFolder(_ path: FilePath) throws(StorageError)
    /// Gives a file another name in place of any that has it: readers see the one or the other.
    func rename(_ path: FilePath, to newPath: FilePath) throws(StorageError)
    /// Removes a file; one that is not there is no error.
    func remove(_ path: FilePath) throws(StorageError)
    /// The names of a folder's entries, in no order.
    func names(in folder: FilePath) throws(StorageError) -> [String]
}

extension FileSystem {
    /// Replaces a file in one step: after a crash it holds the old bytes or the new, never a mixture.
    public func replace(_ path: FilePath, with bytes: [UInt8]) throws(StorageError) {
        let folder = path.removingLastComponent()
        let temporary = folder.appending((path.lastComponent?.string ?? "file") + ".new")
        try write([bytes], to: temporary)
        try synchronizeFile(temporary)
        try rename(temporary, to: path)
        try synchronizeFolder(folder.isEmpty ? "." : folder)
    }
}

/// The disk.
public struct DiskFileSystem: FileSystem {
    public init() {}

    public func createFolder(_ path: FilePath) throws(StorageError) {
        var made = FilePath()
        made.root = path.root
        var obstacle: StorageError?
        for component in path.components {
            let parent = made
            made.append(component)
            let status = unsafe made.withPlatformString { unsafe mkdir($0, 0o700) }
            // A new folder is on the medium when the folder above it is.
            if status == 0 { try synchronizeFolder(parent.isEmpty ? "." : parent) }
            if status != 0 && errno != EEXIST && errno != EISDIR {
                let code = errno
                let failed = failure("create the folder", made, code)
                // One above that cannot be written to may be there all the same: what counts is the last one.
                if made == path || code != EROFS && code != EACCES {
                    throw code == ENOENT ? obstacle ?? failed : failed
                }
                obstacle = obstacle ?? failed
            }
        }
    }

    public func write(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) {
        try write(parts, to: path, try openFile(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, "create"))
    }

    public func append(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) {
        try write(parts, to: path, try openFile(path, O_WRONLY | O_APPEND | O_NOFOLLOW, "open"))
    }

    /// Closes the descriptor whatever happens.
    private func write(_ parts: [[UInt8]], to path: FilePath, _ descriptor: Int32) throws(StorageError) {
        for part in parts {
            var written = 0
            while written < part.count {
                let count = unsafe part.withUnsafeBytes {
                    // Below 2 GiB at a time, the most that one call writes.
                    unsafe Glibc.write(descriptor, $0.baseAddress! + written, min($0.count - written, 1 << 30))
                }
                if count < 0 {
                    if errno == EINTR { continue }
                    let code = errno
                    close(descriptor)
                    throw failure("write to", path, code)
                }
                written += count
            }
        }
        guard close(descriptor) == 0 else { throw failure("close", path, errno) }
    }

    public func synchronizeFile(_ path: FilePath) throws(StorageError) {
        try synchronize(path, O_RDONLY)
    }

    public func synchronizeFolder(_ path: FilePath) throws(StorageError) {
        try synchronize(path, O_RDONLY | O_DIRECTORY)
    }

    private func synchronize(_ path: FilePath, _ flags: Int32) throws(StorageError) {
        let descriptor = try openFile(path, flags, "open")
        defer { close(descriptor) }
        // Never tried again after a failure: the kernel may have dropped the pages and would then report success.
        guard fsync(descriptor) == 0 else { throw failure("synchronise", path, errno) }
    }

    public func rename(_ path: FilePath, to newPath: FilePath) throws(StorageError) {
        let status = unsafe path.withPlatformString { old in
            unsafe newPath.withPlatformString { new in unsafe Glibc.rename(old, new) }
        }
        guard status == 0 else { throw failure("rename to \(newPath)", path, errno) }
    }

    public func remove(_ path: FilePath) throws(StorageError) {
        let status = unsafe path.withPlatformString { unsafe unlink($0) }
        guard status == 0 || errno == ENOENT else { throw failure("remove", path, errno) }
    }

    public func names(in folder: FilePath) throws(StorageError) -> [String] {
        guard let stream = unsafe folder.withPlatformString({ unsafe opendir($0) }) else {
            throw errno == ENOENT ? .notFound(path: folder) : failure("list", folder, errno)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else {
                // Part of the names would be worse than none: the numbers of new files are chosen by them.
                if errno != 0 { throw failure("list", folder, errno) }
                return names
            }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    private func openFile(_ path: FilePath, _ flags: Int32, _ operation: String) throws(StorageError) -> Int32 {
        while true {
            let descriptor = unsafe path.withPlatformString { unsafe open($0, flags | O_CLOEXEC, 0o600) }
            if descriptor >= 0 { return descriptor }
            if errno == ENOENT && flags & O_CREAT == 0 { throw .notFound(path: path) }
            if errno != EINTR { throw failure(operation, path, errno) }
        }
    }

    private func failure(_ operation: String, _ path: FilePath, _ code: Int32) -> StorageError {
        .failed(operation: operation, path: path, code: Errno(rawValue: code))
    }
}
