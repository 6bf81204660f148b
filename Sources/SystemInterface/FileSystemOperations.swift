import Glibc
public import SystemPackage

/// The bytes of the regular file at `path`, at most `limit`; a longer file is an error (`EFBIG`).
///
/// Links, folders, FIFOs, sockets and devices are refused without blocking.
///
/// - Parameter throughLinks: see ``OpenFile/reading(_:throughLinks:)``.
public func readFile(
    _ path: FilePath, upTo limit: Int, throughLinks: Bool = true
) throws(SystemError) -> [UInt8] {
    let file = try OpenFile.reading(path, throughLinks: throughLinks)
    return try readWhole(file, upTo: limit)
}

/// What the user named as input, whatever holds it (see ``OpenFile/readingInput(_:)``), at most `limit` bytes; more are an error
/// (`EFBIG`).
public func readInput(_ path: FilePath, upTo limit: Int) throws(SystemError) -> [UInt8] {
    let file = try OpenFile.readingInput(path)
    return try readWhole(file, upTo: limit)
}

/// A file's bytes together with what the file system said before and after they were read.
public struct StableRead: Sendable {
    /// The bytes of the last reading.
    public let bytes: [UInt8]
    /// The status of the open file before the last reading.
    public let before: FileStatus
    /// The status of the open file after the last reading.
    public let after: FileStatus
    /// Whether the file changed during both readings, so that `bytes` may be a mix of two states.
    public var changedWhileRead: Bool { before != after || Int64(bytes.count) != after.byteCount }
}

/// Reads the regular file at `path` as ``readFile(_:upTo:)`` does and notices when it changes meanwhile.
///
/// A file that changed while it was read is read once more; if it changed again, the result says so.
///
/// - Parameter throughLinks: see ``OpenFile/reading(_:throughLinks:)``.
public func readFileStably(
    _ path: FilePath, upTo limit: Int, throughLinks: Bool = true
) throws(SystemError) -> StableRead {
    let first = try readBetweenStatuses(path, upTo: limit, throughLinks: throughLinks)
    return first.changedWhileRead ? try readBetweenStatuses(path, upTo: limit, throughLinks: throughLinks) : first
}

private func readBetweenStatuses(
    _ path: FilePath, upTo limit: Int, throughLinks: Bool
) throws(SystemError) -> StableRead {
    let file = try OpenFile.reading(path, throughLinks: throughLinks)
    let before = try file.status()
    let bytes = try readWhole(file, upTo: limit)
    return StableRead(bytes: bytes, before: before, after: try file.status())
}

private func readWhole(_ file: borrowing OpenFile, upTo limit: Int) throws(SystemError) -> [UInt8] {
    let tooLarge = SystemError(operation: "read", path: file.path, errno: .fileTooLarge)
    if try file.status().byteCount > Int64(limit) { throw tooLarge }
    let bytes = try file.readToEnd(upTo: limit == .max ? limit : limit + 1)
    if bytes.count > limit { throw tooLarge }
    return bytes
}

/// Removes the file or link at `path`.
public func removeFile(_ path: FilePath) throws(SystemError) {
    _ = try attempt("remove", path) { unsafe path.withPlatformString { unsafe unlink($0) } }
}

/// Gives the file at `path` another name, in place of any that has it.
public func renameFile(_ path: FilePath, to newPath: FilePath) throws(SystemError) {
    _ = try attempt("rename", path) {
        unsafe path.withPlatformString { old in unsafe newPath.withPlatformString { unsafe rename(old, $0) } }
    }
}

/// Creates the folder at `path` with the permission bits `mode` before the process's mask.
///
/// - Throws: `EEXIST` where something is at `path` already.
public func makeDirectory(_ path: FilePath, mode: UInt32 = 0o700) throws(SystemError) {
    _ = try attempt("create the folder", path) { unsafe path.withPlatformString { unsafe mkdir($0, mode) } }
}

/// Creates the folder at `path` and the folders above it where they are missing, each with `mode`.
public func makeDirectories(_ path: FilePath, mode: UInt32 = 0o700) throws(SystemError) {
    var missing: [FilePath] = []
    var current = path
    while !current.isEmpty, (try? FileStatus(of: current, followLinks: true)) == nil {
        missing.append(current)
        let parent = current.removingLastComponent()
        if parent == current { break }
        current = parent
    }
    for folder in missing.reversed() {
        do {
            try makeDirectory(folder, mode: mode)
        } catch  where error.errno == .fileExists {
            // Another process made it between the look and the call; what is there decides below.
        }
    }
    if try FileStatus(of: path, followLinks: true).kind != .directory {
        throw SystemError(operation: "create the folder", path: path, errno: .notDirectory)
    }
}

/// The absolute path of what `path` names, free of links, `.` and `..`; it must exist.
public func canonicalPath(_ path: FilePath) throws(SystemError) -> FilePath {
    let bytes: [UInt8]? = unsafe path.withPlatformString { pointer in
        guard let resolved = unsafe realpath(pointer, nil) else { return nil }
        defer { unsafe free(resolved) }
        return unsafe bytesOfString(resolved)
    }
    guard let bytes, let canonical = FilePath(bytes: bytes) else {
        throw SystemError(operation: "find", path: path, errno: currentErrno())
    }
    return canonical
}
