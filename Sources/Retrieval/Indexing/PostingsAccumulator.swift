internal import MappedStorage
internal import TextAnalysis

/// How often each form stands in the title and headings of a section, counted once for all its passages.
struct FieldCounts {
    /// Each form once for the title and once for the headings.
    var entries: [(form: Int, title: UInt16, heading: UInt16)] = []
    var titleLength = 0
    var headingLength = 0
}

/// Collects the postings of a segment in memory, passage by passage, and sorts them by term at the end.
struct PostingsAccumulator: ~Copyable {
    private var vocabulary: SegmentVocabulary
    private var termStates: [TermState] = []

    private var log = PostingsLog()
    /// Of each passage, see `PostingsFormat`.
    private var plainImpacts: [UInt8] = []

    /// What the words of the document at hand say of its language.
    private var tally = LanguageDetector.Tally()
    // Of the passage at hand.
    private var touchedTerms: [UInt32] = []
    private var frequentImpacts: [UInt8] = []
    /// Of the bodies of passages, from wherever it was set anew.
    var fingerprint = ContentFingerprint()

    /// So many words of a document tell its language; the passage that reaches the number is read whole.
    private static let languageWordCount = 300
    /// Up to so often in a body alone the impact of a term is worked out once a passage.
    private static let frequentCount = 8

    /// How often a term stands in the fields of the last passage that was found to hold it.
    private struct TermState {
        /// That passage, plus one.
        var passage: UInt32 = 0
        /// How many passages hold it.
        var documentFrequency: UInt32 = 0
        var body: UInt16 = 0
        var title: UInt16 = 0
        var heading: UInt16 = 0
    }

    init(analyzer: Analyzer) {
        vocabulary = SegmentVocabulary(analyzer: analyzer)
    }

    var passageCount: Int { plainImpacts.count }

    /// Bytes held, near enough to decide when a segment is full.
    var byteCount: Int {
        log.byteCount + plainImpacts.count + vocabulary.byteCount
            + MemoryLayout<TermState>.stride * termStates.count
    }

    // MARK: Counting

    /// Begins a document; the passages that follow are its.
    mutating func beginDocument() { tally.removeAll() }

    /// The language of the document at hand by the bodies of its first passages and the headings right above them; nil where
    /// that cannot be told.
    var language: Language? { LanguageDetector.shared.language(of: tally) }

