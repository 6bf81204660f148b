/// Numbers distinct byte strings in the order of their first appearance: a hash table over one arena of bytes.
///
/// Open addressing with linear probing, at most half full. Strings are compared by length and bytes, so that a poor hash
/// costs time, never a wrong number.
struct ByteStringTable {
    private(set) var arena: [UInt8] = []
    private var ends: [UInt32] = []
    private var slots: [UInt32]
    private static let empty = UInt32.max

    init() {
        slots = Array(repeating: Self.empty, count: 1 << 12)
    }

    var count: Int { ends.count }
    var byteCount: Int { arena.count + 4 * (ends.count + slots.count) }

    subscript(id: Int) -> ArraySlice<UInt8> {
        arena[range(of: id)]
    }

    private func range(of id: Int) -> Range<Int> {
        (id == 0 ? 0 : Int(ends[id - 1]))..<Int(ends[id])
    }

    /// The number of the string, which is added when it is new; expected constant time.
    mutating func intern(_ bytes: [UInt8], _ range: Range<Int>) -> (id: Int, isNew: Bool) {
        var slot = Self.hash(bytes, range) & (slots.count - 1)
        while slots[slot] != Self.empty {
            let id = Int(slots[slot])
            if isEqual(id, bytes, range) { return (id, false) }
            slot = (slot + 1) & (slots.count - 1)
        }
        let id = ends.count
        slots[slot] = UInt32(id)
        arena.append(contentsOf: bytes[range])
        ends.append(UInt32(arena.count))
        if 2 * ends.count > slots.count { grow() }
        return (id, true)
    }

    /// The number of the string, or nil when it was never added.
    func id(of bytes: [UInt8], _ range: Range<Int>) -> Int? {
        var slot = Self.hash(bytes, range) & (slots.count - 1)
        while slots[slot] != Self.empty {
            let id = Int(slots[slot])
            if isEqual(id, bytes, range) { return id }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private func isEqual(_ id: Int, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        let known = self.range(of: id)
        guard known.count == range.count else { return false }
        var at = range.lowerBound
        for index in known {
            if arena[index] != bytes[at] { return false }
            at += 1
        }
        return true
    }

    private mutating func grow() {
        slots = Array(repeating: Self.empty, count: slots.count * 2)
        for id in 0..<ends.count {
            var slot = Self.hash(arena, range(of: id)) & (slots.count - 1)
            while slots[slot] != Self.empty { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(id)
        }
    }

    /// FNV-1a (Fowler, Noll, Vo), 64 bits, with the high half folded in because only low bits choose the slot.
    private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in range {
            hash = (hash ^ UInt64(bytes[index])) &* 0x0000_0100_0000_01B3
        }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32))
    }

    /// All numbers, in ascending byte order of their strings.
    func sortedIDs() -> [Int] {
        (0..<count).sorted { self[$0].lexicographicallyPrecedes(self[$1]) }
    }
}
