public import MappedStorage
public import SystemPackage

/// Why an index cannot be opened, read or written.
public enum IndexError: Error, Sendable {
    /// There is no index in the folder.
    case notFound(folder: FilePath)
    /// The index was made by a later version of the program.
    case newerFormat(path: FilePath, found: Int, supported: Int)
    /// The index was made by an earlier version of the program.
    case olderFormat(path: FilePath, found: Int, supported: Int)
    /// The index was made with another language or tokenizer.
    case analyzerMismatch(folder: FilePath, found: String, expected: String)
    /// The index was made from other folders.
    case otherCorpus(folder: FilePath)
    /// The folder holds files that are no index's.
    case foreignFolder(folder: FilePath, name: String)
    /// The corpus has more roots than an index can number.
    case tooManyRoots(count: Int, limit: Int)
    /// Another process is writing the index.
    case locked(folder: FilePath)
    /// The user or the caller stopped the work; the index is as it was.
    case cancelled
    /// No documents can be read: the extractor is missing or does not work.
    case extraction(String)
    /// A file of the index could not be read, or is damaged.
    case storage(StorageError)
}

extension IndexError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notFound(let folder):
            "\(folder): there is no index here; `quoth index` makes one"
        case .newerFormat(let path, let found, let supported):
            "\(path): written in format \(found), and this program reads up to \(supported); "
                + "update the program, or rebuild with `quoth index --rebuild`"
        case .olderFormat(let path, let found, let supported):
            "\(path): written in the old format \(found), and this program reads \(supported); "
                + "rebuild with `quoth index --rebuild`"
        case .analyzerMismatch(let folder, let found, let expected):
            "\(folder): the index was made with the analyzer “\(found)”, not “\(expected)”; "
                + "rebuild with `quoth index --rebuild`"
        case .otherCorpus(let folder):
            "\(folder): the index belongs to another corpus; name another folder with --index, "
                + "or rebuild with `quoth index --rebuild`"
        case .foreignFolder(let folder, let name):
            "\(folder): holds other files, such as “\(name)”; name a folder that is for the index alone with --index"
        case .tooManyRoots(let count, let limit):
            "\(count) folders and files of documents are named, and an index holds those of up to \(limit); "
                + "name a folder that holds them"
        case .locked(let folder):
            "\(folder): another process is writing this index; try again when it has ended"
        case .cancelled:
            "stopped; the index is as it was before"
        case .extraction(let reason):
            reason
        case .storage(.damaged(let path, let detail)):
            "\(path): the index is damaged (\(detail)); rebuild it with `quoth index --rebuild`"
        case .storage(let error):
            "\(error)"
        }
    }

    /// The work was stopped, which is no fault of the index or the corpus.
    var isCancellation: Bool {
        if case .cancelled = self { true } else { false }
    }

    /// An earlier version of the program made the index for what it is wanted for now: made anew it can be used.
    public var isOfEarlierVersion: Bool {
        switch self {
        case .olderFormat: true
        case .analyzerMismatch(_, let found, let expected):
            IndexSnapshot.language(ofAnalyzer: found) == IndexSnapshot.language(ofAnalyzer: expected)
        default: false
        }
    }

    /// The index is there but cannot be used as it is: damaged, or of another format, analyzer or corpus.
    public var isUnusableIndex: Bool {
        switch self {
        case .newerFormat, .olderFormat, .analyzerMismatch, .otherCorpus, .storage(.damaged): true
        default: false
        }
    }
}
