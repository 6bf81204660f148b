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

    /// Beyond so many segments, or this share of dead passages, everything is merged into one segment.
    static let segmentLimit = 8
    static let deadShareLimit = 0.2

    private let folder: FilePath
    private let analyzer: Analyzer
    private let fileSystem: any FileSystem
    /// A segment is written when it holds so much in memory.
    private let segmentByteLimit: Int
    private let workerCount: Int

    public init(
        folder: FilePath, analyzer: Analyzer, fileSystem: any FileSystem = DiskFileSystem(),
        segmentByteLimit: Int = 512 << 20, workerCount: Int = 1
    ) {
        self.folder = folder
        self.analyzer = analyzer
        self.fileSystem = fileSystem
        self.segmentByteLimit = segmentByteLimit
        self.workerCount = workerCount
    }

    public func run(
        _ listing: CorpusListing, rebuild: Bool = false, makeExtractor: @Sendable () throws -> Extractor,
        progress: (Progress) -> Bool = { _ in true }
    ) throws -> Report {
        try run(listing, rebuild: rebuild, extractor: makeExtractor(), progress: progress)
    }

    /// - Parameters:
    ///   - listing: the corpus's files as they are now.
    ///   - rebuild: forget any index that is there, readable or not.
    ///   - progress: called for every file that is read; false stops the work.
    /// - Throws: `.locked` when another process writes the index, `.cancelled`, or why the index cannot be read or written.
    public func run(
        _ listing: CorpusListing, rebuild: Bool = false, extractor: Extractor,
        progress: (Progress) -> Bool = { _ in true }
    ) throws(IndexError) -> Report {
        do throws(StorageError) {
            try fileSystem.createFolder(folder)
        } catch {
            throw .storage(error)
        }
        let lock = try takeLock()
        let result = Result { () throws(IndexError) in
            try update(listing, rebuild: rebuild, extractor: extractor, progress: progress)
        }
        // Held to the very end, and not a statement less.
        _ = consume lock
        return try result.get()
    }

    private func takeLock() throws(IndexError) -> FileLock {
        let path = folder.appending("LOCK")
        do throws(SystemError) {
            if let lock = try FileLock.ifFree(path, .exclusive) { return lock }
        } catch {
            throw .storage(.failed(operation: "lock", path: path, code: error.errno))
        }
        throw .locked(folder: folder)
    }

    private func update(
        _ listing: CorpusListing, rebuild: Bool, extractor: Extractor, progress: (Progress) -> Bool
    ) throws(IndexError) -> Report {
        let roots = listing.roots.map { ($0.canonicalPath ?? $0.path).bytes }
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
            roots: roots, old: old)
        return try generation.write(listing, extractor: extractor, progress: progress)
    }
}
