internal import MappedStorage
internal import SystemPackage

/// What a writer calls its files, and which folders it may write to: nothing else in a folder is ever changed or removed.
enum IndexFolder {
    static let lockName = "LOCK"
    static let temporaryName = IndexManifest.fileName + ".new"

    /// The number of a file that a writer may have made, such as `seg-12`; nil for any other name.
    static func number(ofFile name: String) -> UInt64? {
        let parts = name.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, ["seg", "text", "tomb", "catalog"].contains(parts[0]), let number = UInt64(parts[1]),
            String(number) == parts[1]
        else { return nil }
        return number
    }

    /// Whether the folder is for an index: nothing is in it, or an index, or what a writer left that was interrupted.
    ///
    /// - Throws: `.foreignFolder` for any other; `.storage` when it cannot be listed.
    static func check(_ folder: FilePath, _ fileSystem: any FileSystem) throws(IndexError) {
        if IndexManifest.isBegun(in: folder) { return }
        let names: [String]
        do throws(StorageError) { names = try fileSystem.names(in: folder) } catch { throw .storage(error) }
        let own = [lockName, temporaryName, IndexManifest.fileName]
        var foreign = names.filter { !own.contains($0) && number(ofFile: $0) == nil }
        // A file of that name that nobody wrote under a lock is somebody else's.
        if names.contains(IndexManifest.fileName), !names.contains(lockName) { foreign.append(IndexManifest.fileName) }
        if let name = foreign.min() { throw .foreignFolder(folder: folder, name: name) }
    }
}
