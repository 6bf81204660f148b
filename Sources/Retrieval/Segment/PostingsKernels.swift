/// The inner loops over postings, the one place in the engine where bounds are checked once for a whole block.
///
/// Every pointer must hold what the comment of its function says; the cursors check that against the list and the section
/// before they call. Passages that come out are checked here (`decodePassages`), so that whoever indexes with them need
/// not look again.
enum PostingsKernels {
    /// Decodes the passages of a block.
    ///
    /// - Parameters:
    ///   - packed: holds `byteCount` bytes, at least `head.gapsByteCount`; the block may need fewer.
    ///   - previous: the passage before the block's first, all ones when there is none.
    ///   - passages: has room for 128 passages, aligned to 16 bytes.
    ///   - limit: what every passage must be below.
    /// - Returns: the bit where the marks begin; nil when the passages do not ascend, or reach the limit, or the bytes do not hold them.
    @inline(__always)
    static func decodePassages(
        _ packed: UnsafeRawPointer, byteCount: Int, _ head: BlockHead, after previous: UInt32, below limit: UInt32,
        into passages: UnsafeMutablePointer<UInt32>
    ) -> Int? {
        if head.isFull {
            return unsafe decodeFull(packed, width: head.width, after: previous, below: limit, into: passages)
                ? 128 * head.width : nil
        }
        return unsafe decodeShort(
            packed, byteCount: byteCount, count: head.count, width: head.width, after: previous, below: limit,
            into: passages)
    }

    /// Decodes the passages of a block of 128 postings.
    ///
    /// - Parameters:
    ///   - packed: holds 16 · `width` bytes.
    ///   - width: 0 … 32.
    ///   - previous: the passage before the block's first, all ones when there is none.
    ///   - passages: has room for 128 passages, aligned to 16 bytes.
    ///   - limit: what every passage must be below.
    /// - Returns: false when the passages do not ascend, or reach the limit.
    private static func decodeFull(
        _ packed: UnsafeRawPointer, width: Int, after previous: UInt32, below limit: UInt32,
        into passages: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        unsafe unpackLanes(packed, bits: width, into: passages, sumFrom: previous)
        // 128 gaps of 24 bits stay below 2^31, and cannot wrap round while passages do, too.
        if width > 24 || limit > 1 << 31 {
            var last = previous == .max ? -1 : Int64(previous)
            for slot in 0..<PostingsFormat.blockLength {
                let passage = unsafe Int64(passages[slot])
                if passage <= last { return false }
                last = passage
            }
        }
        return unsafe passages[PostingsFormat.blockLength - 1] < limit
    }

    /// Decodes the passages of a shorter block.
    ///
    /// - Parameters:
    ///   - packed: holds `byteCount` bytes, which the block may need fewer of.
    ///   - count: 1 … 127.
    ///   - width: 0 … 31.
    /// - Returns: the bit behind the gaps; nil when the passages reach the limit, or the bytes do not hold them.
    private static func decodeShort(
        _ packed: UnsafeRawPointer, byteCount: Int, count: Int, width: Int, after previous: UInt32,
        below limit: UInt32, into passages: UnsafeMutablePointer<UInt32>
    ) -> Int? {
        unsafe unpackStream(packed, byteCount: byteCount, from: 0, count: count, bits: width, into: passages)
        var bit = count * width
        var pending = unsafe word(packed, bit >> 3, of: byteCount) >> UInt64(bit & 7)
        var end = (bit | 7) + 57  // of the bits that are pending
        var sum = previous == .max ? -1 : Int64(previous)
        for slot in 0..<count {
            var zeros = 0
            while pending == 0 {
                zeros += end - bit
                bit = end
                guard bit < 8 * byteCount else { return nil }
                pending = unsafe word(packed, bit >> 3, of: byteCount)
                end = bit + 64
            }
            let next = pending.trailingZeroBitCount
            zeros += next
            bit += next + 1
            pending = (pending &>> UInt64(next)) &>> 1
            sum &+= unsafe Int64(zeros) &<< Int64(width) &+ Int64(passages[slot]) &+ 1
            // So that the sum cannot overflow, however many zeros there are.
            guard zeros <= Int(limit) >> width, sum < Int64(limit) else { return nil }
            unsafe passages[slot] = UInt32(truncatingIfNeeded: sum)
        }
        return bit
    }

