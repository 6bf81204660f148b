internal import MappedStorage

// The format of one term's postings
//
//     list          := head, block × ⌈count / 128⌉
//     head          := one block: width (u8), with 128 added where some impacts are not plain
//                      several:   last passage (u32) × blocks, width (u8) × blocks, impacts that are not plain (u8) × blocks,
//                                 greatest impact (u8) × blocks
//     block of 128  := gap × 128, [mark × 128, 6-bit impact …]
//     shorter block := low bits of each gap, high bits of each gap, [mark × count, 6-bit impact …]; one stream of bits
//
// A gap is how many passages lie between a posting's and that of the one before, or the start of the segment.
//
// A passage's plain impact is that of a term which stands once in its body and nowhere else, as most do. It is kept once for each passage,
// in a section of its own; the marks (bits) say which postings have another impact. Where all are plain there are no marks.
//
// The gaps of 128 are `width` bits each, in lanes: value i belongs to lane i mod 4, and the 32 values of a lane are packed into `width`
// 32-bit words, so that four values decode with each step (the layout of Lemire and Boytsov, "Decoding billions of integers per second
// through vectorization", 2015). What follows is a stream of bits, lowest first.
//
// In a shorter block the low `width` bits of all gaps come first; of each gap divided by 2^width there are then as many zeros, and a one
// (the code of Rice, "Some practical universal noiseless coding techniques", 1979, its halves apart). It costs a bit and a half
// more than a gap's share of the information, where widths for the greatest gap of a block cost nearly three.
//
// A term that occurs in one passage has no list: its posting stands in the dictionary. Where a block begins is the sum of the lengths
// before it.

/// One occurrence of a term: the passage, local to its segment, and the idf-free weight of the term in it.
public struct Posting: Hashable, Sendable {
    public var passage: UInt32
    /// 1 … 63, see `ImpactScale`.
    public var impact: UInt8

    public init(passage: UInt32, impact: UInt8) {
        self.passage = passage
        self.impact = impact
    }
}

enum PostingsFormat {
    static let blockLength = 128
    static let impactBitCount = 6
    /// Bytes of the head for each block, where there are several.
    static let headByteCount = 7
    /// What is added to the width of an only block where some impacts are not plain.
    static let markedFlag: UInt8 = 128

    static func blockCount(of postingCount: Int) -> Int {
        (postingCount + blockLength - 1) / blockLength
    }

    /// The length of the head of a list of so many postings.
    @inline(__always)
    static func headByteCount(of postingCount: Int) -> Int {
        let blockCount = blockCount(of: postingCount)
        return blockCount == 1 ? 1 : headByteCount * blockCount
    }

    /// Bytes that the marks of a full block and `count` impacts take.
    @inline(__always)
    static func markedByteCount(_ count: Int) -> Int {
        count == 0 ? 0 : blockLength / 8 + (impactBitCount * count + 7) >> 3
    }
}

/// Encodes postings lists one after another, with the same memory.
struct PostingsEncoder {
    private var gaps = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
    private var blocks = ByteWriter()
    private var lasts: [UInt32] = []
    private var widths: [UInt8] = []
    private var markedCounts: [UInt8] = []
    private var greatest: [UInt8] = []

    /// Appends a term's postings, at least two, ascending by passage.
    ///
    /// - Parameter plainImpacts: of each passage.
    mutating func append(_ postings: ArraySlice<Posting>, plainImpacts: [UInt8], to writer: inout ByteWriter) {
        blocks.removeAll()
        lasts.removeAll(keepingCapacity: true)
        widths.removeAll(keepingCapacity: true)
        markedCounts.removeAll(keepingCapacity: true)
        greatest.removeAll(keepingCapacity: true)
        var previous = UInt32.max
        for start in stride(from: postings.startIndex, to: postings.endIndex, by: PostingsFormat.blockLength) {
            let end = min(start + PostingsFormat.blockLength, postings.endIndex)
            appendBlock(postings[start..<end], plainImpacts, after: &previous)
        }
        if lasts.count > 1 {
            for last in lasts { writer.append(last) }
            writer.append(contentsOf: widths)
            writer.append(contentsOf: markedCounts)
            writer.append(contentsOf: greatest)
        } else {
            writer.append(widths[0] | (markedCounts[0] > 0 ? PostingsFormat.markedFlag : 0))
        }
        writer.append(contentsOf: blocks.bytes)
    }

