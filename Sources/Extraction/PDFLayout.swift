import Documents

/// Makes blocks of the lines of PDF pages.
///
/// - What repeats at the head or the foot of pages, page numbers apart, is left out, and so are page numbers.
/// - A line in larger type is a heading, the level by the size; so is a short line that stands alone above text and is
///   numbered, in capitals, asks a question, or is set off from the text beneath it.
/// - A word that is divided at the end of a line is joined; it keeps its hyphen where the document writes it with one elsewhere.
/// - A paragraph that goes on in the next column or on the next page is one paragraph, on the page where it starts.
struct PDFLayout {
    /// Lines this much higher than most are headings.
    private static let headingHeightShare = 1.15
    private static let headingWordLimit = 20
    private static let isolatedHeadingWordLimit = 9
    /// A paragraph of no more words may be the date on a title page.
    private static let dateWordLimit = 6
    /// The parts of a page, above and below, in which running heads stand.
    private static let marginShare = 0.12
    /// A running head stands on so many pages at least, and on this share of them.
    private static let leastRepetitions = 3
    private static let repetitionShare = 0.3

    /// Lines that belong together.
    private struct Paragraph {
        enum Kind: Equatable {
            case text
            case heading(size: Double)
            case item(ordinal: Int, left: Double)
        }
        var kind: Kind
        var lines: [PDFLine]
        var page: Int
        /// The first line of its block on the page, and the last.
        var startsBlock: Bool
    }

    private let pages: [PDFPage]
    private let bodyHeight: Double
    private let words: Set<[UInt8]>

    init(_ pages: [PDFPage]) {
        let repeated = Self.repeatedLines(of: pages)
        var kept = pages
        for index in kept.indices {
            let page = kept[index]
            kept[index].lines.removeAll { line in
                Self.isInMargin(line, of: page)
                    && (repeated.contains(Self.pattern(of: line.text)) || Self.isPageNumber(line.text))
            }
        }
        self.pages = kept
        bodyHeight = Self.commonHeight(of: kept)
        words = Set(
            kept.lazy.flatMap(\.lines).flatMap { line in
                line.text.split(separator: 0x20).dropLast().map { Self.letters(of: $0) }
            })
    }

    // MARK: What repeats

    private static func isInMargin(_ line: PDFLine, of page: PDFPage) -> Bool {
        line.bottom < marginShare * page.height || line.top > (1 - marginShare) * page.height
    }

    /// The text with each number replaced, so that only its count changes from page to page.
    private static func pattern(of text: [UInt8]) -> [UInt8] {
        var pattern: [UInt8] = []
        for byte in text {
            let isDigit = (0x30...0x39).contains(byte)
            if isDigit && pattern.last == 0x23 { continue }
            pattern.append(isDigit ? 0x23 : byte)
        }
        return pattern
    }

    private static func repeatedLines(of pages: [PDFPage]) -> Set<[UInt8]> {
        var counts: [[UInt8]: Int] = [:]
        for page in pages {
            for pattern in Set(page.lines.filter { isInMargin($0, of: page) }.map { pattern(of: $0.text) }) {
                counts[pattern, default: 0] += 1
            }
        }
        // Of two pages that begin with the same line, both have it as their head.
        let least = pages.count == 2 ? 2 : max(leastRepetitions, Int(repetitionShare * Double(pages.count)))
        return Set(counts.filter { $0.value >= least }.keys)
    }

    /// A number alone, in digits or small roman ones, perhaps between dashes.
    private static func isPageNumber(_ text: [UInt8]) -> Bool {
        let core = text.filter { $0 != 0x20 && $0 != 0x2D && $0 < 0x80 }
        guard !core.isEmpty, core.count <= 8 else { return false }
        return core.allSatisfy { (0x30...0x39).contains($0) } || core.allSatisfy { "ivxlc".utf8.contains($0) }
    }

    /// The height that most letters have.
    private static func commonHeight(of pages: [PDFPage]) -> Double {
        var weights: [Int: Int] = [:]
        for line in pages.lazy.flatMap(\.lines) { weights[Int(line.height * 4), default: 0] += line.text.count }
        let most = weights.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
        return Double(most?.key ?? 48) / 4 + 0.125
    }

    // MARK: Paragraphs

    func document() -> Document {
        var paragraphs: [Paragraph] = []
        for (index, page) in pages.enumerated() {
            var start = 0
            while start < page.lines.count {
                var end = start + 1
                while end < page.lines.count, page.lines[end].block == page.lines[start].block { end += 1 }
                let next = end < page.lines.count ? page.lines[end] : nil
                paragraphs += self.paragraphs(of: Array(page.lines[start..<end]), next: next, page: index + 1)
                start = end
            }
        }
        return document(of: joined(paragraphs))
    }

