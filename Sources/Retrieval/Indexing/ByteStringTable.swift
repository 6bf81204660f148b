internal import MappedStorage

/// Numbers distinct byte strings in the order of their first appearance, and keeps a value for each: a hash table of numbers over
/// entries over one arena of bytes.
///
/// Open addressing with linear probing, at most half full. A slot holds bits of the hash beside the number, so that a look-up
/// hardly ever comes to a wrong entry; an entry holds its string's first and last eight bytes, so that it hardly ever goes on to
/// the arena. What is looked up often came early and lies close together. Strings are compared whole: a poor hash costs
/// time, never a wrong number.
package struct ByteStringTable<Value> {
    struct Entry {
        fileprivate let key: Key
        /// What the caller keeps of the string.
        var value: Value
    }

    private(set) var arena: [UInt8] = []
    private var ends: [UInt32] = []
    /// In the order of the numbers.
    private(set) var entries: [Entry] = []
    /// Of 2ⁿ slots the lower n bits of a hash say where the search for its string begins. The lower n bits of a slot are the number plus
    /// one, or 0 where it is empty; those above are the hash's.
    private var slots: [UInt32]

    init() {
        self.init(slots: 1 << 12)
    }

    private init(slots count: Int) {
        slots = Array(repeating: 0, count: count)
    }

    var count: Int { ends.count }
    var byteCount: Int { arena.count + (4 + MemoryLayout<Entry>.stride) * ends.count + 4 * slots.count }

    subscript(id: Int) -> ArraySlice<UInt8> {
        arena[range(of: id)]
    }

    private func range(of id: Int) -> Range<Int> {
        (id == 0 ? 0 : Int(ends[id - 1]))..<Int(ends[id])
    }

    /// The entries, for changing their values.
    var mutableEntries: MutableSpan<Entry> {
        mutating get { entries.mutableSpan }
    }

    /// The number of the string, or nil when it was never added; expected constant time.
    @inline(__always)
    func id(of bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
        let key = Key(bytes, range)
        let found = Int(slots[slot(of: bytes, range, key, key.hash)]) & (slots.count &- 1)
        return found == 0 ? nil : found &- 1
    }

    /// What is looked for in the table.
    struct Probe {
        fileprivate let key: Key
        /// Depends on the bytes alone.
        let hash: UInt32
    }

    /// What to look for to find a string.
    @inline(__always)
    static func probe(_ bytes: Span<UInt8>, _ range: Range<Int>) -> Probe {
        let key = Key(bytes, range)
        return Probe(key: key, hash: key.hash)
    }

    /// Fills an array with the numbers of many strings, and another with the places of those that were never added, whose numbers mean
    /// nothing.
    ///
    /// In passes over all strings, for rare ones wait for memory: where the turns of a loop are short and do not depend on each other, the
    /// waits overlap.
    ///
    /// - Parameters:
    ///   - bytes: holds the strings.
    ///   - range: where each of them stands.
    func lookUp(
        _ probes: [Probe], in bytes: Span<UInt8>, _ numbers: inout [UInt32], unknown: inout [Int],
        range: (Int) -> Range<Int>
    ) {
        numbers.removeAll(keepingCapacity: true)
        numbers.append(addingCapacity: probes.count) { numbers in findHashes(of: probes.span, &numbers) }
        unknown.removeAll(keepingCapacity: true)
        var index = doubtful(in: numbers, probes, from: 0)
        while index < probes.count {
            // A new string, a long one, or two with one hash.
            if let other = id(of: bytes, range(index)) {
                numbers[index] = UInt32(truncatingIfNeeded: other)
            } else {
                unknown.append(index)
            }
            index = doubtful(in: numbers, probes, from: index + 1)
        }
    }

    /// The numbers of the first strings with the hashes.
    private func findHashes(of probes: Span<Probe>, _ numbers: inout OutputSpan<UInt32>) {
        let slots = slots.span
        let mask = UInt32(truncatingIfNeeded: slots.count &- 1)
        for index in probes.indices {
            let hash = probes[index].hash
            var slot = hash & mask
            var found = slots[Int(slot)]
            while (found ^ hash) & ~mask != 0, found & mask != 0 {
                slot = (slot &+ 1) & mask
                found = slots[Int(slot)]
            }
            // All ones for an empty slot, which is no number.
            numbers.append(found & mask &- 1)
        }
    }

    /// The next place where the string found may not be the one that was looked for.
    private func doubtful(in numbers: [UInt32], _ probes: [Probe], from start: Int) -> Int {
        let numbers = numbers.span
        let probes = probes.span
        let entries = entries.span
        var index = start
        while index < probes.count {
            let number = Int(numbers[index])
            guard number < entries.count, entries[number].key == probes[index].key, probes[index].key.isWhole
            else { break }
            index &+= 1
        }
        return index
    }

    /// Adds a string that is new, and gives its number.
    mutating func add(_ bytes: [UInt8], _ range: Range<Int>, _ value: Value) -> Int {
        let key = Key(bytes.span, range)
        let hash = key.hash
        let id = ends.count
        let slot = slot(of: bytes.span, range, key, hash)
        slots[slot] = hash & ~UInt32(slots.count - 1) | UInt32(id + 1)
        arena.append(addingCapacity: range.count) { arena in
            for index in range { arena.append(bytes[index]) }
        }
        ends.append(UInt32(arena.count))
        entries.append(Entry(key: key, value: value))
        if 2 * ends.count > slots.count { grow() }
        return id
    }

    /// The slot that holds the string, or the empty one where it would go.
    @inline(__always)
    private func slot(of bytes: Span<UInt8>, _ range: Range<Int>, _ key: Key, _ hash: UInt32) -> Int {
        let slots = slots.span
        let entries = entries.span
        let mask = UInt32(truncatingIfNeeded: slots.count &- 1)
        var slot = hash & mask
        while true {
            let found = slots[Int(slot)]
            let number = Int(found & mask) &- 1
            if number < 0 { return Int(slot) }
            if (found ^ hash) & ~mask == 0, entries[number].key == key,
                key.isWhole || isEqual(number, bytes, range)
            {
                return Int(slot)
            }
            slot = (slot &+ 1) & mask
        }
    }

    /// Whether an entry with the right key has the right string. Out of the way of look-ups that need not ask.
    @inline(never)
    private func isEqual(_ id: Int, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let known = self.range(of: id)
        guard known.count == range.count else { return false }
        let arena = arena.span
        var offset = 8
        while offset < range.count - 8 {
            let start = min(offset, range.count - 16)
            if arena.word(at: known.lowerBound + start) != bytes.word(at: range.lowerBound + start) { return false }
            offset += 8
        }
        return true
    }

    private mutating func grow() {
        let count = 2 * slots.count
        let mask = UInt32(count - 1)
        slots = []
        var grown = [UInt32](repeating: 0, count: count)
        for (id, entry) in entries.enumerated() {
            let hash = entry.key.hash
            var slot = hash & mask
            while grown[Int(slot)] != 0 { slot = (slot &+ 1) & mask }
            grown[Int(slot)] = hash & ~mask | UInt32(id + 1)
        }
        slots = grown
    }

    // MARK: Order

    /// All numbers, in ascending byte order of their strings.
    func sortedIDs() -> [Int] {
        // By the first eight bytes, which tell most strings apart.
        var order = sortedByFirstBytes()
        var start = 0
        while start < order.count {
            var end = start + 1
            while end < order.count, order[end].first == order[start].first { end += 1 }
            if end - start > 1 { order[start..<end].sort { precedes(Int($0.id), Int($1.id)) } }
            start = end
        }
        return order.map { Int($0.id) }
    }

    /// Sorted byte by byte, the last of the eight first (Knuth, "The Art of Computer Programming" 3, section 5.2.5): the time does not depend
    /// on guesses at what comes before what.
    private func sortedByFirstBytes() -> [(first: UInt64, id: UInt32)] {
        var order: [(first: UInt64, id: UInt32)] = []
        order.reserveCapacity(count)
        for id in 0..<count { order.append((entries[id].key.first.byteSwapped, UInt32(id))) }
        var sorted = order
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            var places = [Int](repeating: 0, count: 257)
            for entry in order { places[Int(entry.first &>> shift & 0xFF) + 1] += 1 }
            for byte in 0..<256 { places[byte + 1] += places[byte] }
            for entry in order {
                let byte = Int(entry.first &>> shift & 0xFF)
                sorted[places[byte]] = entry
                places[byte] += 1
            }
            swap(&order, &sorted)
        }
        return order
    }

    /// Whether a string comes before another in byte order.
    private func precedes(_ left: Int, _ right: Int) -> Bool {
        arena.span.extracting(range(of: left)).order(arena.span.extracting(range(of: right))) < 0
    }

    /// The strings with the given numbers, one after another. Who goes through them in an order that is not that of the numbers then goes
    /// through memory in a row.
    func gathered(_ numbers: [Int]) -> ByteStrings {
        let ends = ends.span
        // First where they are and then what they are, so that the waits for memory overlap.
        let ranges = numbers.map { number in (start: number == 0 ? 0 : ends[number - 1], end: ends[number]) }
        return ByteStrings(ranges, of: arena)
    }
}

