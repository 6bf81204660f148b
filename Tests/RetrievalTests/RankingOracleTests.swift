import Documents
import TestSupport
import Testing

@testable import Retrieval

@Suite("ranking against brute force")
struct RankingOracleTests {
    /// Compares the engine's first stage with brute force, ids and integer scores, in order.
    private func check(_ corpus: TinyCorpus, _ folder: ScratchFolder, _ text: inout RandomText, _ trace: String) throws
    {
        let snapshot = try IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer)
        let searcher = Searcher(snapshot: snapshot)
        let oracle = BruteForce(corpus)
        let names = try PassageName.all(in: searcher)
        #expect(Set(names.values) == Set(oracle.passages.map(\.name)), "\(trace)")
        #expect(names.count == oracle.passages.count && snapshot.passageCount == names.count, "\(trace)")
        #expect(snapshot.documentCount == corpus.documents.count, "\(trace)")
        let ids = Dictionary(uniqueKeysWithValues: names.map { ($0.value, $0.key) })
        for number in 0..<4 {
            let question = text.question()
            let query = searcher.query(question)
            for occurrence in try searcher.occurrences(of: query) {
                #expect(
                    occurrence.documentFrequency == oracle.documentFrequency(of: occurrence.term.stem),
                    "\(trace) “\(occurrence.term.text)”")
            }
            let expected = oracle.scores(for: question).compactMap { name, score in
                ids[name].map { Candidate(passage: $0, score: score) }
            }.sorted(by: Candidate.precedes)
            let found = try searcher.candidates(1_000_000, for: query)
            #expect(found == expected, "\(trace) “\(question)”")
            let limit = text.random.int(0...5)
            #expect(
                try searcher.candidates(limit, for: query) == Array(expected.prefix(limit)), "\(trace) “\(question)”")
            #expect(
                try searcher.candidates(limit, for: query, exhaustive: true) == Array(expected.prefix(limit)),
                "\(trace) “\(question)”")

            // The second stage costs most of the time: for one question of the four.
            guard number == 0 else { continue }
            for ranked in try searcher.topPassages(5, for: query) {
                let explanation = try searcher.explanation(of: ranked.id, for: query)
                #expect(explanation.score == ranked.score, "\(trace) “\(question)”")
                #expect(ids.values.contains(ranked.id), "\(trace) “\(question)”: a dead passage")
            }
        }
    }

    @Test(
        "ids, integer scores and explanations agree on random corpora, in one segment and in many",
        arguments: 0..<UInt64(40))
    func randomCorpora(block: UInt64) throws {
        for seed in (block * 12)..<(block * 12 + 12) {
            let folder = try ScratchFolder()
            var text = RandomText(seed: seed)
            var corpus = TinyCorpus(root: folder.path)
            for number in 0..<text.random.int(0...5) { try corpus.set("f\(number).md", text.documents()) }
            let limit = text.random.pick([1, 134_000, 512 << 20])
            try corpus.update(folder.file("index"), segmentByteLimit: limit)
            try check(corpus, folder, &text, "seed \(seed), limit \(limit)")
        }
    }

    @Test("and with dead passages", arguments: 0..<UInt64(40))
    func withTombstones(block: UInt64) throws {
        for seed in (block * 2)..<(block * 2 + 2) {
            let folder = try ScratchFolder()
            var text = RandomText(seed: 1_000_000 + seed)
            var corpus = TinyCorpus(root: folder.path)
            for number in 0..<8 { try corpus.set("f\(number).md", text.documents()) }
            let limit = text.random.pick([1, 140_000, 512 << 20, 512 << 20])
            try corpus.update(folder.file("index"), segmentByteLimit: limit)
            for step in 0..<3 {
                let name = "f\(text.random.int(0...7)).md"
                if text.random.oneIn(2), corpus[name] != nil {
                    try corpus.remove(name)
                } else {
                    try corpus.set(name, text.documents())
                }
                try corpus.update(folder.file("index"), segmentByteLimit: limit)
                try check(corpus, folder, &text, "seed \(seed), limit \(limit), step \(step)")
            }
        }
    }

    @Test("the tests above meet indexes of several segments, and tombstones")
    func coverage() throws {
        let folder = try ScratchFolder()
        var corpus = TinyCorpus(root: folder.path)
        for number in 0..<7 {
            try corpus.set(
                "f\(number).md",
                [Document(title: "Knee \(number)", pieces: [.paragraph("The knee hurts \(number) days.")])])
        }
        try corpus.update(folder.file("index"), segmentByteLimit: 1)
        try corpus.remove("f3.md")
        try corpus.update(folder.file("index"), segmentByteLimit: 1)
        try corpus.update(folder.file("other"), segmentByteLimit: 512 << 20)
        try corpus.set("f4.md", [Document(title: "Hip", pieces: [.paragraph("The hip.")])])
        try corpus.update(folder.file("other"), segmentByteLimit: 512 << 20)
        let many = try IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer)
        #expect(many.segments.count == 6)
        let tombs = try IndexSnapshot(folder: folder.file("other"), analyzer: RandomText.analyzer)
        #expect(tombs.segments.count == 2)
        #expect(tombs.segments[0].tombstones?.deadPassageCount == 1)
    }

    @Test("the better of two equal scores is the earlier passage")
    func ties() throws {
        let folder = try ScratchFolder()
        var corpus = TinyCorpus(root: folder.path)
        for name in ["b.md", "a.md", "c.md"] {
            try corpus.set(name, [Document(title: "", pieces: [.paragraph("A bruised shin.")])])
        }
        try corpus.update(folder.file("index"))
        let searcher = try Searcher(
            snapshot: IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer))
        let ranked = try searcher.topPassages(3, for: searcher.query("shin"))
        let paths = try ranked.map { try searcher.storedPassage($0.id)?.section.document.path }
        #expect(Set(ranked.map(\.score)).count == 1)
        #expect(paths == ["a.md", "b.md", "c.md"].map { Array($0.utf8) })
    }

    @Test(
        "a question of stop words, of nothing, or of unknown words finds nothing",
        arguments: ["", "the of and", "zzzq", "…"])
    func nothingToFind(question: String) throws {
        let folder = try ScratchFolder()
        var corpus = TinyCorpus(root: folder.path)
        try corpus.set("a.md", [Document(title: "Knees", pieces: [.paragraph("The knee.")])])
        try corpus.update(folder.file("index"))
        let searcher = try Searcher(
            snapshot: IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer))
        #expect(try searcher.topPassages(10, for: searcher.query(question)).isEmpty)
        #expect(try searcher.explanation(of: PassageID(rawValue: 0), for: searcher.query(question)).score == .zero)
    }

    @Test("the best candidates are those that sorting gives", arguments: 0..<UInt64(300))
    func bestCandidates(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let count = random.int(0...200)
        let candidates = (0..<count).map { number in
            Candidate(passage: PassageID(rawValue: UInt32(number)), score: UInt32(random.int(0...12)))
        }.shuffled(using: &random)
        for limit in [-1, 0, 1, 2, random.int(3...20), count, count + 10] {
            var best = BestCandidates(limit: limit)
            for candidate in candidates { best.offer(candidate) }
            let expected = candidates.sorted { ($1.score, $0.passage) < ($0.score, $1.passage) }.prefix(max(0, limit))
            #expect(best.sorted() == Array(expected), "seed \(seed), limit \(limit)")
        }
    }
}
