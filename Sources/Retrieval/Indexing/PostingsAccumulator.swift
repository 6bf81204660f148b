internal import MappedStorage
internal import TextAnalysis

/// How often each term stands in the title and headings of a section, counted once for all its passages.
struct FieldCounts {
    /// (term, form, count in the title, count in the headings), each form once.
    var entries: [(form: Int, title: Int, heading: Int)] = []
    var titleLength = 0
    var headingLength = 0
}

/// Collects the postings of a segment in memory, in passage order, and sorts them by term at the end.
///
/// A posting costs five bytes until then. Sorting is a counting sort over the term numbers, linear in postings and terms.
struct PostingsAccumulator {
    private let analyzer: Analyzer
    private let stemmer: Stemmer
    private var forms = ByteStringTable()
    private var terms = ByteStringTable()
    private var termOfForm: [UInt32] = []
    private var formDocumentFrequency: [UInt32] = []

    // The postings so far: a term and an impact each; `passageEnds[p]` is where passage p's end.
    private var postingTerms: [UInt32] = []
    private var postingImpacts: [UInt8] = []
    private var passageEnds: [Int] = []

    // Scratch for the passage at hand, indexed by term or form; only the entries of touched ones are not zero.
    private var titleCounts: [UInt16] = []
    private var headingCounts: [UInt16] = []
    private var bodyCounts: [UInt16] = []
    private var touchedTerms: [Int] = []
    private var isFormSeen: [Bool] = []
    private var seenForms: [Int] = []
    private var tokens = TokenBuffer()

    init(analyzer: Analyzer) {
        self.analyzer = analyzer
        stemmer = analyzer.makeStemmer()
    }

    var passageCount: Int { passageEnds.count }

    /// Bytes held, near enough to decide when a segment is full.
    var byteCount: Int {
        5 * postingTerms.count + 8 * passageEnds.count + forms.byteCount + terms.byteCount + 16 * forms.count
    }

    /// Counts the terms of a title and of the headings above a passage.
    mutating func fieldCounts(title: [UInt8], headings: [[UInt8]]) -> FieldCounts {
        var counts = FieldCounts()
        var titleForms: [Int: Int] = [:]
        var headingForms: [Int: Int] = [:]
        counts.titleLength = tokenize(title[...]) { titleForms[$0, default: 0] += 1 }
        for heading in headings {
            counts.headingLength += tokenize(heading[...]) { headingForms[$0, default: 0] += 1 }
        }
        for form in Set(titleForms.keys).union(headingForms.keys).sorted() {
            counts.entries.append((form, titleForms[form] ?? 0, headingForms[form] ?? 0))
        }
        return counts
    }

    /// Adds the next passage.
    mutating func addPassage(body: ArraySlice<UInt8>, fields: FieldCounts) {
        for entry in fields.entries {
            let term = touch(form: entry.form)
            titleCounts[term] = clamp(Int(titleCounts[term]) + entry.title)
            headingCounts[term] = clamp(Int(headingCounts[term]) + entry.heading)
        }
        var bodyForms: [Int] = []
        let bodyLength = tokenize(body) { bodyForms.append($0) }
        for form in bodyForms {
            let term = touch(form: form)
            bodyCounts[term] = clamp(Int(bodyCounts[term]) + 1)
        }

        let weight = TermWeight(
            titleLength: fields.titleLength, headingLength: fields.headingLength, bodyLength: bodyLength)
        // Ascending, so that the bytes of a segment do not depend on the order in which terms were met.
        for term in touchedTerms.sorted() {
            postingTerms.append(UInt32(term))
            postingImpacts.append(
                ImpactScale.impact(
                    of: weight.value(
                        inTitle: Int(titleCounts[term]), inHeadings: Int(headingCounts[term]),
                        inBody: Int(bodyCounts[term]))))
            titleCounts[term] = 0
            headingCounts[term] = 0
            bodyCounts[term] = 0
        }
        touchedTerms.removeAll(keepingCapacity: true)
        for form in seenForms {
            formDocumentFrequency[form] += 1
            isFormSeen[form] = false
        }
        seenForms.removeAll(keepingCapacity: true)
        passageEnds.append(postingTerms.count)
    }

