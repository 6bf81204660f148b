import Testing

@testable import Evaluation

@Suite("Comparing two runs")
struct PairedComparisonTests {
    private let judgements = qrels(["q1": ["a": 1], "q2": ["a": 1], "q3": ["a": 1], "q4": ["a": 1]])

    @Test("difference, wins, ties and losses are the candidate's over the baseline")
    func counts() {
        let baseline = Metrics(of: run(["q1": ["x", "a"], "q2": ["a"], "q3": ["a"]]), against: judgements)
        let candidate = Metrics(
            of: run(["q1": ["a"], "q2": ["a"], "q3": ["x", "a"], "q4": ["x", "y", "z", "a"]]), against: judgements)
        let comparison = PairedComparison(of: .reciprocalRank10, from: baseline, to: candidate)
        #expect(comparison.queryCount == 4)
        #expect(comparison.wins == 2)
        #expect(comparison.ties == 1)
        #expect(comparison.losses == 1)
        // (0.5 + 0 − 0.5 + 0.25) / 4
        #expect(comparison.difference == 0.0625)
        #expect(comparison.lowerBound < 0.0625)
        #expect(comparison.upperBound > 0.0625)
        #expect(comparison.lowerBound >= -0.5)
        #expect(comparison.upperBound <= 0.5)
    }

    @Test("a run against itself is all ties with an interval of nothing")
    func itself() {
        let metrics = Metrics(of: run(["q1": ["a"], "q2": ["x", "a"]]), against: judgements)
        let comparison = PairedComparison(of: .nDCG10, from: metrics, to: metrics)
        #expect(comparison.ties == 4)
        #expect(comparison.difference == 0)
        #expect(comparison.lowerBound == 0)
        #expect(comparison.upperBound == 0)
    }

    @Test("only queries that both were scored at are compared")
    func common() {
        let other = qrels(["q1": ["a": 1], "q9": ["a": 1]])
        let baseline = Metrics(of: run(["q1": ["x", "a"]]), against: judgements)
        let candidate = Metrics(of: run(["q1": ["a"], "q9": ["a"]]), against: other)
        let comparison = PairedComparison(of: .precision1, from: baseline, to: candidate)
        #expect(comparison.queryCount == 1)
        #expect(comparison.difference == 1)
        #expect(comparison.lowerBound == 1)
        #expect(comparison.upperBound == 1)
    }

    @Test("without common queries everything is 0")
    func empty() {
        let nothing = Metrics(of: Run(), against: Qrels())
        let comparison = PairedComparison(of: .precision1, from: nothing, to: nothing)
        #expect(comparison.queryCount == 0)
        #expect(comparison.difference == 0)
        #expect(comparison.lowerBound == 0)
        #expect(comparison.upperBound == 0)
    }

    @Test("the same seed gives the same interval, another one nearly the same")
    func seeds() {
        let differences = (0..<40).map { Double($0 % 7 - 3) / 10 }
        func comparison(seed: UInt64) -> PairedComparison {
            PairedComparison(of: differences, confidence: 0.95, resampleCount: 10_000, seed: seed)
        }
        #expect(comparison(seed: 3) == comparison(seed: 3))
        #expect(comparison(seed: 3) != comparison(seed: 4))
        #expect(abs(comparison(seed: 3).lowerBound - comparison(seed: 4).lowerBound) < 0.01)
    }

    @Test("the interval is that of the theory for fair coins")
    func coins() {
        // 100 differences of ±1, half each: the resampled mean has standard deviation 0.1, so that 95% of it lies
        // within ±0.196; the steps of 0.02 leave ±0.18 or ±0.20.
        let differences = (0..<100).map { $0 % 2 == 0 ? 1.0 : -1.0 }
        let comparison = PairedComparison(of: differences, confidence: 0.95, resampleCount: 10_000, seed: 1)
        #expect(abs(comparison.upperBound - 0.19) < 0.0201)
        #expect(abs(comparison.lowerBound + 0.19) < 0.0201)
    }

    @Test("a confidence of nothing is a point, of everything the range of the resamples; others count as the nearer")
    func confidence() {
        let differences = [0.0, 1, 2]
        func interval(_ confidence: Double) -> ClosedRange<Double> {
            let comparison = PairedComparison(of: differences, confidence: confidence, resampleCount: 2_000, seed: 1)
            return comparison.lowerBound...comparison.upperBound
        }
        #expect(interval(0).lowerBound == interval(0).upperBound)
        #expect(interval(1) == 0...2)
        #expect(interval(7) == 0...2)
        #expect(interval(-1) == interval(0))
        #expect(interval(.nan) == interval(0))
    }

    @Test("the generator gives the published numbers")
    func generator() {
        // The first outputs for the seed 1234567, as listed with the reference implementation.
        var generator = SplitMix64(seed: 1_234_567)
        #expect(generator.next() == 6_457_827_717_110_365_317)
        #expect(generator.next() == 3_203_168_211_198_807_973)
        #expect(generator.next() == 9_817_491_932_198_370_423)
        for count in 1...50 { #expect((0..<count).contains(generator.index(below: count))) }
    }
}
