import Documents

/// Reads Office Open XML as word processors write it (ECMA-376, part 1, section 17): paragraphs, headings by their styles,
/// lists by their numbering, tables.
///
/// What was deleted under revision control, field codes, and the second version of drawings are left out.
enum WordDocument {
    static func read(_ bytes: [UInt8]) throws(ExtractionFailure) -> Document {
        let archive = try ZipArchive(bytes)
        let styles = StyleReader()
        if let part = try archive.member("word/styles.xml") { _ = MarkupParser.parseXML(part, into: styles) }
        let numbering = NumberingReader()
        if let part = try archive.member("word/numbering.xml") { _ = MarkupParser.parseXML(part, into: numbering) }
        let properties = PropertyReader()
        if let part = try archive.member("docProps/core.xml") { _ = MarkupParser.parseXML(part, into: properties) }
        let body = BodyReader(styles: styles, numbering: numbering)
        guard MarkupParser.parseXML(try archive.requiredMember("word/document.xml"), into: body) else {
            throw ExtractionFailure(.malformed, detail: "word/document.xml is no well-formed XML")
        }
        if body.builder.hasTooManyBlocks { throw ExtractionFailure(.tooManyBlocks) }
        var document = body.builder.document()
        document.title = body.title.isEmpty ? properties.value("dc:title") : collapsed(body.title)
        document.language = styles.language ?? properties.values["dc:language"].map { collapsed($0) }
        return document
    }
}

/// Whether the value of an on/off property is on: it is unless said otherwise (section 17.17.4).
private func isOn(_ attributes: MarkupAttributes) -> Bool {
    !["0", "false", "off", "none"].contains(attributes["w:val"] ?? "1")
}

/// The styles of paragraphs: their names, and which level of the outline they stand for.
private final class StyleReader: MarkupReceiver {
    struct Style {
        var name = ""
        var parent: String?
        var outlineLevel: Int?
        var isBold = false
        var numbering: String?
    }

    private(set) var styles: [String: Style] = [:]
    private(set) var language: String?
    private var current: String?
    let isDone = false

    func open(_ element: String, _ attributes: MarkupAttributes) {
        if element == "w:style" {
            current = attributes["w:styleId"]
            if let current { styles[current] = Style() }
        }
        if element == "w:lang", language == nil { language = attributes["w:val"] }
        guard let current else { return }
        switch element {
        case "w:name": styles[current]?.name = (attributes["w:val"] ?? "").lowercased()
        case "w:basedOn": styles[current]?.parent = attributes["w:val"]
        case "w:outlineLvl": styles[current]?.outlineLevel = attributes["w:val"].flatMap { Int($0) }
        case "w:b": styles[current]?.isBold = isOn(attributes)
        case "w:numId": styles[current]?.numbering = attributes["w:val"]
        default: break
        }
    }

    func close(_ element: String) {
        if element == "w:style" { current = nil }
    }

    func text(_ bytes: [UInt8], sourceEnd: Int) {}

    /// The style and those that it is based on, itself first.
    private func chain(_ identifier: String) -> [Style] {
        var chain: [Style] = []
        var next: String? = identifier
        // A chain that leads in a circle ends somewhere.
        while let current = next, let style = styles[current], chain.count < 16 {
            chain.append(style)
            next = style.parent
        }
        return chain
    }

    /// The level of a heading, 1…6, that the style makes; nil for other text.
    func headingLevel(_ identifier: String) -> Int? {
        for style in chain(identifier) {
            if let level = style.outlineLevel, level < 9 { return min(level + 1, 6) }
            if style.name.hasPrefix("heading "), let level = Int(style.name.dropFirst(8)) {
                return min(max(level, 1), 6)
            }
        }
        return nil
    }

    func isTitle(_ identifier: String) -> Bool { chain(identifier).contains { $0.name == "title" } }

    func isBold(_ identifier: String) -> Bool { chain(identifier).first { $0.isBold } != nil }

    func numbering(_ identifier: String) -> String? { chain(identifier).lazy.compactMap(\.numbering).first }
}

/// Which lists are numbered, by number and level.
private final class NumberingReader: MarkupReceiver {
    private var orderedLevels: [String: Set<Int>] = [:]
    private var abstractOf: [String: String] = [:]
    private var abstract: String?
    private var number: String?
    private var level = 0
    let isDone = false

    func open(_ element: String, _ attributes: MarkupAttributes) {
        switch element {
        case "w:abstractNum": abstract = attributes["w:abstractNumId"]
        case "w:num": number = attributes["w:numId"]
        case "w:abstractNumId": if let number { abstractOf[number] = attributes["w:val"] }
        case "w:lvl": level = attributes["w:ilvl"].flatMap { Int($0) } ?? 0
        case "w:numFmt":
            guard let abstract, let format = attributes["w:val"], format != "bullet", format != "none" else { return }
            orderedLevels[abstract, default: []].insert(level)
        default: break
        }
    }

    func close(_ element: String) {
        if element == "w:abstractNum" { abstract = nil }
        if element == "w:num" { number = nil }
    }

    func text(_ bytes: [UInt8], sourceEnd: Int) {}

    func isOrdered(_ number: String, level: Int) -> Bool {
        abstractOf[number].flatMap { orderedLevels[$0] }?.contains(level) ?? false
    }
}

/// The body of the document.
private final class BodyReader: MarkupReceiver {
    private(set) var builder = DocumentBuilder.withoutLines()
    /// The text of the first paragraph in the style of titles.
    private(set) var title: [UInt8] = []

    private let styles: StyleReader
    private let numbering: NumberingReader

