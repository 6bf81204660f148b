public import Documents
public import MappedStorage
internal import SystemInterface
public import SystemPackage
public import TextAnalysis

/// Brings an index into agreement with the files of its corpus, and publishes the result in one step.
///
/// Files whose status is equal to what the index knows are left alone. Of the others the contents decide: changed and
/// removed files get tombstones, new text goes to a new segment. When tombstones or segments become many, everything is
/// merged. Whatever happens on the way, the index that was there stays whole until the new one is complete.
public struct IndexUpdate {
    /// Reads a file's documents. The index knows nothing of formats, so that parsers can live in another process.
    public typealias Extractor = (CorpusFile, (Document) -> Void) throws -> ExtractionSummary

    /// How far the work is.
    public struct Progress: Sendable {
        public var fileCount: Int
        public var totalFileCount: Int
        public var byteCount: Int64
        public var totalByteCount: Int64

        public init(fileCount: Int, totalFileCount: Int, byteCount: Int64, totalByteCount: Int64) {
            self.fileCount = fileCount
            self.totalFileCount = totalFileCount
            self.byteCount = byteCount
            self.totalByteCount = totalByteCount
        }
    }

    /// What an update did.
    public struct Report: Sendable {
        public var newFileCount = 0
        public var changedFileCount = 0
        public var removedFileCount = 0
        /// No new generation was needed.
        public var isUnchanged: Bool { newFileCount + changedFileCount + removedFileCount == 0 && !isRebuilt }
        public var isRebuilt = false

        public init() {}
    }

    /// Who reads files: one extractor on the calling thread, or one for each of several threads, made there.
    enum Readers {
        case one(Extractor)
        case many(Int, @Sendable () throws -> Extractor)
    }

    /// Beyond this share of dead passages everything is merged.
    static let deadShareLimit = 0.2
    /// Beyond so many small segments they are merged into one.
    static let segmentLimit = 8
    /// A segment is small up to so many passages, or up to this part of all.
    static let smallSegmentPassageCount = 1000
    static let smallSegmentShare = 16

    private let folder: FilePath
    private let analyzer: Analyzer
    private let fileSystem: any FileSystem
    /// A segment is written when it holds so much in memory.
    private let segmentByteLimit: Int
    private let earlySynchronizationByteCount: Int

    /// - Parameters:
    ///   - segmentByteLimit: what a thread holds in memory before it writes a segment. Two threads of 288 MB each, with what sorting
    ///     and writing take, stay below a gigabyte.
    ///   - earlySynchronizationByteCount: from so many bytes on, text is made to last while its postings are sorted. Of a few bytes
    ///     that costs more than it saves: each time that somebody waits, the file system writes its journal.
    public init(
        folder: FilePath, analyzer: Analyzer, fileSystem: any FileSystem = DiskFileSystem(),
        segmentByteLimit: Int = 288 << 20, earlySynchronizationByteCount: Int = 16 << 20
    ) {
        self.folder = folder
        self.analyzer = analyzer
        self.fileSystem = fileSystem
        self.segmentByteLimit = segmentByteLimit
        self.earlySynchronizationByteCount = earlySynchronizationByteCount
    }

    /// Reads files on the calling thread.
    ///
    /// - Parameters:
    ///   - listing: the corpus's files as they are now, ascending.
    ///   - rebuild: forget any index that is there, readable or not.
    ///   - progress: called before every file that is read; false stops the work.
    /// - Throws: `.locked` when another process writes the index, `.tooManyRoots`, `.cancelled`, or why the index cannot be read or
    ///   written.
    public func run(
        _ listing: CorpusListing, rebuild: Bool = false, extractor: @escaping Extractor,
        progress: (Progress) -> Bool = { _ in true }
    ) throws(IndexError) -> Report {
        try run(listing, rebuild: rebuild, readers: .one(extractor), progress: progress)
    }

    /// Reads files on several threads when there are enough of them; the index is the same, byte for byte.
    ///
    /// - Parameters:
    ///   - threadCount: 1 for the calling thread alone. More than two bring nothing: a large build has two parts.
    ///   - makeExtractor: called once on each thread.
    ///   - progress: called on the calling thread, several times a second or before every file; false stops the work.
    /// - Throws: as the other.
    public func run(
        _ listing: CorpusListing, rebuild: Bool = false, threadCount: Int,
        makeExtractor: @escaping @Sendable () throws -> Extractor, progress: (Progress) -> Bool = { _ in true }
    ) throws(IndexError) -> Report {
        try run(listing, rebuild: rebuild, readers: .many(threadCount, makeExtractor), progress: progress)
    }

    private func run(
        _ listing: CorpusListing, rebuild: Bool, readers: Readers, progress: (Progress) -> Bool
    ) throws(IndexError) -> Report {
        do throws(StorageError) {
            try fileSystem.createFolder(folder)
        } catch {
            throw .storage(error)
        }
        try IndexFolder.check(folder, fileSystem)
        let lock = try takeLock()
        let result = Result { () throws(IndexError) in
            try update(listing, rebuild: rebuild, readers: readers, progress: progress)
        }
        // Held to the very end, and not a statement less.
        _ = consume lock
        return try result.get()
    }

    /// Waits until no process writes the index in a folder that is there.
    ///
    /// - Throws: `.storage` when the lock cannot be looked at.
    public static func waitForOthers(in folder: FilePath) throws(IndexError) {
        let path = folder.appending(IndexFolder.lockName)
        do throws(SystemError) {
            // Shared, so that all who wait go on at once.
            _ = try FileLock.waiting(for: path, .shared)
        } catch {
            throw .storage(.failed(operation: "lock", path: path, code: error.errno))
        }
    }

    private func takeLock() throws(IndexError) -> FileLock {
        let path = folder.appending(IndexFolder.lockName)
        do throws(SystemError) {
            if let lock = try FileLock.ifFree(path, .exclusive) { return lock }
        } catch {
            throw .storage(.failed(operation: "lock", path: path, code: error.errno))
        }
        throw .locked(folder: folder)
    }

    private func update(
        _ listing: CorpusListing, rebuild: Bool, readers: Readers, progress: (Progress) -> Bool
    ) throws(IndexError) -> Report {
        let roots = listing.roots.map { ($0.canonicalPath ?? $0.path).bytes }
        guard roots.count <= Catalog.rootLimit else {
            throw .tooManyRoots(count: roots.count, limit: Catalog.rootLimit)
        }
        var old: IndexManifest?
        if !rebuild {
            do throws(IndexError) {
                let manifest = try IndexManifest.read(from: folder)
                guard manifest.analyzerIdentity == analyzer.identity else {
                    throw .analyzerMismatch(
                        folder: folder, found: manifest.analyzerIdentity, expected: analyzer.identity)
                }
                guard manifest.roots == roots else { throw .otherCorpus(folder: folder) }
                old = manifest
            } catch {
                guard case .notFound = error else { throw error }
            }
        }
        var generation = try IndexGeneration(
            folder: folder, analyzer: analyzer, fileSystem: fileSystem, segmentByteLimit: segmentByteLimit,
            earlySynchronizationByteCount: earlySynchronizationByteCount, roots: roots, old: old)
        return try generation.write(listing, readers: readers, progress: progress)
    }
}
