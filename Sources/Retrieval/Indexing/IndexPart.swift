internal import Documents
internal import MappedStorage
internal import SystemInterface
internal import SystemPackage

/// A file that must be read, because it is new or its status differs from what the index knows.
struct PendingFile: Sendable {
    var file: CorpusFile
    var known: Catalog.Entry?

    /// What it counts for in sharing the work and telling how much is done, in bytes: a file with holes may seem to hold more
    /// than adds up.
    var weight: Int64 { min(max(0, file.status.byteCount), 1 << 36) }

    /// The entry of a file whose documents can stay as the index has them; nil for one that is to be read.
    fileprivate func entryWithoutReading() -> Catalog.Entry? {
        guard var entry = known else { return nil }
        do throws(SystemError) {
            let hash = try ContentHash.of(file)
            guard entry.format == file.format.stamp, entry.contentHash == hash, !entry.couldNotBeRead else {
                return nil
            }
            // Only its status changed: a touched or copied file.
            entry.status = Catalog.Status(file.status)
        } catch {
            guard entry.documentCount > 0, !error.meansGone else { return nil }
            // What a file that cannot be opened holds now is not known. Its status stays that of before, so that it is tried
            // again.
            entry.problem = ExtractionFailure(.unreadable, detail: error.errno.description).description
        }
        return entry
    }
}

extension Catalog.Entry {
    fileprivate var couldNotBeRead: Bool {
        problem.hasPrefix(ExtractionFailure(.unreadable).description)
    }
}

extension SystemError {
    /// Nothing that could be a document stands under the path any more, or a link to elsewhere.
    fileprivate var meansGone: Bool {
        [.noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels, .isDirectory].contains(errno)
    }
}

/// A share of the files of a build, read on one thread into segments of its own.
struct IndexPart: ~Copyable {
    /// What came of a part; also when it failed, because what it wrote must be taken away then.
    struct Outcome: Sendable {
        /// Those that became full.
        var segments: [IndexManifest.Segment] = []
        var rest: UnwrittenSegment?
        var entries: [Catalog.Entry] = []
        /// Files that the index knew and whose contents changed.
        var dead: [Catalog.Key] = []
        var report = IndexUpdate.Report()
        var writtenNames: [String] = []
        var failure: IndexError?
    }

    private var assembly: SegmentAssembly
    private var outcome = Outcome()

    private init(_ assembly: consuming SegmentAssembly) {
        self.assembly = assembly
    }

    /// Reads the files of several parts, in order, as one.
    ///
    /// - Parameters:
    ///   - beginPart: called before every part but the first; gives where its files go.
    ///   - goOn: called before every file; false stops the work.
    ///   - wasRead: called after every file.
    static func read(
        _ parts: [ArraySlice<PendingFile>], into assembly: consuming SegmentAssembly,
        _ extractor: IndexUpdate.Extractor, beginPart: (Int) -> SegmentOutput, goOn: () -> Bool,
        wasRead: (PendingFile) -> Void
    ) -> Outcome {
        var part = IndexPart(assembly)
        do throws(IndexError) {
            for (number, files) in parts.enumerated() {
                if number > 0 { try part.assembly.beginPart(beginPart(number)) }
                for each in files {
                    guard goOn() else { throw .cancelled }
                    try part.read(each, extractor)
                    wasRead(each)
                }
            }
            part.outcome.rest = try part.assembly.finish()
        } catch {
            part.outcome.failure = error
        }
        part.outcome.segments = part.assembly.segments
        part.outcome.writtenNames = part.assembly.writtenNames
        return part.outcome
    }

    private mutating func read(_ pending: PendingFile, _ extractor: IndexUpdate.Extractor) throws(IndexError) {
        let file = pending.file
        if let entry = pending.entryWithoutReading() {
            outcome.entries.append(entry)
            return
        }
        if pending.known != nil { outcome.dead.append(file.key) }
        switch (pending.known != nil, try extract(file, extractor)) {
        case (true, true): outcome.report.changedFileCount += 1
        case (true, false): outcome.report.removedFileCount += 1
        case (false, true): outcome.report.newFileCount += 1
        case (false, false): break
        }
    }

    /// Reads a file into the segment at hand; false when it gave no document, the reason of which its entry has.
    private mutating func extract(_ file: CorpusFile, _ extractor: IndexUpdate.Extractor) throws(IndexError) -> Bool {
        let key = file.key
        assembly.beginFile(key)
        var documentCount = 0
        var failure: IndexError?
        let summary: ExtractionSummary
        do {
            summary = try extractor(file) { document in
                guard failure == nil else { return }
                do throws(IndexError) { try assembly.add(document, of: key) } catch { failure = error }
                documentCount += 1
            }
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .extraction("\(error)")
        }
        if let failure { throw failure }
        // What a file of many documents gave before it failed stays. A file that failed is not read again until it changes,
        // or else it would cost every question its time; one that changed while it was read is: the status is of before.
        outcome.entries.append(
            Catalog.Entry(
                root: key.root, path: key.path, format: file.format.stamp,
                status: Catalog.Status(summary.statusBefore ?? file.status), contentHash: summary.contentHash,
                fingerprint: assembly.fingerprint, documentCount: documentCount,
                repairedByteCount: Int(summary.repairedByteCount),
                badLineCount: summary.badLineCount, encoding: summary.encoding,
                problem: summary.failure?.description ?? ""))
        return documentCount > 0
    }
}

extension CorpusFile {
    var key: Catalog.Key { Catalog.Key(root: rootIndex, path: relativePath.bytes) }
}

extension Catalog.Status {
    init(_ status: FileStatus) {
        self.init(
            byteCount: status.byteCount, modified: status.modified, changed: status.changed, inode: status.inode,
            device: status.device)
    }
}

extension ContentHash {
    /// The hash of a file's bytes as they are now. Read, not mapped: a corpus file may be cut short meanwhile.
    static func of(_ file: CorpusFile) throws(SystemError) -> UInt64 {
        let open = try OpenFile.reading(file.absolutePath, throughLinks: false)
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        var hash = ContentHash()
        while true {
            let count = try open.read(into: &buffer)
            if count == 0 { return hash.value }
            hash.update(buffer.span.extracting(first: count))
        }
    }
}
