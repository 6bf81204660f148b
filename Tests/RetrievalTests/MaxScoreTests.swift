import Documents
import SystemPackage
import TestSupport
import Testing
import TextAnalysis

@testable import Retrieval

/// Holds the search that leaves passages out against the one that scores them all.
@Suite("MaxScore against exhaustive search")
struct MaxScoreTests {
    /// Words of very different frequency: word n stands in about every 1.4^n-th passage.
    private static let words = (0..<24).map { "w" + String(UnicodeScalar(UInt8(0x61 + $0))) + "x" }

    private static func word(_ random: inout SeededGenerator) -> String {
        var rank = 0
        while rank < words.count - 1, random.int(0...99) < 72 { rank += 1 }
        return words[random.oneIn(3) ? words.count - 1 - rank : rank]
    }

    /// Short passages, hundreds or thousands, so that lists have many blocks, and many passages the same score.
    private static func corpus(_ random: inout SeededGenerator, root: FilePath, passageCount: Int) throws -> TinyCorpus
    {
        var corpus = TinyCorpus(root: root)
        let fileCount = random.int(1...6)
        for number in 0..<fileCount {
            // Clustered subjects give blocks of very different greatest impact.
            let subject = random.pick(words)
            try corpus.set(
                "f\(number).md",
                (0..<(passageCount / fileCount)).map { index in
                    var text = (0..<random.int(1...7)).map { _ in word(&random) }
                    if index % 500 < 40 { text += [subject, subject] }
                    return Document(
                        identifier: "\(index)", title: random.oneIn(40) ? word(&random) : "",
                        pieces: [.paragraph(text.joined(separator: " "))])
                })
        }
        return corpus
    }

    private func check(_ folder: FilePath, _ random: inout SeededGenerator, questions: Int, _ trace: String) throws {
        let snapshot = try IndexSnapshot(folder: folder, analyzer: RandomText.analyzer)
        let searcher = Searcher(snapshot: snapshot)
        for _ in 0..<questions {
            let question = (0..<random.int(1...9)).map { _ in Self.word(&random) }.joined(separator: " ")
            let terms = try searcher.weightedTerms(of: searcher.query(question))
            for limit in [1, random.int(2...12), random.int(20...400)] {
                let expected = try ExhaustiveSearch.best(limit, of: terms, in: snapshot.segments)
                for length: UInt32 in [8, UInt32(8 * random.int(2...60)), MaxScoreSearch.windowLength] {
                    // The strongest terms alone first where there are any, as in a corpus of more passages.
                    let least = random.pick([1, MaxScoreSearch.leastPostingCount])
                    #expect(
                        try MaxScoreSearch.best(
                            limit, of: terms, in: snapshot.segments, windowLength: length, leastPostingCount: least)
                            == expected,
                        "\(trace) “\(question)”, \(limit) of windows of \(length)")
                }
            }
        }
    }

    @Test("ids and scores are the same, in one segment and in many, with dead passages too", arguments: 0..<UInt64(12))
    func sameResult(seed: UInt64) throws {
        var random = SeededGenerator(seed: 40 + seed)
        let folder = try ScratchFolder()
        let index = folder.file("index")
        var corpus = try Self.corpus(&random, root: folder.path, passageCount: random.pick([30, 300, 900]))
        let limit = random.pick([1, 200_000, 512 << 20])
        try corpus.update(index, segmentByteLimit: limit)
        try check(index, &random, questions: 12, "seed \(seed), limit \(limit)")
        try corpus.remove(corpus.names[0])
        try corpus.set("new.md", [Document(title: "", pieces: [.paragraph(Self.words.joined(separator: " "))])])
        try corpus.update(index, segmentByteLimit: limit)
        try check(index, &random, questions: 12, "seed \(seed), limit \(limit), one file less")
    }

    @Test("passages that score no more than by the strongest term alone are found as well")
    func strongestAlone() throws {
        let folder = try ScratchFolder()
        let index = folder.file("index")
        var corpus = TinyCorpus(root: folder.path)
        let texts = (0..<300).map { $0 % 50 == 7 ? "wbx" : "wax" }
        try corpus.set("f.md", texts.map { Document(title: "", pieces: [.paragraph($0)]) })
        try corpus.update(index)
        let searcher = Searcher(snapshot: try IndexSnapshot(folder: index, analyzer: RandomText.analyzer))
        let terms = try searcher.weightedTerms(of: searcher.query("wax wbx"))
        let found = try MaxScoreSearch.best(3, of: terms, in: searcher.snapshot.segments, leastPostingCount: 1)
        #expect(found.map(\.passage.rawValue) == [7, 57, 107])
        #expect(found == (try ExhaustiveSearch.best(3, of: terms, in: searcher.snapshot.segments)))
    }

    @Test("damaged postings give an error or an answer, never a trap", arguments: 0..<UInt64(12))
    func damaged(seed: UInt64) throws {
        var random = SeededGenerator(seed: 900 + seed)
        let folder = try ScratchFolder()
        let index = folder.file("index")
        let corpus = try Self.corpus(&random, root: folder.path, passageCount: 700)
        try corpus.update(index)
        let damage = try DamagedSegment(folder: index)
        for _ in 0..<12 {
            try damage.write(in: .postings, &random)
            do throws(IndexError) {
                let snapshot = try IndexSnapshot(folder: index, analyzer: RandomText.analyzer)
                let searcher = Searcher(snapshot: snapshot)
                for word in Self.words {
                    _ = try searcher.topByPostings(10, for: searcher.query(word + " wax wbx wcx"))
                    _ = try searcher.topByPostings(10, for: searcher.query(word), exhaustive: true)
                }
            } catch {
                let message = error.description
                #expect(message.contains("seg-") && message.contains("section postings"), "\(message)")
            }
        }
    }
}
