internal import Glibc
internal import Retrieval

extension TermOccurrence {
    /// The inverse document frequency, in nats, smoothed where the collection is small.
    ///
    /// The fewer passages there are, the less their numbers say of a word: in three leases "lease" is everywhere, and a
    /// question for it is one for just these. So the passages that a collection lacks to the usual count are thought added,
    /// with each word in the usual share of them; a collection of that count or more is taken as it is.
    ///
    /// Source: additive smoothing, with passages for pseudo-counts; the formula is that of BM25.
    ///
    /// - Parameter passageCount: of the collection that the document frequency is from.
    func smoothedInverseDocumentFrequency(of passageCount: Int) -> Double {
        let added = Double(max(0, AnswerConstants.usualPassageCount - passageCount))
        let holding = Double(documentFrequency) + added * AnswerConstants.usualPassageShare
        return log((Double(passageCount) + added + 1) / (holding + 0.5))
    }
}
