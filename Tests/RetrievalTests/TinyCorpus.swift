import Foundation
import SystemInterface
import SystemPackage
import TestSupport

@testable import Documents
@testable import MappedStorage
@testable import Retrieval

/// A corpus of a few documents in memory, with files on disk that stand for them so that their contents can be hashed.
struct TinyCorpus {
    struct File: Equatable {
        var documents: [Document]
        /// Stands for the times that a file system would keep.
        var stamp: Int64
        /// Extraction fails after the documents were given.
        var fails = false
    }

    private(set) var files: [String: File] = [:]
    /// The size that every file claims to have.
    var reportedByteCount: Int64 = 1
    private var clock: Int64 = 0
    private let root: FilePath

    /// - Parameter root: the folder that the files are written to.
    init(root: FilePath) {
        self.root = root
    }

    subscript(name: String) -> File? { files[name] }

    var names: [String] { files.keys.sorted() }

    var documents: [Document] { names.flatMap { files[$0]?.documents ?? [] } }

    mutating func set(_ name: String, _ documents: [Document], fails: Bool = false) throws {
        clock += 1
        files[name] = File(documents: documents, stamp: clock, fails: fails)
        try Data(Self.contents(of: documents)).write(to: URL(fileURLWithPath: root.appending(name).string))
    }

    mutating func remove(_ name: String) throws {
        files[name] = nil
        try FileManager.default.removeItem(atPath: root.appending(name).string)
    }

    /// Changes what the file system says of a file, and not its contents.
    mutating func touch(_ name: String) {
        clock += 1
        files[name]?.stamp = clock
    }

    /// Bytes that differ when the documents do.
    private static func contents(of documents: [Document]) -> [UInt8] {
        Array(documents.map { "\($0.identifier)\n\($0.title)\n\($0.url)\n\($0.blocks)\n" }.joined().utf8)
            + documents.flatMap(\.text)
    }

    func listing(skipped: [SkippedFile] = []) -> CorpusListing {
        let listed = names.map { name in
            CorpusFile(
                rootIndex: 0, folder: root, relativePath: FilePath(name),
                status: status(of: name),
                format: .markdown)
        }
        return CorpusListing(
            roots: [CorpusRoot(path: root, canonicalPath: root, problem: nil)], files: CorpusFiles(listed),
            skipped: skipped,
            skippedCounts: Dictionary(grouping: skipped, by: \.reason).mapValues(\.count))
    }

    private func status(of name: String) -> FileStatus {
        FileStatus(
            kind: .regular, byteCount: reportedByteCount, modified: files[name]?.stamp ?? 0, changed: 0, inode: 1,
            device: 1, owner: 0,
            mode: 0o600)
    }

    /// What an extracting process would answer.
    func extract(_ file: CorpusFile, _ body: (Document) -> Void) -> ExtractionSummary {
        guard let known = files[file.relativePath.string] else {
            return ExtractionSummary(failure: ExtractionFailure(.unreadable))
        }
        for document in known.documents { body(document) }
        return ExtractionSummary(
            statusBefore: file.status, statusAfter: file.status,
            contentHash: ContentHash.of(Self.contents(of: known.documents)), byteCount: file.status.byteCount,
            documentCount: known.documents.count, failure: known.fails ? ExtractionFailure(.malformed) : nil)
    }

    /// Brings the index in `folder` up to date with the corpus.
    @discardableResult
    func update(
        _ folder: FilePath, rebuild: Bool = false, segmentByteLimit: Int = 512 << 20,
        fileSystem: any FileSystem = UnsynchronizedFileSystem()
    ) throws(IndexError) -> IndexUpdate.Report {
        try IndexUpdate(
            folder: folder, analyzer: RandomText.analyzer, fileSystem: fileSystem, segmentByteLimit: segmentByteLimit
        ).run(listing(), rebuild: rebuild, extractor: { file, body in extract(file, body) })
    }
}

/// The disk without waiting for the medium: for tests in which no power is lost.
struct UnsynchronizedFileSystem: FileSystem {
    private let disk = DiskFileSystem()

    func createFolder(_ path: FilePath) throws(StorageError) { try disk.createFolder(path) }
    func write(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) { try disk.write(parts, to: path) }
    func append(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) { try disk.append(parts, to: path) }
    func synchronizeFile(_ path: FilePath) throws(StorageError) {}
    func synchronizeFolder(_ path: FilePath) throws(StorageError) {}
    func rename(_ path: FilePath, to newPath: FilePath) throws(StorageError) { try disk.rename(path, to: newPath) }
    func remove(_ path: FilePath) throws(StorageError) { try disk.remove(path) }
    func names(in folder: FilePath) throws(StorageError) -> [String] { try disk.names(in: folder) }
}

extension SegmentBuilder {
    /// Writes the segment without an index around it, and describes it as a manifest would.
    consuming func write(number: Int, in folder: FilePath) throws -> IndexManifest.Segment {
        let text = text
        let (payload, counts) = finish().finish()
        return IndexManifest.Segment(
            file: try Self.write(payload, "seg-\(number)", in: folder),
            texts: [try Self.write([text], "text-\(number)", in: folder)], passageCount: Int(counts.passages),
            documentCount: Int(counts.documents))
    }

    static func write(_ payload: [[UInt8]], _ name: String, in folder: FilePath) throws -> IndexManifest.File {
        let (trailer, checksum) = ChunkedFile.trailer(forParts: payload)
        // A name is used again for the next corpus, while the file before is still mapped.
        let path = folder.appending(name)
        try DiskFileSystem().remove(path)
        try DiskFileSystem().write(payload + [trailer], to: path)
        return .init(name: name, byteCount: payload.reduce(trailer.count) { $0 + $1.count }, checksum: checksum)
    }
}

extension Document {
    /// A document of the given blocks, one text after the other.
    init(identifier: String = "", title: String, pieces: [Piece]) {
        var text: [UInt8] = []
        var blocks: [Block] = []
        for (index, piece) in pieces.enumerated() {
            if index > 0 { text.append(0x0A) }
            let start = text.count
            text += Array(piece.text.utf8)
            let run = SourceMap.Run(
                textOffset: 0, sourceOffset: start + index, length: text.count - start, line: index + 1)
            blocks.append(
                Block(
                    kind: piece.kind, level: piece.level, ordinal: piece.ordinal, group: piece.group,
                    textRange: start..<text.count, firstLine: index + 1, lastLine: index + 1,
                    sourceMap: SourceMap(runs: text.count > start ? [run] : [])))
        }
        self.init(identifier: identifier, title: title, text: text, blocks: blocks)
    }

    /// The text of one block and what it is.
    struct Piece {
        var kind: Block.Kind
        var text: String
        var level: UInt8 = 0
        var group: UInt32 = 0
        var ordinal: UInt32 = 0

        static func heading(_ level: UInt8, _ text: String) -> Piece { Piece(kind: .heading, text: text, level: level) }
        static func paragraph(_ text: String) -> Piece { Piece(kind: .paragraph, text: text) }
        static func item(_ group: UInt32, _ text: String, ordinal: UInt32 = 0) -> Piece {
            Piece(kind: .listItem, text: text, level: 1, group: group, ordinal: ordinal)
        }
        static func row(_ group: UInt32, _ text: String) -> Piece { Piece(kind: .tableRow, text: text, group: group) }
        static func header(_ group: UInt32, _ text: String) -> Piece {
            Piece(kind: .tableHeader, text: text, group: group)
        }
    }
}
