/// Short forms that a text spells out where it brings them in: "spinal cord stimulation (SCS)".
///
/// The algorithm is that of Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical
/// text" (2003): from the last letter to the first, each letter of the short form is looked for in the words before it; the
/// first must begin a word.
public enum ShortForms {
    /// Longer ones are remarks in parentheses.
    public static let longest = 10

    /// So many bytes a short form has at most, with what stands between its letters: "(S.C.S.)".
    public static let longestAside = 4 * longest

    /// No more bytes are looked at for each word.
    private static let longestWord = 32

    /// The words that a short form in parentheses stands for.
    ///
    /// - Parameters:
    ///   - short: where the short form is in `text`, the parentheses around it left out.
    ///   - text: UTF-8.
    /// - Returns: where its long form is, right before the parentheses; nil where there is none. O(the short form's length).
    public static func longForm(of short: Range<Int>, in text: [UInt8]) -> Range<Int>? {
        guard short.lowerBound > 2, short.upperBound < text.count, short.count <= longestAside,
            text[short.lowerBound - 1] == UInt8(ascii: "("),
            text[short.upperBound] == UInt8(ascii: ")"), isBlank(text[short.lowerBound - 2]),
            isWord(text[short.lowerBound - 3])
        else { return nil }
        var letters = text[short].filter(isAlphanumeric)
        let capitals = letters.count { $0 &- 0x41 < 26 }
        // Of several things: "(NSAIDs)".
        if capitals > 1, letters.last == UInt8(ascii: "s") { letters.removeLast() }
        guard (2...longest).contains(letters.count), capitals > 0 else { return nil }
        let end = short.lowerBound - 2
        let first = start(ofWords: min(letters.count + 5, 2 * letters.count), before: end, in: text)
        var index = end
        for (number, letter) in letters.enumerated().reversed() {
            repeat {
                index -= 1
                if index < first { return nil }
            } while text[index] | 0x20 != letter | 0x20 || number == 0 && index > first && isWord(text[index - 1])
        }
        // What stands there must be longer than what is short for it, and not hold it.
        return end - index > short.count + 1 ? index..<end : nil
    }

    /// Where the last so many words of a sentence before `end` begin.
    private static func start(ofWords count: Int, before end: Int, in text: [UInt8]) -> Int {
        var index = end
        var words = 0
        let least = max(0, end - count * longestWord)
        while index > least {
            let byte = text[index - 1]
            if byte == UInt8(ascii: "(") || byte == UInt8(ascii: ")") { break }
            if isBlank(byte), index < end {
                // Between two paragraphs.
                if isBlank(text[index]) { break }
                words += 1
                if words == count { break }
            }
            index -= 1
        }
        return index
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 }
    private static func isWord(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte >= 0x80 }
}
