internal import Retrieval

/// A quote as it is looked for in a source that does not hold its text byte for byte: JSON escapes it, and markup may stand
/// between its words.
struct QuotedText {
    /// Each piece's bytes, each stretch of white space as one space.
    private let pieces: [[UInt8]]
    private let isInJSON: Bool

    /// - Parameter isInJSON: the source is a line of JSON, or lines of it.
    init(of quote: Quote, isInJSON: Bool) {
        pieces = quote.pieces.map { Self.withEvenBlanks(quote.section.text[$0.range]) }.filter { !$0.isEmpty }
        self.isInJSON = isInJSON
    }

    /// Whether the source holds each piece, word for word: of JSON all of its characters but for white space, of other sources all of
    /// its words, with nothing but marks and markup between them.
    func stands(in source: ArraySlice<UInt8>) -> Bool {
        guard !pieces.isEmpty else { return false }
        if isInJSON {
            let text = Self.withEvenBlanks(Self.unescaped(source)[...])
            return pieces.allSatisfy { Self.holds(text, $0) }
        }
        return pieces.allSatisfy { Self.holdsWords(source, Self.words(of: $0)) }
    }

    // MARK: JSON

    private static func withEvenBlanks(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var even: [UInt8] = []
        even.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte > 0x20 {
                even.append(byte)
            } else if even.last != 0x20 {
                even.append(0x20)
            }
        }
        if even.first == 0x20 { even.removeFirst() }
        if even.last == 0x20 { even.removeLast() }
        return even
    }

    /// What the escape sequences of JSON stand for (RFC 8259, section 7); what is none stays as it is.
    private static func unescaped(_ source: ArraySlice<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(source.count)
        var index = source.startIndex
        while index < source.endIndex {
            let byte = source[index]
            index += 1
            guard byte == UInt8(ascii: "\\"), index < source.endIndex else {
                text.append(byte)
                continue
            }
            let kind = source[index]
            index += 1
            switch kind {
            case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
                text.append(0x20)
            case UInt8(ascii: "u"):
                guard let scalar = scalar(in: source, &index) else { continue }
                text += String(scalar).utf8
            default: text.append(kind)
            }
        }
        return text
    }

    /// The scalar whose digits begin at `index`, which is moved behind them; nil for what is none.
    private static func scalar(in source: ArraySlice<UInt8>, _ index: inout Int) -> Unicode.Scalar? {
        guard let unit = unit(in: source, at: index) else { return nil }
        index += 4
        guard unit & 0xFC00 == 0xD800 else { return Unicode.Scalar(unit) }
        // The other half of a pair.
        guard source[index...].starts(with: Array("\\u".utf8)), let low = Self.unit(in: source, at: index + 2),
            low & 0xFC00 == 0xDC00
        else { return nil }
        index += 6
        return Unicode.Scalar(0x1_0000 + (unit & 0x3FF) << 10 + low & 0x3FF)
    }

    private static func unit(in source: ArraySlice<UInt8>, at index: Int) -> UInt32? {
        guard index + 4 <= source.endIndex else { return nil }
        return UInt32(String(decoding: source[index..<(index + 4)], as: UTF8.self), radix: 16)
    }

    /// Whether a text holds a piece, and not within a longer word or number.
    private static func holds(_ text: [UInt8], _ piece: [UInt8]) -> Bool {
        var from = 0
        while let found = firstOccurrence(of: piece[...], in: text[...], from: from) {
            if isWhole(found..<(found + piece.count), in: text[...]) { return true }
            from = found + 1
        }
        return false
    }

    // MARK: Words

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }

    private static func words(of piece: [UInt8]) -> [ArraySlice<UInt8>] { piece.split { !isWord($0) } }

    /// Whether no word goes on at either end of a range.
    private static func isWhole(_ range: Range<Int>, in text: ArraySlice<UInt8>) -> Bool {
        func isCut(at index: Int) -> Bool {
            index > text.startIndex && index < text.endIndex && isWord(text[index - 1]) && isWord(text[index])
        }
        return !isCut(at: range.lowerBound) && !isCut(at: range.upperBound)
    }

    /// Whether words stand in a source one behind the other from some place on.
    private static func holdsWords(_ source: ArraySlice<UInt8>, _ words: [ArraySlice<UInt8>]) -> Bool {
        guard let first = words.first else { return false }
        var from = source.startIndex
        while let start = firstOccurrence(of: first, in: source, from: from) {
            from = start + 1
            var end = start + first.count
            let followed = words.dropFirst().allSatisfy { word in
                let next = nextWord(in: source, from: end)
                end = next + word.count
                return source[next...].starts(with: word)
            }
            if followed, isWhole(start..<end, in: source) { return true }
        }
        return false
    }

    /// Where the next word begins behind marks, tags and the names of characters.
    private static func nextWord(in source: ArraySlice<UInt8>, from start: Int) -> Int {
        var index = start
        while index < source.endIndex, !isWord(source[index]) {
            let markup = source[index...].prefix(markupLimit)
            switch source[index] {
            case UInt8(ascii: "<"): index = markup.firstIndex(of: UInt8(ascii: ">")) ?? index
            case UInt8(ascii: "&"):
                if let end = markup.firstIndex(of: UInt8(ascii: ";")),
                    source[(index + 1)..<end].allSatisfy({ isWord($0) || $0 == UInt8(ascii: "#") })
                {
                    index = end
                }
            default: break
            }
            index += 1
        }
        return index
    }

    /// Longer tags are taken for text.
    private static let markupLimit = 200

    // MARK: Bytes

    /// Where bytes stand first in others, from a place on.
    static func firstOccurrence(of needle: ArraySlice<UInt8>, in bytes: ArraySlice<UInt8>, from: Int) -> Int? {
        guard let first = needle.first, needle.count <= bytes.count else { return nil }
        let (needle, span, start) = (needle.span, bytes.span, bytes.startIndex)
        var at = from - start
        let last = span.count - needle.count
        search: while at <= last {
            defer { at += 1 }
            guard span[at] == first else { continue }
            for offset in 1..<needle.count where span[at + offset] != needle[offset] { continue search }
            return start + at
        }
        return nil
    }
}
