import Documents

/// Turns a Markdown text (CommonMark with GitHub's tables, strikethrough and bare links) into blocks.
///
/// Inline markup is left out of the text: emphasis and links leave their text, code spans their content,
/// images their description, inline HTML nothing (`<br>` a blank); entities are decoded. Line ends within a
/// paragraph stay line feeds. HTML blocks are read as ``HTMLReader`` reads them. The cells of a table row are joined by ` | `.
enum MarkdownParser {
    /// The document in the file whose bytes are `file`, or nil when it is binary.
    ///
    /// - Returns: the document, with the title that front matter or a first heading of level 1 gives or else
    ///   none, and how many bytes were repaired.
    /// - Throws: ``ExtractionFailure`` when the document has too many blocks or a table that would fill the memory.
    static func parse(
        _ file: [UInt8]
    ) throws(ExtractionFailure) -> ParsedFile? {
        guard let source = SourceText(decoding: file) else { return nil }
        guard Self.mostCells(of: source) <= Self.cellLimit else {
            throw ExtractionFailure(.malformed, detail: "a table of too many cells")
        }
        let frontMatter = FrontMatter(source)
        var walk = BlockWalk(source: source, lineOffset: frontMatter?.lineCount ?? 0)
        try walk.run()
        var document = walk.builder.document()
        for field in frontMatter?.fields ?? [] {
            switch field.key.lowercased() {
            case "title" where document.title.isEmpty: document.title = field.value
            case "url" where document.url.isEmpty: document.url = field.value
            case "lang", "language":
                if document.language == nil { document.language = field.value } else { fallthrough }
            default: document.metadata.append((field.key, field.value))
            }
        }
        return ParsedFile(document, source)
    }

    /// cmark gives every row of a table as many cells as the line beneath the header has; a few bytes a row may then fill the
    /// memory. So many cells take it half a gigabyte.
    private static let cellLimit = 3_000_000

    /// How many cells the tables of a text have at most: a table ends at a blank line, or before.
    private static func mostCells(of source: SourceText) -> Int {
        var cellCount = 0
        var columnCount = 0
        for line in 1...source.lineCount {
            let bytes = source.bytes[source.range(ofLine: line)]
            if bytes.allSatisfy({ blankBytes.contains($0) || $0 == UInt8(ascii: ">") }) {
                columnCount = 0
            } else if bytes.contains(UInt8(ascii: "-")),
                bytes.allSatisfy({ blankBytes.contains($0) || tableLineBytes.contains($0) })
            {
                columnCount = max(columnCount, bytes.count { $0 == UInt8(ascii: "|") } + 1)
            }
            cellCount += columnCount
        }
        return cellCount
    }

    /// Space, tab, vertical tab, form feed, and what may end a line.
    private static let blankBytes: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]
    /// What may stand in the line beneath the header besides: bars, dashes, colons, and what a quotation puts before them.
    private static let tableLineBytes = Set("|-:>".utf8)
}

/// The walk over cmark's nodes that opens and closes blocks.
private struct BlockWalk {
    /// A list that is open.
    struct OpenList {
        var group: UInt32
        var isOrdered: Bool
        /// The number of the item that is open.
        var ordinal: Int
        /// Whether the item that is open still waits for its first paragraph.
        var awaitsFirstParagraph = false
    }

    let source: SourceText
    let lineOffset: Int
    var builder: DocumentBuilder
    var aligner: InlineAligner
    var quoteDepth = 0
    var strongDepth = 0
    /// Of the last heading; 0 before the first.
    var headingLevel = 0
    var lists: [OpenList] = []
    var tableGroup: UInt32 = 0
    /// The last line of what has been passed, markup that leaves no text included.
    var passedLine: Int
    /// Whether the paragraph just before came without a position: then it starts where the table claims to.
    var isAfterUnplacedParagraph = false
    var isFirstCell = true

    init(source: SourceText, lineOffset: Int) {
        self.source = source
        self.lineOffset = lineOffset
        passedLine = lineOffset
        builder = DocumentBuilder(source: source)
        aligner = InlineAligner(source)
    }

