internal import MappedStorage

// The format of one term's postings
//
//     list    := head, block × ⌈count / 128⌉
//     head    := one block:    bits a delta (u8), least impact (u8)
//                several:      last passage (u32) × blocks, bits a delta (u8) × blocks, least impact (u8) × blocks,
//                              greatest impact (u8) × blocks
//     block   := passage deltas, then impacts less the least; both bit-packed
//
// The first delta of a list counts from -1 (a delta is at least 1), so that passage 0 needs no special case. Deltas are
// stored less one. Impacts take as many bits as the difference between the block's greatest and least impact does; of a
// single block the greatest is the term's, which stands in the term info. A term that occurs in one passage has no list:
// its posting stands in the term info itself. Where a block begins is the sum of the lengths before it.
//
// Full blocks are packed in lanes: value i belongs to lane i mod 4, and the 32 values of a lane are packed into `bits`
// 32-bit words, so that four values decode with each step (the layout of Lemire and Boytsov, "Decoding billions of integers per
// second through vectorization", 2015). The last block, when it is not full, is one stream of bits, lowest first, up to a whole
// byte: most terms are rare, and lanes would fill up to 16 bytes each time.

/// One occurrence of a term: the passage, local to its segment, and the idf-free weight of the term in it.
public struct Posting: Hashable, Sendable {
    public var passage: UInt32
    /// 1 … 63, see `ImpactScale`; the format has room for 8 bits.
    public var impact: UInt8

    public init(passage: UInt32, impact: UInt8) {
        self.passage = passage
        self.impact = impact
    }
}

enum PostingsFormat {
    static let blockLength = 128
    /// Bytes of the head for each block, where there are several.
    static let headByteCount = 7

    static func blockCount(of postingCount: Int) -> Int {
        (postingCount + blockLength - 1) / blockLength
    }

    /// Bytes that `count` values of so many bits take.
    @inline(__always)
    static func packedByteCount(_ count: Int, bits: Int) -> Int {
        (count * bits + 7) >> 3
    }

    /// The bits that a number up to `greatest` takes.
    @inline(__always)
    static func bitCount(_ greatest: UInt32) -> Int {
        32 - greatest.leadingZeroBitCount
    }

    /// Appends a term's postings, at least two, ascending by passage.
    static func append(_ postings: ArraySlice<Posting>, to writer: inout ByteWriter) {
        let blockCount = blockCount(of: postings.count)
        var blocks = ByteWriter(reservingCapacity: postings.count * 2)
        var lasts: [UInt32] = []
        var widths: [UInt8] = []
        var least: [UInt8] = []
        var greatest: [UInt8] = []
        var previous = UInt32.max
        var deltas = [UInt32](repeating: 0, count: blockLength)
        var impacts = deltas

        for start in stride(from: postings.startIndex, to: postings.endIndex, by: blockLength) {
            let block = postings[start..<min(start + blockLength, postings.endIndex)]
            var allDeltas: UInt32 = 0
            var low = UInt8.max
            var high = UInt8.min
            for (slot, posting) in block.enumerated() {
                deltas[slot] = posting.passage &- previous &- 1
                previous = posting.passage
                allDeltas |= deltas[slot]
                impacts[slot] = UInt32(posting.impact)
                low = min(low, posting.impact)
                high = max(high, posting.impact)
            }
            for slot in 0..<block.count { impacts[slot] -= UInt32(low) }
            let bits = bitCount(allDeltas)
            lasts.append(previous)
            widths.append(UInt8(bits))
            least.append(low)
            greatest.append(high)
            pack(deltas, count: block.count, bits: bits, to: &blocks)
            pack(impacts, count: block.count, bits: bitCount(UInt32(high - low)), to: &blocks)
        }
        if blockCount > 1 {
            for last in lasts { writer.append(last) }
            writer.append(contentsOf: widths)
            writer.append(contentsOf: least)
            writer.append(contentsOf: greatest)
        } else {
            writer.append(contentsOf: widths)
            writer.append(contentsOf: least)
        }
        writer.append(contentsOf: blocks.bytes)
    }

    private static func pack(_ values: [UInt32], count: Int, bits: Int, to writer: inout ByteWriter) {
        guard bits > 0 else { return }
        guard count == blockLength else { return packStream(values, count: count, bits: bits, to: &writer) }
        var words = [UInt32](repeating: 0, count: 4 * bits)
        for index in 0..<blockLength {
            let lane = index & 3
            let bit = (index >> 2) * bits
            let word = bit >> 5
            let shift = bit & 31
            words[4 * word + lane] |= values[index] << UInt32(shift)
            if shift + bits > 32 {
                words[4 * (word + 1) + lane] |= values[index] >> UInt32(32 - shift)
            }
        }
        for word in words { writer.append(word) }
    }

    private static func packStream(_ values: [UInt32], count: Int, bits: Int, to writer: inout ByteWriter) {
        var pending: UInt64 = 0
        var pendingBits = 0
        for index in 0..<count {
            pending |= UInt64(values[index]) << UInt64(pendingBits)
            pendingBits += bits
            while pendingBits >= 8 {
                writer.append(UInt8(truncatingIfNeeded: pending))
                pending >>= 8
                pendingBits -= 8
            }
        }
        if pendingBits > 0 { writer.append(UInt8(truncatingIfNeeded: pending)) }
    }
}
