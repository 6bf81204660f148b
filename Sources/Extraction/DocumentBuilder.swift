import Documents

/// Collects the blocks of a document and keeps the account of where their text stood.
struct DocumentBuilder {
    /// The text so far.
    private(set) var text: [UInt8] = []
    /// The blocks so far.
    private(set) var blocks: [Block] = []
    /// Whether a block was left out because there were too many already.
    private(set) var hasTooManyBlocks = false
    /// The page on which blocks begin; 0 without pages.
    var page = 0
    /// Whether what is added is set in bold type.
    var isBold = false
    /// Of blocks that begin in bold type, how many bytes of them are.
    private var boldLeads: [Int: Int] = [:]

    private var source: SourceText
    /// Whether offsets in `source` are offsets in the file, give or take repairs.
    private let isMapped: Bool
    /// The line to which everything belongs, where the source is not itself made of the file's lines.
    private let fixedLine: Int?

    private var open: Block?
    /// Where the bold beginning of the open block ends in the text, and where the blanks after it do.
    private var boldEnd = 0
    private var boldResume = 0
    private var runs: [SourceMap.Run] = []
    private var lastGroup: UInt32 = 0

    /// A builder of a document that is taken from `source`; with `fixedLine`, from that one line of a file.
    init(source: SourceText, fixedLine: Int? = nil) {
        self.source = source
        self.fixedLine = fixedLine
        isMapped = fixedLine == nil
    }

    /// A builder of a document in a format without lines; only ``insert(_:)`` adds to it.
    static func withoutLines() -> DocumentBuilder { DocumentBuilder(source: SourceText(), fixedLine: 0) }

    /// Goes on with another source; only a builder with a fixed line may, as its runs are not kept.
    mutating func take(_ source: SourceText) {
        finish()
        self.source = source
    }

    /// A number for a list or table that no other in this document has.
    mutating func newGroup() -> UInt32 {
        lastGroup &+= 1
        return lastGroup
    }

    /// Opens a block that is expected to start on `line`.
    mutating func begin(
        _ kind: Block.Kind, level: Int = 0, quoted: Bool = false, ordinal: UInt32 = 0, group: UInt32 = 0, line: Int
    ) {
        if open != nil { finish() }
        let start = blocks.isEmpty ? 0 : text.count + 1
        if !blocks.isEmpty { text.append(0x0A) }
        open = Block(
            kind: kind, level: UInt8(clamping: level), quoted: quoted, ordinal: ordinal, group: group,
            textRange: start..<start, firstLine: fixedLine ?? line, lastLine: fixedLine ?? line, page: page)
        boldEnd = start
        boldResume = start
        runs.removeAll(keepingCapacity: true)
    }

    /// The text of the open block so far.
    var openText: ArraySlice<UInt8> { text[(open?.textRange.lowerBound ?? text.count)...] }

    /// Changes the kind of the open block.
    mutating func reviseOpen(kind: Block.Kind, level: Int) {
        open?.kind = kind
        open?.level = UInt8(clamping: level)
        if kind == .heading { open?.group = 0 }
    }

    /// Drops the open block.
    mutating func discard() {
        guard let block = open else { return }
        open = nil
        text.removeSubrange((blocks.isEmpty ? block.textRange.lowerBound : block.textRange.lowerBound - 1)...)
    }

    /// How far the document had come at some time.
    struct Mark {
        fileprivate var blockCount: Int
        fileprivate var textByteCount: Int
    }

    /// How far it has come; no block may be open.
    var mark: Mark { Mark(blockCount: blocks.count, textByteCount: text.count) }

    /// Drops all blocks that came after the mark was taken.
    mutating func goBack(to mark: Mark) {
        discard()
        guard mark.blockCount <= blocks.count, mark.textByteCount <= text.count else { return }
        for block in mark.blockCount..<blocks.count { boldLeads[block] = nil }
        blocks.removeSubrange(mark.blockCount...)
        text.removeSubrange(mark.textByteCount...)
    }

    /// Adds the bytes of `range` of the source; carriage returns before line feeds are left out.
    mutating func copy(_ range: Range<Int>) {
        guard let block = open else { return }
        let before = text.count
        defer { noteBold(from: before) }
        var start = range.lowerBound
        while start < range.upperBound {
            let stop = source.bytes[start..<range.upperBound].firstIndex(of: 0x0D) ?? range.upperBound
            if start < stop {
                let textOffset = text.count - block.textRange.lowerBound
                if let last = runs.last, last.sourceEnd == start, last.textEnd == textOffset {
                    runs[runs.count - 1].length += stop - start
                } else if isMapped {
                    runs.append(
                        SourceMap.Run(
                            textOffset: textOffset, sourceOffset: start, length: stop - start,
                            line: source.line(at: start)))
                }
                text.append(contentsOf: source.bytes[start..<stop])
            }
            if stop < range.upperBound, stop + 1 == source.bytes.count || source.bytes[stop + 1] != 0x0A {
                text.append(0x0A)
            }
            start = stop + 1
        }
    }

