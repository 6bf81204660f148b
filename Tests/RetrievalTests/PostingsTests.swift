import MappedStorage
import TestSupport
import Testing

@testable import Retrieval

@Suite("postings")
struct PostingsTests {
    /// All postings of a list, or of the only passage, over so many passages with plain impacts.
    private func decode(
        _ bytes: [UInt8], count: Int, _ postings: TermInfo.Postings? = nil, passageLimit: Int
    ) throws(MalformedBytes) -> [Posting] {
        let info = TermInfo(
            ordinal: 0, documentFrequency: count, postings: postings ?? .list(0..<bytes.count), formsOfBlock: 0)
        let plain = Self.plain(passageLimit)
        var cursor = try PostingsCursor(list: bytes.rawBytes, info: info, plainImpacts: plain.rawBytes)
        var found: [Posting] = []
        while try cursor.loadNextBlock() {
            for slot in 0..<cursor.blockCount {
                found.append(Posting(passage: cursor.passages[slot], impact: cursor.impacts[slot]))
            }
        }
        return found
    }

    /// Plain impacts for so many passages.
    private static func plain(_ count: Int) -> [UInt8] {
        var plain = [UInt8](repeating: 0, count: count)
        for passage in 0..<count { plain[passage] = plainImpact(UInt32(passage)) }
        return plain
    }

    private static func plainImpact(_ passage: UInt32) -> UInt8 { UInt8(28 + passage % 5) }

    private func encode(_ postings: [Posting]) -> [UInt8] {
        var writer = ByteWriter()
        var encoder = PostingsEncoder()
        encoder.append(
            postings.span, plainImpacts: Self.plain(Int(postings[postings.count - 1].passage) + 1).span, to: &writer)
        return writer.bytes
    }

    private func impact(_ passage: UInt32, _ random: inout SeededGenerator) -> UInt8 {
        random.oneIn(3) ? UInt8(random.int(1...63)) : Self.plainImpact(passage)
    }

    /// Ascending postings with gaps of at most `bits` bits, one of which takes all of them.
    private func postings(_ count: Int, bits: Int, _ random: inout SeededGenerator) -> [Posting] {
        let widest = random.int(0...(count - 1))
        let most = bits == 0 ? 0 : 1 << (bits - 1)
        var passage: UInt32 = .max
        return (0..<count).map { index in
            let gap = index == widest ? most : random.int(0...min(most, 900_000 / count))
            passage = passage &+ UInt32(gap) &+ 1
            return Posting(passage: passage, impact: impact(passage, &random))
        }
    }

