internal import Glibc
internal import Retrieval

/// The probability that an answer is right, a logistic function of the evidence.
///
/// It is fitted to judged questions, those that the documents do not answer among them; the article on answers gives the
/// figures, and how often it is wrong.
enum Confidence {
    static func probability(_ evidence: AnswerEvidence) -> Double {
        AnswerConstants.greatestConfidence / (1 + exp(-logit(of: evidence)))
    }

    private static func logit(of evidence: AnswerEvidence) -> Double {
        scorePart(evidence.points) + otherParts(evidence)
    }

    /// Grows with the score up to the vertex of a parabola: more than so much tells nothing more.
    private static func scorePart(_ points: Double) -> Double {
        typealias C = AnswerConstants
        let share = min(max(0, points) / 10, C.scoreSlope / (2 * C.scoreCurve))
        return share * (C.scoreSlope - C.scoreCurve * share)
    }

    private static func otherParts(_ evidence: AnswerEvidence) -> Double {
        typealias C = AnswerConstants
        var sum = C.confidenceIntercept
        sum += C.sentenceShareSlope * evidence.sentenceShare
        sum += C.surroundingShareSlope * evidence.surroundingShare
        sum += C.passageShareSlope * evidence.passageShare
        sum += C.scarceShareSlope * max(0, C.scarceShare - evidence.passageShare)
        sum += C.resembledShareSlope * evidence.resembledShare
        sum += C.absentShareSlope * evidence.absentShare
        sum += C.titleShareSlope * evidence.titleShare
        sum += C.missingPredicateSlope * evidence.missingPredicate
        sum += C.missingNameSlope * evidence.missingNames
        sum += C.brokenNameSlope * evidence.brokenNames
        sum += C.contradictedNumberSlope * evidence.contradictedNumber
        sum += C.missingNegationSlope * evidence.missingNegation
        sum += C.oppositeWordSlope * evidence.oppositeWord
        sum += C.missingSubjectSlope * evidence.missingSubject
        sum += C.announcedSlope * evidence.isAnnounced
        sum += C.titleShareOfOtherEntrySlope * evidence.titleShareOfOtherEntry
        sum += C.absentShareOfEntrySlope * evidence.absentShareOfEntry
        sum += C.definitionSlope * evidence.definition
        sum += C.missingDefinitionSlope * evidence.missingDefinition
        sum += C.missingKindSlope * evidence.missingKind
        sum += C.respeltWordSlope * evidence.respeltWords
        sum += C.informationSlope * evidence.information
        return sum
    }

    /// No passage has a hundred points.
    private static let beyondReach = Score(tenThousandths: 1_000_000)

    /// The best passage's score at which the same answer, all other evidence being what it is, would reach a probability;
    /// more than any passage has where none would.
    static func score(for probability: Double, _ evidence: AnswerEvidence) -> Score {
        typealias C = AnswerConstants
        guard probability > 0 else { return .zero }
        let share = probability / C.greatestConfidence
        guard share < 1 else { return beyondReach }
        let needed = log(share / (1 - share)) - otherParts(evidence)
        guard needed > 0 else { return .zero }
        let discriminant = C.scoreSlope * C.scoreSlope - 4 * C.scoreCurve * needed
        guard discriminant >= 0 else { return beyondReach }
        let score = (C.scoreSlope - discriminant.squareRoot()) / (2 * C.scoreCurve)
        return Score(tenThousandths: Int((score * 100_000).rounded(.up)))
    }
}
