import Glibc
import SystemInterface
public import SystemPackage

/// A new folder whose entries may have any name that bytes can make; it goes with the value.
public final class TestTree: Sendable {
    /// The folder, absolute and free of links.
    public let root: FilePath

    public init() throws {
        let base = try canonicalPath(Environment.path("TMPDIR") ?? "/tmp")
        root = base.appending("quoth-tree-\(Environment.processIdentifier)-\(UInt64.random(in: 0 ... .max))")
        try makeDirectory(root, mode: 0o755)
    }

    deinit {
        try? removeTree(root)
    }

    /// The path of `name`, which may have several components.
    public func path(_ name: String) -> FilePath { root.appending(name) }

    /// Writes a file, and the folders that it needs.
    @discardableResult
    public func write(_ content: String, to name: String) throws -> FilePath {
        try write(Array(content.utf8), to: path(name))
    }

    /// Writes a file, and the folders that it needs.
    @discardableResult
    public func write(_ content: [UInt8], to path: FilePath) throws -> FilePath {
        try makeDirectories(path.removingLastComponent(), mode: 0o755)
        try OpenFile.creating(path, permissions: [.ownerReadWrite, .groupRead, .otherRead], replacing: true)
            .write(content)
        return path
    }

    /// Writes a shell script that can be executed.
    public func writeScript(_ body: String, to name: String) throws -> FilePath {
        let script = try write("#!/bin/sh\n\(body)\n", to: name)
        try setMode(0o755, of: script)
        return script
    }

    /// Creates a FIFO.
    public func makeFIFO(_ name: String) -> Bool {
        unsafe path(name).withPlatformString { unsafe mkfifo($0, 0o600) == 0 }
    }
}

/// Runs `body` with the file permissions of an ordinary user, on this thread only.
///
/// For the superuser no file is unreadable, so that tests of permissions would pass for the wrong reason.
/// The file-system user of a thread is Linux's own; the C library hides its function from Swift.
public func withoutPrivileges<Result>(_ body: () throws -> Result) throws -> Result {
    guard Environment.effectiveUser == 0 else { return try body() }
    guard let symbol = unsafe dlsym(nil, "setfsuid") else {
        throw SystemError(operation: "find setfsuid", path: nil, errno: .notSupported)
    }
    let setFileSystemUser = unsafe unsafeBitCast(symbol, to: (@convention(c) (UInt32) -> Int32).self)
    _ = setFileSystemUser(65534)
    defer { _ = setFileSystemUser(0) }
    return try body()
}
