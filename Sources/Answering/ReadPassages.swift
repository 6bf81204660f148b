internal import Documents
internal import Glibc
internal import Retrieval
internal import TextAnalysis

/// The passages that an answer is taken from, sentence by sentence, with the probability that each holds it.
struct ReadPassages {
    private let passages: [RetrievedPassage]
    private let analyzer: Analyzer
    /// The sentences of each passage's section, and what title and headings above hold.
    private var texts: [SectionSentences] = []
    private var above: [SentenceReading] = []
    /// The question's terms that each passage, its title and headings hold.
    private var held: [TermSet] = []
    /// Whether each passage speaks of the thing that the question is about and of nothing that it asks about it.
    private var lacksPredicate: [Bool] = []
    /// By their numbers, the question's symbols that each passage, its title and headings hold.
    private var heldSymbols: [Set<Int>] = []
    /// How many of the question's names and symbols each passage lacks that another one has.
    private(set) var lackedNames: [Int] = []
    /// The sentences of the passages; those of one passage stand together, in order.
    private(set) var candidates: [SentenceRanking.Candidate] = []
    private var probabilities: [Double] = []

    init(_ passages: [RetrievedPassage], by extraction: AnswerExtraction) {
        let symbols = extraction.question.query.symbols
        self.passages = passages
        analyzer = extraction.analyzer
        for (rank, retrieved) in passages.enumerated() {
            let passage = retrieved.passage
            let text = SectionSentences(passage.section, around: passage.range, analyzer: extraction.analyzer)
            // To the rows of a table that goes on, its header is what a heading is.
            let heading = extraction.read(
                ([passage.section.document.title] + passage.section.headings
                    + [String(decoding: passage.section.text[passage.header], as: UTF8.self)]).joined(separator: " "))
            texts.append(text)
            above.append(heading)
            heldSymbols.append(Self.symbols(of: extraction.question, in: passage))
            // The passage's sentences, and one on either side for what they lean on.
            let inside = text.sentences.indices.filter { text.sentences[$0].range.overlaps(passage.range) }
            guard let first = inside.first, let last = inside.last else { continue }
            let around = max(0, first - 1)...min(text.sentences.count - 1, last + 1)
            let readings = around.map {
                extraction.reader.read(passage.section.text, in: text.sentences[$0].range)
            }
            let isAskedOtherwise = passage.section.headings.last.map(extraction.asksSomethingElse) ?? false
            func reading(_ index: Int, inBlockOf other: Int) -> SentenceReading? {
                guard around.contains(index), text.sentences[index].block == text.sentences[other].block else {
                    return nil
                }
                return readings[index - around.lowerBound]
            }
            for index in inside {
                candidates.append(
                    SentenceRanking.Candidate(
                        rank: rank, index: index, wordCount: text.sentences[index].wordCount,
                        reading: readings[index - around.lowerBound],
                        before: (reading(index - 1, inBlockOf: index) ?? heading).terms,
                        after: reading(index + 1, inBlockOf: index)?.terms ?? TermSet(),
                        symbolCount: symbols.isEmpty
                            ? 0 : symbols.found(in: passage.section.text[text.sentences[index].range]).count,
                        isAskedOtherwise: isAskedOtherwise))
            }
        }
        held = above.map(\.terms)
        var near = above.map { $0.terms.union($0.resembled).union($0.related) }
        for candidate in candidates {
            held[candidate.rank].formUnion(candidate.reading.terms)
            near[candidate.rank].formUnion(candidate.reading.resembled.union(candidate.reading.related))
        }
        lacksPredicate = passages.indices.map { rank in
            let section = passages[rank].passage.section
            // Of an entry without headings, one of many in its file, the title is the heading: it names no subject of which more is
            // told.
            if section.headings.isEmpty, !section.document.identifier.isEmpty { return false }
            let title = extraction.read(section.document.title).terms
            let predicate = extraction.askedWords.telling.subtracting(title)
            return !title.isEmpty && !predicate.isEmpty && predicate.isDisjoint(with: held[rank].union(near[rank]))
        }
        let knownNames = extraction.askedWords.names.filter { name in held.contains { $0.contains(name) } }
        let knownSymbols = heldSymbols.reduce(into: Set<Int>()) { $0.formUnion($1) }
        lackedNames = zip(held, heldSymbols).map { held, symbols in
            knownNames.count { !held.contains($0) } + knownSymbols.subtracting(symbols).count
        }
        probabilities = extraction.ranking.probabilities(
            of: candidates, points: passages.map(\.score.points), lackedNames: lackedNames,
            lacksPredicate: lacksPredicate)
    }

