internal import MappedStorage
internal import TextAnalysis

/// How often each form stands in the title and headings of a section, counted once for all its passages.
struct FieldCounts {
    /// Each form once for the title and once for the headings.
    var entries: [(form: Int, title: UInt16, heading: UInt16)] = []
    var titleLength = 0
    var headingLength = 0
}

/// Collects the postings of a segment in memory, in passage order, and sorts them by term at the end.
///
/// A posting costs five bytes until then. What a word means (its number, whether it is a stop word, its term) is looked up
/// once for each distinct form. Sorting is a counting sort over the term numbers, linear in postings and terms.
struct PostingsAccumulator: ~Copyable {
    private let analyzer: Analyzer
    private let stemmer: Stemmer
    private var forms = ByteStringTable()
    private var terms = ByteStringTable()
    private var formStates: [FormState] = []
    private var termStates: [TermState] = []

    // The postings so far: a term and an impact each; `passageEnds[p]` is where passage p's end.
    private var postingTerms: [UInt32] = []
    private var postingImpacts: [UInt8] = []
    private var passageEnds: [Int] = []

    private var touchedTerms: [UInt32] = []
    private var tokens = TokenBuffer()
    private var tokenForms: [UInt32] = []

    private struct FormState {
        /// The number of the form's term; `stop` for a stop word.
        var term: UInt32
        var documentFrequency: UInt32 = 0
        /// The last passage that was found to hold the form, plus one.
        var passage: UInt32 = 0

        static let stop = UInt32.max
    }

    /// How often a term stands in the fields of the last passage that was found to hold it.
    private struct TermState {
        /// That passage, plus one.
        var passage: UInt32 = 0
        var body: UInt16 = 0
        var title: UInt16 = 0
        var heading: UInt16 = 0
        /// Passages that hold the term.
        var documentFrequency: UInt32 = 0
    }

    init(analyzer: Analyzer) {
        self.analyzer = analyzer
        stemmer = analyzer.makeStemmer()
    }

    var passageCount: Int { passageEnds.count }

    /// Bytes held, near enough to decide when a segment is full; sorting takes another eight bytes a posting.
    var byteCount: Int {
        13 * postingTerms.count + 8 * passageEnds.count + forms.byteCount + terms.byteCount + 28 * forms.count
    }

    // MARK: Counting

    /// Counts the forms of a title and of the headings above a passage.
    mutating func fieldCounts(title: [UInt8], headings: [[UInt8]]) -> FieldCounts {
        var counts = FieldCounts()
        if !title.isEmpty {
            counts.titleLength = tokenize(title.span)
            for form in tokenForms where formStates[Int(form)].term != FormState.stop {
                count(form, in: \.title, of: &counts, from: 0)
            }
        }
        let start = counts.entries.count
        for heading in headings {
            counts.headingLength += tokenize(heading.span)
            for form in tokenForms where formStates[Int(form)].term != FormState.stop {
                count(form, in: \.heading, of: &counts, from: start)
            }
        }
        return counts
    }

    private typealias FieldEntry = (form: Int, title: UInt16, heading: UInt16)

    private func count(
        _ form: UInt32, in field: WritableKeyPath<FieldEntry, UInt16>, of counts: inout FieldCounts, from start: Int
    ) {
        let known = counts.entries[start...].firstIndex { $0.form == Int(form) }
        if known == nil { counts.entries.append((Int(form), 0, 0)) }
        let index = known ?? counts.entries.count - 1
        counts.entries[index][keyPath: field] = Self.sum(counts.entries[index][keyPath: field], 1)
    }

