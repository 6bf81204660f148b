internal import MappedStorage

/// Walks one term's postings in a segment for a search: decodes only the blocks that are asked for, and knows bounds of the
/// others.
///
/// A search moves through the passages in windows, never back. A block's bytes are checked once, against their checksum,
/// the section and the widths in the list's head, before the kernels read them unchecked.
@safe
final class BlockCursor {
    /// The term's weight in the query.
    let weight: UInt32
    /// The greatest score that the term can add to a passage of the window at hand; 0 when it cannot add any.
    private(set) var windowBound: UInt32 = 0
    let documentFrequency: Int

    private let segment: Segment
    private let info: TermInfo
    private let passageLimit: UInt32
    private let listStart: Int
    private let blockCount: Int

    /// The block at hand, the first that is not wholly before the window; `blockCount` at the end of the list.
    private var block = 0
    /// Where it begins, from the start of the list.
    private var offset: Int
    private var isDecoded = false
    /// Whether the impacts of the block are decoded, too.
    private var hasImpacts = false
    private var head: BlockHead?
    private var count = 0
    /// The first posting of the block that was not passed yet.
    private var slot = 0
    /// The last passage before the block.
    private var previous = UInt32.max

    // 128 passages, then 128 impacts.
    private let passages: UnsafeMutablePointer<UInt32>
    private let impacts: UnsafeMutablePointer<UInt32>
    private let list: UnsafeRawPointer

    init(_ info: TermInfo, weight: UInt32, in segment: Segment) throws(StorageError) {
        self.weight = weight
        self.info = info
        self.segment = segment
        documentFrequency = Int(info.documentFrequency)
        passageLimit = segment.reader.counts.passages
        let buffer = UnsafeMutableRawPointer.allocate(
            byteCount: 2 * 4 * PostingsFormat.blockLength, alignment: 16)
        unsafe passages = buffer.bindMemory(to: UInt32.self, capacity: 2 * PostingsFormat.blockLength)
        unsafe impacts = passages + PostingsFormat.blockLength
        blockCount = PostingsFormat.blockCount(of: documentFrequency)
        if let posting = info.inlinedPosting {
            listStart = 0
            offset = 0
            unsafe list = UnsafeRawPointer(passages)
            guard posting.passage < passageLimit else {
                throw segment.reader.damaged(
                    .postings,
                    .outOfRange(what: "passage", value: UInt64(posting.passage), limit: UInt64(passageLimit)))
            }
            unsafe passages[0] = posting.passage
            unsafe impacts[0] = UInt32(posting.impact)
            count = 1
            isDecoded = true
            hasImpacts = true
            return
        }
        offset = BlockHead.byteCount(ofList: documentFrequency)
        let (end, overflow) = Int(truncatingIfNeeded: info.location).addingReportingOverflow(offset)
        listStart = end - offset
        guard !overflow, let base = unsafe segment.reader.postingsAddress else {
            throw segment.reader.damaged(.postings, .truncated(offset: 0, neededByteCount: offset))
        }
        try segment.reader.verifyPostings(listStart..<end)
        unsafe list = base + listStart
    }

    deinit {
        unsafe passages.deallocate()
    }

    // MARK: Blocks

