internal import Answering
internal import Documents
internal import Retrieval
internal import TextAnalysis

/// Lays out blocks of a section as lines.
struct BlockLayout {
    let style: Style
    let analyzer: Analyzer
    /// The stems of the words to emphasise.
    let stems: Set<[UInt8]>
    private let stemmer: Stemmer

    init(style: Style, analyzer: Analyzer, stems: Set<[UInt8]>) {
        self.style = style
        self.analyzer = analyzer
        self.stems = stems
        stemmer = analyzer.makeStemmer()
    }

    /// A block with its text, or the part of it that is to be shown.
    struct Piece {
        var block: Block
        /// The piece starts where the block does.
        var isStart = true
        var text: String
    }

    /// The pieces beneath each other: a paragraph after an empty line, items and rows without.
    func lines(of pieces: [Piece], indent: Int) -> [StyledText] {
        var lines: [StyledText] = []
        var previous: Block?
        var rest = pieces[...]
        while let piece = rest.first {
            if let previous, isSeparated(piece.block, from: previous) { lines.append(.empty) }
            let rows = rest.prefix { Self.isRow($0.block) && $0.block.group == piece.block.group }
            if let table = table(Array(rows), indent: indent) {
                lines += table
                rest = rest.dropFirst(rows.count)
            } else {
                lines += self.lines(of: piece, indent: indent)
                rest = rest.dropFirst()
            }
            previous = piece.block
        }
        return lines
    }

    private static func isRow(_ block: Block) -> Bool { block.kind == .tableRow || block.kind == .tableHeader }

    private func isSeparated(_ block: Block, from previous: Block) -> Bool {
        if block.kind == .heading || previous.kind == .heading { return block.kind == .heading }
        // A list or table stands right under what leads in to it; a nested list is a part of the one around it.
        if block.group != 0 {
            return previous.group != 0 && previous.group != block.group && max(block.level, previous.level) < 2
        }
        return true
    }

    private func lines(of piece: Piece, indent: Int) -> [StyledText] {
        let block = piece.block
        let level = block.group == 0 ? 0 : Int(min(block.level, 8))
        switch block.kind {
        case .listItem:
            let indent = indent + 2 * max(0, level - 1)
            let marker = block.ordinal == 0 ? "- " : "\(block.ordinal). "
            let hanging = indent + marker.utf8.count
            guard piece.isStart else { return emphasised(piece.text).wrapped(width: style.width, indent: hanging) }
            return (StyledText(marker) + emphasised(piece.text)).wrapped(
                width: style.width, indent: indent, hanging: hanging)
        case .code:
            return piece.text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
                var code = StyledText.spaces(indent + 2 * level + 2)
                // Tabs would fold like other white space; in code they keep their columns.
                code.append(Self.withoutTabs(String(line)))
                return code
            }
        case .paragraph where level > 0:
            return emphasised(piece.text).wrapped(width: style.width, indent: indent + 2 * level)
        case .paragraph, .heading, .tableRow, .tableHeader:
            return emphasised(piece.text).wrapped(
                width: style.width, indent: indent, hanging: block.kind == .tableRow ? indent + 2 : indent)
        }
    }

    private static func withoutTabs(_ line: String) -> String {
        guard line.utf8.contains(0x09) else { return line }
        var result = ""
        var column = 0
        for character in line {
            if character == "\t" {
                let count = 8 - column % 8
                result += String(repeating: " ", count: count)
                column += count
            } else {
                result.append(character)
                column += DisplayWidth.columns(of: String(character))
            }
        }
        return result
    }

    /// Where to begin reading: the piece that holds most of the sought words, and the first of equals.
    func bestStart(of pieces: [Piece]) -> Int {
        var best = (index: 0, count: 0)
        for (index, piece) in pieces.enumerated() {
            let count = soughtStems(in: piece.text).count
            if count > best.count { best = (index, count) }
        }
        return best.index
    }

    private func soughtStems(in text: String) -> Set<[UInt8]> {
        var tokens = TokenBuffer()
        let bytes = Array(text.utf8)
        analyzer.tokenizer.tokenize(bytes.span, into: &tokens)
        return Set(tokens.indices.map { analyzer.term(of: tokens.form($0), using: stemmer) }).intersection(stems)
    }

    /// The text with the words whose stems are sought emphasised.
    func emphasised(_ text: String) -> StyledText {
        guard style.hasColour, !style.isPlain, !stems.isEmpty else { return StyledText(text) }
        return StyledText(text) { bytes in
            var tokens = TokenBuffer()
            analyzer.tokenizer.tokenize(bytes.span, into: &tokens)
            return tokens.indices.compactMap { index in
                stems.contains(analyzer.term(of: tokens.form(index), using: stemmer)) ? tokens[index].source : nil
            }
        }
    }
}

extension BlockLayout {
    /// The pieces of a quote; where one block's text is left out in the middle, an ellipsis says so.
    static func pieces(of quote: Quote) -> [Piece] {
        var pieces: [Piece] = []
        var previous: Int?
        for part in quote.header + quote.pieces {
            let block = quote.section.blocks[part.block]
            if previous == part.block, let last = pieces.indices.last {
                pieces[last].text += " … " + quote.text(of: part)
            } else {
                pieces.append(
                    Piece(
                        block: block, isStart: part.range.lowerBound == block.textRange.lowerBound,
                        text: quote.text(of: part)))
            }
            previous = part.block
        }
        return pieces
    }

    /// The blocks of a section that overlap a range of its text, cut to the range.
    static func pieces(of section: StoredSection, in range: Range<Int>) -> [Piece] {
        section.blocks.compactMap { block in
            let part = block.textRange.clamped(to: range)
            guard !part.isEmpty else { return nil }
            return Piece(
                block: block, isStart: part.lowerBound == block.textRange.lowerBound,
                text: String(decoding: section.text[part], as: UTF8.self))
        }
    }
}
