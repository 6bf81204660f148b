import Documents

/// Finds headings that are not marked as such: a question in the form "Q: … A: …", and a line of bold type that stands alone.
///
/// A line of bold type is a heading when it asks a question of at most 25 words, or has at most 12 words and does not end as
/// a sentence or a lead-in does. The marks "Q:" and "A:" are left out. A heading that is found stands one level below the
/// one that is marked above it.
enum QuestionForms {
    private static let questionWordLimit = 25
    private static let headingWordLimit = 12

    /// A block of the new document, cut from one of the old.
    private struct Piece {
        var block: Block
        var range: Range<Int>
    }

    /// - Parameter boldLeads: of blocks that begin in bold type, how many bytes of them are.
    static func applied(to document: Document, boldLeads: [Int: Int]) -> Document {
        var pieces: [Piece] = []
        var isChanged = false
        var level = 0
        // Whether the block before is a question that was marked as one.
        var awaitsAnswer = false
        for (index, block) in document.blocks.enumerated() {
            let next = index + 1 < document.blocks.count ? document.blocks[index + 1] : nil
            let found = split(
                block, in: document, boldLead: boldLeads[index] ?? 0, level: level, next: next, awaitsAnswer)
            if block.kind == .heading { level = Int(block.level) }
            awaitsAnswer = found.last?.isMarkedQuestion ?? false
            if found.count > 1 || found.first?.range != block.textRange || found.first?.block.kind != block.kind {
                isChanged = true
            }
            for part in found { pieces.append(Piece(block: part.block, range: part.range)) }
        }
        return isChanged ? rebuilt(document, pieces) : document
    }

    private struct Part {
        var block: Block
        var range: Range<Int>
        var isMarkedQuestion = false
    }

    private static func split(
        _ block: Block, in document: Document, boldLead: Int, level: Int, next: Block?, _ awaitsAnswer: Bool
    ) -> [Part] {
        let range = block.textRange
        var whole = Part(block: block, range: range)
        guard block.kind == .paragraph || block.kind == .heading, !block.quoted else { return [whole] }
        let text = document.text
        if let start = mark(in: text, range, of: questionMarks) {
            if block.kind == .heading {
                whole.range = start..<range.upperBound
                whole.isMarkedQuestion = true
                return [whole]
            }
            // The answer begins on a line of its own in the same block, or with the next block.
            var end = range.upperBound
            var answer: Range<Int>?
            var lineStart = start
            while let lineEnd = text[lineStart..<range.upperBound].firstIndex(of: 0x0A) {
                lineStart = lineEnd + 1
                if let begin = mark(in: text, lineStart..<range.upperBound, of: answerMarks) {
                    end = lineEnd
                    answer = begin..<range.upperBound
                    break
                }
            }
            let isAnswered = answer != nil || next.map { mark(in: text, $0.textRange, of: answerMarks) != nil } ?? false
            let asks = text[start..<end].last { !isBlank($0) } == 0x3F
            guard isAnswered || asks && next?.kind == .paragraph, wordCount(text[start..<end]) <= questionWordLimit
            else {
                return [whole]
            }
            var parts = [heading(block, start..<end, below: level)]
            parts[0].isMarkedQuestion = answer == nil
            if let answer, !answer.isEmpty { parts.append(body(block, answer)) }
            return parts
        }
        if awaitsAnswer, block.kind == .paragraph, let start = mark(in: text, range, of: answerMarks) {
            return [body(block, start..<range.upperBound)]
        }
        guard block.kind == .paragraph, block.group == 0, boldLead > 0 else { return [whole] }
        let end = range.lowerBound + boldLead
        guard end <= range.upperBound else { return [whole] }
        let hasMore = end < range.upperBound
        if hasMore {
            guard text[end] == 0x0A else { return [whole] }
        } else {
            guard let next, next.kind != .heading else { return [whole] }
        }
        guard isHeading(text[range.lowerBound..<end]) else { return [whole] }
        var parts = [heading(block, range.lowerBound..<end, below: level)]
        if hasMore { parts.append(body(block, (end + 1)..<range.upperBound)) }
        return parts
    }

