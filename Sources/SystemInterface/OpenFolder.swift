import Glibc
public import SystemPackage

/// The names in a folder and what each stands for, side by side in one array of bytes: listing a folder of thousands of files
/// allocates nothing for each of them.
public struct FolderEntries: Sendable {
    /// One name, and the kind of what it names; links are not followed.
    public struct Entry: Sendable {
        var start: Int
        var byteCount: Int
        /// What the name stands for.
        public var kind: FileStatus.Kind
    }

    // Each name is followed by a zero byte, as the system wants it.
    fileprivate var names: [UInt8] = []
    /// The entries, in the order of the bytes of their names; the name of a folder counts as if a slash followed it, so that
    /// listing the trees beneath in this order gives paths in the order of their bytes.
    public private(set) var entries: [Entry] = []

    /// The bytes of an entry's name, for as long as `body` takes.
    public func withName<Result>(of entry: Entry, _ body: (Span<UInt8>) throws -> Result) rethrows -> Result {
        try body(names.span.extracting(entry.start..<(entry.start + entry.byteCount)))
    }

    /// The name of an entry as an array of its own.
    public func name(of entry: Entry) -> [UInt8] {
        Array(names[entry.start..<(entry.start + entry.byteCount)])
    }

    fileprivate mutating func append(_ name: UnsafePointer<UInt8>, byteCount: Int, kind: FileStatus.Kind) {
        entries.append(Entry(start: names.count, byteCount: byteCount, kind: kind))
        unsafe names.append(contentsOf: UnsafeBufferPointer(start: name, count: byteCount + 1))
    }

    fileprivate mutating func sort() {
        guard entries.count > 1 else { return }
        let shared = sharedByteCount()
        // Most names of a folder begin alike. The eight bytes behind that decide nearly always, and are compared as one number.
        var keys = entries.indices.map { (key: key(of: entries[$0], from: shared), index: $0) }
        keys.sort { left, right in
            left.key != right.key
                ? left.key < right.key : precedes(entries[left.index], entries[right.index], from: shared)
        }
        var distinct: [Entry] = []
        distinct.reserveCapacity(entries.count)
        for key in keys {
            let entry = entries[key.index]
            // A name that is replaced while the folder is read may be given twice.
            if let last = distinct.last, isSame(last, entry) { continue }
            distinct.append(entry)
        }
        entries = distinct
    }

    private func isSame(_ left: Entry, _ right: Entry) -> Bool {
        left.byteCount == right.byteCount
            && names[left.start..<(left.start + left.byteCount)]
                == names[right.start..<(right.start + right.byteCount)]
    }

    /// How many bytes all names begin with.
    private func sharedByteCount() -> Int {
        var count = entries[0].byteCount
        for entry in entries.dropFirst() {
            count = min(count, entry.byteCount)
            var same = 0
            while same < count, names[entry.start + same] == names[entries[0].start + same] { same += 1 }
            count = same
        }
        return count
    }

    /// The byte of a name at a position: behind its end a slash for a folder, and then nothing, for which zero stands, as no
    /// name holds it.
    private func byte(of entry: Entry, at position: Int) -> UInt8 {
        if position < entry.byteCount { return names[entry.start + position] }
        return position == entry.byteCount && entry.kind == .directory ? 0x2F : 0
    }

    private func key(of entry: Entry, from position: Int) -> UInt64 {
        var key: UInt64 = 0
        for offset in 0..<8 { key = key << 8 | UInt64(byte(of: entry, at: position + offset)) }
        return key
    }

    private func precedes(_ left: Entry, _ right: Entry, from position: Int) -> Bool {
        for at in position...max(left.byteCount, right.byteCount, position) {
            let bytes = (byte(of: left, at: at), byte(of: right, at: at))
            if bytes.0 != bytes.1 { return bytes.0 < bytes.1 }
        }
        return false
    }
}

/// A folder held open, so that what it holds is examined by name alone.
public final class OpenFolder: Sendable {
    /// Where the folder was when it was opened.
    public let path: FilePath
    private let descriptor: Int32

