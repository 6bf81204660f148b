/// A term of the question with its inverse document frequency in the corpus.
struct ResolvedTerm {
    var term: Query.Term
    var inverseDocumentFrequency: Double
    /// What each segment knows of it.
    var infos: [TermInfo?]
    /// Every word form of the corpus that has this stem.
    var formsInCorpus: [[UInt8]]
}

/// A stem that may stand for terms of the question.
struct ResolvedRelative {
    var stem: [UInt8]
    /// The word as the table of related words has it.
    var word: String
    var inverseDocumentFrequency: Double
    var infos: [TermInfo?]
    var formsInCorpus: [[UInt8]]
    /// The terms it stands for, each with a weight of 0 … 1: `RankingConstants.relatedWordWeight`, less when the word is
    /// commoner than the term, since it says less.
    var stands: [(term: Int, weight: Double)]
}

/// A query with what the corpus holds of its terms.
struct ResolvedQuery {
    let query: Query
    let terms: [ResolvedTerm]
    let relatives: [ResolvedRelative]
    let termOfStem: [[UInt8]: Int]
    let relativeOfStem: [[UInt8]: Int]
    /// The sum of the content terms' inverse document frequencies.
    let contentTotal: Double
    /// The same with each term as often as it has forms in the question.
    let contentFormTotal: Double
    /// What is left of the weight of question words, 0 … 1. In a few documents about one thing its name is everywhere and
    /// weighs next to nothing; then question words must not decide in its stead.
    let questionWordFactor: Double
    /// What is looked for in postings, with its weight: each term, and in place of a content term that the corpus lacks the
    /// words that are related to it.
    let sought: [(infos: [TermInfo?], weight: Double)]
    /// The sum of the weights in `sought`.
    let soughtTotal: Double

    init(query: Query, terms: [ResolvedTerm], relatives: [ResolvedRelative]) {
        self.query = query
        self.terms = terms
        self.relatives = relatives
        termOfStem = Dictionary(
            terms.enumerated().map { ($1.term.stem, $0) }, uniquingKeysWith: { first, _ in first })
        relativeOfStem = Dictionary(
            relatives.enumerated().map { ($1.stem, $0) }, uniquingKeysWith: { first, _ in first })
        let content = terms.filter(\.term.isContent)
        contentTotal = content.reduce(0) { $0 + $1.inverseDocumentFrequency }
        contentFormTotal = content.reduce(0) { $0 + Double($1.term.forms.count) * $1.inverseDocumentFrequency }
        firstRelative = terms.count + terms.reduce(0) { $0 + $1.term.forms.count }
        let questionWords = terms.filter { !$0.term.isContent }
            .reduce(0) { $0 + $1.term.weight * $1.inverseDocumentFrequency }
        let factor =
            content.isEmpty || questionWords == 0
            ? 1 : min(1, RankingConstants.questionWordLimit * contentTotal / questionWords)
        questionWordFactor = factor
        var sought: [(infos: [TermInfo?], weight: Double)] = []
        for (index, term) in terms.enumerated() {
            if !term.term.isContent || term.infos.contains(where: { $0 != nil }) {
                let weight = term.term.weight * (term.term.isContent ? 1 : factor)
                sought.append((term.infos, weight * term.inverseDocumentFrequency))
                continue
            }
            for relative in relatives {
                for stand in relative.stands where stand.term == index {
                    sought.append(
                        (relative.infos, term.term.weight * stand.weight * term.inverseDocumentFrequency))
                }
            }
        }
        self.sought = sought
        soughtTotal = sought.reduce(0) { $0 + $1.weight }
    }

    // How `FieldOccurrences` are numbered.
    var firstForm: Int { terms.count }
    let firstRelative: Int
}
