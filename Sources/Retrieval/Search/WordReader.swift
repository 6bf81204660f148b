internal import TextAnalysis

/// A word of a passage: which form it is, by `WordReader`'s numbers, and where it begins in its text.
struct Word {
    var form: Int32
    var offset: Int32
}

/// What a word form is to one question.
struct WordMeaning {
    var role: WordRole
    /// The question's term that it is a form of, or -1.
    var term: Int32 = -1
    /// Its number among the forms that the question itself has, or -1.
    var askedForm: Int32 = -1
    /// Its number in the question's phrases, see `Query.phrases`, or -1.
    var phraseWord: Int32 = -1
    /// Its number among the related stems, or -1.
    var relative: Int32 = -1
    /// The number of its stem; -1 until it is needed.
    var stem: Int32 = -1

    /// Carries content, or is one of the question's words: what counts in a field's length.
    var isIndexed: Bool { role != .stop || term >= 0 }
}

/// What a stem is to one question; known for stems of titles and headings only.
struct StemMeaning {
    var inverseDocumentFrequency: Double
    /// The question's term, or -1.
    var term: Int32
    var relative: Int32
    /// Content terms of the question that it resembles without being one of them.
    var resembled: [Int]
    /// A word of the question, be it a stop word.
    var isAsked: Bool
    var intents: IntentClasses
    /// Asks nothing more than what something is.
    var isNeutral: Bool
    var isNumber: Bool
}

/// A title or heading: its words, and its distinct stems.
struct Heading {
    struct Stem {
        /// `WordReader`'s number.
        var number: Int
        var role: WordRole
    }

    var words: [Word]
    /// In the order of the words, each once.
    var stems: [Stem]
    /// The names in it: the whole, and where it has one word in parentheses, what it is without that word, and what it is
    /// with that word for those before it: "Nerve stimulation (NS) at home", "Nerve stimulation at home", "NS at home".
    var names: [[Stem]]
    /// Content terms of the question that are in it as one word instead of two, or as two instead of one.
    var compounds: [Int]

    func has(_ number: Int) -> Bool { stems.contains { $0.number == number } }
}

/// Reads texts as the words of one question. Of a passage's text only the words that mean something to the question are
/// told apart; titles and headings, which many passages share, are read whole and once.
final class WordReader {
    private let query: ResolvedQuery
    private let vocabulary: QueryVocabulary
    private var forms = ByteStringTable<Void>(slotCount: 512)
    private(set) var meanings: [WordMeaning] = []
    /// Finds the forms that the question gives a meaning.
    private var spotter: WordSpotter
    private var stems = ByteStringTable<Void>(slotCount: 256)
    private(set) var stemMeanings: [StemMeaning] = []
    private var headings: [[UInt8]: Heading] = [:]
    private let compounds: AskedCompounds
    private var tokens = TokenBuffer()

    init(_ query: ResolvedQuery, vocabulary: QueryVocabulary) {
        self.query = query
        self.vocabulary = vocabulary
        spotter = vocabulary.spotter
        compounds = AskedCompounds(query.query)
        var askedForm: Int32 = 0
        for (index, resolved) in query.terms.enumerated() {
            for form in resolved.term.forms {
                define(form.bytes) { meaning in
                    (meaning.term, meaning.askedForm, meaning.phraseWord) = (Int32(index), askedForm, Int32(index))
                }
                askedForm += 1
            }
            for form in resolved.formsInCorpus {
                define(form) { ($0.term, $0.phraseWord) = (Int32(index), Int32(index)) }
            }
        }
        for (index, form) in query.query.stopForms.enumerated() {
            define(form) { $0.phraseWord = Int32(query.terms.count + index) }
        }
        for (index, relative) in query.relatives.enumerated() {
            for form in relative.formsInCorpus { define(form) { $0.relative = Int32(index) } }
        }
    }

    /// Gives a form its meaning, unless it has one already.
    private func define(_ form: [UInt8], _ give: (inout WordMeaning) -> Void) {
        guard forms.intern(form, 0..<form.count).isNew else { return }
        spotter.insert(form, number: Int32(meanings.count))
        var meaning = WordMeaning(role: vocabulary.analyzer.stopWords.role(of: form[...]))
        give(&meaning)
        meanings.append(meaning)
    }

    /// Finds the words of a passage's text that mean something to the question. Gives how many others it has.
    func spot(in text: [UInt8], into found: inout [SpottedWord]) -> WordCounts {
        spotter.spot(in: text.span, into: &found)
    }

