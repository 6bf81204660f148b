/// Appends fixed-width little-endian integers, varints and byte strings to one growing array.
public struct ByteWriter: Sendable {
    @usableFromInline var storage: [UInt8]

    /// What was appended so far.
    public var bytes: [UInt8] { storage }

    public var byteCount: Int { storage.count }

    public init(reservingCapacity byteCount: Int = 0) {
        storage = []
        storage.reserveCapacity(byteCount)
    }

    /// Forgets the bytes, and keeps their memory for the next ones.
    public mutating func removeAll() {
        storage.removeAll(keepingCapacity: true)
    }

    @inlinable
    public mutating func append(_ value: UInt8) {
        storage.append(value)
    }

    @inlinable
    public mutating func append<Value: FixedWidthInteger & UnsignedInteger>(_ value: Value) {
        storage.append(addingCapacity: MemoryLayout<Value>.size) { bytes in
            var rest = value
            for _ in 0..<MemoryLayout<Value>.size {
                bytes.append(UInt8(truncatingIfNeeded: rest))
                rest >>= 8
            }
        }
    }

    /// 32-bit integers, one after the other.
    public mutating func append(words: Span<UInt32>) {
        if UInt32(1).littleEndian == 1 {
            unsafe words.withUnsafeBytes { unsafe storage.append(contentsOf: $0) }
        } else {
            for index in words.indices { append(words[index]) }
        }
    }

    /// Seven bits a byte, least significant first, the high bit set on all bytes but the last (LEB128).
    @inlinable
    public mutating func appendVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            storage.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        storage.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A varint for a signed value: the sign goes into the lowest bit, so that small magnitudes stay short.
    public mutating func appendSignedVarint(_ value: Int64) {
        appendVarint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    @inlinable
    public mutating func append(contentsOf more: some Sequence<UInt8>) {
        storage.append(contentsOf: more)
    }

    public mutating func append(contentsOf more: RawSpan) {
        unsafe more.withUnsafeBytes { unsafe storage.append(contentsOf: $0) }
    }

    /// A byte string with its length in front, as a varint.
    @inlinable
    public mutating func appendString(_ string: some Collection<UInt8>) {
        appendVarint(UInt64(string.count))
        storage.append(contentsOf: string)
    }

    /// The same.
    public mutating func appendString(_ string: Span<UInt8>) {
        appendVarint(UInt64(string.count))
        append(bytes: string)
    }

    public mutating func append(bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBytes { unsafe storage.append(contentsOf: $0) }
    }

    /// Adds zero bytes until the length is a multiple of `alignment`.
    public mutating func pad(toMultipleOf alignment: Int) {
        let rest = storage.count % alignment
        if rest != 0 {
            storage += [UInt8](repeating: 0, count: alignment - rest)
        }
    }
}
