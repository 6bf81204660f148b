import Glibc
public import SystemPackage

/// A name in a folder and the kind of what it names; links are not followed.
public struct DirectoryEntry: Equatable, Sendable {
    /// The name, as bytes inside.
    public let name: FilePath.Component
    /// What the name stands for.
    public let kind: FileStatus.Kind
}

/// The entries of the folder at `path`, without `.` and `..`, in ascending order of the names' bytes.
///
/// - Parameter followLinks: whether `path` itself may be a symbolic link to a folder.
/// - Complexity: O(n log n) over the entries.
public func directoryEntries(
    of path: FilePath, followLinks: Bool = false
) throws(SystemError) -> [DirectoryEntry] {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW)
    let descriptor = try attempt("open the folder", path) {
        unsafe path.withPlatformString { unsafe open($0, flags) }
    }
    guard let stream = unsafe fdopendir(descriptor) else {
        let reason = currentErrno()
        close(descriptor)
        throw SystemError(operation: "list the folder", path: path, errno: reason)
    }
    defer { unsafe closedir(stream) }

    var found: [(bytes: [UInt8], entry: DirectoryEntry)] = []
    while true {
        // readdir tells the end from an error only through errno.
        errno = 0
        guard let record = unsafe readdir(stream) else {
            let reason = currentErrno()
            if reason.rawValue != 0 { throw SystemError(operation: "list the folder", path: path, errno: reason) }
            break
        }
        let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 19
        let bytes = unsafe bytesOfString(
            UnsafeRawPointer(record).advanced(by: nameOffset).assumingMemoryBound(to: CChar.self))
        if bytes == [0x2E] || bytes == [0x2E, 0x2E] { continue }
        guard let name = FilePath.Component(bytes: bytes) else { continue }
        let kind: FileStatus.Kind
        switch Int(unsafe record.pointee.d_type) {
        case Int(DT_REG): kind = .regular
        case Int(DT_DIR): kind = .directory
        case Int(DT_LNK): kind = .symbolicLink
        case Int(DT_UNKNOWN):
            // Some file systems do not say; an entry that has gone meanwhile is no entry.
            guard let status = try? FileStatus(of: path.appending(name), followLinks: false) else { continue }
            kind = status.kind
        default: kind = .other
        }
        found.append((bytes, DirectoryEntry(name: name, kind: kind)))
    }
    found.sort { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    return found.map(\.entry)
}