    /// Adds bytes that stand nowhere in the source in this form.
    mutating func insert(_ bytes: some Sequence<UInt8>) {
        guard open != nil else { return }
        let before = text.count
        text.append(contentsOf: bytes)
        noteBold(from: before)
    }

    /// Bold type goes on as long as nothing but blanks comes between.
    private mutating func noteBold(from before: Int) {
        guard before == boldEnd || before == boldResume else { return }
        if isBold {
            boldEnd = text.count
        } else if text[before...].allSatisfy(isBlank) {
            boldResume = text.count
        }
    }

    /// Adds the end of the source line that ends just after `offset`, as one line feed.
    mutating func copyLineEnd(at offset: Int) {
        var position = offset
        let count = source.bytes.count
        while position < count, source.bytes[position] != 0x0A, source.bytes[position] != 0x0D { position += 1 }
        if position + 1 < count, source.bytes[position] == 0x0D, source.bytes[position + 1] == 0x0A { position += 1 }
        if position < count, source.bytes[position] == 0x0A { copy(position..<position + 1) } else { insert([0x0A]) }
    }

    /// Closes the open block: blanks at its ends go, and a block of nothing but blanks goes whole.
    ///
    /// - Parameter lastLine: the line on which the block ends if its text does not say so itself.
    mutating func finish(lastLine: Int? = nil) {
        guard var block = open else { return }
        open = nil
        let start = block.textRange.lowerBound
        while text.count > start, isBlank(text[text.count - 1]) { text.removeLast() }
        var lead = start
        while lead < text.count, block.kind == .code ? text[lead] == 0x0A : isBlank(text[lead]) { lead += 1 }
        guard lead < text.count, blocks.count < DocumentFormat.maximumBlockCount else {
            if lead < text.count { hasTooManyBlocks = true }
            text.removeSubrange((blocks.isEmpty ? start : start - 1)...)
            return
        }
        if lead > start { text.removeSubrange(start..<lead) }
        block.textRange = start..<text.count
        if boldEnd > lead { boldLeads[blocks.count] = min(boldEnd - lead, text.count - start) }
        if isMapped {
            let kept = clipped(by: lead - start, to: text.count - start)
            if let first = kept.first, let last = kept.last {
                let leading = text[start..<start + first.textOffset].count { $0 == 0x0A }
                block.firstLine = max(1, first.line - leading)
                block.lastLine = max(source.line(at: last.sourceEnd - 1), block.firstLine)
            } else {
                block.lastLine = max(block.firstLine, lastLine ?? block.firstLine)
            }
            block.sourceMap = SourceMap(runs: translated(kept))
        }
        blocks.append(block)
    }

    /// The document; a block that is open is closed.
    consuming func document(title: String = "") -> Document {
        finish()
        return QuestionForms.applied(to: Document(title: title, text: text, blocks: blocks), boldLeads: boldLeads)
    }

    /// Changes the kind of a block that has been closed.
    mutating func revise(_ index: Int, kind: Block.Kind, level: Int) {
        blocks[index].kind = kind
        blocks[index].level = UInt8(clamping: level)
    }

    /// The runs without `lead` bytes of text at the start and everything at or after `end`.
    private func clipped(by lead: Int, to end: Int) -> [SourceMap.Run] {
        if lead == 0, let last = runs.last, last.textEnd <= end { return runs }
        var kept: [SourceMap.Run] = []
        for var run in runs {
            run.textOffset -= lead
            if run.textOffset < 0 {
                let cut = min(run.length, -run.textOffset)
                run.textOffset += cut
                run.sourceOffset += cut
                run.length -= cut
                run.line = source.line(at: run.sourceOffset)
            }
            run.length = min(run.length, end - run.textOffset)
            if run.length > 0 { kept.append(run) }
        }
        return kept
    }

    /// The runs in terms of the file's bytes: what was repaired or decoded drops out.
    private func translated(_ runs: [SourceMap.Run]) -> [SourceMap.Run] {
        let pieces = source.pieces
        if pieces.isEmpty { return [] }
        if pieces == [SourceText.Piece(textOffset: 0, sourceOffset: 0, length: source.bytes.count)] { return runs }
        var result: [SourceMap.Run] = []
        for run in runs {
            var index = firstPiece(endingAfter: run.sourceOffset)
            while index < pieces.count, pieces[index].textOffset < run.sourceEnd {
                let piece = pieces[index]
                let start = max(run.sourceOffset, piece.textOffset)
                let end = min(run.sourceEnd, piece.textOffset + piece.length)
                if start < end {
                    result.append(
                        SourceMap.Run(
                            textOffset: run.textOffset + start - run.sourceOffset,
                            sourceOffset: piece.sourceOffset + start - piece.textOffset, length: end - start,
                            line: source.line(at: start)))
                }
                index += 1
            }
        }
        return result
    }

    private func firstPiece(endingAfter offset: Int) -> Int {
        var (low, high) = (0, source.pieces.count)
        while low < high {
            let middle = (low + high) / 2
            let piece = source.pieces[middle]
            if piece.textOffset + piece.length <= offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Whether the byte is white space in the sense of every format here.
func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
}
