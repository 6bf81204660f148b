import Documents
import MappedStorage
import SystemPackage
import TestSupport
import Testing
import TextAnalysis

@testable import Retrieval

/// Holds both searches over postings against brute force on thousands of small corpora. Segments are built and opened without an
/// index around them, which is what a corpus would cost most of its time for.
@Suite("thousands of corpora")
struct ManyCorporaTests {
    private static let lexicon = IntentClasses.Lexicon(analyzer: RandomText.analyzer)

    /// A document that a segment holds, in a file of its own.
    private struct Stored {
        var file: String
        var document: Document
        var isDead: Bool
    }

    private func document(_ text: inout RandomText) -> Document {
        var pieces: [Document.Piece] = []
        for _ in 0..<text.random.int(0...2) {
            if text.random.oneIn(4) { pieces.append(.heading(UInt8(text.random.int(1...2)), text.phrase(1...3))) }
            pieces.append(.paragraph(text.phrase(1...8)))
        }
        var document = Document(title: text.random.oneIn(2) ? "" : text.phrase(1...2), pieces: pieces)
        // Or else it would be told, which costs more than all the rest.
        document.language = "en"
        return document
    }

    /// Writes a segment and what is dead of it, and opens it.
    private func segment(
        _ documents: [Stored], number: Int, firstPassage: Int, in folder: FilePath
    ) throws -> Segment {
        var builder = SegmentBuilder(analyzer: RandomText.analyzer)
        for stored in documents {
            builder.beginFile(path: Array(stored.file.utf8), root: 0)
            builder.add(stored.document)
        }
        var entry = try builder.write(number: number, in: folder)
        let whole = try Segment(entry, in: folder, firstPassage: firstPassage)
        let dead = documents.filter(\.isDead).map { Catalog.Key(root: 0, path: Array($0.file.utf8)) }
        if dead.isEmpty { return whole }
        var tombstones = Tombstones(passageCount: whole.passageCount)
        try whole.reader.kill(filesIn: Set(dead), in: &tombstones, analyzer: RandomText.analyzer)
        entry.deadPassageCount = tombstones.deadPassageCount
        entry.tombstones = try SegmentBuilder.write([tombstones.encoded()], "tomb-\(number)", in: folder)
        return try Segment(entry, in: folder, firstPassage: firstPassage)
    }

    /// Terms with weights as a searcher gives them.
    private func weightedTerms(of question: String, _ segments: [Segment]) throws -> [WeightedTerm] {
        let analyzer = RandomText.analyzer
        let query = Query(
            Array(question.utf8), analyzer: analyzer, stemmer: analyzer.makeStemmer(), lexicon: Self.lexicon)
        let passageCount = segments.reduce(0) { $0 + $1.passageCount - ($1.tombstones?.deadPassageCount ?? 0) }
        return Searcher.weightedTerms(
            try query.terms.map { term in
                let infos = try segments.map { try $0.reader.term(term.stem) }
                let frequency = try zip(segments, infos).reduce(0) { sum, each in
                    try sum + (each.1.map { try each.0.liveDocumentFrequency(of: $0) } ?? 0)
                }
                let weight = RankingMath.inverseDocumentFrequency(documentFrequency: frequency, of: passageCount)
                return (infos, term.weight * weight)
            })
    }

    private func check(seed: UInt64, _ folder: FilePath) throws {
        var text = RandomText(seed: 7_000_000 + seed)
        let hasDead = text.random.oneIn(2)
        var segments: [Segment] = []
        var all: [Stored] = []
        var ids: [PassageName: PassageID] = [:]
        for number in 0..<text.random.int(1...3) {
            let documents = (0..<text.random.int(1...9)).map { index in
                Stored(
                    file: "\(number)-\(index)", document: document(&text), isDead: hasDead && text.random.oneIn(3))
            }
            let first = segments.reduce(0) { $0 + $1.passageCount }
            let segment = try segment(documents, number: number, firstPassage: first, in: folder)
            for (index, stored) in documents.enumerated() {
                for (ordinal, local) in try segment.reader.passages(ofDocument: index).enumerated() {
                    ids[PassageName(path: stored.file, identifier: "", ordinal: ordinal)] =
                        PassageID(rawValue: UInt32(first + local))
                }
            }
            segments.append(segment)
            all += documents
        }
        let oracle = BruteForce(all.filter { !$0.isDead }.map { ($0.file, $0.document) })
        for _ in 0..<3 {
            let question = text.question()
            let terms = try weightedTerms(of: question, segments)
            let expected = oracle.scores(for: question).compactMap { name, score in
                ids[name].map { Candidate(passage: $0, score: score) }
            }.sorted(by: Candidate.precedes)
            for limit in [1, text.random.int(2...8), 1000] {
                let best = Array(expected.prefix(limit))
                #expect(
                    try ExhaustiveSearch.best(limit, of: terms, in: segments) == best,
                    "seed \(seed) “\(question)”, \(limit)")
                // Windows of eight passages, so that so small a corpus has several.
                for length: UInt32 in [8, MaxScoreSearch.windowLength] {
                    #expect(
                        try MaxScoreSearch.best(limit, of: terms, in: segments, windowLength: length) == best,
                        "seed \(seed) “\(question)”, \(limit) of windows of \(length)")
                }
            }
        }
    }

    @Test(
        "brute force, exhaustive and pruned search give the same passages and scores, in several segments and with dead passages",
        arguments: 0..<UInt64(40))
    func agreement(block: UInt64) throws {
        let folder = try ScratchFolder()
        for seed in (block * 60)..<(block * 60 + 60) { try check(seed: seed, folder.path) }
    }
}
