import Glibc
public import SystemPackage

/// An open regular file that is closed when this value goes away.
public struct OpenFile: ~Copyable {
    /// The open descriptor; it stays valid as long as this value lives.
    public let descriptor: FileDescriptor
    /// The path that the file was opened by, for messages.
    public let path: FilePath

    private init(descriptor: Int32, path: FilePath) {
        self.descriptor = FileDescriptor(rawValue: descriptor)
        self.path = path
    }

    deinit { Glibc.close(descriptor.rawValue) }

    /// Opens a regular file for reading; anything else at `path`, a link included, is refused without blocking.
    ///
    /// - Parameter throughLinks: whether folders on the way may be symbolic links. Where not, `path` must be absolute and
    ///   canonical; a folder that has been replaced by a link is then noticed, even while the file is opened.
    /// - Throws: `ELOOP` for a symbolic link, `EISDIR` for a folder, `EINVAL` for a FIFO, socket or device.
    public static func reading(_ path: FilePath, throughLinks: Bool = true) throws(SystemError) -> OpenFile {
        let raw = try attempt("open", path) {
            unsafe path.withPlatformString { unsafe open($0, O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC) }
        }
        let file = OpenFile(descriptor: raw, path: path)
        switch try file.status().kind {
        case .regular:
            if !throughLinks, try !file.wasReachedWithoutLinks() {
                throw SystemError(operation: "open", path: path, errno: .tooManySymbolicLinkLevels)
            }
            return file
        case .directory: throw SystemError(operation: "read", path: path, errno: .isDirectory)
        case .symbolicLink, .other: throw SystemError(operation: "read", path: path, errno: .invalidArgument)
        }
    }

    /// Whether the file is the one that the path names without any link.
    private func wasReachedWithoutLinks() throws(SystemError) -> Bool {
        // The kernel knows where an open file lies (proc(5)).
        if linkTarget(of: FilePath("/proc/self/fd/\(descriptor.rawValue)")) == path.bytes { return true }
        // Where it does not say, or names it otherwise, the way is looked at step by step.
        var folder = path.removingLastComponent()
        while folder.lastComponent != nil {
            if try FileStatus(of: folder, followLinks: false).kind == .symbolicLink { return false }
            folder.removeLastComponent()
        }
        let (own, named) = (try status(), try FileStatus(of: path, followLinks: false))
        return own.isSameFile(as: named)
    }

    /// Opens what the user named as input, whatever holds it: a file, a link to one, a pipe, a device; no folder.
    ///
    /// A named pipe is waited for until somebody writes to it.
    public static func readingInput(_ path: FilePath) throws(SystemError) -> OpenFile {
        let raw = try attempt("open", path) {
            unsafe path.withPlatformString { unsafe open($0, O_RDONLY | O_CLOEXEC) }
        }
        let file = OpenFile(descriptor: raw, path: path)
        if try file.status().kind == .directory {
            throw SystemError(operation: "read", path: path, errno: .isDirectory)
        }
        return file
    }

    /// Creates a file for writing, with `permissions` before the process's mask.
    ///
    /// - Parameters:
    ///   - replacing: whether a file that exists is emptied; otherwise it is an error (`EEXIST`).
    ///   - throughLinks: whether a symbolic link at `path` is followed, as to a device that the user named.
    public static func creating(
        _ path: FilePath, permissions: FilePermissions = .ownerReadWrite, replacing: Bool = false,
        throughLinks: Bool = false
    ) throws(SystemError) -> OpenFile {
        let flags = O_RDWR | O_CREAT | O_CLOEXEC | (throughLinks ? 0 : O_NOFOLLOW) | (replacing ? O_TRUNC : O_EXCL)
        return try OpenFile(opening: path, flags: flags, permissions: permissions, operation: "create")
    }

    /// Opens a file to read it and to write at its end, without following a link at `path` and without waiting for a pipe's other
    /// end.
    ///
    /// - Parameter creating: whether it is created, with `permissions`, where it is missing; otherwise that is an error
    ///   (`ENOENT`).
    public static func appending(
        _ path: FilePath, permissions: FilePermissions = .ownerReadWrite, creating: Bool = true
    ) throws(SystemError) -> OpenFile {
        let flags = O_RDWR | (creating ? O_CREAT : 0) | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
        return try OpenFile(opening: path, flags: flags, permissions: permissions, operation: "open")
    }

    init(
        opening path: FilePath, flags: Int32, permissions: FilePermissions, operation: String
    ) throws(SystemError) {
        let raw = try attempt(operation, path) {
            unsafe path.withPlatformString { unsafe open($0, flags, permissions.rawValue) }
        }
        self.init(descriptor: raw, path: path)
    }

    /// What the file system says about the open file now.
    public func status() throws(SystemError) -> FileStatus {
        do {
            return try FileStatus(of: descriptor)
        } catch {
            throw SystemError(operation: "examine", path: path, errno: error.errno)
        }
    }