    private struct Paragraph {
        var content = OfficeParagraph()
        var style: String?
        var numbering: String?
        var level = 0
        var outlineLevel: Int?
    }

    /// Paragraphs that are open: one inside a drawing stands inside another one.
    private var open: [Paragraph] = []
    private var tables: [OfficeTable] = []
    private var isBold = false
    private var isInText = false
    private var fallbackDepth = 0
    private var lastNumbering: String?
    private var group: UInt32 = 0
    private var ordinals: [Int] = []

    init(styles: StyleReader, numbering: NumberingReader) {
        self.styles = styles
        self.numbering = numbering
    }

    var isDone: Bool { builder.hasTooManyBlocks }

    func open(_ element: String, _ attributes: MarkupAttributes) {
        if element == "mc:Fallback" || fallbackDepth > 0 {
            if element == "mc:Fallback" { fallbackDepth += 1 }
            return
        }
        switch element {
        case "w:p": open.append(Paragraph())
        case "w:pStyle": if !open.isEmpty { open[open.count - 1].style = attributes["w:val"] }
        case "w:numId": if !open.isEmpty { open[open.count - 1].numbering = attributes["w:val"] }
        case "w:ilvl": if !open.isEmpty { open[open.count - 1].level = attributes["w:val"].flatMap { Int($0) } ?? 0 }
        case "w:outlineLvl":
            if !open.isEmpty { open[open.count - 1].outlineLevel = attributes["w:val"].flatMap { Int($0) } }
        case "w:r": isBold = false
        case "w:b": isBold = isOn(attributes)
        case "w:t": isInText = true
        case "w:tab", "w:ptab": add(" ".utf8)
        case "w:br", "w:cr": add("\n".utf8)
        case "w:noBreakHyphen": add("-".utf8)
        case "w:tbl":
            lastNumbering = nil
            tables.append(OfficeTable(group: builder.newGroup()))
        case "w:tblHeader": if !tables.isEmpty { tables[tables.count - 1].isHeaderRow = isOn(attributes) }
        case "w:tc": if !tables.isEmpty { tables[tables.count - 1].row.append(OfficeParagraph()) }
        default: break
        }
    }

    func close(_ element: String) {
        if fallbackDepth > 0 {
            if element == "mc:Fallback" { fallbackDepth -= 1 }
            return
        }
        switch element {
        case "w:p": if let paragraph = open.popLast() { end(paragraph) }
        case "w:t": isInText = false
        case "w:tr": endRow()
        case "w:tbl": if !tables.isEmpty { tables.removeLast() }
        default: break
        }
    }

    func text(_ bytes: [UInt8], sourceEnd: Int) {
        if isInText && fallbackDepth == 0 { add(bytes) }
    }

    private func add(_ bytes: some Sequence<UInt8>) {
        guard !open.isEmpty else { return }
        open[open.count - 1].content.add(bytes, isBold: isBold)
    }

    private func endRow() {
        guard tables.count == 1, let row = tables[0].endRow() else {
            // A table in a cell becomes part of the cell.
            if tables.count > 1, let row = tables[tables.count - 1].endRow() {
                addToCell(row.paragraph, of: tables.count - 2)
            }
            return
        }
        builder.add(row.paragraph, as: row.isHeader ? .tableHeader : .tableRow, group: tables[0].group)
    }

    private func addToCell(_ paragraph: OfficeParagraph, of table: Int) {
        guard let cell = tables[table].row.indices.last else { return }
        if !tables[table].row[cell].isEmpty { tables[table].row[cell].add(" ".utf8) }
        tables[table].row[cell].add(paragraph.text)
    }

    private func end(_ paragraph: Paragraph) {
        guard !paragraph.content.isEmpty else { return }
        if !tables.isEmpty {
            addToCell(paragraph.content, of: tables.count - 1)
            return
        }
        let style = paragraph.style ?? ""
        if styles.isTitle(style) {
            if title.isEmpty { title = paragraph.content.text }
            builder.add(paragraph.content, as: .heading, level: 1)
        } else if let level = paragraph.outlineLevel.map({ min($0 + 1, 6) }) ?? styles.headingLevel(style), level <= 6 {
            builder.add(paragraph.content, as: .heading, level: level)
        } else if let number = paragraph.numbering ?? styles.numbering(style), number != "0" {
            addItem(paragraph, number)
            return
        } else {
            var content = paragraph.content
            if styles.isBold(style) { content.runs = content.runs.map { ($0.bytes, true) } }
            builder.add(content, as: .paragraph)
        }
        lastNumbering = nil
    }

    private func addItem(_ paragraph: Paragraph, _ number: String) {
        if number != lastNumbering {
            group = builder.newGroup()
            ordinals = []
        }
        lastNumbering = number
        let level = min(max(paragraph.level, 0), 8)
        while ordinals.count <= level { ordinals.append(0) }
        ordinals.removeSubrange((level + 1)...)
        ordinals[level] += 1
        builder.add(
            paragraph.content, as: .listItem, level: level + 1,
            ordinal: numbering.isOrdered(number, level: level) ? ordinals[level] : 0, group: group)
    }
}

/// The texts of a flat file of properties, by element.
final class PropertyReader: MarkupReceiver {
    private(set) var values: [String: [UInt8]] = [:]
    private var element: String?
    let isDone = false

    func open(_ element: String, _ attributes: MarkupAttributes) { self.element = element }

    func close(_ element: String) { self.element = nil }

    func text(_ bytes: [UInt8], sourceEnd: Int) {
        // The first one of each counts.
        if let element { values[element, default: []] += bytes }
    }

    func value(_ element: String) -> String { collapsed(values[element] ?? []) }
}
