import Documents

/// Finds the paragraphs, headings and lists of a text without markup.
///
/// The rules, in the order in which they are tried on a line:
///
/// - A line without visible characters ends a paragraph.
/// - A line of at least three `=`, `-`, `~`, `^`, `*`, `_`, `#` or `+` and nothing else makes a heading of
///   the one line before it (`=` level 1, `-` level 2, others level 3) or, elsewhere, separates and is dropped.
/// - `- `, `– `, `* `, `• `, `+ `, `1. `, `1) `, `(1) `, `a) ` start a list item. A number or letter in the
///   middle of a paragraph starts one only if it is the first. An item at least two columns deeper than the
///   one before opens a nested list. What is indented deeper than the marker belongs to the item, after an
///   empty line as a paragraph of its own with the item's group.
/// - Other lines join the paragraph, unless the line before ends a sentence and is either followed by text
///   that cannot be its item's, or longer than any wrapped line is (160 bytes), or the text is of JSON, where
///   a line end is no wrapping.
///
/// Afterwards a paragraph of one line becomes a heading if text follows and it is a question of at most 20
/// words (level 2), written in capitals (level 2), or numbered like `2.1 Scope` (level by the numbers); the
/// latter two with at most 12 words and no stop at the end.
enum PlainTextParser {
    /// The blocks of the file whose bytes are `file`, or nil when it is binary.
    ///
    /// - Parameter fileName: by which markup is known, see ``TextMarkup``.
    /// - Returns: the document without title, and how many bytes were repaired.
    /// - Throws: ``ExtractionFailure`` when the document has too many blocks.
    static func parse(
        _ file: [UInt8], fileName: String = ""
    ) throws(ExtractionFailure) -> ParsedFile? {
        guard let source = SourceText(decoding: file) else { return nil }
        var builder = DocumentBuilder(source: source)
        parse(source, into: &builder, style: .wrapped, markup: TextMarkup(fileName: fileName, source: source))
        if builder.hasTooManyBlocks { throw ExtractionFailure(.tooManyBlocks) }
        return ParsedFile(builder.document(), source)
    }

    /// Whether line ends are the work of a text editor or are meant.
    enum Style: Sendable {
        /// Lines of a file, which may wrap prose.
        case wrapped
        /// Lines of a string in JSON, where a line end usually ends a paragraph.
        case deliberate
    }

    /// Adds the blocks of `source` to `builder`.
    static func parse(
        _ source: SourceText, into builder: inout DocumentBuilder, style: Style, markup: TextMarkup? = nil
    ) {
        let first = builder.blocks.count
        var pass = LinePass(source: source, style: style, markup: markup)
        for line in 1...source.lineCount {
            pass.add(line, to: &builder)
        }
        builder.finish()
        findHeadings(from: first, in: &builder, singleLines: pass.singleLineBlocks)
    }

    /// Turns paragraphs into headings where they are.
    private static func findHeadings(from first: Int, in builder: inout DocumentBuilder, singleLines: Set<Int>) {
        for index in builder.blocks.indices.dropFirst(first).dropLast() where singleLines.contains(index) {
            let block = builder.blocks[index]
            let next = builder.blocks[index + 1]
            guard block.kind == .paragraph, block.group == 0 else { continue }
            guard next.kind == .paragraph || next.kind == .listItem else { continue }
            let text = builder.text[block.textRange]
            if isQuestion(text) {
                // In a list of questions none is the heading of the next.
                let nextIsQuestion = singleLines.contains(index + 1) && isQuestion(builder.text[next.textRange])
                if !nextIsQuestion { builder.revise(index, kind: .heading, level: 2) }
            } else if next.kind == .paragraph, let level = headingLevel(text) {
                builder.revise(index, kind: .heading, level: level)
            }
        }
    }

    private static func isQuestion(_ text: ArraySlice<UInt8>) -> Bool {
        text.last == 0x3F && wordCount(text) <= 20
    }

