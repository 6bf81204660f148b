internal import MappedStorage

/// Packs numbers of any width into bytes, lowest bit first.
struct BitPacker {
    private var pending: UInt64 = 0
    private var pendingBitCount = 0

    /// Appends the lowest `bitCount` bits of a value that has no others; 0 … 64.
    @inline(__always)
    mutating func append(_ value: UInt64, bitCount: Int, to writer: inout ByteWriter) {
        if bitCount > 32 { return appendLong(value, bitCount: bitCount, to: &writer) }
        // Fewer than 32 bits are pending.
        pending |= value &<< UInt64(pendingBitCount)
        pendingBitCount &+= bitCount
        if pendingBitCount >= 32 {
            writer.append(UInt32(truncatingIfNeeded: pending))
            pending >>= 32
            pendingBitCount &-= 32
        }
    }

    private mutating func appendLong(_ value: UInt64, bitCount: Int, to writer: inout ByteWriter) {
        append(value & 0xFFFF_FFFF, bitCount: 32, to: &writer)
        append(value >> 32, bitCount: bitCount - 32, to: &writer)
    }

    /// Fills up the last byte with zeros.
    mutating func finish(_ writer: inout ByteWriter) {
        while pendingBitCount > 0 {
            writer.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            pendingBitCount -= 8
        }
        pending = 0
        pendingBitCount = 0
    }
}

extension RawSpan {
    /// The number of `bitCount` bits (0 … 64) that begins at the given bit. The caller has checked that the span holds it; traps, and
    /// never reads beyond the span.
    @inline(__always)
    func bits(at bit: Int, count bitCount: Int) -> UInt64 {
        guard bitCount > 0 else { return 0 }
        let first = bit >> 3
        let shift = bit & 7
        let mask = UInt64.max >> UInt64(64 - bitCount)
        if first + 8 <= byteCount, shift + bitCount <= 64 {
            return load(UInt64.self, at: first) >> UInt64(shift) & mask
        }
        var value: UInt64 = 0
        let end = (bit + bitCount + 7) >> 3
        for index in first..<end {
            let byte = UInt64(load(UInt8.self, at: index))
            let place = 8 * (index - first) - shift
            value |= place >= 0 ? byte << UInt64(place) : byte >> UInt64(-place)
        }
        return value & mask
    }
}
