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
/// candidates; the second looks at their titles and headings, reads the text of the best of them and ranks those by
/// `PassageRanking`.
public final class Searcher: Sendable {
    public let snapshot: IndexSnapshot
    /// Where passages are looked for; nil for everywhere. What a word weighs is the same within any scope.
    public let scope: DocumentScope?
    let lexicon: IntentClasses.Lexicon
    package let relatedWords: RelatedWords
    /// Looks for nothing: what a question's own begins with.
    let spotter: WordSpotter

    /// - Parameter scope: of this very snapshot.
    public init(snapshot: IndexSnapshot, scope: DocumentScope? = nil) {
        self.snapshot = snapshot
        self.scope = scope
        lexicon = IntentClasses.Lexicon(analyzer: snapshot.analyzer)
        relatedWords = RelatedWords(analyzer: snapshot.analyzer)
        spotter = WordSpotter(analyzer: snapshot.analyzer)
    }

    public var analyzer: Analyzer { snapshot.analyzer }

    public func query(_ question: String) -> Query {
        // A damaged dictionary fails the look-up of the terms themselves.
        Query(Array(question.utf8), analyzer: analyzer, stemmer: analyzer.makeStemmer(), lexicon: lexicon) { stem in
            ((try? liveDocumentFrequency(of: stem)) ?? 1) > 0
        }
    }

    /// The best `count` passages, best first; at equal scores the passage that comes first in the corpus.
    public func topPassages(_ count: Int, for query: Query) throws(IndexError) -> [RankedPassage] {
        do {
            return try SecondStage(query, in: self).ranked(count).prefix(count).map {
                RankedPassage(id: $0.passage, score: $0.score)
            }
        } catch {
            throw .storage(error)
        }
    }

    /// The best `count` documents, best first, each with the score of its best passage.
    public func topDocuments(_ count: Int, for query: Query) throws(IndexError) -> [RankedDocument] {
        // A document that is split has several passages among the best: three are mostly enough to go round. Where one long
        // document takes them all, more are looked at, until there are no more.
        var passageCount = 3 * count
        while true {
            let passages = try topPassages(passageCount, for: query)
            var documents: [RankedDocument] = []
            var seen: Set<StoredDocument> = []
            for ranked in passages where documents.count < count {
                guard let passage = try storedPassage(ranked.id) else { continue }
                let document = passage.section.document
                if seen.insert(document).inserted {
                    documents.append(RankedDocument(document: document, score: ranked.score))
                }
            }
            if documents.count == count || passages.count < passageCount { return documents }
            passageCount *= 4
        }
    }

    /// Why a passage has its score for the query.
    public func explanation(of passage: PassageID, for query: Query) throws(IndexError) -> Explanation {
        do {
            return try SecondStage(query, in: self).explanation(of: passage)
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
        var terms: [(infos: [TermInfo?], weight: Double)] = []
        for term in query.terms {
            let (infos, frequency) = try termInfos(of: term.stem)
            terms.append((infos, term.weight * inverseDocumentFrequency(frequency)))
        }
        return Self.weightedTerms(terms)
    }

    /// Weights as integers that keep within their total.
    static func weightedTerms(_ terms: [(infos: [TermInfo?], weight: Double)]) -> [WeightedTerm] {
        let total = terms.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return [] }
        return terms.map {
            WeightedTerm(weight: UInt32($0.weight / total * Double(ImpactScale.weightTotal)), infos: $0.infos)
        }
    }

    /// What each segment knows of a stem, and how many live passages hold it.
    func termInfos(of stem: [UInt8]) throws(StorageError) -> (infos: [TermInfo?], liveDocumentFrequency: Int) {
        var infos: [TermInfo?] = []
        infos.reserveCapacity(snapshot.segments.count)
        var frequency = 0
        for segment in snapshot.segments {
            let info = try segment.reader.term(stem)
            if let info { frequency += try segment.liveDocumentFrequency(of: info) }
            infos.append(info)
        }
        return (infos, frequency)
    }

    func liveDocumentFrequency(of stem: [UInt8]) throws(StorageError) -> Int {
        try termInfos(of: stem).liveDocumentFrequency
    }

    func inverseDocumentFrequency(_ documentFrequency: Int) -> Double {
        RankingMath.inverseDocumentFrequency(documentFrequency: documentFrequency, of: snapshot.passageCount)
    }

    // MARK: What was found

    /// A passage with its section, as it was indexed.
    public func storedPassage(_ passage: PassageID) throws(IndexError) -> StoredPassage? {
        guard let (segment, local) = snapshot.segment(of: passage) else { return nil }
        do {
            return try segment.reader.storedPassage(at: local, id: passage)
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

    /// Calls `body` with word forms of the corpus near to `word` and the passages that hold them: with all that so many edits
    /// lead to, and with some others. Of those that begin with another letter than the word only one edit is looked for.
    ///
    /// An edit inserts, deletes or replaces a letter, or exchanges two neighbours. A form that several segments hold comes once
    /// for each of them. The first call takes time linear in the words of the corpus, later ones a fraction of that.
    public func forEachWord(
        near word: [UInt8], edits: Int, _ body: (_ form: [UInt8], _ documentFrequency: Int) -> Void
    ) throws(IndexError) {
        do {
            for segment in snapshot.segments { try segment.wordSketches().forEach(near: word, edits: edits, body) }
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