    private static func symbols(of question: Question, in passage: StoredPassage) -> Set<Int> {
        let symbols = question.query.symbols
        if symbols.isEmpty { return [] }
        let section = passage.section
        let above = ([section.document.title] + section.headings).map { symbols.found(in: Array($0.utf8)[...]) }
        return Set(above.joined()).union(symbols.found(in: passage.text))
    }

    // MARK: What to quote

    /// Sentences of one passage, with what they weigh.
    private struct Selection {
        var rank: Int
        var sentences: [Int]
        var words: Int
        var probability: Double

        /// What it is worth to show it: the probability that the answer is in it, less what its length costs the reader.
        var worth: Double { probability - AnswerConstants.wordCost * Double(words) }
    }

    /// The selection that is worth most, and one of another section if the doubt is so great that it is worth showing too and
    /// its passage has the names of the question that the first one's has.
    func bestQuotes(in extraction: AnswerExtraction) -> [Quote] {
        let selections = selections(in: extraction)
        guard let best = Self.best(of: selections) else { return [] }
        var quotes = [quote(best)]
        let names = extraction.askedWords.names.filter(held[best.rank].contains)
        let others = selections.filter { other in
            isWorthBeside(best, other) && names.allSatisfy(held[other.rank].contains)
        }
        if let second = Self.best(of: others) { quotes.append(quote(second)) }
        return quotes
    }

    /// Whether another section's sentences are shown too: the doubt must be great, and the passage nearly as near.
    private func isWorthBeside(_ best: Selection, _ other: Selection) -> Bool {
        let first = passages[best.rank]
        let second = passages[other.rank]
        return best.probability <= AnswerConstants.secondQuoteDoubt
            && other.worth >= AnswerConstants.secondQuoteWorth
            && other.probability >= AnswerConstants.secondQuoteShare * best.probability
            && second.score.points >= AnswerConstants.secondQuoteScoreShare * first.score.points
            && other.words + best.words <= AnswerConstants.quoteWordLimit
            && second.passage.section.text != first.passage.section.text && !repeats(other, best)
    }

    /// Whether a selection says in nearly the same words what another one says, as copies of a document in other formats do.
    private func repeats(_ other: Selection, _ best: Selection) -> Bool {
        let said = words(of: best)
        let again = words(of: other)
        return Double(again.intersection(said).count) >= AnswerConstants.repetitionShare * Double(again.count)
    }

    private func words(of selection: Selection) -> Set<[UInt8]> {
        let text = texts[selection.rank]
        var tokens = TokenBuffer()
        for index in selection.sentences {
            analyzer.tokenizer.tokenize(text.section.text.span.extracting(text.sentences[index].range), into: &tokens)
        }
        return Set((0..<tokens.count).map { Array(tokens.form($0)) })
    }

    private static func best(of selections: [Selection]) -> Selection? {
        var best: Selection?
        for selection in selections where best.map({ selection.worth > $0.worth }) ?? true { best = selection }
        return best
    }

    /// Runs of sentences in one block, and whole lists.
    private func selections(in extraction: AnswerExtraction) -> [Selection] {
        let definesOneThing = extraction.question.kind == .definition
        var selections: [Selection] = []
        var lists: Set<[Int]> = []
        var rankOfLists = -1
        for (start, first) in candidates.enumerated() {
            let text = texts[first.rank]
            if rankOfLists != first.rank {
                rankOfLists = first.rank
                lists = []
            }
            let list = text.wholeList(around: first.index)
            let listWords = list.map(text.wordCount(of:)) ?? 0
            // A short list comes whole, and a longer one that is asked for.
            let isWhole =
                list.map { listWords <= AnswerConstants.quoteWordLimit || extraction.asks(for: $0, of: text) } ?? false
            if let list, isWhole, lists.insert(list).inserted {
                selections.append(
                    Selection(
                        rank: first.rank, sentences: list, words: min(listWords, AnswerConstants.listWords),
                        probability: probability(of: list, rank: first.rank)))
            }
            switch text.kind(of: text.sentences[first.index]) {
            case .tableHeader: continue
            // An entry of a list of definitions is enough; elsewhere only a long list is taken apart.
            case .listItem, .tableRow:
                if text.isPartOfList(first.index) && isWhole && !definesOneThing { continue }
            default: break
            }
            appendRuns(from: start, to: &selections)
        }
        return selections
    }

