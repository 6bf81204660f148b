/// ZIP archives made in memory (APPNOTE 6.3.10), for fixtures; nothing but the sizes is compressed.
public struct ArchiveFixture {
    private var bytes: [UInt8] = []
    private var directory: [UInt8] = []
    private var count = 0

    public init() {}

    /// Adds a member as it is.
    public mutating func add(_ name: String, _ content: [UInt8]) {
        add(name, stored: content, method: 0, checksum: Self.checksum(content), byteCount: content.count)
    }

    /// Adds a member as it is.
    public mutating func add(_ name: String, _ content: String) {
        add(name, Array(content.utf8))
    }

    /// Adds a member that unpacks to `prefix`, `byteCount` times the letter "a", and `suffix`, in a thousandth of the room.
    public mutating func addBomb(_ name: String, prefix: String, byteCount: Int, suffix: String) {
        let (packed, total) = Self.deflatedBomb(prefix: prefix, byteCount: byteCount, suffix: suffix)
        // The checksum is wrong, which nobody who stops in time finds out.
        add(name, stored: packed, method: 8, checksum: 0, byteCount: total)
    }

    /// What unpacks to `prefix`, about `byteCount` times the letter "a", and `suffix`; and how many bytes that are.
    static func deflatedBomb(prefix: String, byteCount: Int, suffix: String) -> (bytes: [UInt8], total: Int) {
        // Deflate with fixed codes (RFC 1951, section 3.2.6): a literal, then copies of 258 bytes from one byte back.
        var bits = BitWriter()
        bits.append(1, count: 1)
        bits.append(1, count: 2)
        for byte in prefix.utf8 { bits.appendLiteral(byte) }
        bits.appendLiteral(UInt8(ascii: "a"))
        let copyCount = byteCount / 258
        for _ in 0..<copyCount {
            bits.appendCode(0b1100_0101, count: 8)
            bits.appendCode(0, count: 5)
        }
        for byte in suffix.utf8 { bits.appendLiteral(byte) }
        bits.appendCode(0, count: 7)
        return (bits.bytes, prefix.utf8.count + 1 + 258 * copyCount + suffix.utf8.count)
    }

    private mutating func add(_ name: String, stored: [UInt8], method: UInt16, checksum: UInt32, byteCount: Int) {
        let offset = bytes.count
        let version: UInt16 = 20
        var header: [UInt8] = []
        for field in [version, 0x0800, method, 0, 0x21] { header += Self.little(field) }
        header += Self.little(checksum) + Self.little(UInt32(stored.count)) + Self.little(UInt32(byteCount))
        header += Self.little(UInt16(name.utf8.count))
        bytes += [0x50, 0x4B, 3, 4] + header + Self.little(UInt16(0)) + Array(name.utf8) + stored
        directory += [0x50, 0x4B, 1, 2] + Self.little(version) + header
        for _ in 0..<4 { directory += Self.little(UInt16(0)) }
        directory += Self.little(UInt32(0)) + Self.little(UInt32(offset)) + Array(name.utf8)
        count += 1
    }

    /// The archive with its directory.
    public func finish() -> [UInt8] {
        var end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
        end += Self.little(UInt16(count)) + Self.little(UInt16(count))
        end += Self.little(UInt32(directory.count)) + Self.little(UInt32(bytes.count)) + Self.little(UInt16(0))
        return bytes + directory + end
    }

    static func little<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// CRC-32 as in ISO 3309.
    static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var sum = UInt32.max
        for byte in bytes {
            sum ^= UInt32(byte)
            for _ in 0..<8 { sum = sum & 1 == 1 ? sum >> 1 ^ 0xEDB8_8320 : sum >> 1 }
        }
        return ~sum
    }
}

/// Bits as deflate packs them: from the lowest of each byte up; codes with their highest bit first.
private struct BitWriter {
    var bytes: [UInt8] = []
    private var used = 8

    mutating func append(_ value: Int, count: Int) {
        for place in 0..<count {
            if used == 8 {
                bytes.append(0)
                used = 0
            }
            bytes[bytes.count - 1] |= UInt8(value >> place & 1) << UInt8(used)
            used += 1
        }
    }

    mutating func appendCode(_ value: Int, count: Int) {
        for place in (0..<count).reversed() { append(value >> place & 1, count: 1) }
    }

    mutating func appendLiteral(_ byte: UInt8) {
        if byte < 144 { appendCode(0x30 + Int(byte), count: 8) } else { appendCode(0x190 + Int(byte) - 144, count: 9) }
    }
}