    /// Appends all words of a title or heading.
    private func read(_ text: [UInt8], into words: inout [Word]) {
        let analyzer = vocabulary.analyzer
        tokens.removeAll()
        analyzer.tokenizer.tokenize(text.span, into: &tokens)
        words.reserveCapacity(words.count + tokens.count)
        for index in 0..<tokens.count {
            let token = tokens[index]
            let (id, isNew) = forms.intern(tokens.forms, token.form)
            if isNew { meanings.append(WordMeaning(role: analyzer.stopWords.role(of: tokens.form(index)))) }
            words.append(Word(form: Int32(id), offset: Int32(truncatingIfNeeded: token.source.lowerBound)))
        }
    }

    func heading(_ text: [UInt8]) -> Heading {
        if let known = headings[text] { return known }
        var words: [Word] = []
        read(text, into: &words)
        var stems: [Heading.Stem] = []
        var parts: [[Heading.Stem]] = [[]]
        var end = 0
        for (index, word) in words.enumerated() {
            let number = stem(of: Int(word.form))
            if Self.separatesNames(text[end..<Int(word.offset)]), parts[parts.count - 1].isEmpty == false {
                parts.append([])
            }
            end = tokens[index].source.upperBound
            let known = stems.first { $0.number == number }
            let stem = known ?? Heading.Stem(number: number, role: meanings[Int(word.form)].role)
            if known == nil { stems.append(stem) }
            parts[parts.count - 1].append(stem)
        }
        let heading = Heading(
            words: words, stems: stems, names: [stems] + Self.aliases(text, parts),
            compounds: compounds.terms(among: words.map { forms[Int($0.form)] }))
        headings[text] = heading
        return heading
    }

    /// Whether a heading has a stem.
    func holds(stem: [UInt8], _ heading: Heading) -> Bool {
        guard let number = stems.id(of: stem, 0..<stem.count) else { return false }
        return heading.has(number)
    }

    /// The number of a form's stem.
    private func stem(of form: Int) -> Int {
        if meanings[form].stem >= 0 { return Int(meanings[form].stem) }
        let bytes = vocabulary.stem(of: forms[form])
        let (number, isNew) = stems.intern(bytes, 0..<bytes.count)
        if isNew { stemMeanings.append(meaning(ofStem: bytes, form: meanings[form])) }
        meanings[form].stem = Int32(number)
        return number
    }

    private func meaning(ofStem stem: [UInt8], form: WordMeaning) -> StemMeaning {
        let term = query.termOfStem[stem]
        let relative = term == nil ? query.relativeOfStem[stem] : nil
        let frequency: Double
        if let term {
            frequency = query.terms[term].inverseDocumentFrequency
        } else if let relative {
            frequency = query.relatives[relative].inverseDocumentFrequency
        } else {
            frequency = form.role == .content ? vocabulary.inverseDocumentFrequency(of: stem) : 0
        }
        let resembled =
            term == nil && form.role == .content
            ? query.terms.indices.filter {
                query.terms[$0].term.isContent && Resemblance.holds(query.terms[$0].term.stem, stem)
            } : []
        return StemMeaning(
            inverseDocumentFrequency: frequency, term: Int32(term ?? -1), relative: Int32(relative ?? -1),
            resembled: resembled,
            isAsked: term != nil || form.phraseWord >= 0,
            intents: vocabulary.lexicon.classes(of: stem),
            isNeutral: form.role == .stop || vocabulary.lexicon.isNeutral(stem),
            isNumber: stem.first.map { $0 &- 0x30 < 10 } ?? false)
    }

    private static func aliases(_ text: [UInt8], _ parts: [[Heading.Stem]]) -> [[Heading.Stem]] {
        guard (2...3).contains(parts.count), parts[1].count == 1,
            parts.count == 3 || text.last(where: { $0 > 0x20 }) == UInt8(ascii: ")")
        else { return [] }
        let rest = parts.dropFirst(2).joined()
        return [parts[0] + rest, parts[1] + rest]
    }

    private static func separatesNames(_ gap: ArraySlice<UInt8>) -> Bool {
        gap.contains { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") }
    }
}

/// Stems and inverse document frequencies of the words that turn up in titles while one question is ranked.
final class QueryVocabulary {
    let analyzer: Analyzer
    let lexicon: IntentClasses.Lexicon
    /// Looks for nothing yet.
    let spotter: WordSpotter
    private let stemmer: Stemmer
    private let frequency: ([UInt8]) -> Double

    init(
        analyzer: Analyzer, lexicon: IntentClasses.Lexicon, spotter: WordSpotter,
        inverseDocumentFrequency: @escaping ([UInt8]) -> Double
    ) {
        self.analyzer = analyzer
        self.lexicon = lexicon
        self.spotter = spotter
        stemmer = analyzer.makeStemmer()
        frequency = inverseDocumentFrequency
    }

    func stem(of form: ArraySlice<UInt8>) -> [UInt8] {
        analyzer.term(of: form, using: stemmer)
    }

    func inverseDocumentFrequency(of stem: [UInt8]) -> Double {
        frequency(stem)
    }
}
