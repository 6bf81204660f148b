import Testing

@testable import Evaluation

private func isClose(_ left: Double, _ right: Double) -> Bool { abs(left - right) < 5e-7 }

@Suite("Metrics")
struct MetricsTests {
    private let graded = qrels(["q": ["a": 2, "b": 1, "z": 0]])

    @Test("a graded ranking scores as worked out by hand")
    func graded1() {
        // x a b z: gains 0 2 1 0 → 2/log₂3 + 1/log₂4 = 1.261860 + 0.5 = 1.761860;
        // ideal a b → 2/log₂2 + 1/log₂3 = 2 + 0.630930 = 2.630930; 1.761860 / 2.630930 = 0.669672.
        let metrics = Metrics(of: run(["q": ["x", "a", "b", "z"]]), against: graded)
        #expect(isClose(metrics[.nDCG10], 0.6696718))
        #expect(metrics[.reciprocalRank10] == 0.5)
        #expect(metrics[.precision1] == 0)
        #expect(metrics[.recall5] == 1)
    }

    @Test("grades below the least one neither gain nor count as relevant")
    func minimumGrade() {
        // b a: gains 0 2 → 2/log₂3 = 1.261860; ideal a → 2; 0.630930.
        let metrics = Metrics(of: run(["q": ["b", "a"]]), against: graded, minimumGrade: 2)
        #expect(isClose(metrics[.nDCG10], 0.6309298))
        #expect(metrics[.reciprocalRank10] == 0.5)
        #expect(metrics[.precision1] == 0)
        #expect(metrics[.recall10] == 1)
        #expect(Metrics(of: run(["q": ["a"]]), against: graded, minimumGrade: 3).queries.isEmpty)
    }

    @Test("a least grade of 0 or less counts as 1, so that no document is relevant for nothing")
    func minimumGradeOfZero() {
        let negative = qrels(["q": ["a": 1, "b": 0, "c": -2]])
        let metrics = Metrics(of: run(["q": ["b", "c", "a"]]), against: negative, minimumGrade: -5)
        #expect(isClose(metrics[.nDCG10], 0.5))
        #expect(metrics[.recall5] == 1)
    }

    @Test("each cut-off holds to the document")
    func cutOffs() {
        let filler = (0..<200).map { DocumentID("x\($0)") }
        func metrics(rank: Int) -> Metrics {
            var documents = filler
            documents[rank - 1] = "a"
            return Metrics(of: run(["q": documents]), against: qrels(["q": ["a": 1]]))
        }
        #expect(metrics(rank: 1)[.precision1] == 1)
        #expect(metrics(rank: 1)[.nDCG10] == 1)
        #expect(metrics(rank: 2)[.precision1] == 0)
        #expect(metrics(rank: 5)[.recall5] == 1)
        #expect(metrics(rank: 6)[.recall5] == 0)
        #expect(metrics(rank: 10)[.recall10] == 1)
        #expect(metrics(rank: 10)[.reciprocalRank10] == 0.1)
        // 1/log₂11 = 0.289065.
        #expect(isClose(metrics(rank: 10)[.nDCG10], 0.2890648))
        #expect(metrics(rank: 11)[.recall10] == 0)
        #expect(metrics(rank: 11)[.nDCG10] == 0)
        #expect(metrics(rank: 11)[.reciprocalRank10] == 0)
        #expect(metrics(rank: 100)[.recall100] == 1)
        #expect(metrics(rank: 101)[.recall100] == 0)
    }

    @Test("the ideal ranking has ten places, recall all relevant documents")
    func manyRelevant() {
        let documents = (0..<20).map { DocumentID("d\($0)") }
        var judgements = Qrels()
        for document in documents { judgements.judge(document, 1, for: "q") }
        let metrics = Metrics(of: run(["q": documents]), against: judgements)
        #expect(metrics[.nDCG10] == 1)
        #expect(metrics[.recall5] == 0.25)
        #expect(metrics[.recall10] == 0.5)
        #expect(metrics[.recall100] == 1)
    }

    @Test("means are over the judged queries, and a query that the run lacks counts nothing")
    func means() {
        let judgements = qrels(["q1": ["a": 1], "q2": ["a": 1, "b": 1], "q3": ["a": 0], "q4": ["c": 1]])
        let found = run(["q1": ["a"], "q2": ["x", "b"], "q3": ["a"], "q9": ["a"], "q4": []])
        let metrics = Metrics(of: found, against: judgements)
        #expect(metrics.queries == ["q1", "q2", "q4"])
        #expect(metrics.values(of: .reciprocalRank10) == [1, 0.5, 0])
        #expect(metrics[.reciprocalRank10] == 0.5)
        #expect(isClose(metrics[.precision1], 1.0 / 3))
        #expect(metrics[.recall5] == 0.5)
        #expect(metrics.queriesWithoutDocuments == 1)
    }

    @Test("documents and queries that nobody knows change nothing but the ranks")
    func unknown() {
        let metrics = Metrics(of: run(["other": ["a"]]), against: graded)
        for metric in Metric.allCases { #expect(metrics[metric] == 0) }
        #expect(metrics.queriesWithoutDocuments == 1)
    }

    @Test("without judgements every figure is 0")
    func empty() {
        let metrics = Metrics(of: run(["q": ["a"]]), against: Qrels())
        #expect(metrics.queries.isEmpty)
        for metric in Metric.allCases { #expect(metrics[metric] == 0) }
    }

    @Test("names that only look alike are different documents")
    func alike() {
        let metrics = Metrics(of: run(["q": ["e\u{301}"]]), against: qrels(["q": ["\u{E9}": 1]]))
        #expect(metrics[.recall100] == 0)
    }

    @Test("the figures carry their usual names")
    func names() {
        #expect(Metric.allCases.map(\.rawValue) == ["nDCG@10", "MRR@10", "P@1", "R@5", "R@10", "R@100"])
    }

    @Test("every figure is between 0 and 1, and the ideal ranking has them all", arguments: 0..<100)
    func ranges(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        var judgements = Qrels()
        var ideal = Run()
        var found = Run()
        for number in 0..<5 {
            let query = QueryID("q\(number)")
            let documents = (0..<8).map { DocumentID("d\($0)") }
            for document in documents {
                judgements.judge(document, Int.random(in: 0...3, using: &generator), for: query)
            }
            let sorted = documents.sorted { judgements[query][$0, default: 0] > judgements[query][$1, default: 0] }
            ideal.rank(sorted.map { Run.Entry($0, score: 0) }, for: query)
            found.rank(documents.shuffled(using: &generator).map { Run.Entry($0, score: 0) }, for: query)
        }
        let best = Metrics(of: ideal, against: judgements)
        let metrics = Metrics(of: found, against: judgements)
        for metric in [Metric.nDCG10, .reciprocalRank10, .precision1, .recall10] {
            #expect(best[metric] == 1)
            #expect((0...1).contains(metrics[metric]))
        }
        #expect(metrics[.recall5] <= metrics[.recall10])
        #expect(metrics[.precision1] <= metrics[.reciprocalRank10])
    }
}