    /// Takes a block apart: at a change of size, at a bullet or number, at an indented first line, and at a line that juts out
    /// where a sentence has ended, as terms do above what explains them.
    private func paragraphs(of lines: [PDFLine], next: PDFLine?, page: Int) -> [Paragraph] {
        var result: [Paragraph] = []
        let left = lines.map(\.left).min() ?? 0
        for (index, line) in lines.enumerated() {
            let kind = kind(of: line)
            if var last = result.last {
                let previous = last.lines[last.lines.count - 1]
                let goesOn: Bool
                switch (last.kind, kind) {
                case (.heading(let size), .heading(let other)):
                    goesOn = abs(size - other) < 0.5 && line.top - previous.bottom < line.height
                case (.text, .text):
                    let isIndented = line.left > left + 0.8 * line.height && previous.left <= left + 0.4 * line.height
                    let juts = line.left < previous.left - 0.8 * line.height
                    let isSetOff = line.top - previous.bottom > 0.9 * line.height
                    goesOn = !isSetOff && !((isIndented || juts) && Self.endsSentence(previous.text))
                case (.item(_, let itemLeft), .text): goesOn = line.left > itemLeft + 2
                default: goesOn = false
                }
                if goesOn {
                    last.lines.append(line)
                    result[result.count - 1] = last
                    continue
                }
            }
            result.append(Paragraph(kind: kind, lines: [line], page: page, startsBlock: index == 0))
        }
        if result.count == 1, case .text = result[0].kind, lines.count == 1, let next,
            isSetOffHeading(lines[0], above: next)
        {
            result[0].kind = .heading(size: bodyHeight)
        }
        return result
    }

    private func kind(of line: PDFLine) -> Paragraph.Kind {
        if let marker = Self.marker(of: line.text) { return .item(ordinal: marker.ordinal, left: line.left) }
        let words = line.text.split(separator: 0x20).count
        if line.height > Self.headingHeightShare * bodyHeight, words <= Self.headingWordLimit, Self.hasLetter(line.text)
        {
            return .heading(size: line.height)
        }
        return .text
    }

    /// Whether a line of the common size that is a block of its own heads the block that follows.
    private func isSetOffHeading(_ line: PDFLine, above next: PDFLine) -> Bool {
        guard abs(next.left - line.left) < 3, next.top > line.top, next.top - line.bottom < 2 * line.height,
            Self.hasLetter(line.text), Self.marker(of: line.text) == nil, let last = line.text.last
        else { return false }
        let wordCount = line.text.split(separator: 0x20).count
        if last == 0x3F { return wordCount <= Self.headingWordLimit }
        if PlainTextParser.headingLevel(line.text[...]) != nil { return true }
        let isCapital = line.text.first.map { (0x41...0x5A).contains($0) || $0 >= 0xC0 } ?? false
        return isCapital && wordCount <= Self.isolatedHeadingWordLimit
            && ![0x2E, 0x2C, 0x3A, 0x3B, 0x21].contains(last)
            && next.right - next.left > 1.3 * (line.right - line.left)
    }

    /// Joins what a column's or a page's end divides.
    private func joined(_ paragraphs: [Paragraph]) -> [Paragraph] {
        var result: [Paragraph] = []
        for paragraph in paragraphs {
            if case .text = paragraph.kind, paragraph.startsBlock, let last = result.last,
                let end = last.lines.last?.text, let start = paragraph.lines.first?.text.first
            {
                let isText =
                    switch last.kind {
                    case .heading: false
                    case .text, .item: true
                    }
                let previous = last.lines[last.lines.count - 1]
                let first = paragraph.lines[0]
                let isElsewhere = paragraph.page != last.page || first.top < previous.top
                if isText, isElsewhere, !Self.endsSentence(end), (0x61...0x7A).contains(start) {
                    result[result.count - 1].lines += paragraph.lines
                    continue
                }
            }
            result.append(paragraph)
        }
        return result
    }

    // MARK: Blocks

    private func document(of paragraphs: [Paragraph]) -> Document {
        var builder = DocumentBuilder.withoutLines()
        let paragraphs = withoutImprint(paragraphs)
        let sizes = headingSizes(of: paragraphs)
        var level = 0
        var group: UInt32 = 0
        for paragraph in paragraphs {
            builder.page = paragraph.page
            var text = OfficeParagraph()
            text.add(self.text(of: paragraph))
            switch paragraph.kind {
            case .heading(let size):
                if let rank = sizes.firstIndex(where: { abs($0 - size) < 0.75 }) {
                    level = min(rank + 1, 5)
                    builder.add(text, as: .heading, level: level)
                } else {
                    builder.add(text, as: .heading, level: min(level + 1, 6))
                }
                group = 0
            case .item(let ordinal, _):
                if group == 0 || ordinal == 1 { group = builder.newGroup() }
                builder.add(text, as: .listItem, level: 1, ordinal: ordinal, group: group)
            case .text:
                builder.add(text, as: .paragraph)
                group = 0
            }
        }
        return builder.document()
    }

