import Documents
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@testable import Extraction

/// Files that gzip packed.
@Suite struct GzipTests {
    private func extract(
        _ bytes: [UInt8], _ name: String
    ) throws -> (documents: [Document], summary: ExtractionSummary) {
        let tree = try TestTree()
        let path = try tree.write(bytes, to: tree.path(name))
        let nameBytes = Array(name.utf8)
        let known = DocumentFormat(fileName: nameBytes.span)
        let format = try #require(known)
        var documents: [Document] = []
        let summary = FileExtractor.extract(path, as: format) { documents.append($0) }
        return (documents, summary)
    }

    @Test("the name without .gz says the format; what reads files or streams is not read packed")
    func formats() {
        let names: [(String, DocumentFormat?)] = [
            ("changelog.gz", .plainText), ("README.gz", .plainText), ("a.txt.gz", .plainText), ("a.md.GZ", .markdown),
            ("a.html.gz", .html), ("mail.eml.gz", .email), ("a.srt.gz", .subtitles),
            ("changelog.Debian.gz", .plainText), ("README.Debian", .plainText),
            ("a.pdf.gz", nil), ("a.jsonl.gz", nil), ("a.docx.gz", nil), ("a.epub.gz", nil), ("a.odt.gz", nil),
            ("a.gz", nil), (".gz", nil), ("gz", nil), ("a.md.gz.gz", nil), ("a.tar.gz", nil), (".md.gz", nil),
        ]
        for (name, format) in names {
            let bytes = Array(name.utf8)
            let found = DocumentFormat(fileName: bytes.span)
            #expect(found == format, "\(name)")
        }
    }

    @Test("lines are those of the text that was packed, bytes of the file are not named, the hash is of the file")
    func lines() throws {
        let text = "# Head\n\nOne line\nand another.\n\n- an item\n"
        let packed = GzipFixture.member(Array(text.utf8))
        let (documents, summary) = try extract(packed, "notes.md.gz")
        let document = try #require(documents.first)
        #expect(document.blocks.map(\.kind) == [.heading, .paragraph, .listItem])
        #expect(document.blocks.map { $0.firstLine...$0.lastLine } == [1...1, 3...4, 6...6])
        let second = document.blocks[1].textRange.lowerBound + "One line\na".utf8.count
        #expect(document.line(ofTextOffset: second, in: document.blocks[1]) == 4)
        #expect(document.blocks.allSatisfy { $0.sourceMap.runs.isEmpty })
        #expect(summary.contentHash == ContentHash.of(packed))
        #expect(document.contentHash == summary.contentHash)
        #expect(summary.byteCount == Int64(packed.count))
        #expect(try extract(GzipFixture.member(Array("Text.".utf8)), "notes.txt.gz").documents.first?.title == "notes")
    }

    @Test("several members are one text, and what is no member behind them is passed over")
    func members() throws {
        let first = GzipFixture.member(Array("One.\n\n".utf8))
        let second = GzipFixture.member(Array(String(repeating: "Two and two.\n\n", count: 10_000).utf8))
        let (documents, summary) = try extract(first + second + [0, 0, 0], "a.txt.gz")
        #expect(documents.first?.blocks.count == 10_001)
        #expect(summary.failure == nil)
    }

    @Test("one that is cut short anywhere fails, and so do a damaged one and a bomb; nothing packed is no failure")
    func hostile() throws {
        let whole = GzipFixture.member(Array(String(repeating: "Some words.\n", count: 40).utf8))
        #expect(try extract(whole, "a.txt.gz").summary.failure == nil)
        for count in stride(from: 2, to: whole.count, by: 7) {
            #expect(try extract(Array(whole[..<count]), "a.txt.gz").summary.failure?.kind == .malformed, "\(count)")
        }
        var damaged = whole
        damaged[100] ^= 1
        #expect(try extract(damaged, "a.txt.gz").summary.failure?.kind == .malformed)
        #expect(try extract(Array("Plain words.".utf8), "a.txt.gz").summary.failure?.kind == .binary)
        let bomb = GzipFixture.bomb(byteCount: 200 << 20)
        #expect(bomb.count < 2 << 20)
        #expect(try extract(bomb, "a.txt.gz").summary.failure == ExtractionFailure(.unpacksTooFar))
        let (documents, summary) = try extract(GzipFixture.member([]), "a.txt.gz")
        #expect(documents.isEmpty && summary.failure == nil)
        let inside = GzipFixture.member([0x7F, 0x45, 0, 1])
        #expect(try extract(inside, "a.txt.gz").summary.failure?.kind == .binary)
    }
}
