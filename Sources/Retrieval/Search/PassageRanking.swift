internal import TextAnalysis

/// A term of the question with its inverse document frequency in the corpus.
struct ResolvedTerm {
    var term: Query.Term
    var inverseDocumentFrequency: Double
    /// Live passages that hold the stem.
    var documentFrequency: Int
    /// Every word form of the corpus that has this stem, and the question's own.
    var formsInCorpus: Set<[UInt8]>
}

/// The text of a passage, as ranking reads it.
struct PassageText {
    var title: [UInt8]
    /// From the outermost to the one right above the passage; a heading that repeats the title is left out.
    var headings: [[UInt8]]
    var body: [UInt8]
}

/// The second stage: scores a candidate from its text, and says why.
///
///     score = .7 base(stems) + .3 base(forms) + .15 T²√C + .2 I·T² + .1 order + .1 sentence
///     base  = Σ q · idf · weight / (2 Σ idf),  weight as in TermWeight, idf that of the stem in both views
///
/// T: the share of the title (or heading) that the question names, by idf; C: the share of the question that the title
/// names; I: 1 when the heading names the question's intent. The better of title, nearest heading, and both together counts.
/// order: Σ over adjacent content words of (idf + idf') · c/(c + .5), c their adjacent occurrences, divided by Σ (idf + idf').
/// sentence: the greatest idf share of the question inside one sentence; title and headings count as a sentence.
struct PassageRanking {
    private let analyzer: Analyzer
    private let query: Query
    private let terms: [ResolvedTerm]
    private let lexicon: IntentClasses.Lexicon
    private let vocabulary: QueryVocabulary
    private var termOfStem: [[UInt8]: Int] = [:]
    // What a word of the corpus is to the question: the term that it is a form of, and the question's own form.
    private var meanings: [[UInt8]: (term: Int, form: Int?)] = [:]
    private let contentTotal: Double
    private let contentFormTotal: Double
    private let pairs: [(first: Int, second: Int)]

    init(
        analyzer: Analyzer, query: Query, terms: [ResolvedTerm], lexicon: IntentClasses.Lexicon,
        vocabulary: QueryVocabulary
    ) {
        self.analyzer = analyzer
        self.query = query
        self.terms = terms
        self.lexicon = lexicon
        self.vocabulary = vocabulary
        for (index, resolved) in terms.enumerated() {
            termOfStem[resolved.term.stem] = index
            for form in resolved.formsInCorpus { meanings[form] = (index, nil) }
            for (number, form) in resolved.term.forms.enumerated() { meanings[form.bytes] = (index, number) }
        }
        let content = terms.filter(\.term.isContent)
        contentTotal = content.reduce(0) { $0 + $1.inverseDocumentFrequency }
        contentFormTotal = content.reduce(0) { $0 + Double($1.term.forms.count) * $1.inverseDocumentFrequency }
        var seen: Set<Int> = []
        var pairs: [(Int, Int)] = []
        for (first, second) in zip(query.contentSequence, query.contentSequence.dropFirst())
        where first != second && seen.insert(first << 16 | second).inserted {
            pairs.append((first, second))
        }
        self.pairs = pairs
    }

    func score(of text: PassageText) -> Score {
        explanation(of: text).score
    }

    func explanation(of text: PassageText) -> Explanation {
        guard contentTotal > 0 else { return Explanation(parts: []) }
        var parts = termParts(of: text)
        let (titleMatch, intent) = fieldMatches(of: text)
        parts.append((.titleMatch, Score(share: RankingConstants.titleMatchWeight * titleMatch)))
        parts.append((.intent, Score(share: RankingConstants.intentWeight * intent)))
        let (order, sentence) = proximity(of: text)
        parts.append((.wordOrder, Score(share: RankingConstants.wordOrderWeight * order)))
        parts.append((.oneSentence, Score(share: RankingConstants.oneSentenceWeight * sentence)))
        return Explanation(parts: parts)
    }

