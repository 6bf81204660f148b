/// A word of a text that was looked for.
public struct SpottedWord: Hashable, Sendable {
    /// The number that it was looked for under.
    public let number: Int32
    /// Where it begins in the text, in bytes.
    public let offset: Int32
    /// How many words of the text stand before it.
    public let wordsBefore: Int32
    /// How many of these are not looked for, the stop words aside.
    public let othersBefore: WordCounts
}

/// How many words of a text are not looked for, by what they do; stop words are not counted.
public struct WordCounts: Hashable, Sendable {
    /// Question words.
    public fileprivate(set) var question: Int32 = 0
    /// All others.
    public fileprivate(set) var content: Int32 = 0
}

/// Finds a few words in texts, and counts the others, in one pass that writes none of them down.
///
/// Ranking reads fifty texts for each question; writing down and numbering all their words cost four times as much.
public struct WordSpotter: Sendable {
    private struct Slot {
        /// The form's first and second eight bytes, lowest first, filled up with zeros, of which a form has none.
        var first: UInt64 = 0
        var second: UInt64 = 0
        var number: Int32 = 0
    }

    private let tokenizer: WordTokenizer
    /// Forms of up to 16 bytes, with open addressing and linear probing, at most half of the slots taken.
    private var slots: [Slot]
    private var count = 0
    private var longForms: [[UInt8]: Int32] = [:]
    /// Words that need care, one at a time.
    private var scratch = TokenBuffer()

    // What stands in place of a number for words that are not looked for.
    private static let stopWord: Int32 = -1
    private static let questionWord: Int32 = -2
    private static let contentWord: Int32 = -3

    /// Makes a spotter that looks for nothing yet. Costs some microseconds; a copy costs less.
    ///
    /// - Parameter analyzer: The texts' language.
    public init(analyzer: Analyzer) {
        tokenizer = analyzer.tokenizer
        slots = Array(repeating: Slot(), count: 1024)
        analyzer.stopWords.forEachWord { form, role in
            insert(form, role == .stop ? Self.stopWord : Self.questionWord)
        }
    }

    /// Looks for a form under a number from 0 on, whatever its role. Of two numbers for a form the first counts.
    public mutating func insert(_ form: [UInt8], number: Int32) {
        insert(form[...], number)
    }

    private mutating func insert(_ form: ArraySlice<UInt8>, _ number: Int32) {
        guard form.count <= 16 else {
            if longForms[Array(form)] ?? Self.contentWord < 0 { longForms[Array(form)] = number }
            return
        }
        guard let (first, second) = Self.key(of: form) else { return }
        let place = slot(first, second)
        if slots[place].first == 0 {
            slots[place] = Slot(first: first, second: second, number: number)
            count += 1
            if 2 * count > slots.count { grow() }
        } else if slots[place].number < 0 {
            slots[place].number = number
        }
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: 2 * old.count)
        for entry in old where entry.first != 0 { slots[slot(entry.first, entry.second)] = entry }
    }

    private static func key(of form: ArraySlice<UInt8>) -> (UInt64, UInt64)? {
        guard !form.isEmpty else { return nil }
        var first: UInt64 = 0
        var second: UInt64 = 0
        for (offset, byte) in form.enumerated() {
            if offset < 8 { first |= UInt64(byte) << UInt64(8 * offset) }
            if offset >= 8 { second |= UInt64(byte) << UInt64(8 * (offset - 8)) }
        }
        return (first, second)
    }

    /// The slot that holds a form, or the empty one where it would go.
    @inline(__always)
    private func slot(_ first: UInt64, _ second: UInt64) -> Int {
        let slots = slots.span
        let mask = slots.count - 1
        // Multiplies by the golden ratio of 64 bits and takes the high bits (Knuth, "The Art of Computer Programming" 3, 6.4).
        let hash = (first ^ second &* 0xBF58_476D_1CE4_E5B9) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: hash >> 48) & mask
        while true {
            let found = slots[slot].first
            if found == 0 || found == first && slots[slot].second == second { return slot }
            slot = (slot + 1) & mask
        }
    }

    @inline(__always)
    private func number(_ first: UInt64, _ second: UInt64) -> Int32 {
        let slot = slots[slot(first, second)]
        return slot.first == 0 ? Self.contentWord : slot.number
    }

    private func number(of form: ArraySlice<UInt8>) -> Int32 {
        if form.count > 16 { return longForms[Array(form)] ?? Self.contentWord }
        return Self.key(of: form).map { number($0.0, $0.1) } ?? Self.contentWord
    }

    /// Appends the words of a text that are looked for, in order.
    ///
    /// - Parameters:
    ///   - text: UTF-8, as ``Tokenizer/tokenize(_:into:)`` takes it.
    ///   - found: Where the words go; it need not be empty.
    /// - Returns: How many words of the text are not looked for.
    public mutating func spot(in text: Span<UInt8>, into found: inout [SpottedWord]) -> WordCounts {
        let text = text.extracting(first: min(text.count, 1 << 30))
        var wordCount: Int32 = 0
        var others = WordCounts()
        @inline(__always)
        func note(_ number: Int32, at offset: Int) {
            if number >= 0 {
                found.append(
                    SpottedWord(
                        number: number, offset: Int32(truncatingIfNeeded: offset), wordsBefore: wordCount,
                        othersBefore: others))
            } else if number == Self.contentWord {
                others.content += 1
            } else if number == Self.questionWord {
                others.question += 1
            }
            wordCount += 1
        }
        var index = 0
        // Most words are letters of ASCII between plain separators. Two words of eight bytes and the byte behind them must exist.
        let lastFast = tokenizer.foldsPlainly ? text.count - 17 : -1
        while index < text.count {
            if index <= lastFast {
                let word = ByteWord(text, at: index)
                var count = ByteWord.count(before: ~word.letters & ByteWord.highBits)
                if count > 0 {
                    let first = word.lowerCase(count)
                    var second: UInt64 = 0
                    if count == 8 {
                        let rest = ByteWord(text, at: index + 8)
                        let more = ByteWord.count(before: ~rest.letters & ByteWord.highBits)
                        second = rest.lowerCase(more)
                        count += more
                    }
                    let next = text[index + count]
                    if count < 16, !WordTokenizer.mayGoOn(next, isSingle: count == 1) {
                        note(number(first, second), at: index)
                        index += next == 0x20 ? count + 1 : count
                        continue
                    }
                } else if WordTokenizer.separates(text[index]) {
                    index += 1
                    continue
                }
            }
            scratch.removeAll()
            index = tokenizer.appendToken(of: text, at: index, to: &scratch)
            for token in 0..<scratch.count {
                note(number(of: scratch.form(token)), at: scratch[token].source.lowerBound)
            }
        }
        return others
    }
}