    /// Opens the folder at `path`, which may be a symbolic link to one only with `followLinks`.
    public init(_ path: FilePath, followLinks: Bool = false) throws(SystemError) {
        let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (followLinks ? 0 : O_NOFOLLOW)
        descriptor = try attempt("open the folder", path) {
            unsafe path.withPlatformString { unsafe open($0, flags) }
        }
        self.path = path
    }

    /// The status of the folder itself.
    public func status() throws(SystemError) -> FileStatus {
        var buffer = stat()
        _ = try attempt("examine", path) { unsafe fstat(descriptor, &buffer) }
        return FileStatus(buffer)
    }

    /// The status of the folder that this one lies in now.
    public func parentStatus() throws(SystemError) -> FileStatus {
        var buffer = stat()
        _ = try attempt("examine", path) { unsafe fstatat(descriptor, "..", &buffer, AT_SYMLINK_NOFOLLOW) }
        return FileStatus(buffer)
    }

    /// The status of an entry; a symbolic link is not followed.
    public func status(of entry: FolderEntries.Entry, in entries: FolderEntries) throws(SystemError) -> FileStatus {
        var buffer = stat()
        let outcome = unsafe entries.names.withUnsafeBytes { names -> Int32 in
            guard let base = names.baseAddress else { return -1 }
            return unsafe fstatat(
                descriptor, base.advanced(by: entry.start).assumingMemoryBound(to: CChar.self), &buffer,
                AT_SYMLINK_NOFOLLOW)
        }
        guard outcome == 0 else {
            let reason = currentErrno()
            let name = FilePath.Component(bytes: entries.name(of: entry))
            throw SystemError(operation: "examine", path: name.map(path.appending) ?? path, errno: reason)
        }
        return FileStatus(buffer)
    }

    /// What the folder holds, without `.` and `..`; to be asked for once.
    ///
    /// - Complexity: O(n log n) over the entries.
    public func entries() throws(SystemError) -> FolderEntries {
        try entries(while: { true }) ?? FolderEntries()
    }

    /// The same, or nil when `goesOn` said no, which is asked now and then.
    public func entries(while goesOn: () -> Bool) throws(SystemError) -> FolderEntries? {
        // The stream closes the descriptor that it is given; this one is needed further on.
        let own = try attempt("list the folder", path) { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }
        guard let stream = unsafe fdopendir(own) else {
            let reason = currentErrno()
            close(own)
            throw SystemError(operation: "list the folder", path: path, errno: reason)
        }
        defer { unsafe closedir(stream) }
        let nameOffset = MemoryLayout<dirent>.offset(of: \dirent.d_name) ?? 19
        var found = FolderEntries()
        while true {
            // readdir tells the end from an error only through errno.
            errno = 0
            guard let record = unsafe readdir(stream) else {
                let reason = currentErrno()
                if reason.rawValue != 0 { throw SystemError(operation: "list the folder", path: path, errno: reason) }
                break
            }
            let name = unsafe UnsafeRawPointer(record).advanced(by: nameOffset).assumingMemoryBound(to: UInt8.self)
            let byteCount = unsafe strlen(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
            let isDots = unsafe name[0] == 0x2E && (byteCount == 1 || byteCount == 2 && name[1] == 0x2E)
            if byteCount == 0 || isDots { continue }
            let kind: FileStatus.Kind? =
                switch Int(unsafe record.pointee.d_type) {
                case Int(DT_REG): .regular
                case Int(DT_DIR): .directory
                case Int(DT_LNK): .symbolicLink
                case Int(DT_UNKNOWN): nil
                default: .other
                }
            unsafe found.append(name, byteCount: byteCount, kind: kind ?? .other)
            // Some file systems do not say; an entry that has gone meanwhile is no entry.
            if kind == nil { resolveLastKind(of: &found) }
            if found.entries.count % 1024 == 0, !goesOn() { return nil }
        }
        found.sort()
        return found
    }

    private func resolveLastKind(of found: inout FolderEntries) {
        guard let last = found.entries.last else { return }
        found.setLastKind((try? status(of: last, in: found))?.kind)
    }

    deinit { close(descriptor) }
}

extension FolderEntries {
    /// Says what the last entry is; nil takes it away.
    fileprivate mutating func setLastKind(_ kind: FileStatus.Kind?) {
        if let kind { entries[entries.count - 1].kind = kind } else { entries.removeLast() }
    }
}