    /// The level of a heading in capitals or with a number, or nil when the line is neither.
    static func headingLevel(_ text: ArraySlice<UInt8>) -> Int? {
        guard let last = text.last, ![0x2E, 0x2C, 0x3A, 0x3B, 0x21, 0x3F].contains(last), wordCount(text) <= 12 else {
            return nil
        }
        if isInCapitals(text) { return 2 }
        var depth = 0
        var rest = text
        while true {
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            if digits.isEmpty || digits.count > 3 { break }
            depth += 1
            rest = rest.dropFirst(digits.count)
            guard rest.first == 0x2E else { break }
            rest = rest.dropFirst()
        }
        guard depth >= 2, let blank = rest.first, isBlank(blank) else { return nil }
        guard let letter = rest.first(where: { !isBlank($0) }), letter >= 0x80 || isLetter(letter) else { return nil }
        return min(depth, 6)
    }

    /// Whether there are at least three ASCII letters and all of them are capitals.
    static func isInCapitals(_ text: ArraySlice<UInt8>) -> Bool {
        var capitals = 0
        for byte in text {
            if (0x61...0x7A).contains(byte) { return false }
            if (0x41...0x5A).contains(byte) { capitals += 1 }
        }
        return capitals >= 3
    }

    private static func wordCount(_ text: ArraySlice<UInt8>) -> Int {
        text.split(whereSeparator: isBlank).count
    }
}

/// The pass over the lines and what it has to remember between them.
private struct LinePass {
    /// A list that is open.
    struct OpenList {
        var indent: Int
        var style: ListMarker.Style
        var group: UInt32
    }

    enum State {
        case nothing
        case paragraph
        case item
        /// A paragraph that belongs to an item.
        case itemParagraph
        /// An example in a text with markup.
        case code
    }

    let source: SourceText
    let style: PlainTextParser.Style
    var markup: TextMarkup?
    var state = State.nothing
    var lists: [OpenList] = []
    /// The lines of the open block.
    var openLineCount = 0
    var previous = 0..<0
    var blankBefore = true
    /// The indexes of the blocks that consist of one line.
    var singleLineBlocks: Set<Int> = []

    init(source: SourceText, style: PlainTextParser.Style, markup: TextMarkup?) {
        self.source = source
        self.style = style
        self.markup = markup
    }

    mutating func add(_ line: Int, to builder: inout DocumentBuilder) {
        var (content, indent) = measured(line)
        if content.isEmpty {
            markup?.passEmptyLine()
            // An example may hold empty lines, and what follows it says where it ends.
            if state != .code { close(&builder) }
            blankBefore = true
            return
        }
        if let visible = addMarkup(line, content, indent: indent, &builder) {
            content = visible
        } else {
            blankBefore = false
            previous = content
            return
        }
        defer {
            blankBefore = false
            previous = content
        }
        if let rule = ruleCharacter(source.bytes[content]) ?? adornment(source.bytes[content]) {
            if state == .paragraph, openLineCount == 1 {
                let index = builder.blocks.count
                close(&builder)
                if builder.blocks.count > index {
                    let level = markup?.headingLevel(adornment: rule) ?? (rule == 0x3D ? 1 : rule == 0x2D ? 2 : 3)
                    builder.revise(index, kind: .heading, level: level)
                    singleLineBlocks.remove(index)
                }
            } else {
                close(&builder)
            }
            lists.removeAll()
            return
        }
        if let level = asciiDocHeadingLevel(source.bytes[content]) {
            close(&builder)
            lists.removeAll()
            builder.begin(.heading, level: level, line: line)
            builder.copy(content.lowerBound + level + 1..<content.upperBound)
            builder.finish()
            return
        }
        if let marker = ListMarker(source.bytes[content]), startsItem(marker, indent: indent) {
            startItem(marker, indent: indent, content: content, line: line, &builder)
            return
        }
        continueOrStart(line, content, indent: indent, &builder)
    }

    private func adornment(_ line: ArraySlice<UInt8>) -> UInt8? {
        markup?.isAdornment(line) ?? false ? line.first : nil
    }

