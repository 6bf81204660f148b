/// Cuts a text into sentences.
///
/// A sentence ends at a blank line, before a list item on a new line, and behind `.`, `!`, `?`, `…` and their kin with
/// the quotes, brackets and note marks that close upon them, provided that white space follows and that
///
/// - no lower-case word follows (*Yahoo! said*; but *iPhone* and *mRNA* may begin a sentence),
/// - a single point does not belong to an abbreviation, an initial, an ordinal (*3. Mai*) or the number of a list item.
///
/// 。！？ and the stops of other scripts without spaces end a sentence whatever follows. Where the last word leaves two
/// readings (*U.S. Army*, *the U.S. The army*), the next word decides: a function word with a capital begins a sentence.
///
/// Takes time linear in the text, whatever it holds.
public struct SentenceSegmenter: Sendable {
    private let abbreviations: Abbreviations
    private let functionWords: StopWords
    private let writesOrdinalsWithPoint: Bool
    private let asksWithSemicolon: Bool

    /// How far a decision looks back or ahead, in bytes: longer words are no abbreviations.
    private static let reach = 32

    /// Makes the segmenter of a language.
    ///
    /// - Parameter language: The language of the texts.
    public init(language: Language = .english) {
        self.init(language: language, functionWords: StopWords(language: language))
    }

    /// - Parameter functionWords: Those of the language.
    init(language: Language, functionWords: StopWords) {
        abbreviations = Abbreviations(language: language)
        self.functionWords = functionWords
        writesOrdinalsWithPoint = language.writesOrdinalsWithPoint
        asksWithSemicolon = language.name == "greek"
    }

    /// The sentences of a text: ascending, disjoint, without white space at either end, and together covering every
    /// byte that is not white space.
    ///
    /// - Parameter text: UTF-8; bytes that are not valid are treated as parts of words.
    public func sentences(in text: Span<UInt8>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        forEachSentence(in: text) { result.append($0) }
        return result
    }

    /// Appends where the sentences of a text end, ascending, see ``sentences(in:)``.
    public func appendSentenceEnds(of text: Span<UInt8>, to ends: inout [Int]) {
        forEachSentence(in: text) { ends.append($0.upperBound) }
    }

    @inline(__always)
    private func forEachSentence(in text: Span<UInt8>, _ body: (Range<Int>) -> Void) {
        var start: Int?
        // Behind the last byte that is not white space.
        var end = 0
        var index = 0
        while index < text.count {
            if index + 8 <= text.count {
                let word = ByteWord(text, at: index)
                let count = plainCount(of: word)
                if count > 0 {
                    let marks = ByteWord.prefix(~word.equal(to: 0x20) & ByteWord.highBits, count)
                    if marks != 0 {
                        if start == nil { start = index + ByteWord.count(before: marks) }
                        end = index + 8 - marks.leadingZeroBitCount >> 3
                    }
                    index += count
                    continue
                }
            }
            let byte = text[index]
            if isPlain(byte) {
                if start == nil { start = index }
                index += 1
                end = index
                continue
            }
            if let gap = gap(in: text, at: index) {
                if let begin = start, endsSentence(gap, from: begin, to: end, in: text) {
                    body(begin..<end)
                    start = nil
                }
                index = gap.end
                continue
            }
            let begin = start ?? index
            start = begin
            let stop = stop(in: text, at: index)
            guard let stop else {
                index += text.scalar(at: index).byteCount
                end = index
                continue
            }
            index = stop.end
            end = index
            if endsSentence(stop, from: begin, in: text) {
                body(begin..<end)
                start = nil
            }
        }
        if let start { body(start..<end) }
    }

    /// How many of the first of eight bytes are plain or blanks: blanks by themselves end no sentence.
    @inline(__always)
    private func plainCount(of word: ByteWord) -> Int {
        var others =
            word.beyondASCII | word.atMost(0x0D) | word.equal(to: UInt8(ascii: "."))
            | word.equal(to: UInt8(ascii: "!")) | word.equal(to: UInt8(ascii: "?"))
        if asksWithSemicolon { others |= word.equal(to: UInt8(ascii: ";")) }
        return ByteWord.count(before: others)
    }