    /// Decodes which postings of a block have an impact that is not plain, and which.
    ///
    /// - Parameters:
    ///   - packed: holds `byteCount` bytes.
    ///   - bit: where the marks begin.
    ///   - count: of the block's postings, 1 … 128.
    ///   - slots, impacts: have room for 128 of them, and are left with anything behind those found.
    /// - Returns: how many there are; nil when the bytes do not hold them.
    static func decodeMarked(
        _ packed: UnsafeRawPointer, byteCount: Int, from bit: Int, count: Int,
        slots: UnsafeMutablePointer<UInt8>, impacts: UnsafeMutablePointer<UInt32>
    ) -> Int? {
        var found = 0
        for start in stride(from: 0, to: count, by: 32) {
            var marks = unsafe marks(packed, byteCount: byteCount, from: bit + start, count: min(32, count - start))
            while marks != 0 {
                unsafe slots[found] = UInt8(truncatingIfNeeded: start + marks.trailingZeroBitCount)
                found += 1
                marks &= marks &- 1
            }
        }
        var at = bit + count
        guard at + PostingsFormat.impactBitCount * found <= 8 * byteCount else { return nil }
        let mask: UInt64 = 1 << UInt64(PostingsFormat.impactBitCount) - 1
        for start in stride(from: 0, to: found, by: 8) {
            var pending = unsafe word(packed, at >> 3, of: byteCount) >> UInt64(at & 7)
            // Eight always, which goes faster.
            for index in 0..<8 {
                unsafe impacts[start + index] = UInt32(truncatingIfNeeded: pending & mask)
                pending >>= UInt64(PostingsFormat.impactBitCount)
            }
            at += 8 * PostingsFormat.impactBitCount
        }
        return found
    }

    /// The impact of one posting of a block, as `decodeMarked` would decode it; nil when it is plain.
    static func markedImpact(
        at slot: Int, _ packed: UnsafeRawPointer, byteCount: Int, from bit: Int, count: Int
    ) -> UInt32? {
        guard unsafe marks(packed, byteCount: byteCount, from: bit + slot, count: 1) != 0 else { return nil }
        var before = 0
        for start in stride(from: 0, to: slot, by: 32) {
            before += unsafe marks(packed, byteCount: byteCount, from: bit + start, count: min(32, slot - start))
                .nonzeroBitCount
        }
        let at = bit + count + PostingsFormat.impactBitCount * before
        let impact = unsafe word(packed, at >> 3, of: byteCount) >> UInt64(at & 7)
        return UInt32(truncatingIfNeeded: impact & (1 << UInt64(PostingsFormat.impactBitCount) - 1))
    }

    /// So many marks (1 … 32), the first in the lowest bit.
    @inline(__always)
    private static func marks(_ packed: UnsafeRawPointer, byteCount: Int, from bit: Int, count: Int) -> UInt64 {
        unsafe word(packed, bit >> 3, of: byteCount) >> UInt64(bit & 7) & UInt64.max >> UInt64(64 - count)
    }

    // MARK: Unpacking

    /// The running sums of 128 values in four lanes, each value plus one.
    @inline(__always)
    private static func unpackLanes(
        _ packed: UnsafeRawPointer, bits: Int, into values: UnsafeMutablePointer<UInt32>,
        sumFrom previous: UInt32
    ) {
        let out = UnsafeMutableRawPointer(values)
        let mask = SIMD4<UInt32>(repeating: bits == 32 ? .max : (1 << UInt32(bits)) - 1)
        var word = bits == 0 ? .zero : unsafe lanes(packed, 0)
        var nextWord = 1
        var shift: UInt32 = 0
        let width = UInt32(bits)
        var sum = SIMD4<UInt32>(repeating: previous)
        for row in 0..<32 {
            var value = word &>> SIMD4(repeating: shift)
            shift += width
            if shift >= 32 && row < 31 {
                shift -= 32
                word = unsafe lanes(packed, nextWord)
                nextWord += 1
                if shift > 0 { value |= word &<< SIMD4(repeating: width - shift) }
            }
            value &= mask
            value &+= SIMD4(repeating: 1)
            value &+= SIMD4(0, value[0], value[1], value[2])
            value &+= SIMD4(0, 0, value[0], value[1])
            sum = SIMD4(repeating: sum[3]) &+ value
            unsafe out.storeBytes(of: sum, toByteOffset: 16 * row, as: SIMD4<UInt32>.self)
        }
    }

