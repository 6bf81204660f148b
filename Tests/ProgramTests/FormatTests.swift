import Foundation
import SystemInterface
import SystemPackage
import TestSupport
import Testing

/// The program over documents that need a parser.
@Suite("Documents in every format")
struct FormatTests {
    private struct Reply: Decodable {
        struct Citation: Decodable {
            var path: String
            var lineStart: Int?
            var lineEnd: Int?
            var byteStart: Int?
            var page: Int?
            var heading: [String]
            var state: String
        }
        var status: String
        var answer: String?
        var citations: [Citation]?
    }

    private static func decode(_ line: ArraySlice<UInt8>) throws -> Reply {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Reply.self, from: Data(line))
    }

    private static let article = ArticleFixture(
        title: "Keeping bees in town",
        parts: [
            .paragraph("Urban beekeeping is the practice of keeping colonies of honeybees in towns and cities."),
            .heading(2, "What is a nucleus colony?"),
            .paragraph(
                "A nucleus colony is a small colony of bees with a young queen. It is moved into a full-sized hive as soon "
                    + "as it has outgrown its box, which usually happens within several weeks in spring."),
            .heading(2, "Equipment"),
            .paragraph("A beginner needs the following equipment:"),
            .bullets(["a hive with ten frames", "a smoker that burns jute", "a veil and gloves"]),
            .heading(2, "How is a hive inspected?"),
            .steps(["Light the smoker.", "Open the lid slowly.", "Look for eggs and larvae."]),
            .heading(2, "When do bees swarm?"),
            .paragraph("Bees swarm in late spring, when the colony has run out of room."),
            .heading(2, "How far do bees fly?"),
            .paragraph("Bees fly up to three kilometres from the hive to gather nectar and pollen."),
            .heading(2, "Why do beekeepers use smoke?"),
            .paragraph("Smoke masks the alarm scent, so that the guards do not call the others to sting."),
            .heading(2, "Wintering"),
            .paragraph(
                "During winter the colony forms a tight cluster around the queen and lives on fifteen kilos of honey."),
            .heading(2, "Costs"),
            .table([["Item", "Price"], ["Extractor", "The extractor costs 240 euros"], ["Smoker", "30 euros"]]),
            .heading(2, "What is varroa?"),
            .paragraph("Varroa is a parasitic mite that weakens the brood and spreads viruses."),
            .heading(2, "Who founded the Oddenby bee club?"),
            .paragraph("The Oddenby bee club was founded by Ruth Falk in 1903."),
        ])

    /// Question, what the answer must say, the heading above it, and the page that holds it.
    private static let questions: [(String, [String], String, Int)] = [
        ("What is urban beekeeping?", ["practice of keeping colonies of honeybees"], "", 1),
        ("What is a nucleus colony?", ["small colony of bees with a young queen"], "What is a nucleus colony?", 1),
        ("What equipment does a beginner need?", ["ten frames", "burns jute", "veil and gloves"], "Equipment", 2),
        (
            "How is a hive inspected?", ["Light the smoker", "Open the lid", "eggs and larvae"],
            "How is a hive inspected?", 2
        ),
        ("When do bees swarm?", ["late spring"], "When do bees swarm?", 3),
        ("How far do bees fly?", ["three kilometres"], "How far do bees fly?", 3),
        ("Why do beekeepers use smoke?", ["masks the alarm scent"], "Why do beekeepers use smoke?", 4),
        ("How much honey does the colony live on during winter?", ["fifteen kilos"], "Wintering", 4),
        ("What is varroa?", ["parasitic mite"], "What is varroa?", 5),
        ("Who founded the Oddenby bee club?", ["Ruth Falk"], "Who founded the Oddenby bee club?", 6),
    ]

    /// What is read where gzip packed it, too.
    private static let formats = ArticleFixture.formats + ["md.gz", "txt.gz", "html.gz"]

    @Test("the same article gives the same answers, each with its place", arguments: formats)
    func sevenFormats(format: String) throws {
        let sandbox = try Sandbox()
        let bytes = Self.article.bytes(as: format)
        try sandbox.write(bytes, to: "notes/article.\(format)")
        let input = Self.questions.map(\.0).joined(separator: "\n") + "\n"
        let outcome = try sandbox.run("quoth -C notes --json", input: Array(input.utf8))
        let replies = try outcome.output.split(separator: 0x0A).map {
            try Self.decode($0)
        }
        #expect(replies.count == Self.questions.count, "\(outcome)")
        let text = format.hasSuffix(".gz") ? Self.article.bytes(as: String(format.dropLast(3))) : bytes
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (reply, (question, parts, heading, page)) in zip(replies, Self.questions) {
            let answer = reply.answer?.replacing("\n", with: " ") ?? ""
            #expect(reply.status == "answered", "\(format): \(question)")
            for part in parts { #expect(answer.contains(part), "\(format): \(question) got \(answer)") }
            #expect(!answer.contains("Urban Beekeeper") && !answer.contains("Home"), "\(format): \(answer)")
            let citation = try #require(reply.citations?.first, "\(format): \(question)")
            #expect(citation.path == "article.\(format)")
            #expect(citation.state == "verified")
            if !heading.isEmpty { #expect(citation.heading.last == heading, "\(format): \(question)") }
            switch format {
            case "md", "txt", "html", "md.gz", "txt.gz", "html.gz":
                let first = try #require(citation.lineStart)
                let last = try #require(citation.lineEnd)
                let quoted = lines[(first - 1)..<last].joined(separator: " ").replacing(/\s+/, with: " ")
                for part in parts { #expect(quoted.contains(part), "\(format): \(first)-\(last) hold \(quoted)") }
                #expect(citation.page == nil)
                #expect((citation.byteStart == nil) == format.hasSuffix(".gz"))
            case "pdf":
                #expect(citation.page == page, "\(question)")
                #expect(citation.lineStart == nil && citation.byteStart == nil)
            default:
                #expect(citation.page == nil && citation.lineStart == nil && citation.byteStart == nil)
            }
        }
    }

    @Test(
        "a source that changed since it was indexed is marked, whatever its format", arguments: formats)
    func changed(format: String) throws {
        let sandbox = try Sandbox()
        try sandbox.write(Self.article.bytes(as: format), to: "notes/article.\(format)")
        _ = try sandbox.run("quoth index -C notes")
        func state() throws -> String? {
            let outcome = try sandbox.run("quoth -C notes --no-refresh --json 'What is varroa?'")
            return try outcome.output.split(separator: 0x0A).first.map {
                try Self.decode($0).citations?.first?.state ?? "none"
            }
        }
        #expect(try state() == "verified")
        var other = Self.article
        other.parts = [.paragraph("Varroa is a beetle.")]
        try sandbox.write(other.bytes(as: format), to: "notes/article.\(format)")
        #expect(try state() == "changed")
        _ = try sandbox.run("rm notes/article.\(format)")
        #expect(try state() == "missing")
        #expect(try sandbox.run("quoth -C notes 'What is varroa?'").status != 0)
    }

    @Test("a folder that a link has replaced since is not looked into for a quote")
    func replacedFolder() throws {
        let sandbox = try Sandbox()
        let text = Self.article.bytes(as: "md")
        try sandbox.write(text, to: "notes/inside/article.md")
        try sandbox.write(text, to: "elsewhere/article.md")
        _ = try sandbox.run("quoth index -C notes && rm -r notes/inside && ln -s ../elsewhere notes/inside")
        let outcome = try sandbox.run("quoth -C notes --no-refresh --json 'What is varroa?'")
        let reply = try Self.decode(try #require(outcome.output.split(separator: 0x0A).first))
        #expect(reply.citations?.first?.state == "missing")
    }

    @Test("files that are made to harm cost one line of the report each, and the rest is answered from")
    func hostile() throws {
        let sandbox = try Sandbox()
        for format in ArticleFixture.formats {
            let bytes = Self.article.bytes(as: format)
            try sandbox.write(bytes, to: "notes/good.\(format)")
            if ["docx", "odt", "epub", "pdf"].contains(format) {
                try sandbox.write(Array(bytes[..<(bytes.count / 2)]), to: "notes/cut.\(format)")
            }
        }
        var bomb = ArchiveFixture()
        bomb.addBomb("word/document.xml", prefix: "<w:p>", byteCount: 300 << 20, suffix: "</w:p>")
        try sandbox.write(bomb.finish(), to: "notes/bomb.docx")
        var locked = PDFFixture()
        locked.pages = [[.init("A secret.", baseline: 700)]]
        locked.isEncrypted = true
        try sandbox.write(locked.bytes(), to: "notes/locked.pdf")
        locked.isEncrypted = false
        locked.pages = [[]]
        try sandbox.write(locked.bytes(), to: "notes/picture.pdf")
        try sandbox.write(Array(String(repeating: "<div>", count: 300_000).utf8), to: "notes/deep.html")
        let name = try #require(
            FilePath.Component(bytes: Array("a\n\u{1B}]0;x\u{7}".utf8) + [0xFF] + Array(".html".utf8)))
        _ = try TestTreeFile.write(Array("<p>A zorg is a beast.</p>".utf8), to: sandbox.path("notes").appending(name))

        let index = try sandbox.run("quoth index -C notes")
        #expect(index.status == 0, "\(index)")
        let status = try sandbox.run("quoth status -C notes").text
        for reason in [
            "unpacks to too much\n    bomb.docx", "encrypted\n    locked.pdf",
            "only pictures or nothing\n    picture.pdf",
        ] {
            #expect(status.contains(reason), "\(status)")
        }
        #expect(status.contains("cut.docx") && status.contains("cut.odt") && status.contains("cut.epub"))
        #expect(!status.utf8.contains(0x1B))
        #expect(status.contains("Formats    2 HTML"))
        let answer = try sandbox.run("quoth -C notes 'What is a zorg?'")
        #expect(answer.text.contains("A zorg is a beast."))
        #expect(!answer.output.contains { $0 < 0x20 && $0 != 0x0A })
        // Seven copies of one text are one passage.
        let top = try sandbox.run("quoth -C notes --top 5 'What is varroa?'").text
        #expect(top.components(separatedBy: "parasitic mite").count == 3, "\(top)")
    }

    @Test("without its program PDF is left out with the reason, and read when the program is there")
    func missingProgram() throws {
        let sandbox = try Sandbox()
        try sandbox.write(Self.article.bytes(as: "pdf"), to: "notes/article.pdf")
        try sandbox.write("A zorg is a beast.\n", to: "notes/zorg.md")
        let programs = try Sandbox.programs
        let without = try sandbox.run("PATH='\(programs)'; quoth index -C notes; quoth status -C notes")
        #expect(without.text.contains("1 file: needs pdftotext from poppler-utils\n    article.pdf"), "\(without)")
        let with = try sandbox.run("quoth -C notes 'What is varroa?'")
        #expect(with.text.contains("article.pdf, page 5"), "\(with)")
    }
}

private enum TestTreeFile {
    static func write(_ bytes: [UInt8], to path: FilePath) throws {
        try OpenFile.creating(path).write(bytes)
    }
}
