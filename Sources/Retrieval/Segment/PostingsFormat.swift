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
        var encoder = PostingsEncoder()
        _ = encoder.append(postings, to: &writer)
    }
}

/// Encodes postings lists one after another, with the same memory.
struct PostingsEncoder {
    private var deltas = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
    private var impacts = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
    private var blocks = ByteWriter()
    private var lasts: [UInt32] = []
    private var widths: [UInt8] = []
    private var least: [UInt8] = []
    private var greatest: [UInt8] = []

    /// Appends a term's postings, at least two, ascending by passage; gives the greatest impact.
    mutating func append(_ postings: ArraySlice<Posting>, to writer: inout ByteWriter) -> UInt8 {
        blocks.removeAll()
        lasts.removeAll(keepingCapacity: true)
        widths.removeAll(keepingCapacity: true)
        least.removeAll(keepingCapacity: true)
        greatest.removeAll(keepingCapacity: true)
        var previous = UInt32.max
        for start in stride(from: postings.startIndex, to: postings.endIndex, by: PostingsFormat.blockLength) {
            appendBlock(
                postings[start..<min(start + PostingsFormat.blockLength, postings.endIndex)], after: &previous)
        }
        if lasts.count > 1 {
            for last in lasts { writer.append(last) }
            writer.append(contentsOf: widths)
            writer.append(contentsOf: least)
            writer.append(contentsOf: greatest)
        } else {
            writer.append(widths[0])
            writer.append(least[0])
        }
        writer.append(contentsOf: blocks.bytes)
        return greatest.max() ?? 0
    }

    private mutating func appendBlock(_ block: ArraySlice<Posting>, after previous: inout UInt32) {
        let postings = block.span
        var allDeltas: UInt32 = 0
        var low = UInt8.max
        var high = UInt8.min
        for slot in 0..<postings.count {
            let posting = postings[slot]
            deltas[slot] = posting.passage &- previous &- 1
            previous = posting.passage
            allDeltas |= deltas[slot]
            impacts[slot] = UInt32(posting.impact)
            low = min(low, posting.impact)
            high = max(high, posting.impact)
        }
        for slot in 0..<postings.count { impacts[slot] &-= UInt32(low) }
        let bits = PostingsFormat.bitCount(allDeltas)
        lasts.append(previous)
        widths.append(UInt8(bits))
        least.append(low)
        greatest.append(high)
        Self.pack(deltas, count: postings.count, bits: bits, to: &blocks)
        Self.pack(impacts, count: postings.count, bits: PostingsFormat.bitCount(UInt32(high - low)), to: &blocks)
    }

    private static func pack(_ values: [UInt32], count: Int, bits: Int, to writer: inout ByteWriter) {
        guard bits > 0 else { return }
        guard count == PostingsFormat.blockLength else {
            return packStream(values.span, count: count, bits: bits, to: &writer)
        }
        let values = values.span
        for lane in stride(from: 0, to: 4 * bits, by: 1) {
            // Word w of lane l holds the bits 32 w … 32 w + 31 of the lane's stream.
            let first = 32 * (lane >> 2)
            var row = first / bits
            var word: UInt32 = 0
            while row < 32, row * bits < first + 32 {
                let shift = row * bits - first
                let value = values[4 * row + lane & 3]
                word |= shift >= 0 ? value &<< UInt32(shift) : value &>> UInt32(-shift)
                row += 1
            }
            writer.append(word)
        }
    }

    private static func packStream(_ values: Span<UInt32>, count: Int, bits: Int, to writer: inout ByteWriter) {
        var pending: UInt64 = 0
        var pendingBits = 0
        for index in 0..<count {
            pending |= UInt64(values[index]) &<< UInt64(pendingBits)
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
