internal import Documents
internal import Retrieval
internal import TextAnalysis

/// A sentence of a section; an item, a row or a piece of code counts as one.
struct Sentence {
    /// An index into the section's blocks.
    var block: Int
    /// Byte range in the section's text.
    var range: Range<Int>
    var wordCount: Int
}

/// A section, or the part of it around a passage, as a sequence of sentences, headings left out.
struct SectionSentences {
    let section: StoredSection
    private(set) var sentences: [Sentence] = []

    /// - Parameter range: what must be there; the blocks that it touches come whole, a list or table with all its blocks
    ///   and what leads in to it. Nil for the whole section.
    init(_ section: StoredSection, around range: Range<Int>? = nil, analyzer: Analyzer) {
        self.section = section
        for index in Self.blocks(of: section, around: range) where section.blocks[index].kind != .heading {
            let block = section.blocks[index]
            let start = block.textRange.lowerBound
            guard block.kind == .paragraph || block.kind == .listItem else {
                for part in block.kind == .code ? partsOfCode(block.textRange) : [block.textRange] {
                    append(block: index, part)
                }
                continue
            }
            var open: Range<Int>?
            for found in analyzer.segmenter.sentences(in: section.text.span.extracting(block.textRange)) {
                let part = (start + found.lowerBound)..<(start + found.upperBound)
                let whole = open.map { $0.lowerBound..<part.upperBound } ?? part
                // "(Pharm. D.)": no sentence ends inside parentheses, unless they are never closed.
                if isOpen(whole), whole.count < Self.longestOpenSentence {
                    open = whole
                } else {
                    append(block: index, whole)
                    open = nil
                }
            }
            if let open { append(block: index, open) }
        }
    }

    private static let longestOpenSentence = 400

    /// Code of more lines is no one thing: manuals may be set in nothing but fixed width.
    private static let codeLineLimit = 24

    /// Code in one piece, or what stands between its empty lines, no part longer than the limit.
    private func partsOfCode(_ range: Range<Int>) -> [Range<Int>] {
        let lines = section.text[range].split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.count > Self.codeLineLimit else { return [range] }
        var parts: [Range<Int>] = []
        var open: Range<Int>?
        var lineCount = 0
        for line in lines {
            let isEmpty = line.allSatisfy { $0 <= 0x20 }
            if let ended = open, isEmpty || lineCount == Self.codeLineLimit {
                parts.append(ended)
                open = nil
            }
            if isEmpty { continue }
            lineCount = open == nil ? 1 : lineCount + 1
            open = (open?.lowerBound ?? line.startIndex)..<line.endIndex
        }
        return parts + (open.map { [$0] } ?? [])
    }

    /// What goes on for longer than any sentence is a log or a list of words, of which nobody wants to be shown all.
    private static let sentenceByteLimit = 2000

    /// Takes in a sentence, or the parts of one that goes on without measure, taken apart between words where it has any.
    private mutating func append(block: Int, _ range: Range<Int>) {
        var rest = range
        while rest.count > Self.sentenceByteLimit {
            let limit = rest.lowerBound + Self.sentenceByteLimit
            let reach = section.text[rest.lowerBound..<limit]
            // Else in front of a scalar, which no byte of the form 10xxxxxx begins.
            let end =
                reach.lastIndex { $0 <= 0x20 } ?? section.text[...limit].lastIndex { $0 & 0xC0 != 0x80 } ?? limit
            appendPart(block: block, rest.lowerBound..<max(end, rest.lowerBound + 1))
            let next = section.text[max(end, rest.lowerBound + 1)..<rest.upperBound].firstIndex { $0 > 0x20 }
            rest = (next ?? rest.upperBound)..<rest.upperBound
        }
        appendPart(block: block, rest)
    }

    private mutating func appendPart(block: Int, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        var wordCount = 0
        var isInWord = false
        for byte in section.text[range] {
            if byte > 0x20, !isInWord { wordCount += 1 }
            isInWord = byte > 0x20
        }
        sentences.append(Sentence(block: block, range: range, wordCount: wordCount))
    }

    private func isOpen(_ range: Range<Int>) -> Bool {
        var depth = 0
        for byte in section.text[range] {
            if byte == UInt8(ascii: "(") { depth += 1 }
            if byte == UInt8(ascii: ")"), depth > 0 { depth -= 1 }
        }
        return depth > 0
    }

    private static func blocks(of section: StoredSection, around range: Range<Int>?) -> Range<Int> {
        let blocks = section.blocks
        guard let range else { return blocks.indices }
        guard var first = blocks.firstIndex(where: { $0.textRange.upperBound > range.lowerBound }),
            var last = blocks.lastIndex(where: { $0.textRange.lowerBound < range.upperBound }), first <= last
        else { return 0..<0 }
        while first > 0, blocks[first].group != 0 { first -= 1 }
        // The paragraph that a first sentence may point back to.
        if first > 0 { first -= 1 }
        while last + 1 < blocks.count, blocks[last + 1].group != 0 { last += 1 }
        return first..<(last + 1)
    }

    func kind(of sentence: Sentence) -> Block.Kind { section.blocks[sentence.block].kind }

