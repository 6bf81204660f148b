internal import Documents
internal import MappedStorage
internal import SystemInterface
internal import SystemPackage

/// The catalog of a new generation, and what of it the manifest repeats.
struct NewCatalog {
    /// Its bytes, in parts.
    var payload: [[UInt8]]
    var corpusID: UInt64
    var documentCount: Int
}

/// The files of a corpus as they are, beside those that an index knows. Both ascend, so that they are walked through side by side,
/// and the new catalog is the old one in the same order with other entries here and there.
struct CatalogComparison {
    /// A stretch of the new catalog.
    private enum Step {
        /// Entries as they stand in the old one.
        case kept(bytes: Range<Int>, count: Int)
        /// The entry of a file that is to be read, by its number among those.
        case pending(Int)
    }

    /// A class, because a reader that owns a mapping can neither be copied nor be kept where there may be none.
    private final class OldCatalog {
        let reader: CatalogReader

        init(_ file: IndexManifest.File, in folder: FilePath) throws(IndexError) {
            reader = try CatalogReader(file, in: folder)
        }
    }

    private let old: OldCatalog?
    private var steps: [Step] = []
    private var corpusID: UInt64
    private var documentCount: Int
    private let newRest: [UInt8]
    private let outOfReach: OutOfReach
    /// Files to be read, ascending: new ones, and those whose status is not what the index knows.
    private(set) var pending: [PendingFile] = []
    /// Files of the index that are not there any more. What lies beneath a root that cannot be reached, or a folder that cannot be
    /// read, is not known to be gone.
    private(set) var gone: [Catalog.Entry] = []

    /// - Parameter old: the generation to compare with; nil for none, as before a rebuild.
    init(_ listing: CorpusListing, with old: IndexManifest?, in folder: FilePath) throws(IndexError) {
        self.old = try old.map { (manifest) throws(IndexError) in try OldCatalog(manifest.catalog, in: folder) }
        corpusID = old?.corpusID ?? 0
        documentCount = old?.documentCount ?? 0
        newRest = Catalog.Rest(listing).encoded
        outOfReach = OutOfReach(listing)
        if let old = self.old {
            try compare(listing, with: old.reader)
        } else {
            for file in listing.files { addPending(PendingFile(file: file, known: nil)) }
        }
    }

    /// Whether other files than before were left out by the scan.
    var skipsDiffer: Bool {
        guard let old else { return true }
        return !old.reader.hasRest(newRest)
    }

    /// Whether reading the pending files gave nothing but the entries that they had: there were none, or they cannot be opened.
    func isAsBefore(_ entries: [Catalog.Entry]) -> Bool {
        pending.lazy.map(\.known).elementsEqual(entries)
    }

    /// O(files), without taking the entries of unchanged files apart.
    private mutating func compare(_ listing: CorpusListing, with reader: borrowing CatalogReader) throws(IndexError) {
        let files = listing.files
        var index = reader.startIndex
        var isThere = try reader.hasEntry(at: &index)
        for number in files.indices {
            var order = 1
            while isThere {
                order = reader.order(of: index, against: files, at: number)
                if order >= 0 { break }
                try passMissing(&index, &isThere, reader)
            }
            guard isThere, order == 0 else {
                addPending(PendingFile(file: files[number], known: nil))
                continue
            }
            if reader.format(at: index) == files.format(at: number).stamp,
                reader.status(at: index) == Catalog.Status(files.status(at: number))
            {
                try keep(&index, &isThere, reader)
            } else if let known = try reader.entry(at: &index) {
                addPending(PendingFile(file: files[number], known: known))
                forget(known)
                index = try reader.index(after: index)
                isThere = try reader.hasEntry(at: &index)
            }
        }
        while isThere { try passMissing(&index, &isThere, reader) }
    }

    /// Passes over an entry whose file is not in the listing.
    private mutating func passMissing(
        _ index: inout CatalogReader.Index, _ isThere: inout Bool, _ reader: borrowing CatalogReader
    ) throws(IndexError) {
        if outOfReach.holds(root: reader.root(at: index)) {
            try keep(&index, &isThere, reader)
            return
        }
        if let entry = try reader.entry(at: &index) {
            if outOfReach.holds(entry.key) {
                try keep(&index, &isThere, reader)
                return
            }
            gone.append(entry)
            forget(entry)
        }
        index = try reader.index(after: index)
        isThere = try reader.hasEntry(at: &index)
    }

    private mutating func addPending(_ file: PendingFile) {
        steps.append(.pending(pending.count))
        pending.append(file)
    }

    private mutating func keep(
        _ index: inout CatalogReader.Index, _ isThere: inout Bool, _ reader: borrowing CatalogReader
    ) throws(IndexError) {
        let next = try reader.index(after: index)
        if case .kept(let bytes, let count) = steps.last, bytes.upperBound == index.start {
            steps[steps.count - 1] = .kept(bytes: bytes.lowerBound..<next.start, count: count + 1)
        } else {
            steps.append(.kept(bytes: index.start..<next.start, count: 1))
        }
        index = next
        isThere = try reader.hasEntry(at: &index)
    }

    private mutating func forget(_ entry: Catalog.Entry) {
        corpusID &-= entry.corpusIDPart
        documentCount -= entry.documentCount
    }

    /// The new catalog, with what reading the pending files gave: an entry for each of them, in their order.
    func catalog(with entries: [Catalog.Entry]) -> NewCatalog {
        var writer = CatalogWriter(reservingCapacity: old?.reader.byteCount ?? 0)
        var new = NewCatalog(payload: [], corpusID: corpusID, documentCount: documentCount)
        for step in steps {
            switch step {
            case .kept(let bytes, let count):
                old?.reader.copy(bytes, count: count, to: &writer)
            case .pending(let number):
                guard entries.indices.contains(number) else { continue }
                writer.append(entries[number])
                new.corpusID &+= entries[number].corpusIDPart
                new.documentCount += entries[number].documentCount
            }
        }
        new.payload = writer.finish(newRest)
        // What a manifest says of its catalog was not compared with it.
        new.documentCount = max(0, new.documentCount)
        return new
    }
}

extension CatalogReader {
    /// Whether an entry stands before a file of a listing (below 0), is of it (0), or stands behind it.
    fileprivate func order(of index: Index, against files: CorpusFiles, at number: Int) -> Int {
        let roots = root(at: index) - files.rootIndex(at: number)
        return roots != 0 ? roots : order(ofPathAt: index, against: files.path(at: number))
    }
}

extension Catalog.Rest {
    /// What the scan left out.
    fileprivate init(_ listing: CorpusListing) {
        skipped = listing.skipped.map {
            .init(root: $0.rootIndex, path: $0.path.bytes, reason: $0.reason.description)
        }
        skipCounts = listing.skippedCounts.map { .init(reason: $0.key.description, count: $0.value) }
            .sorted { $0.reason < $1.reason }
    }
}
