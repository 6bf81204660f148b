internal import Documents
internal import MappedStorage
internal import SystemInterface
internal import SystemPackage
internal import TextAnalysis

/// The making of an index's next generation, by the holder of the index's lock.
///
/// New files are written beside the old ones; replacing `CURRENT` is the one step that changes what a reader sees.
struct IndexGeneration {
    private let folder: FilePath
    private let analyzer: Analyzer
    private let fileSystem: any FileSystem
    private let segmentByteLimit: Int
    private let old: IndexManifest?

    private var manifest: IndexManifest
    private var catalog = Catalog()
    // What this writer has made, to be taken away again when it does not get to the end.
    private var writtenNames: [String] = []
    private var builder: SegmentBuilder

    init(
        folder: FilePath, analyzer: Analyzer, fileSystem: any FileSystem, segmentByteLimit: Int, roots: [[UInt8]],
        old: IndexManifest?
    ) throws(IndexError) {
        self.folder = folder
        self.analyzer = analyzer
        self.fileSystem = fileSystem
        self.segmentByteLimit = segmentByteLimit
        self.old = old
        builder = SegmentBuilder(analyzer: analyzer)
        manifest = IndexManifest(analyzerIdentity: analyzer.identity, roots: roots)
        // A name is never used twice in a folder, not even after a rebuild: a reader that still opens the old generation
        // must not find new bytes under an old name.
        let names: [String]
        do throws(StorageError) {
            names = try fileSystem.names(in: folder)
        } catch {
            throw .storage(error)
        }
        let used = names.filter(Self.isNameOfIndexFile).compactMap { name in
            name.split(separator: "-").last.flatMap { UInt64($0) }
        }
        let greatest = used.filter { $0 < IndexManifest.fileNumberLimit }.max() ?? 0
        manifest.nextFileNumber = max(old?.nextFileNumber ?? 1, greatest + 1)
    }

    /// Compares the corpus with the old generation, reads what differs, and publishes. When that fails, the files that were
    /// written for it are removed.
    mutating func write(
        _ listing: CorpusListing, extractor: IndexUpdate.Extractor, progress: (IndexUpdate.Progress) -> Bool
    ) throws(IndexError) -> IndexUpdate.Report {
        do throws(IndexError) {
            return try attempt(listing, extractor: extractor, progress: progress)
        } catch {
            abandon()
            // Nobody but the holder of the lock removes files: one that is missing is damage, and a rebuild helps.
            if case .storage(.notFound(let path)) = error {
                throw .storage(.damaged(path: path, detail: "the manifest names it, and it is not there"))
            }
            throw error
        }
    }

    private mutating func attempt(
        _ listing: CorpusListing, extractor: IndexUpdate.Extractor, progress: (IndexUpdate.Progress) -> Bool
    ) throws(IndexError) -> IndexUpdate.Report {
        var report = IndexUpdate.Report()
        report.isRebuilt = old == nil
        let oldCatalog =
            try old.map { (manifest) throws(IndexError) in
                try Catalog.read(manifest.catalog, in: folder)
            } ?? Catalog()
        var unseen = Dictionary(uniqueKeysWithValues: oldCatalog.entries.map { ($0.key, $0) })
        var pending: [(file: CorpusFile, known: Catalog.Entry?)] = []
        for file in listing.files {
            let known = unseen.removeValue(forKey: file.key)
            if let known, known.hasStatus(file.status), known.format == file.format.rawValue {
                catalog.entries.append(known)
            } else {
                pending.append((file, known))
            }
        }
        catalog.skipped = listing.skipped.map {
            .init(root: $0.rootIndex, path: $0.path.bytes, reason: $0.reason.description)
        }
        catalog.skipCounts = listing.skippedCounts.map { .init(reason: $0.key.description, count: $0.value) }
            .sorted { $0.reason < $1.reason }
        // What lies beneath a root that cannot be reached is not known to be gone.
        for (key, entry) in unseen
        where listing.roots.indices.contains(key.root) && listing.roots[key.root].problem != nil {
            catalog.entries.append(entry)
            unseen[key] = nil
        }

        var dead = Set(unseen.keys)
        report.removedFileCount = dead.count
        try read(pending, dead: &dead, &report, extractor, progress)
        // A file that failed and has the contents that it had is not read again; why it failed stays noted.
        let kept = Set(oldCatalog.entries.map(\.key)).subtracting(dead)
        for skip in oldCatalog.skipped where kept.contains(.init(root: skip.root, path: skip.path)) { note(skip) }
        catalog.entries.sort { $0.key < $1.key }
        catalog.skipCounts.sort { $0.reason < $1.reason }
        if old != nil && pending.isEmpty && dead.isEmpty && catalog.skipped == oldCatalog.skipped { return report }

        try carryOver(killing: dead)
        try flush()
        try mergeIfWorthwhile()
        try publish()
        return report
    }

