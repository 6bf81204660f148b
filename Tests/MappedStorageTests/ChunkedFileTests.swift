import SystemPackage
import TestSupport
import Testing

@testable import MappedStorage

@Suite("files in checked chunks")
struct ChunkedFileTests {
    private static func file(_ payload: [UInt8]) -> [UInt8] { payload + ChunkedFile.trailer(for: payload).bytes }

    /// What a reader makes of the bytes: the whole payload, or nil when it finds them damaged.
    private func payload(of bytes: [UInt8], in folder: ScratchFolder) throws -> [UInt8]? {
        let path = try folder.write(bytes, to: "file")
        do throws(StorageError) {
            let file = try ChunkedFile(path: path)
            return try file.verifiedBytes(0..<file.payloadByteCount).copied()
        } catch {
            guard case .damaged(path, _) = error else {
                Issue.record("expected .damaged, got \(error)")
                return nil
            }
            return nil
        }
    }

    @Test(
        "a payload is read as it was written, whatever it does to the last chunk",
        arguments: [0, 1, 16_383, 16_384, 16_385, 32_768, 64 * 16_384, 65 * 16_384 + 5])
    func identity(byteCount: Int) throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: UInt64(byteCount))
        let payload = random.bytes(byteCount)
        let bytes = Self.file(payload)
        let file = try ChunkedFile(path: folder.write(bytes, to: "file"))
        #expect(file.payloadByteCount == byteCount)
        #expect(file.byteCount == bytes.count)
        #expect(file.tableChecksum == ChunkedFile.trailer(for: payload).tableChecksum)
        try file.verifyAll()
        for _ in 0..<50 {
            let lower = random.int(0...byteCount)
            let upper = random.int(lower...byteCount)
            let part = try file.verifiedBytes(lower..<upper).copied()
            #expect(part == Array(payload[lower..<upper]))
        }
    }

    @Test("a trailer does not depend on the pieces in which the payload comes", arguments: 0..<UInt64(20))
    func pieces(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let pieces = (0..<random.int(0...6)).map { _ in random.bytes(random.int(0...40_000)) }
        var trailer = ChunkedFile.Trailer()
        for piece in pieces { trailer.add(piece) }
        let whole = pieces.flatMap { $0 }
        #expect(trailer.payloadByteCount == whole.count)
        let (bytes, checksum) = trailer.finish()
        let expected = ChunkedFile.trailer(for: whole)
        #expect(bytes == expected.bytes && checksum == expected.tableChecksum)
    }

    @Test("a changed byte is found wherever it stands", arguments: [0, 1, 300])
    func damagedBytes(byteCount: Int) throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: 5)
        var bytes = Self.file(random.bytes(byteCount))
        for index in bytes.indices {
            let change = UInt8(random.int(1...255))
            bytes[index] ^= change
            let found = try payload(of: bytes, in: folder)
            #expect(found == nil, "byte \(index)")
            bytes[index] ^= change
        }
        #expect(try payload(of: bytes, in: folder) != nil)
    }

    @Test("a changed byte is found in every one of several chunks, table and footer included")
    func damagedChunks() throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: 6)
        var bytes = Self.file(random.bytes(3 * ChunkedFile.chunkByteCount + 77))
        let edges = (1...3).flatMap { [$0 * ChunkedFile.chunkByteCount - 1, $0 * ChunkedFile.chunkByteCount] }
        let places = edges + (0..<40).map { _ in random.int(0...(bytes.count - 1)) } + Array(bytes.indices.suffix(44))
        for index in places {
            bytes[index] ^= 0x10
            let found = try payload(of: bytes, in: folder)
            #expect(found == nil, "byte \(index)")
            bytes[index] ^= 0x10
        }
    }

    @Test("a file cut short, or with bytes added, is found at every length")
    func truncation() throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: 7)
        let bytes = Self.file(random.bytes(200))
        for length in bytes.indices {
            let found = try payload(of: Array(bytes[..<length]), in: folder)
            #expect(found == nil, "\(length) bytes")
        }
        for extra in 1...40 {
            let found = try payload(of: bytes + random.bytes(extra), in: folder)
            #expect(found == nil, "\(extra) bytes added")
        }
    }

    @Test("damage in one chunk does not keep the others from being read")
    func soundChunks() throws {
        let folder = try ScratchFolder()
        var bytes = Self.file(Array(repeating: 9, count: 2 * ChunkedFile.chunkByteCount))
        bytes[ChunkedFile.chunkByteCount + 3] = 8
        let file = try ChunkedFile(path: folder.write(bytes, to: "file"))
        let first = try file.verifiedBytes(0..<ChunkedFile.chunkByteCount).copied()
        #expect(first.allSatisfy { $0 == 9 })
        for range in [
            ChunkedFile.chunkByteCount..<(ChunkedFile.chunkByteCount + 1),
            (ChunkedFile.chunkByteCount - 1)..<(ChunkedFile.chunkByteCount + 1),
        ] {
            #expect(throws: StorageError.self) { _ = try file.verifiedBytes(range).copied() }
        }
        #expect(throws: StorageError.self) { try file.verifyAll() }
    }

    @Test(
        "a range outside the payload is an error, though the file goes on",
        arguments: [-1..<1, 0..<101, 100..<125, 200..<200])
    func ranges(range: Range<Int>) throws {
        let folder = try ScratchFolder()
        let file = try ChunkedFile(path: folder.write(Self.file(Array(repeating: 1, count: 100)), to: "file"))
        #expect(throws: StorageError.self) { _ = try file.verifiedBytes(range).copied() }
        let end = try file.verifiedBytes(100..<100).copied()
        #expect(end.isEmpty)
    }

    @Test("a footer that promises more than the file holds is an error", arguments: [UInt64.max, 1 << 62, 101, 99])
    func footerLength(payloadByteCount: UInt64) throws {
        let folder = try ScratchFolder()
        var bytes = Self.file(Array(repeating: 1, count: 100))
        var length = ByteWriter()
        length.append(payloadByteCount)
        bytes.replaceSubrange((bytes.count - 24)..<(bytes.count - 16), with: length.bytes)
        let found = try payload(of: bytes, in: folder)
        #expect(found == nil)
    }
}