    /// Adds the next passage.
    mutating func addPassage(body: Span<UInt8>, fields: FieldCounts) {
        let bodyLength = tokenize(body)
        let stamp = UInt32(passageEnds.count + 1)
        touchedTerms.removeAll(keepingCapacity: true)
        for entry in fields.entries {
            let term = touch(form: entry.form, stamp)
            termStates[term].title = Self.sum(termStates[term].title, entry.title)
            termStates[term].heading = Self.sum(termStates[term].heading, entry.heading)
        }
        Self.count(tokenForms, stamp, &formStates, &termStates, &touchedTerms)

        let weight = TermWeight(
            titleLength: fields.titleLength, headingLength: fields.headingLength, bodyLength: bodyLength)
        // Most terms stand in the body alone, once to three times: their impacts are worked out once a passage.
        let frequent = (0..<8).map { ImpactScale.impact(of: weight.value(inTitle: 0, inHeadings: 0, inBody: $0)) }
        for term in touchedTerms {
            let state = termStates[Int(term)]
            termStates[Int(term)].documentFrequency &+= 1
            postingImpacts.append(
                state.title == 0 && state.heading == 0 && state.body < 8
                    ? frequent[Int(state.body)]
                    : ImpactScale.impact(
                        of: weight.value(
                            inTitle: Int(state.title), inHeadings: Int(state.heading), inBody: Int(state.body))))
        }
        postingTerms.append(contentsOf: touchedTerms)
        passageEnds.append(postingTerms.count)
    }

    /// Counts forms as words of the body of the passage that `stamp` stands for.
    private static func count(
        _ forms: [UInt32], _ stamp: UInt32, _ formArray: inout [FormState], _ termArray: inout [TermState],
        _ touchedTerms: inout [UInt32]
    ) {
        // Spans check bounds, but not at every access whether somebody else holds the array.
        var formStates = formArray.mutableSpan
        var termStates = termArray.mutableSpan
        for form in forms {
            let term = formStates[Int(form)].term
            if term == FormState.stop { continue }
            if formStates[Int(form)].passage != stamp {
                formStates[Int(form)].passage = stamp
                formStates[Int(form)].documentFrequency &+= 1
            }
            if termStates[Int(term)].passage != stamp {
                let frequency = termStates[Int(term)].documentFrequency
                termStates[Int(term)] = TermState(passage: stamp, body: 1, documentFrequency: frequency)
                touchedTerms.append(term)
            } else if termStates[Int(term)].body < .max {
                termStates[Int(term)].body &+= 1
            }
        }
    }

    /// Notes that the passage at hand holds the form, and gives its term.
    private mutating func touch(form: Int, _ stamp: UInt32) -> Int {
        let term = Int(formStates[form].term)
        if formStates[form].passage != stamp {
            formStates[form].passage = stamp
            formStates[form].documentFrequency += 1
        }
        if termStates[term].passage != stamp {
            termStates[term] = TermState(passage: stamp, documentFrequency: termStates[term].documentFrequency)
            touchedTerms.append(UInt32(term))
        }
        return term
    }

    private static func sum(_ left: UInt16, _ right: UInt16) -> UInt16 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    /// Fills `tokenForms` with the numbers of the text's forms, stop words included; gives how many are no stop words.
    private mutating func tokenize(_ text: Span<UInt8>) -> Int {
        tokens.removeAll()
        analyzer.tokenizer.tokenize(text, into: &tokens)
        tokenForms.removeAll(keepingCapacity: true)
        var length = 0
        for index in 0..<tokens.count {
            let range = tokens[index].form
            let form = forms.id(of: tokens.forms.span, range) ?? add(form: range)
            tokenForms.append(UInt32(form))
            if formStates[form].term != FormState.stop { length += 1 }
        }
        return length
    }

    private mutating func add(form range: Range<Int>) -> Int {
        let (form, _) = forms.intern(tokens.forms, range)
        var term = FormState.stop
        if analyzer.stopWords.role(of: tokens.forms[range]) != .stop {
            let stem = analyzer.term(of: tokens.forms[range], using: stemmer)
            let (id, isNew) = terms.intern(stem, 0..<stem.count)
            if isNew { termStates.append(TermState()) }
            term = UInt32(id)
        }
        formStates.append(FormState(term: term))
        return form
    }