    // MARK: Reading what is new

    private mutating func read(
        _ pending: [(file: CorpusFile, known: Catalog.Entry?)], dead: inout Set<Catalog.Key>,
        _ report: inout IndexUpdate.Report, _ extractor: IndexUpdate.Extractor,
        _ progress: (IndexUpdate.Progress) -> Bool
    ) throws(IndexError) {
        var state = IndexUpdate.Progress(
            fileCount: 0, totalFileCount: pending.count, byteCount: 0,
            totalByteCount: pending.reduce(0) { $0 + $1.file.status.byteCount })
        for (file, known) in pending {
            guard progress(state) else { throw .cancelled }
            if let known, known.format == file.format.rawValue, known.contentHash == (try? ContentHash.of(file)) {
                // Only its status changed: a touched or copied file.
                catalog.entries.append(
                    Catalog.Entry(
                        file, contentHash: known.contentHash, documentCount: known.documentCount,
                        repairedByteCount: known.repairedByteCount, badLineCount: known.badLineCount,
                        encoding: known.encoding))
            } else {
                if known != nil { dead.insert(file.key) }
                let wasAdded = try add(file, extractor)
                switch (known != nil, wasAdded) {
                case (true, true): report.changedFileCount += 1
                case (true, false): report.removedFileCount += 1
                case (false, true): report.newFileCount += 1
                case (false, false): break
                }
            }
            state.fileCount += 1
            state.byteCount += file.status.byteCount
        }
        _ = progress(state)
    }

    /// Reads a file into the segment at hand; false when it gave no document, the reason of which is noted among the skipped files.
    private mutating func add(_ file: CorpusFile, _ extractor: IndexUpdate.Extractor) throws(IndexError) -> Bool {
        var builder = self.builder
        // Left empty, so that the builder here is the only one and changes in place.
        self.builder = SegmentBuilder(analyzer: analyzer)
        builder.beginFile(path: file.relativePath.bytes, root: file.rootIndex)
        var documentCount = 0
        var failure: IndexError?
        let summary: ExtractionSummary
        do {
            summary = try extractor(file) { document in
                guard failure == nil else { return }
                builder.add(document)
                documentCount += 1
                if builder.byteCount > segmentByteLimit {
                    do throws(IndexError) { try write(&builder) } catch { failure = error }
                    builder.beginFile(path: file.relativePath.bytes, root: file.rootIndex)
                }
            }
        } catch {
            throw .extraction("\(error)")
        }
        self.builder = builder
        if let failure { throw failure }
        if let reason = summary.failure {
            note(.init(root: file.rootIndex, path: file.relativePath.bytes, reason: reason.description))
        }
        // What a file of many documents gave before it failed stays. A file that failed is not read again until it changes,
        // or else it would cost every question its time; one that changed while it was read is: the status is of before.
        var read = file
        read.status = summary.statusBefore ?? file.status
        catalog.entries.append(
            Catalog.Entry(
                read, contentHash: summary.contentHash, documentCount: documentCount,
                repairedByteCount: Int(summary.repairedByteCount), badLineCount: summary.badLineCount,
                encoding: summary.encoding))
        return documentCount > 0
    }

