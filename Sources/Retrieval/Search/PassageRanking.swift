internal import TextAnalysis

/// The second stage: scores a candidate from its text, and says why.
///
///     score = .6 base(stems) + .4 base(forms) + .6 related + .15 T²√C + .2 I·T² + .25 likeness + .35 resemblance
///           + .1 order + .1 phrase + .1 sentence + .05 window + .1 symbols + .15 definition
///           + half the lead of the best passage under the same title and headings
///     base  = Σ q · idf · weight / (2 Σ idf),  weight as in TermWeight, idf that of the stem in both views
///
/// T: the share of the title (or heading) that the question names, by idf; C: the share of the question that the title
/// names; the better of title, nearest heading, and both together counts. I: 1 when the heading names the question's intent.
/// related: what base(stems) gains where a related word weighs more than the term itself; related words count in T, C,
/// likeness and sentence, too. likeness: .6 of the cosine between question and nearest heading, .4 of the share of words that
/// they have in common. resemblance: the share of the question that title and headings lack, but have words that look like
/// it. order to window are `Proximity`, symbols the share of `AskedSymbols` that the text has. definition: 1 where a sentence says
/// what the thing is that is asked about, less where it may only do so.
final class PassageRanking {
    let query: ResolvedQuery
    private let segmenter: SentenceSegmenter
    private let reader: WordReader
    private let places: PlaceRanking
    private let definitionReader: DefinitionReader
    private var proximityReader: ProximityReader
    private var body: [SpottedWord] = []
    private var sentenceEnds: [Int] = []
    private var bodyCounts: FieldOccurrences
    /// For each term the relatives that stand for it, with their weights.
    private let relativesOfTerm: [[(relative: Int, weight: Double)]]

    init(_ query: ResolvedQuery, vocabulary: QueryVocabulary) {
        self.query = query
        segmenter = vocabulary.analyzer.segmenter
        reader = WordReader(query, vocabulary: vocabulary)
        places = PlaceRanking(query, reader: reader)
        proximityReader = ProximityReader(query)
        definitionReader = DefinitionReader(query)
        bodyCounts = FieldOccurrences(query)
        var relativesOfTerm: [[(relative: Int, weight: Double)]] = Array(repeating: [], count: query.terms.count)
        for (number, relative) in query.relatives.enumerated() {
            for stand in relative.stands { relativesOfTerm[stand.term].append((number, stand.weight)) }
        }
        self.relativesOfTerm = relativesOfTerm
    }

    /// The number of a place, which stands for its title and headings.
    func number(of place: PassagePlace) -> Int { places.number(of: place) }

    /// What a place says to the question, by its number.
    func evidence(ofPlace number: Int) -> PlaceEvidence { places[number] }

    /// What can be said of a candidate before its text is read: its score over postings, title and headings.
    func outlook(_ candidate: Candidate, _ place: Int) -> Double {
        guard query.contentTotal > 0 else { return 0 }
        let match = places[place].match
        let base =
            Double(candidate.score) / Double(ImpactScale.weightTotal) / ImpactScale.greatestImpact * query.soughtTotal
            / query.contentTotal
        return RankingConstants.outlookPostingsWeight * base + RankingConstants.titleMatchWeight * match.titleMatch
            + RankingConstants.intentWeight * match.intent
            + RankingConstants.likenessWeight * match.likeness
            + RankingConstants.resemblanceWeight * match.resemblance
    }

    func score(body text: [UInt8], under place: Int) -> Score {
        var score = Score.zero
        forEachPart(body: text, under: places[place]) { _, part in score = score + part }
        return score
    }

    func explanation(body text: [UInt8], under place: Int) -> Explanation {
        let place = places[place]
        var parts: [(part: Explanation.Part, score: Score)] = []
        forEachPart(body: text, under: place) { part, score in parts.append((self.described(part, place), score)) }
        return Explanation(parts: parts)
    }

    /// A part of a score before it is put in words.
    private enum RawPart {
        case term(Int)
        case related(term: Int, relative: Int)
        case evidence(Explanation.Part)
    }

