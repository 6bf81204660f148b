/// A scalar at a place in a text and how many bytes it takes.
struct DecodedScalar {
    /// The scalar's value, or ``invalid`` for a byte that begins no valid sequence.
    let value: UInt32
    /// 1 to 4; 1 for an invalid byte.
    let byteCount: Int

    /// Stands for a byte that is not part of valid UTF-8; no scalar has this value.
    static let invalid: UInt32 = 0xFFFF_FFFF
}

extension Span<UInt8> {
    /// The scalar that begins at an index in `0 ..< count`; overlong forms and surrogates are invalid.
    func scalar(at index: Int) -> DecodedScalar {
        let lead = self[index]
        let invalid = DecodedScalar(value: DecodedScalar.invalid, byteCount: 1)
        let length: Int
        var value: UInt32
        let smallest: UInt32
        switch lead {
        case 0..<0x80: return DecodedScalar(value: UInt32(lead), byteCount: 1)
        case 0xC2..<0xE0: (length, value, smallest) = (2, UInt32(lead & 0x1F), 0x80)
        case 0xE0..<0xF0: (length, value, smallest) = (3, UInt32(lead & 0x0F), 0x800)
        case 0xF0..<0xF5: (length, value, smallest) = (4, UInt32(lead & 0x07), 0x10000)
        default: return invalid
        }
        guard count - index >= length else { return invalid }
        for offset in 1..<length {
            let byte = self[index + offset]
            guard byte & 0xC0 == 0x80 else { return invalid }
            value = value << 6 | UInt32(byte & 0x3F)
        }
        guard value >= smallest, value <= 0x10FFFF, value & 0xFFFF_F800 != 0xD800 else { return invalid }
        return DecodedScalar(value: value, byteCount: length)
    }

    /// The scalar that ends before an index in `1 ... count`.
    func scalar(before index: Int) -> DecodedScalar {
        var start = index - 1
        while start > 0, index - start < 4, self[start] & 0xC0 == 0x80 { start -= 1 }
        let decoded = scalar(at: start)
        guard decoded.byteCount == index - start else {
            return DecodedScalar(value: DecodedScalar.invalid, byteCount: 1)
        }
        return decoded
    }
}

extension [UInt8] {
    /// Appends the UTF-8 of a scalar value.
    mutating func appendScalar(_ value: UInt32) {
        switch value {
        case 0..<0x80:
            append(UInt8(truncatingIfNeeded: value))
        case 0..<0x800:
            append(0xC0 | UInt8(truncatingIfNeeded: value >> 6))
            append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        case 0..<0x10000:
            append(0xE0 | UInt8(truncatingIfNeeded: value >> 12))
            append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        default:
            append(0xF0 | UInt8(truncatingIfNeeded: value >> 18))
            append(0x80 | UInt8(truncatingIfNeeded: value >> 12 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: value >> 6 & 0x3F))
            append(0x80 | UInt8(truncatingIfNeeded: value & 0x3F))
        }
    }
}

/// How many bytes a scalar value takes in UTF-8.
func utf8Length(_ value: UInt32) -> Int {
    value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x10000 ? 3 : 4
}
