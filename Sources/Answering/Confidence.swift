internal import Glibc
public import Retrieval

/// The probability that an answer is right, from the score of the passage that it was taken from.
///
/// A logistic curve fitted to judged questions: those that their documents answer, and those about something else. Inside
/// a subject that the documents cover it cannot tell a missing fact from a present one; the article on answers says how
/// often it is wrong.
public enum Confidence {
    public static func probability(of score: Score) -> Double {
        1 / (1 + exp(-(AnswerConstants.confidenceSlope * score.points + AnswerConstants.confidenceIntercept)))
    }

    /// The score from which a probability is reached.
    public static func score(for probability: Double) -> Score {
        guard probability > 0 else { return .zero }
        let bounded = min(probability, 0.999_999)
        let points =
            (log(bounded / (1 - bounded)) - AnswerConstants.confidenceIntercept) / AnswerConstants.confidenceSlope
        return Score(tenThousandths: Int((points * 10_000).rounded()))
    }
}
