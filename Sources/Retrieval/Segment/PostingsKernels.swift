internal import MappedStorage

/// The inner loops over postings, the one place in the engine where bounds are checked once for a whole block.
enum PostingsKernels {
    /// Unpacks 128 values of `bits` (0…32) each from four lanes; `packed` holds exactly 16 · bits bytes.
    static func unpack(_ packed: RawSpan, bits: Int, into values: inout [UInt32]) {
        precondition(packed.byteCount == 16 * bits && values.count >= PostingsFormat.blockLength && bits <= 32)
        guard bits > 0 else {
            for slot in 0..<PostingsFormat.blockLength { values[slot] = 0 }
            return
        }
        let mask = SIMD4<UInt32>(repeating: bits == 32 ? .max : (1 << UInt32(bits)) - 1)
        unsafe values.withUnsafeMutableBufferPointer { out in
            var row = 0
            var bit = 0
            while row < 32 {
                let word = bit >> 5
                let shift = UInt32(bit & 31)
                var lanes = loadLanes(packed, word) &>> SIMD4(repeating: shift)
                if Int(shift) + bits > 32 {
                    lanes |= loadLanes(packed, word + 1) &<< SIMD4(repeating: 32 - shift)
                }
                lanes &= mask
                unsafe out[4 * row] = lanes[0]
                unsafe out[4 * row + 1] = lanes[1]
                unsafe out[4 * row + 2] = lanes[2]
                unsafe out[4 * row + 3] = lanes[3]
                row += 1
                bit += bits
            }
        }
    }

    @inline(__always)
    private static func loadLanes(_ packed: RawSpan, _ word: Int) -> SIMD4<UInt32> {
        unsafe packed.unsafeLoadUnaligned(fromByteOffset: 16 * word, as: SIMD4<UInt32>.self)
    }

    /// Turns 128 stored deltas (each less one) into passages; returns the last, or a value beyond UInt32 when the sum is.
    static func prefixSum(_ values: inout [UInt32], from previous: Int64) -> Int64 {
        precondition(values.count >= PostingsFormat.blockLength)
        var sum = previous
        for slot in 0..<PostingsFormat.blockLength {
            sum += Int64(values[slot]) + 1
            values[slot] = UInt32(truncatingIfNeeded: sum)
        }
        return sum
    }

    /// Adds `weight` · impact to the accumulators of the given passages.
    static func accumulate(
        passages: [UInt32], impacts: [UInt8], count: Int, weight: UInt32, into accumulators: inout [UInt32]
    ) {
        for slot in 0..<count {
            // Cannot overflow: the weights of a query add up to at most `ImpactScale.weightTotal`.
            accumulators[Int(passages[slot])] &+= weight &* UInt32(impacts[slot])
        }
    }
}