    private func described(_ part: RawPart, _ place: PlaceEvidence) -> Explanation.Part {
        switch part {
        case .evidence(let part): part
        case .related(let term, let relative):
            .relatedWord(query.terms[term].term.text, found: query.relatives[relative].word)
        case .term(let index):
            .term(
                query.terms[index].term.text, inverseDocumentFrequency: query.terms[index].inverseDocumentFrequency,
                title: Int(place.title.counts[index]), headings: Int(place.headings.counts[index]),
                body: Int(bodyCounts.counts[index]))
        }
    }

    private func forEachPart(
        body text: [UInt8], under place: PlaceEvidence, _ add: (RawPart, Score) -> Void
    ) {
        typealias C = RankingConstants
        guard query.contentTotal > 0 else { return }
        body.removeAll(keepingCapacity: true)
        let others = reader.spot(in: text, into: &body)
        bodyCounts.removeAll()
        bodyCounts.add(body, others: others, reader.meanings)
        forEachTermPart(under: place, add)
        let match = place.match
        add(.evidence(.titleMatch), Score(share: C.titleMatchWeight * match.titleMatch))
        add(.evidence(.intent), Score(share: C.intentWeight * match.intent))
        add(.evidence(.likeness), Score(share: C.likenessWeight * match.likeness))
        add(.evidence(.resemblance), Score(share: C.resemblanceWeight * match.resemblance))
        sentenceEnds.removeAll(keepingCapacity: true)
        segmenter.appendSentenceEnds(of: text.span, to: &sentenceEnds)
        let proximity = proximityReader.proximity(
            fields: place.fields, body: body, sentenceEnds: sentenceEnds, meanings: reader.meanings)
        add(.evidence(.wordOrder), Score(share: C.wordOrderWeight * proximity.order))
        add(.evidence(.phrase), Score(share: C.phraseWeight * proximity.phrase))
        add(.evidence(.oneSentence), Score(share: C.oneSentenceWeight * proximity.sentence))
        add(.evidence(.window), Score(share: C.windowWeight * proximity.window))
        let symbols = query.query.symbols
        if !symbols.isEmpty {
            let found = symbols.found(in: text[...]).count
            add(.evidence(.symbols), Score(share: C.symbolsWeight * Double(found) / Double(symbols.symbols.count)))
        }
        let definition = definitionReader.definition(
            in: text, words: body, sentenceEnds: sentenceEnds, meanings: reader.meanings)
        add(.evidence(.definition), Score(share: C.definitionWeight * definition))
    }

    private func forEachTermPart(under place: PlaceEvidence, _ add: (RawPart, Score) -> Void) {
        typealias C = RankingConstants
        let weight = TermWeight(
            titleLength: place.title.length, headingLength: place.headings.length, bodyLength: bodyCounts.length)
        func value(_ index: Int) -> Double {
            let title = Int(place.title.counts[index])
            let headings = Int(place.headings.counts[index])
            let body = Int(bodyCounts.counts[index])
            return title + headings + body == 0 ? 0 : weight.value(inTitle: title, inHeadings: headings, inBody: body)
        }
        var form = query.firstForm
        for (index, resolved) in query.terms.enumerated() {
            let frequency =
                resolved.inverseDocumentFrequency * (resolved.term.isContent ? 1 : query.questionWordFactor)
            let factor = C.stemShare * resolved.term.weight * frequency / (2 * query.contentTotal)
            let formFactor = (1 - C.stemShare) * frequency / (2 * query.contentFormTotal)
            let own = value(index)
            var share = factor * own
            for asked in resolved.term.forms {
                share += formFactor * asked.weight * value(form)
                form += 1
            }
            if own > 0 { add(.term(index), Score(share: share)) }
            var best = (value: own, relative: -1)
            for (relative, relatedWeight) in relativesOfTerm[index] {
                let value = relatedWeight * value(query.firstRelative + relative)
                if value > best.value { best = (value, relative) }
            }
            if best.relative >= 0 {
                add(.related(term: index, relative: best.relative), Score(share: factor * (best.value - own)))
            }
        }
    }
}
