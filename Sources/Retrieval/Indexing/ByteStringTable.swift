internal import MappedStorage

/// Numbers distinct byte strings in the order of their first appearance: a hash table over one arena of bytes.
///
/// Open addressing with linear probing, at most half full. A slot holds the string's first eight bytes and its length, so
/// that most look-ups touch one line of the cache and never the arena. Strings are compared whole: a poor hash costs time,
/// never a wrong number.
struct ByteStringTable {
    private struct Slot {
        /// The first eight bytes, lowest first, filled up with zeros.
        var key: UInt64 = 0
        var length: UInt32 = 0
        /// The string's number plus one; 0 in an empty slot.
        var idPlusOne: UInt32 = 0
    }

    private(set) var arena: [UInt8] = []
    private var ends: [UInt32] = []
    private var slots: [Slot]

    init() {
        slots = Array(repeating: Slot(), count: 1 << 12)
    }

    var count: Int { ends.count }
    var byteCount: Int { arena.count + 4 * ends.count + 16 * slots.count }

    subscript(id: Int) -> ArraySlice<UInt8> {
        arena[range(of: id)]
    }

    private func range(of id: Int) -> Range<Int> {
        (id == 0 ? 0 : Int(ends[id - 1]))..<Int(ends[id])
    }

    /// The number of the string, which is added when it is new; expected constant time.
    mutating func intern(_ bytes: [UInt8], _ range: Range<Int>) -> (id: Int, isNew: Bool) {
        let span = bytes.span
        let key = Self.key(span, range)
        let slot = slot(of: span, range, key)
        if slots[slot].idPlusOne != 0 { return (Int(slots[slot].idPlusOne) - 1, false) }
        slots[slot] = Slot(key: key, length: UInt32(range.count), idPlusOne: UInt32(ends.count + 1))
        arena.append(contentsOf: bytes[range])
        ends.append(UInt32(arena.count))
        if 2 * ends.count > slots.count { grow() }
        return (ends.count - 1, true)
    }

    /// The number of the string, or nil when it was never added.
    func id(of bytes: [UInt8], _ range: Range<Int>) -> Int? {
        id(of: bytes.span, range)
    }

    @inline(__always)
    func id(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let found = slots[slot(of: bytes, range, Self.key(bytes, range))].idPlusOne
        return found == 0 ? nil : Int(found) - 1
    }

    /// The slot that holds the string, or the empty one where it would go.
    @inline(__always)
    private func slot(of bytes: Span<UInt8>, _ range: Range<Int>, _ key: UInt64) -> Int {
        let slots = slots.span
        let mask = slots.count - 1
        var slot = Self.hash(bytes, range, key) & mask
        while true {
            let found = slots[slot]
            if found.idPlusOne == 0 { return slot }
            if found.key == key, Int(found.length) == range.count,
                range.count <= 8 || isEqual(Int(found.idPlusOne) - 1, bytes, range)
            {
                return slot
            }
            slot = (slot + 1) & mask
        }
    }

    private func isEqual(_ id: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let known = self.range(of: id)
        let arena = arena.span
        // The first eight bytes are known to be equal; the last eight end with the string, wherever they begin.
        var offset = 8
        while offset < range.count {
            let start = min(offset, range.count - 8)
            if arena.word(at: known.lowerBound + start) != bytes.word(at: range.lowerBound + start) { return false }
            offset += 8
        }
        return true
    }

    private mutating func grow() {
        let old = slots
        slots = Array(repeating: Slot(), count: old.count * 2)
        let mask = slots.count - 1
        for entry in old where entry.idPlusOne != 0 {
            var slot = Self.hash(arena.span, range(of: Int(entry.idPlusOne) - 1), entry.key) & mask
            while slots[slot].idPlusOne != 0 { slot = (slot + 1) & mask }
            slots[slot] = entry
        }
    }

    /// Up to eight bytes from the start of the range, lowest first.
    @inline(__always)
    private static func key(_ bytes: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
        word(bytes, range.lowerBound, min(8, range.count))
    }

    @inline(__always)
    private static func word(_ bytes: Span<UInt8>, _ start: Int, _ count: Int) -> UInt64 {
        if start + 8 <= bytes.count {
            let word = bytes.word(at: start)
            return count == 8 ? word : word & ((1 << UInt64(8 * count)) - 1)
        }
        var word: UInt64 = 0
        for offset in 0..<count { word |= UInt64(bytes[start + offset]) << UInt64(8 * offset) }
        return word
    }

    /// Multiplies by the golden ratio of 64 bits and takes the high bits (Knuth, "The Art of Computer Programming" 3, section 6.4);
    /// of a long string the last eight bytes count, too.
    @inline(__always)
    private static func hash(_ bytes: Span<UInt8>, _ range: Range<Int>, _ key: UInt64) -> Int {
        var hash = (key ^ UInt64(range.count)) &* 0x9E37_79B9_7F4A_7C15
        if range.count > 8 {
            hash = (hash ^ hash >> 29 ^ word(bytes, range.upperBound - 8, 8)) &* 0xBF58_476D_1CE4_E5B9
        }
        return Int(truncatingIfNeeded: hash >> 32 ^ hash >> 12)
    }

    /// All numbers, in ascending byte order of their strings.
    func sortedIDs() -> [Int] {
        let arena = arena.span
        // Most comparisons are decided by the first eight bytes.
        var entries: [(key: UInt64, id: UInt32)] = []
        entries.reserveCapacity(count)
        for id in 0..<count {
            entries.append((Self.key(arena, range(of: id)).byteSwapped, UInt32(id)))
        }
        entries.sort { left, right in
            left.key != right.key ? left.key < right.key : precedes(Int(left.id), Int(right.id))
        }
        return entries.map { Int($0.id) }
    }

    /// Whether a string comes before another in byte order.
    func precedes(_ left: Int, _ right: Int) -> Bool {
        self[left].lexicographicallyPrecedes(self[right])
    }
}