    private mutating func note(_ skip: Catalog.Skip) {
        catalog.skipped.append(skip)
        if let known = catalog.skipCounts.firstIndex(where: { $0.reason == skip.reason }) {
            catalog.skipCounts[known].count += 1
        } else {
            catalog.skipCounts.append(.init(reason: skip.reason, count: 1))
        }
    }

    // MARK: Segments

    private mutating func flush() throws(IndexError) {
        var full = builder
        builder = SegmentBuilder(analyzer: analyzer)
        try write(&full)
    }

    /// Writes the builder's segment, if it holds anything, and leaves an empty builder.
    private mutating func write(_ builder: inout SegmentBuilder) throws(IndexError) {
        guard !builder.isEmpty else { return }
        let (payload, counts) = builder.finish()
        builder = SegmentBuilder(analyzer: analyzer)
        manifest.segments.append(
            IndexManifest.Segment(
                file: try writeFile("seg", payload), passageCount: Int(counts.passages),
                documentCount: Int(counts.documents)))
    }

    private mutating func writeFile(_ kind: String, _ payload: [UInt8]) throws(IndexError) -> IndexManifest.File {
        let name = "\(kind)-\(manifest.nextFileNumber)"
        manifest.nextFileNumber += 1
        writtenNames.append(name)
        let (trailer, checksum) = ChunkedFile.trailer(for: payload)
        do throws(StorageError) {
            try fileSystem.publish([payload, trailer], as: folder.appending(name))
        } catch {
            throw .storage(error)
        }
        return IndexManifest.File(name: name, byteCount: payload.count + trailer.count, checksum: checksum)
    }

    /// Takes over the old generation's segments, with tombstones for the passages of files that changed or went.
    private mutating func carryOver(killing dead: Set<Catalog.Key>) throws(IndexError) {
        var carried: [IndexManifest.Segment] = []
        for entry in old?.segments ?? [] {
            var entry = entry
            if !dead.isEmpty {
                let segment = try Segment(entry, in: folder, firstPassage: 0)
                let before = segment.tombstones ?? Tombstones(passageCount: segment.passageCount)
                var tombstones = before
                do throws(StorageError) {
                    try segment.reader.kill(filesIn: dead, in: &tombstones, analyzer: analyzer)
                } catch {
                    throw .storage(error)
                }
                if tombstones.deadPassageCount == entry.passageCount && tombstones.deadPassageCount > 0 { continue }
                if tombstones != before {
                    entry.tombstones = try writeFile("tomb", tombstones.encoded())
                    entry.deadPassageCount = tombstones.deadPassageCount
                }
            }
            carried.append(entry)
        }
        manifest.segments = carried + manifest.segments
    }

    private mutating func mergeIfWorthwhile() throws(IndexError) {
        let passageCount = manifest.segments.reduce(0) { $0 + $1.passageCount }
        let deadCount = manifest.segments.reduce(0) { $0 + $1.deadPassageCount }
        guard
            manifest.segments.count > IndexUpdate.segmentLimit
                || Double(deadCount) > IndexUpdate.deadShareLimit * Double(passageCount)
        else { return }

        // Built anew from the stored text, file by file in the catalog's order, so that a merged index is the one that a
        // rebuild would give.
        let segments = try manifest.segments.map { (entry) throws(IndexError) in
            try Segment(entry, in: folder, firstPassage: 0)
        }
        manifest.segments = []
        do throws(StorageError) {
            var files: [(key: Catalog.Key, segment: Int, file: Int)] = []
            for (number, segment) in segments.enumerated() {
                for file in 0..<Int(segment.reader.counts.files) {
                    files.append((try segment.reader.key(ofFile: file), number, file))
                }
            }
            files.sort { ($0.key, $0.segment) < ($1.key, $1.segment) }
            for (key, number, file) in files {
                let segment = segments[number]
                let documents = try segment.reader.liveDocuments(ofFile: file, tombstones: segment.tombstones)
                guard !documents.isEmpty else { continue }
                builder.beginFile(path: key.path, root: key.root)
                for document in documents { builder.add(document) }
                if builder.byteCount > segmentByteLimit { try writeRethrowing() }
            }
        } catch {
            throw .storage(error)
        }
        try flush()
    }

