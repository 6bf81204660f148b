/// The inner loops over postings, the one place in the engine where bounds are checked once for a whole block.
///
/// Every pointer must hold what the comment of its function says; the cursors check that against the list and the section
/// before they call. Passages that come out are checked here (`decodePassages`), so that whoever indexes with them need
/// not look again.
enum PostingsKernels {
    /// Decodes the passages of a block of `count` (1 … 128) postings.
    ///
    /// - Parameters:
    ///   - packed: holds `PostingsFormat.packedByteCount(count, bits: bits)` bytes.
    ///   - bits: 0 … 32.
    ///   - previous: the passage before the block's first, all ones when there is none.
    ///   - passages: has room for 128 passages, aligned to 16 bytes.
    ///   - limit: what every passage must be below.
    /// - Returns: false when the passages do not ascend, or reach the limit.
    static func decodePassages(
        _ packed: UnsafeRawPointer, count: Int, bits: Int, after previous: UInt32, below limit: UInt32,
        into passages: UnsafeMutablePointer<UInt32>
    ) -> Bool {
        if count == PostingsFormat.blockLength {
            unsafe unpackLanes(packed, bits: bits, into: passages, sumFrom: previous)
        } else {
            unsafe unpackStream(packed, count: count, bits: bits, into: passages)
            var sum = previous
            for slot in 0..<count {
                sum = unsafe sum &+ passages[slot] &+ 1
                unsafe passages[slot] = sum
            }
        }
        // 128 deltas of 24 bits stay below 2^31, and cannot wrap round while passages do, too.
        if bits > 24 || limit > 1 << 31 {
            var last = Int64(Int32(bitPattern: previous) == -1 ? -1 : Int64(previous))
            for slot in 0..<count {
                let passage = unsafe Int64(passages[slot])
                if passage <= last { return false }
                last = passage
            }
        }
        return unsafe passages[count - 1] < limit
    }

    /// Decodes the impacts of a block of `count` (1 … 128) postings.
    ///
    /// - Parameters:
    ///   - packed: holds `PostingsFormat.packedByteCount(count, bits: bits)` bytes.
    ///   - bits: 0 … 8.
    ///   - impacts: has room for 128 impacts, aligned to 16 bytes.
    static func decodeImpacts(
        _ packed: UnsafeRawPointer, count: Int, bits: Int, least: UInt8, into impacts: UnsafeMutablePointer<UInt32>
    ) {
        if count == PostingsFormat.blockLength {
            unsafe unpackLanes(packed, bits: bits, into: impacts, plus: UInt32(least))
        } else {
            unsafe unpackStream(packed, count: count, bits: bits, into: impacts)
            for slot in 0..<count { unsafe impacts[slot] = impacts[slot] &+ UInt32(least) }
        }
    }

    /// One impact of a block that is packed as for `decodeImpacts`.
    static func impact(
        at slot: Int, of packed: UnsafeRawPointer, count: Int, bits: Int, least: UInt8
    ) -> UInt32 {
        guard bits > 0 else { return UInt32(least) }
        let mask: UInt32 = (1 << UInt32(bits)) - 1
        if count == PostingsFormat.blockLength {
            let bit = (slot >> 2) * bits
            let shift = bit & 31
            let word = unsafe packed + 4 * (4 * (bit >> 5) + slot & 3)
            var value = unsafe UInt32(littleEndian: word.loadUnaligned(as: UInt32.self)) >> UInt32(shift)
            if shift + bits > 32 {
                value |= unsafe UInt32(littleEndian: (word + 16).loadUnaligned(as: UInt32.self)) << UInt32(32 - shift)
            }
            return value & mask &+ UInt32(least)
        }
        let byteCount = PostingsFormat.packedByteCount(count, bits: bits)
        let bit = slot * bits
        return unsafe UInt32(truncatingIfNeeded: word(packed, bit >> 3, of: byteCount) >> UInt64(bit & 7)) & mask
            &+ UInt32(least)
    }

    // MARK: Unpacking