/// Byte strings one after another in one array.
struct ByteStrings: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [UInt32] = [0]

    /// Strings that stand in an array.
    init(_ ranges: [(start: UInt32, end: UInt32)], of arena: [UInt8]) {
        ends.reserveCapacity(ranges.count + 1)
        // Sixteen bytes are copied whatever the length, and those beyond it written over by the next string: how long a string is cannot be
        // guessed, and where none is, the waits for memory overlap.
        let room = 16
        var bytes = [UInt8](repeating: 0, count: ranges.reduce(room) { $0 + Int($1.end - $1.start) })
        var out = bytes.mutableSpan
        let arena = arena.span
        var end = 0
        for range in ranges {
            let start = Int(range.start)
            let count = Int(range.end) - start
            var copied = 0
            if start + room <= arena.count {
                out.store(arena.word(at: start), at: end)
                out.store(arena.word(at: start + 8), at: end + 8)
                copied = room
            }
            while copied < count {
                out[end + copied] = arena[start + copied]
                copied += 1
            }
            end += count
            ends.append(UInt32(end))
        }
        bytes.removeLast(room)
        self.bytes = bytes
    }

    /// The strings of several, one after the other.
    init(joining parts: [Self]) {
        if let only = parts.first, parts.count == 1 {
            self = only
            return
        }
        bytes.reserveCapacity(parts.reduce(0) { $0 + $1.bytes.count })
        ends.reserveCapacity(parts.reduce(1) { $0 + $1.count })
        for part in parts {
            let start = UInt32(bytes.count)
            bytes += part.bytes
            ends += part.ends.dropFirst().lazy.map { $0 + start }
        }
    }

    var count: Int { ends.count - 1 }
    var indices: Range<Int> { 0..<count }

    subscript(index: Int) -> Span<UInt8> {
        @_lifetime(borrow self)
        borrowing get { bytes.span.extracting(Int(ends[index])..<Int(ends[index + 1])) }
    }

    /// Below 0 when a string comes before one of other strings in byte order, 0 when they are equal.
    func order(_ index: Int, _ others: Self, _ other: Int) -> Int { self[index].order(others[other]) }
}

