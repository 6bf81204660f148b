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
    /// What stands for each term in its run's log, behind the numbers of the runs before.
    private let logNumbers: [Int]
    private let documentFrequencies: [UInt32]
    /// Where each term's forms begin, and where the last's end.
    private let formStarts: [Int]
    private let forms: ByteStrings
    private let formFrequencies: [UInt32]
    /// The numbers of the forms, those of each term in byte order.
    private let formOrder: [UInt32]

    /// Where each distinct term stands among those of all runs, ascending.
    private var members: [UInt32] = []
    private var ends: [Int] = []

    /// How many distinct terms there are.
    var count: Int { ends.count }

    init(_ runs: [PostingsRun]) {
        self.runs = runs
        var passageCount: UInt32 = 0
        var termCount = 0
        var formCount = 0
        var firstPassages: [UInt32] = []
        var firstTerms: [Int] = []
        var logNumbers: [Int] = []
        var formStarts: [Int] = []
        var formOrder: [UInt32] = []
        for run in runs {
            firstPassages.append(passageCount)
            firstTerms.append(termCount)
            logNumbers += run.termNumbers.lazy.map { $0 + termCount }
            formStarts += run.formStarts.dropLast().lazy.map { $0 + formCount }
            formOrder += run.formOrder.lazy.map { $0 + UInt32(formCount) }
            passageCount += UInt32(run.plainImpacts.count)
            termCount += run.terms.count
            formCount += run.forms.count
        }
        self.firstPassages = firstPassages
        self.firstTerms = firstTerms
        self.logNumbers = logNumbers
        self.formStarts = formStarts + [formCount]
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
            ends.append(members.count)
            for index in start..<members.count {
                // Ascending by run, as the members are.
                next[firstTerms.lastIndex { $0 <= Int(members[index]) } ?? 0] += 1
            }
        }
    }

    // MARK: A term

    /// Where among all runs' terms the members of a distinct term stand in their array.
    private func members(of term: Int) -> Range<Int> { (term == 0 ? 0 : ends[term - 1])..<ends[term] }

    /// Where a distinct term stands first among the terms of all runs.
    func first(of term: Int) -> Int { Int(members[members(of: term).lowerBound]) }

    func documentFrequency(of term: Int) -> Int {
        var frequency = 0
        for index in members(of: term) { frequency += Int(documentFrequencies[Int(members[index])]) }
        return frequency
    }

    /// Calls `body` with what stands for a distinct term in the log of each run that holds it, behind the numbers of the runs before, and
    /// how many of the run's passages hold it.
    func forEachLogNumber(of term: Int, _ body: (_ logNumber: Int, _ documentFrequency: Int) -> Void) {
        for index in members(of: term) {
            let member = Int(members[index])
            body(logNumbers[member], Int(documentFrequencies[member]))
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
            let form = Int(formOrder[index])
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
