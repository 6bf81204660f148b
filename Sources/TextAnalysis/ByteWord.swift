/// Eight bytes of a text as one integer, so that all of them are told apart at once. In a mask the high bit of a byte says
/// whether it is meant; the text's first byte is the lowest.
struct ByteWord {
    let bytes: UInt64

    /// - Precondition: `index + 8 <= text.count`.
    @inline(__always)
    init(_ text: Span<UInt8>, at index: Int) {
        bytes = text.eightBytes(at: index)
    }

    @inline(__always)
    init(bytes: UInt64) {
        self.bytes = bytes
    }

    /// The high bit of each byte.
    static let highBits: UInt64 = 0x8080_8080_8080_8080

    @inline(__always)
    private static func repeating(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// The bytes without their high bits, to which less than 0x81 may be added without a carry into the next.
    private var low: UInt64 { bytes & ~Self.highBits }

    /// Letters of ASCII.
    @inline(__always)
    var letters: UInt64 {
        let lowerCase = low | Self.repeating(0x20)
        let fromA = lowerCase &+ Self.repeating(0x80 - UInt8(ascii: "a"))
        let beyondZ = lowerCase &+ Self.repeating(0x7F - UInt8(ascii: "z"))
        return fromA & ~beyondZ & ~bytes & Self.highBits
    }

    /// Digits of ASCII.
    @inline(__always)
    var digits: UInt64 {
        let from0 = low &+ Self.repeating(0x80 - UInt8(ascii: "0"))
        let beyond9 = low &+ Self.repeating(0x7F - UInt8(ascii: "9"))
        return from0 & ~beyond9 & ~bytes & Self.highBits
    }

    /// Bytes beyond ASCII.
    @inline(__always)
    var beyondASCII: UInt64 { bytes & Self.highBits }

    /// Bytes of at most `limit`, which must be below 0x80.
    @inline(__always)
    func atMost(_ limit: UInt8) -> UInt64 {
        ~(low &+ Self.repeating(0x7F - limit)) & ~bytes & Self.highBits
    }

    /// Bytes that equal `byte`.
    @inline(__always)
    func equal(to byte: UInt8) -> UInt64 {
        let difference = bytes ^ Self.repeating(byte)
        return ~((difference & ~Self.highBits) &+ ~Self.highBits | difference) & Self.highBits
    }

    /// The first `count` bytes in lower case, all of which must be letters.
    @inline(__always)
    func lowerCase(_ count: Int) -> UInt64 { Self.prefix(bytes | Self.repeating(0x20), count) }

    /// How many bytes come before the first one of a mask; 8 when it has none.
    @inline(__always)
    static func count(before mask: UInt64) -> Int { mask.trailingZeroBitCount >> 3 }

    /// The part of a mask or of bytes that belongs to the first `count` bytes, at most 8.
    @inline(__always)
    static func prefix(_ bytes: UInt64, _ count: Int) -> UInt64 {
        count >= 8 ? bytes : bytes & ((1 &<< UInt64(8 * count)) &- 1)
    }
}
