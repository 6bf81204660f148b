/// A small map from words to values that looks words up without allocating.
///
/// Hashes with open addressing and linear probing; at most half the slots are taken, so an empty one is always near.
struct WordTable<Value: Sendable>: Sendable {
    /// The words, one after another.
    private var bytes: [UInt8] = []
    private var entries: [(end: Int, value: Value)] = []
    /// For each slot the number of its entry plus one, or 0; the count is a power of two.
    private var slots: [UInt16]
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
        let entry = slots[slot(of: text, range)]
        return entry == 0 ? nil : entries[Int(entry) - 1].value
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
        let slot = slot(of: text, range)
        guard slots[slot] == 0, entries.count < Int(UInt16.max) / 2 else { return }
        for index in range { bytes.append(text[index]) }
        entries.append((bytes.count, value))
        slots[slot] = UInt16(entries.count)
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
            slots[slot(of: bytes.span, start..<entries[number].end)] = UInt16(number + 1)
            start = entries[number].end
        }
    }

    /// The slot that holds a word, or the empty one where it would go.
    private func slot(of text: Span<UInt8>, _ range: Range<Int>) -> Int {
        // The first and the last eight bytes, multiplied by the golden ratio of 64 bits (Knuth, "The Art of Computer Programming" 3,
        // section 6.4).
        let bytes = text.extracting(range)
        let isLong = bytes.count >= 8
        let first = isLong ? bytes.eightBytes(at: 0) : bytes.lastBytes(from: 0)
        let last = isLong ? bytes.eightBytes(at: bytes.count - 8) : UInt64(bytes.count)
        let hash = (first ^ (last &* 0x9E37_79B9_7F4A_7C15) &>> 7) &* 0x9E37_79B9_7F4A_7C15
        var slot = Int(truncatingIfNeeded: hash &>> 40) & (slots.count - 1)
        while slots[slot] != 0, !holds(text, range, entry: Int(slots[slot]) - 1) {
            slot = (slot + 1) & (slots.count - 1)
        }
        return slot
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
}