    /// Counts the forms of a title and of the headings above a passage.
    mutating func fieldCounts(title: [UInt8], headings: [[UInt8]]) -> FieldCounts {
        var counts = FieldCounts()
        if !title.isEmpty {
            read(title.span)
            for form in vocabulary.words where !vocabulary.isStopWord(form) {
                count(form, in: \.title, of: &counts, from: 0)
                counts.titleLength += 1
            }
        }
        let start = counts.entries.count
        for (index, heading) in headings.enumerated() {
            read(heading.span)
            if index == headings.count - 1 { countLanguage() }
            for form in vocabulary.words where !vocabulary.isStopWord(form) {
                count(form, in: \.heading, of: &counts, from: start)
                counts.headingLength += 1
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
        read(body)
        vocabulary.add(to: &fingerprint)
        countLanguage()
        let stamp = UInt32(passageCount + 1)
        touchedTerms.removeAll(keepingCapacity: true)
        for entry in fields.entries {
            let term = touch(form: entry.form, stamp)
            termStates[term].title = Self.sum(termStates[term].title, entry.title)
            termStates[term].heading = Self.sum(termStates[term].heading, entry.heading)
        }
        let bodyLength = Self.count(vocabulary.words, stamp, &vocabulary.forms, &termStates, &touchedTerms)

        let weight = TermWeight(
            titleLength: fields.titleLength, headingLength: fields.headingLength, bodyLength: bodyLength)
        // Most terms stand in the body alone, once to three times: their impacts are worked out once a passage.
        frequentImpacts.removeAll(keepingCapacity: true)
        for frequency in 0..<Self.frequentCount {
            frequentImpacts.append(ImpactScale.impact(of: weight.value(inTitle: 0, inHeadings: 0, inBody: frequency)))
        }
        plainImpacts.append(frequentImpacts[1])
        Self.append(touchedTerms, termStates, weight, frequentImpacts, to: &log)
    }

    /// Counts forms as words of the body of the passage that `stamp` stands for; gives how many are no stop words.
    private static func count(
        _ forms: [UInt32], _ stamp: UInt32, _ table: inout ByteStringTable<FormState>, _ termArray: inout [TermState],
        _ touchedTerms: inout [UInt32]
    ) -> Int {
        // Spans check bounds, but not at every access whether somebody else holds the array.
        var formStates = table.mutableEntries
        var termStates = termArray.mutableSpan
        let forms = forms.span
        var length = 0
        touchedTerms.append(addingCapacity: forms.count) { touchedTerms in
            for index in forms.indices {
                let form = Int(forms[index])
                let state = formStates[form].value
                if state.term == FormState.stop { continue }
                let term = Int(state.term)
                length &+= 1
                if state.passage != stamp {
                    formStates[form].value.passage = stamp
                    formStates[form].value.documentFrequency = state.documentFrequency &+ 1
                }
                let known = termStates[term]
                if known.passage != stamp {
                    termStates[term] = TermState(
                        passage: stamp, documentFrequency: known.documentFrequency &+ 1, body: 1)
                    touchedTerms.append(state.term)
                } else if known.body < .max {
                    termStates[term].body = known.body &+ 1
                }
            }
        }
        return length
    }

    /// Appends the postings of the passage at hand.
    private static func append(
        _ terms: [UInt32], _ termStates: [TermState], _ weight: TermWeight, _ frequentImpacts: [UInt8],
        to log: inout PostingsLog
    ) {
        let states = termStates.span
        let frequent = frequentImpacts.span
        log.append(terms.span, plainImpact: frequent[1]) { term in
            let state = states[Int(term)]
            return state.title | state.heading == 0 && Int(state.body) < frequent.count
                ? frequent[Int(state.body)]
                : ImpactScale.impact(
                    of: weight.value(
                        inTitle: Int(state.title), inHeadings: Int(state.heading), inBody: Int(state.body)))
        }
    }

    /// Notes that the passage at hand holds the form, and gives its term.
    private mutating func touch(form: Int, _ stamp: UInt32) -> Int {
        var entries = vocabulary.forms.mutableEntries
        let term = Int(entries[form].value.term)
        if entries[form].value.passage != stamp {
            entries[form].value.passage = stamp
            entries[form].value.documentFrequency += 1
        }
        if termStates[term].passage != stamp {
            let frequency = termStates[term].documentFrequency
            termStates[term] = TermState(passage: stamp, documentFrequency: frequency + 1)
            touchedTerms.append(UInt32(term))
        }
        return term
    }

    /// Reads a text, of which `vocabulary.words` are the words then.
    private mutating func read(_ text: Span<UInt8>) {
        vocabulary.read(text)
        let newCount = vocabulary.terms.count - termStates.count
        if newCount > 0 { termStates.append(contentsOf: repeatElement(TermState(), count: newCount)) }
    }

    /// Counts what the words at hand say of the document's language.
    private mutating func countLanguage() {
        if tally.wordCount < Self.languageWordCount { vocabulary.count(in: &tally) }
    }

    private static func sum(_ left: UInt16, _ right: UInt16) -> UInt16 {
        let (sum, overflow) = left.addingReportingOverflow(right)
        return overflow ? .max : sum
    }

    // MARK: Sorting

    /// What was collected, and the order of its terms.
    consuming func finish() -> PostingsRun {
        let termOrder = vocabulary.terms.sortedIDs()
        let (formOrder, formStarts) = formOrder(termOrder)
        return PostingsRun(
            log: log, plainImpacts: plainImpacts, terms: vocabulary.terms.gathered(termOrder), termNumbers: termOrder,
            documentFrequencies: termOrder.map { termStates[$0].documentFrequency },
            forms: vocabulary.forms.gathered(formOrder), formStarts: formStarts,
            formFrequencies: formOrder.map { vocabulary.forms.entries[$0].value.documentFrequency })
    }

    /// All forms but stop words, grouped by the terms in the given order, and where each term's begin.
    private func formOrder(_ termOrder: [Int]) -> (forms: [Int], starts: [UInt32]) {
        var ordinals = [Int](repeating: 0, count: vocabulary.terms.count)
        for (ordinal, term) in termOrder.enumerated() { ordinals[term] = ordinal }
        var starts = [UInt32](repeating: 0, count: vocabulary.terms.count + 1)
        for entry in vocabulary.forms.entries where entry.value.term != FormState.stop {
            starts[ordinals[Int(entry.value.term)] + 1] += 1
        }
        for ordinal in ordinals.indices { starts[ordinal + 1] += starts[ordinal] }
        var order = [Int](repeating: 0, count: Int(starts[vocabulary.terms.count]))
        var cursors = starts
        for (form, entry) in vocabulary.forms.entries.enumerated() where entry.value.term != FormState.stop {
            let ordinal = ordinals[Int(entry.value.term)]
            order[Int(cursors[ordinal])] = form
            cursors[ordinal] += 1
        }
        return (order, starts)
    }
}
