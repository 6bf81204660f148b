/// The terms of passages in a row, in byte order, with their forms, and the postings in the order of the passages.
///
/// A class, because it is handed on whole, from thread to thread.
final class PostingsRun: Sendable {
    private let log: PostingsLog
    /// Of each passage, see `PostingsFormat`.
    let plainImpacts: [UInt8]
    let terms: ByteStrings
    /// What stands for each term in the log.
    private let termNumbers: [Int]
    /// How many passages hold each term.
    let documentFrequencies: [UInt32]
    /// Those of each term in a row.
    let forms: ByteStrings
    /// Where each term's forms begin, and where the last's end.
    let formStarts: [UInt32]
    /// How many passages hold each form.
    let formFrequencies: [UInt32]
    /// The numbers of the forms, those of each term in byte order.
    let formOrder: [UInt32]

    init(
        log: PostingsLog, plainImpacts: [UInt8], terms: ByteStrings, termNumbers: [Int], documentFrequencies: [UInt32],
        forms: ByteStrings, formStarts: [UInt32], formFrequencies: [UInt32]
    ) {
        self.log = log
        self.plainImpacts = plainImpacts
        self.terms = terms
        self.termNumbers = termNumbers
        self.documentFrequencies = documentFrequencies
        self.forms = forms
        self.formStarts = formStarts
        self.formFrequencies = formFrequencies
        formOrder = Self.order(of: forms, formStarts)
    }

    /// The numbers of forms, those of each term in byte order.
    private static func order(of forms: ByteStrings, _ starts: [UInt32]) -> [UInt32] {
        var order: [UInt32] = []
        order.reserveCapacity(forms.count)
        var group: [UInt32] = []
        for (start, end) in zip(starts, starts.dropFirst()) {
            if end - start == 1 {
                order.append(start)
                continue
            }
            group.removeAll(keepingCapacity: true)
            group += start..<end
            group.sort { forms.order(Int($0), forms, Int($1)) < 0 }
            order += group
        }
        return order
    }

    /// The postings of some terms in a row, term by term.
    func sorted(_ range: Range<Int>, firstPassage: UInt32) -> SortedPostings {
        // Of each term as the log numbers it, where its next posting goes; 0 for all terms that are not wanted, which leave there what
        // nobody reads.
        var places = [UInt32](repeating: 0, count: terms.count)
        var starts: [UInt32] = []
        starts.reserveCapacity(range.count + 1)
        var place: UInt32 = 1
        for term in range {
            starts.append(place)
            places[termNumbers[term]] = place
            place += documentFrequencies[term]
        }
        starts.append(place)
        var postings = [Posting](repeating: Posting(passage: 0, impact: 0), count: Int(place))
        sort(to: &places, firstPassage: firstPassage, into: &postings)
        return SortedPostings(firstTerm: range.lowerBound, starts: starts, postings: postings)
    }

    private func sort(to places: inout [UInt32], firstPassage: UInt32, into postings: inout [Posting]) {
        var out = postings.mutableSpan
        var next = places.mutableSpan
        let plainImpacts = plainImpacts
        log.forEach(plainImpacts: plainImpacts.span) { term, posting in
            let place = next[term]
            out[Int(place)] = Posting(passage: firstPassage &+ posting.passage, impact: posting.impact)
            // Not a branch: whether a term is wanted cannot be guessed.
            next[term] = place &+ (place == 0 ? 0 : 1)
        }
    }
}

/// The postings of some of a run's terms in a row, those of each ascending by passage.
struct SortedPostings: Sendable {
    private let firstTerm: Int
    private let starts: [UInt32]
    /// The first is none.
    let postings: [Posting]

    fileprivate init(firstTerm: Int, starts: [UInt32], postings: [Posting]) {
        self.firstTerm = firstTerm
        self.starts = starts
        self.postings = postings
    }

    /// Where the postings of a term of the run begin, or those of the last end.
    func start(of term: Int) -> Int { Int(starts[term - firstTerm]) }
}