    mutating func run() throws(ExtractionFailure) {
        let start = source.rangeWithEnd(ofLine: lineOffset + 1).lowerBound
        guard var tree = MarkdownTree(source.bytes[start...]) else {
            throw ExtractionFailure(.malformed, detail: "the Markdown parser ran out of memory")
        }
        while let step = tree.next() {
            if step.isEntering { try enter(step) } else { leave(step) }
            if builder.hasTooManyBlocks { throw ExtractionFailure(.tooManyBlocks) }
        }
    }

    private mutating func enter(_ step: MarkdownTree.Step) throws(ExtractionFailure) {
        let line = step.startLine + lineOffset
        switch step.kind {
        case .blockQuote: quoteDepth += 1
        case .list:
            lists.append(OpenList(group: builder.newGroup(), isOrdered: step.flag, ordinal: step.number - 1))
        case .item: beginItem()
        case .paragraph:
            isAfterUnplacedParagraph = step.startLine == 0
            beginParagraph(isAfterUnplacedParagraph ? passedLine + 1 : line)
            aligner.start(textRange(of: step), quoteDepth: quoteDepth)
            if isAfterUnplacedParagraph { aligner.passLinePrefix() }
        case .heading:
            headingLevel = step.number
            builder.begin(.heading, level: step.number, quoted: quoteDepth > 0, line: line)
            aligner.start(textRange(of: step), quoteDepth: quoteDepth)
            aligner.passHeadingMark()
        case .codeBlock: addCodeBlock(step)
        case .table: tableGroup = builder.newGroup()
        case .tableRow:
            let line = step.flag && isAfterUnplacedParagraph ? passedLine + 1 : line
            isAfterUnplacedParagraph = false
            passedLine = line
            builder.begin(step.flag ? .tableHeader : .tableRow, quoted: quoteDepth > 0, group: tableGroup, line: line)
            isFirstCell = true
            aligner.start(source.range(ofLine: line), quoteDepth: quoteDepth)
            aligner.passRowStart()
        case .tableCell:
            if !isFirstCell { builder.insert(" | ".utf8) }
            isFirstCell = false
            aligner.passBlanks()
        case .text: aligner.addText(step.literal, to: &builder)
        case .code: aligner.addCode(step.literal, to: &builder)
        case .inlineHTML: aligner.passHTML(step.literal, in: &builder)
        case .softBreak, .lineBreak: aligner.addLineBreak(to: &builder)
        case .emphasis, .strong, .strikethrough:
            aligner.passDelimiter(step.kind)
            if step.kind == .strong { strongDepth += 1 }
            builder.isBold = strongDepth > 0
        case .link, .image: aligner.enterLink(isImage: step.kind == .image)
        case .htmlBlock: try addHTML(step)
        case .other: passedLine = max(passedLine, step.endLine + lineOffset)
        case .document: break
        }
    }

    private mutating func leave(_ step: MarkdownTree.Step) {
        switch step.kind {
        case .blockQuote: quoteDepth -= 1
        case .list: lists.removeLast()
        case .paragraph, .heading, .tableRow:
            let count = builder.blocks.count
            builder.finish(lastLine: step.endLine + lineOffset)
            passedLine = max(passedLine, step.endLine + lineOffset)
            if builder.blocks.count > count { passedLine = max(passedLine, builder.blocks[count].lastLine) }
        case .tableCell: aligner.passCellEnd()
        case .emphasis, .strong, .strikethrough:
            aligner.passDelimiter(step.kind)
            if step.kind == .strong { strongDepth -= 1 }
            builder.isBold = strongDepth > 0
        case .link, .image: aligner.leaveLink()
        default: break
        }
    }

    private mutating func beginItem() {
        guard !lists.isEmpty else { return }
        lists[lists.count - 1].awaitsFirstParagraph = true
        lists[lists.count - 1].ordinal += 1
    }

