// The words beside a stop, by which the segmenter decides.

/// The word behind a stop.
struct NextWord {
    /// Whether it is another stop, as in `. . .`
    var isStop = false
    /// Whether it begins with a small letter and has no capital.
    var isLowerCase = false
    var isDigit = false
    /// Whether it is a single letter with a point.
    var isInitial = false
    /// The bytes of the word; empty if it is longer than any function word.
    private var range = 0..<0

    /// The word, case-folded; empty if it is longer than any function word.
    func folded(in text: Span<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(range.count)
        var index = range.lowerBound
        while index < range.upperBound {
            let scalar = text.scalar(at: index)
            folded.appendScalar(CaseFolding.simpleFolding(scalar.value) ?? scalar.value)
            index += scalar.byteCount
        }
        return folded
    }

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
            letterCount += 1
            index += scalar.byteCount
        }
        isLowerCase = isLowerCase && !hasCapital
        isInitial = letterCount == 1 && index < text.count && text[index] == UInt8(ascii: ".")
        if index - first <= 24 { range = first..<index }
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
struct LastWord {
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
        folded.reserveCapacity(count)

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