extension Span<UInt8> {
    /// Below 0 when a string comes before another in byte order, 0 when they are equal.
    fileprivate func order(_ other: Span<UInt8>) -> Int {
        let shared = commonPrefixCount(with: other)
        if shared == Swift.min(count, other.count) { return count - other.count }
        return Int(self[shared]) - Int(other[shared])
    }
}

extension ByteStringTable: Sendable where Value: Sendable {}
extension ByteStringTable.Entry: Sendable where Value: Sendable {}

extension ByteStringTable<Void> {
    /// - Parameter slotCount: a power of two, twice as many as strings are expected at first.
    package init(slotCount: Int) {
        self.init(slots: slotCount)
    }

    /// The number of the string, which is added when it is new; expected constant time.
    package mutating func intern(_ bytes: [UInt8], _ range: Range<Int>) -> (id: Int, isNew: Bool) {
        if let id = id(of: bytes.span, range) { return (id, false) }
        return (add(bytes, range, ()), true)
    }

    /// The number of the string, which is added when it is new.
    @discardableResult
    package mutating func intern(_ bytes: [UInt8]) -> Int {
        intern(bytes, 0..<bytes.count).id
    }

    /// The number of the string, or nil when it was never added.
    package func id(of bytes: [UInt8], _ range: Range<Int>) -> Int? {
        id(of: bytes.span, range)
    }
}

/// What tells strings of up to sixteen bytes apart, and nearly all others.
private struct Key: Equatable, Sendable {
    /// The first eight bytes, lowest first, filled up with zeros.
    let first: UInt64
    /// The last eight bytes, of more than sixteen with those between mixed in; of a shorter string the same as the first.
    let last: UInt64
    /// The length up to 255.
    let length: UInt8

    /// Whether no two strings have this key.
    var isWhole: Bool { length <= 16 }

    @inline(__always)
    init(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        length = UInt8(truncatingIfNeeded: min(range.count, 255))
        if range.lowerBound &+ 8 <= bytes.count {
            // All ones for eight bytes and more.
            let mask = range.isEmpty ? 0 : UInt64.max &>> UInt64(64 &- 8 &* min(range.count, 8))
            first = bytes.word(at: range.lowerBound) & mask
            var last = bytes.word(at: max(range.lowerBound, range.upperBound &- 8)) & mask
            // What lies between counts too, or long words that differ there alone would all meet in one place.
            var index = range.lowerBound &+ 8
            while index &+ 8 < range.upperBound {
                last = (last &<< 5 | last &>> 59) ^ bytes.word(at: index) &* 0xFF51_AFD7_ED55_8CCD
                index &+= 8
            }
            self.last = last
        } else {
            var word: UInt64 = 0
            for index in range { word |= UInt64(bytes[index]) &<< UInt64(8 &* (index &- range.lowerBound)) }
            first = word
            last = word
        }
    }

    /// Two multiplications by odd constants, the golden ratio of 64 bits first (Knuth, "The Art of Computer Programming" 3, section 6.4), of
    /// which the high bits depend on all bits.
    @inline(__always)
    var hash: UInt32 {
        let mixed = (first ^ UInt64(length)) &* 0x9E37_79B9_7F4A_7C15
        let hash = (mixed ^ mixed &>> 29 ^ last) &* 0xBF58_476D_1CE4_E5B9
        return UInt32(truncatingIfNeeded: hash &>> 32)
    }

    @inline(__always)
    static func == (left: Key, right: Key) -> Bool {
        left.first == right.first && left.last == right.last && left.length == right.length
    }
}
