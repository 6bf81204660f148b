import Documents
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@testable import Extraction

/// Office documents, publications and pages: what becomes of them, and of those that are made to harm.
@Suite struct ArchiveTests {
    private static let article = ArticleFixture(
        title: "Ships & sails",
        parts: [
            .paragraph("A sail is a piece of cloth that catches the wind. It is made of strong fibres."),
            .heading(2, "What is a keel?"),
            .paragraph(
                "A keel is the long beam at the bottom of a ship, which keeps it upright in extraordinarily strong winds."
            ),
            .heading(3, "Kinds"), .bullets(["full keels", "fin keels"]), .heading(2, "Reefing"),
            .steps(["Luff.", "Lower."]),
            .table([["Wind", "Sail"], ["calm", "all of it"]]),
        ])

    private func read(_ format: String) throws -> Document {
        let bytes = Self.article.bytes(as: format)
        switch format {
        case "docx": return try WordDocument.read(bytes)
        case "odt": return try OpenDocument.read(bytes)
        case "epub": return try EPUBPublication.read(bytes)
        default:
            return try PDFReader.read(bytes)
        }
    }

    @Test(
        "styles, lists and tables of office documents and chapters become blocks without lines",
        arguments: ["docx", "odt", "epub"])
    func offices(format: String) throws {
        let document = try read(format)
        #expect(document.title == "Ships & sails")
        let expected = [
            "h1 0 Ships & sails", "p 0 A sail is a piece of cloth that catches the wind. It is made of strong fibres.",
            "h2 0 What is a keel?",
            "p 0 A keel is the long beam at the bottom of a ship, which keeps it upright in extraordinarily strong winds.",
            "h3 0 Kinds", "i1 0 full keels", "i1 0 fin keels", "h2 0 Reefing", "i1 #1 0 Luff.", "i1 #2 0 Lower.",
            "th 0 Wind | Sail", "tr 0 calm | all of it",
        ]
        let found = sketch(document).map { $0.replacing(/\ g\d+/, with: "").replacing("⏎", with: " ") }
        #expect(found == expected)
        #expect(violations(document, source: []).filter { !$0.contains("lines") } == [])
        #expect(document.blocks.allSatisfy { $0.page == 0 })
    }