    /// A quote of the given sentences, which must ascend; neighbours in one block become one piece. A table's header is set
    /// apart where rows between it and what follows are left out.
    func quote(of indices: [Int]) -> Quote {
        let headerCount = indices.prefix { kind(of: sentences[$0]) == .tableHeader }.count
        let isApart =
            headerCount > 0 && headerCount < indices.count && indices[headerCount] > indices[headerCount - 1] + 1
        let header = isApart ? indices.prefix(headerCount) : []
        return Quote(
            section: section, header: pieces(of: header), pieces: pieces(of: indices.dropFirst(header.count)))
    }

    private func pieces(of indices: ArraySlice<Int>) -> [Quote.Piece] {
        var pieces: [Quote.Piece] = []
        var previous: Int?
        for index in indices {
            let sentence = sentences[index]
            if let last = pieces.last, last.block == sentence.block, previous == index - 1 {
                pieces[pieces.count - 1] = Quote.Piece(
                    block: last.block, range: last.range.lowerBound..<sentence.range.upperBound)
            } else {
                pieces.append(Quote.Piece(block: sentence.block, range: sentence.range))
            }
            previous = index
        }
        return pieces
    }

    func wordCount(of indices: [Int]) -> Int { indices.reduce(0) { $0 + sentences[$1].wordCount } }

    /// The indices of the sentences of a block.
    func sentences(ofBlock block: Int) -> [Int] {
        sentences.indices.filter { sentences[$0].block == block }
    }

    /// The list or table that a sentence leads in to or stands in: lead-in and all items. Nil elsewhere.
    func wholeList(around index: Int) -> [Int]? {
        let blocks = section.blocks
        var block = sentences[index].block
        if let code = codeLedIn(around: index) { return code }
        if blocks[block].group == 0 {
            guard block + 1 < blocks.count, blocks[block + 1].group != 0, endsInColon(sentences[index]),
                index + 1 == sentences.count || sentences[index + 1].block != block
            else { return nil }
            block += 1
        }
        // A list inside an item belongs to the list around it.
        let group = blocks[block].group
        var first = block
        var last = block
        while first > 0, isPart(blocks[first - 1], of: group) { first -= 1 }
        while last + 1 < blocks.count, isPart(blocks[last + 1], of: group) { last += 1 }
        let items = sentences.indices.filter { (first...last).contains(sentences[$0].block) }
        return (leadIn(before: first).map { [$0] } ?? []) + items
    }

    /// Code outside lists that a sentence leads in to ("To rename a column:") or that it is, lead-in first; nil elsewhere.
    private func codeLedIn(around index: Int) -> [Int]? {
        let blocks = section.blocks
        var first = sentences[index].block
        if blocks[first].kind == .paragraph, endsInColon(sentences[index]) { first += 1 }
        var last = first
        while first > 0, isCode(first - 1) { first -= 1 }
        while last + 1 < blocks.count, isCode(last + 1) { last += 1 }
        guard blocks.indices.contains(first), isCode(first), let leadIn = leadIn(before: first),
            leadIn == index || isCode(sentences[index].block)
        else { return nil }
        return [leadIn] + sentences.indices.filter { (first...last).contains(sentences[$0].block) }
    }

    private func isCode(_ block: Int) -> Bool {
        section.blocks[block].kind == .code && section.blocks[block].group == 0
    }

    /// Whether a sentence stands in a list or table, rather than leading in to it.
    func isPartOfList(_ index: Int) -> Bool {
        section.blocks[sentences[index].block].group != 0 || kind(of: sentences[index]) == .code
    }

    /// The header of the table that a row stands in, without which the row cannot be understood: the first header rows of the
    /// table, ascending; empty elsewhere, and where they stand below.
    func header(above index: Int) -> [Int] {
        guard kind(of: sentences[index]) == .tableRow, let table = wholeList(around: index) else { return [] }
        return Array(
            table.drop { kind(of: sentences[$0]) != .tableHeader }
                .prefix { $0 < index && kind(of: sentences[$0]) == .tableHeader })
    }

    /// Sentences without the table that they begin with, if a paragraph follows it.
    func withoutLeadingTable(_ indices: [Int]) -> [Int] {
        guard let first = indices.first, [.tableHeader, .tableRow].contains(kind(of: sentences[first])),
            let paragraph = indices.firstIndex(where: { kind(of: sentences[$0]) == .paragraph })
        else { return indices }
        return Array(indices[paragraph...])
    }

    /// The last sentence of the paragraph before a list, if it ends in a colon.
    private func leadIn(before block: Int) -> Int? {
        guard block > 0, section.blocks[block - 1].kind == .paragraph, section.blocks[block - 1].group == 0,
            let index = sentences.lastIndex(where: { $0.block == block - 1 }), endsInColon(sentences[index])
        else { return nil }
        return index
    }

    private func isPart(_ block: Block, of group: UInt32) -> Bool {
        block.kind != .heading && (block.group == group || block.group != 0 && block.level > 1)
    }

    private func endsInColon(_ sentence: Sentence) -> Bool {
        section.text[sentence.range].last { $0 > 0x20 } == UInt8(ascii: ":")
    }
}
