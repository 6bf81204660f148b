/// The constants of answering, in one place; the article on answers says what each was measured at.
enum AnswerConstants {
    // Which passages are looked at.
    static let passagesRead = 5

    // A heading that asks the question.
    /// The share of the question, by inverse document frequency, that title and heading must hold.
    static let headingQuestionShare = 0.7
    /// The share of the heading that the question must hold.
    static let headingShare = 0.45
    /// For what something is, the heading must name the thing and nearly nothing else.
    static let definitionHeadingShare = 0.8
    /// How near to the best passage's score a passage beneath such a heading must be.
    static let headingScoreShare = 0.75
    /// A section of at most so many words is the answer as a whole.
    static let wholeSectionWordLimit = 90
    /// Of a longer one the lead: whole sentences up to so many words.
    static let leadWordLimit = 60

    // The best sentence: what its features weigh.
    static let coverageWeight = 1.0
    static let passageScoreWeight = 1.5
    static let wordOrderWeight = 0.2
    static let exactWeight = 0.3
    static let previousWeight = 0.5
    static let answerTypeWeight = 0.15
    static let definitionWeight = 0.5
    static let shortSentencePenalty = 0.3
    /// A sentence may lean on its neighbours as long as all together have at most so many words.
    static let neighbourWordLimit = 60

    // Confidence: the logistic of the score in points.
    static let confidenceSlope = 1.925
    static let confidenceIntercept = -6.77
    /// The probability from which a question counts as covered.
    static let confidenceThreshold = 0.365

    // Near misses that are named when a question is not covered.
    static let nearMissLimit = 3
    /// The share of the threshold's score that a passage must have to be named as a near miss.
    static let nearMissShare = 0.4
}
