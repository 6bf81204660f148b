/// The distinct terms of several runs, in byte order, and where each stands.
///
/// What the runs hold lies in one array of each kind, and nothing here hands a part of one out as a value of its own: several
/// threads go through the terms at once, and counting who holds an array would make each wait for the others at every term.
struct RunMerge: Sendable {
    let runs: [PostingsRun]
    /// What is added to the numbers of each run's passages.
    let firstPassages: [UInt32]
    /// Where each run's terms begin among those of all.
    let firstTerms: [Int]

    // Of the terms of all runs, run by run.
    let terms: ByteStrings
    private let documentFrequencies: [UInt32]
    /// Where each term's forms begin, and where the last's end.
    private let formStarts: [UInt32]
    private let forms: ByteStrings
    private let formFrequencies: [UInt32]
    /// The numbers of the forms, those of each term in byte order.
    private let formOrder: [UInt32]

    /// Where each distinct term stands among those of all runs, ascending.
    private var members: [UInt32] = []
    private var ends: [UInt32] = []

    /// How many distinct terms there are.
    var count: Int { ends.count }

    init(_ runs: [PostingsRun]) {
        self.runs = runs
        var passageCount: UInt32 = 0
        var termCount = 0
        var formCount: UInt32 = 0
        var firstPassages: [UInt32] = []
        var firstTerms: [Int] = []
        var formStarts: [UInt32] = []
        var formOrder: [UInt32] = []
        formStarts.reserveCapacity(runs.reduce(1) { $0 + $1.terms.count })
        formOrder.reserveCapacity(runs.reduce(0) { $0 + $1.forms.count })
        for run in runs {
            firstPassages.append(passageCount)
            firstTerms.append(termCount)
            formStarts += run.formStarts.dropLast().lazy.map { $0 + formCount }
            formOrder += run.formOrder.lazy.map { $0 + formCount }
            passageCount += UInt32(run.plainImpacts.count)
            termCount += run.terms.count
            formCount += UInt32(run.forms.count)
        }
        self.firstPassages = firstPassages
        self.firstTerms = firstTerms
        formStarts.append(formCount)
        self.formStarts = formStarts
        self.formOrder = formOrder
        terms = ByteStrings(joining: runs.map(\.terms))
        documentFrequencies = runs.flatMap(\.documentFrequencies)
        forms = ByteStrings(joining: runs.map(\.forms))
        formFrequencies = runs.flatMap(\.formFrequencies)
        merge(ends: firstTerms.dropFirst() + [termCount])
    }

    /// - Parameter ends: where each run's terms end among those of all.
    private mutating func merge(ends runEnds: [Int]) {
        members.reserveCapacity(terms.count)
        ends.reserveCapacity(terms.count)
        var next = firstTerms
        while true {
            let start = members.count
            for run in next.indices where next[run] < runEnds[run] {
                if members.count > start {
                    let order = terms.order(next[run], terms, Int(members[start]))
                    if order > 0 { continue }
                    if order < 0 { members.removeSubrange(start...) }
                }
                members.append(UInt32(next[run]))
            }
            if members.count == start { return }
            ends.append(UInt32(members.count))
            for index in start..<members.count {
                // Ascending by run, as the members are.
                next[firstTerms.lastIndex { $0 <= Int(members[index]) } ?? 0] += 1
            }
        }
    }

    // MARK: A term

    /// Where among all runs' terms the members of a distinct term stand in their array.
    private func members(of term: Int) -> Range<Int> { Int(term == 0 ? 0 : ends[term - 1])..<Int(ends[term]) }

    /// Where a distinct term stands first among the terms of all runs.
    func first(of term: Int) -> Int { Int(members[members(of: term).lowerBound]) }

    func documentFrequency(of term: Int) -> Int {
        var frequency = 0
        for index in members(of: term) { frequency += Int(documentFrequencies[Int(members[index])]) }
        return frequency
    }

    /// Which terms of a run are among some distinct terms in a row.
    func terms(of run: Int, among range: Range<Int>) -> Range<Int> {
        termCount(of: run, before: range.lowerBound)..<termCount(of: run, before: range.upperBound)
    }

