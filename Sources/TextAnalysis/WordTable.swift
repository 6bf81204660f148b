/// A small map from words to values that looks words up without allocating.
///
/// Hashes with open addressing and linear probing; at most half the slots are taken, so an empty one is always near.
struct WordTable<Value: Sendable>: Sendable {
    /// The words, one after another.
    private var bytes: [UInt8] = []
    private var entries: [(end: Int, value: Value)] = []
    /// For each slot the number of its entry plus one, or 0, and above these sixteen bits as many of the word's hash, so that another
    /// word's entry is hardly ever looked at; the count is a power of two.
    private var slots: [UInt32]
    private var longest = 0

    /// Makes an empty table, which grows to at most 32,767 words.
    init() {
        slots = Array(repeating: 0, count: 64)
    }

    /// The value of a word.
    subscript(word: ArraySlice<UInt8>) -> Value? { self[word.span, 0..<word.count] }

    /// The value of the word that stands in a range of a text.
    subscript(text: Span<UInt8>, range: Range<Int>) -> Value? {
        guard range.count <= longest else { return nil }
        return number(in: slots[slot(of: text, range).slot]).map { entries[$0].value }
    }

    /// Calls `body` with every word and its value.
    func forEachWord(_ body: (ArraySlice<UInt8>, Value) -> Void) {
        var start = 0
        for entry in entries {
            body(bytes[start..<entry.end], entry.value)
            start = entry.end
        }
    }

    /// Gives a word a value, unless it has one.
    mutating func insert(_ word: ArraySlice<UInt8>, _ value: Value) { insert(word.span, 0..<word.count, value) }

    /// Gives the word that stands in a range of a text a value, unless it has one.
    mutating func insert(_ text: Span<UInt8>, _ range: Range<Int>, _ value: Value) {
        let (slot, tag) = slot(of: text, range)
        guard slots[slot] == 0, entries.count < Int(UInt16.max) / 2 else { return }
        for index in range { bytes.append(text[index]) }
        entries.append((bytes.count, value))
        slots[slot] = tag | UInt32(entries.count)
        longest = max(longest, range.count)
        if 2 * entries.count > slots.count { grow() }
    }

    /// Gives each word of a list a value, unless it has one.
    mutating func insert(words: String, _ value: Value) {
        let text = words.utf8.span
        var end = 0
        while let word = text.listedWord(from: end) {
            insert(text, word, value)
            end = word.upperBound
        }
    }

    private mutating func grow() {
        slots = Array(repeating: 0, count: 2 * slots.count)
        var start = 0
        for number in entries.indices {
            let (slot, tag) = slot(of: bytes.span, start..<entries[number].end)
            slots[slot] = tag | UInt32(number + 1)
            start = entries[number].end
        }
    }

    /// The number of the entry that a slot names.
    private func number(in slot: UInt32) -> Int? { slot == 0 ? nil : Int(slot & 0xFFFF) - 1 }

    /// The slot that holds a word, or the empty one where it would go, and what stands above the number in it.
    private func slot(of text: Span<UInt8>, _ range: Range<Int>) -> (slot: Int, tag: UInt32) {
        // The first and the last eight bytes, multiplied by the golden ratio of 64 bits (Knuth, "The Art of Computer Programming" 3,
        // section 6.4).
        let first = text.firstBytes(of: range)
        let last = range.count >= 8 ? text.eightBytes(at: range.upperBound - 8) : UInt64(range.count)
        let hash = (first ^ (last &* 0x9E37_79B9_7F4A_7C15) &>> 7) &* 0x9E37_79B9_7F4A_7C15
        let tag = UInt32(truncatingIfNeeded: hash &>> 32) & 0xFFFF_0000
        var slot = Int(truncatingIfNeeded: hash &>> 40) & (slots.count - 1)
        while let number = number(in: slots[slot]) {
            if slots[slot] & 0xFFFF_0000 == tag, holds(text, range, entry: number) { break }
            slot = (slot + 1) & (slots.count - 1)
        }
        return (slot, tag)
    }

    private func holds(_ text: Span<UInt8>, _ range: Range<Int>, entry: Int) -> Bool {
        let start = entry == 0 ? 0 : entries[entry - 1].end
        guard entries[entry].end - start == range.count else { return false }
        for offset in 0..<range.count where bytes[start + offset] != text[range.lowerBound + offset] { return false }
        return true
    }
}

extension Span<UInt8> {
    /// The next word of a hand-written list at or behind an index. Words are separated by spaces and line breaks.
    func listedWord(from index: Int) -> Range<Int>? {
        var start = index
        while start < count, self[start] <= 0x20 { start += 1 }
        var end = start
        while end < count, self[end] > 0x20 { end += 1 }
        return start == end ? nil : start..<end
    }

    /// The first eight bytes of a range, lowest first, filled up with zeros.
    @inline(__always)
    fileprivate func firstBytes(of range: Range<Int>) -> UInt64 {
        guard range.lowerBound &+ 8 <= count else { return extracting(range).lastBytes(from: 0) }
        return ByteWord.prefix(eightBytes(at: range.lowerBound), range.count)
    }
}
