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
    private static let sortedPostingLimit = 8 << 20

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
        var encoder = PostingsEncoder()
        var batch = PostingsBatch()
        var buffer: [RunMerge.FormPlace] = []
        while batch.sort(merge, terms, postingLimit: sortedPostingLimit) {
            let postings = batch.postings
            var start = 1
            for term in batch.terms {
                let end = start + merge.documentFrequency(of: term)
                part.append(
                    merge, term, postings.span.extracting(start..<end), plainImpacts, endings, &encoder, &buffer)
                start = end
            }
        }
        return part
    }

    /// Writes a term behind all before it.
    private mutating func append(
        _ merge: RunMerge, _ term: Int, _ termPostings: Span<Posting>, _ plainImpacts: [UInt8], _ endings: WordEndings,
        _ encoder: inout PostingsEncoder, _ buffer: inout [RunMerge.FormPlace]
    ) {
        let place: TermInfo.Postings
        if termPostings.count == 1 {
            let only = termPostings[0]
            let isPlain = plainImpacts[Int(only.passage)] == only.impact
            place = .one(passage: only.passage, impact: isPlain ? nil : only.impact)
        } else {
            let start = postings.byteCount
            encoder.append(termPostings, plainImpacts: plainImpacts.span, to: &postings)
            place = .list(start..<postings.byteCount)
        }
        let strings = merge.strings(of: term)
        let bytes = strings.strings[strings.index]
        terms.append(bytes, documentFrequency: termPostings.count, place, forms: forms.byteCount)
        merge.forEachForm(of: term, &buffer) { form, frequency, isFirst, isLast in
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
        var places = merge.runs.map { [UInt32](repeating: 0, count: $0.termNumbers.count) }
        var end = first
        var place = 1
        while end < share.upperBound, end == first || place + merge.documentFrequency(of: end) <= postingLimit {
            for (run, term) in merge[end] {
                places[run][merge.runs[run].termNumbers[term]] = UInt32(place)
                place += Int(merge.runs[run].documentFrequencies[term])
            }
            end += 1
        }
        if postings.count < place {
            postings.append(contentsOf: repeatElement(Posting(passage: 0, impact: 0), count: place - postings.count))
        }
        for run in merge.runs.indices {
            merge.runs[run].sort(to: places[run], firstPassage: merge.firstPassages[run], into: &postings)
        }
        terms = first..<end
        return true
    }
}
