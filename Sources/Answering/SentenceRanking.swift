internal import Glibc
internal import Retrieval

/// Tells which sentence of several passages answers a question: a probability for each, one in all.
///
/// A multinomial logistic model (softmax over all sentences of the passages read) with the features below; the weights are
/// in `AnswerConstants`, and the article on answers says how they were found. "Share" is a share of the question's content
/// by inverse document frequency.
struct SentenceRanking {
    /// A sentence in its passage.
    struct Candidate {
        /// The passage's place among those read, best first.
        var rank: Int
        /// An index into the section's sentences.
        var index: Int
        var wordCount: Int
        var reading: SentenceReading
        /// What the sentence before in the block holds, or title and headings for the first.
        var before: TermSet
        /// What the next sentence in the block holds.
        var after: TermSet
        /// What the question says with marks that it has, too: "--amend".
        var symbolCount = 0
        /// It stands beneath a heading that asks something else than the question.
        var isAskedOtherwise = false
    }

    private let weights: QuestionWeights
    private let passageWeights: QuestionWeights
    private let type: AnswerType
    private let compared: ComparedTerms?

    /// - Parameters:
    ///   - weights: tell the sentences of a passage apart.
    ///   - passageWeights: tell passages apart.
    ///   - compared: what the question compares or gives to choose from.
    init(
        weights: QuestionWeights, passageWeights: QuestionWeights, type: AnswerType, compared: ComparedTerms? = nil
    ) {
        self.weights = weights
        self.passageWeights = passageWeights
        self.type = type
        self.compared = compared
    }

    /// The probabilities that the sentences hold the answer, in the candidates' order.
    ///
    /// - Parameters:
    ///   - points: the passages' scores, best first.
    ///   - lackedNames: how many names of the question each passage lacks that another one has.
    ///   - lacksPredicate: whether each passage says nothing of what is asked about its subject.
    func probabilities(of candidates: [Candidate], points: [Double], lackedNames: [Int], lacksPredicate: [Bool])
        -> [Double]
    {
        guard !candidates.isEmpty else { return [] }
        var logits: [Double] = []
        logits.reserveCapacity(candidates.count)
        let margin = points.count > 1 ? points[0] - points[1] : points[0]
        var start = 0
        while start < candidates.count {
            let rank = candidates[start].rank
            let end = candidates[start...].firstIndex { $0.rank != rank } ?? candidates.count
            let passage = candidates[start..<end]
            let rarity = localRarity(in: passage)
            let passageShare = passageWeights.share(
                of: passage.reduce(into: TermSet()) { $0.formUnion($1.reading.terms) })
            for candidate in passage {
                logits.append(
                    logit(of: candidate, rarity) + AnswerConstants.passageShareWeight * passageShare
                        + AnswerConstants.passageScoreWeight * points[rank] / 10
                        + AnswerConstants.passageRankWeight * Double(rank) / 4
                        + AnswerConstants.lackedNameWeight * Double(min(2, lackedNames[rank]))
                        + (lacksPredicate[rank] ? AnswerConstants.lackedPredicateWeight : 0)
                        + (rank == 0 ? AnswerConstants.marginWeight * margin / 10 : 0))
            }
            start = end
        }
        let greatest = logits.max() ?? 0
        let exponentials = logits.map { exp($0 - greatest) }
        let sum = exponentials.reduce(0, +)
        return exponentials.map { $0 / sum }
    }

    private func logit(of candidate: Candidate, _ rarity: LocalRarity) -> Double {
        typealias C = AnswerConstants
        let reading = candidate.reading
        let missing = candidate.before.subtracting(reading.terms)
        let lean = weights.share(of: missing)
        var logit = C.shareWeight * weights.share(of: reading.terms)
        logit += C.exactShareWeight * weights.share(of: reading.exact)
        logit += C.orderWeight * reading.order
        logit += C.beforeWeight * lean + C.afterWeight * weights.share(of: candidate.after.subtracting(reading.terms))
        logit += C.localShareWeight * rarity.share(of: reading.terms)
        logit += C.resembledShareWeight * weights.share(of: reading.resembled.subtracting(reading.terms))
        logit += C.nearnessWeight * reading.nearness
        logit += C.definitionWeight * reading.definition
        if holdsAskedType(reading.cues) { logit += C.answerTypeWeight }
        if reading.pointsBack { logit += C.pointingBeforeWeight * lean }
        if reading.isQuestion { logit += C.questionWeight }
        if compared?.areBoth(in: reading.terms) ?? false { logit += C.bothComparedWeight }
        if compares(reading) { logit += C.comparingWeight }
        logit += C.symbolWeight * Double(min(2, candidate.symbolCount))
        if candidate.isAskedOtherwise { logit += C.askedOtherwiseWeight }
        if candidate.wordCount < 5 { logit += C.shortSentenceWeight }
        return logit
    }

    /// Whether a sentence compares the two things that the question asks about.
    func compares(_ reading: SentenceReading) -> Bool {
        reading.cues.contains(.comparing) && compared?.areBoth(in: reading.terms) ?? false
    }

    /// Whether a sentence shows the sort of thing that is asked for; false where there is no telling.
    func holdsAskedType(_ cues: AnswerCues) -> Bool {
        switch type {
        case .time: cues.contains(.year) || cues.contains([.number, .timeWord])
        case .quantity: !cues.isDisjoint(with: [.number, .numberWord])
        case .person, .place: cues.contains(.name)
        case .reason: cues.contains(.reason)
        case .manner: cues.contains(.means)
        case .thing, .unknown: false
        }
    }

    /// Whether a time, an amount or a person is asked for, which an answer must show.
    var asksForFact: Bool {
        switch type {
        case .time, .quantity, .person: true
        case .place, .reason, .manner, .thing, .unknown: false
        }
    }

    // MARK: Rarity inside a passage

    /// What the question's terms weigh inside one passage: a term that every sentence has tells none from another.
    private struct LocalRarity {
        var weightOfTerm: [Double]
        var total: Double

        func share(of terms: TermSet) -> Double {
            guard total > 0 else { return 0 }
            var sum = 0.0
            for term in terms { sum += weightOfTerm[term] }
            return sum / total
        }
    }

    private func localRarity(in passage: ArraySlice<Candidate>) -> LocalRarity {
        var counts = Array(repeating: 0, count: weights.termCount)
        for candidate in passage {
            for term in candidate.reading.terms { counts[term] += 1 }
        }
        var total = 0.0
        let weightOfTerm = counts.enumerated().map { term, count in
            guard count > 0 else { return 0.0 }
            let weight = weights.ofTerm(term) * log((Double(passage.count) + 1) / (Double(count) + 0.5))
            total += weight
            return weight
        }
        return LocalRarity(weightOfTerm: weightOfTerm, total: total)
    }
}
