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
struct Posting: Hashable, Sendable {
    /// Both in one, so that twice as many are sorted in the same memory.
    private let bits: UInt32

    /// Passages of a segment are numbered below it.
    static let passageLimit = 1 << (UInt32.bitWidth - PostingsFormat.impactBitCount)

    var passage: UInt32 { bits &>> UInt32(PostingsFormat.impactBitCount) }
    /// 1 … 63, see `ImpactScale`.
    var impact: UInt8 { UInt8(truncatingIfNeeded: bits & (1 << UInt32(PostingsFormat.impactBitCount) - 1)) }

    @inline(__always)
    init(passage: UInt32, impact: UInt8) {
        bits = passage &<< UInt32(PostingsFormat.impactBitCount) | UInt32(impact)
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
    // Of the block at hand: its gaps, the impacts that are not plain, and the words that its lanes are packed into.
    private var gaps = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
    private var impacts: [UInt8] = []
    private var words = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
    // Of a list of several blocks.
    private var blocks = ByteWriter()
    private var lasts: [UInt32] = []
    private var widths: [UInt8] = []
    private var markedCounts: [UInt8] = []
    private var greatest: [UInt8] = []

    /// What a block is but for its gaps and impacts.
    private struct Block {
        var count: Int
        var last: UInt32
        var width: Int
        var greatest: UInt8
        /// A bit for each posting whose impact is not plain: the first 64, and the others.
        var marks: (low: UInt64, high: UInt64)
    }

    /// Appends a term's postings, at least two, ascending by passage.
    ///
    /// - Parameter plainImpacts: of each passage.
    mutating func append(_ postings: Span<Posting>, plainImpacts: Span<UInt8>, to writer: inout ByteWriter) {
        let blockLength = PostingsFormat.blockLength
        if postings.count <= blockLength {
            let block = Self.load(postings, plainImpacts, after: .max, &gaps, &impacts)
            writer.append(UInt8(block.width) | (impacts.isEmpty ? 0 : PostingsFormat.markedFlag))
            Self.pack(block, gaps, impacts, &words, to: &writer)
            return
        }
        blocks.removeAll()
        lasts.removeAll(keepingCapacity: true)
        widths.removeAll(keepingCapacity: true)
        markedCounts.removeAll(keepingCapacity: true)
        greatest.removeAll(keepingCapacity: true)
        for start in stride(from: 0, to: postings.count, by: blockLength) {
            let part = postings.extracting(start..<min(start + blockLength, postings.count))
            let block = Self.load(part, plainImpacts, after: lasts.last ?? .max, &gaps, &impacts)
            lasts.append(block.last)
            widths.append(UInt8(block.width))
            markedCounts.append(UInt8(impacts.count))
            greatest.append(block.greatest)
            Self.pack(block, gaps, impacts, &words, to: &blocks)
        }
        for last in lasts { writer.append(last) }
        writer.append(contentsOf: widths)
        writer.append(contentsOf: markedCounts)
        writer.append(contentsOf: greatest)
        writer.append(contentsOf: blocks.bytes)
    }

    /// Takes up a block of postings.
    private static func load(
        _ postings: Span<Posting>, _ plainImpacts: Span<UInt8>, after previous: UInt32, _ gapArray: inout [UInt32],
        _ impacts: inout [UInt8]
    ) -> Block {
        var gaps = gapArray.mutableSpan
        var block = Block(count: postings.count, last: previous, width: 0, greatest: 0, marks: (0, 0))
        var allGaps: UInt32 = 0
        var sum: UInt64 = 0
        impacts.removeAll(keepingCapacity: true)
        for slot in postings.indices {
            let posting = postings[slot]
            let gap = posting.passage &- block.last &- 1
            block.last = posting.passage
            gaps[slot] = gap
            allGaps |= gap
            sum &+= UInt64(gap)
            block.greatest = max(block.greatest, posting.impact)
            if plainImpacts[Int(posting.passage)] != posting.impact {
                impacts.append(posting.impact)
                let mark: UInt64 = 1 &<< UInt64(slot & 63)
                if slot < 64 { block.marks.low |= mark } else { block.marks.high |= mark }
            }
        }
        block.width =
            postings.count == PostingsFormat.blockLength
            ? 32 - allGaps.leadingZeroBitCount : riceWidth(gapArray, count: postings.count, sum: sum)
        return block
    }

    private static func pack(
        _ block: Block, _ gaps: [UInt32], _ impacts: [UInt8], _ words: inout [UInt32], to writer: inout ByteWriter
    ) {
        var packer = BitPacker()
        if block.count == PostingsFormat.blockLength {
            packLanes(gaps, block.width, &words, to: &writer)
        } else {
            packShort(gaps, count: block.count, block.width, &packer, to: &writer)
        }
        if !impacts.isEmpty {
            packer.append(block.marks.low, bitCount: min(block.count, 64), to: &writer)
            packer.append(block.marks.high, bitCount: max(block.count - 64, 0), to: &writer)
            for impact in impacts {
                packer.append(UInt64(impact), bitCount: PostingsFormat.impactBitCount, to: &writer)
            }
        }
        packer.finish(&writer)
    }

    /// The gaps of a row, one of each lane, go into their lanes' words at the same time.
    private static func packLanes(
        _ gapArray: [UInt32], _ width: Int, _ wordArray: inout [UInt32], to writer: inout ByteWriter
    ) {
        guard width > 0 else { return }
        let gaps = gapArray.span
        var words = wordArray.mutableSpan
        var count = 0
        let bits = UInt32(width)
        var pending = SIMD4<UInt32>.zero
        var shift: UInt32 = 0
        for start in stride(from: 0, to: PostingsFormat.blockLength, by: 4) {
            let row = gaps.extracting(start..<(start + 4))
            let values = SIMD4(row[0], row[1], row[2], row[3])
            pending |= values &<< SIMD4(repeating: shift)
            shift += bits
            if shift >= 32 {
                for lane in 0..<4 { words[count + lane] = pending[lane] }
                count += 4
                shift -= 32
                pending = shift == 0 ? .zero : values &>> SIMD4(repeating: bits - shift)
            }
        }
        writer.append(words: wordArray.span.extracting(first: count))
    }

    /// The width that packs the gaps of a short block best, or nearly so.
    private static func riceWidth(_ gapArray: [UInt32], count: Int, sum: UInt64) -> Int {
        let gaps = gapArray.span.extracting(first: count)
        let mean = sum / UInt64(count)
        // About the logarithm of the mean is best for gaps that chance makes.
        let guess = 63 - (mean | 1).leadingZeroBitCount
        var best = (width: 0, bitCount: UInt64.max)
        for width in max(0, guess - 1)...min(31, guess + 1) {
            var bitCount = UInt64(count * (width + 1))
            for slot in gaps.indices { bitCount &+= UInt64(gaps[slot] &>> UInt32(width)) }
            if bitCount < best.bitCount { best = (width, bitCount) }
        }
        return best.width
    }

    private static func packShort(
        _ gapArray: [UInt32], count: Int, _ width: Int, _ packer: inout BitPacker, to writer: inout ByteWriter
    ) {
        let gaps = gapArray.span.extracting(first: count)
        let mask: UInt32 = 1 << UInt32(width) - 1
        for slot in gaps.indices { packer.append(UInt64(gaps[slot] & mask), bitCount: width, to: &writer) }
        for slot in gaps.indices {
            var zeros = gaps[slot] >> UInt32(width)
            while zeros >= 32 {
                packer.append(0, bitCount: 32, to: &writer)
                zeros -= 32
            }
            packer.append(1 << UInt64(zeros), bitCount: Int(zeros) + 1, to: &writer)
        }
    }
}
