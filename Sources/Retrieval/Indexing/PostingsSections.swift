internal import MappedStorage

/// The sections of a segment that hold its terms.
struct PostingsSections: Sendable {
    fileprivate(set) var terms = TermDictionaryBuilder()
    fileprivate(set) var forms = ByteWriter()
    fileprivate(set) var postings = ByteWriter()
    private(set) var plainImpacts: [UInt8]

    /// So many postings are sorted at a time, to bound the memory that it takes: 64 MB.
    private static let sortedPostingLimit = 8 << 20

    /// Writes runs as one, the passages of each behind those of the one before.
    init(_ runs: [PostingsRun]) {
        plainImpacts = runs.count == 1 ? runs[0].plainImpacts : runs.flatMap(\.plainImpacts)
        let order = MergeOrder(runs)
        var counter = WordEndings.Counter()
        for term in 0..<order.count {
            for member in order[term] { runs[member.run].countEndings(ofTerm: member.term, in: &counter) }
        }
        let endings = counter.commonest
        endings.append(to: &forms)
        var writer = TermWriter(runs, order, plainImpacts: plainImpacts, endings)
        var next = 0
        while next < order.count {
            next = writer.sort(from: next, postingLimit: Self.sortedPostingLimit)
            writer.write(to: &self)
        }
    }
}

/// The distinct terms of several runs, in byte order, and where each stands.
private struct MergeOrder {
    typealias Member = (run: Int, term: Int)

    /// Of each term in a row, ascending by run.
    private var members: [Member] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    subscript(term: Int) -> ArraySlice<Member> { members[(term == 0 ? 0 : ends[term - 1])..<ends[term]] }

    init(_ runs: [PostingsRun]) {
        members.reserveCapacity(runs.reduce(0) { $0 + $1.terms.count })
        ends.reserveCapacity(runs.map(\.terms.count).max() ?? 0)
        var next = runs.map { _ in 0 }
        while true {
            let start = members.count
            for run in runs.indices where next[run] < runs[run].terms.count {
                let term = next[run]
                if members.count > start {
                    let least = members[start]
                    let order = runs[run].terms.order(term, runs[least.run].terms, least.term)
                    if order > 0 { continue }
                    if order < 0 { members.removeSubrange(start...) }
                }
                members.append((run, term))
            }
            if members.count == start { break }
            for member in members[start...] { next[member.run] += 1 }
            ends.append(members.count)
        }
    }
}

extension PostingsRun {
    fileprivate func countEndings(ofTerm term: Int, in counter: inout WordEndings.Counter) {
        let (forms, terms) = (forms, terms)
        for form in formStarts[term]..<formStarts[term + 1] { counter.count(forms[form], of: terms[term]) }
    }
}

/// Writes terms one after another, with the same memory.
private struct TermWriter {
    private let runs: [PostingsRun]
    private let order: MergeOrder
    private let firstPassages: [UInt32]
    private let plainImpacts: [UInt8]
    private let endings: WordEndings
    private var encoder = PostingsEncoder()
    /// The terms whose postings are sorted.
    private var terms = 0..<0
    /// From place 1 on, in the order of the terms.
    private var postings: [Posting] = [Posting(passage: 0, impact: 0)]
    /// Of the term at hand.
    private var forms: [(run: Int, form: Int)] = []

    init(_ runs: [PostingsRun], _ order: MergeOrder, plainImpacts: [UInt8], _ endings: WordEndings) {
        self.runs = runs
        self.order = order
        self.plainImpacts = plainImpacts
        self.endings = endings
        var first: UInt32 = 0
        firstPassages = runs.map { run in
            defer { first += UInt32(run.plainImpacts.count) }
            return first
        }
    }

    /// Sorts the postings of the next terms, of one at least; gives where the terms after them begin.
    mutating func sort(from firstTerm: Int, postingLimit: Int) -> Int {
        var places = runs.map { [UInt32](repeating: 0, count: $0.termNumbers.count) }
        var end = firstTerm
        var place = 1
        while end < order.count {
            let frequency = frequency(of: order[end])
            if end > firstTerm, place + frequency > postingLimit { break }
            for (run, term) in order[end] {
                places[run][runs[run].termNumbers[term]] = UInt32(place)
                place += Int(runs[run].documentFrequencies[term])
            }
            end += 1
        }
        if postings.count < place {
            postings.append(contentsOf: repeatElement(Posting(passage: 0, impact: 0), count: place - postings.count))
        }
        for run in runs.indices {
            runs[run].sort(to: places[run], firstPassage: firstPassages[run], into: &postings)
        }
        terms = firstTerm..<end
        return end
    }

    private func frequency(of members: ArraySlice<MergeOrder.Member>) -> Int {
        members.reduce(0) { $0 + Int(runs[$1.run].documentFrequencies[$1.term]) }
    }

    /// Writes the terms whose postings are sorted behind all before them.
    mutating func write(to sections: inout PostingsSections) {
        let postings = postings
        var start = 1
        for ordinal in terms {
            let members = order[ordinal]
            let end = start + frequency(of: members)
            let (run, term) = members[members.startIndex]
            let strings = runs[run].terms
            let place = Self.writePostings(
                postings.span.extracting(start..<end), plainImpacts, &encoder, to: &sections.postings)
            sections.terms.append(
                strings[term], documentFrequency: end - start, place, forms: sections.forms.byteCount)
            writeForms(of: strings, term, members, to: &sections.forms)
            start = end
        }
    }

    private static func writePostings(
        _ postings: Span<Posting>, _ plainImpacts: [UInt8], _ encoder: inout PostingsEncoder,
        to writer: inout ByteWriter
    ) -> TermInfo.Postings {
        if postings.count == 1 {
            let only = postings[0]
            let isPlain = plainImpacts[Int(only.passage)] == only.impact
            return .one(passage: only.passage, impact: isPlain ? nil : only.impact)
        }
        let start = writer.byteCount
        encoder.append(postings, plainImpacts: plainImpacts.span, to: &writer)
        return .list(start..<writer.byteCount)
    }

    private mutating func writeForms(
        of terms: ByteStrings, _ term: Int, _ members: ArraySlice<MergeOrder.Member>, to writer: inout ByteWriter
    ) {
        forms.removeAll(keepingCapacity: true)
        for (run, term) in members {
            for form in runs[run].formStarts[term]..<runs[run].formStarts[term + 1] { forms.append((run, form)) }
        }
        if forms.count > 1 {
            forms.sort { left, right in runs[left.run].forms.order(left.form, runs[right.run].forms, right.form) < 0 }
        }
        var at = 0
        while at < forms.count {
            let (run, form) = forms[at]
            let strings = runs[run].forms
            var frequency = Int(runs[run].formFrequencies[form])
            var next = at + 1
            // The same form of another run.
            while next < forms.count, strings.order(form, runs[forms[next].run].forms, forms[next].form) == 0 {
                frequency += Int(runs[forms[next].run].formFrequencies[forms[next].form])
                next += 1
            }
            WordForm.append(
                strings[form], documentFrequency: frequency, of: terms[term], isFirst: at == 0,
                isLast: next == forms.count, endings, to: &writer)
            at = next
        }
    }
}
