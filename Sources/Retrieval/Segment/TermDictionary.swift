internal import MappedStorage

// The format of a dictionary: byte strings in ascending order, in front-coded blocks of 32
//
//     dictionary := count (u32), offset of each block from the first (u32), block …
//     block      := length (varint), first string, then (shared prefix (varint), length of the rest (varint), rest) × 31

/// Sorted byte strings on disk; the ordinal of a string is its place in byte order.
struct TermDictionary: ~Escapable {
    static let blockLength = 32

    let count: Int
    private let offsets: RawSpan
    private let blocks: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) throws(MalformedBytes) {
        var reader = ByteReader(bytes)
        let count = Int(try reader.read(UInt32.self))
        let blockCount = (count + Self.blockLength - 1) / Self.blockLength
        guard 4 * blockCount <= reader.remainingByteCount else {
            throw .truncated(offset: 4, neededByteCount: 4 * blockCount)
        }
        self.count = count
        offsets = bytes.extracting(4..<(4 + 4 * blockCount))
        blocks = bytes.extracting((4 + 4 * blockCount)..<bytes.byteCount)
    }

    private var blockCount: Int { offsets.byteCount / 4 }

    private func offset(ofBlock block: Int) throws(MalformedBytes) -> Int {
        let offset = Int(offsets.load(UInt32.self, at: 4 * block))
        guard offset < blocks.byteCount else { throw .truncated(offset: offset, neededByteCount: 1) }
        return offset
    }

    /// The last block that begins with `string` or with something before it, or nil.
    private func block(before string: [UInt8]) throws(MalformedBytes) -> Int? {
        var low = 0
        var high = blockCount
        while low < high {
            let middle = (low + high) / 2
            var reader = ByteReader(blocks, offset: try offset(ofBlock: middle))
            if try reader.compareString(with: string) > 0 {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low > 0 ? low - 1 : nil
    }

    /// The ordinal of `string`, or nil when it is not in the dictionary. O(log count) string comparisons.
    func ordinal(of string: [UInt8]) throws(MalformedBytes) -> Int? {
        guard let block = try block(before: string) else { return nil }
        var found: Int?
        try forEachString(inBlock: block) { (ordinal, candidate) throws(MalformedBytes) in
            if candidate == string { found = ordinal }
            return candidate.lexicographicallyPrecedes(string)
        }
        return found
    }

    /// The string with the given ordinal.
    func string(at ordinal: Int) throws(MalformedBytes) -> [UInt8] {
        precondition(ordinal >= 0 && ordinal < count)
        var found: [UInt8] = []
        try forEachString(inBlock: ordinal / Self.blockLength) { (at, candidate) throws(MalformedBytes) in
            found = candidate
            return at < ordinal
        }
        return found
    }

    /// Calls `body` with every string in ascending order, until it returns false.
    func forEachString(_ body: (Int, [UInt8]) throws(MalformedBytes) -> Bool) throws(MalformedBytes) {
        var goOn = true
        for block in 0..<blockCount where goOn {
            try forEachString(inBlock: block) { (ordinal, string) throws(MalformedBytes) in
                goOn = try body(ordinal, string)
                return goOn
            }
        }
    }

    /// Calls `body` with every string that begins with `prefix`, ascending, until it returns false.
    func forEachString(
        beginningWith prefix: [UInt8], _ body: (Int, [UInt8]) throws(MalformedBytes) -> Bool
    ) throws(MalformedBytes) {
        var goOn = true
        var block = try block(before: prefix) ?? 0
        while goOn, block < blockCount {
            try forEachString(inBlock: block) { (ordinal, string) throws(MalformedBytes) in
                if string.starts(with: prefix) {
                    goOn = try body(ordinal, string)
                } else {
                    goOn = string.lexicographicallyPrecedes(prefix)
                }
                return goOn
            }
            block += 1
        }
    }

    private func forEachString(
        inBlock block: Int, _ body: (Int, [UInt8]) throws(MalformedBytes) -> Bool
    ) throws(MalformedBytes) {
        let start = try offset(ofBlock: block)
        let first = block * Self.blockLength
        try Self.forEachString(
            in: blocks.extracting(start..<blocks.byteCount), ordinals: first..<min(first + Self.blockLength, count),
            body)
    }

    /// Calls `body` with the strings of one block, until it returns false.
    ///
    /// - Parameter bytes: from the start of the block on; what follows it is not read.
    static func forEachString(
        in bytes: RawSpan, ordinals: Range<Int>, _ body: (Int, [UInt8]) throws(MalformedBytes) -> Bool
    ) throws(MalformedBytes) {
        var reader = ByteReader(bytes)
        var string = try reader.readString()
        for ordinal in ordinals {
            if ordinal > ordinals.lowerBound {
                let shared = try reader.readCount("shared prefix", atMost: string.count)
                string.removeSubrange(shared...)
                try reader.readString(onto: &string)
            }
            guard try body(ordinal, string) else { return }
        }
    }

    /// Appends a dictionary of `strings`, which must be ascending in byte order and distinct.
    static func append(_ strings: [ArraySlice<UInt8>], to writer: inout ByteWriter) {
        var offsets: [UInt32] = []
        var blocks = ByteWriter()
        for (index, string) in strings.enumerated() {
            if index % blockLength == 0 {
                offsets.append(UInt32(blocks.byteCount))
                blocks.appendString(string)
            } else {
                let shared = zip(strings[index - 1], string).prefix { $0 == $1 }.count
                blocks.appendVarint(UInt64(shared))
                blocks.appendString(string.dropFirst(shared))
            }
        }
        writer.append(UInt32(strings.count))
        for offset in offsets { writer.append(offset) }
        writer.append(contentsOf: blocks.bytes)
    }
}
