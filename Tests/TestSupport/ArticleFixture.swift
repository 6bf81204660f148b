/// One article that can be written in every format.
public struct ArticleFixture: Sendable {
    public enum Part: Sendable {
        case heading(Int, String)
        case paragraph(String)
        case bullets([String])
        case steps([String])
        case table([[String]])
    }

    public var title: String
    public var parts: [Part]

    public init(title: String, parts: [Part]) {
        self.title = title
        self.parts = parts
    }

    /// The formats in which ``bytes(as:)`` writes it, by the extensions of their files.
    public static let formats = ["md", "txt", "html", "pdf", "docx", "odt", "epub"]

    /// - Parameter format: one of ``formats``, with `.gz` behind it as gzip packs it.
    public func bytes(as format: String) -> [UInt8] {
        if format.hasSuffix(".gz") { return GzipFixture.member(bytes(as: String(format.dropLast(3)))) }
        return switch format {
        case "md": Array(markdown.utf8)
        case "txt": Array(text.utf8)
        case "html": Array(html(isPage: true).utf8)
        case "pdf": pdf
        case "docx": docx
        case "odt": odt
        default: epub
        }
    }

    // MARK: Text

    private var markdown: String {
        var lines = ["# \(title)"]
        for part in parts {
            lines.append("")
            switch part {
            case .heading(let level, let text): lines.append(String(repeating: "#", count: level) + " " + text)
            case .paragraph(let text): lines += wrapped(text, at: 70)
            case .bullets(let items): lines += items.map { "- \($0)" }
            case .steps(let items): lines += items.enumerated().map { "\($0.offset + 1). \($0.element)" }
            case .table(let rows):
                for (index, row) in rows.enumerated() {
                    lines.append("| " + row.joined(separator: " | ") + " |")
                    if index == 0 { lines.append("|" + String(repeating: "---|", count: row.count)) }
                }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var text: String {
        var lines = [title, String(repeating: "=", count: title.count)]
        for part in parts {
            lines.append("")
            switch part {
            case .heading(_, let text): lines += [text, String(repeating: "-", count: text.count)]
            case .paragraph(let text): lines += wrapped(text, at: 60)
            case .bullets(let items): lines += items.map { "- \($0)" }
            case .steps(let items): lines += items.enumerated().map { "\($0.offset + 1). \($0.element)" }
            case .table(let rows): lines += rows.map { $0.joined(separator: ": ") + "." }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func wrapped(_ text: String, at width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ") {
            let last = lines[lines.count - 1]
            if last.isEmpty {
                lines[lines.count - 1] = String(word)
            } else if last.count + word.count < width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }

    // MARK: Markup

    private func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    }

    /// - Parameter isPage: with what stands around the text on a page of a site.
    private func html(isPage: Bool) -> String {
        var lines = ["<!DOCTYPE html>", "<html lang=\"en\">", "<head><title>\(escaped(title)) - A site</title>"]
        lines += isPage ? ["<style>p { color: red }</style>", "<script>var hive = 'no bee';</script>"] : []
        lines += ["</head>", "<body>"]
        if isPage {
            lines += ["<nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/hive\">Hives</a></li></ul></nav>"]
        }
        lines.append("<h1>\(escaped(title))</h1>")
        for part in parts {
            switch part {
            case .heading(let level, let text): lines.append("<h\(level)>\(escaped(text))</h\(level)>")
            case .paragraph(let text):
                lines += ["<p>"] + wrapped(escaped(text), at: 50).map { "   " + $0 } + ["</p>"]
            case .bullets(let items):
                lines += ["<ul>"] + items.map { "  <li>\(escaped($0))</li>" } + ["</ul>"]
            case .steps(let items):
                lines += ["<ol>"] + items.map { "  <li>\(escaped($0))</li>" } + ["</ol>"]
            case .table(let rows):
                lines.append("<table>")
                for (index, row) in rows.enumerated() {
                    let cell = index == 0 ? "th" : "td"
                    lines.append("<tr>" + row.map { "<\(cell)>\(escaped($0))</\(cell)>" }.joined() + "</tr>")
                }
                lines.append("</table>")
            }
        }
        if isPage { lines += ["<footer>All rights reserved. Bee happy.</footer>"] }
        return (lines + ["</body>", "</html>"]).joined(separator: "\n") + "\n"
    }

    // MARK: Pages

    private var pdf: [UInt8] {
        var fixture = PDFFixture()
        var lines: [PDFFixture.Line] = []
        var baseline = 740.0
        func end() {
            let number = fixture.pages.count + 1
            lines.append(PDFFixture.Line("The Urban Beekeeper, issue 7", size: 9, baseline: 810))
            lines.append(PDFFixture.Line("\(number)", size: 9, left: 290, baseline: 30))
            fixture.pages.append(lines)
            lines = []
            baseline = 740
        }
        func add(_ texts: [String], size: Double = 11, left: Double = 72) {
            if baseline - Double(texts.count) * size * 1.25 < 70 { end() }
            for text in texts {
                lines.append(PDFFixture.Line(text, size: size, left: left, baseline: baseline))
                baseline -= size * 1.25
            }
            baseline -= 12
        }
        add([title], size: 20)
        for part in parts {
            switch part {
            case .heading(let level, let text):
                // A page holds two sections, so that the places differ.
                if lines.filter({ $0.size > 12 }).count >= 2 { end() }
                add([text], size: 18 - 2 * Double(level))
            case .paragraph(let text): add(hyphenated(wrapped(text, at: 80)))
            case .bullets(let items): add(items.map { "• \($0)" })
            case .steps(let items): add(items.enumerated().map { "\($0.offset + 1). \($0.element)" })
            case .table(let rows): for row in rows { add([row.joined(separator: ": ") + "."]) }
            }
        }
        end()
        return fixture.bytes()
    }

    /// Moves the beginning of each line's first long word to the line before, with a hyphen.
    private func hyphenated(_ lines: [String]) -> [String] {
        var lines = lines
        for index in lines.indices.dropFirst() {
            let word = lines[index].prefix { $0.isLetter && $0.isLowercase }
            guard word.count >= 8 else { continue }
            lines[index - 1] += " " + word.prefix(4) + "-"
            lines[index].removeFirst(4)
        }
        return lines
    }

    // MARK: Archives

    private var docx: [UInt8] {
        var body = paragraph(title, style: "Title")
        for part in parts {
            switch part {
            case .heading(let level, let text): body += paragraph(text, style: "Ueberschrift\(level)")
            case .paragraph(let text):
                // Word cuts text into runs wherever it likes.
                let half = text.index(text.startIndex, offsetBy: text.count / 2)
                body += "<w:p>\(run(String(text[..<half])))\(run(String(text[half...])))</w:p>"
            case .bullets(let items): body += items.map { item($0, number: 1) }.joined()
            case .steps(let items): body += items.map { item($0, number: 2) }.joined()
            case .table(let rows):
                body += "<w:tbl>"
                for (index, row) in rows.enumerated() {
                    body += "<w:tr>" + (index == 0 ? "<w:trPr><w:tblHeader/></w:trPr>" : "")
                    body += row.map { "<w:tc>\(paragraph($0, style: nil))</w:tc>" }.joined() + "</w:tr>"
                }
                body += "</w:tbl>"
            }
        }
        let word = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
        var styles = "<w:style w:styleId=\"Title\"><w:name w:val=\"Title\"/></w:style>"
        for level in 1...3 {
            styles += "<w:style w:styleId=\"Ueberschrift\(level)\"><w:name w:val=\"heading \(level)\"/></w:style>"
        }
        let numbering =
            "<w:abstractNum w:abstractNumId=\"8\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"bullet\"/></w:lvl></w:abstractNum>"
            + "<w:abstractNum w:abstractNumId=\"9\"><w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/></w:lvl></w:abstractNum>"
            + "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"8\"/></w:num>"
            + "<w:num w:numId=\"2\"><w:abstractNumId w:val=\"9\"/></w:num>"
        var archive = ArchiveFixture()
        archive.add("[Content_Types].xml", xml("<Types/>"))
        archive.add("word/styles.xml", xml("<w:styles \(word)>\(styles)</w:styles>"))
        archive.add("word/numbering.xml", xml("<w:numbering \(word)>\(numbering)</w:numbering>"))
        archive.add("word/document.xml", xml("<w:document \(word)><w:body>\(body)</w:body></w:document>"))
        return archive.finish()
    }

    private func run(_ text: String) -> String { "<w:r><w:t xml:space=\"preserve\">\(escaped(text))</w:t></w:r>" }

    private func paragraph(_ text: String, style: String?) -> String {
        let properties = style.map { "<w:pPr><w:pStyle w:val=\"\($0)\"/></w:pPr>" } ?? ""
        return "<w:p>\(properties)\(run(text))</w:p>"
    }

    private func item(_ text: String, number: Int) -> String {
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"\(number)\"/></w:numPr></w:pPr>\(run(text))</w:p>"
    }

    private var odt: [UInt8] {
        var body = "<text:p text:style-name=\"Title\">\(escaped(title))</text:p>"
        for part in parts {
            switch part {
            case .heading(let level, let text):
                body += "<text:h text:outline-level=\"\(level)\">\(escaped(text))</text:h>"
            case .paragraph(let text):
                body += "<text:p>\(escaped(text).replacing(" of ", with: "<text:s/>of<text:s/>"))</text:p>"
            case .bullets(let items), .steps(let items):
                var style = "B"
                if case .steps = part { style = "N" }
                body += "<text:list text:style-name=\"\(style)\">"
                body += items.map { "<text:list-item><text:p>\(escaped($0))</text:p></text:list-item>" }.joined()
                body += "</text:list>"
            case .table(let rows):
                body += "<table:table>"
                for (index, row) in rows.enumerated() {
                    let cells = row.map { "<table:table-cell><text:p>\(escaped($0))</text:p></table:table-cell>" }
                        .joined()
                    let line = "<table:table-row>\(cells)</table:table-row>"
                    body += index == 0 ? "<table:table-header-rows>\(line)</table:table-header-rows>" : line
                }
                body += "</table:table>"
            }
        }
        let names = ["office", "style", "text", "table"].map {
            "xmlns:\($0)=\"urn:oasis:names:tc:opendocument:xmlns:\($0):1.0\""
        }.joined(separator: " ")
        let styles =
            "<text:list-style style:name=\"B\"><text:list-level-style-bullet text:level=\"1\"/></text:list-style>"
            + "<text:list-style style:name=\"N\"><text:list-level-style-number text:level=\"1\"/></text:list-style>"
        var archive = ArchiveFixture()
        archive.add("mimetype", "application/vnd.oasis.opendocument.text")
        archive.add(
            "content.xml",
            xml(
                "<office:document-content \(names)><office:automatic-styles>\(styles)</office:automatic-styles>"
                    + "<office:body><office:text>\(body)</office:text></office:body></office:document-content>"))
        return archive.finish()
    }

    private var epub: [UInt8] {
        var archive = ArchiveFixture()
        archive.add("mimetype", "application/epub+zip")
        archive.add(
            "META-INF/container.xml",
            xml("<container><rootfiles><rootfile full-path=\"OPS/a%20book.opf\"/></rootfiles></container>"))
        archive.add(
            "OPS/a%20book.opf",
            xml(
                "<package xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><metadata><dc:title>\(escaped(title))</dc:title>"
                    + "<dc:language>en</dc:language></metadata><manifest>"
                    + "<item id=\"n\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>"
                    + "<item id=\"c\" href=\"text/chapter%201.xhtml\" media-type=\"application/xhtml+xml\"/></manifest>"
                    + "<spine><itemref idref=\"n\"/><itemref idref=\"c\"/></spine></package>"))
        archive.add("OPS/nav.xhtml", "<html><body><nav><ol><li>Contents of the hive</li></ol></nav></body></html>")
        archive.add("OPS/text/chapter 1.xhtml", html(isPage: false))
        return archive.finish()
    }

    private func xml(_ content: String) -> String { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(content)" }
}
