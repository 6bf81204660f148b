/// What speaks for and against an answer, in figures that do not depend on the corpus. "Share" is a share of the question's
/// content by inverse document frequency.
package struct AnswerEvidence: Sendable {
    /// The best passage's score.
    package var points = 0.0
    /// The share that the best sentence has, and that it has together with the sentences around it, title and headings.
    package var sentenceShare = 0.0
    package var surroundingShare = 0.0
    /// The share that its passage, title and headings have, and the share that they lack but have words that resemble it.
    package var passageShare = 0.0
    package var resembledShare = 0.0
    /// The share that no document has.
    package var absentShare = 0.0
    /// The share of the title's content words that the question has.
    package var titleShare = 0.0
    /// Names (capitals inside the question) and numbers of the question that the passage lacks.
    package var missingNames = 0.0
    package var missingNumbers = 0.0
    /// Numbers of the question that stand nowhere around the best sentence, which has another one: 0 or 1.
    package var contradictedNumber = 0.0
    /// The question denies something and the quote does not: 0 or 1.
    package var missingNegation = 0.0
    /// A time, place, person, amount or reason is asked for and the quote shows none: 0 or 1.
    package var missingType = 0.0
    /// Words of the question that were taken for mistyped ones.
    package var respeltWords = 0.0
    /// ln(1 + content terms of the question, up to a limit).
    package var questionLength = 0.0
    /// The probability that the quote is the right one among the sentences read.
    package var quoteProbability = 0.0
}