    /// Adds a line that is something else than prose in its file's markup.
    ///
    /// - Returns: what is left to be read as in a text without markup; nil when all is done.
    private mutating func addMarkup(
        _ line: Int, _ content: Range<Int>, indent: Int, _ builder: inout DocumentBuilder
    ) -> Range<Int>? {
        let heading = state == .paragraph && openLineCount == 1 ? previous.count : nil
        guard let role = markup?.role(of: content, in: source.bytes, indent: indent, beneath: heading) else {
            return content
        }
        if state == .code, role != .code { close(&builder) }
        switch role {
        case .text(let visible): return visible
        case .paragraph(let visible):
            close(&builder)
            return visible
        case .nothing:
            close(&builder)
        case .heading(let level, let visible):
            close(&builder)
            lists.removeAll()
            builder.begin(.heading, level: level, line: line)
            builder.copy(visible)
            builder.finish()
        case .code:
            if state == .code {
                builder.copyLineEnd(at: previous.upperBound)
            } else {
                close(&builder)
                builder.begin(.code, line: line)
                state = .code
            }
            builder.copy(content)
            openLineCount += 1
        }
        return nil
    }

    private mutating func continueOrStart(
        _ line: Int, _ content: Range<Int>, indent: Int, _ builder: inout DocumentBuilder
    ) {
        let isOpen = state != .nothing
        if isOpen, continues(indent: indent) {
            builder.copyLineEnd(at: previous.upperBound)
            builder.copy(content)
            openLineCount += 1
            return
        }
        close(&builder)
        while let last = lists.last, indent <= last.indent { lists.removeLast() }
        if let list = lists.last {
            builder.begin(.paragraph, level: lists.count, group: list.group, line: line)
            state = .itemParagraph
        } else {
            builder.begin(.paragraph, line: line)
            state = .paragraph
        }
        builder.copy(content)
        openLineCount = 1
    }

    /// Whether a line of prose belongs to the open block.
    private func continues(indent: Int) -> Bool {
        let last = source.bytes[previous]
        let endsSentence = endsSentence(last)
        if state == .item || state == .itemParagraph {
            if indent > (lists.last?.indent ?? 0) { return style == .wrapped || !endsSentence }
            return !endsSentence
        }
        if openLineCount == 1, PlainTextParser.isInCapitals(last), PlainTextParser.headingLevel(last) != nil {
            return false
        }
        if endsSentence { return style == .wrapped && previous.count <= 160 }
        return true
    }

    /// Whether the marker is one: in running text a number at the start of a line mostly is not.
    private func startsItem(_ marker: ListMarker, indent: Int) -> Bool {
        if marker.style == .bullet || state != .paragraph { return true }
        if marker.ordinal == 1 { return true }
        return lists.contains { $0.style == marker.style && $0.indent == indent }
    }

    private mutating func startItem(
        _ marker: ListMarker, indent: Int, content: Range<Int>, line: Int, _ builder: inout DocumentBuilder
    ) {
        // A paragraph before the list that is no item's ends every list.
        if state == .paragraph { lists.removeAll() }
        close(&builder)
        while let last = lists.last, indent < last.indent, lists.count > 1 { lists.removeLast() }
        if let last = lists.last, indent < last.indent + 2 {
            // A list that starts again at one is another list.
            let restarts = marker.style != .bullet && marker.ordinal == 1
            if last.style != marker.style || restarts {
                lists.removeLast()
                lists.append(OpenList(indent: indent, style: marker.style, group: builder.newGroup()))
            }
        } else {
            lists.append(OpenList(indent: indent, style: marker.style, group: builder.newGroup()))
        }
        builder.begin(
            .listItem, level: lists.count, ordinal: marker.ordinal, group: lists.last?.group ?? 0, line: line)
        builder.copy(content.lowerBound + marker.byteCount..<content.upperBound)
        state = .item
        openLineCount = 1
    }

    private mutating func close(_ builder: inout DocumentBuilder) {
        if state != .nothing {
            let index = builder.blocks.count
            builder.finish()
            if openLineCount == 1, state != .code, builder.blocks.count > index { singleLineBlocks.insert(index) }
        }
        state = .nothing
        openLineCount = 0
    }

    /// The visible part of a line, and the column at which it starts; tabs lead to the next multiple of four.
    private func measured(_ line: Int) -> (content: Range<Int>, indent: Int) {
        var range = source.range(ofLine: line)
        var indent = 0
        while let byte = source.bytes[range].first, isBlank(byte) {
            indent = byte == 0x09 ? (indent / 4 + 1) * 4 : indent + 1
            range = range.lowerBound + 1..<range.upperBound
        }
        while let byte = source.bytes[range].last, isBlank(byte) { range = range.lowerBound..<range.upperBound - 1 }
        return (range, indent)
    }
}

