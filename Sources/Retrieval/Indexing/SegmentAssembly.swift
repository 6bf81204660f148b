internal import Documents
internal import MappedStorage
internal import SystemInterface
internal import SystemPackage
internal import TextAnalysis

/// Where new files of an index go, and by which numbers they are named.
///
/// Parts that are built at the same time take turns in the numbers, so that names do not depend on which is faster.
struct SegmentOutput {
    let folder: FilePath
    let fileSystem: any FileSystem
    private(set) var nextNumber: UInt64
    private let step: UInt64
    /// What was begun to be written, to be taken away again should the whole not get to its end.
    private(set) var names: [String] = []

    init(folder: FilePath, fileSystem: any FileSystem, firstNumber: UInt64, step: Int = 1) {
        self.folder = folder
        self.fileSystem = fileSystem
        nextNumber = firstNumber
        self.step = UInt64(step)
    }

    /// A name for the next file.
    mutating func newName(_ kind: String) -> String {
        let name = "\(kind)-\(nextNumber)"
        nextNumber += step
        names.append(name)
        return name
    }

    /// Writes a chunked file, which is made to last when the generation that holds it is published.
    mutating func write(_ kind: String, _ payload: [[UInt8]]) throws(IndexError) -> IndexManifest.File {
        let name = newName(kind)
        let (trailer, checksum) = ChunkedFile.trailer(forParts: payload)
        do throws(StorageError) {
            try fileSystem.write(payload + [trailer], to: folder.appending(name))
        } catch {
            throw .storage(error)
        }
        return IndexManifest.File(
            name: name, byteCount: payload.reduce(trailer.count) { $0 + $1.count }, checksum: checksum)
    }

    /// Writes a segment whose text is written.
    mutating func write(
        _ segment: consuming UnwrittenSegment, threadCount: Int = 1
    ) throws(IndexError) -> IndexManifest.Segment {
        let texts = segment.texts
        let (payload, counts) = segment.contents.finish(threadCount: threadCount)
        return IndexManifest.Segment(
            file: try write("seg", payload), texts: texts, passageCount: Int(counts.passages),
            documentCount: Int(counts.documents))
    }
}

/// A segment of which no more than the text is written.
struct UnwrittenSegment: Sendable {
    var contents: SegmentContents
    var texts: [IndexManifest.File]

    /// Appends another, which becomes part of this one.
    mutating func append(contentsOf other: Self) {
        contents.append(contentsOf: other.contents)
        texts += other.texts
    }
}

/// The making of segments from files, one after the other, within a bound of memory: when a segment is full, it is written
/// and the next begun. Text is written as it comes.
struct SegmentAssembly: ~Copyable {
    /// So much text is held in memory.
    private static let pendingTextByteLimit = 4 << 20

    private let analyzer: Analyzer
    private let segmentByteLimit: Int
    private var builder: SegmentBuilder
    private var output: SegmentOutput
    private(set) var segments: [IndexManifest.Segment] = []
    // Of the segment at hand: the file that its text goes to, and those that are full.
    private var text: TextFile?
    private var texts: [IndexManifest.File] = []
    private var namesBefore: [String] = []

    init(analyzer: Analyzer, segmentByteLimit: Int, output: SegmentOutput) {
        self.analyzer = analyzer
        self.segmentByteLimit = segmentByteLimit
        self.output = output
        builder = SegmentBuilder(analyzer: analyzer)
    }

    /// What was begun to be written.
    var writtenNames: [String] { namesBefore + output.names }
    /// Beyond every number that was given to a file.
    var nextNumber: UInt64 { output.nextNumber }

    /// Begins what another assembly could be given, whose files are named by other numbers.
    mutating func beginPart(_ output: SegmentOutput) throws(IndexError) {
        try endText()
        builder.beginPart()
        namesBefore += self.output.names
        self.output = output
    }

    /// Begins a file; the documents that follow are its.
    mutating func beginFile(_ key: Catalog.Key) {
        builder.beginFile(path: key.path, root: key.root)
    }

    /// Adds a document of the file that was begun last.
    mutating func add(_ document: Document, of key: Catalog.Key) throws(IndexError) {
        builder.add(document)
        if builder.pendingTextByteCount > Self.pendingTextByteLimit { try writeText() }
        if builder.byteCount > segmentByteLimit {
            let fingerprint = builder.fingerprint
            if let full = try finish() { segments.append(try output.write(full)) }
            builder.beginFile(path: key.path, root: key.root, fingerprint: fingerprint)
        }
    }

    /// Of the documents of the file that was begun last.
    var fingerprint: UInt64 { builder.fingerprint.value }

    /// Gives what is not written yet, if it holds anything, and begins a new segment.
    mutating func finish() throws(IndexError) -> UnwrittenSegment? {
        guard !builder.isEmpty else { return nil }
        try endText()
        var full = SegmentBuilder(analyzer: analyzer)
        swap(&full, &builder)
        defer { texts = [] }
        return UnwrittenSegment(contents: full.finish(), texts: texts)
    }

    private mutating func writeText() throws(IndexError) {
        let bytes = builder.takeText()
        guard !bytes.isEmpty else { return }
        if text == nil { text = TextFile(output.newName("text")) }
        do throws(StorageError) {
            try text?.append(bytes, in: output.folder, output.fileSystem)
        } catch {
            throw .storage(error)
        }
    }

    private mutating func endText() throws(IndexError) {
        try writeText()
        guard let ended = text else { return }
        text = nil
        do throws(StorageError) {
            texts.append(try ended.finish(in: output.folder, output.fileSystem))
        } catch {
            throw .storage(error)
        }
    }
}

/// A chunked file of text that is written piece by piece.
private struct TextFile {
    private let name: String
    private var trailer = ChunkedFile.Trailer()

    init(_ name: String) { self.name = name }

    mutating func append(
        _ bytes: [UInt8], in folder: FilePath, _ fileSystem: any FileSystem
    ) throws(StorageError) {
        if trailer.payloadByteCount == 0 {
            try fileSystem.write([bytes], to: folder.appending(name))
        } else {
            try fileSystem.append([bytes], to: folder.appending(name))
        }
        trailer.add(bytes)
    }

    func finish(in folder: FilePath, _ fileSystem: any FileSystem) throws(StorageError) -> IndexManifest.File {
        let payloadByteCount = trailer.payloadByteCount
        let (bytes, checksum) = trailer.finish()
        try fileSystem.append([bytes], to: folder.appending(name))
        return IndexManifest.File(name: name, byteCount: payloadByteCount + bytes.count, checksum: checksum)
    }
}

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
