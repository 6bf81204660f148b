internal import Documents
internal import MappedStorage
internal import Synchronization
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
    private let earlySynchronizationByteCount: Int
    private let old: IndexManifest?

    private var manifest: IndexManifest
    // What this writer has made, to be taken away again when it does not get to the end.
    private var writtenNames: [String] = []
    // Of it what is known to last already.
    private var lastingNames: Set<String> = []

    init(
        folder: FilePath, analyzer: Analyzer, fileSystem: any FileSystem, segmentByteLimit: Int,
        earlySynchronizationByteCount: Int, roots: [[UInt8]], old: IndexManifest?
    ) throws(IndexError) {
        self.folder = folder
        self.analyzer = analyzer
        self.fileSystem = fileSystem
        self.segmentByteLimit = segmentByteLimit
        self.earlySynchronizationByteCount = earlySynchronizationByteCount
        self.old = old
        manifest = IndexManifest(analyzerIdentity: analyzer.identity, roots: roots)
        // A name is never used twice in a folder, not even after a rebuild: a reader that still opens the old generation
        // must not find new bytes under an old name.
        let names: [String]
        do throws(StorageError) {
            names = try fileSystem.names(in: folder)
        } catch {
            throw .storage(error)
        }
        let used = names.compactMap(IndexFolder.number)
        let greatest = used.filter { $0 < IndexManifest.fileNumberLimit }.max() ?? 0
        manifest.nextFileNumber = max(old?.nextFileNumber ?? 1, greatest + 1)
    }

    /// Compares the corpus with the old generation, reads what differs, and publishes. When that fails, the files that were
    /// written for it are removed.
    mutating func write(
        _ listing: CorpusListing, readers: IndexUpdate.Readers, progress: (IndexUpdate.Progress) -> Bool
    ) throws(IndexError) -> IndexUpdate.Report {
        do throws(IndexError) {
            return try attempt(listing, readers: readers, progress: progress)
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
        _ listing: CorpusListing, readers: IndexUpdate.Readers, progress: (IndexUpdate.Progress) -> Bool
    ) throws(IndexError) -> IndexUpdate.Report {
        var report = IndexUpdate.Report()
        report.isRebuilt = old == nil
        let comparison = try CatalogComparison(listing, with: old, in: folder)
        var dead = Set(comparison.gone.map(\.key))
        report.removedFileCount = dead.count
        let tally = BuildTally(comparison.pending)
        func goOn() -> Bool { progress(tally.progress) }
        let outcomes = try read(comparison.pending, readers, tally, progress)
        for outcome in outcomes {
            dead.formUnion(outcome.dead)
            report.newFileCount += outcome.report.newFileCount
            report.changedFileCount += outcome.report.changedFileCount
            report.removedFileCount += outcome.report.removedFileCount
        }
        let entries = outcomes.flatMap(\.entries)
        if old != nil, dead.isEmpty, !comparison.skipsDiffer, comparison.isAsBefore(entries) { return report }

        manifest.segments = try carriedOver(killing: dead) + writtenMeanwhileSynchronizing(outcomes)
        try mergeIfWorthwhile(goOn)
        try publish(comparison.catalog(with: entries))
        return report
    }

    // MARK: Reading what is new

    /// From so many bytes on the pending files are read in two parts: two threads can do that at the same time. What the parts are does
    /// not depend on how many threads there are, so that neither does the index while nobody's memory is full.
    private static let partByteCount: Int64 = 8 << 20

    private static func parts(of pending: [PendingFile]) -> [Range<Int>] {
        let total = pending.reduce(0) { $0 + $1.weight }
        guard total >= 2 * partByteCount else { return [pending.indices] }
        var byteCount: Int64 = 0
        let middle = pending.firstIndex { each in
            byteCount += each.weight
            return byteCount >= total - byteCount
        }
        let end = min((middle ?? 0) + 1, pending.count)
        return [0..<end, end..<pending.count].filter { !$0.isEmpty }
    }

    private mutating func read(
        _ pending: [PendingFile], _ readers: IndexUpdate.Readers, _ tally: BuildTally,
        _ progress: (IndexUpdate.Progress) -> Bool
    ) throws(IndexError) -> [IndexPart.Outcome] {
        let parts = Self.parts(of: pending)
        let job = PartsJob(
            pending: pending, parts: parts, analyzer: analyzer,
            segmentByteLimit: segmentByteLimit, folder: folder, fileSystem: fileSystem,
            firstNumber: manifest.nextFileNumber, tally: tally)
        let outcomes = job.run(readers, progress)
        // Beyond every number that any of the parts may have taken.
        writtenNames += outcomes.flatMap(\.writtenNames)
        let used = writtenNames.compactMap(IndexFolder.number)
        manifest.nextFileNumber = max(manifest.nextFileNumber, (used.max() ?? 0) + 1)
        if let failure = outcomes.lazy.compactMap(\.failure).first(where: { !$0.isCancellation })
            ?? outcomes.lazy.compactMap(\.failure).first
        {
            throw failure
        }
        // Somebody may have wanted to stop while the last file was read.
        guard progress(tally.progress) else { throw .cancelled }
        return outcomes
    }

    /// The segments of the parts. What was written of them so far, most of it text, is made to last by another thread meanwhile.
    private mutating func writtenMeanwhileSynchronizing(
        _ outcomes: [IndexPart.Outcome]
    ) throws(IndexError) -> [IndexManifest.Segment] {
        let files = outcomes.flatMap { $0.segments.flatMap(\.files) + ($0.rest?.texts ?? []) }
        guard files.reduce(0, { $0 + $1.byteCount }) >= earlySynchronizationByteCount else {
            return try written(outcomes)
        }
        let failure = Mutex<StorageError?>(nil)
        let segments = try Threads.run(
            { () throws(IndexError) in try written(outcomes) },
            beside: { [folder, fileSystem] in
                do throws(StorageError) {
                    for file in files { try fileSystem.synchronizeFile(folder.appending(file.name)) }
                } catch {
                    failure.withLock { $0 = error }
                }
            })
        if let failure = failure.withLock({ $0 }) { throw .storage(failure) }
        lastingNames.formUnion(files.map(\.name))
        return segments
    }

    /// The segments of the parts. Where nothing became full, all that was read becomes one.
    private mutating func written(_ outcomes: [IndexPart.Outcome]) throws(IndexError) -> [IndexManifest.Segment] {
        var segments: [IndexManifest.Segment] = []
        var whole: UnwrittenSegment?
        for outcome in outcomes {
            segments += outcome.segments
            guard let rest = outcome.rest else { continue }
            if outcomes.contains(where: { !$0.segments.isEmpty }) {
                segments.append(try write(rest, threadCount: 1))
            } else if whole?.append(contentsOf: rest) == nil {
                whole = rest
            }
        }
        if let whole { segments.append(try write(whole, threadCount: outcomes.count)) }
        return segments
    }

    // MARK: Segments

    private mutating func writeFile(_ kind: String, _ payload: [[UInt8]]) throws(IndexError) -> IndexManifest.File {
        try withOutput { output throws(IndexError) in try output.write(kind, payload) }
    }

    private mutating func write(
        _ segment: UnwrittenSegment, threadCount: Int
    ) throws(IndexError) -> IndexManifest.Segment {
        try withOutput { output throws(IndexError) in try output.write(segment, threadCount: threadCount) }
    }

    /// Writes files that are named by the next numbers.
    private mutating func withOutput<Result>(
        _ body: (inout SegmentOutput) throws(IndexError) -> Result
    ) throws(IndexError) -> Result {
        var output = SegmentOutput(folder: folder, fileSystem: fileSystem, firstNumber: manifest.nextFileNumber)
        defer {
            writtenNames += output.names
            manifest.nextFileNumber = output.nextNumber
        }
        return try body(&output)
    }

    /// The old generation's segments, with tombstones for the passages of files that changed or went.
    private mutating func carriedOver(killing dead: Set<Catalog.Key>) throws(IndexError) -> [IndexManifest.Segment] {
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
                if tombstones.deadPassageCount != before.deadPassageCount {
                    entry.tombstones = try writeFile("tomb", [tombstones.encoded()])
                    entry.deadPassageCount = tombstones.deadPassageCount
                }
            }
            carried.append(entry)
        }
        return carried
    }

    /// Merges all segments when too many passages are dead, and the small ones when they are many: an update of a large corpus
    /// then costs what the recent updates brought, not what the corpus holds.
    private mutating func mergeIfWorthwhile(_ goOn: () -> Bool) throws(IndexError) {
        let passageCount = manifest.segments.reduce(0) { $0 + $1.passageCount }
        let deadCount = manifest.segments.reduce(0) { $0 + $1.deadPassageCount }
        if Double(deadCount) > IndexUpdate.deadShareLimit * Double(passageCount) {
            manifest.segments = try merged(manifest.segments, goOn)
            return
        }
        let limit = max(IndexUpdate.smallSegmentPassageCount, passageCount / IndexUpdate.smallSegmentShare)
        let small = manifest.segments.filter { $0.passageCount <= limit }
        guard small.count > IndexUpdate.segmentLimit else { return }
        manifest.segments = try manifest.segments.filter { $0.passageCount > limit } + merged(small, goOn)
    }

    /// Built anew from the stored text, file by file in the catalog's order, so that a merged index is the one that a rebuild
    /// would give.
    private mutating func merged(
        _ entries: [IndexManifest.Segment], _ goOn: () -> Bool
    ) throws(IndexError) -> [IndexManifest.Segment] {
        let segments = try entries.map { (entry) throws(IndexError) in try Segment(entry, in: folder, firstPassage: 0) }
        var assembly = SegmentAssembly(
            analyzer: analyzer, segmentByteLimit: segmentByteLimit,
            output: SegmentOutput(folder: folder, fileSystem: fileSystem, firstNumber: manifest.nextFileNumber))
        let result = Result { () throws(IndexError) -> UnwrittenSegment? in
            var files: [(key: Catalog.Key, segment: Int, file: Int)] = []
            do throws(StorageError) {
                for (number, segment) in segments.enumerated() {
                    for file in 0..<Int(segment.reader.counts.files) {
                        files.append((try segment.reader.key(ofFile: file), number, file))
                    }
                }
            } catch {
                throw .storage(error)
            }
            files.sort { ($0.key, $0.segment) < ($1.key, $1.segment) }
            for (key, number, file) in files {
                guard goOn() else { throw .cancelled }
                let documents: [Document]
                do throws(StorageError) {
                    documents = try segments[number].reader.liveDocuments(
                        ofFile: file, tombstones: segments[number].tombstones)
                } catch {
                    throw .storage(error)
                }
                guard !documents.isEmpty else { continue }
                assembly.beginFile(key)
                for document in documents { try assembly.add(document, of: key) }
            }
            return try assembly.finish()
        }
        writtenNames += assembly.writtenNames
        manifest.nextFileNumber = assembly.nextNumber
        guard let rest = try result.get() else { return assembly.segments }
        return assembly.segments + [try write(rest, threadCount: 1)]
    }

    // MARK: Publishing

    private mutating func publish(_ catalog: NewCatalog) throws(IndexError) {
        manifest.catalog = try writeFile("catalog", catalog.payload)
        // File numbers only rise in a folder, rebuilds included, and so do generations.
        manifest.generation = manifest.nextFileNumber
        manifest.corpusID = catalog.corpusID
        manifest.passageCount = manifest.segments.reduce(0) { $0 + $1.passageCount - $1.deadPassageCount }
        manifest.documentCount = catalog.documentCount
        do throws(StorageError) {
            // All are written before the first is waited for: what makes one last nearly always has done so for the others.
            for name in writtenNames where manifest.fileNames.contains(name) && !lastingNames.contains(name) {
                try fileSystem.synchronizeFile(folder.appending(name))
            }
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
        where !keep.contains(name) && IndexFolder.number(ofFile: name) != nil || name == IndexFolder.temporaryName {
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
        for name in writtenNames + [IndexFolder.temporaryName] where !keep.contains(name) {
            try? fileSystem.remove(folder.appending(name))
        }
    }
}
