import MappedStorage
import TestSupport
import Testing

@testable import Retrieval

@Suite("postings")
struct PostingsTests {
    /// All postings of an encoded list.
    private func decode(
        _ bytes: [UInt8], count: Int, location: UInt64 = 0, impact: UInt8 = 0, passageLimit: UInt32
    ) throws(MalformedBytes) -> [Posting] {
        let info = TermInfo(documentFrequency: UInt32(count), forms: 0, location: location, greatestImpact: impact)
        var cursor = try PostingsCursor(list: bytes.rawBytes, info: info, passageLimit: passageLimit)
        var postings: [Posting] = []
        while try cursor.loadNextBlock() {
            for slot in 0..<cursor.blockCount {
                postings.append(Posting(passage: cursor.passages[slot], impact: cursor.impacts[slot]))
            }
        }
        return postings
    }

    private func greatest(_ postings: [Posting]) -> UInt8 { postings.map(\.impact).max() ?? 0 }

    private func encode(_ postings: [Posting]) -> [UInt8] {
        var writer = ByteWriter()
        PostingsFormat.append(postings[...], to: &writer)
        return writer.bytes
    }

    /// Ascending postings whose stored deltas need at most `bits` bits, and one of them all of these.
    private func postings(_ count: Int, bits: Int, _ random: inout SeededGenerator) -> [Posting] {
        let most: UInt64 = bits == 0 ? 0 : 1 << UInt64(bits - 1)
        // The greatest delta stands alone when the sum would not fit into 32 bits otherwise.
        let others = UInt64(UInt32.max - 1) - min(most, UInt64(UInt32.max - 1))
        let small = min(most, others / UInt64(max(1, count)) / 2)
        var passage: Int64 = -1
        let widest = random.int(0...(count - 1))
        return (0..<count).map { index in
            let delta = index == widest ? most : small == 0 ? 0 : random.next() % small
            passage += Int64(delta) + 1
            return Posting(passage: UInt32(passage), impact: UInt8(random.int(0...255)))
        }
    }

    @Test("what was encoded is decoded, for every width of delta", arguments: 0...31)
    func everyWidth(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(bits))
        for count in [2, 127, 128, 129, 255, 256, 257, 128 * 5, 128 * 5 + 77] {
            let list = postings(count, bits: bits, &random)
            let limit = list[count - 1].passage + 1
            #expect(
                try decode(encode(list), count: count, impact: greatest(list), passageLimit: limit) == list,
                "\(count) postings")
            // The last passage is not one of a segment that is smaller by one.
            #expect(throws: MalformedBytes.self) {
                try decode(encode(list), count: count, impact: greatest(list), passageLimit: limit - 1)
            }
        }
    }

    @Test("a delta of 32 bits is decoded")
    func widest() throws {
        var list = [Posting(passage: .max - 200, impact: 3)]
        for offset in 1...150 { list.append(Posting(passage: .max - 200 + UInt32(offset), impact: UInt8(offset))) }
        #expect(encode(list)[8] == 32)
        #expect(try decode(encode(list), count: list.count, impact: greatest(list), passageLimit: .max) == list)
    }

    @Test("what was encoded is decoded, for random lists", arguments: 0..<UInt64(300))
    func randomLists(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let count = random.int(2...700)
        let density = random.int(1...50)
        var passage: UInt32 = UInt32(random.int(0...3))
        var list: [Posting] = []
        for _ in 0..<count {
            list.append(Posting(passage: passage, impact: UInt8(random.int(1...255))))
            passage += 1 + UInt32(random.int(0...density)) * (random.oneIn(20) ? 1000 : 1)
        }
        // What follows a list in its section must not be taken for a part of it.
        let bytes = encode(list) + random.bytes(random.int(0...40))
        #expect(try decode(bytes, count: count, impact: greatest(list), passageLimit: passage) == list, "seed \(seed)")
    }

    @Test("a term of one passage has its posting in the term info", arguments: [UInt32(0), 7, UInt32.max - 1])
    func single(passage: UInt32) throws {
        let found = try decode([], count: 1, location: UInt64(passage), impact: 9, passageLimit: passage + 1)
        #expect(found == [Posting(passage: passage, impact: 9)])
        #expect(throws: MalformedBytes.self) {
            try decode([], count: 1, location: UInt64(passage), impact: 9, passageLimit: passage)
        }
    }

    @Test("the deltas of a block unpack from their lanes at every width", arguments: 0...24)
    func unpacking(bits: Int) throws {
        var random = SeededGenerator(seed: UInt64(100 + bits))
        let mask: UInt32 = (1 << UInt32(bits)) - 1
        let values = (0..<128).map { _ in UInt32(truncatingIfNeeded: random.next()) & mask }
        // Lane l holds the values l, l + 4, … as one stream of bits, and word w of lane l is word 4w + l of the block.
        var words = [UInt32](repeating: 0, count: 4 * bits)
        for (index, value) in values.enumerated() {
            for bit in 0..<bits where value & 1 << UInt32(bit) != 0 {
                let place = index / 4 * bits + bit
                words[place / 32 * 4 + index % 4] |= 1 << UInt32(place % 32)
            }
        }
        var head = ByteWriter()
        let passages = values.reduce(into: [UInt32]()) { $0.append(($0.last ?? .max) &+ 1 &+ $1) }
        for last in [passages[127], passages[127] + 1] { head.append(last) }
        head.append(contentsOf: [UInt8(bits), 0, 9, 9, 9, 9])
        for word in words { head.append(word) }
        let expected =
            passages.map { Posting(passage: $0, impact: 9) } + [Posting(passage: passages[127] + 1, impact: 9)]
        #expect(try decode(head.bytes, count: 129, impact: 9, passageLimit: .max) == expected)
    }

    @Test("a list cut short anywhere is an error", arguments: [2, 127, 128, 129, 300])
    func truncated(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let list = postings(count, bits: 7, &random)
        let bytes = encode(list)
        for length in bytes.indices {
            #expect(throws: MalformedBytes.self, "\(length) of \(bytes.count) bytes") {
                try decode(Array(bytes[..<length]), count: count, impact: greatest(list), passageLimit: .max)
            }
        }
    }

    @Test("a damaged list gives an error, or ascending passages of the segment", arguments: 0..<UInt64(60))
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = random.int(2...400)
        let list = postings(count, bits: random.int(0...9), &random)
        let limit = list[count - 1].passage + UInt32(random.int(1...5))
        let sound = encode(list)
        for _ in 0..<60 {
            var bytes = sound
            for _ in 0..<random.int(1...3) { bytes[random.int(0...(bytes.count - 1))] = UInt8(random.int(0...255)) }
            let claimed = random.oneIn(4) ? random.int(0...5000) : count
            guard let found = try? decode(bytes, count: claimed, impact: 255, passageLimit: limit) else { continue }
            #expect(found.count == claimed)
            #expect(zip(found, found.dropFirst()).allSatisfy { $0.passage < $1.passage }, "seed \(seed)")
            #expect(found.allSatisfy { $0.passage < limit }, "seed \(seed)")
        }
    }

    @Test("a count that no list could hold is an error", arguments: [UInt32.max, 1 << 31, 100_000])
    func impossibleCount(count: UInt32) {
        #expect(throws: MalformedBytes.self) {
            try decode([1, 2, 3, 4], count: Int(count), passageLimit: .max)
        }
    }
}
