/// The constants of answering, in one place; the article on answers says how they were fitted and what each was measured at.
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
    /// … and the thing must be more than a by-word of the question: at least this share of it.
    static let definedThingShare = 0.3
    /// How near to the best passage's score a passage beneath such a heading must be.
    static let headingScoreShare = 0.75
    /// A section of at most so many words is the answer as a whole.
    static let wholeSectionWordLimit = 90
    /// Of a longer one the lead: whole sentences up to so many words.
    static let leadWordLimit = 60

    // Which sentence holds the answer: what its features weigh, in logits. In parentheses, by how much less often a gold
    // answer stands in the one best sentence without the feature (of .812).
    /// (.001)
    static let shareWeight = 3.42
    /// (.003)
    static let exactShareWeight = 2.50
    /// (.003)
    static let orderWeight = 1.03
    /// (.003)
    static let beforeWeight = 3.55
    /// (.001)
    static let afterWeight = 1.55
    /// (.003)
    static let localShareWeight = 2.53
    /// (.003)
    static let resembledShareWeight = 4.36
    /// (.001)
    static let nearnessWeight = 0.98
    /// (.005)
    static let definitionWeight = 3.54
    /// What a name spelled out in passing, "… spinal cord stimulation (SCS) helps …", has of a definition.
    static let spelledOutShare = 0.6
    /// (.005)
    static let answerTypeWeight = 1.39
    /// (.003)
    static let pointingBeforeWeight = 2.03
    /// Fragments and headings that were taken for sentences.
    static let shortSentenceWeight = -4.03
    /// (.001)
    static let passageScoreWeight = 2.91
    static let passageRankWeight = -1.17
    /// (.001)
    static let marginWeight = 6.03
    /// (.000, but .002 of what is shown in the end)
    static let passageShareWeight = 3.50

    // How much is shown.
    /// What a word costs the reader, in probability: a sentence of 20 words is worth showing for a chance of 3 %.
    static let wordCost = 0.0015
    /// No more words than this, but for a list that is asked for; a shorter list always comes whole.
    static let quoteWordLimit = 120
    /// A list is read at a glance: it costs no more than so many words of prose.
    static let listWords = 40
    /// A second quote, from another section, is shown where the first has at most this chance, …
    static let secondQuoteDoubt = 0.7
    /// … the second's chance less its cost is at least this, …
    static let secondQuoteWorth = 0.1
    /// … its chance is at least this share of the first's, …
    static let secondQuoteShare = 0.3
    /// … and so is its passage's score.
    static let secondQuoteScoreShare = 0.85
    /// … and of its words fewer than this share stand in the first too: else it is a copy of it.
    static let repetitionShare = 0.9
    /// Sentences that point back bring at most so many before them.
    static let antecedentLimit = 2

    // Confidence: what speaks for the documents holding the answer, in logits.
    static let confidenceIntercept = -10.950
    static let scoreSlope = 20.97
    static let scoreCurve = 9.27
    static let sentenceShareSlope = 4.150
    static let surroundingShareSlope = 3.013
    static let passageShareSlope = -6.039
    static let resembledShareSlope = 6.392
    static let absentShareSlope = -4.235
    static let titleShareSlope = 2.130
    static let missingNameSlope = -1.439
    static let missingNumberSlope = -0.478
    static let contradictedNumberSlope = -1.701
    static let missingNegationSlope = -4.934
    static let missingTypeSlope = -0.735
    static let respeltWordSlope = -0.419
    /// Longer questions count as so long.
    static let questionLengthLimit = 12
    static let questionLengthSlope = 2.428
    /// How often the shown answer is right where the documents hold it.
    static let rightWhereCovered = 0.931
    /// The probability from which a question counts as covered.
    static let confidenceThreshold = 0.4

    // Near misses that are named when a question is not covered.
    static let nearMissLimit = 3
    /// The points that a passage must have to be named as a near miss.
    static let nearMissPoints = 1.55
}
