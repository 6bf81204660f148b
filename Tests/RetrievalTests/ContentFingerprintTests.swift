import TestSupport
import Testing
import TextAnalysis

@testable import Retrieval

@Suite struct ContentFingerprintTests {
    private func words(_ count: Int, _ random: inout SeededGenerator) -> [String] {
        (0..<count).map { _ in "w\(random.int(0...5000))" }
    }

    private func fingerprint(_ words: [String], separator: String = " ") -> UInt64 {
        var fingerprint = ContentFingerprint()
        var vocabulary = SegmentVocabulary(analyzer: Analyzer())
        vocabulary.read(Array(words.joined(separator: separator).utf8).span)
        vocabulary.add(to: &fingerprint)
        return fingerprint.value
    }

    @Test("a text with another date is near, another text is not", arguments: 0..<UInt64(50))
    func nearness(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let text = words(400, &random)
        let own = fingerprint(text)
        #expect(own == fingerprint(text.map { $0.uppercased() }, separator: ",\n"))
        var dated = text
        dated[random.int(0...399)] = "2026"
        #expect(ContentFingerprint.areNear(own, fingerprint(dated)), "seed \(seed)")
        #expect(!ContentFingerprint.areNear(own, fingerprint(words(400, &random))))
        // Half of it is another text's.
        #expect(
            !ContentFingerprint.areNear(own, fingerprint(Array(text[..<200]) + words(200, &random))), "seed \(seed)")
    }

    @Test("near texts are grouped, the order of the first ones kept; short texts are in no group")
    func groups() {
        var random = SeededGenerator(seed: 1)
        let texts = (0..<40).map { _ in words(300, &random) }
        var all: [[String]] = []
        for (number, text) in texts.enumerated() {
            all.append(text)
            if number % 10 == 0 { all += [["dated"] + text, text + ["later"]] }
        }
        all += [["short"], ["short"]]
        let groups = ContentFingerprint.groups(of: all.map { fingerprint($0) })
        #expect(groups == [[0, 1, 2], [12, 13, 14], [24, 25, 26], [36, 37, 38]])
    }
}
