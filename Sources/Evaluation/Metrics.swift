import Glibc

/// A measure of a ranking, between 0 and 1.
public enum Metric: String, Sendable, Hashable, CaseIterable {
    /// Normalised discounted cumulative gain of the first ten (Järvelin and Kekäläinen 2002, ACM TOIS 20(4), section
    /// 2.2), with the grade itself for the gain and 1 / log₂(rank + 1) for the discount.
    case nDCG10 = "nDCG@10"
    /// One over the rank of the first relevant document among the first ten, or 0 (Voorhees 1999, TREC-8, section 3).
    case reciprocalRank10 = "MRR@10"
    /// Whether the first document is relevant.
    case precision1 = "P@1"
    /// The share of the relevant documents that is among the first five.
    case recall5 = "R@5"
    /// The share of the relevant documents that is among the first ten.
    case recall10 = "R@10"
    /// The share of the relevant documents that is among the first hundred.
    case recall100 = "R@100"
}

/// How well a run ranks the documents that were judged relevant.
///
/// Every figure is the plain mean over the queries that have a relevant document; a query of those that the run lacks
/// counts 0. Queries of the run without judgements are left out.
public struct Metrics: Sendable {
    /// The queries that were scored, in the order of the judgements.
    public let queries: [QueryID]
    /// How many of ``queries`` have no document in the run.
    public let queriesWithoutDocuments: Int
    private let values: [Metric: [Double]]

    /// Scores `run`. Cost: linear in the judgements and the entries.
    ///
    /// - Parameter minimumGrade: the grade from which a document counts as relevant, and its grade as gain; at least 1,
    ///   and less counts as 1.
    public init(of run: Run, against qrels: Qrels, minimumGrade: Int = 1) {
        let minimumGrade = max(1, minimumGrade)
        var queries: [QueryID] = []
        var queriesWithoutDocuments = 0
        var values: [Metric: [Double]] = [:]
        for query in qrels.queries {
            let gains = qrels[query].filter { $0.value >= minimumGrade }
            guard !gains.isEmpty else { continue }
            let documents = run[query].map(\.document)
            queries.append(query)
            if documents.isEmpty { queriesWithoutDocuments += 1 }
            for metric in Metric.allCases {
                values[metric, default: []].append(Self.value(of: metric, for: documents, gains: gains))
            }
        }
        self.queries = queries
        self.queriesWithoutDocuments = queriesWithoutDocuments
        self.values = values
    }

    /// The mean of a metric over ``queries``; 0 if there are none.
    public subscript(metric: Metric) -> Double {
        queries.isEmpty ? 0 : values(of: metric).reduce(0, +) / Double(queries.count)
    }

    /// The values of a metric, one for each of ``queries``, in their order.
    public func values(of metric: Metric) -> [Double] { values[metric] ?? [] }

    private static func value(of metric: Metric, for documents: [DocumentID], gains: [DocumentID: Int]) -> Double {
        switch metric {
        case .nDCG10:
            let gained = discountedSum(documents.prefix(10).map { gains[$0] ?? 0 })
            return gained / discountedSum(gains.values.sorted(by: >).prefix(10))
        case .reciprocalRank10:
            return documents.prefix(10).firstIndex { gains[$0] != nil }.map { 1 / Double($0 + 1) } ?? 0
        case .precision1: return documents.first.flatMap { gains[$0] } == nil ? 0 : 1
        case .recall5: return recall(documents.prefix(5), gains)
        case .recall10: return recall(documents.prefix(10), gains)
        case .recall100: return recall(documents.prefix(100), gains)
        }
    }

    private static func discountedSum(_ gains: some Sequence<Int>) -> Double {
        gains.enumerated().reduce(0) { sum, next in sum + Double(next.element) / log2(Double(next.offset + 2)) }
    }

    private static func recall(_ documents: ArraySlice<DocumentID>, _ gains: [DocumentID: Int]) -> Double {
        Double(documents.count { gains[$0] != nil }) / Double(gains.count)
    }
}
