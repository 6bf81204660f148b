internal import MappedStorage

/// Walks one term's postings in a segment, a decoded block of up to 128 at a time.
///
/// The cursor validates each block before it decodes it: a delta width above 32 bits, a block beyond the list or a
/// passage beyond the segment throws, so that a damaged list can cost an error but never a wrong access.
struct PostingsCursor: ~Escapable {
    /// The postings of the current block; the first `blockCount` entries hold.
    private(set) var passages: [UInt32]
    private(set) var impacts: [UInt8]
    private(set) var blockCount = 0

    let documentFrequency: Int
    private let list: RawSpan
    private let passageLimit: UInt32
    private let inlined: Posting?
    private var nextBlock = 0
    private var previous: Int64 = -1

    private var fullBlockCount: Int { documentFrequency / PostingsFormat.blockLength }

    /// - Parameters:
    ///   - list: the postings section from the start of the term's list on; what follows the list is not read.
    ///   - passageLimit: the number of passages in the segment.
    @_lifetime(copy list)
    init(list: RawSpan, info: TermInfo, passageLimit: UInt32) throws(MalformedBytes) {
        self.list = list
        self.documentFrequency = Int(info.documentFrequency)
        self.passageLimit = passageLimit
        self.inlined = info.inlinedPosting
        passages = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
        impacts = [UInt8](repeating: 0, count: PostingsFormat.blockLength)
        let skipByteCount = fullBlockCount * PostingsFormat.skipEntryByteCount
        if inlined == nil, skipByteCount > list.byteCount {
            throw .truncated(offset: 0, neededByteCount: skipByteCount)
        }
    }

    /// Decodes the next block into `passages` and `impacts`; false at the end of the list.
    mutating func loadNextBlock() throws(MalformedBytes) -> Bool {
        if let inlined {
            guard nextBlock == 0 else { return false }
            nextBlock = 1
            try require(inlined.passage)
            passages[0] = inlined.passage
            impacts[0] = inlined.impact
            blockCount = 1
            return true
        }
        if nextBlock < fullBlockCount {
            try loadFullBlock(nextBlock)
        } else if nextBlock == fullBlockCount, documentFrequency % PostingsFormat.blockLength != 0 {
            try loadTail()
        } else {
            return false
        }
        nextBlock += 1
        return true
    }

    private mutating func loadFullBlock(_ index: Int) throws(MalformedBytes) {
        let skip = index * PostingsFormat.skipEntryByteCount
        let last = list.load(UInt32.self, at: skip)
        let offset = Int(list.load(UInt32.self, at: skip + 4))
        let bits = Int(list.load(UInt8.self, at: skip + 8))
        guard bits <= 32 else { throw .outOfRange(what: "delta width", value: UInt64(bits), limit: 32) }
        let packedByteCount = 16 * bits
        guard offset <= list.byteCount - packedByteCount - PostingsFormat.blockLength else {
            throw .truncated(offset: offset, neededByteCount: packedByteCount + PostingsFormat.blockLength)
        }
        PostingsKernels.unpack(list.extracting(offset..<(offset + packedByteCount)), bits: bits, into: &passages)
        // 64-bit sums: 128 damaged deltas cannot wrap round and look right again.
        let sum = PostingsKernels.prefixSum(&passages, from: previous)
        guard sum == Int64(last), last < passageLimit else {
            throw .outOfRange(what: "passage", value: UInt64(bitPattern: sum), limit: UInt64(passageLimit))
        }
        previous = sum
        for slot in 0..<PostingsFormat.blockLength {
            impacts[slot] = list.load(UInt8.self, at: offset + packedByteCount + slot)
        }
        blockCount = PostingsFormat.blockLength
    }

    private mutating func loadTail() throws(MalformedBytes) {
        var offset = fullBlockCount * PostingsFormat.skipEntryByteCount
        if fullBlockCount > 0 {
            let skip = (fullBlockCount - 1) * PostingsFormat.skipEntryByteCount
            let bits = Int(list.load(UInt8.self, at: skip + 8))
            offset = Int(list.load(UInt32.self, at: skip + 4)) + 16 * bits + PostingsFormat.blockLength
        }
        guard offset <= list.byteCount else { throw .truncated(offset: offset, neededByteCount: 1) }
        var reader = ByteReader(list, offset: offset)
        blockCount = documentFrequency % PostingsFormat.blockLength
        for slot in 0..<blockCount {
            let delta = try reader.readCount("passage delta", atMost: Int(passageLimit))
            previous += Int64(delta) + 1
            guard previous < Int64(passageLimit) else {
                throw .outOfRange(what: "passage", value: UInt64(previous), limit: UInt64(passageLimit))
            }
            passages[slot] = UInt32(previous)
            impacts[slot] = try reader.read(UInt8.self)
        }
    }

    private func require(_ passage: UInt32) throws(MalformedBytes) {
        guard passage < passageLimit else {
            throw .outOfRange(what: "passage", value: UInt64(passage), limit: UInt64(passageLimit))
        }
    }
}
