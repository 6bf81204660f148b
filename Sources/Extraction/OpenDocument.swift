import Documents

/// Reads OpenDocument text (OASIS OpenDocument 1.3, part 3): headings by their outline level, lists, tables.
///
/// Notes, annotations and what was deleted under revision control are left out.
enum OpenDocument {
    static func read(_ bytes: [UInt8]) throws(ExtractionFailure) -> Document {
        let archive = try ZipArchive(bytes)
        if let manifest = try archive.member("META-INF/manifest.xml"), contains(manifest, "encryption-data") {
            throw ExtractionFailure(.encrypted)
        }
        let properties = PropertyReader()
        if let part = try archive.member("meta.xml") { _ = MarkupParser.parseXML(part, into: properties) }
        let content = ContentReader()
        // The named styles first, those of the text itself after them.
        if let part = try archive.member("styles.xml") { _ = MarkupParser.parseXML(part, into: content) }
        guard MarkupParser.parseXML(try archive.requiredMember("content.xml"), into: content) else {
            throw ExtractionFailure(.malformed, detail: "content.xml is no well-formed XML")
        }
        if content.builder.hasTooManyBlocks { throw ExtractionFailure(.tooManyBlocks) }
        var document = content.builder.document()
        document.title = content.title.isEmpty ? properties.value("dc:title") : collapsed(content.title)
        document.language = properties.values["dc:language"].map { collapsed($0) }
        return document
    }
}

private final class ContentReader: MarkupReceiver {
    private(set) var builder = DocumentBuilder.withoutLines()
    private(set) var title: [UInt8] = []

    private struct Style {
        var parent: String?
        var isBold = false
        var isTitle = false
    }

    private struct OpenList {
        var style: String?
        var group: UInt32
        var ordinal = 0
        var awaitsFirstParagraph = false
    }

    private var styles: [String: Style] = [:]
    private var style: String?
    /// Levels of list styles that are numbered.
    private var orderedLevels: [String: Set<Int>] = [:]
    private var listStyle: String?

    private var isInBody = false
    private var skipDepth = 0
    private var paragraph: OfficeParagraph?
    private var headingLevel = 0
    private var paragraphStyle = ""
    private var boldSpans: [Bool] = []
    private var lists: [OpenList] = []
    private var tables: [OfficeTable] = []

    var isDone: Bool { builder.hasTooManyBlocks }

    private static let skipped: Set<String> = [
        "text:note", "office:annotation", "text:tracked-changes", "office:forms", "svg:title", "svg:desc",
        "text:sequence-decls",
        "text:table-of-content", "text:alphabetical-index", "text:index-title-template",
    ]

    func open(_ element: String, _ attributes: MarkupAttributes) {
        if skipDepth > 0 || Self.skipped.contains(element) {
            skipDepth += 1
            return
        }
        switch element {
        case "office:text": isInBody = true
        case "style:style":
            style = attributes["style:name"]
            if let style {
                let parent = attributes["style:parent-style-name"]
                styles[style] = Style(parent: parent, isTitle: style == "Title" || parent == "Title")
            }
        case "style:text-properties":
            if let style, attributes["fo:font-weight"] == "bold" { styles[style]?.isBold = true }
        case "text:list-style": listStyle = attributes["style:name"]
        case "text:list-level-style-number":
            if let listStyle, let level = attributes["text:level"].flatMap({ Int($0) }) {
                orderedLevels[listStyle, default: []].insert(level)
            }
        case _ where !isInBody: break
        case "text:h", "text:p":
            paragraph = OfficeParagraph()
            headingLevel = element == "text:h" ? attributes["text:outline-level"].flatMap { Int($0) } ?? 1 : 0
            paragraphStyle = attributes["text:style-name"] ?? ""
        case "text:span": boldSpans.append(isBold(attributes["text:style-name"] ?? ""))
        case "text:s":
            let count = attributes["text:c"].flatMap { Int($0) } ?? 1
            add(repeatElement(0x20, count: min(max(count, 1), 100)))
        case "text:tab": add(" ".utf8)
        case "text:line-break": add("\n".utf8)
        case "text:list":
            lists.append(
                OpenList(
                    style: attributes["text:style-name"] ?? lists.last?.style,
                    group: lists.last?.group ?? builder.newGroup()))
        case "text:list-item":
            guard !lists.isEmpty else { break }
            lists[lists.count - 1].ordinal += 1
            lists[lists.count - 1].awaitsFirstParagraph = true
        case "table:table": tables.append(OfficeTable(group: builder.newGroup()))
        case "table:table-header-rows": if !tables.isEmpty { tables[tables.count - 1].isInHeader = true }
        case "table:table-cell": if !tables.isEmpty { tables[tables.count - 1].row.append(OfficeParagraph()) }
        default: break
        }
    }