    /// The runs of sentences of one block that begin with a candidate, a row of a table with the table's header.
    private func appendRuns(from start: Int, to selections: inout [Selection]) {
        let first = candidates[start]
        let text = texts[first.rank]
        let block = text.sentences[first.index].block
        var sentences = text.header(above: first.index)
        var words = text.wordCount(of: sentences)
        var sum = sentences.isEmpty ? 0 : probability(of: sentences, rank: first.rank)
        for next in start..<candidates.count {
            let candidate = candidates[next]
            guard candidate.rank == first.rank, text.sentences[candidate.index].block == block,
                next == start || words + candidate.wordCount <= AnswerConstants.quoteWordLimit
            else { break }
            sentences.append(candidate.index)
            words += candidate.wordCount
            sum += probabilities[next]
            var selection = Selection(rank: first.rank, sentences: sentences, words: words, probability: sum)
            // What leads in to a list says nothing without it.
            if !text.isPartOfList(candidate.index), let list = text.wholeList(around: candidate.index) {
                let items = list.filter { !sentences.contains($0) }
                let listWords = text.wordCount(of: items)
                guard words + listWords <= AnswerConstants.quoteWordLimit else { continue }
                selection.sentences += items
                selection.words += min(listWords, AnswerConstants.listWords)
                selection.probability += probability(of: items, rank: first.rank)
            }
            selections.append(selection)
        }
    }

    private func probability(of sentences: [Int], rank: Int) -> Double {
        var sum = 0.0
        for (candidate, probability) in zip(candidates, probabilities)
        where candidate.rank == rank && sentences.contains(candidate.index) {
            sum += probability
        }
        return sum
    }

    private func quote(_ selection: Selection) -> Quote {
        texts[selection.rank].quote(of: withAntecedent(selection))
    }

    /// "This procedure …" comes with the sentence that says which.
    private func withAntecedent(_ selection: Selection) -> [Int] {
        let text = texts[selection.rank]
        var sentences = selection.sentences
        var words = selection.words
        for _ in 0..<AnswerConstants.antecedentLimit {
            guard let first = sentences.first, first > 0, dangles(first, rank: selection.rank) else { break }
            let before = text.sentences[first - 1]
            let isSameBlock = before.block == text.sentences[first].block
            let isParagraphBefore =
                before.block == text.sentences[first].block - 1
                && text.section.blocks[before.block].kind == .paragraph
                && text.kind(of: text.sentences[first]) == .paragraph
            guard isSameBlock || isParagraphBefore, words + before.wordCount <= AnswerConstants.quoteWordLimit else {
                break
            }
            sentences.insert(first - 1, at: 0)
            words += before.wordCount
        }
        return sentences
    }

    private func dangles(_ index: Int, rank: Int) -> Bool {
        candidates.first { $0.rank == rank && $0.index == index }?.reading.dangles ?? false
    }
}

extension ReadPassages {
    // MARK: Evidence

