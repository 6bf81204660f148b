internal import TextAnalysis

/// A term of the question with its inverse document frequency in the corpus.
struct ResolvedTerm {
    var term: Query.Term
    var inverseDocumentFrequency: Double
    /// Every word form of the corpus that has this stem.
    var formsInCorpus: [[UInt8]]
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
    private let reader: WordReader
    private let contentTotal: Double
    private let contentFormTotal: Double
    private let pairs: [(first: Int, second: Int)]

    init(query: Query, terms: [ResolvedTerm], vocabulary: QueryVocabulary, lexicon: IntentClasses.Lexicon) {
        analyzer = vocabulary.analyzer
        self.query = query
        self.terms = terms
        reader = WordReader(terms: terms, vocabulary: vocabulary, lexicon: lexicon)
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
        let title = reader.heading(text.title)
        let headings = text.headings.map(reader.heading)
        let body = reader.words(of: text.body)
        var parts = termParts(title: title.words, headings: headings.map(\.words), body: body)
        let (titleMatch, intent) = fieldMatches(title: title, headings: headings)
        parts.append((.titleMatch, Score(share: RankingConstants.titleMatchWeight * titleMatch)))
        parts.append((.intent, Score(share: RankingConstants.intentWeight * intent)))
        let sentences = analyzer.segmenter.sentences(in: text.body.span)
        let (order, sentence) = proximity(
            fields: ([title] + headings).map(\.words), body: body, sentenceEnds: sentences.map(\.upperBound))
        parts.append((.wordOrder, Score(share: RankingConstants.wordOrderWeight * order)))
        parts.append((.oneSentence, Score(share: RankingConstants.oneSentenceWeight * sentence)))
        return Explanation(parts: parts)
    }

    // MARK: Terms

    /// How often each term of the question, and each of its exact forms, stands in a field of so many words.
    private struct Counts {
        var length = 0
        var terms: [Int]
        var forms: [Int]  // by WordReader's numbers

        init(_ fields: [[Word]], termCount: Int, formCount: Int) {
            terms = Array(repeating: 0, count: termCount)
            forms = Array(repeating: 0, count: formCount)
            for word in fields.joined() where word.kind != .stop {
                length += 1
                if word.kind == .term {
                    terms[word.term] += 1
                    if word.form >= 0 { forms[word.form] += 1 }
                }
            }
        }
    }

    private func termParts(
        title: [Word], headings: [[Word]], body: [Word]
    ) -> [(part: Explanation.Part, score: Score)] {
        let title = Counts([title], termCount: terms.count, formCount: reader.formCount)
        let headings = Counts(headings, termCount: terms.count, formCount: reader.formCount)
        let body = Counts([body], termCount: terms.count, formCount: reader.formCount)
        let weight = TermWeight(titleLength: title.length, headingLength: headings.length, bodyLength: body.length)
        var parts: [(part: Explanation.Part, score: Score)] = []
        for (index, resolved) in terms.enumerated()
        where body.terms[index] + title.terms[index] + headings.terms[index] > 0 {
            let idf = resolved.inverseDocumentFrequency
            let stemWeight = weight.value(
                inTitle: title.terms[index], inHeadings: headings.terms[index], inBody: body.terms[index])
            var share = RankingConstants.stemShare * resolved.term.weight * idf * stemWeight / (2 * contentTotal)
            for (number, form) in zip(reader.firstForm[index]..., resolved.term.forms) {
                let formWeight = weight.value(
                    inTitle: title.forms[number], inHeadings: headings.forms[number], inBody: body.forms[number])
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

    private func fieldMatches(title: Heading, headings: [Heading]) -> (titleMatch: Double, intent: Double) {
        var best = (value: 0.0, titleShare: 0.0)
        func consider(_ stems: some Sequence<Heading.Stem>) {
            var seen: Set<[UInt8]> = []
            var shared = 0.0
            var whole = 0.0
            for stem in stems where stem.isContent && seen.insert(stem.bytes).inserted {
                whole += stem.inverseDocumentFrequency
                if stem.isAsked { shared += stem.inverseDocumentFrequency }
            }
            guard whole > 0 else { return }
            let titleShare = shared / whole
            let value = titleShare * titleShare * (shared / contentTotal).squareRoot()
            if value > best.value { best = (value, titleShare) }
        }
        title.names.forEach(consider)
        if let nearest = headings.last {
            consider(nearest.stems)
            consider(([title] + headings).flatMap(\.stems))
        }
        guard best.titleShare > 0, !intents(under: title).isDisjoint(with: intents(of: headings.last, under: title))
        else {
            return (best.value, 0)
        }
        return (best.value, best.titleShare * best.titleShare)
    }

    /// What the question asks about the title's subject: the intents of its words, the subject's own words left out, for in
    /// "pain management" management is no treatment. A question that only names the subject asks what it is.
    private func intents(under title: Heading) -> IntentClasses {
        var intents: IntentClasses = []
        for (stem, classes) in query.intents where !title.stems.contains(where: { $0.bytes == stem }) {
            intents.formUnion(classes)
        }
        return intents.isEmpty ? .definition : intents
    }

    /// What a heading says about the title's subject. Without a heading, or with one that only names the subject again, a
    /// passage introduces it.
    private func intents(of heading: Heading?, under title: Heading) -> IntentClasses {
        guard let heading else { return title.stems.isEmpty ? [] : .definition }
        var intents: IntentClasses = []
        var namesMore = false
        for stem in heading.stems where !title.stems.contains(where: { $0.bytes == stem.bytes }) {
            intents.formUnion(stem.intents)
            namesMore = namesMore || !stem.isNeutral
        }
        return intents.isEmpty && !namesMore && heading.stems != title.stems ? .definition : intents
    }

    // MARK: Proximity

    private func proximity(
        fields: [[Word]], body: [Word], sentenceEnds: [Int]
    ) -> (order: Double, sentence: Double) {
        var adjacent = [Int](repeating: 0, count: pairs.count)
        var isHeld = [Bool](repeating: false, count: terms.count)
        var held = 0.0
        var best = 0.0
        var previous = -1

        func read(_ word: Word) {
            guard word.kind == .term, terms[word.term].term.isContent else {
                // A content word between breaks the adjacency; a stop or question word does not.
                if word.kind == .content { previous = -1 }
                return
            }
            if !isHeld[word.term] {
                isHeld[word.term] = true
                held += terms[word.term].inverseDocumentFrequency
            }
            if previous >= 0 {
                for (number, pair) in pairs.enumerated() where pair == (previous, word.term) { adjacent[number] += 1 }
            }
            previous = word.term
        }
        func endSentence() {
            best = max(best, held)
            guard held > 0 else { return }
            held = 0
            for index in isHeld.indices { isHeld[index] = false }
        }

        // Title and headings stand together as the first sentence.
        for field in fields { for word in field { read(word) } }
        endSentence()
        var sentence = 0
        for word in body {
            while sentence < sentenceEnds.count, word.offset >= sentenceEnds[sentence] {
                endSentence()
                sentence += 1
            }
            read(word)
        }
        endSentence()

        var order = 0.0
        var whole = 0.0
        for (number, pair) in pairs.enumerated() {
            let weight = terms[pair.first].inverseDocumentFrequency + terms[pair.second].inverseDocumentFrequency
            whole += weight
            order += weight * Double(adjacent[number]) / (Double(adjacent[number]) + 0.5)
        }
        // Sums in the order of the text can differ in the last bit; the share is rounded to five digits later.
        return (whole > 0 ? order / whole : 0, best / contentTotal)
    }
}
