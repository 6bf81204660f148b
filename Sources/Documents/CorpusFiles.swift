public import SystemInterface
public import SystemPackage

/// A file that holds documents.
public struct CorpusFile: Equatable, Sendable {
    /// The index of the root beneath which the file stands.
    public var rootIndex: Int
    /// The root, or the folder that holds it where the root is the file itself.
    public var folder: FilePath
    /// The path from `folder`.
    public var relativePath: FilePath
    /// What the file system said during the scan.
    public var status: FileStatus
    /// The format that the name announces.
    public var format: DocumentFormat

    /// The absolute path.
    public var absolutePath: FilePath { folder.pushing(relativePath) }

    /// A file with the given properties.
    public init(
        rootIndex: Int, folder: FilePath, relativePath: FilePath, status: FileStatus, format: DocumentFormat
    ) {
        self.rootIndex = rootIndex
        self.folder = folder
        self.relativePath = relativePath
        self.status = status
        self.format = format
    }
}

/// The files of a listing, in order. Their paths lie side by side in one array, so that a listing of a hundred thousand files
/// takes a few pieces of memory, not some for each file; a ``CorpusFile`` is made when it is asked for.
public struct CorpusFiles: RandomAccessCollection, Equatable, Sendable {
    struct Record: Equatable, Sendable {
        var pathStart: Int
        // Of four bytes each, for there are many of them: no system has a path, or a process arguments, beyond that.
        var pathByteCount: UInt32
        var rootIndex: UInt32
        var format: DocumentFormat
        var status: FileStatus

        var pathRange: Range<Int> { pathStart..<(pathStart + Int(pathByteCount)) }
    }

    /// What the paths are relative to, by root.
    private var folders: [FilePath] = []
    private var paths: [UInt8] = []
    private var records: [Record] = []

    /// No files.
    public init() {}

    /// The given files; those of one root have one folder.
    public init(_ files: some Sequence<CorpusFile>) {
        for file in files { append(file) }
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { records.count }

    public subscript(index: Int) -> CorpusFile {
        let record = records[index]
        // No name that the system gave holds a zero byte, the one thing that a path cannot.
        let path = FilePath(bytes: paths[record.pathRange]) ?? FilePath()
        return CorpusFile(
            rootIndex: Int(record.rootIndex), folder: folders[Int(record.rootIndex)], relativePath: path,
            status: record.status,
            format: record.format)
    }

    /// The bytes of a file's relative path.
    @_lifetime(borrow self)
    public func path(at index: Int) -> Span<UInt8> {
        paths.span.extracting(records[index].pathRange)
    }

    /// The index of the root beneath which a file stands.
    public func rootIndex(at index: Int) -> Int { Int(records[index].rootIndex) }

    /// What the file system said of a file during the scan.
    public func status(at index: Int) -> FileStatus { records[index].status }

    /// The format that a file's name announces.
    public func format(at index: Int) -> DocumentFormat { records[index].format }

    public static func == (left: CorpusFiles, right: CorpusFiles) -> Bool { left.elementsEqual(right) }

    mutating func setFolder(_ folder: FilePath, ofRoot root: Int) {
        while folders.count <= root { folders.append(FilePath()) }
        folders[root] = folder
    }

    /// Makes room for more files at once.
    mutating func reserve(fileCount: Int, pathByteCount: Int) {
        records.reserveCapacity(records.count + fileCount)
        paths.reserveCapacity(paths.count + pathByteCount)
    }

    /// Adds a file behind all others.
    mutating func append(_ file: CorpusFile) {
        setFolder(file.folder, ofRoot: file.rootIndex)
        let bytes = file.relativePath.bytes
        records.append(
            Record(
                pathStart: paths.count, pathByteCount: UInt32(bytes.count), rootIndex: UInt32(file.rootIndex),
                format: file.format, status: file.status))
        paths += bytes
    }

    /// Takes the last file away.
    mutating func removeLast() { paths.removeSubrange(records.removeLast().pathRange) }

    /// Adds files whose records count from the start of `newPaths`.
    mutating func append(_ newRecords: ArraySlice<Record>, in newPaths: [UInt8]) {
        guard let first = newRecords.first, let last = newRecords.last else { return }
        // The paths of files in a row lie in a row.
        let shift = paths.count - first.pathStart
        paths += newPaths[first.pathStart..<last.pathRange.upperBound]
        for var record in newRecords {
            record.pathStart += shift
            records.append(record)
        }
    }
}