    private mutating func writeRethrowing() throws(StorageError) {
        do throws(IndexError) {
            try flush()
        } catch {
            if case .storage(let cause) = error { throw cause }
        }
    }

    // MARK: Publishing

    private mutating func publish() throws(IndexError) {
        manifest.catalog = try writeFile("catalog", catalog.encoded())
        // File numbers only rise in a folder, rebuilds included, and so do generations.
        manifest.generation = manifest.nextFileNumber
        manifest.corpusID = catalog.corpusID
        manifest.passageCount = manifest.segments.reduce(0) { $0 + $1.passageCount - $1.deadPassageCount }
        manifest.documentCount = catalog.entries.reduce(0) { $0 + $1.documentCount }
        do throws(StorageError) {
            try fileSystem.synchronizeFolder(folder)
            try fileSystem.replace(folder.appending(IndexManifest.fileName), with: manifest.encoded())
        } catch {
            throw .storage(error)
        }
        removeFilesOfEarlierGenerations()
    }

    /// Removes what an interrupted writer or an earlier generation left. Failing to is no error: the next writer tries again.
    private func removeFilesOfEarlierGenerations() {
        let keep = manifest.fileNames
        for name in (try? fileSystem.names(in: folder)) ?? []
        where !keep.contains(name) && Self.isNameOfIndexFile(name) || name == Self.temporaryName {
            try? fileSystem.remove(folder.appending(name))
        }
    }

    /// Removes what this writer made, and nothing else: an index that is there may be in use although this writer did not
    /// start from it. Should `CURRENT` name the new files already, as after a failure behind the renaming, they stay.
    private func abandon() {
        var keep: Set<String> = []
        do throws(IndexError) {
            keep = try IndexManifest.read(from: folder).fileNames
        } catch {
            switch error {
            case .notFound, .storage(.damaged), .olderFormat, .newerFormat: break
            // What CURRENT says is not known: then nothing is superfluous for certain.
            default: return
            }
        }
        for name in writtenNames + [Self.temporaryName] where !keep.contains(name) {
            try? fileSystem.remove(folder.appending(name))
        }
    }

    private static let temporaryName = IndexManifest.fileName + ".new"

    private static func isNameOfIndexFile(_ name: String) -> Bool {
        ["seg-", "tomb-", "catalog-"].contains(where: name.hasPrefix)
    }
}

extension CorpusFile {
    var key: Catalog.Key { Catalog.Key(root: rootIndex, path: relativePath.bytes) }
}

extension Catalog.Entry {
    init(
        _ file: CorpusFile, contentHash: UInt64, documentCount: Int, repairedByteCount: Int, badLineCount: Int,
        encoding: String
    ) {
        self.init(
            root: file.rootIndex, path: file.relativePath.bytes, format: file.format.rawValue,
            byteCount: file.status.byteCount, modified: file.status.modified, changed: file.status.changed,
            inode: file.status.inode, device: file.status.device, contentHash: contentHash,
            documentCount: documentCount,
            repairedByteCount: repairedByteCount, badLineCount: badLineCount, encoding: encoding)
    }
}

extension ContentHash {
    /// The hash of a file's bytes as they are now. Read, not mapped: a corpus file may be cut short meanwhile.
    static func of(_ file: CorpusFile) throws(SystemError) -> UInt64 {
        let open = try OpenFile.reading(file.absolutePath)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var hash = ContentHash()
        while true {
            let count = try open.read(into: &buffer)
            if count == 0 { return hash.value }
            hash.update(buffer.span.extracting(first: count))
        }
    }
}
