import Glibc
public import SystemPackage

/// What the file system says about a file, reduced to what decides whether it changed.
///
/// Times are nanoseconds since 1970. They are compared for equality only: clocks go back, and tools set
/// modification times at will.
public struct FileStatus: Equatable, Hashable, Sendable {
    /// The kinds of file that are told apart.
    public enum Kind: UInt8, Sendable {
        case regular = 0
        case directory = 1
        case symbolicLink = 2
        /// A FIFO, a socket or a device.
        case other = 3
    }

    /// Whether this is a file, a folder, a link or something that is not to be opened.
    public var kind: Kind
    /// The size in bytes.
    public var byteCount: Int64
    /// The modification time of the content, in nanoseconds since 1970.
    public var modified: Int64
    /// The time of the last change of content or status (ctime), in nanoseconds since 1970.
    public var changed: Int64
    /// The inode number.
    public var inode: UInt64
    /// The number of the device that holds the inode.
    public var device: UInt64
    /// The numeric identifier of the owner.
    public var owner: UInt32
    /// The permission bits, including set-user, set-group and sticky (the lower 12 bits of `st_mode`).
    public var mode: UInt32

    /// A status with the given fields, as read from elsewhere.
    public init(
        kind: Kind, byteCount: Int64, modified: Int64, changed: Int64, inode: UInt64, device: UInt64,
        owner: UInt32, mode: UInt32
    ) {
        self.kind = kind
        self.byteCount = byteCount
        self.modified = modified
        self.changed = changed
        self.inode = inode
        self.device = device
        self.owner = owner
        self.mode = mode
    }

    /// The status of what is at `path`; a symbolic link at its end is followed only with `followLinks`.
    public init(of path: FilePath, followLinks: Bool) throws(SystemError) {
        var buffer = stat()
        _ = try attempt("examine", path) {
            unsafe path.withPlatformString {
                followLinks ? unsafe stat($0, &buffer) : unsafe lstat($0, &buffer)
            }
        }
        self.init(buffer)
    }

    /// The status of the open file `descriptor`.
    public init(of descriptor: FileDescriptor) throws(SystemError) {
        var buffer = stat()
        _ = try attempt("examine an open file", nil) { unsafe fstat(descriptor.rawValue, &buffer) }
        self.init(buffer)
    }

    /// Whether both are of one file, whatever else changed.
    public func isSameFile(as other: FileStatus) -> Bool { device == other.device && inode == other.inode }

    /// Whether the file belongs to the user as whom this process runs.
    public var isOwnedByThisUser: Bool { owner == Environment.effectiveUser }

    init(_ buffer: stat) {
        self.init(
            kind: Kind(mode: buffer.st_mode),
            byteCount: Int64(buffer.st_size),
            modified: nanoseconds(buffer.st_mtim),
            changed: nanoseconds(buffer.st_ctim),
            inode: UInt64(buffer.st_ino),
            device: UInt64(buffer.st_dev),
            owner: buffer.st_uid,
            mode: buffer.st_mode & 0o7777)
    }
}

extension FileStatus.Kind {
    /// The kind that the type bits of `st_mode` name.
    init(mode: mode_t) {
        switch mode & S_IFMT {
        case S_IFREG: self = .regular
        case S_IFDIR: self = .directory
        case S_IFLNK: self = .symbolicLink
        default: self = .other
        }
    }
}

/// Wrapping arithmetic: a file system may report a time beyond the year 2262, and equality still works then.
private func nanoseconds(_ time: timespec) -> Int64 {
    Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}