/// The mark at the start of a list item.
struct ListMarker: Equatable, Sendable {
    enum Style: Equatable, Sendable {
        case bullet
        case number
        case letter
    }

    var style: Style
    /// The number of the item, a = 1; 0 for a bullet.
    var ordinal: UInt32
    /// The length of the mark and the blanks after it.
    var byteCount: Int

    /// The marker with which the visible part of a line starts, or nil; something must follow it.
    init?(_ line: ArraySlice<UInt8>) {
        let start = line.startIndex
        func byte(_ offset: Int) -> UInt8? { start + offset < line.endIndex ? line[start + offset] : nil }
        var length: Int
        style = .bullet
        ordinal = 0
        switch byte(0) {
        case 0x2D, 0x2A, 0x2B: length = 1
        case 0xE2 where byte(1) == 0x80 && [0x93, 0x94, 0xA2, 0xA3].contains(byte(2)): length = 3
        default:
            length = byte(0) == 0x28 ? 1 : 0
            let digits = line.dropFirst(length).prefix { (0x30...0x39).contains($0) }
            if (1...4).contains(digits.count) {
                style = .number
                ordinal = digits.reduce(0) { $0 * 10 + UInt32($1 - 0x30) }
                length += digits.count
            } else if let letter = byte(length), isLetter(letter) {
                style = .letter
                ordinal = UInt32((letter | 0x20) - 0x60)
                length += 1
            } else {
                return nil
            }
            let end = byte(length)
            guard end == 0x29 || (end == 0x2E && style == .number && byte(0) != 0x28) else { return nil }
            length += 1
        }
        guard let blank = byte(length), blank == 0x20 || blank == 0x09 else { return nil }
        while let blank = byte(length), isBlank(blank) { length += 1 }
        guard byte(length) != nil else { return nil }
        byteCount = length
    }
}

/// Whether the byte is an ASCII letter.
func isLetter(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte | 0x20)
}

/// The character of which a line of ornament consists, or nil.
private func ruleCharacter(_ line: ArraySlice<UInt8>) -> UInt8? {
    guard let first = line.first, line.count >= 3, [0x3D, 0x2D, 0x7E, 0x5E, 0x2A, 0x5F, 0x23, 0x2B].contains(first),
        line.allSatisfy({ $0 == first })
    else { return nil }
    return first
}

/// The level of a heading in the manner of AsciiDoc, `== Title`, or nil.
private func asciiDocHeadingLevel(_ line: ArraySlice<UInt8>) -> Int? {
    let count = line.prefix { $0 == 0x3D }.count
    guard (1...6).contains(count), line.dropFirst(count).first == 0x20 else { return nil }
    guard let letter = line.dropFirst(count + 1).first, isLetter(letter) || letter >= 0x80 else { return nil }
    return count
}

/// Whether the line ends with a stop, behind which quotation marks and brackets may close.
func endsSentence(_ line: ArraySlice<UInt8>) -> Bool {
    var rest = line
    while let last = rest.last {
        switch last {
        case 0x2E, 0x21, 0x3F, 0x3A: return true
        case 0x22, 0x27, 0x29, 0x5D, 0x7D: rest = rest.dropLast()
        default:
            let tail = Array(rest.suffix(3))
            // Closing quotation marks: “ ” ’ ».
            if tail == [0xE2, 0x80, 0x9D] || tail == [0xE2, 0x80, 0x99] || tail == [0xE2, 0x80, 0x9C] {
                rest = rest.dropLast(3)
            } else if tail.suffix(2) == [0xC2, 0xBB] {
                rest = rest.dropLast(2)
            } else {
                // The ellipsis and the ideographic full stops.
                return [[0xE2, 0x80, 0xA6], [0xE3, 0x80, 0x82], [0xEF, 0xBC, 0x81], [0xEF, 0xBC, 0x9F]].contains(tail)
            }
        }
    }
    return false
}