    /// What speaks for a quote, which is taken from one of the passages.
    ///
    /// - Parameter isAnnounced: whether it stands beneath a heading that asks the question.
    func evidence(for quote: Quote, isAnnounced: Bool, in extraction: AnswerExtraction) -> AnswerEvidence {
        let weights = extraction.weights
        var evidence = AnswerEvidence()
        evidence.points = passages.first?.score.points ?? 0
        let quoted = candidates.indices.filter { isQuoted(candidates[$0], in: quote) }
        let considered = quoted.isEmpty ? Array(candidates.indices) : quoted
        guard let best = considered.max(by: { probabilities[$0] < probabilities[$1] }) else { return evidence }
        let rank = candidates[best].rank
        let heading = above[rank]
        let reading = candidates[best].reading
        evidence.sentenceShare = weights.share(of: reading.terms)

        var surrounding = reading.terms.union(candidates[best].before).union(candidates[best].after)
        surrounding.formUnion(heading.terms)
        evidence.surroundingShare = weights.share(of: surrounding)

        var passage = heading.terms
        var resembled = heading.resembled
        for candidate in candidates where candidate.rank == rank {
            passage.formUnion(candidate.reading.terms)
            resembled.formUnion(candidate.reading.resembled)
        }
        evidence.passageShare = weights.share(of: passage)
        evidence.resembledShare = weights.share(of: resembled.subtracting(passage))
        evidence.titleShare = extraction.titleShare(passages[rank].passage.section.document.title)

        let asked = extraction.askedWords
        evidence.missingPredicate = lacksPredicate[rank] ? 1 : 0
        evidence.absentShare = weights.share(of: asked.absent)
        evidence.information = log(
            1 + extraction.smoothedWeights.share(of: passage) * extraction.smoothedWeights.total)
        if reading.cues.contains(.number), asked.numbers.contains(where: { !surrounding.contains($0) }) {
            evidence.contradictedNumber = 1
        }
        let shareOfSentences = 1 - weights.share(of: heading.terms)
        if asked.denies, !heading.cues.contains(.negation),
            !considered.contains(where: { candidates[$0].reading.cues.contains(.negation) })
        {
            evidence.missingNegation = shareOfSentences
        }
        if !reading.opposed.subtracting(passage).isEmpty { evidence.oppositeWord = shareOfSentences }
        if extraction.question.namesNoSubject, isMetElsewhere(than: rank) { evidence.missingSubject = 1 }
        evidence.brokenNames = Double(extraction.question.query.symbols.symbols.count - heldSymbols[rank].count)
        let section = passages[rank].passage.section
        // The section beneath a heading that asks may be quoted in part, as one sentence that holds the fact.
        let isAnnounced = isAnnounced || extraction.asksByHeading(passages[rank])
        if extraction.isQuestion(section.headings.last ?? "") {
            evidence.absentShareOfEntry = evidence.absentShare
            if !isAnnounced {
                evidence.titleShareOfOtherEntry = weights.share(of: extraction.read(section.document.title).terms)
            }
        } else {
            evidence.missingNames = Double(min(3, asked.names.count { !passage.contains($0) }))
            let pairs = candidates.reduce(heading.pairs) { $1.rank == rank ? $0 | $1.reading.pairs : $0 }
            evidence.brokenNames += Double(asked.namePairs.count { isBroken($0, in: passage, having: pairs, weights) })
        }
        evidence.brokenNames = min(2, evidence.brokenNames)
        let readings = quoted.map { candidates[$0].reading }
        evidence.definition = min(1, readings.map(\.definition).max() ?? 0)
        if isAnnounced {
            evidence.isAnnounced = 1
        } else {
            if extraction.question.asksWhatItIs { evidence.missingDefinition = 1 - evidence.definition }
            if extraction.ranking.asksForFact, !readings.contains(where: { extraction.ranking.holdsAskedType($0.cues) })
            {
                evidence.missingKind = 1
            }
        }
        return evidence
    }

    /// Whether a quote, with enough of a chance, has a sentence that compares what the question does.
    func compares(_ quote: Quote, in extraction: AnswerExtraction) -> Bool {
        let quoted = candidates.indices.filter { isQuoted(candidates[$0], in: quote) }
        return quoted.reduce(0) { $0 + probabilities[$1] } >= AnswerConstants.comparisonShare
            && quoted.contains { extraction.ranking.compares(candidates[$0].reading) }
    }

    private func isBroken(
        _ name: (first: Int, second: Int), in passage: TermSet, having pairs: UInt64, _ weights: QuestionWeights
    ) -> Bool {
        guard passage.contains(name.first) || passage.contains(name.second) else { return false }
        return weights.pair(name.first, name.second).map { pairs & (1 << UInt64($0)) == 0 } ?? false
    }

    /// Whether a passage of another document scores nearly as well.
    private func isMetElsewhere(than rank: Int) -> Bool {
        let best = passages[rank]
        return passages.contains {
            $0.passage.section.document != best.passage.section.document
                && $0.score.points >= AnswerConstants.rivalScoreShare * best.score.points
        }
    }

    private func isQuoted(_ candidate: SentenceRanking.Candidate, in quote: Quote) -> Bool {
        let text = texts[candidate.rank]
        return text.section.document == quote.section.document && text.section.headings == quote.section.headings
            && quote.pieces.contains { $0.range.overlaps(text.sentences[candidate.index].range) }
    }
}
