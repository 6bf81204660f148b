import TestSupport
import Testing

@testable import Retrieval

@Suite("postings log")
struct PostingsLogTests {
    @Test("gives every posting back, passage by passage, those of great terms and over many chunks too")
    func roundTrip() {
        var random = SeededGenerator(seed: 7)
        var log = PostingsLog()
        var expected: [(term: Int, posting: Posting)] = []
        var plainImpacts: [UInt8] = []
        for passage in 0..<700 {
            let plain = UInt8(random.int(1...63))
            plainImpacts.append(plain)
            let count = random.oneIn(50) ? 0 : random.int(1...2000)
            let terms = (0..<count).map { index -> UInt32 in
                let great: [UInt32] = [1 << 23 - 2, 1 << 23 - 1, 1 << 23, .max]
                return random.oneIn(200) ? great[random.int(0...3)] : UInt32(random.int(0...(1 << 22)) + index)
            }
            // Of each term another, so that the entries differ in length.
            let impact = { (term: UInt32) in term % 5 == 0 ? UInt8(1 + term % 63) : plain }
            log.append(terms.span, plainImpact: plain, impact: impact)
            for term in terms {
                expected.append((Int(term), Posting(passage: UInt32(passage), impact: impact(term))))
            }
        }
        var next = 0
        log.forEach(plainImpacts: plainImpacts.span) { term, posting in
            #expect(next < expected.count && expected[next] == (term, posting))
            next += 1
        }
        #expect(next == expected.count)
        #expect(log.byteCount > 2 << 20)
    }
}
