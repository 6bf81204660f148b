internal import Documents
internal import MappedStorage
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
    /// So much text is held in memory: little enough to be in a cache still when it is copied to its file, and enough at a time for the
    /// kernel to keep it in large pieces.
    private static let pendingTextByteLimit = 1 << 20
    /// So many passages are enough for a segment: two that are joined have no more than postings can name.
    private static let passageLimit = Posting.passageLimit / 4

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
        if builder.text.count > Self.pendingTextByteLimit { try writeText() }
        if builder.byteCount > segmentByteLimit || builder.passageCount > Self.passageLimit {
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
        guard !builder.text.isEmpty else { return }
        if text == nil { text = TextFile(output.newName("text")) }
        do throws(StorageError) {
            try text?.append(builder.text, in: output.folder, output.fileSystem)
        } catch {
            throw .storage(error)
        }
        builder.removeText()
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
