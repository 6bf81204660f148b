internal import Documents
internal import MappedStorage
internal import SystemPackage
public import TextAnalysis

/// Finds passages in one generation of an index. Safe to use from several threads at once.
///
///     let searcher = Searcher(snapshot: snapshot)
///     let query = searcher.query("What is meant by interventional pain management?")
///     for ranked in try searcher.topPassages(10, for: query) { … }
///
/// A search has two stages. The first adds up integer impacts over the postings of the question's terms and keeps the best
/// candidates; the second reads the candidates' text and ranks them by `PassageRanking`.
public final class Searcher: Sendable {
    public let snapshot: IndexSnapshot
    /// Where passages are looked for; nil for everywhere. What a word weighs is the same within any scope.
    public let scope: DocumentScope?
    private let lexicon: IntentClasses.Lexicon

    /// - Parameter scope: of this very snapshot.
    public init(snapshot: IndexSnapshot, scope: DocumentScope? = nil) {
        self.snapshot = snapshot
        self.scope = scope
        lexicon = IntentClasses.Lexicon(analyzer: snapshot.analyzer)
    }

    public var analyzer: Analyzer { snapshot.analyzer }

    public func query(_ question: String) -> Query {
        Query(Array(question.utf8), analyzer: analyzer, stemmer: analyzer.makeStemmer(), lexicon: lexicon)
    }

    /// The best `count` passages, best first; at equal scores the passage that comes first in the corpus.
    public func topPassages(_ count: Int, for query: Query) throws(IndexError) -> [RankedPassage] {
        do {
            let ranking = try self.ranking(for: query)
            let candidates = try candidates(max(count, RankingConstants.candidateLimit), for: query)
            var ranked: [(passage: RankedPassage, candidate: Candidate)] = []
            for candidate in candidates {
                guard let text = try text(of: candidate.passage) else { continue }
                ranked.append((RankedPassage(id: candidate.passage, score: ranking.score(of: text)), candidate))
            }
            ranked.sort {
                $0.passage.score != $1.passage.score
                    ? $0.passage.score > $1.passage.score : Candidate.precedes($0.candidate, $1.candidate)
            }
            return ranked.prefix(count).map(\.passage)
        } catch {
            throw .storage(error)
        }
    }

    /// The best `count` documents, best first, each with the score of its best passage.
    public func topDocuments(_ count: Int, for query: Query) throws(IndexError) -> [RankedDocument] {
        var documents: [RankedDocument] = []
        var seen: Set<StoredDocument> = []
        // A document that is split has several passages among the best; three are enough to go round.
        for ranked in try topPassages(3 * count, for: query) where documents.count < count {
            guard let passage = try storedPassage(ranked.id) else { continue }
            let document = passage.section.document
            if seen.insert(document).inserted {
                documents.append(RankedDocument(document: document, score: ranked.score))
            }
        }
        return documents
    }

    /// Why a passage has its score for the query.
    public func explanation(of passage: PassageID, for query: Query) throws(IndexError) -> Explanation {
        do {
            guard let text = try text(of: passage) else { return Explanation(parts: []) }
            return try ranking(for: query).explanation(of: text)
        } catch {
            throw .storage(error)
        }
    }

    // MARK: Stage 1

    /// The best `count` passages by the first stage alone, with its integer scores: plain TF-IDF over the postings, without
    /// reading any text. At equal scores the passage that comes first in the corpus.
    ///
    /// - Parameter exhaustive: scores every passage that holds a term, instead of leaving out what cannot be among the best;
    ///   the result is the same.
    public func topByPostings(
        _ count: Int, for query: Query, exhaustive: Bool = false
    ) throws(IndexError) -> [(passage: PassageID, score: UInt32)] {
        do {
            return try candidates(count, for: query, exhaustive: exhaustive).map { ($0.passage, $0.score) }
        } catch {
            throw .storage(error)
        }
    }

    func candidates(
        _ limit: Int, for query: Query, exhaustive: Bool = false
    ) throws(StorageError) -> [Candidate] {
        let terms = try weightedTerms(of: query)
        return exhaustive
            ? try ExhaustiveSearch.best(limit, of: terms, in: snapshot.segments, within: scope)
            : try MaxScoreSearch.best(limit, of: terms, in: snapshot.segments, within: scope)
    }

