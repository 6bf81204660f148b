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

    private let list: RawSpan
    private let plainImpacts: RawSpan
    private let info: TermInfo
    private var nextBlock = 0
    private var previous = UInt32.max
    /// Where the next block begins.
    private var offset: Int
    private var markedSlots: [UInt8]
    private var markedImpacts: [UInt32]

    /// - Parameters:
    ///   - list: the term's list; of a term of one passage nothing.
    ///   - plainImpacts: of each passage of the segment.
    @_lifetime(copy list, copy plainImpacts)
    init(list: RawSpan, info: TermInfo, plainImpacts: RawSpan) throws(MalformedBytes) {
        self.list = list
        self.plainImpacts = plainImpacts
        self.info = info
        passages = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
        impacts = [UInt8](repeating: 0, count: PostingsFormat.blockLength)
        markedSlots = impacts
        markedImpacts = passages
        offset = PostingsFormat.headByteCount(of: info.documentFrequency)
        guard info.documentFrequency < 2 || offset <= list.byteCount else {
            throw .truncated(offset: 0, neededByteCount: offset)
        }
    }

    private var passageLimit: UInt32 { UInt32(plainImpacts.byteCount) }

    /// Decodes the next block into `passages` and `impacts`; false at the end of the list.
    mutating func loadNextBlock() throws(MalformedBytes) -> Bool {
        guard nextBlock < PostingsFormat.blockCount(of: info.documentFrequency) else { return false }
        if case .one(let passage, let impact) = info.postings {
            guard passage < passageLimit else { throw beyond(passage) }
            passages[0] = passage
            impacts[0] = impact ?? plainImpacts.load(UInt8.self, at: Int(passage))
            blockCount = 1
        } else {
            try decode()
        }
        nextBlock += 1
        return true
    }

    private func beyond(_ passage: UInt32) -> MalformedBytes {
        .outOfRange(what: "passage", value: UInt64(passage), limit: UInt64(passageLimit))
    }

    private mutating func decode() throws(MalformedBytes) {
        let head = try unsafe list.withUnsafeBytes { (bytes) throws(MalformedBytes) in
            try unsafe BlockHead(nextBlock, of: info.documentFrequency, in: bytes.baseAddress!)
        }
        guard head.gapsByteCount <= list.byteCount - offset else {
            throw .truncated(offset: offset, neededByteCount: head.gapsByteCount)
        }
        let rest = list.extracting(offset..<list.byteCount)
        var passageLimit = passageLimit
        if let last = head.last { passageLimit = min(passageLimit, last &+ 1) }
        let marksBit = unsafe rest.withUnsafeBytes { bytes in
            unsafe passages.withUnsafeMutableBufferPointer { passages in
                unsafe PostingsKernels.decodePassages(
                    // An empty block has no address; nothing is read then.
                    bytes.baseAddress ?? UnsafeRawPointer(passages.baseAddress!), byteCount: bytes.count, head,
                    after: previous, below: passageLimit, into: passages.baseAddress!)
            }
        }
        guard let marksBit, head.last == nil || head.last == passages[head.count - 1] else {
            throw beyond(passages[head.count - 1])
        }
        for slot in 0..<head.count { impacts[slot] = plainImpacts.load(UInt8.self, at: Int(passages[slot])) }
        if head.markedCount != 0 { try decodeMarked(rest, head, from: marksBit) }
        if let greatest = head.greatest {
            let found = impacts[..<head.count].max() ?? 0
            guard found == greatest else {
                throw .outOfRange(what: "impact", value: UInt64(found), limit: UInt64(greatest))
            }
        }
        previous = passages[head.count - 1]
        offset += head.byteCount
        blockCount = head.count
    }

    private mutating func decodeMarked(_ rest: RawSpan, _ head: BlockHead, from bit: Int) throws(MalformedBytes) {
        guard rest.byteCount > 0 else { throw .truncated(offset: offset, neededByteCount: 1) }
        let count = unsafe rest.withUnsafeBytes { bytes in
            unsafe markedSlots.withUnsafeMutableBufferPointer { slots in
                unsafe markedImpacts.withUnsafeMutableBufferPointer { impacts in
                    unsafe PostingsKernels.decodeMarked(
                        bytes.baseAddress!, byteCount: bytes.count, from: bit, count: head.count,
                        slots: slots.baseAddress!, impacts: impacts.baseAddress!)
                }
            }
        }
        guard let count, head.markedCount == nil || head.markedCount == count else {
            throw .outOfRange(
                what: "marked impacts", value: UInt64(count ?? 0), limit: UInt64(head.markedCount ?? head.count))
        }
        for index in 0..<count {
            impacts[Int(markedSlots[index])] = UInt8(truncatingIfNeeded: markedImpacts[index])
        }
    }
}

/// What the head of a list says of one of its blocks.
struct BlockHead {
    let count: Int
    /// The block's last passage; nil for the only block of a list.
    let last: UInt32?
    let width: Int
    /// How many impacts are not plain; nil when that is known from the marks alone.
    let markedCount: Int?
    /// Nil for the only block of a list.
    let greatest: UInt8?

    var isFull: Bool { count == PostingsFormat.blockLength }

    /// The least that the gaps take.
    var gapsByteCount: Int {
        isFull ? 16 * width : (count * (width + 1) + 7) >> 3
    }

    /// Where the next block begins. Only full blocks have one.
    var byteCount: Int { Self.byteCount(width: width, markedCount: markedCount ?? 0) }

    private static func byteCount(width: Int, markedCount: Int) -> Int {
        16 * width + PostingsFormat.markedByteCount(markedCount)
    }

    /// The same from the head of a list of several blocks alone, without a look at whether the width is one.
    static func byteCount(of index: Int, of blockCount: Int, in list: UnsafeRawPointer) -> Int {
        let width = unsafe Int(list.load(fromByteOffset: 4 * blockCount + index, as: UInt8.self))
        let markedCount = unsafe Int(list.load(fromByteOffset: 5 * blockCount + index, as: UInt8.self))
        return byteCount(width: width, markedCount: markedCount)
    }

    /// Reads the entry of a block.
    ///
    /// - Parameters:
    ///   - postingCount: how many postings the list holds, at least 2.
    ///   - list: holds the head of the list.
    @inline(__always)
    init(_ index: Int, of postingCount: Int, in list: UnsafeRawPointer) throws(MalformedBytes) {
        let blockCount = PostingsFormat.blockCount(of: postingCount)
        count = min(PostingsFormat.blockLength, postingCount - index * PostingsFormat.blockLength)
        if blockCount == 1 {
            let head = unsafe list.load(as: UInt8.self)
            last = nil
            width = Int(head & ~PostingsFormat.markedFlag)
            markedCount = head & PostingsFormat.markedFlag == 0 ? 0 : nil
            greatest = nil
        } else {
            last = unsafe UInt32(littleEndian: list.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
            width = unsafe Int(list.load(fromByteOffset: 4 * blockCount + index, as: UInt8.self))
            markedCount = unsafe Int(list.load(fromByteOffset: 5 * blockCount + index, as: UInt8.self))
            greatest = unsafe list.load(fromByteOffset: 6 * blockCount + index, as: UInt8.self)
        }
        let limit = count == PostingsFormat.blockLength ? 32 : 31
        guard width <= limit else { throw .outOfRange(what: "gap width", value: UInt64(width), limit: UInt64(limit)) }
    }
}
