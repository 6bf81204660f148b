import TestSupport
import Testing

@testable import MappedStorage

@Suite("checksums")
struct ChecksumTests {
    /// The vectors of RFC 3720, appendix B.4, and the check value of the Castagnoli polynomial.
    static let vectors: [(bytes: [UInt8], checksum: UInt32)] = [
        ([], 0),
        (Array(repeating: 0, count: 32), 0x8A91_36AA),
        (Array(repeating: 0xFF, count: 32), 0x62A8_AB43),
        (Array(0..<32), 0x46DD_794E),
        ((0..<32).reversed(), 0x113F_DB5C),
        (
            [
                0x01, 0xC0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
                0x14, 0x00, 0x00, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x18,
                0x28, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
            ],
            0xD996_3A56
        ),
        (Array("123456789".utf8), 0xE306_9283),
    ]

    @Test("the published vectors have the published checksums", arguments: vectors)
    func publishedVectors(bytes: [UInt8], checksum: UInt32) {
        #expect(Checksum(of: bytes).value == checksum)
        #expect(Checksum.portable(of: bytes).value == checksum)
    }

    @Test("the processor's instruction and the tables agree on random bytes of every length and alignment")
    func implementationsAgree() {
        var random = SeededGenerator(seed: 1)
        let bytes = random.bytes(600)
        for length in 0...512 {
            let start = length % 16
            let part = bytes.rawBytes.extracting(start..<(start + length))
            #expect(Checksum(of: part) == Checksum.portable(of: part.copied()), "\(length) bytes")
        }
        // Beyond 4,080 bytes three streams go side by side.
        let long = random.bytes(40_000)
        for length in [4079, 4080, 4081, 4087, 4088, 8159, 8160, 16_384, 30_001] {
            let part = long.rawBytes.extracting((length % 16)..<(length % 16 + length))
            #expect(Checksum(of: part) == Checksum.portable(of: part.copied()), "\(length) bytes")
            let more = Checksum(of: part).extended(by: long.rawBytes.extracting(0..<5000))
            #expect(more == Checksum.portable(of: part.copied() + long.prefix(5000)), "\(length) bytes and more")
        }
    }

    @Test("every single changed bit changes the checksum")
    func singleBits() {
        var random = SeededGenerator(seed: 2)
        var bytes = random.bytes(257)
        let whole = Checksum(of: bytes)
        for bit in 0..<(bytes.count * 8) {
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(Checksum(of: bytes) != whole)
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        }
    }
}
