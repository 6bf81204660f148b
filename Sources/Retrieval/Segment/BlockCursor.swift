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
    private let passageLimit: UInt32
    private let list: Range<Int>
    private let blockCount: Int

    /// The block at hand, the first that is not wholly before the window; `blockCount` at the end of the list.
    private var block = 0
    /// Where it begins, from the start of the list.
    private var offset = 0
    private var isDecoded = false
    private var head: BlockHead?
    private var count = 0
    /// The first posting of the block that was not passed yet.
    private var slot = 0
    /// The last passage before the block.
    private var previous = UInt32.max

    /// Where the marks of the decoded block begin, from the start of the block; nil when they are decoded, or there are none.
    private var marksBit: Int?
    /// How many postings of the block have an impact that is not plain, and the first of them that was not passed yet.
    private var markedCount = 0
    private var marked = 0

    // 128 passages and the eight places behind them, then 128 impacts of marked postings, then the slots of these.
    private let passages: UnsafeMutablePointer<UInt32>
    private let markedImpacts: UnsafeMutablePointer<UInt32>
    private let markedSlots: UnsafeMutablePointer<UInt8>
    private let base: UnsafeRawPointer
    private let plain: UnsafePointer<UInt8>

    init(_ info: TermInfo, weight: UInt32, in segment: Segment) throws(StorageError) {
        self.weight = weight
        self.segment = segment
        documentFrequency = info.documentFrequency
        blockCount = PostingsFormat.blockCount(of: documentFrequency)
        passageLimit = segment.reader.counts.passages
        list = info.list ?? 0..<0
        unsafe plain = try segment.reader.plainImpactsAddress()
        unsafe base = try segment.reader.postingsAddress() + list.lowerBound
        let length = PostingsFormat.blockLength
        let numberCount = 2 * length + 8
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: 4 * numberCount + length, alignment: 16)
        unsafe passages = buffer.bindMemory(to: UInt32.self, capacity: numberCount)
        unsafe markedImpacts = passages + length + 8
        unsafe markedSlots = (buffer + 4 * numberCount).bindMemory(to: UInt8.self, capacity: length)

        if case .one(let passage, let impact) = info.postings {
            try check(passage < passageLimit, passage)
            unsafe passages[0] = passage
            count = 1
            endPassages()
            isDecoded = true
            if let impact {
                unsafe markedSlots[0] = 0
                unsafe markedImpacts[0] = UInt32(impact)
                markedCount = 1
            }
        } else {
            offset = PostingsFormat.headByteCount(of: documentFrequency)
            try check(offset <= list.count, passageLimit)
            try segment.reader.verifyPostings(
                list.lowerBound..<(blockCount == 1 ? list.upperBound : list.lowerBound + offset))
        }
    }

    deinit {
        unsafe passages.deallocate()
    }

    // MARK: Blocks

    /// - Parameter value: what is out of order when `isSound` is false.
    private func check(_ isSound: Bool, _ value: UInt32) throws(StorageError) {
        guard isSound else {
            throw segment.reader.damaged(
                .postings, .outOfRange(what: "passage", value: UInt64(value), limit: UInt64(passageLimit)))
        }
    }

    private func last(of index: Int) -> UInt32 {
        if isDecoded && index == block { return unsafe passages[count - 1] }
        return blockCount == 1
            ? passageLimit : unsafe UInt32(littleEndian: base.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self))
    }

    private func readHead() throws(StorageError) -> BlockHead {
        if let head { return head }
        do {
            let read = try unsafe BlockHead(block, of: documentFrequency, in: base)
            head = read
            return read
        } catch {
            throw segment.reader.damaged(.postings, error)
        }
    }

    /// The bytes of the block at hand; of the last one all that is left of the list.
    private func blockByteCount(_ head: BlockHead) -> Int {
        head.isFull && blockCount > 1 ? head.byteCount : list.count - offset
    }

    private func decode() throws(StorageError) {
        let head = try readHead()
        let start = list.lowerBound + offset
        let byteCount = blockByteCount(head)
        try check(byteCount <= list.count - offset && head.gapsByteCount <= byteCount, passageLimit)
        try segment.reader.verifyPostings(start..<(start + byteCount))
        let marksBit = unsafe PostingsKernels.decodePassages(
            base + offset, byteCount: byteCount, head, after: previous, below: passageLimit, into: passages)
        guard let marksBit, unsafe head.last == nil || head.last == passages[head.count - 1] else {
            return try check(false, head.last ?? passageLimit)
        }
        self.marksBit = head.markedCount == 0 ? nil : marksBit
        count = head.count
        endPassages()
        slot = 0
        isDecoded = true
        (markedCount, marked) = (0, 0)
    }

    /// Puts behind the passages what lies below no other, see `PostingsKernels.count`.
    private func endPassages() {
        for place in count..<(count + 8) { unsafe passages[place] = .max }
    }

    /// Decodes which postings of the block have other impacts than plain ones.
    private func decodeMarked() throws(StorageError) {
        guard let bit = marksBit else { return }
        let head = try readHead()
        let byteCount = blockByteCount(head)
        let found = unsafe PostingsKernels.decodeMarked(
            base + offset, byteCount: byteCount, from: bit, count: count, slots: markedSlots, impacts: markedImpacts)
        guard let found, head.markedCount == nil || head.markedCount == found else {
            throw segment.reader.damaged(
                .postings, .outOfRange(what: "marks", value: UInt64(found ?? 0), limit: UInt64(head.markedCount ?? 0)))
        }
        markedCount = found
        marksBit = nil
    }

    private func moveToNextBlock() {
        // The only block of a list needs no place of the next.
        if blockCount > 1 {
            offset += unsafe BlockHead.byteCount(of: block, of: blockCount, in: base)
            previous = last(of: block)
        }
        block += 1
        head = nil
        isDecoded = false
        marksBit = nil
        (markedCount, marked) = (0, 0)
        slot = 0
    }

    /// Moves to the block that may hold `passage`, over blocks that end before it.
    private func advance(to passage: UInt32) {
        while block < blockCount && last(of: block) < passage { moveToNextBlock() }
    }

    /// The impact of a posting of the decoded block. From call to call `slot` must not fall, nor be one that was passed.
    private func impact(at slot: Int) -> UInt32 {
        while unsafe marked < markedCount && markedSlots[marked] < slot { marked += 1 }
        if unsafe marked < markedCount && markedSlots[marked] == slot { return unsafe markedImpacts[marked] }
        return unsafe UInt32(plain[Int(passages[slot])])
    }

    // MARK: Windows

    /// Begins a window of passages: sets `windowBound`.
    func beginWindow(_ window: Range<UInt32>) throws(StorageError) {
        advance(to: window.lowerBound)
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
            } else if let greatest = head?.greatest {
                windowBound = weight &* UInt32(greatest)
            } else {
                windowBound = weight &* (try greatestImpact(before: window.upperBound))
            }
            return
        }
        var greatest: UInt8 = 0
        var index = block
        while index < blockCount {
            // A block begins behind the last passage of the one before.
            if index > block, last(of: index - 1) >= window.upperBound - 1 { break }
            greatest = max(greatest, unsafe base.load(fromByteOffset: 6 * blockCount + index, as: UInt8.self))
            index += 1
        }
        windowBound = weight &* UInt32(greatest)
    }

    /// The greatest impact of the postings from the one at hand on that lie before `end`.
    private func greatestImpact(before end: UInt32) throws(StorageError) -> UInt32 {
        try decodeMarked()
        var greatest: UInt32 = 0
        let firstMarked = marked
        var index = slot
        while unsafe index < count && passages[index] < end {
            greatest = max(greatest, impact(at: index))
            index += 1
        }
        marked = firstMarked
        return greatest
    }

    /// The first passage at or behind the window's start that the list may hold; all ones at its end.
    var nextPassage: UInt32 {
        if block == blockCount { return .max }
        if isDecoded { return slot < count ? unsafe passages[slot] : unsafe passages[count - 1] &+ 1 }
        return previous &+ 1
    }

    /// Adds the term's scores for all passages of the window; the accumulator of passage p is `accumulators[p - lowerBound]`.
    func accumulate(_ window: Range<UInt32>, into accumulators: UnsafeMutablePointer<UInt32>) throws(StorageError) {
        advance(to: window.lowerBound)
        while let slots = try nextSlots(of: window) {
            unsafe PostingsKernels.accumulate(
                passages: passages + slots.lowerBound, count: slots.count, plain: plain, weight: weight,
                into: accumulators, first: window.lowerBound)
            unsafe accumulateMarked(slots, window, into: accumulators)
        }
    }

    /// The same, and appends the places that had no score before; see the kernel. `places` has room for the window's passages
    /// and a block more.
    func accumulateSparsely(
        _ window: Range<UInt32>, into accumulators: UnsafeMutablePointer<UInt32>,
        places: UnsafeMutablePointer<UInt32>, found: inout Int
    ) throws(StorageError) {
        advance(to: window.lowerBound)
        while let slots = try nextSlots(of: window) {
            found = unsafe PostingsKernels.accumulateSparsely(
                passages: passages + slots.lowerBound, count: slots.count, plain: plain, weight: weight,
                into: accumulators, first: window.lowerBound, places: places, found: found)
            unsafe accumulateMarked(slots, window, into: accumulators)
            // A place comes once, unless damaged impacts add up to nothing.
            guard found <= window.count else {
                throw segment.reader.damaged(.postings, .outOfRange(what: "impact", value: 0, limit: 255))
            }
        }
    }

    private func accumulateMarked(
        _ slots: Range<Int>, _ window: Range<UInt32>, into accumulators: UnsafeMutablePointer<UInt32>
    ) {
        while unsafe marked < markedCount && markedSlots[marked] < slots.lowerBound { marked += 1 }
        var end = slots.upperBound == count ? markedCount : marked
        while unsafe end < markedCount && markedSlots[end] < slots.upperBound { end += 1 }
        unsafe PostingsKernels.accumulateMarked(
            markedSlots + marked, impacts: markedImpacts + marked, count: end - marked, passages: passages,
            plain: plain, weight: weight, into: accumulators, first: window.lowerBound)
        marked = end
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
                moveToNextBlock()
                continue
            }
            if unsafe passages[slot] < window.lowerBound {
                slot = unsafe PostingsKernels.count(of: passages, from: slot, count, below: window.lowerBound)
            }
            let end =
                unsafe passages[count - 1] < window.upperBound
                ? count : unsafe PostingsKernels.count(of: passages, from: slot, count, below: window.upperBound)
            if end > slot {
                try decodeMarked()
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
        if block < blockCount, last(of: block) < passage { advance(to: passage) }
        guard block < blockCount else { return 0 }
        if !isDecoded { try decode() }
        slot = unsafe PostingsKernels.count(of: passages, from: slot, count, below: passage)
        guard slot < count, unsafe passages[slot] == passage else { return 0 }
        guard let bit = marksBit else { return weight &* impact(at: slot) }
        // Of a block that is looked into once or twice the marks need not be decoded.
        let impact = unsafe PostingsKernels.markedImpact(
            at: slot, base + offset, byteCount: try blockByteCount(readHead()), from: bit, count: count)
        return unsafe weight &* (impact ?? UInt32(plain[Int(passage)]))
    }
}
