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

    func documentFrequency(of term: Int) -> Int {
        self[term].reduce(0) { $0 + Int(runs[$1.run].documentFrequencies[$1.term]) }
    }

    /// Strings among which a term's stands, and which it is.
    func strings(of term: Int) -> (strings: ByteStrings, index: Int) {
        let members = self[term]
        let (run, index) = members[members.startIndex]
        return (runs[run].terms, index)
    }

    /// Calls `body` with the distinct forms of a term in byte order, and how many passages hold each.
    func forEachForm(
        of term: Int, _ body: (_ form: Span<UInt8>, _ documentFrequency: Int, _ isFirst: Bool, _ isLast: Bool) -> Void
    ) {
        let members = self[term]
        if members.count == 1, let (run, term) = members.first {
            let strings = runs[run].forms
            let forms = runs[run].forms(ofTerm: term)
            for (place, each) in forms.enumerated() {
                body(strings[each.form], each.documentFrequency, place == 0, place == forms.count - 1)
            }
            return
        }
        var forms = members.flatMap { run, term in
            runs[run].forms(ofTerm: term).map { (run: run, form: $0.form, documentFrequency: $0.documentFrequency) }
        }
        forms.sort { left, right in runs[left.run].forms.order(left.form, runs[right.run].forms, right.form) < 0 }
        var at = 0
        while at < forms.count {
            let strings = runs[forms[at].run].forms
            var frequency = forms[at].documentFrequency
            var next = at + 1
            while next < forms.count,
                strings.order(forms[at].form, runs[forms[next].run].forms, forms[next].form) == 0
            {
                frequency += forms[next].documentFrequency
                next += 1
            }
            body(strings[forms[at].form], frequency, at == 0, next == forms.count)
            at = next
        }
    }

    /// Counts the endings of some terms' forms.
    func countEndings(of terms: Range<Int>) -> WordEndings.Counter {
        var counter = WordEndings.Counter()
        for term in terms {
            let (strings, index) = strings(of: term)
            forEachForm(of: term) { form, _, _, _ in counter.count(form, of: strings[index]) }
        }
        return counter
    }
}
