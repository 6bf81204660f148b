internal import MappedStorage
internal import Synchronization
internal import SystemInterface

/// The sections of a segment that hold its terms.
struct PostingsSections: Sendable {
    private(set) var terms = TermDictionaryBuilder()
    private(set) var forms = ByteWriter()
    private(set) var postings = ByteWriter()
    private(set) var plainImpacts: [UInt8] = []

    /// So many postings are sorted at a time, to bound the memory that it takes: 64 MB.
    private static let sortedPostingLimit = 16 << 20

    private init() {}

    /// Writes runs as one, the passages of each behind those of the one before.
    ///
    /// - Parameter threadCount: how many threads share the work. What is written does not depend on it.
    init(_ runs: [PostingsRun], threadCount: Int = 1) {
        plainImpacts = runs.count == 1 ? runs[0].plainImpacts : runs.flatMap(\.plainImpacts)
        let merge = RunMerge(runs)
        let shares = Self.shares(of: merge.count, threadCount)
        let counters = Self.onThreads(shares) { merge.countEndings(of: $0) }
        let endings = WordEndings.Counter(joining: counters).commonest
        endings.append(to: &forms)
        let plainImpacts = plainImpacts
        for part in Self.onThreads(shares, { Self.part(of: merge, $0, plainImpacts, endings) }) { append(part) }
    }

    /// The terms shared out in rows of whole blocks.
    private static func shares(of termCount: Int, _ threadCount: Int) -> [Range<Int>] {
        let blockCount = TermDictionary.blockCount(of: termCount)
        let ends = (0...threadCount).map { share in
            min(termCount, blockCount * share / threadCount * TermDictionary.blockLength)
        }
        return zip(ends, ends.dropFirst()).map { $0..<$1 }
    }

    private static func onThreads<Result: Sendable>(
        _ shares: [Range<Int>], _ body: @escaping @Sendable (Range<Int>) -> Result
    ) -> [Result] {
        let results = Mutex<[Int: Result]>([:])
        let next = Atomic<Int>(0)
        // Taken by whoever is there, so that it matters not how many threads can be made.
        Threads.share(shares.count) {
            while true {
                let share = next.add(1, ordering: .relaxed).oldValue
                guard share < shares.count else { return }
                let result = body(shares[share])
                results.withLock { $0[share] = result }
            }
        }
        return results.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
    }

    private static func part(
        of merge: RunMerge, _ terms: Range<Int>, _ plainImpacts: [UInt8], _ endings: WordEndings
    ) -> PostingsSections {
        var part = PostingsSections()
        var memory = Memory()
        var batch = PostingsBatch()
        let strings = merge.terms
        while batch.sort(merge, terms, postingLimit: sortedPostingLimit) {
            let postings = batch.postings
            var start = 1
            for term in batch.terms {
                let end = start + merge.documentFrequency(of: term)
                part.append(
                    term, strings[merge.first(of: term)], postings.span.extracting(start..<end), merge, plainImpacts,
                    endings, &memory)
                start = end
            }
        }
        return part
    }

    /// What terms are written with, the same memory for all.
    private struct Memory {
        var encoder = PostingsEncoder()
        var forms: [RunMerge.FormPlace] = []
    }

    /// Writes a term behind all before it.
    private mutating func append(
        _ term: Int, _ bytes: Span<UInt8>, _ termPostings: Span<Posting>, _ merge: RunMerge, _ plainImpacts: [UInt8],
        _ endings: WordEndings, _ memory: inout Memory
    ) {
        let place: TermInfo.Postings
        if termPostings.count == 1 {
            let only = termPostings[0]
            let isPlain = plainImpacts[Int(only.passage)] == only.impact
            place = .one(passage: only.passage, impact: isPlain ? nil : only.impact)
        } else {
            let start = postings.byteCount
            memory.encoder.append(termPostings, plainImpacts: plainImpacts.span, to: &postings)
            place = .list(start..<postings.byteCount)
        }
        terms.append(bytes, documentFrequency: termPostings.count, place, forms: forms.byteCount)
        merge.forEachForm(of: term, &memory.forms) { form, frequency, isFirst, isLast in
            WordForm.append(
                form, documentFrequency: frequency, of: bytes, isFirst: isFirst, isLast: isLast, endings, to: &forms)
        }
    }

    /// Appends what follows in the order of the terms.
    private mutating func append(_ part: PostingsSections) {
        terms.append(part.terms, postings: postings.byteCount, forms: forms.byteCount)
        postings.append(contentsOf: part.postings.bytes)
        forms.append(contentsOf: part.forms.bytes)
    }
}

/// The postings of some terms in a row, sorted.
private struct PostingsBatch {
    private(set) var terms = 0..<0
    /// From place 1 on, in the order of the terms; see `PostingsRun.sort`.
    private(set) var postings = [Posting(passage: 0, impact: 0)]

    /// Goes on to the next terms of a share, one at least; false at its end.
    mutating func sort(_ merge: RunMerge, _ share: Range<Int>, postingLimit: Int) -> Bool {
        let first = terms.isEmpty ? share.lowerBound : terms.upperBound
        guard first < share.upperBound else { return false }
        var places = [UInt32](repeating: 0, count: merge.terms.count)
        var end = first
        var place = 1
        while end < share.upperBound, end == first || place + merge.documentFrequency(of: end) <= postingLimit {
            merge.forEachLogNumber(of: end) { number, frequency in
                places[number] = UInt32(place)
                place += frequency
            }
            end += 1
        }
        if postings.count < place {
            postings.append(contentsOf: repeatElement(Posting(passage: 0, impact: 0), count: place - postings.count))
        }
        for run in merge.runs.indices {
            merge.runs[run].sort(
                to: &places, firstTerm: merge.firstTerms[run], firstPassage: merge.firstPassages[run], into: &postings)
        }
        terms = first..<end
        return true
    }
}