    /// The terms that the index holds, with integer weights in proportion to weight · idf.
    func weightedTerms(of query: Query) throws(StorageError) -> [WeightedTerm] {
        var terms: [WeightedTerm] = []
        var weights: [Double] = []
        for term in query.terms {
            var infos: [TermInfo?] = []
            infos.reserveCapacity(snapshot.segments.count)
            var frequency = 0
            for segment in snapshot.segments {
                guard let (ordinal, info) = try segment.reader.term(term.stem) else {
                    infos.append(nil)
                    continue
                }
                frequency += try segment.liveDocumentFrequency(ofTerm: ordinal, info)
                infos.append(info)
            }
            terms.append(WeightedTerm(weight: 0, infos: infos))
            weights.append(term.weight * inverseDocumentFrequency(frequency))
        }
        let total = weights.reduce(0, +)
        guard total > 0 else { return [] }
        for index in terms.indices {
            // Rounded down, so that the sum keeps within the total.
            terms[index].weight = UInt32(weights[index] / total * Double(ImpactScale.weightTotal))
        }
        return terms
    }

    private func liveDocumentFrequency(of stem: [UInt8]) throws(StorageError) -> Int {
        var frequency = 0
        for segment in snapshot.segments {
            if let (ordinal, info) = try segment.reader.term(stem) {
                frequency += try segment.liveDocumentFrequency(ofTerm: ordinal, info)
            }
        }
        return frequency
    }

    private func inverseDocumentFrequency(_ documentFrequency: Int) -> Double {
        RankingMath.inverseDocumentFrequency(documentFrequency: documentFrequency, of: snapshot.passageCount)
    }

    // MARK: Stage 2

    private func ranking(for query: Query) throws(StorageError) -> PassageRanking {
        var resolved: [ResolvedTerm] = []
        for term in query.terms {
            var forms: [[UInt8]] = []
            for segment in snapshot.segments {
                guard let (_, info) = try segment.reader.term(term.stem) else { continue }
                forms += try segment.reader.forms(of: term.stem, info).map(\.bytes)
            }
            resolved.append(
                ResolvedTerm(
                    term: term,
                    inverseDocumentFrequency: inverseDocumentFrequency(try liveDocumentFrequency(of: term.stem)),
                    formsInCorpus: forms))
        }
        let vocabulary = QueryVocabulary(analyzer: analyzer) { stem in
            // A damaged dictionary has already failed the look-up of the question's own terms.
            self.inverseDocumentFrequency((try? self.liveDocumentFrequency(of: stem)) ?? 0)
        }
        return PassageRanking(query: query, terms: resolved, vocabulary: vocabulary, lexicon: lexicon)
    }

    private func text(of passage: PassageID) throws(StorageError) -> PassageText? {
        guard let (segment, local) = snapshot.segment(of: passage) else { return nil }
        return try segment.reader.passageText(at: local)
    }

    // MARK: What was found

    /// A passage with its section, as it was indexed.
    public func storedPassage(_ passage: PassageID) throws(IndexError) -> StoredPassage? {
        guard let (segment, local) = snapshot.segment(of: passage) else { return nil }
        do {
            let (section, range) = try segment.reader.section(ofPassage: local)
            return StoredPassage(id: passage, section: section, range: range)
        } catch {
            throw .storage(error)
        }
    }

    // MARK: Vocabulary

    /// What the corpus holds of each of the query's terms, in the query's order.
    public func occurrences(of query: Query) throws(IndexError) -> [TermOccurrence] {
        var occurrences: [TermOccurrence] = []
        do {
            for term in query.terms {
                let frequency = try liveDocumentFrequency(of: term.stem)
                occurrences.append(
                    TermOccurrence(
                        term: term, documentFrequency: frequency,
                        inverseDocumentFrequency: inverseDocumentFrequency(frequency)))
            }
        } catch {
            throw .storage(error)
        }
        return occurrences
    }

    /// How many live passages hold a form of the word.
    public func documentFrequency(ofWord word: String) throws(IndexError) -> Int {
        do {
            guard let term = query(word).terms.first else { return 0 }
            return try liveDocumentFrequency(of: term.stem)
        } catch {
            throw .storage(error)
        }
    }

    /// Calls `body` with every word form of the corpus and the passages that hold it, until it returns false.
    /// A form that several segments hold comes once for each of them.
    public func forEachWord(_ body: (_ form: [UInt8], _ documentFrequency: Int) -> Bool) throws(IndexError) {
        do {
            var goOn = true
            for segment in snapshot.segments where goOn {
                try segment.reader.forEachTerm { _, _, forms in
                    for form in forms where goOn { goOn = body(form.bytes, form.documentFrequency) }
                    return goOn
                }
            }
        } catch {
            throw .storage(error)
        }
    }
}

/// A term of a query and what the corpus holds of it.
public struct TermOccurrence: Sendable {
    public let term: Query.Term
    /// Live passages that hold the term in any form.
    public let documentFrequency: Int
    public let inverseDocumentFrequency: Double
}
