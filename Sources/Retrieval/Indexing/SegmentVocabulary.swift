internal import MappedStorage
internal import TextAnalysis

/// What is known of a form in a segment that is being built.
struct FormState {
    private let termAndSign: UInt32
    /// Passages that hold the form.
    var documentFrequency: UInt32 = 0
    /// The last passage that was found to hold the form, plus one.
    var passage: UInt32 = 0

    static let stop = UInt32.max >> 1

    init(term: UInt32, tellsLanguage: Bool) {
        termAndSign = term | (tellsLanguage ? 1 << 31 : 0)
    }

    /// The number of the form's term; `stop` for a stop word.
    var term: UInt32 { termAndSign & Self.stop }
    /// 1 where the form says something of its document's language, 0 where not.
    var signCount: Int { Int(termAndSign >> 31) }
}

/// The forms and terms of a segment that is being built, numbered in the order of their first appearance.
///
/// What a word means (its number, whether it is a stop word, its term, what it says of the language) is found out once for each
/// distinct form. A text is read in passes of one array each: its words, their forms' numbers, the stems of new forms, their
/// numbers. A pass over rare words waits for memory, and in a short loop the waits overlap.
struct SegmentVocabulary: ~Copyable {
    private let analyzer: Analyzer
    private let stemmer: Stemmer
    private let languages = LanguageDetector.shared
    var forms = ByteStringTable<FormState>()
    private(set) var terms = ByteStringTable<Void>()
    /// What each form says of its text's language.
    private var evidence: [LanguageDetector.Evidence] = []

    /// The numbers of the forms of the text read last, a word each, stop words included.
    private(set) var words: [UInt32] = []

    // What is at hand while a text is read.
    private var tokens = TokenBuffer()
    private var probes: [ByteStringTable<FormState>.Probe] = []
    // Of the words whose forms have no number yet: their places, their stems one after another, and the numbers of those.
    private var newWords: [Int] = []
    private var stems: [UInt8] = []
    private var stemEnds: [Int] = []
    private var stemProbes: [ByteStringTable<Void>.Probe] = []
    private var stemTerms: [UInt32] = []
    private var newStems: [Int] = []
    private var signForms: [UInt32] = []
    private var signs: [LanguageDetector.Evidence] = []

    init(analyzer: Analyzer) {
        self.analyzer = analyzer
        stemmer = analyzer.makeStemmer()
    }

    /// Bytes held, near enough.
    var byteCount: Int {
        forms.byteCount + terms.byteCount + MemoryLayout<LanguageDetector.Evidence>.stride * evidence.count
    }

    func isStopWord(_ form: UInt32) -> Bool { forms.entries[Int(form)].value.term == FormState.stop }

    /// Reads a text: `words` are its words from then on.
    mutating func read(_ text: Span<UInt8>) {
        tokens.removeAll()
        analyzer.tokenizer.tokenize(text, into: &tokens)
        Self.lookUp(tokens, in: forms, &probes, &words, &newWords)
        if !newWords.isEmpty { addNewWords() }
    }

    private static func lookUp(
        _ tokens: TokenBuffer, in forms: borrowing ByteStringTable<FormState>,
        _ probes: inout [ByteStringTable<FormState>.Probe], _ numbers: inout [UInt32], _ unknown: inout [Int]
    ) {
        let bytes = tokens.forms.span
        probes.removeAll(keepingCapacity: true)
        probes.append(addingCapacity: tokens.count) { probes in
            for index in 0..<tokens.count { probes.append(ByteStringTable<FormState>.probe(bytes, tokens[index].form)) }
        }
        forms.lookUp(probes, in: bytes, &numbers, unknown: &unknown) { tokens[$0].form }
    }

    /// Gives numbers to the words at hand that have none.
    private mutating func addNewWords() {
        // Held by names of their own, or each word would have them held anew.
        let (analyzer, stemmer, languages, bytes) = (analyzer, stemmer, languages, tokens.forms)
        stems.removeAll(keepingCapacity: true)
        stemEnds.removeAll(keepingCapacity: true)
        for index in newWords {
            analyzer.appendTerm(of: bytes[tokens[index].form], using: stemmer, to: &stems)
            stemEnds.append(stems.count)
        }
        Self.lookUp(stems, stemEnds, in: terms, &stemProbes, &stemTerms, &newStems)
        for place in newStems { stemTerms[place] = FormState.stop }
        for (place, index) in newWords.enumerated() {
            let range = tokens[index].form
            if let known = forms.id(of: bytes.span, range) {
                // The second time in one text.
                words[index] = UInt32(known)
                continue
            }
            var term = FormState.stop
            if analyzer.stopWords.role(of: bytes.span, range) != .stop {
                term = stemTerms[place] == FormState.stop ? number(ofStem: place) : stemTerms[place]
            }
            let sign = languages.evidence(of: bytes.span, range)
            evidence.append(sign)
            let state = FormState(term: term, tellsLanguage: !sign.isEmpty)
            words[index] = UInt32(forms.add(bytes, range, state))
        }
    }

    private static func lookUp(
        _ stems: [UInt8], _ ends: [Int], in terms: borrowing ByteStringTable<Void>,
        _ probes: inout [ByteStringTable<Void>.Probe], _ numbers: inout [UInt32], _ unknown: inout [Int]
    ) {
        let range = { (index: Int) in (index == 0 ? 0 : ends[index - 1])..<ends[index] }
        probes.removeAll(keepingCapacity: true)
        for index in ends.indices { probes.append(ByteStringTable<Void>.probe(stems.span, range(index))) }
        terms.lookUp(probes, in: stems.span, &numbers, unknown: &unknown, range: range)
    }

    /// The number of a stem at hand that had none, unless the same stands before it.
    private mutating func number(ofStem place: Int) -> UInt32 {
        let range = (place == 0 ? 0 : stemEnds[place - 1])..<stemEnds[place]
        return UInt32(terms.intern(stems, range).id)
    }

    /// Adds the text read last to a fingerprint.
    func add(to fingerprint: inout ContentFingerprint) {
        fingerprint.add(wordCount: probes.count) { probes[$0].hash }
    }

    /// Counts what the words at hand say of their language.
    mutating func count(in tally: inout LanguageDetector.Tally) {
        let count = Self.findSigns(of: words, forms, &signForms)
        signs.removeAll(keepingCapacity: true)
        for form in signForms[..<count] { signs.append(evidence[Int(form)]) }
        tally.add(signs, amongWords: words.count)
    }

    /// Moves the forms that say something to the front of an array; gives how many they are.
    ///
    /// Each is written, and the next goes over it unless it says something: which do cannot be guessed by a branch.
    private static func findSigns(
        of numbers: [UInt32], _ forms: borrowing ByteStringTable<FormState>, _ found: inout [UInt32]
    ) -> Int {
        if found.count < numbers.count {
            found.append(contentsOf: repeatElement(0, count: numbers.count - found.count))
        }
        let numbers = numbers.span
        let entries = forms.entries.span
        var found = found.mutableSpan
        var count = 0
        for index in numbers.indices {
            found[count] = numbers[index]
            count &+= entries[Int(numbers[index])].value.signCount
        }
        return count
    }
}
