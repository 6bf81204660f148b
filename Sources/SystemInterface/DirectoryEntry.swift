public import SystemPackage

/// A name in a folder and the kind of what it names; links are not followed.
public struct DirectoryEntry: Equatable, Sendable {
    /// The name, as bytes inside.
    public let name: FilePath.Component
    /// What the name stands for.
    public let kind: FileStatus.Kind
}

/// The entries of the folder at `path`, without `.` and `..`, in ascending order of the names' bytes, a folder's counted with a
/// slash behind it.
///
/// - Parameter followLinks: whether `path` itself may be a symbolic link to a folder.
/// - Complexity: O(n log n) over the entries.
public func directoryEntries(
    of path: FilePath, followLinks: Bool = false
) throws(SystemError) -> [DirectoryEntry] {
    let found = try OpenFolder(path, followLinks: followLinks).entries()
    return found.entries.compactMap { entry in
        FilePath.Component(bytes: found.name(of: entry)).map { DirectoryEntry(name: $0, kind: entry.kind) }
    }
}
