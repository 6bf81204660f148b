internal import MappedStorage

/// The sections of a segment that hold its terms.
struct PostingsSections: Sendable {
    private(set) var terms = TermDictionaryBuilder()
    private(set) var forms = ByteWriter()
    /// One piece after the other.
    private(set) var postings: [[UInt8]] = []
    private(set) var plainImpacts: [UInt8] = []

    /// So many postings are sorted at a time, to bound the memory that it takes: 64 MB.
    private static let sortedPostingLimit = 16 << 20
    /// In so many pieces they are encoded, by whoever is there. A piece holds little enough to be used again from a cache.
    private static let pieceCount = 16

    /// Writes runs as one, the passages of each behind those of the one before.
    ///
    /// - Parameter threadCount: how many threads share the work. What is written does not depend on it.
    init(_ runs: [PostingsRun], threadCount: Int = 1) {
        plainImpacts = runs.count == 1 ? runs[0].plainImpacts : runs.flatMap(\.plainImpacts)
        let plainImpacts = plainImpacts
        let merge = RunMerge(runs)
        let all = Self.pieces(of: 0..<merge.count)
        let counters = SharedWork.results(all.count, threadCount: threadCount) { merge.countEndings(of: all[$0]) }
        let endings = WordEndings.Counter(joining: counters).commonest
        endings.append(to: &forms)
        for batch in Self.batches(of: merge) {
            let sorted = SharedWork.results(runs.count, threadCount: threadCount) { run in
                merge.runs[run].sorted(merge.terms(of: run, among: batch), firstPassage: merge.firstPassages[run])
            }
            let pieces = Self.pieces(of: batch)
            let parts = SharedWork.results(pieces.count, threadCount: threadCount) {
                PostingsPiece(merge, pieces[$0], sorted, plainImpacts, endings)
            }
            for part in parts { append(part) }
        }
    }

    /// The terms in rows of whole blocks, of no more postings each than are sorted at a time.
    private static func batches(of merge: RunMerge) -> [Range<Int>] {
        var batches: [Range<Int>] = []
        var first = 0
        var count = 0
        for block in stride(from: 0, to: merge.count, by: TermDictionary.blockLength) {
            let blockCount = (block..<min(block + TermDictionary.blockLength, merge.count)).reduce(0) {
                $0 + merge.documentFrequency(of: $1)
            }
            if block > first, count + blockCount > sortedPostingLimit {
                batches.append(first..<block)
                first = block
                count = 0
            }
            count += blockCount
        }
        return batches + [first..<merge.count]
    }

    /// Terms in rows of whole blocks, if they begin with one.
    private static func pieces(of terms: Range<Int>) -> [Range<Int>] {
        let blockCount = TermDictionary.blockCount(of: terms.count)
        let ends = (0...pieceCount).map { piece in
            min(terms.upperBound, terms.lowerBound + blockCount * piece / pieceCount * TermDictionary.blockLength)
        }
        return zip(ends, ends.dropFirst()).map { $0..<$1 }.filter { !$0.isEmpty }
    }

    /// Appends what follows in the order of the terms.
    private mutating func append(_ piece: PostingsPiece) {
        terms.append(piece.terms, postings: postingsByteCount, forms: forms.byteCount)
        postings.append(piece.postings.bytes)
        postingsByteCount += piece.postings.byteCount
        forms.append(contentsOf: piece.forms.bytes)
    }

    private var postingsByteCount = 0
}

/// What is written of some terms in a row.
private struct PostingsPiece: Sendable {
    private(set) var terms = TermDictionaryBuilder()
    private(set) var forms = ByteWriter()
    private(set) var postings = ByteWriter()

    init(
        _ merge: RunMerge, _ range: Range<Int>, _ sorted: [SortedPostings], _ plainImpacts: [UInt8],
        _ endings: WordEndings
    ) {
        var memory = Memory()
        let strings = merge.terms
        let postings = merge.postings(of: range, in: sorted)
        var start = 0
        for term in range {
            let end = start + merge.documentFrequency(of: term)
            append(
                term, strings[merge.first(of: term)], postings.span.extracting(start..<end), merge, plainImpacts,
                endings, &memory)
            start = end
        }
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
}
