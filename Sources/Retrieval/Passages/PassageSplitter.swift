import Documents
internal import MappedStorage
import TextAnalysis

/// A document taken apart by its headings: the sections, and in each the passages that are indexed and retrieved.
struct DocumentOutline: Sendable {
    struct Section: Sendable {
        /// The section's heading, an index into the document's blocks; nil for what stands before the first heading.
        var heading: Int?
        /// The section whose heading stands above this one, an index into `sections`.
        var parent: Int?
        /// 0 without a heading, else the heading's level.
        var level: Int
        /// The heading repeats the document's title.
        var isTitle: Bool
        /// The section's blocks, its heading included, an index range into the document's blocks.
        var blocks: Range<Int>
        /// Ascending and without overlap; a section that is a bare heading with nothing beneath, sub-sections included, has
        /// one empty passage so that it can be found.
        var passages: [Passage]
    }

    struct Passage: Equatable, Sendable {
        /// In bytes of the document's text.
        var text: Range<Int>
        /// Where the header of the table stands that the passage continues; empty for a passage that continues none.
        var header: Range<Int>
    }

    var sections: [Section]
}

/// Splits documents into sections by headings and sections into passages of at most about `wordLimit` words.
///
/// A passage never crosses a heading. It ends between blocks where it can: a list stays with the sentence that leads in to
/// it, table rows with their header. Only a block that is too long by itself is cut, between sentences. A passage that
/// continues a long table names the table's header, so that a row is found by the words above its columns.
struct PassageSplitter: Sendable {
    /// Words that a passage holds at most, unless one sentence, or one list with its lead-in, is longer by itself.
    let wordLimit: Int
    /// A header row of more words, as tables have that lay out a page, is repeated for no passage.
    private static let headerWordLimit = 40
    private static let headerByteLimit = 1024
    private let segmenter: SentenceSegmenter

    init(segmenter: SentenceSegmenter, wordLimit: Int = RankingConstants.passageWordLimit) {
        self.segmenter = segmenter
        self.wordLimit = wordLimit
    }

    func outline(of document: Document) -> DocumentOutline {
        var sections: [DocumentOutline.Section] = []
        var open: [Int] = []  // the sections from the outermost to the current one
        var start = 0

        func close(before end: Int) {
            guard let current = open.last else { return }
            sections[current].blocks = sections[current].blocks.lowerBound..<end
        }

        let title = trimmed(Array(document.title.utf8))
        for (index, block) in document.blocks.enumerated() where block.kind == .heading {
            if open.isEmpty && index > start {
                sections.append(
                    .init(heading: nil, parent: nil, level: 0, isTitle: false, blocks: start..<index, passages: []))
            }
            close(before: index)
            let level = max(1, Int(block.level))
            while let last = open.last, sections[last].level >= level { open.removeLast() }
            let isTitle =
                trimmed(Array(document.text[block.textRange])) == title && sections.allSatisfy { $0.heading == nil }
            sections.append(
                .init(
                    heading: index, parent: open.last, level: level, isTitle: isTitle,
                    blocks: index..<document.blocks.count, passages: []))
            open.append(sections.count - 1)
            start = index
        }
        if sections.allSatisfy({ $0.heading == nil }), !document.blocks.isEmpty {
            sections = [
                .init(
                    heading: nil, parent: nil, level: 0, isTitle: false, blocks: 0..<document.blocks.count, passages: []
                )
            ]
        }

        let parents = Set(sections.compactMap(\.parent))
        for index in sections.indices {
            let section = sections[index]
            let body = section.heading == nil ? section.blocks : section.blocks.dropFirst()
            sections[index].passages = passages(of: document, blocks: Array(body))
            if sections[index].passages.isEmpty, let heading = section.heading, !parents.contains(index) {
                let end = document.blocks[heading].textRange.upperBound
                sections[index].passages = [.init(text: end..<end, header: 0..<0)]
            }
        }
        return DocumentOutline(sections: sections)
    }

    private func passages(of document: Document, blocks: [Int]) -> [DocumentOutline.Passage] {
        var passages: [DocumentOutline.Passage] = []
        var current: Range<Int>?
        var currentWordCount = 0

        func flush() {
            if let range = current { passages.append(.init(text: range, header: 0..<0)) }
            current = nil
            currentWordCount = 0
        }

        for unit in units(of: document, blocks: blocks) {
            let range =
                document.blocks[unit[0]].textRange
                .lowerBound..<document.blocks[unit[unit.count - 1]].textRange.upperBound
            let wordCount = countWords(document.text[range])
            if currentWordCount + wordCount > wordLimit { flush() }
            if wordCount <= wordLimit {
                current = (current?.lowerBound ?? range.lowerBound)..<range.upperBound
                currentWordCount += wordCount
            } else {
                let header = header(of: document, unit)
                passages += split(document, unit).map { text in
                    .init(text: text, header: text.lowerBound < header.upperBound ? 0..<0 : header)
                }
            }
        }
        flush()
        return passages
    }

