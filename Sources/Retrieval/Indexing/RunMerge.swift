/// The distinct terms of several runs, in byte order, and where each stands.
struct RunMerge: Sendable {
    typealias Member = (run: Int, term: Int)

    let runs: [PostingsRun]
    /// What is added to the numbers of each run's passages.
    let firstPassages: [UInt32]
    /// Of each term in a row, ascending by run.
    private var members: [Member] = []
    private var ends: [Int] = []

    var count: Int { ends.count }

    /// Where a term stands.
    subscript(term: Int) -> ArraySlice<Member> { members[(term == 0 ? 0 : ends[term - 1])..<ends[term]] }

    init(_ runs: [PostingsRun]) {
        self.runs = runs
        var first: UInt32 = 0
        firstPassages = runs.map { run in
            defer { first += UInt32(run.plainImpacts.count) }
            return first
        }
        members.reserveCapacity(runs.reduce(0) { $0 + $1.terms.count })
        ends.reserveCapacity(runs.map(\.terms.count).max() ?? 0)
        let strings = runs.map(\.terms)
        var next = runs.map { _ in 0 }
        while true {
            let start = members.count
            for run in strings.indices where next[run] < strings[run].count {
                let term = next[run]
                if members.count > start {
                    let least = members[start]
                    let order = strings[run].order(term, strings[least.run], least.term)
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

    func documentFrequency(of term: Int) -> Int {
        self[term].reduce(0) { $0 + Int(runs[$1.run].documentFrequencies[$1.term]) }
    }

    /// Strings among which a term's stands, and which it is.
    func strings(of term: Int) -> (strings: ByteStrings, index: Int) {
        let members = self[term]
        let (run, index) = members[members.startIndex]
        return (runs[run].terms, index)
    }

    /// A form of a term, while the forms of several runs are brought into one order.
    struct FormPlace {
        fileprivate var run: Int
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
        let members = self[term]
        buffer.removeAll(keepingCapacity: true)
        for (run, term) in members {
            for (form, documentFrequency) in runs[run].forms(ofTerm: term) {
                buffer.append(FormPlace(run: run, form: form, documentFrequency: documentFrequency))
            }
        }
        if members.count > 1 { joinForms(in: &buffer) }
        for (place, each) in buffer.enumerated() {
            let strings = runs[each.run].forms
            body(strings[each.form], each.documentFrequency, place == 0, place == buffer.count - 1)
        }
    }

    /// Sorts forms of several runs, and makes one of those that are the same.
    private func joinForms(in buffer: inout [FormPlace]) {
        buffer.sort { order($0, $1) < 0 }
        var last = 0
        for at in buffer.indices.dropFirst() {
            if order(buffer[last], buffer[at]) == 0 {
                buffer[last].documentFrequency += buffer[at].documentFrequency
            } else {
                last += 1
                buffer[last] = buffer[at]
            }
        }
        buffer.removeLast(buffer.count - last - 1)
    }

    private func order(_ left: FormPlace, _ right: FormPlace) -> Int {
        runs[left.run].forms.order(left.form, runs[right.run].forms, right.form)
    }

    /// Counts the endings of some terms' forms.
    func countEndings(of terms: Range<Int>) -> WordEndings.Counter {
        var counter = WordEndings.Counter()
        var buffer: [FormPlace] = []
        for term in terms {
            let (strings, index) = strings(of: term)
            forEachForm(of: term, &buffer) { form, _, _, _ in counter.count(form, of: strings[index]) }
        }
        return counter
    }
}
