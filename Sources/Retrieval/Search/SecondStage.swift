internal import MappedStorage
internal import TextAnalysis

/// Ranks the candidates of one question: looks at the titles and headings of them all, reads the text of the best, and lets
/// passages under the same title and headings share in the best of them.
struct SecondStage {
    /// A passage whose text was read.
    struct Ranked {
        var passage: PassageID
        var score: Score
        /// The part of the score that a better passage under the same title and headings gives.
        var siblingPart = Score.zero
    }

    /// A candidate before its text is read.
    private struct Outlook {
        var candidate: Candidate
        var segment: Segment
        var record: PassageRecord
        /// `PassageRanking`'s number.
        var place: Int
        var value: Double
    }

    private let searcher: Searcher
    private let ranking: PassageRanking

    init(_ query: Query, in searcher: Searcher) throws(StorageError) {
        self.searcher = searcher
        let vocabulary = QueryVocabulary(
            analyzer: searcher.analyzer, lexicon: searcher.lexicon, spotter: searcher.spotter
        ) { stem in
            // A damaged dictionary has already failed the look-up of the question's own terms.
            searcher.inverseDocumentFrequency((try? searcher.liveDocumentFrequency(of: stem)) ?? 0)
        }
        ranking = PassageRanking(try Self.resolved(query, in: searcher), vocabulary: vocabulary)
    }

    // MARK: Terms

    private static func resolved(_ query: Query, in searcher: Searcher) throws(StorageError) -> ResolvedQuery {
        var terms: [ResolvedTerm] = []
        for term in query.terms {
            let (infos, frequency, forms) = try searcher.occurrences(of: term.stem)
            terms.append(
                ResolvedTerm(term: term, inverseDocumentFrequency: frequency, infos: infos, formsInCorpus: forms))
        }
        let asked = Set(query.terms.map(\.stem))
        let stemmer = searcher.analyzer.makeStemmer()
        var relatives: [ResolvedRelative] = []
        var places: [[UInt8]: Int?] = [:]
        for (index, term) in terms.enumerated() where term.term.isContent {
            for relative in searcher.relatedWords.relatives(of: term.term.stem, using: stemmer)
            where !asked.contains(relative.stem) {
                if places[relative.stem] == nil {
                    let (infos, frequency, forms) = try searcher.occurrences(of: relative.stem)
                    places[relative.stem] = .some(forms.isEmpty ? nil : relatives.count)
                    if !forms.isEmpty {
                        relatives.append(
                            ResolvedRelative(
                                stem: relative.stem, word: relative.word, inverseDocumentFrequency: frequency,
                                infos: infos, formsInCorpus: forms, stands: []))
                    }
                }
                guard let known = places[relative.stem], let place = known else { continue }
                // A commoner word says less than the term that it stands for.
                let share = min(
                    1, relatives[place].inverseDocumentFrequency / max(1e-9, term.inverseDocumentFrequency))
                relatives[place].stands.append((index, RankingConstants.relatedWordWeight * share))
            }
        }
        return ResolvedQuery(query: query, terms: terms, relatives: relatives)
    }

    // MARK: Ranking

    /// At least `count` passages, if so many hold a word of the question, best first; at equal scores the passage that comes
    /// first in the corpus. A passage's score does not depend on `count`.
    func ranked(_ count: Int) throws(StorageError) -> [Ranked] {
        let candidates = try MaxScoreSearch.best(
            max(count, RankingConstants.candidateLimit), of: Searcher.weightedTerms(ranking.query.sought),
            in: searcher.snapshot.segments, within: searcher.scope)
        var outlooks: [Outlook] = []
        outlooks.reserveCapacity(candidates.count)
        for candidate in candidates {
            guard let (segment, local) = searcher.snapshot.segment(of: candidate.passage) else { continue }
            let record = try segment.reader.passage(at: local)
            let place = ranking.number(of: try segment.reader.place(of: record))
            outlooks.append(
                Outlook(
                    candidate: candidate, segment: segment, record: record, place: place,
                    value: ranking.outlook(candidate, place)))
        }
        // What comes behind the limit of candidates stays behind, so that it changes nothing in front.
        let inFront = min(RankingConstants.candidateLimit, outlooks.count)
        outlooks[..<inFront].sort {
            $0.value != $1.value ? $0.value > $1.value : Candidate.precedes($0.candidate, $1.candidate)
        }
        var read: [(ranked: Ranked, candidate: Candidate, place: Int)] = []
        for outlook in outlooks.prefix(max(count, RankingConstants.readLimit)) {
            let score = ranking.score(body: try outlook.segment.reader.body(of: outlook.record), under: outlook.place)
            read.append((Ranked(passage: outlook.candidate.passage, score: score), outlook.candidate, outlook.place))
        }
        var best: [Int: Score] = [:]
        let siblings = min(RankingConstants.readLimit, read.count)
        for entry in read[..<siblings] where ranking.evidence(ofPlace: entry.place).isNamed {
            best[entry.place] = max(best[entry.place] ?? .zero, entry.ranked.score)
        }
        for index in 0..<siblings {
            guard let leader = best[read[index].place] else { continue }
            let part = (leader - read[index].ranked.score).scaled(by: RankingConstants.siblingShare)
            read[index].ranked.siblingPart = part
            read[index].ranked.score = read[index].ranked.score + part
        }
        read.sort {
            $0.ranked.score != $1.ranked.score
                ? $0.ranked.score > $1.ranked.score : Candidate.precedes($0.candidate, $1.candidate)
        }
        return read.map(\.ranked)
    }

    func explanation(of passage: PassageID) throws(StorageError) -> Explanation {
        guard let (segment, local) = searcher.snapshot.segment(of: passage) else { return Explanation(parts: []) }
        let record = try segment.reader.passage(at: local)
        var explanation = ranking.explanation(
            body: try segment.reader.body(of: record),
            under: ranking.number(of: try segment.reader.place(of: record)))
        if let siblingPart = try ranked(0).first(where: { $0.passage == passage })?.siblingPart {
            explanation.add(.siblings, siblingPart)
        }
        return explanation
    }
}

extension Searcher {
    /// What each segment knows of a stem, its inverse document frequency, and its forms in the corpus.
    fileprivate func occurrences(
        of stem: [UInt8]
    ) throws(StorageError) -> (infos: [TermInfo?], inverseDocumentFrequency: Double, forms: [[UInt8]]) {
        let (infos, frequency) = try termInfos(of: stem)
        var forms: [[UInt8]] = []
        for (segment, info) in zip(snapshot.segments, infos) {
            guard let info else { continue }
            forms += try segment.reader.forms(of: stem, info).map(\.bytes)
        }
        return (infos, inverseDocumentFrequency(frequency), forms)
    }
}
