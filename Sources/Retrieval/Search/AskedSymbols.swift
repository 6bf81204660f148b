/// What a question says with marks that are no words: `==`, `--amend`, `$PATH`, `C++`, `#include`.
///
/// The index holds words alone, so these choose no candidates; but of the texts that are read, those that have them, mark by
/// mark, are the ones that are asked for.
package struct AskedSymbols: Sendable {
    /// Each once, in the order of the question.
    package let symbols: [[UInt8]]

    /// More of a question than this are not looked for.
    private static let limit = 8

    package init(_ question: [UInt8]) {
        var symbols: [[UInt8]] = []
        for part in question.split(whereSeparator: { $0 <= 0x20 }) where symbols.count < Self.limit {
            if let symbol = Self.symbol(in: part), !symbols.contains(symbol) { symbols.append(symbol) }
        }
        self.symbols = symbols
    }

    package var isEmpty: Bool { symbols.isEmpty }

    /// The numbers of those that stand in a text by themselves: `==` is no part of `===`, `$PATH` none of `$PATHS`.
    package func found(in text: ArraySlice<UInt8>) -> [Int] {
        symbols.indices.filter { Self.holds(text, symbols[$0]) }
    }

    // MARK: Which are symbols

    private static func isWord(_ byte: UInt8) -> Bool {
        byte >= 0x80 || byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == UInt8(ascii: "_")
    }

    /// A part of the question between blanks without quotation marks and punctuation around it, if marks make it what it is.
    private static func symbol(in part: ArraySlice<UInt8>) -> [UInt8]? {
        let around = Array("\"'`(),".utf8)
        var body = part
        while let first = body.first, around.contains(first) { body.removeFirst() }
        while let last = body.last, around.contains(last), !body.dropLast().isEmpty { body.removeLast() }
        // Punctuation ends the question or belongs to what it asks about: "$?", "#!".
        var bare = body
        while let last = bare.last, "?!.,;:".utf8.contains(last) { bare.removeLast() }
        let symbol = bare.count > 1 ? bare : body
        return symbol.count > 1 && isMadeByMarks(symbol) ? Array(symbol) : nil
    }

    private static func isMadeByMarks(_ bytes: ArraySlice<UInt8>) -> Bool {
        let marks = Array("=+<>#@&*^~|\\$%/-".utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        // "$5" and "50%" are amounts, "#1" is a number.
        let hasLetter = bytes.contains { ($0 | 0x20) &- 0x61 < 26 }
        if bytes.contains(where: { $0 &- 0x30 < 10 }), !hasLetter { return false }
        // Two hyphens are a dash.
        if !bytes.contains(where: isWord) { return bytes.contains { marks.contains($0) && $0 != UInt8(ascii: "-") } }
        return marks.contains(first) || ["+", "#"].contains { $0.utf8.elementsEqual([last]) }
    }

    // MARK: Where they stand

    private static func holds(_ text: ArraySlice<UInt8>, _ symbol: [UInt8]) -> Bool {
        guard let first = symbol.first, let last = symbol.last, symbol.count <= text.count else { return false }
        var at = text.startIndex
        let end = text.endIndex - symbol.count
        while at <= end {
            defer { at += 1 }
            guard text[at] == first, text[at...].starts(with: symbol) else { continue }
            let next = at + symbol.count
            let goesOn = next < text.endIndex && (isWord(last) ? isWord(text[next]) : text[next] == last)
            let began = at > text.startIndex && (isWord(first) ? isWord(text[at - 1]) : text[at - 1] == first)
            if !goesOn && !began { return true }
        }
        return false
    }
}
