internal import MappedStorage

/// Walks one term's postings in a segment from front to back, a decoded block of up to 128 at a time.
///
/// The cursor validates each block before it decodes it: widths, a block beyond the list, passages that do not ascend or lie
/// beyond the segment throw, so that a damaged list can cost an error but never a wrong access.
struct PostingsCursor: ~Escapable {
    /// The postings of the current block; the first `blockCount` entries hold.
    private(set) var passages: [UInt32]
    private(set) var impacts: [UInt8]
    private(set) var blockCount = 0

    let documentFrequency: Int
    private let list: RawSpan
    private let passageLimit: UInt32
    private let info: TermInfo
    private var nextBlock = 0
    private var previous = UInt32.max
    /// Where the next block begins.
    private var offset: Int
    private var values: [UInt32]

    /// - Parameters:
    ///   - list: the postings section from the start of the term's list on; what follows the list is not read.
    ///   - passageLimit: the number of passages in the segment.
    @_lifetime(copy list)
    init(list: RawSpan, info: TermInfo, passageLimit: UInt32) throws(MalformedBytes) {
        self.list = list
        self.documentFrequency = Int(info.documentFrequency)
        self.passageLimit = passageLimit
        self.info = info
        passages = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
        impacts = [UInt8](repeating: 0, count: PostingsFormat.blockLength)
        values = passages
        offset = BlockHead.byteCount(ofList: documentFrequency)
        guard documentFrequency < 2 || offset <= list.byteCount else {
            throw .truncated(offset: 0, neededByteCount: offset)
        }
    }

    /// Decodes the next block into `passages` and `impacts`; false at the end of the list.
    mutating func loadNextBlock() throws(MalformedBytes) -> Bool {
        if let inlined = info.inlinedPosting {
            guard nextBlock == 0 else { return false }
            nextBlock = 1
            guard inlined.passage < passageLimit else {
                throw .outOfRange(what: "passage", value: UInt64(inlined.passage), limit: UInt64(passageLimit))
            }
            passages[0] = inlined.passage
            impacts[0] = inlined.impact
            blockCount = 1
            return true
        }
        guard nextBlock < PostingsFormat.blockCount(of: documentFrequency) else { return false }
        let head = try unsafe list.withUnsafeBytes { (bytes) throws(MalformedBytes) in
            try unsafe BlockHead(
                nextBlock, of: documentFrequency, greatest: info.greatestImpact, in: bytes.baseAddress!)
        }
        guard head.byteCount <= list.byteCount - offset else {
            throw .truncated(offset: offset, neededByteCount: head.byteCount)
        }
        let block = list.extracting(offset..<(offset + head.byteCount))
        let isSound = unsafe block.withUnsafeBytes { bytes in
            unsafe values.withUnsafeMutableBufferPointer { impacts in
                unsafe passages.withUnsafeMutableBufferPointer { passages in
                    // An empty block has no address; nothing is read then.
                    let base = unsafe bytes.baseAddress ?? UnsafeRawPointer(passages.baseAddress!)
                    unsafe PostingsKernels.decodeImpacts(
                        base + head.deltaByteCount, count: head.count, bits: head.impactBits, least: head.least,
                        into: impacts.baseAddress!)
                    return unsafe PostingsKernels.decodePassages(
                        base, count: head.count, bits: head.deltaBits, after: previous, below: passageLimit,
                        into: passages.baseAddress!)
                }
            }
        }
        guard isSound, head.last == nil || head.last == passages[head.count - 1] else {
            throw .outOfRange(
                what: "passage", value: UInt64(passages[head.count - 1]), limit: UInt64(head.last ?? passageLimit))
        }
        for slot in 0..<head.count { impacts[slot] = UInt8(truncatingIfNeeded: values[slot]) }
        previous = passages[head.count - 1]
        offset += head.byteCount
        blockCount = head.count
        nextBlock += 1
        return true
    }
}

/// What the head of a list says of one of its blocks.
struct BlockHead {
    let count: Int
    /// The block's last passage; nil for the only block of a list.
    let last: UInt32?
    let deltaBits: Int
    let impactBits: Int
    let least: UInt8
    let greatest: UInt8

    var deltaByteCount: Int { PostingsFormat.packedByteCount(count, bits: deltaBits) }
    var byteCount: Int { deltaByteCount + PostingsFormat.packedByteCount(count, bits: impactBits) }

    /// The length of the head of a list of so many postings.
    @inline(__always)
    static func byteCount(ofList postingCount: Int) -> Int {
        let blockCount = PostingsFormat.blockCount(of: postingCount)
        return blockCount == 1 ? 2 : PostingsFormat.headByteCount * blockCount
    }

    /// Reads the entry of a block.
    ///
    /// - Parameters:
    ///   - postingCount: how many postings the list holds, at least 2.
    ///   - greatest: the greatest impact of the term.
    ///   - list: holds the head of the list.
    @inline(__always)
    init(_ index: Int, of postingCount: Int, greatest: UInt8, in list: UnsafeRawPointer) throws(MalformedBytes) {
        let blockCount = PostingsFormat.blockCount(of: postingCount)
        count = min(PostingsFormat.blockLength, postingCount - index * PostingsFormat.blockLength)
        if blockCount == 1 {
            last = nil
            deltaBits = unsafe Int(list.load(as: UInt8.self))
            least = unsafe list.load(fromByteOffset: 1, as: UInt8.self)
            self.greatest = greatest
        } else {
            last = unsafe UInt32(littleEndian: list.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
            deltaBits = unsafe Int(list.load(fromByteOffset: 4 * blockCount + index, as: UInt8.self))
            least = unsafe list.load(fromByteOffset: 5 * blockCount + index, as: UInt8.self)
            self.greatest = unsafe list.load(fromByteOffset: 6 * blockCount + index, as: UInt8.self)
        }
        guard deltaBits <= 32 else { throw .outOfRange(what: "delta width", value: UInt64(deltaBits), limit: 32) }
        guard least <= self.greatest, self.greatest <= greatest else {
            throw .outOfRange(what: "impact", value: UInt64(self.greatest), limit: UInt64(greatest))
        }
        impactBits = PostingsFormat.bitCount(UInt32(self.greatest - least))
    }
}
