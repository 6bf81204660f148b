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
    /// The title has words of the question, and of its other words the passage has none, nor any that resembles one or says
    /// nearly the same: it is about the thing, and tells nothing of what is asked about it: 0 or 1. Always 0 for an entry of JSON
    /// Lines without headings.
    package var missingPredicate = 0.0
    // The next two are of passages beneath no heading that asks.
    /// Names (capitals inside the question) that the passage lacks.
    package var missingNames = 0.0
    /// Names of two words ("Central America") of which the passage has one or both, but not side by side, and symbols
    /// ("--amend") that it lacks.
    package var brokenNames = 0.0
    /// Numbers of the question that stand nowhere around the best sentence, which has another one: 0 or 1.
    package var contradictedNumber = 0.0
    // The next two count by the share of the question that title and headings lack: beneath a heading that asks the
    // question, no single sentence need say it.
    /// The question denies something and the quote does not.
    package var missingNegation = 0.0
    /// The best sentence has the opposite of a word of the question that the passage lacks.
    package var oppositeWord = 0.0
    /// The question names nothing that it is about ("Is it safe?"), and several documents meet it as well: 0 or 1.
    package var missingSubject = 0.0
    /// Whether a heading asks the question: 0 or 1.
    package var isAnnounced = 0.0
    /// Where the heading above the quote asks another question, the share that the title has: of an FAQ's subject, any entry
    /// has that.
    package var titleShareOfOtherEntry = 0.0
    /// Where the heading above the quote asks any question, the share that no document has: an FAQ names its subjects.
    package var absentShareOfEntry = 0.0
    /// How plainly the quote says what the thing is that is asked about, 0 … 1; 0 where nothing of the kind is asked.
    package var definition = 0.0
    // The next two are of quotes that no heading announces.
    /// The question asks what something is, and the quote defines it so much less than fully: 0 … 1.
    package var missingDefinition = 0.0
    /// The question asks for a time, an amount or a person, and the quote shows none: 0 or 1.
    package var missingKind = 0.0
    /// Words of the question that were taken for mistyped ones.
    package var respeltWords = 0.0
    /// ln(1 + what the question's words tell that the passage holds), in nats: the sum of their smoothed inverse document
    /// frequencies. The less they tell, the more passages have them by chance.
    package var information = 0.0
}
