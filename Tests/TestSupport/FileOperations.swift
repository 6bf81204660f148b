import Glibc
import SystemInterface
public import SystemPackage

// What tests do to files and the programs never do.

/// Removes `path` and, if it is a folder, everything beneath it; links are removed, never followed.
public func removeTree(_ path: FilePath) throws {
    // A list of work instead of recursion: the depth of a tree is data.
    var pending: [(path: FilePath, emptied: Bool)] = [(path, false)]
    while let item = pending.popLast() {
        if item.emptied {
            try check("remove the folder", item.path, unsafe item.path.withPlatformString { unsafe rmdir($0) })
        } else if try FileStatus(of: item.path, followLinks: false).kind == .directory {
            pending.append((item.path, true))
            for entry in try directoryEntries(of: item.path) {
                pending.append((item.path.appending(entry.name), false))
            }
        } else {
            try removeFile(item.path)
        }
    }
}

/// Makes `link` a symbolic link that says `target`.
public func makeSymbolicLink(_ link: FilePath, to target: FilePath) throws {
    let result = unsafe target.withPlatformString { target in
        unsafe link.withPlatformString { link in unsafe symlink(target, link) }
    }
    try check("create the link", link, result)
}

/// Sets the permission bits of what is at `path`.
public func setMode(_ mode: UInt32, of path: FilePath) throws {
    try check("set the permissions of", path, unsafe path.withPlatformString { unsafe chmod($0, mode) })
}

private func check(_ operation: String, _ path: FilePath, _ result: Int32) throws {
    if result == -1 { throw SystemError(operation: operation, path: path, errno: Errno(rawValue: errno)) }
}