    /// Sizes of headings, the largest first; those that hardly differ are one.
    private func headingSizes(of paragraphs: [Paragraph]) -> [Double] {
        var sizes: [Double] = []
        for case .heading(let size) in paragraphs.map(\.kind) where size > Self.headingHeightShare * bodyHeight {
            if !sizes.contains(where: { abs($0 - size) < 0.75 }) { sizes.append(size) }
        }
        return sizes.sorted(by: >)
    }

    /// On the first page of a document of several, a line in a size of its own that is not the largest is an author, a date or
    /// a publisher, and heads nothing; and so is any that is not the largest where the page has no text that it could head.
    private func withoutImprint(_ paragraphs: [Paragraph]) -> [Paragraph] {
        guard pages.count > 2, let largest = headingSizes(of: paragraphs).first else { return paragraphs }
        func sameSize(_ kind: Paragraph.Kind, _ size: Double) -> Bool {
            if case .heading(let other) = kind { abs(other - size) < 0.75 } else { false }
        }
        let first = paragraphs.prefix { $0.page == 1 }
        let isTitlePage = first.allSatisfy { paragraph in
            if case .heading = paragraph.kind { return true }
            return paragraph.lines.reduce(0) { $0 + $1.text.split(separator: 0x20).count } <= Self.dateWordLimit
        }
        var result = paragraphs
        for (index, paragraph) in first.enumerated() {
            guard case .heading(let size) = paragraph.kind, size > Self.headingHeightShare * bodyHeight,
                abs(size - largest) >= 0.75,
                isTitlePage || paragraphs.count(where: { sameSize($0.kind, size) }) == 1
            else { continue }
            result[index].kind = .text
        }
        return result
    }

    private func text(of paragraph: Paragraph) -> [UInt8] {
        var text: [UInt8] = []
        for (index, line) in paragraph.lines.enumerated() {
            var bytes = line.text[...]
            if index == 0, case .item = paragraph.kind, let marker = Self.marker(of: line.text) {
                bytes = bytes.dropFirst(marker.byteCount)
            }
            if !text.isEmpty { join(&text, with: bytes) }
            text += bytes
        }
        return text
    }

    /// Prepares the end of `text` for the line that follows: a blank, or what becomes of a hyphen.
    private func join(_ text: inout [UInt8], with next: ArraySlice<UInt8>) {
        let softHyphen: [UInt8] = [0xC2, 0xAD]
        if text.suffix(2).elementsEqual(softHyphen) {
            text.removeLast(2)
            return
        }
        guard text.last == 0x2D, text.count > 1, Self.isLetter(text[text.count - 2]), let first = next.first,
            (0x61...0x7A).contains(first) || first >= 0x80
        else {
            text.append(0x20)
            return
        }
        let before = text.dropLast().reversed().prefix { Self.isLetter($0) || $0 == 0x2D }.reversed()
        let after = next.prefix { Self.isLetter($0) || $0 == 0x2D }
        let whole = Self.lowercased(Array(before) + after)
        let hyphenated = Self.lowercased(Array(before) + [0x2D] + after)
        // Most hyphens at the end of a line divide a word; the document itself knows those that do not.
        if words.contains(hyphenated) && !words.contains(whole) { return }
        text.removeLast()
    }

    // MARK: Bytes

    /// What is in front of an item: its number, 0 for a bullet, and how many bytes it takes.
    static func marker(of text: [UInt8]) -> (ordinal: Int, byteCount: Int)? {
        for bullet in ["•", "◦", "▪", "■", "●", "○", "‣", "–", "\u{F0B7}", "\u{F0A7}", "*", "-"] {
            let bytes = Array("\(bullet) ".utf8)
            if text.starts(with: bytes), text.count > bytes.count { return (0, bytes.count) }
        }
        let digits = text.prefix { (0x30...0x39).contains($0) }
        guard (1...2).contains(digits.count), text.count > digits.count + 2,
            [0x2E, 0x29].contains(text[digits.count]), text[digits.count + 1] == 0x20,
            let ordinal = Int(String(decoding: digits, as: UTF8.self)), ordinal > 0
        else { return nil }
        return (ordinal, digits.count + 2)
    }

    private static func endsSentence(_ text: [UInt8]) -> Bool {
        guard let last = text.last(where: { ![0x22, 0x29, 0x27].contains($0) }) else { return true }
        return [0x2E, 0x3F, 0x21, 0x3A].contains(last)
    }

    private static func hasLetter(_ text: [UInt8]) -> Bool { text.contains(where: isLetter) }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte >= 0x80
    }

    private static func lowercased(_ bytes: [UInt8]) -> [UInt8] {
        bytes.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    }

    /// The word in lower case without the punctuation around it.
    private static func letters(of word: ArraySlice<UInt8>) -> [UInt8] {
        let head = word.drop { !isLetter($0) }
        let tail = head.reversed().drop { !isLetter($0) }.reversed()
        return lowercased(Array(tail))
    }
}