    @Test("what was encoded is decoded, for every width of gap", arguments: 0...20)
    func everyWidth(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits))
        for count in [2, 127, 128, 129, 255, 256, 257, 128 * 5, 128 * 5 + 77] {
            let list = postings(count, bits: bits, &random)
            let limit = Int(list[count - 1].passage) + 1
            #expect(try decode(encode(list), count: count, passageLimit: limit) == list, "\(count) postings")
            // The last passage is not one of a segment that is smaller by one.
            #expect(throws: MalformedBytes.self) { try decode(encode(list), count: count, passageLimit: limit - 1) }
        }
    }

    @Test("what was encoded is decoded, for random lists", arguments: 0..<UInt64(300))
    func randomLists(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = random.int(2...700)
        let density = random.int(1...50)
        let allPlain = random.oneIn(4)
        var passage: UInt32 = UInt32(random.int(0...3))
        var list: [Posting] = []
        for _ in 0..<count {
            list.append(
                Posting(passage: passage, impact: allPlain ? Self.plainImpact(passage) : impact(passage, &random)))
            passage += 1 + UInt32(random.int(0...density)) * (random.oneIn(20) ? 1000 : 1)
        }
        #expect(try decode(encode(list), count: count, passageLimit: Int(passage)) == list, "seed \(seed)")
    }

    @Test("a posting takes its gap and a little, and one with a plain impact no more")
    func size() {
        let even = (0..<1280).map { (index: Int) -> Posting in
            let passage = UInt32(16 * index + 15)
            return Posting(passage: passage, impact: Self.plainImpact(passage))
        }
        #expect(encode(even).count == 1280 / 2 + 10 * PostingsFormat.headByteCount)
        // Four bits and what says that there are no more, and the head.
        #expect(encode(Array(even.prefix(100))).count == 100 * 5 / 8 + 2)
    }

    @Test("a term of one passage has its posting in the dictionary", arguments: [UInt32(0), 7, 1_000_000])
    func single(passage: UInt32) throws {
        for impact in [UInt8(9), nil] {
            let place = TermInfo.Postings.one(passage: passage, impact: impact)
            let found = try decode([], count: 1, place, passageLimit: Int(passage) + 1)
            #expect(found == [Posting(passage: passage, impact: impact ?? Self.plainImpact(passage))])
            #expect(throws: MalformedBytes.self) { try decode([], count: 1, place, passageLimit: Int(passage)) }
        }
    }

    /// Decodes the passages of a block with the kernels alone, which need no impacts; nil when these find it damaged.
    private func passages(
        _ block: [UInt8], head: [UInt8], of count: Int, after previous: UInt32, below limit: UInt32
    ) throws -> [UInt32]? {
        let head = try unsafe head.withUnsafeBytes { try unsafe BlockHead(0, of: count, in: $0.baseAddress!) }
        var passages = [UInt32](repeating: 0, count: PostingsFormat.blockLength)
        let end = unsafe (block + [0]).withUnsafeBytes { bytes in
            unsafe passages.withUnsafeMutableBufferPointer { passages in
                unsafe PostingsKernels.decodePassages(
                    bytes.baseAddress!, byteCount: block.count, head, after: previous, below: limit,
                    into: passages.baseAddress!)
            }
        }
        return end == nil ? nil : Array(passages[..<head.count])
    }

    @Test("the gaps of a full block unpack from their lanes at every width", arguments: 0...32)
    func unpackingLanes(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(100 + bits))
        let mask = UInt32(truncatingIfNeeded: UInt64(1) << UInt64(bits) - 1)
        // Where many wide gaps would not fit, one is wide.
        let values = (0..<128).map { index in
            UInt32(truncatingIfNeeded: random.next()) & (bits <= 24 || index == 77 ? mask : 1)
        }
        // Lane l holds the values l, l + 4, … as one stream of bits, and word w of lane l is word 4w + l of the block.
        var words = [UInt32](repeating: 0, count: 4 * bits)
        for (index, value) in values.enumerated() {
            for bit in 0..<bits where value & 1 << UInt32(bit) != 0 {
                let place = index / 4 * bits + bit
                words[place / 32 * 4 + index % 4] |= 1 << UInt32(place % 32)
            }
        }
        var block = ByteWriter()
        for word in words { block.append(word) }
        var expected: [UInt32] = []
        for value in values { expected.append((expected.last ?? 6) &+ 1 &+ value) }
        let ascends = zip(expected, expected.dropFirst()).allSatisfy { $0 < $1 }
        let found = try passages(block.bytes, head: [UInt8(bits)], of: 128, after: 6, below: .max)
        #expect(found == (ascends ? expected : nil))
        #expect(bits > 31 || ascends)
        #expect(try passages(block.bytes, head: [UInt8(bits)], of: 128, after: 6, below: expected[127]) == nil)
    }

    @Test("the gaps of a short block unpack at every width", arguments: 0...31)
    func unpackingShort(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(200 + bits))
        let count = random.int(2...127)
        let values = (0..<count).map { index in
            UInt64(random.int(0...(1 << min(bits, 24) - 1))) + UInt64(index == 1 ? 1 : 0) << UInt64(bits)
        }
        var block = ByteWriter()
        var packer = BitPacker()
        for value in values { packer.append(value & (1 << UInt64(bits) - 1), bitCount: bits, to: &block) }
        for value in values {
            for _ in 0..<(value >> UInt64(bits)) { packer.append(0, bitCount: 1, to: &block) }
            packer.append(1, bitCount: 1, to: &block)
        }
        packer.finish(&block)
        var expected: [UInt32] = []
        for value in values { expected.append((expected.last ?? .max) &+ 1 &+ UInt32(value)) }
        let bytes = block.bytes
        let last = expected[count - 1]
        #expect(try passages(bytes, head: [UInt8(bits)], of: count, after: .max, below: last + 1) == expected)
        #expect(try passages(bytes, head: [UInt8(bits)], of: count, after: .max, below: last) == nil)
        // Without its last one there is no last passage.
        #expect(try passages(Array(bytes.dropLast()), head: [UInt8(bits)], of: count, after: .max, below: .max) == nil)
    }

    @Test(
        "a width that no gap can have is an error",
        arguments: [(128, 33), (100, 32), (128, 127), (5, 0xA8)] as [(Int, UInt8)])
    func width(count: Int, head: UInt8) {
        #expect(throws: MalformedBytes.self) {
            try passages([UInt8](repeating: 1, count: 600), head: [head], of: count, after: .max, below: .max)
        }
    }

    @Test("a list cut short anywhere is an error", arguments: [2, 127, 128, 129, 300])
    func truncated(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let list = postings(count, bits: 7, &random)
        let bytes = encode(list)
        for length in bytes.indices {
            #expect(throws: MalformedBytes.self, "\(length) of \(bytes.count) bytes") {
                try decode(Array(bytes[..<length]), count: count, passageLimit: 1_000_000)
            }
        }
    }

    @Test("a damaged list gives an error, or ascending passages of the segment", arguments: 0..<UInt64(60))
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = random.int(2...400)
        let list = postings(count, bits: random.int(0...9), &random)
        let limit = Int(list[count - 1].passage) + random.int(1...5)
        let sound = encode(list)
        for _ in 0..<60 {
            var bytes = sound
            for _ in 0..<random.int(1...3) { bytes[random.int(0...(bytes.count - 1))] = UInt8(random.int(0...255)) }
            let claimed = random.oneIn(4) ? random.int(1...5000) : count
            guard let found = try? decode(bytes, count: claimed, passageLimit: limit) else { continue }
            #expect(found.count == claimed)
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.passage < $1.passage }, "seed \(seed)")
            #expect(found.allSatisfy { Int($0.passage) < limit }, "seed \(seed)")
        }
    }

    @Test("a count that no list could hold is an error", arguments: [UInt32.max, 1 << 31, 100_000])
    func impossibleCount(count: UInt32) {
        #expect(throws: MalformedBytes.self) { try decode([1, 2, 3, 4], count: Int(count), passageLimit: 1000) }
    }
}
