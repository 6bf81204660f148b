/// Appends fixed-width little-endian integers, varints and byte strings to one growing array.
public struct ByteWriter: Sendable {
    public private(set) var bytes: [UInt8]

    public var byteCount: Int { bytes.count }

    public init(reservingCapacity byteCount: Int = 0) {
        bytes = []
        bytes.reserveCapacity(byteCount)
    }

    @inlinable
    public mutating func append<Value: FixedWidthInteger & UnsignedInteger>(_ value: Value) {
        var rest = value
        for _ in 0..<(Value.bitWidth / 8) {
            appendByte(UInt8(truncatingIfNeeded: rest))
            rest = Value.bitWidth > 8 ? rest >> 8 : 0
        }
    }

    @usableFromInline
    mutating func appendByte(_ byte: UInt8) {
        bytes.append(byte)
    }

    /// Seven bits a byte, least significant first, the high bit set on all bytes but the last (LEB128).
    public mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// A varint for a signed value: the sign goes into the lowest bit, so that small magnitudes stay short.
    public mutating func appendSignedVarint(_ value: Int64) {
        appendVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    public mutating func append(contentsOf more: some Sequence<UInt8>) {
        bytes.append(contentsOf: more)
    }

    /// A byte string with its length in front, as a varint.
    public mutating func appendString(_ string: some Collection<UInt8>) {
        appendVarint(UInt64(string.count))
        bytes.append(contentsOf: string)
    }

    /// Adds zero bytes until the length is a multiple of `alignment`.
    public mutating func pad(toMultipleOf alignment: Int) {
        let rest = bytes.count % alignment
        if rest != 0 {
            bytes += [UInt8](repeating: 0, count: alignment - rest)
        }
    }
}
