import Documents
import MappedStorage
import SystemPackage
import TestSupport
import Testing

@testable import Retrieval

/// Where a segment says that documents begin in their files.
@Suite("source offsets")
struct SourceOffsetTests {
    private func documents() -> [Document] {
        (0..<300).map { number in
            var document = Document(title: "", pieces: [.paragraph("Kite \(number) flies.")])
            document.sourceOffset = 40 * number + (number % 7)
            document.contentHash = number == 299 ? 5 : 0
            return document
        }
    }

    /// A segment of two files of 200 and 100 documents.
    private func segment(
        in folder: ScratchFolder, editing edit: (inout [UInt8]) -> Void = { _ in }
    ) throws -> SegmentReader {
        var builder = SegmentBuilder(analyzer: RandomText.analyzer)
        for (number, document) in documents().enumerated() {
            if number % 200 == 0 { builder.beginFile(path: Array("f\(number)".utf8), root: 0) }
            builder.add(document)
        }
        var payload = builder.finish().payload.flatMap { $0 }
        edit(&payload)
        let (trailer, _) = ChunkedFile.trailer(for: payload)
        let path = folder.file("segment")
        try DiskFileSystem().write([payload, trailer], to: path)
        return try SegmentReader(path: path)
    }

    @Test("each document has its own, a whole file has none to be looked for, and restored documents keep theirs")
    func offsets() throws {
        let folder = try ScratchFolder()
        let reader = try segment(in: folder)
        let documents = documents()
        for (number, document) in documents.enumerated() {
            let passage = try reader.passages(ofDocument: number).lowerBound
            let stored = try reader.storedPassage(at: passage, id: PassageID(rawValue: 0)).section
            #expect(stored.lineStart == (number == 299 ? nil : document.sourceOffset), "document \(number)")
        }
        let restored = try (0..<2).flatMap { try reader.liveDocuments(ofFile: $0, tombstones: nil) }
        #expect(restored.map(\.sourceOffset) == documents.map(\.sourceOffset))
    }

    @Test("a segment of a version without them is read, and says nothing of them")
    func olderVersion() throws {
        let folder = try ScratchFolder()
        let reader = try segment(in: folder) { payload in
            // A section of an unknown number, as it was before the number had a meaning.
            let entry = 16 + 20 + 24 * (Int(SegmentFormat.SectionID.sourceOffsets.rawValue) - 1)
            payload[entry] = 77
        }
        #expect(try reader.storedPassage(at: 3, id: PassageID(rawValue: 3)).section.lineStart == nil)
        #expect(try reader.liveDocuments(ofFile: 1, tombstones: nil).allSatisfy { $0.sourceOffset == 0 })
    }
}