    // MARK: Sorting

    /// The dictionaries and postings, as the sections of a segment.
    func finish() -> PostingsSections {
        let termOrder = terms.sortedIDs()
        let (sorted, starts) = sortedPostings(termOrder)
        let (formsByTerm, formStarts) = sortedForms()

        var sections = PostingsSections()
        sections.termCount = terms.count
        sections.postings = ByteWriter(reservingCapacity: 2 * postingTerms.count)
        TermDictionary.append(termOrder.map { terms[$0] }, to: &sections.terms)
        var encoder = PostingsEncoder()
        for (ordinal, term) in termOrder.enumerated() {
            let postings = sorted[starts[ordinal]..<starts[ordinal + 1]]
            var location = UInt64(sections.postings.byteCount)
            var greatest: UInt8 = 0
            if postings.count == 1, let only = postings.first {
                location = UInt64(only.passage)
                greatest = only.impact
            } else {
                greatest = encoder.append(postings, to: &sections.postings)
            }
            TermInfo(
                documentFrequency: UInt32(postings.count), forms: UInt32(sections.forms.byteCount), location: location,
                greatestImpact: greatest
            ).append(to: &sections.termInfo)
            let wordForms = formsByTerm[formStarts[term]..<formStarts[term + 1]].map { form in
                WordForm(
                    bytes: Array(forms[Int(form)]),
                    documentFrequency: Int(formStates[Int(form)].documentFrequency))
            }
            WordForm.append(wordForms, of: terms[term], to: &sections.forms)
        }
        return sections
    }

    /// All postings, grouped by the terms in the given order, and where each term's begin. Passages stay ascending because they are
    /// visited in order.
    private func sortedPostings(_ termOrder: [Int]) -> (postings: [Posting], starts: [Int]) {
        var starts: [Int] = [0]
        starts.reserveCapacity(terms.count + 1)
        var cursors = [Int](repeating: 0, count: terms.count)
        for (ordinal, term) in termOrder.enumerated() {
            cursors[term] = starts[ordinal]
            starts.append(starts[ordinal] + Int(termStates[term].documentFrequency))
        }
        var sorted = [Posting](repeating: Posting(passage: 0, impact: 0), count: postingTerms.count)
        var out = sorted.mutableSpan
        var next = cursors.mutableSpan
        let terms = postingTerms.span
        let impacts = postingImpacts.span
        var at = 0
        for (passage, end) in passageEnds.enumerated() {
            while at < end {
                let term = Int(terms[at])
                out[next[term]] = Posting(passage: UInt32(passage), impact: impacts[at])
                next[term] += 1
                at += 1
            }
        }
        return (sorted, starts)
    }

    /// All forms but stop words, grouped by term number and ascending by bytes in each, and where each term's begin.
    private func sortedForms() -> (forms: [UInt32], starts: [Int]) {
        var starts = [Int](repeating: 0, count: terms.count + 1)
        for state in formStates where state.term != FormState.stop { starts[Int(state.term) + 1] += 1 }
        for term in 0..<terms.count { starts[term + 1] += starts[term] }
        var sorted = [UInt32](repeating: 0, count: starts[terms.count])
        var cursors = starts
        for (form, state) in formStates.enumerated() where state.term != FormState.stop {
            sorted[cursors[Int(state.term)]] = UInt32(form)
            cursors[Int(state.term)] += 1
        }
        for term in 0..<terms.count where starts[term + 1] - starts[term] > 1 {
            sorted[starts[term]..<starts[term + 1]].sort { forms.precedes(Int($0), Int($1)) }
        }
        return (sorted, starts)
    }
}

/// The sections of a segment that hold its terms.
struct PostingsSections {
    var termCount = 0
    var terms = ByteWriter()
    var termInfo = ByteWriter()
    var forms = ByteWriter()
    var postings = ByteWriter()
}
