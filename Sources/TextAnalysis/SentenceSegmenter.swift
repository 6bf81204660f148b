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
        abbreviations = Abbreviations(language: language)
        functionWords = StopWords(language: language)
        writesOrdinalsWithPoint = language.writesOrdinalsWithPoint
        asksWithSemicolon = language.name == "greek"
    }

    /// The sentences of a text: ascending, disjoint, without white space at either end, and together covering every
    /// byte that is not white space.
    ///
    /// - Parameter text: UTF-8; bytes that are not valid are treated as parts of words.
    public func sentences(in text: Span<UInt8>) -> [Range<Int>] {
        var result: [Range<Int>] = []
        var start: Int?
        // Behind the last byte that is not white space.
        var end = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            if isPlain(byte) {
                if start == nil { start = index }
                index += 1
                end = index
                continue
            }
            if let gap = gap(in: text, at: index) {
                if let begin = start, endsSentence(gap, from: begin, to: end, in: text) {
                    result.append(begin..<end)
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
                result.append(begin..<end)
                start = nil
            }
        }
        if let start { result.append(start..<end) }
        return result
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
        guard let word = LastWord(in: text, before: point, from: start, reach: Self.reach) else { return true }
        if word.isNumber {
            if word.count <= 3, word.beginsSentence { return false }
            guard writesOrdinalsWithPoint, word.count <= 2, !beginsSentence(next) else { return true }
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
            case .floating: return !next.isDigit && beginsSentence(next)
            }
        }
        if word.isDotted { return !next.isDigit && beginsSentence(next) }
        guard word.isSingleLetter else { return true }
        if word.beginsSentence { return false }
        guard word.hasCapital else {
            if next.isDigit || next.isInitial { return false }
            return writesOrdinalsWithPoint ? beginsSentence(next) : true
        }
        if next.isDigit || beginsSentence(next) { return true }
        // *Hepatitis C. Symptoms* against *by J. Smith* and *John F. Kennedy*.
        guard let previous = word.previous(in: text, from: start, reach: Self.reach), !previous.isAbbreviated else {
            return false
        }
        return !previous.hasCapital && !previous.isNumber && functionWords.role(of: previous.folded[...]) == .content
    }

    private func beginsSentence(_ next: NextWord) -> Bool {
        !next.isInitial && functionWords.role(of: next.folded[...]) != .content
    }
}

/// The word behind a stop.
private struct NextWord {
    /// Whether it is another stop, as in `. . .`
    var isStop = false
    /// Whether it begins with a small letter and has no capital.
    var isLowerCase = false
    var isDigit = false
    /// Whether it is a single letter with a point.
    var isInitial = false
    /// The word, case-folded; empty if it is longer than any function word.
    var folded: [UInt8] = []

    init(in text: Span<UInt8>, at start: Int) {
        var index = start
        var scalar = text.scalar(at: index)
        // Opening quotes, brackets and dashes; a bounded number, so that no text costs more than linear time.
        var skipped = 0
        while skipped < 8, Self.opens(scalar.value), index + scalar.byteCount < text.count {
            index += scalar.byteCount
            scalar = text.scalar(at: index)
            skipped += 1
        }
        switch scalar.value {
        case 0x2E, 0x21, 0x3F, 0x2026:
            isStop = skipped == 0
            return
        case 0x30...0x39: isDigit = true
        default: break
        }
        let first = index
        var hasCapital = false
        var letterCount = 0
        while index < text.count, index - first <= 24 {
            scalar = text.scalar(at: index)
            guard SentenceLetters.isLetter(scalar.value) else { break }
            if SentenceLetters.isUpperCase(scalar.value) { hasCapital = true }
            if letterCount == 0 { isLowerCase = SentenceLetters.isLowerCase(scalar.value) }
            folded.appendScalar(CaseFolding.simpleFolding(scalar.value) ?? scalar.value)
            letterCount += 1
            index += scalar.byteCount
        }
        isLowerCase = isLowerCase && !hasCapital
        isInitial = letterCount == 1 && index < text.count && text[index] == UInt8(ascii: ".")
        if index - first > 24 { folded = [] }
    }