    /// Whether an ASCII byte is neither white space nor a stop.
    private func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), 0x09...0x0D, 0x20, 0x80...: false
        case UInt8(ascii: ";"): !asksWithSemicolon
        default: true
        }
    }

    // MARK: Gaps

    /// White space between words.
    private struct Gap {
        /// Behind the white space.
        let end: Int
        /// How many line breaks it holds; a page or paragraph separator counts for two.
        let lineBreaks: Int
    }

    private func gap(in text: Span<UInt8>, at start: Int) -> Gap? {
        var index = start
        var lineBreaks = 0
        while index < text.count {
            let scalar = text.scalar(at: index)
            switch scalar.value {
            case 0x0D where index + 1 < text.count && text[index + 1] == 0x0A: break
            case 0x0A, 0x0D, 0x85, 0x2028: lineBreaks += 1
            case 0x0C, 0x2029: lineBreaks += 2
            case 0x09, 0x0B, 0x20, 0xA0, 0x1680, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: break
            default: return index == start ? nil : Gap(end: index, lineBreaks: lineBreaks)
            }
            index += scalar.byteCount
        }
        return index == start ? nil : Gap(end: index, lineBreaks: lineBreaks)
    }

    private func isSpace(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard index < text.count else { return false }
        switch text.scalar(at: index).value {
        case 0x09...0x0D, 0x20, 0xA0, 0x2000...0x200A, 0x202F, 0x3000: return true
        default: return false
        }
    }

    /// Whether a sentence ends at white space whatever its last word is.
    private func endsSentence(_ gap: Gap, from start: Int, to end: Int, in text: Span<UInt8>) -> Bool {
        if gap.lineBreaks > 1 { return true }
        return gap.lineBreaks == 1 && listItemBegins(in: text, at: gap.end, after: start..<end)
    }

    /// Whether a list item begins at the start of a line, rather than a dash or number that wrapped into it.
    private func listItemBegins(in text: Span<UInt8>, at index: Int, after sentence: Range<Int>) -> Bool {
        guard index < text.count else { return false }
        let scalar = text.scalar(at: index)
        switch scalar.value {
        case 0x2A, 0x2B, 0x2D: return isSpace(text, at: index + 1)
        case 0x2013, 0x2014: return isPunctuated(text, before: sentence.upperBound)
        case 0xB7, 0x2022, 0x2023, 0x2043, 0x25A0, 0x25A1, 0x25AA, 0x25AB, 0x25BA, 0x25CB, 0x25CF, 0x25E6, 0x2713,
            0x2714,
            0x27A2, 0xF0A7, 0xF0B7:
            return true
        default: break
        }
        guard let marker = enumeration(in: text, at: index) else { return false }
        // Brackets stand at the start of a line only for a reason; a number with a point may just have got there.
        if marker.hasBracket { return true }
        return marker.isFirst && !writesOrdinalsWithPoint || isPunctuated(text, before: sentence.upperBound)
            || enumeration(in: text, at: sentence.lowerBound) != nil
    }

    private func isPunctuated(_ text: Span<UInt8>, before index: Int) -> Bool {
        switch text[index - 1] {
        case UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: ";"), UInt8(ascii: ","), UInt8(ascii: "!"),
            UInt8(ascii: "?"):
            return true
        default: return false
        }
    }

    /// The marker of a numbered list item at an index: `1.`, `1)`, `(1)`, `a)` or `(a)` with white space behind it.
    private func enumeration(in text: Span<UInt8>, at start: Int) -> (isFirst: Bool, hasBracket: Bool)? {
        var index = start
        if text[index] == UInt8(ascii: "(") { index += 1 }
        let isOpened = index > start
        let first = index
        while index < text.count, index - first < 3, text[index] &- 0x30 < 10 { index += 1 }
        let isNumber = index > first
        if !isNumber, index < text.count, (text[index] | 0x20) &- 0x61 < 26 { index += 1 }
        guard index > first, index < text.count, isSpace(text, at: index + 1) else { return nil }
        let isFirst = index == first + 1 && text[first] == UInt8(ascii: "1")
        switch text[index] {
        case UInt8(ascii: ")"): return (isFirst, true)
        case UInt8(ascii: "."): return isNumber && !isOpened ? (isFirst, false) : nil
        default: return nil
        }
    }

    // MARK: Stops

    /// One or more stops with what closes upon them.
    private struct Stop {
        let start: Int
        /// Behind the quotes, brackets and note marks that follow the stops.
        let end: Int
        /// Whether it is one ASCII point with nothing closing upon it.
        let isSinglePoint: Bool
        /// Whether it ends a sentence without white space behind it.
        let needsNoSpace: Bool
    }

    private func stop(in text: Span<UInt8>, at start: Int) -> Stop? {
        var index = start
        var needsNoSpace = false
        scan: while index < text.count {
            let scalar = text.scalar(at: index)
            switch scalar.value {
            case 0x2E, 0x21, 0x3F, 0x037E, 0x0589, 0x061F, 0x06D4, 0x2026, 0x203C, 0x2047...0x2049, 0xFF0E: break
            case 0x3B where asksWithSemicolon: break
            case 0x0964, 0x0965, 0x104A, 0x104B, 0x1362, 0x17D4, 0x17D5, 0x3002, 0xFF01, 0xFF1F, 0xFF61:
                needsNoSpace = true
            default: break scan
            }
            index += scalar.byteCount
        }
        guard index > start else { return nil }
        let end = endOfClosers(in: text, from: index)
        return Stop(
            start: start, end: end, isSinglePoint: end == start + 1 && text[start] == UInt8(ascii: "."),
            needsNoSpace: needsNoSpace)
    }

    /// Skips closing quotes, brackets and marks of emphasis, and notes as in `[12]` or `²`.
    private func endOfClosers(in text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            let scalar = text.scalar(at: index)
            switch scalar.value {
            case 0x22, 0x27, 0x29, 0x2A, 0x5D, 0x5F, 0x7D, 0xAB, 0xBB, 0x2018...0x201F, 0x2039, 0x203A, 0x2020, 0x2021,
                0x3009, 0x300B, 0x300D, 0x300F, 0x3011, 0xFF02, 0xFF07, 0xFF09, 0xFF3D, 0xFF5D, 0xB2, 0xB3, 0xB9,
                0x2070,
                0x2074...0x2079:
                index += scalar.byteCount
            case 0x5B:
                guard let end = endOfNote(in: text, from: index) else { return index }
                index = end
            default: return index
            }
        }
        return index
    }

    private func endOfNote(in text: Span<UInt8>, from start: Int) -> Int? {
        var index = start + 1
        while index < text.count, index - start <= 8 {
            let byte = text[index]
            if byte == UInt8(ascii: "]") { return index > start + 1 ? index + 1 : nil }
            let belongs = byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2C || byte == 0x2D
            guard belongs else { return nil }
            index += 1
        }
        return nil
    }

    private func endsSentence(_ stop: Stop, from start: Int, in text: Span<UInt8>) -> Bool {
        if stop.needsNoSpace || stop.end == text.count { return true }
        guard let gap = gap(in: text, at: stop.end) else { return false }
        if gap.end == text.count || endsSentence(gap, from: start, to: stop.end, in: text) { return true }
        let next = NextWord(in: text, at: gap.end)
        if next.isStop || next.isLowerCase { return false }
        return !stop.isSinglePoint || pointEndsSentence(at: stop.start, from: start, before: next, in: text)
    }

    /// Whether a single point before white space and no lower-case word ends the sentence.
    private func pointEndsSentence(at point: Int, from start: Int, before next: NextWord, in text: Span<UInt8>) -> Bool
    {
        if isPlainWord(text, before: point, from: start) { return true }
        guard let word = LastWord(in: text, before: point, from: start, reach: Self.reach) else { return true }
        if word.isNumber {
            if word.count <= 3, word.beginsSentence { return false }
            guard writesOrdinalsWithPoint, word.count <= 2, !beginsSentence(next, in: text) else { return true }
            // *Am 3. Mai* and *Freitag, 3. Mai* against *Tabelle 3. Ende*.
            guard let previous = word.previous(in: text, from: start, reach: Self.reach) else { return false }
            return !previous.isNumber && functionWords.role(of: previous.folded[...]) == .content
        }
        if let kind = abbreviations[word.folded[...]] {
            switch kind {
            case .leading: return false
            case .title where word.hasCapital: return false
            case .title: break
            case .numbered where next.isDigit: return false
            case .numbered: break
            case .floating: return !next.isDigit && beginsSentence(next, in: text)
            }
        }
        if word.isDotted { return !next.isDigit && beginsSentence(next, in: text) }
        guard word.isSingleLetter else { return true }
        if word.beginsSentence { return false }
        guard word.hasCapital else {
            if next.isDigit || next.isInitial { return false }
            return writesOrdinalsWithPoint ? beginsSentence(next, in: text) : true
        }
        if next.isDigit || beginsSentence(next, in: text) { return true }
        // *Hepatitis C. Symptoms* against *by J. Smith* and *John F. Kennedy*.
        guard let previous = word.previous(in: text, from: start, reach: Self.reach), !previous.isAbbreviated else {
            return false
        }
        return !previous.hasCapital && !previous.isNumber && functionWords.role(of: previous.folded[...]) == .content
    }

    /// Whether a word of small letters of ASCII ends at a point, and is no abbreviation: nearly all that end a sentence.
    private func isPlainWord(_ text: Span<UInt8>, before point: Int, from start: Int) -> Bool {
        var first = point
        while first > start, text[first - 1] &- 0x61 < 26 { first -= 1 }
        guard point - first > 1, point - first < Self.reach else { return false }
        // What else may belong to the word before its small letters.
        if first > start {
            let before = text[first - 1]
            if before == 0x2D || before == 0x2E || !WordTokenizer.separates(before) { return false }
        }
        return abbreviations[text, first..<point] == nil
    }

    private func beginsSentence(_ next: NextWord, in text: Span<UInt8>) -> Bool {
        !next.isInitial && functionWords.role(of: next.folded(in: text)[...]) != .content
    }
}
