/// By how much one run is better than another at the same queries, and how sure that is.
///
/// The interval is the percentile bootstrap's (Efron and Tibshirani 1993, An Introduction to the Bootstrap, section
/// 13.3) over the differences of the queries: what a set of other queries of the same kind might have shown. The same
/// runs and seed give the same interval on every machine.
public struct PairedComparison: Sendable, Equatable {
    /// The queries that both runs were scored at.
    public let queryCount: Int
    /// The mean of candidate minus baseline; 0 without queries.
    public let difference: Double
    /// The ends of the interval of ``difference``; 0 without queries.
    public let lowerBound: Double
    public let upperBound: Double
    /// Queries at which the candidate is better, equal and worse; within 10⁻⁹ is equal.
    public let wins: Int
    public let ties: Int
    public let losses: Int

    /// Compares two runs by a metric, at the queries that both were scored at.
    ///
    /// - Parameters:
    ///   - confidence: how often such an interval holds the true difference, between 0 and 1; outside counts as the
    ///     nearer end.
    ///   - resampleCount: how many sets of queries are drawn; at least 1. Cost: its product with the queries.
    ///   - seed: where the generator starts.
    public init(
        of metric: Metric, from baseline: Metrics, to candidate: Metrics, confidence: Double = 0.95,
        resampleCount: Int = 10_000, seed: UInt64 = 1
    ) {
        var before: [QueryID: Double] = [:]
        for (query, value) in zip(baseline.queries, baseline.values(of: metric)) { before[query] = value }
        let differences = zip(candidate.queries, candidate.values(of: metric)).compactMap { query, value in
            before[query].map { value - $0 }
        }
        self.init(of: differences, confidence: confidence, resampleCount: resampleCount, seed: seed)
    }

    init(of differences: [Double], confidence: Double, resampleCount: Int, seed: UInt64) {
        let tolerance = 1e-9
        queryCount = differences.count
        wins = differences.count { $0 > tolerance }
        losses = differences.count { $0 < -tolerance }
        ties = queryCount - wins - losses
        guard differences.contains(where: { $0 != 0 }) else {
            difference = 0
            lowerBound = 0
            upperBound = 0
            return
        }
        difference = differences.reduce(0, +) / Double(queryCount)
        var generator = SplitMix64(seed: seed)
        var means: [Double] = []
        for _ in 0..<max(1, resampleCount) {
            var sum = 0.0
            for _ in differences.indices { sum += differences[generator.index(below: differences.count)] }
            means.append(sum / Double(differences.count))
        }
        means.sort()
        let tail = (1 - (confidence > 0 ? min(confidence, 1) : 0)) / 2
        lowerBound = Self.quantile(tail, of: means)
        upperBound = Self.quantile(1 - tail, of: means)
    }

    /// The quantile of sorted values, linear between neighbours (Hyndman and Fan 1996, definition 7).
    private static func quantile(_ share: Double, of sorted: [Double]) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = min(Int(place), sorted.count - 1)
        let above = min(below + 1, sorted.count - 1)
        return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
}
