internal import Glibc

/// The few functions of real numbers that scoring needs.
enum RankingMath {
    static func log(_ value: Double) -> Double {
        Glibc.log(value)
    }

    /// The inverse document frequency of BM25 (Robertson and Walker 1994, in the form that cannot be negative):
    /// ln(1 + (N - n + 0.5) / (n + 0.5)) for a term that n of N passages hold.
    static func inverseDocumentFrequency(documentFrequency n: Int, of passageCount: Int) -> Double {
        log(1 + (Double(max(0, passageCount - n)) + 0.5) / (Double(n) + 0.5))
    }
}
