/// The constants of the ranking, in one place; the article on scoring says where each comes from and what it was measured at.
public enum RankingConstants {
    // Passages.
    public static let passageWordLimit = 150

    // Stage 1: term frequency with fields, saturated (Robertson and Zaragoza, "The Probabilistic Relevance Framework:
    // BM25 and Beyond", 2009, section 3.6: weights before saturation).
    static let titleWeight = 4.0
    static let headingWeight = 8.0
    static let saturation = 1.2
    /// The share of a field's term frequency that is divided by its relative length.
    static let titleLengthShare = 0.3
    static let headingLengthShare = 0.3
    static let bodyLengthShare = 0.75
    /// Lengths at which a field's frequencies count as they are, in terms without stop words. Constants, not means of the
    /// corpus: so a passage's impacts never depend on other passages, and an updated index equals a rebuilt one.
    static let titlePivot = 4.0
    static let headingPivot = 8.0
    static let bodyPivot = 100.0
    /// A passage without a title or headings cannot earn their share: its body counts for more.
    static let missingTitleBonus = 0.25
    static let missingHeadingBonus = 0.75
    static let titlePresence = 0.25
    static let headingPresence = 0.75

    /// What a question word ("how", "many", "does") weighs beside a content word.
    public static let questionWordWeight = 0.2
    /// The most that all question words together weigh, beside the content words.
    static let questionWordLimit = 1.0

    // Stage 2: the best candidates of stage 1, read again.
    /// Candidates whose titles and headings are looked at. From 100 on prose no longer changes, medical FAQ from 200 on.
    static let candidateLimit = 200
    /// Candidates whose text is read, the best by postings, title and headings. From 50 on the ranking no longer changes.
    static let readLimit = 50
    /// The share of the stem view; the rest belongs to the exact forms.
    static let stemShare = 0.6
    /// What the score over postings weighs when the texts to be read are chosen by it, title and headings: at full weight an FAQ
    /// loses .0009 of nDCG@10, and nothing else changes by more than .0001.
    static let outlookPostingsWeight = 0.247
    /// What a related word counts beside the term that it stands for.
    static let relatedWordWeight = 0.6
    static let titleMatchWeight = 0.15
    static let intentWeight = 0.2
    static let likenessWeight = 0.25
    /// The share of the cosine in likeness; the rest belongs to the words in common.
    static let cosineShare = 0.6
    static let resemblanceWeight = 0.35
    static let wordOrderWeight = 0.1
    static let phraseWeight = 0.1
    static let oneSentenceWeight = 0.1
    static let windowWeight = 0.05
    /// At .1 and .2 the same; at .4 an FAQ loses .018 of nDCG@10.
    static let definitionWeight = 0.15
    /// The share of the question's content that must stand before a definition's verb: "A list is …" says no more of what a list
    /// comprehension is than any sentence about lists. Prose gives .9421, .9418 and .9416 of nDCG@10 at .5, .7 and .9; in manuals, whose
    /// names are of two and three words, the lower one takes part of a name for the thing.
    static let definitionShare = 0.7
    /// What a definition counts whose verb no article follows: "X is bound to …" may be one. Prose gives .9416, .9418 and .9415 at 0,
    /// .5 and 1.
    static let definitionWithoutArticle = 0.5
    /// By what it is for: of the judged questions hardly one has such a symbol.
    static let symbolsWeight = 0.1
    /// Words in a row that `windowWeight` is about, stop words not counted.
    static let windowWordCount = 8
    /// What function words count in a phrase, beside a content word.
    static let phraseQuestionWordWeight = 0.3
    static let phraseStopWordWeight = 0.15
    /// The share of the lead of the best passage under the same title and headings that its siblings get.
    static let siblingShare = 0.5
}

/// How an idf-free term weight of 0 … 2 becomes an impact of 6 bits, and a query's weights become integers.
enum ImpactScale {
    static let greatestWeight = 2.0
    /// Impacts are 1 … 63: steps of .03, finer than what one more word of a passage changes. Sixteen levels lose ranking
    /// quality; between 63 and 255 none could be measured.
    static let greatestImpact = 63.0

    static func impact(of weight: Double) -> UInt8 {
        UInt8(min(greatestImpact, max(1, (weight / greatestWeight * greatestImpact).rounded())))
    }

    static func weight(of impact: UInt8) -> Double {
        Double(impact) / greatestImpact * greatestWeight
    }

    /// What the integer weights of a query's terms add up to at most: times an impact they stay below 2^30.
    static let weightTotal = 1 << 24
}
