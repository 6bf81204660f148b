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
    private func segment(in folder: ScratchFolder) throws -> Segment {
        var builder = SegmentBuilder(analyzer: RandomText.analyzer)
        for (number, document) in documents().enumerated() {
            if number % 200 == 0 { builder.beginFile(path: Array("f\(number)".utf8), root: 0) }
            builder.add(document)
        }
        return try Segment(builder.write(number: 1, in: folder.path), in: folder.path, firstPassage: 0)
    }

    @Test("each document has its own, a whole file has none to be looked for, and restored documents keep theirs")
    func offsets() throws {
        let folder = try ScratchFolder()
        let segment = try segment(in: folder)
        let documents = documents()
        for (number, document) in documents.enumerated() {
            let passage = try segment.reader.passages(ofDocument: number).lowerBound
            let stored = try segment.reader.storedPassage(at: passage, id: PassageID(rawValue: 0)).section
            #expect(stored.lineStart == (number == 299 ? nil : document.sourceOffset), "document \(number)")
        }
        let restored = try (0..<2).flatMap { try segment.reader.liveDocuments(ofFile: $0, tombstones: nil) }
        #expect(restored.map(\.sourceOffset) == documents.map(\.sourceOffset))
    }
}