    private func last(of index: Int) -> UInt32 {
        if isDecoded && index == block { return unsafe passages[count - 1] }
        return blockCount == 1
            ? passageLimit : unsafe UInt32(littleEndian: list.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }

    private func readHead() throws(StorageError) -> BlockHead {
        if let head { return head }
        do {
            let read = try unsafe BlockHead(block, of: documentFrequency, greatest: info.greatestImpact, in: list)
            head = read
            return read
        } catch {
            throw segment.reader.damaged(.postings, error)
        }
    }

    private func decode() throws(StorageError) {
        let head = try readHead()
        let start = listStart + offset
        try segment.reader.verifyPostings(start..<(start + head.byteCount))
        let isSound = unsafe PostingsKernels.decodePassages(
            list + offset, count: head.count, bits: head.deltaBits, after: previous, below: passageLimit, into: passages
        )
        guard isSound, unsafe head.last == nil || head.last == passages[head.count - 1] else {
            throw segment.reader.damaged(
                .postings,
                .outOfRange(what: "passage", value: UInt64(head.last ?? passageLimit), limit: UInt64(passageLimit)))
        }
        count = head.count
        slot = 0
        isDecoded = true
        hasImpacts = false
    }

    private func decodeImpacts() throws(StorageError) {
        let head = try readHead()
        unsafe PostingsKernels.decodeImpacts(
            list + offset + head.deltaByteCount, count: head.count, bits: head.impactBits, least: head.least,
            into: impacts)
        hasImpacts = true
    }

    private func moveToNextBlock() throws(StorageError) {
        // The only block of a list needs no place of the next.
        if blockCount > 1 {
            offset += try readHead().byteCount
            previous = last(of: block)
        }
        block += 1
        head = nil
        isDecoded = false
        hasImpacts = false
        slot = 0
    }

    /// Moves to the block that may hold `passage`, over blocks that end before it.
    private func advance(to passage: UInt32) throws(StorageError) {
        while block < blockCount && last(of: block) < passage { try moveToNextBlock() }
    }

    // MARK: Windows

    /// Begins a window of passages: sets `windowBound`.
    func beginWindow(_ window: Range<UInt32>) throws(StorageError) {
        try advance(to: window.lowerBound)
        guard block < blockCount else {
            windowBound = 0
            return
        }
        if blockCount == 1 || isDecoded && last(of: block) >= window.upperBound - 1 {
            // All that the window can hold is in this block: whether it holds any is known once it is decoded.
            if !isDecoded { try decode() }
            slot = unsafe PostingsKernels.count(of: passages, from: slot, count, below: window.lowerBound)
            if unsafe slot == count || passages[slot] >= window.upperBound {
                windowBound = 0
            } else {
                windowBound = weight &* UInt32(try readHeadGreatest())
            }
            return
        }
        var greatest: UInt8 = 0
        var index = block
        while index < blockCount {
            // A block begins behind the last passage of the one before.
            if index > block, last(of: index - 1) >= window.upperBound - 1 { break }
            greatest = max(greatest, unsafe list.load(fromByteOffset: 6 * blockCount + index, as: UInt8.self))
            index += 1
        }
        windowBound = weight &* UInt32(greatest)
    }

    private func readHeadGreatest() throws(StorageError) -> UInt8 {
        documentFrequency == 1 ? info.greatestImpact : try readHead().greatest
    }

    /// The first passage at or behind the window's start that the list may hold; all ones at its end.
    var nextPassage: UInt32 {
        if block == blockCount { return .max }
        if isDecoded { return slot < count ? unsafe passages[slot] : unsafe passages[count - 1] &+ 1 }
        return previous &+ 1
    }

    /// Adds the term's scores for all passages of the window; the accumulator of passage p is `accumulators[p - lowerBound]`.
    func accumulate(_ window: Range<UInt32>, into accumulators: UnsafeMutablePointer<UInt32>) throws(StorageError) {
        try advance(to: window.lowerBound)
        while let slots = try nextSlots(of: window) {
            unsafe PostingsKernels.accumulate(
                passages: passages + slots.lowerBound, impacts: impacts + slots.lowerBound, count: slots.count,
                weight: weight, into: accumulators, first: window.lowerBound)
        }
    }

    /// The same, and appends the places that had no score before; see the kernel. `places` has room for the window's passages
    /// and a block more.
    func accumulateSparsely(
        _ window: Range<UInt32>, into accumulators: UnsafeMutablePointer<UInt32>,
        places: UnsafeMutablePointer<UInt32>, found: inout Int
    ) throws(StorageError) {
        try advance(to: window.lowerBound)
        while let slots = try nextSlots(of: window) {
            found = unsafe PostingsKernels.accumulateSparsely(
                passages: passages + slots.lowerBound, impacts: impacts + slots.lowerBound, count: slots.count,
                weight: weight, into: accumulators, first: window.lowerBound, places: places, found: found)
            // A place comes once, unless damaged impacts add up to nothing.
            guard found <= window.count else {
                throw segment.reader.damaged(.postings, .outOfRange(what: "impact", value: 0, limit: 255))
            }
        }
    }

    /// The postings of the block at hand that lie in the window, passed with that, or those of the next block; nil when there are
    /// no more.
    private func nextSlots(of window: Range<UInt32>) throws(StorageError) -> Range<Int>? {
        while block < blockCount {
            if !isDecoded {
                if blockCount > 1, previous != .max, previous >= window.upperBound - 1 { return nil }
                try decode()
            }
            if slot == count {
                try moveToNextBlock()
                continue
            }
            if unsafe passages[slot] < window.lowerBound {
                slot = unsafe PostingsKernels.count(of: passages, from: slot, count, below: window.lowerBound)
            }
            let end =
                unsafe passages[count - 1] < window.upperBound
                ? count : unsafe PostingsKernels.count(of: passages, from: slot, count, below: window.upperBound)
            if end > slot {
                if !hasImpacts { try decodeImpacts() }
                let slots = slot..<end
                slot = end
                return slots
            }
            if end < count { return nil }
        }
        return nil
    }

    /// What the term adds to the score of a passage; passages must ascend from call to call.
    func score(of passage: UInt32) throws(StorageError) -> UInt32 {
        if block < blockCount, last(of: block) < passage { try advance(to: passage) }
        guard block < blockCount else { return 0 }
        if !isDecoded { try decode() }
        slot = unsafe PostingsKernels.count(of: passages, from: slot, count, below: passage)
        guard slot < count, unsafe passages[slot] == passage else { return 0 }
        if hasImpacts { return unsafe weight &* impacts[slot] }
        let head = try readHead()
        return unsafe weight
            &* PostingsKernels.impact(
                at: slot, of: list + offset + head.deltaByteCount, count: head.count, bits: head.impactBits,
                least: head.least)
    }
}