    private static func heading(_ block: Block, _ range: Range<Int>, below level: Int) -> Part {
        var block = block
        block.kind = .heading
        block.level = UInt8(clamping: min(level + 1, 6))
        block.group = 0
        return Part(block: block, range: range)
    }

    private static func body(_ block: Block, _ range: Range<Int>) -> Part {
        Part(block: block, range: range)
    }

    private static func isHeading(_ text: ArraySlice<UInt8>) -> Bool {
        guard let last = text.last(where: { !isBlank($0) }), !text.contains(0x0A) else { return false }
        if last == 0x3F { return wordCount(text) <= questionWordLimit }
        return ![0x2E, 0x2C, 0x3A, 0x3B, 0x21].contains(last) && wordCount(text) <= headingWordLimit
    }

    private static func wordCount(_ text: ArraySlice<UInt8>) -> Int {
        text.split(whereSeparator: isBlank).count
    }

    // MARK: Marks

    private static let questionMarks = ["q", "question"]
    private static let answerMarks = ["a", "answer"]

    /// Where the text after a mark such as `Q:`, `Q12.` or `Question 3:` begins; nil without one. A letter alone needs a colon
    /// or, with a number, a stop: "A. Smith" is nobody's answer.
    private static func mark(in text: [UInt8], _ range: Range<Int>, of words: [String]) -> Int? {
        var position = range.lowerBound
        let letters = text[range].prefix(9).prefix { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        let word = String(decoding: letters, as: UTF8.self).lowercased()
        guard words.contains(word), letters.first.map({ $0 < 0x61 }) ?? false else { return nil }
        position += letters.count
        if position < range.upperBound, text[position] == 0x20 { position += 1 }
        let digits = text[position..<range.upperBound].prefix(4).prefix { (0x30...0x39).contains($0) }
        position += digits.count
        guard position < range.upperBound else { return nil }
        let end = text[position]
        guard end == 0x3A || (end == 0x2E || end == 0x29) && !digits.isEmpty else { return nil }
        position += 1
        let start = text[position..<range.upperBound].firstIndex { !isBlank($0) }
        guard let start, start > position || end == 0x3A else { return nil }
        return start
    }

    // MARK: The new document

    private static func rebuilt(_ document: Document, _ pieces: [Piece]) -> Document {
        var result = document
        result.text = []
        result.text.reserveCapacity(document.text.count)
        result.blocks = []
        for piece in pieces {
            let range = trimmed(document.text, piece.range)
            guard !range.isEmpty else { continue }
            if !result.blocks.isEmpty { result.text.append(0x0A) }
            var block = piece.block
            let whole = block.textRange
            if range != whole {
                block.firstLine = piece.block.line(ofTextOffset: range.lowerBound, in: document.text)
                block.lastLine = piece.block.line(ofTextOffset: range.upperBound - 1, in: document.text)
                block.sourceMap = clipped(
                    block.sourceMap, range.lowerBound - whole.lowerBound..<range.upperBound - whole.lowerBound,
                    text: document.text[whole])
            }
            let start = result.text.count
            result.text.append(contentsOf: document.text[range])
            block.textRange = start..<result.text.count
            result.blocks.append(block)
        }
        return result
    }

    private static func trimmed(_ text: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, isBlank(text[start]) { start += 1 }
        while end > start, isBlank(text[end - 1]) { end -= 1 }
        return start..<end
    }

    /// The runs inside `range` of the block's text, counted from its start.
    private static func clipped(_ map: SourceMap, _ range: Range<Int>, text: ArraySlice<UInt8>) -> SourceMap {
        var runs: [SourceMap.Run] = []
        for var run in map.runs {
            let start = max(run.textOffset, range.lowerBound)
            let end = min(run.textEnd, range.upperBound)
            guard start < end else { continue }
            let cut = start - run.textOffset
            let from = text.startIndex + run.textOffset
            run.line += text[from..<from + cut].count { $0 == 0x0A }
            run.sourceOffset += cut
            run.textOffset = start - range.lowerBound
            run.length = end - start
            runs.append(run)
        }
        return SourceMap(runs: runs)
    }
}