    @Test("pages of PDF give paragraphs and headings with their page, without running heads and hyphens")
    func pages() throws {
        let document = try read("pdf")
        let found = document.blocks.map { "\($0.page) \($0.kind) \($0.ordinal) \(document.text(of: $0))" }
        #expect(
            found == [
                "1 heading 0 Ships & sails",
                "1 paragraph 0 A sail is a piece of cloth that catches the wind. It is made of strong fibres.",
                "1 heading 0 What is a keel?",
                "1 paragraph 0 A keel is the long beam at the bottom of a ship, which keeps it upright in extraordinarily strong winds.",
                "2 heading 0 Kinds", "2 listItem 0 full keels", "2 listItem 0 fin keels", "2 heading 0 Reefing",
                "2 listItem 1 Luff.", "2 listItem 2 Lower.", "2 paragraph 0 Wind: Sail.",
                "2 paragraph 0 calm: all of it.",
            ])
        #expect(document.blocks.filter { $0.kind == .heading }.map(\.level) == [1, 2, 3, 2])
    }

    @Test("a paragraph goes on over the end of a page; a hyphen that the text has elsewhere stays")
    func pageEnds() throws {
        var fixture = PDFFixture()
        fixture.title = "Untitled"
        for page in 0..<4 {
            fixture.pages.append([
                .init("Running head \(page + 1) of 4", size: 9, baseline: 815),
                .init("goes on with a well-known word and some that are well-", baseline: 700),
                .init("known, then others that end in the mid-", baseline: 686),
                .init("dle of the page, which ends without", baseline: 672),
                .init("- \(page + 1) -", size: 9, left: 290, baseline: 30),
            ])
        }
        let document = try PDFReader.read(fixture.bytes())
        #expect(document.title == "")
        #expect(document.blocks.count == 1)
        #expect(document.blocks.first?.page == 1)
        let sentence =
            "goes on with a well-known word and some that are well-known, then others that end in the middle of the page, "
            + "which ends without"
        #expect(document.text(of: document.blocks[0]) == Array(repeating: sentence, count: 4).joined(separator: " "))
    }

    @Test("the author on the first page heads nothing")
    func imprint() throws {
        var fixture = PDFFixture()
        for page in 0..<3 {
            fixture.pages.append([
                .init("Part \(page)", size: 16, baseline: 640), .init("Some words of ordinary text.", baseline: 610),
                .init("And some more of them, to make it plain.", baseline: 596),
            ])
        }
        fixture.pages[0].insert(.init("A history of sails", size: 24, baseline: 760), at: 0)
        fixture.pages[0].insert(.init("Ann Author", size: 20, baseline: 700), at: 1)
        let document = try PDFReader.read(fixture.bytes())
        let headings = document.blocks.filter { $0.kind == .heading }.map { "\($0.level) \(document.text(of: $0))" }
        #expect(headings == ["1 A history of sails", "2 Part 0", "2 Part 1", "2 Part 2"])
    }

    @Test("on a title page only the title heads anything, whatever the size of the other lines is elsewhere")
    func titlePage() throws {
        var fixture = PDFFixture()
        fixture.pages = [
            [.init("A history of sails", size: 24, baseline: 560), .init("Ann Author", size: 16, baseline: 500)]
        ]
        for page in 0..<3 {
            fixture.pages.append([
                .init("Part \(page)", size: 16, baseline: 640), .init("Some words of ordinary text.", baseline: 610),
                .init("And some more of them, to make it plain.", baseline: 596),
            ])
        }
        let document = try PDFReader.read(fixture.bytes())
        let headings = document.blocks.filter { $0.kind == .heading }.map { document.text(of: $0) }
        #expect(headings == ["A history of sails", "Part 0", "Part 1", "Part 2"])
    }

    @Test("a term that juts out above what explains it begins a paragraph")
    func juttingTerms() throws {
        var fixture = PDFFixture()
        var lines: [PDFFixture.Line] = []
        var baseline = 740.0
        for (text, left) in [
            ("MAINSAIL", 72.0), ("The sail behind the mast, which is the largest of them all and", 100),
            ("is hoisted first.", 100), ("SPINNAKER", 72), ("A light sail that is set before the wind,", 100),
            ("and only then.", 100),
        ] {
            lines.append(.init(text, left: left, baseline: baseline))
            baseline -= 13
        }
        fixture.pages = [lines]
        let document = try PDFReader.read(fixture.bytes())
        #expect(
            document.blocks.map { document.text(of: $0) } == [
                "MAINSAIL The sail behind the mast, which is the largest of them all and is hoisted first.",
                "SPINNAKER A light sail that is set before the wind, and only then.",
            ])
    }

    // MARK: Hostile files

    private func failure(_ bytes: [UInt8], _ name: String) throws -> ExtractionFailure? {
        let tree = try TestTree()
        let path = try tree.write(bytes, to: tree.path(name))
        let bytes = Array(name.utf8)
        let known = DocumentFormat(fileName: bytes.span)
        let format = try #require(known)
        return FileExtractor.extract(path, as: format) { (_: Document) in }.failure
    }

    @Test(
        "an archive that is cut short anywhere fails by itself, and so does a damaged one",
        arguments: ["docx", "odt", "epub"])
    func truncated(format: String) throws {
        let whole = Self.article.bytes(as: format)
        #expect(try failure(whole, "a.\(format)") == nil)
        for count in stride(from: 4, to: whole.count - 1, by: 97) {
            #expect(try failure(Array(whole[..<count]), "a.\(format)")?.kind == .malformed, "\(count)")
        }
        #expect(try failure(Array("PK is no archive".utf8), "a.\(format)")?.kind == .malformed)
        #expect(try failure(Array("Nothing like it".utf8), "a.\(format)")?.kind == .binary)
        var empty = ArchiveFixture()
        empty.add("mimetype", "x")
        #expect(try failure(empty.finish(), "a.\(format)")?.kind == .malformed)
    }

    @Test("a bomb is not unpacked further than allowed", arguments: ["docx", "odt", "epub"])
    func bombs(format: String) throws {
        var archive = ArchiveFixture()
        if format == "epub" {
            archive.add("META-INF/container.xml", "<container><rootfile full-path='p'/></container>")
            archive.add(
                "p",
                "<package><manifest><item id='a' href='bomb' media-type='text/html'/></manifest><spine><itemref idref='a'/></spine></package>"
            )
        }
        let name = ["docx": "word/document.xml", "odt": "content.xml", "epub": "bomb"][format] ?? ""
        archive.addBomb(name, prefix: "<p>", byteCount: 200 << 20, suffix: "</p>")
        let bytes = archive.finish()
        #expect(bytes.count < 2 << 20)
        #expect(try failure(bytes, "a.\(format)") == ExtractionFailure(.unpacksTooFar))
    }

    @Test("entities that grow into each other grow into nothing")
    func entities() throws {
        var doctype = "<!DOCTYPE w:document [<!ENTITY a0 \"aaaaaaaaaa\">"
        for level in 1..<20 {
            doctype += "<!ENTITY a\(level) \"" + String(repeating: "&a\(level - 1);", count: 10) + "\">"
        }
        doctype += "<!ENTITY file SYSTEM \"file:///etc/passwd\">]>"
        let body =
            "<w:document><w:body><w:p><w:r><w:t>before &a19; &file; after</w:t></w:r></w:p></w:body></w:document>"
        var archive = ArchiveFixture()
        archive.add("word/document.xml", doctype + body)
        let document = try? WordDocument.read(archive.finish())
        #expect((document?.text.count ?? 0) < 100)
        #expect(document.map { !contains($0.text, "root:") } ?? true)
    }

    @Test("elements inside elements beyond measure are malformed, not a crash")
    func depth() throws {
        var archive = ArchiveFixture()
        let depth = 100_000
        archive.add(
            "word/document.xml", String(repeating: "<w:tbl><w:tr><w:tc>", count: depth) + "x")
        #expect(try failure(archive.finish(), "a.docx")?.kind == .malformed)
    }

    @Test("PDF that is encrypted, holds only pictures, is cut short or none at all says so")
    func badPages() throws {
        var fixture = PDFFixture()
        fixture.pages = [[.init("Secret words of a page.", baseline: 700)]]
        #expect(try failure(fixture.bytes(), "a.pdf") == nil)
        fixture.isEncrypted = true
        #expect(try failure(fixture.bytes(), "a.pdf") == ExtractionFailure(.encrypted))
        fixture.isEncrypted = false
        fixture.pages = [[], []]
        #expect(try failure(fixture.bytes(), "a.pdf") == ExtractionFailure(.noText))
        #expect(try failure(Array("%PDF-1.7\nrubbish".utf8), "a.pdf")?.kind == .malformed)
        #expect(try failure(Array("no page".utf8), "a.pdf")?.kind == .binary)
    }

    @Test("the reader of pages gets the bytes that were read, and no name of a file")
    func handedOver() throws {
        let tree = try TestTree()
        let program = try tree.writeScript(
            "echo \"$*\" > \(tree.path("arguments")); cat > \(tree.path("input"))", to: "p")
        let content = Self.article.bytes(as: "pdf")
        #expect(throws: ExtractionFailure(.noText)) { try PDFReader.read(content, with: program) }
        #expect(try readFile(tree.path("input"), upTo: 1 << 20) == content)
        #expect(
            String(decoding: try readFile(tree.path("arguments"), upTo: 1000), as: UTF8.self)
                == "-q -enc UTF-8 -bbox-layout - -\n")
    }

    @Test("a reader of pages that works for ever or says too much is ended, one that dies is told from both")
    func endlessPages() throws {
        let tree = try TestTree()
        let content = Array("%PDF-1.7".utf8)
        #expect(throws: ExtractionFailure(.tookTooLong)) {
            try PDFReader.read(
                content, with: try tree.writeScript("while :; do :; done", to: "slow"), workingSeconds: 1)
        }
        #expect(throws: ExtractionFailure(.unpacksTooFar)) {
            try PDFReader.read(content, with: try tree.writeScript("exec yes", to: "long"), outputByteLimit: 1 << 20)
        }
        #expect(throws: ExtractionFailure(.malformed, detail: "pdftotext was ended by signal 11")) {
            try PDFReader.read(content, with: try tree.writeScript("kill -SEGV $$", to: "dead"))
        }
    }
}