    /// Calls `body` with the number of each form of the text that is no stop word; returns how many there were.
    private mutating func tokenize(_ text: ArraySlice<UInt8>, _ body: (Int) -> Void) -> Int {
        tokens.removeAll()
        analyzer.tokenizer.tokenize(text.span, into: &tokens)
        var length = 0
        for index in 0..<tokens.count where analyzer.stopWords.role(of: tokens.form(index)) != .stop {
            body(intern(form: tokens[index].form))
            length += 1
        }
        return length
    }

    private mutating func intern(form range: Range<Int>) -> Int {
        let (form, isNew) = forms.intern(tokens.forms, range)
        if isNew {
            let stem = analyzer.term(of: tokens.forms[range], using: stemmer)
            let (term, isNewTerm) = terms.intern(stem, 0..<stem.count)
            termOfForm.append(UInt32(term))
            formDocumentFrequency.append(0)
            isFormSeen.append(false)
            if isNewTerm {
                titleCounts.append(0)
                headingCounts.append(0)
                bodyCounts.append(0)
            }
        }
        return form
    }

    /// Notes that the passage at hand holds the form; returns its term.
    private mutating func touch(form: Int) -> Int {
        let term = Int(termOfForm[form])
        if !isFormSeen[form] {
            isFormSeen[form] = true
            seenForms.append(form)
        }
        if titleCounts[term] == 0 && headingCounts[term] == 0 && bodyCounts[term] == 0 {
            touchedTerms.append(term)
        }
        return term
    }

    private func clamp(_ count: Int) -> UInt16 {
        UInt16(min(count, Int(UInt16.max)))
    }

    /// The dictionaries and postings, as the sections of a segment.
    func finish() -> PostingsSections {
        let termOrder = terms.sortedIDs()
        var ordinalOfTerm = [UInt32](repeating: 0, count: terms.count)
        for (ordinal, term) in termOrder.enumerated() { ordinalOfTerm[term] = UInt32(ordinal) }

        // Counting sort of the postings by term; passages stay ascending because they are visited in order.
        var starts = [Int](repeating: 0, count: terms.count + 1)
        for term in postingTerms { starts[Int(ordinalOfTerm[Int(term)]) + 1] += 1 }
        for ordinal in 0..<terms.count { starts[ordinal + 1] += starts[ordinal] }
        var cursors = starts
        var sorted = [Posting](repeating: Posting(passage: 0, impact: 0), count: postingTerms.count)
        var at = 0
        for (passage, end) in passageEnds.enumerated() {
            while at < end {
                let ordinal = Int(ordinalOfTerm[Int(postingTerms[at])])
                sorted[cursors[ordinal]] = Posting(passage: UInt32(passage), impact: postingImpacts[at])
                cursors[ordinal] += 1
                at += 1
            }
        }

        var formsOfTerm = [[Int]](repeating: [], count: terms.count)
        for form in 0..<forms.count { formsOfTerm[Int(termOfForm[form])].append(form) }

        var sections = PostingsSections()
        sections.termCount = terms.count
        TermDictionary.append(termOrder.map { terms[$0] }, to: &sections.terms)
        for (ordinal, term) in termOrder.enumerated() {
            let postings = sorted[starts[ordinal]..<starts[ordinal + 1]]
            var location = UInt64(sections.postings.byteCount)
            if postings.count == 1, let only = postings.first {
                location = UInt64(only.passage)
            } else {
                PostingsFormat.append(postings, to: &sections.postings)
            }
            TermInfo(
                documentFrequency: UInt32(postings.count), forms: UInt32(sections.forms.byteCount), location: location,
                greatestImpact: postings.lazy.map(\.impact).max() ?? 0
            ).append(to: &sections.termInfo)
            let wordForms = formsOfTerm[term].map {
                WordForm(bytes: Array(forms[$0]), documentFrequency: Int(formDocumentFrequency[$0]))
            }
            WordForm.append(
                wordForms.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }, of: terms[term], to: &sections.forms)
        }
        return sections
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