    private static func opens(_ value: UInt32) -> Bool {
        switch value {
        case 0x20, 0x22, 0x27, 0x28, 0x2A, 0x2D, 0x5B, 0x5F, 0x7B, 0xA1, 0xAB, 0xBB, 0xBF, 0x2010...0x2015,
            0x2018...0x201F,
            0x2039, 0x203A:
            return true
        default: return false
        }
    }
}

/// The word before a stop, which may have points inside.
private struct LastWord {
    /// Where it begins.
    let start: Int
    /// How many bytes it has.
    let count: Int
    /// The word in lower case.
    var folded: [UInt8] = []
    var isNumber = true
    /// Whether it is short pieces with points between them, as in `U.S` and `Ph.D`
    var isDotted = false
    var isSingleLetter = false
    var hasCapital = false
    /// Whether nothing but opening punctuation stands between it and the sentence's start.
    var beginsSentence = false

    /// Whether a point stands at its end.
    var isAbbreviated = false

    /// The word before it, if nothing but a little white space stands between them.
    func previous(in text: Span<UInt8>, from sentenceStart: Int, reach: Int) -> LastWord? {
        var end = start
        while end > sentenceStart, start - end < reach, text[end - 1] == 0x20 || text[end - 1] == 0x0A { end -= 1 }
        return LastWord(in: text, before: end, from: sentenceStart, reach: reach)
    }

    /// The word that ends at `end`, or `nil` if there is none or it is longer than `reach` bytes.
    init?(in text: Span<UInt8>, before end: Int, from sentenceStart: Int, reach: Int) {
        var start = end
        while start > sentenceStart {
            let scalar = text.scalar(before: start)
            guard SentenceLetters.isLetter(scalar.value) || scalar.value == 0x2E || scalar.value == 0x2D else { break }
            guard end - start < reach else { return nil }
            start -= scalar.byteCount
        }
        while start < end, text[start] == UInt8(ascii: ".") || text[start] == UInt8(ascii: "-") { start += 1 }
        guard start < end else { return nil }
        self.start = start
        count = end - start

        var index = start
        var pieceLetters = 0
        var longestPiece = 0
        var letters = 0
        var hasPoint = false
        while index < end {
            let scalar = text.scalar(at: index)
            if index == start { hasCapital = SentenceLetters.isUpperCase(scalar.value) }
            let isDigit = scalar.value &- 0x30 < 10
            if !isDigit { isNumber = false }
            if scalar.value == 0x2E {
                hasPoint = true
                pieceLetters = 0
            } else {
                // A digit makes a piece no abbreviation.
                pieceLetters += isDigit ? 8 : 1
                longestPiece = max(longestPiece, pieceLetters)
                letters += 1
            }
            folded.appendScalar(CaseFolding.simpleFolding(scalar.value) ?? scalar.value)
            index += scalar.byteCount
        }
        isAbbreviated = text[end - 1] == UInt8(ascii: ".")
        isDotted = hasPoint && longestPiece <= 2
        isSingleLetter = !hasPoint && letters == 1 && !isNumber
        var before = start
        while before > sentenceStart, start - before < 4, text[before - 1] < 0x80,
            !SentenceLetters.isLetter(UInt32(text[before - 1])),
            text[before - 1] != 0x20
        {
            before -= 1
        }
        beginsSentence = before == sentenceStart
    }
}

private enum SentenceLetters {
    /// Whether a scalar is part of a word, digits included.
    static func isLetter(_ value: UInt32) -> Bool {
        if value < 0x80 { return value &- 0x30 < 10 || (value | 0x20) &- 0x61 < 26 }
        return ScalarTraits(value).role != .separator
    }

    static func isLowerCase(_ value: UInt32) -> Bool {
        if value < 0x80 { return value &- 0x61 < 26 }
        return Unicode.Scalar(value)?.properties.isLowercase ?? false
    }

    static func isUpperCase(_ value: UInt32) -> Bool {
        if value < 0x80 { return value &- 0x41 < 26 }
        return Unicode.Scalar(value)?.properties.isUppercase ?? false
    }
}
