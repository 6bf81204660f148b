/// The constants of answering, in one place; the article on answers says how they were fitted and what each was measured at.
enum AnswerConstants {
    // Which passages are looked at.
    static let passagesRead = 5
    /// A passage that shares so many rows of three words with a better one is a near copy and says nothing new, unless its
    /// numbers are others: of 60 words another one in the middle.
    static let nearCopyShare = 0.9

    // A heading that asks the question.
    /// The share of the question, by inverse document frequency, that title and heading must hold.
    static let headingQuestionShare = 0.7
    /// The share of the heading that the question must hold.
    static let headingShare = 0.45
    /// For what something is, the heading must name the thing and nearly nothing else.
    static let definitionHeadingShare = 0.8
    /// … and the thing must be more than a by-word of the question: at least this share of it.
    static let definedThingShare = 0.3
    /// What stands beneath a heading that only names the thing gives way to a quote that says at least so plainly what it is, …
    static let plainDefinition = 0.8
    /// … if it says so itself less plainly than this.
    static let unclearDefinition = 0.3
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
    /// A sentence that asks answers nothing.
    static let questionWeight = -2.0
    // The next six by what they are for, not fitted: the judged questions hardly compare, and have no headings.
    /// It speaks of both things that the question compares or gives to choose from, …
    static let bothComparedWeight = 1.0
    /// … and has a word that compares.
    static let comparingWeight = 1.5
    /// Each symbol of the question that it has, up to two.
    static let symbolWeight = 2.0
    /// It stands beneath a heading that asks something else.
    static let askedOtherwiseWeight = -1.5
    /// Each name or symbol of the question, up to two, that its passage lacks and another passage has: it speaks of something else.
    static let lackedNameWeight = -1.0
    /// Its passage says nothing of what is asked about its subject. At -2 no more is won.
    static let lackedPredicateWeight = -1.0
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
    /// A list that is asked for comes whole up to so many words.
    static let askedListWordLimit = 400
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
    /// A quote that compares two things must have at least this chance to be shown rather than what either is, …
    static let comparisonShare = 0.4
    /// … and one of these must lack more than this of saying so plainly.
    static let missingOfPlainDefinition = 0.3
    /// … and of its words fewer than this share stand in the first too: else it is a copy of it.
    static let repetitionShare = 0.9
    /// Sentences that point back bring at most so many before them.
    static let antecedentLimit = 2

    // Short forms that the documents spell out, as texts are written and people type; five of 4,323 judged questions have one. The
    // article on answers has how many pairs of questions are met with them.
    /// So many words of a question are looked up.
    static let shortFormLimit = 3
    /// … in the title, the headings and the text of so many passages, the best by postings.
    static let shortFormPassages = 10
    /// A word without capitals is looked up when it has no more letters: people type "cbt".
    static let longestPlainShortForm = 5
    /// … and is in no more than one passage of so many, or in a few: what is everywhere is an everyday word.
    static let everydayPassageShare = 20
    static let everydayPassageCount = 50

    // Confidence: what speaks for an answer being right, in logits.
    static let confidenceIntercept = -8.940
    static let scoreSlope = 14.652
    static let scoreCurve = 7.090
    static let sentenceShareSlope = 1.055
    static let surroundingShareSlope = 1.389
    static let passageShareSlope = -3.210
    /// A passage that lacks more of the question than this leaves it to chance; each point that it falls short counts.
    static let scarceShare = 0.6
    static let scarceShareSlope = -1.281
    static let resembledShareSlope = 4.038
    static let absentShareSlope = -1.011
    static let titleShareSlope = 0.789
    /// By hand: at -4.5 drugs that are not in the medical FAQ are told worse from those that are.
    static let missingPredicateSlope = -3.0
    static let missingNameSlope = -1.182
    static let brokenNameSlope = -1.947
    static let contradictedNumberSlope = -2.180
    static let missingNegationSlope = -2.575
    static let oppositeWordSlope = -2.768
    static let announcedSlope = 1.674
    static let titleShareOfOtherEntrySlope = -3.428
    static let absentShareOfEntrySlope = -2.394
    static let definitionSlope = 2.007
    static let missingDefinitionSlope = -0.933
    static let missingKindSlope = -1.066
    static let respeltWordSlope = -0.122
    /// By what it is for, not fitted: no judged question lacks a subject. It refuses.
    static let missingSubjectSlope = -8.0
    /// A passage of another document with this share of the best one's score meets the question as well.
    static let rivalScoreShare = 0.8
    /// To a collection of fewer passages than the smallest that was fitted to, those that it lacks are thought added, …
    static let usualPassageCount = 500
    /// … which hold each word with this share: of the words that judged questions have, half are in more than .025 to .074 of the
    /// passages. From .02 to .06 five small folders and four held back answer and refuse within one question the same.
    static let usualPassageShare = 0.05
    static let informationSlope = 1.975
    /// A question with a noun of its own is taken for one about the subject of the talk where the passage that then answers lacks no
    /// more than this share of what the question says.
    static let guessLackLimit = 0.5
    /// How often an answer is right for which all evidence speaks.
    static let greatestConfidence = 0.96
    /// The probability from which a question counts as covered.
    static let confidenceThreshold = 0.30

    // Near misses that are named when a question is not covered.
    static let nearMissLimit = 3
    /// The points that a passage must have to be named as a near miss.
    static let nearMissPoints = 1.55
}
