public import SystemPackage

/// What can go wrong between a file on disk and its bytes in memory.
public enum StorageError: Error, Sendable {
    /// There is no such file.
    case notFound(path: FilePath)
    /// The operating system refused: `operation` is the call, `code` its errno.
    case failed(operation: String, path: FilePath, code: Errno)
    /// The file is there but is not what was written: a length, a checksum or a magic number differs.
    case damaged(path: FilePath, detail: String)
}

extension StorageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notFound(let path): "\(path): no such file"
        case .failed(let operation, let path, let code): "\(path): cannot \(operation): \(code)"
        case .damaged(let path, let detail): "\(path): damaged: \(detail)"
        }
    }
}
