internal import MappedStorage

// The format of one term's postings
//
//     list    := skip entry × (count / 128), then block × (count / 128), then tail
//     skip    := last passage (u32), offset of the block from the list's start (u32), bits a delta (u8), greatest impact (u8), 0 (u16)
//     block   := 128 passage deltas, bit-packed in four lanes (16 · bits bytes), then 128 impacts (u8)
//     tail    := (varint delta, impact u8) × (count mod 128)
//
// The first delta of a list counts from -1 (a delta is at least 1), so that passage 0 needs no special case. Deltas are
// stored less one. A term that occurs in one passage has no list: its posting stands in the term info itself.
//
// Lanes: value i of a block belongs to lane i mod 4, and the 32 values of a lane are packed into `bits` 32-bit words, so
// that four values decode with each step (the layout of Lemire and Boytsov, "Decoding billions of integers per second
// through vectorization", 2015).

/// One occurrence of a term: the passage, local to its segment, and the idf-free weight of the term in it.
public struct Posting: Hashable, Sendable {
    public var passage: UInt32
    /// 0 … 255, see `ImpactScale`.
    public var impact: UInt8

    public init(passage: UInt32, impact: UInt8) {
        self.passage = passage
        self.impact = impact
    }
}

enum PostingsFormat {
    static let blockLength = 128
    static let skipEntryByteCount = 12

    /// Appends a term's postings, at least two, ascending by passage.
    static func append(_ postings: ArraySlice<Posting>, to writer: inout ByteWriter) {
        let fullBlockCount = postings.count / blockLength
        var blocks = ByteWriter(reservingCapacity: postings.count * 2)
        var previous: Int64 = -1
        var at = postings.startIndex
        let skipByteCount = fullBlockCount * skipEntryByteCount
        var deltas = [UInt32](repeating: 0, count: blockLength)

        for _ in 0..<fullBlockCount {
            let block = postings[at..<(at + blockLength)]
            var greatestDelta: UInt32 = 0
            var greatestImpact: UInt8 = 0
            for (slot, posting) in block.enumerated() {
                deltas[slot] = UInt32(Int64(posting.passage) - previous - 1)
                previous = Int64(posting.passage)
                greatestDelta = max(greatestDelta, deltas[slot])
                greatestImpact = max(greatestImpact, posting.impact)
            }
            let bits = 32 - greatestDelta.leadingZeroBitCount
            writer.append(block.last?.passage ?? 0)
            writer.append(UInt32(skipByteCount + blocks.byteCount))
            writer.append(UInt8(bits))
            writer.append(greatestImpact)
            writer.append(UInt16(0))
            pack(deltas, bits: bits, to: &blocks)
            blocks.append(contentsOf: block.lazy.map(\.impact))
            at += blockLength
        }
        writer.append(contentsOf: blocks.bytes)
        for posting in postings[at...] {
            writer.appendVarint(UInt64(Int64(posting.passage) - previous - 1))
            writer.append(posting.impact)
            previous = Int64(posting.passage)
        }
    }

    private static func pack(_ values: [UInt32], bits: Int, to writer: inout ByteWriter) {
        guard bits > 0 else { return }
        var words = [UInt32](repeating: 0, count: 4 * bits)
        for (index, value) in values.enumerated() {
            let lane = index % 4
            let bit = (index / 4) * bits
            let word = bit / 32
            let shift = bit % 32
            words[4 * word + lane] |= value << UInt32(shift)
            if shift + bits > 32 {
                words[4 * (word + 1) + lane] |= value >> UInt32(32 - shift)
            }
        }
        for word in words { writer.append(word) }
    }
}