    func close(_ element: String) {
        if skipDepth > 0 {
            skipDepth -= 1
            return
        }
        switch element {
        case "office:text": isInBody = false
        case "style:style": style = nil
        case "text:list-style": listStyle = nil
        case "text:h", "text:p": endParagraph()
        case "text:span": if !boldSpans.isEmpty { boldSpans.removeLast() }
        case "text:list": if !lists.isEmpty { lists.removeLast() }
        case "table:table-header-rows": if !tables.isEmpty { tables[tables.count - 1].isInHeader = false }
        case "table:table-row": endRow()
        case "table:table": if !tables.isEmpty { tables.removeLast() }
        default: break
        }
    }

    func text(_ bytes: [UInt8], sourceEnd: Int) {
        guard skipDepth == 0, paragraph != nil else { return }
        // Line ends in the file are layout of its XML.
        add(bytes.map { isBlank($0) ? 0x20 : $0 })
    }

    private func add(_ bytes: some Sequence<UInt8>) {
        paragraph?.add(bytes, isBold: boldSpans.contains(true))
    }

    private func isBold(_ name: String) -> Bool { chain(name).contains(where: \.isBold) }

    private func chain(_ name: String) -> [Style] {
        var chain: [Style] = []
        var next: String? = name
        while let current = next, let style = styles[current], chain.count < 16 {
            chain.append(style)
            next = style.parent
        }
        return chain
    }

    private func endParagraph() {
        guard var content = paragraph else { return }
        paragraph = nil
        boldSpans = []
        guard !content.isEmpty else { return }
        if !tables.isEmpty {
            addToCell(content, of: tables.count - 1)
        } else if paragraphStyle == "Title" || chain(paragraphStyle).contains(where: \.isTitle) {
            if title.isEmpty { title = content.text }
            builder.add(content, as: .heading, level: 1)
        } else if headingLevel > 0 {
            builder.add(content, as: .heading, level: min(headingLevel, 6))
        } else if let list = lists.last {
            if list.awaitsFirstParagraph {
                let isOrdered = list.style.flatMap { orderedLevels[$0] }?.contains(lists.count) ?? false
                builder.add(
                    content, as: .listItem, level: lists.count, ordinal: isOrdered ? list.ordinal : 0, group: list.group
                )
                lists[lists.count - 1].awaitsFirstParagraph = false
            } else {
                builder.add(content, as: .paragraph, level: lists.count, group: list.group)
            }
        } else {
            if isBold(paragraphStyle) { content.runs = content.runs.map { ($0.bytes, true) } }
            builder.add(content, as: .paragraph)
        }
    }

    private func addToCell(_ content: OfficeParagraph, of table: Int) {
        guard let cell = tables[table].row.indices.last else { return }
        if !tables[table].row[cell].isEmpty { tables[table].row[cell].add(" ".utf8) }
        tables[table].row[cell].add(content.text)
    }

    private func endRow() {
        guard let last = tables.indices.last, let row = tables[last].endRow() else { return }
        if last > 0 {
            addToCell(row.paragraph, of: last - 1)
        } else {
            builder.add(row.paragraph, as: row.isHeader ? .tableHeader : .tableRow, group: tables[last].group)
        }
    }
}
