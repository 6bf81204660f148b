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
    /// Names (capitals inside the question) that the passage lacks.
    package var missingNames = 0.0
    /// Names of two words ("Central America") of which the passage has one or both, but not side by side, and symbols
    /// ("--amend") that it lacks.
    package var brokenNames = 0.0
    /// Numbers of the question that stand nowhere around the best sentence, which has another one: 0 or 1.
    package var contradictedNumber = 0.0
    // The next three count by the share of the question that title and headings lack: beneath a heading that asks the
    // question, no single sentence need say it.
    /// The question denies something and the quote does not.
    package var missingNegation = 0.0
    /// The question denies a word that the best sentence has without denying it.
    package var deniedWord = 0.0
    /// The best sentence has the opposite of a word of the question that the passage lacks.
    package var oppositeWord = 0.0
    /// The question names nothing that it is about ("Is it safe?"), and several documents meet it as well: 0 or 1.
    package var missingSubject = 0.0
    /// By how much the best passage is ahead of the best one beneath another heading, up to a limit, 0 … 1.
    package var lead = 0.0
    // The next three are of quotes that no heading announces.
    /// How far the probability that the quote is the right one among the sentences read falls short of what it mostly is,
    /// by the share of the question that title and headings lack.
    package var quoteDoubt = 0.0
    /// The question asks what something is, and the quote defines it so much less than fully: 0 … 1.
    package var missingDefinition = 0.0
    /// The question asks for a time, an amount or a person, and the quote shows none: 0 or 1.
    package var missingKind = 0.0
    /// Words of the question that were taken for mistyped ones.
    package var respeltWords = 0.0
    /// ln(1 + content terms of the question, up to a limit).
    package var questionLength = 0.0
    /// The probability that the quote is the right one among the sentences read.
    package var quoteProbability = 0.0
}