    /// Reads into `buffer` from its start and returns how many bytes came: 0 at the end of the file.
    ///
    /// Fewer bytes than `buffer` holds do not mean the end.
    public func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        try readOnce(descriptor.rawValue, into: &buffer, from: 0, path: path)
    }

    /// The bytes from the present position to the end of the file, at most `limit` of them.
    public func readToEnd(upTo limit: Int) throws(SystemError) -> [UInt8] {
        let expected = Int(clamping: try status().byteCount)
        // One byte more than the status promises: the read that returns 0 then needs no second round of growth.
        var buffer = [UInt8](repeating: 0, count: max(0, min(limit, expected == .max ? expected : expected + 1)))
        var filled = 0
        while filled < limit {
            if filled == buffer.count {
                buffer.append(contentsOf: repeatElement(0, count: min(limit - filled, max(4096, filled))))
            }
            let count = try readOnce(descriptor.rawValue, into: &buffer, from: filled, path: path)
            if count == 0 { break }
            filled += count
        }
        buffer.removeSubrange(filled...)
        return buffer
    }

    /// The bytes of a stretch of the file, fewer at its end.
    public func bytes(_ range: Range<Int>) throws(SystemError) -> [UInt8] {
        try seek(to: Int64(range.lowerBound))
        return try readToEnd(upTo: range.count)
    }

    /// The line of the given number, 1-based, counted from the present position, without its line feed; nil beyond the end. What
    /// comes before it is read in pieces and passed over.
    public func line(_ number: Int) throws(SystemError) -> [UInt8]? {
        try line(number, piece: 1 << 17)
    }

    /// The line that begins at `offset` bytes from the start, without its line feed; nil where none begins there. O(its length).
    public func line(at offset: Int) throws(SystemError) -> [UInt8]? {
        guard offset >= 0, offset < (try status().byteCount) else { return nil }
        if offset > 0, try bytes((offset - 1)..<offset) != [0x0A] { return nil }
        try seek(to: Int64(offset))
        return try line(1, piece: 1 << 12)
    }

    private func line(_ number: Int, piece: Int) throws(SystemError) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: piece)
        var line: [UInt8] = []
        var left = number - 1
        while true {
            let count = try read(into: &buffer)
            if count == 0 { return left == 0 && !line.isEmpty ? line : nil }
            var start = 0
            while let end = lineFeed(in: buffer, from: start, to: count) {
                if left == 0 { return line + buffer[start..<end] }
                left -= 1
                start = end + 1
            }
            if left == 0 { line += buffer[start..<count] }
        }
    }

    private func lineFeed(in bytes: [UInt8], from start: Int, to end: Int) -> Int? {
        guard start < end else { return nil }
        return unsafe bytes.withUnsafeBytes { region in
            guard let base = region.baseAddress, let found = unsafe memchr(base + start, 0x0A, end - start) else {
                return nil
            }
            return unsafe UnsafeRawPointer(found) - base
        }
    }

    /// Moves the position for reading and writing to `offset` bytes from the start.
    public func seek(to offset: Int64) throws(SystemError) {
        _ = try attemptCounted("move in", path) { Int(lseek(descriptor.rawValue, off_t(offset), SEEK_SET)) }
    }

    /// Writes all of `bytes`, however many calls that takes.
    public func write(_ bytes: Span<UInt8>) throws(SystemError) {
        try writeAll(bytes, to: descriptor.rawValue, path: path)
    }

    /// Writes all of `bytes`, however many calls that takes.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
        try write(bytes.span)
    }

    /// Shortens or extends the file to `byteCount` bytes.
    public func truncate(to byteCount: Int64) throws(SystemError) {
        _ = try attempt("set the size of", path) { ftruncate(descriptor.rawValue, off_t(byteCount)) }
    }

    /// Gives the file these permissions, whatever the process's mask.
    public func setPermissions(_ permissions: FilePermissions) throws(SystemError) {
        _ = try attempt("set the permissions of", path) { fchmod(descriptor.rawValue, permissions.rawValue) }
    }

    /// Waits until the file's content and status are on the disk (`fsync`); never retried after a failure.
    public func synchronize() throws(SystemError) {
        try synchronizeOnce(descriptor.rawValue, path: path)
    }
}

/// What the link at `path` says; nil where there is none.
private func linkTarget(of path: FilePath) -> [UInt8]? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let count = unsafe path.withPlatformString { name in
        unsafe buffer.withUnsafeMutableBufferPointer { target in
            unsafe target.baseAddress.map { unsafe readlink(name, $0, target.count) } ?? -1
        }
    }
    return count < 0 ? nil : buffer[..<count].map { UInt8(bitPattern: $0) }
}

/// Reads once into `buffer` from index `start`; retried only when a signal came.
func readOnce(
    _ descriptor: Int32, into buffer: inout [UInt8], from start: Int, path: FilePath?
) throws(SystemError) -> Int {
    guard start < buffer.count else { return 0 }
    return try attemptCounted("read", path) {
        unsafe buffer.withUnsafeMutableBytes { region in
            unsafe Glibc.read(descriptor, region.baseAddress.map { unsafe $0 + start }, region.count - start)
        }
    }
}

/// Writes all of `bytes`; short writes and signals only make it call again.
func writeAll(_ bytes: Span<UInt8>, to descriptor: Int32, path: FilePath?) throws(SystemError) {
    var written = 0
    while written < bytes.count {
        written += try attemptCounted("write", path) {
            unsafe bytes.withUnsafeBytes { region in
                unsafe Glibc.write(descriptor, region.baseAddress.map { unsafe $0 + written }, region.count - written)
            }
        }
    }
}

/// Calls `fsync` once: after a failure the kernel may have dropped the dirty pages, and a second call would lie.
func synchronizeOnce(_ descriptor: Int32, path: FilePath?) throws(SystemError) {
    if fsync(descriptor) == -1 {
        throw SystemError(operation: "put on the disk", path: path, errno: currentErrno())
    }
}
