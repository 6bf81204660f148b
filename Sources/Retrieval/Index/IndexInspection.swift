public import Documents
internal import MappedStorage
internal import SystemInterface
public import SystemPackage

/// What an index holds, what was left out of it and why, and what it is made of.
public struct IndexInspection: Sendable {
    public struct SkippedFile: Sendable {
        public let root: Int
        public let path: [UInt8]
        public let reason: String
    }

    /// A file that was indexed, but not whole.
    public struct FlawedFile: Sendable {
        public let root: Int
        public let path: [UInt8]
        /// Bytes that were no text and were replaced by U+FFFD.
        public let repairedByteCount: Int
        /// Lines of a JSON Lines file that held no document.
        public let badLineCount: Int
    }

    public let folder: FilePath
    public let roots: [FilePath]
    public let analyzer: String
    public let identifier: String
    public let fileCount: Int
    public let documentCount: Int
    public let passageCount: Int
    /// Distinct terms, counted for each segment.
    public let termCount: Int
    public let segmentCount: Int
    /// Bytes of all files of the index.
    public let byteCount: Int
    /// Bytes by section, over all segments, in the order of the format.
    public let sections: [(name: String, byteCount: Int)]
    /// Bytes of the text that was indexed.
    public let textByteCount: Int
    public let skipped: [SkippedFile]
    public let skipCounts: [(reason: String, count: Int)]
    public let flawed: [FlawedFile]

    /// What the index knows of its files.
    public let files: FileReport

    private let catalog: Catalog

    /// - Throws: `IndexError` when there is no index, or it cannot be read.
    public init(folder: FilePath) throws(IndexError) {
        let (manifest, catalog, segments) = try IndexManifest.withCurrent(in: folder) { manifest throws(IndexError) in
            (
                manifest, try Catalog.read(manifest.catalog, in: folder),
                try IndexSnapshot.openSegments(of: manifest, in: folder)
            )
        }
        self.catalog = catalog
        files = FileReport(catalog)
        self.folder = folder
        roots = manifest.roots.compactMap { FilePath(bytes: $0) }
        analyzer = manifest.analyzerIdentity
        identifier = IndexSnapshot.identifier(of: manifest)
        fileCount = catalog.entries.count
        documentCount = manifest.documentCount
        passageCount = manifest.passageCount
        segmentCount = manifest.segments.count
        byteCount = manifest.files.reduce(0) { $0 + $1.byteCount }
        var terms = 0
        var sizes = [Int](repeating: 0, count: SegmentFormat.SectionID.allCases.count)
        for segment in segments {
            terms += Int(segment.reader.counts.terms)
            for (index, section) in SegmentFormat.SectionID.allCases.enumerated() {
                sizes[index] += segment.reader.byteCount(of: section)
            }
        }
        termCount = terms
        textByteCount = segments.reduce(0) { $0 + $1.reader.storedText.byteCount }
        sections = zip(SegmentFormat.SectionID.allCases, sizes).map { ("\($0)", $1) } + [("text", textByteCount)]
        let failed = catalog.entries.filter { !$0.problem.isEmpty }
        skipped =
            catalog.rest.skipped.map { SkippedFile(root: $0.root, path: $0.path, reason: $0.reason) }
            + failed.map { SkippedFile(root: $0.root, path: $0.path, reason: $0.problem) }
        var counts = Dictionary(catalog.rest.skipCounts.map { ($0.reason, $0.count) }, uniquingKeysWith: &+)
        for entry in failed { counts[entry.problem, default: 0] &+= 1 }
        skipCounts = counts.map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
        flawed = catalog.entries.filter { $0.repairedByteCount > 0 || $0.badLineCount > 0 }.map {
            FlawedFile(
                root: $0.root, path: $0.path, repairedByteCount: $0.repairedByteCount, badLineCount: $0.badLineCount)
        }
    }

    /// How many files are new, have another status, or are gone, compared with a listing of the corpus. What the scan could not
    /// look at is not known to be gone.
    public func differences(from listing: CorpusListing) -> (new: Int, changed: Int, removed: Int) {
        var known = Dictionary(uniqueKeysWithValues: catalog.entries.map { ($0.key, $0) })
        var counts = (new: 0, changed: 0, removed: 0)
        for file in listing.files {
            guard let entry = known.removeValue(forKey: file.key) else {
                counts.new += 1
                continue
            }
            if entry.status != Catalog.Status(file.status) || entry.format != file.format.stamp { counts.changed += 1 }
        }
        let outOfReach = OutOfReach(listing)
        counts.removed = known.keys.count { !outOfReach.holds($0) }
        return counts
    }
}

/// Whether an index is sound.
public enum IndexCheck {
    /// Reads every table, dictionary and postings list of an index and holds them against each other.
    ///
    /// - Parameter full: also compares every byte with its checksum, the stored text included.
    /// - Returns: the number of files checked.
    /// - Throws: the first `IndexError` found.
    public static func run(folder: FilePath, full: Bool) throws(IndexError) -> Int {
        let (manifest, segments) = try IndexManifest.withCurrent(in: folder) { manifest throws(IndexError) in
            _ = try Catalog.read(manifest.catalog, in: folder)
            return (manifest, try IndexSnapshot.openSegments(of: manifest, in: folder))
        }
        for segment in segments {
            do throws(StorageError) {
                if full { try segment.reader.verifyAll() }
                try segment.reader.verifyStructure()
            } catch {
                throw .storage(error)
            }
        }
        return 1 + manifest.files.count
    }
}

extension SegmentReader {
    /// Reads everything that a search could read, so that whatever is out of order throws.
    func verifyStructure() throws(StorageError) {
        var previous: [UInt8]?
        var endOfPostings = 0
        try forEachTerm { (stem, info, forms) throws(StorageError) in
            if let previous, !previous.lexicographicallyPrecedes(stem) {
                throw .damaged(path: path, detail: "term \(info.ordinal) is out of order")
            }
            previous = stem
            var postingCount = 0
            try forEachPostingsBlock(of: info) { _, _, count in postingCount += count }
            guard postingCount == info.documentFrequency, info.list?.lowerBound ?? endOfPostings == endOfPostings else {
                throw .damaged(path: path, detail: "the postings of term \(info.ordinal) do not fit its entry")
            }
            endOfPostings = info.list?.upperBound ?? endOfPostings
            return true
        }
        let plainImpacts = try bytes(of: .plainImpacts)
        for index in 0..<plainImpacts.byteCount {
            let impact = plainImpacts.load(UInt8.self, at: index)
            guard impact > 0, Double(impact) <= ImpactScale.greatestImpact else {
                throw damaged(
                    .plainImpacts,
                    .outOfRange(what: "impact", value: UInt64(impact), limit: UInt64(ImpactScale.greatestImpact)))
            }
        }
        for index in 0..<Int(counts.passages) {
            _ = try storedPassage(at: index, id: PassageID(rawValue: UInt32(index)))
        }
        var last: Catalog.Key?
        for index in 0..<Int(counts.files) {
            _ = try liveDocuments(ofFile: index, tombstones: nil)
            let key = try key(ofFile: index)
            if let last, last > key { throw .damaged(path: path, detail: "file \(index) is out of order") }
            last = key
        }
    }
}