    /// Blocks that belong together: the items of a list or the rows of a table, with the paragraph that leads in.
    private func units(of document: Document, blocks: [Int]) -> [[Int]] {
        var units: [[Int]] = []
        for index in blocks {
            let block = document.blocks[index]
            if let last = units.last?.last {
                let previous = document.blocks[last]
                let continues = block.group != 0 && block.group == previous.group
                let isLedInTo =
                    block.group != 0 && previous.group == 0 && endsInColon(document.text[previous.textRange])
                if continues || isLedInTo {
                    units[units.count - 1].append(index)
                    continue
                }
            }
            units.append([index])
        }
        return units
    }

    /// Where the first header rows of the table stand that a unit holds; empty for none, and for rows of too many words.
    private func header(of document: Document, _ unit: [Int]) -> Range<Int> {
        let rows = unit.drop { document.blocks[$0].kind != .tableHeader }
            .prefix { document.blocks[$0].kind == .tableHeader }
        guard let first = rows.first, let last = rows.last else { return 0..<0 }
        let range = document.blocks[first].textRange.lowerBound..<document.blocks[last].textRange.upperBound
        let isShort =
            range.count <= Self.headerByteLimit && countWords(document.text[range]) <= Self.headerWordLimit
        return isShort ? range : 0..<0
    }

    /// Cuts a unit that is too long between its blocks, and a block that is too long between its sentences.
    private func split(_ document: Document, _ unit: [Int]) -> [Range<Int>] {
        var pieces: [Range<Int>] = []
        for index in unit {
            let range = document.blocks[index].textRange
            guard countWords(document.text[range]) > wordLimit else {
                pieces.append(range)
                continue
            }
            let text = Array(document.text[range])
            for sentence in segmenter.sentences(in: text.span) {
                pieces.append((range.lowerBound + sentence.lowerBound)..<(range.lowerBound + sentence.upperBound))
            }
        }
        var passages: [Range<Int>] = []
        var wordCount = 0
        for piece in pieces {
            let pieceWordCount = countWords(document.text[piece])
            if let last = passages.last, wordCount + pieceWordCount <= wordLimit {
                passages[passages.count - 1] = last.lowerBound..<piece.upperBound
                wordCount += pieceWordCount
            } else {
                passages.append(piece)
                wordCount = pieceWordCount
            }
        }
        return passages
    }

    private func trimmed(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()[...]
    }

    private func endsInColon(_ text: ArraySlice<UInt8>) -> Bool {
        text.last { $0 > 0x20 } == UInt8(ascii: ":")
    }

    private func countWords(_ text: ArraySlice<UInt8>) -> Int {
        // Eight bytes at a time: the high bit of each byte says that it is no space, and a word begins where the byte before is one.
        let bytes = text.span
        let highBits: UInt64 = 0x8080_8080_8080_8080
        var count = 0
        var index = 0
        var isInWord: UInt64 = 0
        while index &+ 8 <= bytes.count {
            // Word starts are counted in eight bytes side by side, which hold up to 255.
            let end = min(bytes.count &- 7, index &+ 8 &* 255)
            var counts: UInt64 = 0
            while index < end {
                let word = bytes.word(at: index)
                let isLetter = ((word & ~highBits) &+ 0x5F5F_5F5F_5F5F_5F5F | word) & highBits
                counts &+= (isLetter & ~(isLetter &<< 8 | isInWord)) &>> 7
                isInWord = isLetter &>> 56
                index &+= 8
            }
            let pairs = (counts & 0x00FF_00FF_00FF_00FF) &+ (counts &>> 8 & 0x00FF_00FF_00FF_00FF)
            count &+= Int((pairs &* 0x0001_0001_0001_0001) &>> 48)
        }
        while index < bytes.count {
            let isLetter: UInt64 = bytes[index] > 0x20 ? 0x80 : 0
            if isLetter > isInWord { count &+= 1 }
            isInWord = isLetter
            index += 1
        }
        return count
    }
}