    // MARK: Terms

    /// Occurrences of the question's terms in a field, and of its exact forms.
    private struct Counts {
        var length = 0
        var terms: [Int]
        var forms: [[Int]]
    }

    private func counts(in fields: [[UInt8]]) -> Counts {
        var counts = Counts(
            terms: Array(repeating: 0, count: terms.count),
            forms: terms.map { Array(repeating: 0, count: $0.term.forms.count) })
        var tokens = TokenBuffer()
        for field in fields {
            tokens.removeAll()
            analyzer.tokenizer.tokenize(field.span, into: &tokens)
            for index in 0..<tokens.count {
                let form = tokens.form(index)
                if analyzer.stopWords.role(of: form) == .stop { continue }
                counts.length += 1
                guard let meaning = meanings[Array(form)] else { continue }
                counts.terms[meaning.term] += 1
                if let form = meaning.form { counts.forms[meaning.term][form] += 1 }
            }
        }
        return counts
    }

    private func termParts(of text: PassageText) -> [(part: Explanation.Part, score: Score)] {
        let title = counts(in: [text.title])
        let headings = counts(in: text.headings)
        let body = counts(in: [text.body])
        let weight = TermWeight(titleLength: title.length, headingLength: headings.length, bodyLength: body.length)
        var parts: [(part: Explanation.Part, score: Score)] = []
        for (index, resolved) in terms.enumerated() where body.terms[index] + title.terms[index] + headings.terms[index] > 0 {
            let idf = resolved.inverseDocumentFrequency
            let stemWeight = weight.value(
                inTitle: title.terms[index], inHeadings: headings.terms[index], inBody: body.terms[index])
            var share = RankingConstants.stemShare * resolved.term.weight * idf * stemWeight / (2 * contentTotal)
            for (number, form) in resolved.term.forms.enumerated() {
                let formWeight = weight.value(
                    inTitle: title.forms[index][number], inHeadings: headings.forms[index][number],
                    inBody: body.forms[index][number])
                share += (1 - RankingConstants.stemShare) * form.weight * idf * formWeight / (2 * contentFormTotal)
            }
            parts.append(
                (
                    .term(
                        resolved.term.text, inverseDocumentFrequency: idf, title: title.terms[index],
                        headings: headings.terms[index], body: body.terms[index]),
                    Score(share: share)
                ))
        }
        return parts
    }

    // MARK: Title, heading, intent

    private func fieldMatches(of text: PassageText) -> (titleMatch: Double, intent: Double) {
        let nearest = text.headings.last.map { [$0] } ?? []
        var best = (value: 0.0, titleShare: 0.0)
        for fields in [[text.title], nearest, [text.title] + text.headings] where !fields.isEmpty {
            let (titleShare, questionShare) = overlap(of: fields)
            let value = titleShare * titleShare * questionShare.squareRoot()
            if value > best.value { best = (value, titleShare) }
        }
        let agrees = best.titleShare > 0 && !intents(of: text).isDisjoint(with: query.intents)
        return (best.value, agrees ? best.titleShare * best.titleShare : 0)
    }

    private func overlap(of fields: [[UInt8]]) -> (titleShare: Double, questionShare: Double) {
        var shared = 0.0
        var whole = 0.0
        for stem in Set(contentStems(of: fields)) {
            if let term = termOfStem[stem] {
                whole += terms[term].inverseDocumentFrequency
                if terms[term].term.isContent { shared += terms[term].inverseDocumentFrequency }
            } else {
                whole += vocabulary.inverseDocumentFrequency(of: stem)
            }
        }
        return whole > 0 ? (shared / whole, shared / contentTotal) : (0, 0)
    }

    private func contentStems(of fields: [[UInt8]]) -> [[UInt8]] {
        forms(of: fields).filter { analyzer.stopWords.role(of: $0[...]) == .content }.map(vocabulary.stem(of:))
    }

