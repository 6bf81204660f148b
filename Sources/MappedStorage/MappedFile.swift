internal import Glibc
public import SystemPackage

/// A regular file, mapped read-only for as long as the value lives.
///
/// The file must not be truncated meanwhile; published index files never are, and a removed file's bytes stay until the
/// mapping ends.
@safe
public struct MappedFile: ~Copyable, @unchecked Sendable {
    public let path: FilePath
    public let byteCount: Int
    // Nil for an empty file, which cannot be mapped.
    private let base: UnsafeRawPointer?

    /// - Throws: `.notFound`, or `.failed` with the system call that refused.
    public init(path: FilePath) throws(StorageError) {
        // Without blocking, or a FIFO in the file's place would wait for a writer for ever.
        let descriptor = unsafe path.withPlatformString {
            unsafe open($0, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        }
        guard descriptor >= 0 else {
            let code = Errno(rawValue: errno)
            throw code == .noSuchFileOrDirectory
                ? .notFound(path: path) : .failed(operation: "open", path: path, code: code)
        }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .failed(operation: "read the size", path: path, code: Errno(rawValue: errno))
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .damaged(path: path, detail: "not a regular file")
        }
        let length = Int(status.st_size)
        var address: UnsafeMutableRawPointer?
        if length > 0 {
            unsafe address = unsafe mmap(nil, length, PROT_READ, MAP_PRIVATE, descriptor, 0)
            guard unsafe address != MAP_FAILED else {
                throw .failed(operation: "map", path: path, code: Errno(rawValue: errno))
            }
        }
        self.path = path
        byteCount = length
        unsafe base = UnsafeRawPointer(address)
    }

    /// The file's bytes, valid while the mapping is borrowed.
    public var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            guard let base = unsafe base else { return RawSpan() }
            let span = unsafe RawSpan(_unsafeStart: base, byteCount: byteCount)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    deinit {
        if let base = unsafe base {
            unsafe munmap(UnsafeMutableRawPointer(mutating: base), byteCount)
        }
    }
}