    private func termCount(of run: Int, before term: Int) -> Int {
        let all = firstTerms[run]..<(run + 1 < firstTerms.count ? firstTerms[run + 1] : terms.count)
        let rest = members[Int(term == 0 ? 0 : ends[term - 1])...]
        return (rest.first { all.contains(Int($0)) }.map { Int($0) } ?? all.upperBound) - all.lowerBound
    }

    // MARK: Postings

    /// The postings of some distinct terms in a row, one term after the other.
    ///
    /// - Parameter sorted: those of each run, of these terms at least.
    func postings(of range: Range<Int>, in sorted: [SortedPostings]) -> ArraySlice<Posting> {
        if sorted.count == 1 {
            return sorted[0].postings[sorted[0].start(of: range.lowerBound)..<sorted[0].start(of: range.upperBound)]
        }
        var places: [Int] = []
        places.reserveCapacity(range.count)
        var count = 0
        for term in range {
            places.append(count)
            count += documentFrequency(of: term)
        }
        var postings = [Posting](repeating: Posting(passage: 0, impact: 0), count: count)
        for run in sorted.indices { copy(of: run, sorted[run], range, to: &places, in: &postings) }
        return postings[...]
    }

    /// Copies a run's postings of some distinct terms to where they belong, and moves these places behind them.
    private func copy(
        of run: Int, _ sorted: SortedPostings, _ range: Range<Int>, to places: inout [Int], in all: inout [Posting]
    ) {
        let own = terms(of: run, among: range)
        let source = sorted.postings.span
        var out = all.mutableSpan
        var at = sorted.start(of: own.lowerBound)
        var next = firstTerms[run] + own.lowerBound
        let end = firstTerms[run] + own.upperBound
        for term in range {
            for index in members(of: term) where Int(members[index]) == next && next < end {
                let place = places[term - range.lowerBound]
                let frequency = Int(documentFrequencies[next])
                for offset in 0..<frequency { out[place + offset] = source[at + offset] }
                places[term - range.lowerBound] = place + frequency
                at += frequency
                next += 1
            }
        }
    }

    // MARK: Forms

    /// A form of a term while those of several runs are brought into one order.
    struct FormPlace {
        fileprivate var form: Int
        fileprivate var documentFrequency: Int
    }

    /// Calls `body` with the distinct forms of a term in byte order, and how many passages hold each.
    ///
    /// - Parameter buffer: memory for a term's forms, the same for all terms.
    func forEachForm(
        of term: Int, _ buffer: inout [FormPlace],
        _ body: (_ form: Span<UInt8>, _ documentFrequency: Int, _ isFirst: Bool, _ isLast: Bool) -> Void
    ) {
        buffer.removeAll(keepingCapacity: true)
        let members = members(of: term)
        for index in members { insertForms(of: Int(self.members[index]), into: &buffer) }
        for place in buffer.indices {
            body(
                forms[buffer[place].form], buffer[place].documentFrequency, place == 0, place == buffer.count - 1)
        }
    }

    /// Inserts the forms of a run's term into those of other runs, all in byte order, and makes one of those that are the same.
    private func insertForms(of member: Int, into buffer: inout [FormPlace]) {
        var place = 0
        for index in formStarts[member]..<formStarts[member + 1] {
            let form = Int(formOrder[Int(index)])
            let frequency = Int(formFrequencies[form])
            var order = -1
            while place < buffer.count {
                order = forms.order(form, forms, buffer[place].form)
                if order <= 0 { break }
                place += 1
            }
            if place < buffer.count, order == 0 {
                buffer[place].documentFrequency += frequency
            } else {
                buffer.insert(FormPlace(form: form, documentFrequency: frequency), at: place)
            }
            place += 1
        }
    }

    /// Counts the endings of some terms' forms.
    func countEndings(of range: Range<Int>) -> WordEndings.Counter {
        var counter = WordEndings.Counter()
        var buffer: [FormPlace] = []
        for term in range {
            let first = first(of: term)
            forEachForm(of: term, &buffer) { form, _, _, _ in counter.count(form, of: terms[first]) }
        }
        return counter
    }
}
