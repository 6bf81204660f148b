internal import Glibc

/// Why bytes could not be read as what they should be. Whoever knows the file adds its name.
public enum MalformedBytes: Error, Hashable, Sendable {
    /// The bytes end before the value that starts at `offset` does.
    case truncated(offset: Int, neededByteCount: Int)
    /// A varint of more than ten bytes, or beyond 64 bits.
    case varintTooLong(offset: Int)
    /// A value that the format does not allow.
    case outOfRange(what: String, value: UInt64, limit: UInt64)
}

/// Reads what `ByteWriter` wrote, front to back, and throws where the bytes do not hold it.
public struct ByteReader: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var place: Int

    @inlinable public var offset: Int { place }

    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan, offset: Int = 0) {
        self.bytes = bytes
        place = offset
    }

    @inlinable public var remainingByteCount: Int { bytes.byteCount - offset }

    @inlinable
    public mutating func read<Value: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ type: Value.Type
    ) throws(MalformedBytes) -> Value {
        let width = Value.bitWidth / 8
        try need(width)
        let value = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: type)
        place += width
        return Value(littleEndian: value)
    }

    @inlinable
    public mutating func readVarint() throws(MalformedBytes) -> UInt64 {
        // Most are one byte long.
        if offset < bytes.byteCount {
            let byte = bytes.load(UInt8.self, at: offset)
            if byte < 0x80 {
                place += 1
                return UInt64(byte)
            }
        }
        return try readLongVarint()
    }

    @usableFromInline
    mutating func readLongVarint() throws(MalformedBytes) -> UInt64 {
        let start = offset
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let byte = try read(UInt8.self)
            if shift == 63 && byte > 1 || shift > 63 { throw .varintTooLong(offset: start) }
            value |= UInt64(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
    }

    public mutating func readSignedVarint() throws(MalformedBytes) -> Int64 {
        let value = try readVarint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A varint that must not exceed `limit`, such as a count or an offset.
    @inlinable
    public mutating func readCount(_ what: String, atMost limit: Int) throws(MalformedBytes) -> Int {
        let value = try readVarint()
        guard value <= UInt64(limit) else {
            throw .outOfRange(what: what, value: value, limit: UInt64(limit))
        }
        return Int(value)
    }

    public mutating func readBytes(_ count: Int) throws(MalformedBytes) -> [UInt8] {
        try need(count)
        let slice = bytes.extracting(offset..<(offset + count))
        place += count
        return slice.copied()
    }

    @inlinable
    public mutating func skip(_ count: Int) throws(MalformedBytes) {
        try need(count)
        place += count
    }

    /// Bytes without a copy of them.
    @_lifetime(copy self)
    public mutating func readSpan(_ count: Int) throws(MalformedBytes) -> RawSpan {
        try need(count)
        place += count
        return bytes.extracting((offset - count)..<offset)
    }

    /// A byte string with its length in front.
    public mutating func readString() throws(MalformedBytes) -> [UInt8] {
        try readBytes(try readLength())
    }

    /// Compares a byte string with its length in front with `other`, and passes over it: below 0 when it comes first in
    /// byte order, 0 when they are equal.
    public mutating func compareString(with other: [UInt8]) throws(MalformedBytes) -> Int {
        let count = try readLength()
        defer { place += count }
        for index in 0..<min(count, other.count) {
            let byte = bytes.load(UInt8.self, at: offset + index)
            if byte != other[index] { return byte < other[index] ? -1 : 1 }
        }
        return count - other.count
    }

    /// The length in front of a byte string, which the bytes behind it hold.
    private mutating func readLength() throws(MalformedBytes) -> Int {
        let count = try readCount("string length", atMost: remainingByteCount)
        // Once more, for what remains is less by the length itself now.
        try need(count)
        return count
    }

    @inlinable
    func need(_ count: Int) throws(MalformedBytes) {
        guard count >= 0, count <= bytes.byteCount - offset else {
            throw .truncated(offset: offset, neededByteCount: count)
        }
    }
}

extension RawSpan {
    /// The bytes as an array of their own, which may outlive the file that they were read from.
    public func copied() -> [UInt8] {
        unsafe withUnsafeBytes { unsafe [UInt8]($0) }
    }

    /// Which of two byte strings comes first in byte order: below 0 when it is this one, 0 when they are equal.
    public func order(against other: RawSpan) -> Int {
        let common = min(byteCount, other.byteCount)
        let difference = unsafe withUnsafeBytes { left in
            unsafe other.withUnsafeBytes { right -> Int32 in
                guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
                return unsafe memcmp(left, right, common)
            }
        }
        return difference != 0 ? Int(difference) : byteCount - other.byteCount
    }

    /// The same against bytes of a span.
    public func order(against other: Span<UInt8>) -> Int { order(against: unsafe other.bytes) }

    /// A little-endian integer at a byte offset that the caller has checked. Traps, never reads beyond the span.
    @inlinable
    public func load<Value: FixedWidthInteger & BitwiseCopyable>(_ type: Value.Type, at offset: Int) -> Value {
        unsafe Value(littleEndian: unsafeLoadUnaligned(fromByteOffset: offset, as: type))
    }
}

extension Span<UInt8> {
    /// Eight bytes as a little-endian integer. Traps, never reads beyond the span.
    @inlinable
    public func word(at offset: Int) -> UInt64 {
        unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// How many bytes two strings have in common at their beginnings.
    @inlinable
    public func commonPrefixCount(with other: Span<UInt8>) -> Int {
        let shorter = Swift.min(count, other.count)
        var index = 0
        while index &+ 8 <= shorter {
            let difference = word(at: index) ^ other.word(at: index)
            if difference != 0 { return index &+ difference.trailingZeroBitCount / 8 }
            index &+= 8
        }
        while index < shorter, self[index] == other[index] { index &+= 1 }
        return index
    }
}

extension MutableSpan<UInt8> {
    /// Stores an integer in little-endian order. Traps, never writes beyond the span.
    @inlinable
    @_lifetime(self: copy self)
    public mutating func store<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value, at offset: Int) {
        var bytes = unsafe mutableBytes
        bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Value.self)
    }
}

extension [UInt8] {
    /// The array's bytes as a raw span, as `ByteReader` takes it.
    public var rawBytes: RawSpan {
        @_lifetime(borrow self)
        get { unsafe span.bytes }
    }
}