    private mutating func appendBlock(
        _ block: ArraySlice<Posting>, _ plainImpacts: [UInt8], after previous: inout UInt32
    ) {
        let postings = block.span
        let plain = plainImpacts.span
        var allGaps: UInt32 = 0
        var sum: UInt64 = 0
        var high: UInt8 = 0
        var markedCount = 0
        for slot in 0..<postings.count {
            let posting = postings[slot]
            gaps[slot] = posting.passage &- previous &- 1
            previous = posting.passage
            allGaps |= gaps[slot]
            sum += UInt64(gaps[slot])
            high = max(high, posting.impact)
            if plain[Int(posting.passage)] != posting.impact { markedCount += 1 }
        }
        lasts.append(previous)
        greatest.append(high)
        markedCounts.append(UInt8(markedCount))
        var packer = BitPacker()
        if postings.count == PostingsFormat.blockLength {
            let width = 32 - allGaps.leadingZeroBitCount
            widths.append(UInt8(width))
            packLanes(width)
        } else {
            let width = riceWidth(count: postings.count, sum: sum)
            widths.append(UInt8(width))
            packShort(postings.count, width, &packer)
        }
        if markedCount > 0 {
            for slot in 0..<postings.count {
                let isMarked = plain[Int(postings[slot].passage)] != postings[slot].impact
                packer.append(isMarked ? 1 : 0, bitCount: 1, to: &blocks)
            }
            for slot in 0..<postings.count where plain[Int(postings[slot].passage)] != postings[slot].impact {
                packer.append(UInt64(postings[slot].impact), bitCount: PostingsFormat.impactBitCount, to: &blocks)
            }
        }
        packer.finish(&blocks)
    }

    private mutating func packLanes(_ width: Int) {
        guard width > 0 else { return }
        for lane in 0..<(4 * width) {
            // Word w of lane l holds the bits 32 w … 32 w + 31 of the lane's stream.
            let first = 32 * (lane >> 2)
            var row = first / width
            var word: UInt32 = 0
            while row < 32, row * width < first + 32 {
                let shift = row * width - first
                let value = gaps[4 * row + lane & 3]
                word |= shift >= 0 ? value &<< UInt32(shift) : value &>> UInt32(-shift)
                row += 1
            }
            blocks.append(word)
        }
    }

    /// The width that packs the gaps of a short block best, or nearly so.
    private func riceWidth(count: Int, sum: UInt64) -> Int {
        let mean = sum / UInt64(count)
        // About the logarithm of the mean is best for gaps that chance makes.
        let guess = 63 - (mean | 1).leadingZeroBitCount
        var best = (width: 0, bitCount: UInt64.max)
        for width in max(0, guess - 1)...min(31, guess + 1) {
            var bitCount = UInt64(count * (width + 1))
            for slot in 0..<count { bitCount += UInt64(gaps[slot] >> UInt32(width)) }
            if bitCount < best.bitCount { best = (width, bitCount) }
        }
        return best.width
    }

    private mutating func packShort(_ count: Int, _ width: Int, _ packer: inout BitPacker) {
        let mask: UInt32 = 1 << UInt32(width) - 1
        for slot in 0..<count { packer.append(UInt64(gaps[slot] & mask), bitCount: width, to: &blocks) }
        for slot in 0..<count {
            var zeros = gaps[slot] >> UInt32(width)
            while zeros >= 32 {
                packer.append(0, bitCount: 32, to: &blocks)
                zeros -= 32
            }
            packer.append(1 << UInt64(zeros), bitCount: Int(zeros) + 1, to: &blocks)
        }
    }
}