    @inline(__always)
    private static func lanes(_ packed: UnsafeRawPointer, _ word: Int) -> SIMD4<UInt32> {
        unsafe packed.loadUnaligned(fromByteOffset: 16 * word, as: SIMD4<UInt32>.self)
    }

    /// `count` values of so many bits, 0 … 32, from a stream that begins at bit `start`.
    @inline(__always)
    private static func unpackStream(
        _ packed: UnsafeRawPointer, byteCount: Int, from start: Int, count: Int, bits: Int,
        into values: UnsafeMutablePointer<UInt32>
    ) {
        let mask: UInt64 = (1 << UInt64(bits)) - 1
        var bit = start
        for slot in 0..<count {
            let word = unsafe word(packed, bit >> 3, of: byteCount)
            unsafe values[slot] = UInt32(truncatingIfNeeded: word >> UInt64(bit & 7) & mask)
            bit += bits
        }
    }

    /// Eight bytes from `offset` on; behind `byteCount` they count as zero and are not read.
    @inline(__always)
    private static func word(_ packed: UnsafeRawPointer, _ offset: Int, of byteCount: Int) -> UInt64 {
        if offset + 8 <= byteCount {
            return unsafe UInt64(littleEndian: packed.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
        }
        var word: UInt64 = 0
        var at = byteCount
        while at > offset {
            at -= 1
            word = unsafe word << 8 | UInt64(packed.load(fromByteOffset: at, as: UInt8.self))
        }
        return word
    }

    // MARK: Scoring

    /// Adds `weight` · plain impact to the accumulators of `count` passages; the accumulator of passage p is
    /// `accumulators[p - first]`, its plain impact `plain[p]`.
    @inline(__always)
    static func accumulate(
        passages: UnsafePointer<UInt32>, count: Int, plain: UnsafePointer<UInt8>, weight: UInt32,
        into accumulators: UnsafeMutablePointer<UInt32>, first: UInt32
    ) {
        for slot in 0..<count {
            let passage = unsafe passages[slot]
            // Cannot overflow: the weights of a query add up to at most `ImpactScale.weightTotal`.
            unsafe accumulators[Int(passage &- first)] &+= weight &* UInt32(plain[Int(passage)])
        }
    }

    /// The same, and appends the places of passages that had no score before to `places`, which holds `found` of them and has
    /// room for one more than there are accumulators. Gives how many it holds then.
    @inline(__always)
    static func accumulateSparsely(
        passages: UnsafePointer<UInt32>, count: Int, plain: UnsafePointer<UInt8>, weight: UInt32,
        into accumulators: UnsafeMutablePointer<UInt32>, first: UInt32, places: UnsafeMutablePointer<UInt32>, found: Int
    ) -> Int {
        var found = found
        for slot in 0..<count {
            let passage = unsafe passages[slot]
            let place = passage &- first
            let before = unsafe accumulators[Int(place)]
            unsafe accumulators[Int(place)] = before &+ weight &* UInt32(plain[Int(passage)])
            // Written always and counted sometimes: a branch could not be foretold.
            unsafe places[found] = place
            found &+= before == 0 ? 1 : 0
        }
        return found
    }

    /// Adds what the impacts of `count` marked postings have more than plain ones, or takes away what they have less.
    @inline(__always)
    static func accumulateMarked(
        _ slots: UnsafePointer<UInt8>, impacts: UnsafePointer<UInt32>, count: Int, passages: UnsafePointer<UInt32>,
        plain: UnsafePointer<UInt8>, weight: UInt32, into accumulators: UnsafeMutablePointer<UInt32>, first: UInt32
    ) {
        for index in 0..<count {
            let passage = unsafe passages[Int(slots[index])]
            let difference = unsafe impacts[index] &- UInt32(plain[Int(passage)])
            unsafe accumulators[Int(passage &- first)] &+= weight &* difference
        }
    }

    /// Keeps of `count` places those whose accumulators exceed `threshold`, with their values, in order; clears the accumulators of
    /// all. Gives how many were kept.
    ///
    /// - Parameter bits: one for each accumulator, `wordCount` times 64, all clear, and left so.
    static func collectSparsely(
        _ accumulators: UnsafeMutablePointer<UInt32>, _ places: UnsafeMutablePointer<UInt32>, count: Int,
        above threshold: UInt32, values: UnsafeMutablePointer<UInt32>, bits: UnsafeMutablePointer<UInt64>,
        wordCount: Int
    ) -> Int {
        var kept = 0
        for index in 0..<count {
            let place = unsafe places[index]
            let value = unsafe accumulators[Int(place)]
            // Written always: a branch could not be foretold.
            unsafe accumulators[Int(place)] = value > threshold ? value : 0
            unsafe places[kept] = place
            kept &+= value > threshold ? 1 : 0
        }
        unsafe sort(places, count: kept, bits: bits, wordCount: wordCount)
        for index in 0..<kept {
            let place = unsafe Int(places[index])
            unsafe values[index] = accumulators[place]
            unsafe accumulators[place] = 0
        }
        return kept
    }

    /// Sorts `count` different places.
    ///
    /// - Parameter bits: one for each place there is, all clear, and left so.
    private static func sort(
        _ places: UnsafeMutablePointer<UInt32>, count: Int, bits: UnsafeMutablePointer<UInt64>, wordCount: Int
    ) {
        for index in 0..<count {
            let place = unsafe places[index]
            unsafe bits[Int(place >> 6)] |= 1 &<< UInt64(place & 63)
        }
        var found = 0
        for word in 0..<wordCount where found < count {
            var marks = unsafe bits[word]
            unsafe bits[word] = 0
            let first = UInt32(truncatingIfNeeded: word << 6)
            while marks != 0 {
                unsafe places[found] = first | UInt32(truncatingIfNeeded: marks.trailingZeroBitCount)
                found &+= 1
                marks &= marks &- 1
            }
        }
    }

    /// Writes the places and values of the first `count` accumulators that exceed `threshold`, in order; clears them all.
    ///
    /// - Parameters:
    ///   - accumulators: `count` rounded up to a multiple of 8, aligned to 16 bytes.
    ///   - places, values: have room for `count`.
    /// - Returns: how many were written.
    static func collect(
        _ accumulators: UnsafeMutablePointer<UInt32>, count: Int, above threshold: UInt32,
        places: UnsafeMutablePointer<UInt32>, values: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var found = 0
        let limit = SIMD8<Int32>(repeating: Int32(bitPattern: threshold))
        let raw = UnsafeMutableRawPointer(accumulators)
        for start in stride(from: 0, to: count, by: 8) {
            let lanes = unsafe raw.load(fromByteOffset: 4 * start, as: SIMD8<Int32>.self)
            // Signed, which the processor can compare; scores stay below 2^30.
            if any(lanes .> limit) {
                for lane in 0..<8 where lanes[lane] > limit[0] {
                    unsafe places[found] = UInt32(truncatingIfNeeded: start + lane)
                    unsafe values[found] = UInt32(bitPattern: lanes[lane])
                    found += 1
                }
            }
            unsafe raw.storeBytes(of: .zero, toByteOffset: 4 * start, as: SIMD8<Int32>.self)
        }
        return found
    }

    /// How many of the first `count` ascending passages lie below `target`. What stands in the eight places behind them must not.
    @inline(__always)
    static func count(of passages: UnsafePointer<UInt32>, from start: Int, _ count: Int, below target: UInt32) -> Int {
        var slot = start
        while unsafe slot + 8 <= count && passages[slot + 7] < target { slot += 8 }
        // Halved without a branch, which could not be foretold. The eighth is not below.
        slot &+= unsafe passages[slot + 3] < target ? 4 : 0
        slot &+= unsafe passages[slot + 1] < target ? 2 : 0
        slot &+= unsafe passages[slot] < target ? 1 : 0
        return slot
    }
}
