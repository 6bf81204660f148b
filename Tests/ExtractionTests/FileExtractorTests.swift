import Documents
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@testable import Extraction

@Suite struct FileExtractorTests {
    private func extract(
        _ path: FilePath, _ format: DocumentFormat
    ) -> (documents: [Document], summary: ExtractionSummary) {
        var documents: [Document] = []
        let summary = FileExtractor.extract(path, as: format) { documents.append($0) }
        return (documents, summary)
    }

    @Test("the title is the front matter's, else a first heading of level 1, else the file's name")
    func titles() throws {
        let tree = try TestTree()
        func title(_ text: String) throws -> String? {
            extract(try tree.write(text, to: "my-file.v2.md"), .markdown).documents.first?.title
        }
        #expect(try title("---\ntitle: Front\n---\n# Heading\n") == "Front")
        #expect(try title("# Heading *two*\n\nText.\n") == "Heading two")
        #expect(try title("## Heading\n\nText.\n") == "my-file.v2")
        #expect(try title("Text.\n\n# Heading\n") == "my-file.v2")
    }

    @Test("a title that is a text is cut at a blank, and such a heading is a paragraph")
    func longNames() throws {
        let tree = try TestTree()
        let long = (1...400).map { "word\($0)" }.joined(separator: " ")
        let page = try #require(
            extract(try tree.write("# \(long)\n\n## Part\n\nText.\n", to: "f.md"), .markdown).documents.first)
        #expect(page.title.utf8.count <= Document.nameByteLimit)
        #expect(long.hasPrefix(page.title + " word"))
        #expect(page.blocks.map(\.kind) == [.paragraph, .heading, .paragraph])
        #expect(page.text(of: page.blocks[0]) == long)
        let line = "{\"_id\": \"1\", \"title\": \"\(String(repeating: "ä", count: 600))\", \"text\": \"Text.\"}\n"
        let row = try #require(extract(try tree.write(line, to: "f.jsonl"), .jsonLines).documents.first)
        #expect(row.title == String(repeating: "ä", count: 512))
    }

    @Test("an empty file has no document and is no failure")
    func empty() throws {
        let tree = try TestTree()
        for format in DocumentFormat.allCases {
            let (documents, summary) = extract(try tree.write(" \n", to: "f"), format)
            #expect(documents.isEmpty)
            #expect(summary.failure == nil)
            #expect(summary.byteCount == 2)
            #expect(summary.contentHash == ContentHash.of(Array(" \n".utf8)))
        }
    }

    @Test("a file behind a link is not read, nor one in a folder that is a link")
    func links() throws {
        let tree = try TestTree()
        try tree.write("Text.", to: "folder/a.md")
        try makeSymbolicLink(tree.path("b.md"), to: "folder/a.md")
        try makeSymbolicLink(tree.path("link"), to: "folder")
        try tree.write("{\"text\":\"one\"}\n", to: "folder/a.jsonl")
        #expect(extract(tree.path("folder/a.md"), .markdown).summary.failure == nil)
        for (name, format) in [
            ("b.md", DocumentFormat.markdown), ("link/a.md", .markdown), ("link/a.jsonl", .jsonLines),
        ] {
            #expect(extract(tree.path(name), format).summary.failure?.kind == .unreadable, "\(name)")
        }
    }

    @Test("binary content is skipped with the reason, whatever the name says")
    func binary() throws {
        let tree = try TestTree()
        for format in DocumentFormat.allCases {
            let (documents, summary) = extract(try tree.write([0x7F, 0x45, 0, 1], to: tree.path("f")), format)
            #expect(documents.isEmpty)
            #expect(summary.failure == ExtractionFailure(.binary))
        }
    }

    @Test("a file above the limit fails without being read")
    func tooLarge() throws {
        let tree = try TestTree()
        let file = try OpenFile.creating(tree.path("f.md"))
        try file.truncate(to: 4 << 30)
        #expect(extract(tree.path("f.md"), .markdown).summary.failure == ExtractionFailure(.tooLarge))
    }

    @Test("more blocks than allowed fail the file")
    func tooManyBlocks() throws {
        let tree = try TestTree()
        let text = Array(repeating: "a\n\n".utf8, count: DocumentFormat.maximumBlockCount + 1).flatMap { $0 }
        let (documents, summary) = extract(try tree.write(text, to: tree.path("f.txt")), .plainText)
        #expect(documents.isEmpty)
        #expect(summary.failure == ExtractionFailure(.tooManyBlocks))
    }

    @Test("a stream reports hash, size and the first of its bad lines, and counts them all")
    func stream() throws {
        let tree = try TestTree()
        let text = String(repeating: "bad\n", count: 150) + "{\"text\":\"good\"}"
        let (documents, summary) = extract(try tree.write(text, to: "f.jsonl"), .jsonLines)
        #expect(documents.count == 1)
        #expect(summary.documentCount == 1)
        #expect(documents[0].blocks[0].firstLine == 151)
        #expect(summary.badLineCount == 150)
        #expect(summary.badLines.map(\.line) == Array(1...100))
        #expect(summary.byteCount == Int64(text.utf8.count))
        #expect(summary.contentHash == ContentHash.of(Array(text.utf8)))
        #expect(!summary.changedWhileRead)
    }

    @Test("a stream that grows while it is read is flagged")
    func growingStream() throws {
        let tree = try TestTree()
        let path = try tree.write("{\"text\":\"one\"}\n", to: "f.jsonl")
        let summary = try FileExtractor.extract(path, as: .jsonLines) { (_: Document) throws(SystemError) in
            if try FileStatus(of: path, followLinks: false).byteCount < 100 {
                try OpenFile.appending(path).write(Array("{\"text\":\"more and more\"}\n".utf8))
            }
        }
        #expect(summary.documentCount > 1)
        #expect(summary.changedWhileRead)
    }

    @Test("what the body throws ends a stream and comes out")
    func throwingBody() throws {
        struct Stop: Error {}
        let tree = try TestTree()
        let path = try tree.write("{\"text\":\"one\"}\n{\"text\":\"two\"}\n", to: "f.jsonl")
        var count = 0
        #expect(throws: Stop.self) {
            _ = try FileExtractor.extract(path, as: .jsonLines) { _ throws(Stop) in
                count += 1
                throw Stop()
            }
        }
        #expect(count == 1)
    }
}