    /// 128 values from four lanes. With `sumFrom` they become running sums, each value plus one; else `plus` is added.
    @inline(__always)
    private static func unpackLanes(
        _ packed: UnsafeRawPointer, bits: Int, into values: UnsafeMutablePointer<UInt32>,
        sumFrom previous: UInt32? = nil,
        plus: UInt32 = 0
    ) {
        let out = UnsafeMutableRawPointer(values)
        let mask = SIMD4<UInt32>(repeating: bits == 32 ? .max : (1 << UInt32(bits)) - 1)
        var word = bits == 0 ? .zero : unsafe lanes(packed, 0)
        var nextWord = 1
        var shift: UInt32 = 0
        let width = UInt32(bits)
        var sum = SIMD4<UInt32>(repeating: previous ?? plus)
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
            if previous != nil {
                value &+= SIMD4(repeating: 1)
                value &+= SIMD4(0, value[0], value[1], value[2])
                value &+= SIMD4(0, 0, value[0], value[1])
                sum = SIMD4(repeating: sum[3]) &+ value
                unsafe out.storeBytes(of: sum, toByteOffset: 16 * row, as: SIMD4<UInt32>.self)
            } else {
                unsafe out.storeBytes(of: value &+ sum, toByteOffset: 16 * row, as: SIMD4<UInt32>.self)
            }
        }
    }

    @inline(__always)
    private static func lanes(_ packed: UnsafeRawPointer, _ word: Int) -> SIMD4<UInt32> {
        unsafe packed.loadUnaligned(fromByteOffset: 16 * word, as: SIMD4<UInt32>.self)
    }

    @inline(__always)
    private static func unpackStream(
        _ packed: UnsafeRawPointer, count: Int, bits: Int, into values: UnsafeMutablePointer<UInt32>
    ) {
        let byteCount = PostingsFormat.packedByteCount(count, bits: bits)
        let mask: UInt64 = (1 << UInt64(bits)) - 1
        var bit = 0
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

    /// Adds `weight` · impact to the accumulators of `count` passages; the accumulator of passage p is `accumulators[p - first]`.
    @inline(__always)
    static func accumulate(
        passages: UnsafePointer<UInt32>, impacts: UnsafePointer<UInt32>, count: Int, weight: UInt32,
        into accumulators: UnsafeMutablePointer<UInt32>, first: UInt32
    ) {
        for slot in 0..<count {
            // Cannot overflow: the weights of a query add up to at most `ImpactScale.weightTotal`.
            unsafe accumulators[Int(passages[slot] &- first)] &+= weight &* impacts[slot]
        }
    }

    /// The same, and appends the places of passages that had no score before to `places`, which holds `found` of them and has
    /// room for one more than there are accumulators. Gives how many it holds then.
    @inline(__always)
    static func accumulateSparsely(
        passages: UnsafePointer<UInt32>, impacts: UnsafePointer<UInt32>, count: Int, weight: UInt32,
        into accumulators: UnsafeMutablePointer<UInt32>, first: UInt32, places: UnsafeMutablePointer<UInt32>, found: Int
    ) -> Int {
        var found = found
        for slot in 0..<count {
            let place = unsafe passages[slot] &- first
            let before = unsafe accumulators[Int(place)]
            unsafe accumulators[Int(place)] = before &+ weight &* impacts[slot]
            // Written always and counted sometimes: a branch could not be foretold.
            unsafe places[found] = place
            found &+= before == 0 ? 1 : 0
        }
        return found
    }

    /// Keeps of `count` places those whose accumulators exceed `threshold`, with their values, in any order; clears the accumulators
    /// of all. Gives how many were kept.
    static func collectSparsely(
        _ accumulators: UnsafeMutablePointer<UInt32>, _ places: UnsafeMutablePointer<UInt32>, count: Int,
        above threshold: UInt32, values: UnsafeMutablePointer<UInt32>
    ) -> Int {
        var kept = 0
        for index in 0..<count {
            let place = unsafe places[index]
            let value = unsafe accumulators[Int(place)]
            unsafe accumulators[Int(place)] = 0
            unsafe places[kept] = place
            unsafe values[kept] = value
            kept &+= value > threshold ? 1 : 0
        }
        return kept
    }

    /// Sorts `count` places and their values by place.
    static func sort(
        _ places: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<UInt32>, count: Int
    ) {
        if count > 64 {
            let pairs = (0..<count).map { unsafe UInt64(places[$0]) << 32 | UInt64(values[$0]) }.sorted()
            for (index, pair) in pairs.enumerated() {
                unsafe places[index] = UInt32(truncatingIfNeeded: pair >> 32)
                unsafe values[index] = UInt32(truncatingIfNeeded: pair)
            }
            return
        }
        for index in 0..<count {
            let place = unsafe places[index]
            let value = unsafe values[index]
            var at = index
            while unsafe at > 0 && places[at - 1] > place {
                unsafe places[at] = places[at - 1]
                unsafe values[at] = values[at - 1]
                at -= 1
            }
            unsafe places[at] = place
            unsafe values[at] = value
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

    /// How many of the first `count` ascending passages lie below `target`.
    @inline(__always)
    static func count(of passages: UnsafePointer<UInt32>, from start: Int, _ count: Int, below target: UInt32) -> Int {
        var slot = start
        while unsafe slot + 8 <= count && passages[slot + 7] < target { slot += 8 }
        while unsafe slot < count && passages[slot] < target { slot += 1 }
        return slot
    }
}