    private func forms(of fields: [[UInt8]]) -> [[UInt8]] {
        var tokens = TokenBuffer()
        return fields.flatMap { field in
            tokens.removeAll()
            analyzer.tokenizer.tokenize(field.span, into: &tokens)
            return (0..<tokens.count).map { Array(tokens.form($0)) }
        }
    }

    /// What the nearest heading asks about the title; a heading that only names the subject introduces it.
    private func intents(of text: PassageText) -> IntentClasses {
        guard let nearest = text.headings.last else { return [] }
        let titleStems = Set(forms(of: [text.title]).map(vocabulary.stem(of:)))
        var intents: IntentClasses = []
        var namesMore = false
        for form in forms(of: [nearest]) {
            let stem = vocabulary.stem(of: form)
            if titleStems.contains(stem) { continue }
            intents.formUnion(lexicon.classes(of: stem))
            namesMore = namesMore || analyzer.stopWords.role(of: form[...]) == .content
        }
        return intents.isEmpty && !namesMore && nearest != text.title ? .definition : intents
    }

    // MARK: Proximity

    private func proximity(of text: PassageText) -> (order: Double, sentence: Double) {
        var adjacent = [Int](repeating: 0, count: pairs.count)
        var bestSentence = 0.0
        var previous: Int?
        // Title and headings stand together as the first sentence.
        let heading = Array(([text.title] + text.headings).joined(separator: [UInt8(ascii: " ")]))
        let sentences = [heading] + analyzer.segmenter.sentences(in: text.body.span).map { Array(text.body[$0]) }
        var tokens = TokenBuffer()
        for sentence in sentences {
            var held: Set<Int> = []
            tokens.removeAll()
            analyzer.tokenizer.tokenize(sentence.span, into: &tokens)
            for index in 0..<tokens.count {
                let form = tokens.form(index)
                guard let term = meanings[Array(form)]?.term, terms[term].term.isContent else {
                    // A content word between breaks the adjacency; a stop or question word does not.
                    if analyzer.stopWords.role(of: form) == .content { previous = nil }
                    continue
                }
                held.insert(term)
                if let previous, let pair = pairs.firstIndex(where: { $0 == (previous, term) }) { adjacent[pair] += 1 }
                previous = term
            }
            bestSentence = max(bestSentence, held.sorted().reduce(0) { $0 + terms[$1].inverseDocumentFrequency })
        }
        var order = 0.0
        var whole = 0.0
        for (number, pair) in pairs.enumerated() {
            let weight = terms[pair.first].inverseDocumentFrequency + terms[pair.second].inverseDocumentFrequency
            whole += weight
            order += weight * Double(adjacent[number]) / (Double(adjacent[number]) + 0.5)
        }
        return (whole > 0 ? order / whole : 0, bestSentence / contentTotal)
    }
}

/// Stems and inverse document frequencies of the words that turn up in titles while one question is ranked.
final class QueryVocabulary {
    private let analyzer: Analyzer
    private let stemmer: Stemmer
    private let frequency: ([UInt8]) -> Double
    private var stems: [[UInt8]: [UInt8]] = [:]
    private var frequencies: [[UInt8]: Double] = [:]

    init(analyzer: Analyzer, stemmer: Stemmer, inverseDocumentFrequency: @escaping ([UInt8]) -> Double) {
        self.analyzer = analyzer
        self.stemmer = stemmer
        frequency = inverseDocumentFrequency
    }

    func stem(of form: [UInt8]) -> [UInt8] {
        if let known = stems[form] { return known }
        let stem = analyzer.term(of: form[...], using: stemmer)
        stems[form] = stem
        return stem
    }

    func inverseDocumentFrequency(of stem: [UInt8]) -> Double {
        if let known = frequencies[stem] { return known }
        let value = frequency(stem)
        frequencies[stem] = value
        return value
    }
}