    private mutating func beginParagraph(_ line: Int) {
        guard let list = lists.last else {
            builder.begin(.paragraph, quoted: quoteDepth > 0, line: line)
            return
        }
        if list.awaitsFirstParagraph {
            builder.begin(
                .listItem, level: lists.count, quoted: quoteDepth > 0,
                ordinal: list.isOrdered ? UInt32(clamping: list.ordinal) : 0, group: list.group, line: line)
            lists[lists.count - 1].awaitsFirstParagraph = false
        } else {
            builder.begin(.paragraph, level: lists.count, quoted: quoteDepth > 0, group: list.group, line: line)
        }
    }

    /// Where the block's text stands: from its first column to the end of its last line.
    ///
    /// A paragraph whose last line turned out to head a table has no position in cmark's tree. It starts
    /// after what has been passed, and its end is left open.
    private func textRange(of step: MarkdownTree.Step) -> Range<Int> {
        if step.startLine == 0 {
            var line = passedLine + 1
            while line < source.lineCount, source.bytes[source.range(ofLine: line)].allSatisfy(isBlank) { line += 1 }
            return source.range(ofLine: line).lowerBound..<source.bytes.count
        }
        let first = source.range(ofLine: step.startLine + lineOffset)
        let start = min(first.lowerBound + max(0, step.startColumn - 1), first.upperBound)
        let last = source.rangeWithEnd(ofLine: max(step.startLine, step.endLine) + lineOffset)
        return start..<max(start, last.upperBound)
    }

    /// Adds what a reader sees of an HTML block: a table, the text of a `div`, the question of a `summary`.
    private mutating func addHTML(_ step: MarkdownTree.Step) throws(ExtractionFailure) {
        // cmark gives one that ends on its first line the end of what came before: its text tells.
        let firstLine = step.startLine + lineOffset
        let lastLine = min(source.lineCount, firstLine + SourceLines.starts(in: step.literal).count - 1)
        passedLine = max(passedLine, lastLine)
        let start = source.range(ofLine: firstLine).lowerBound
        let end = max(start, source.range(ofLine: lastLine).upperBound)
        var markup = Array(source.bytes[start..<end])
        if quoteDepth > 0 { blankQuoteMarks(of: &markup) }
        // Handed over and not shared: a copy of all blocks so far for each of many such places would take time by the square.
        var handedOver = DocumentBuilder(source: SourceText())
        swap(&handedOver, &builder)
        let reader = HTMLReader(
            source: source, part: (markup, start), builder: consume handedOver, quoteDepth: quoteDepth,
            headingLevel: headingLevel)
        try MarkupParser.parseHTML(markup, into: reader)
        builder = reader.finish()
    }

    /// Puts blanks for the marks of the block quotes around, so that every byte keeps its place.
    private func blankQuoteMarks(of markup: inout [UInt8]) {
        var marks = quoteDepth
        for index in markup.indices {
            switch markup[index] {
            case 0x0A, 0x0D: marks = quoteDepth
            case 0x3E where marks > 0:
                markup[index] = 0x20
                marks -= 1
            case let byte where !isBlank(byte): marks = 0
            default: continue
            }
        }
    }

    /// Adds a code block line by line: each line of it is the end of a source line.
    private mutating func addCodeBlock(_ step: MarkdownTree.Step) {
        var literal = step.literal[...]
        if literal.last == 0x0A { literal = literal.dropLast() }
        let list = lists.last
        var line = step.startLine + lineOffset + (step.flag ? 1 : 0)
        builder.begin(
            .code, level: list == nil ? 0 : lists.count, quoted: quoteDepth > 0, group: list?.group ?? 0, line: line)
        for (index, content) in literal.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            if index > 0 {
                builder.copyLineEnd(at: source.range(ofLine: line).upperBound)
                line += 1
            }
            let range = source.range(ofLine: line)
            let text = content.last == 0x0D ? content.dropLast() : content
            if range.count >= text.count, source.bytes[range].suffix(text.count).elementsEqual(text) {
                builder.copy(range.upperBound - text.count..<range.upperBound)
            } else {
                builder.insert(text)
            }
        }
        builder.finish(lastLine: step.endLine + lineOffset)
        passedLine = max(passedLine, step.endLine + lineOffset)
    }
}
