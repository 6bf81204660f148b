internal import TextAnalysis

/// A word of a passage, as far as one question is concerned.
struct Word {
    enum Kind {
        /// A form of one of the question's terms.
        case term
        /// Another word that carries content.
        case content
        /// A question or function word.
        case question
        case stop
    }

    var kind: Kind
    /// The question's term, for `.term`.
    var term = -1
    /// The very form of the question that it is, by `WordReader`'s numbers, or -1.
    var form = -1
    /// Where it begins in the text.
    var offset: Int
}

/// A title or heading: its words, and its distinct stems with what they mean.
struct Heading {
    struct Stem: Equatable {
        var bytes: [UInt8]
        var inverseDocumentFrequency: Double
        var isContent: Bool
        /// A content term of the question.
        var isAsked: Bool
        var intents: IntentClasses
        /// A stop word, or one that only asks what something is.
        var isNeutral: Bool
    }

    var words: [Word]
    /// In the order of the words, each once.
    var stems: [Stem]
    /// The names in it: the whole, and where it ends with one word in parentheses, that word and what stands before it, as
    /// in "Transcutaneous electrical nerve stimulation (TENS)".
    var names: [[Stem]]

    var contentStems: [Stem] { stems.filter(\.isContent) }
}

/// Reads texts as the words of one question. Many passages share their titles and headings, so those are read once.
final class WordReader {
    /// The number of each term's first form; the others follow.
    let firstForm: [Int]
    let formCount: Int

    private let terms: [ResolvedTerm]
    private let vocabulary: QueryVocabulary
    private let lexicon: IntentClasses.Lexicon
    private var forms = ByteStringTable()
    private var meanings: [(term: Int, form: Int)] = []
    private var termOfStem: [[UInt8]: Int] = [:]
    private var headings: [[UInt8]: Heading] = [:]
    private var tokens = TokenBuffer()

    init(terms: [ResolvedTerm], vocabulary: QueryVocabulary, lexicon: IntentClasses.Lexicon) {
        self.terms = terms
        self.vocabulary = vocabulary
        self.lexicon = lexicon
        var firstForm: [Int] = []
        var count = 0
        for (index, resolved) in terms.enumerated() {
            termOfStem[resolved.term.stem] = index
            firstForm.append(count)
            for form in resolved.term.forms {
                if forms.intern(form.bytes, 0..<form.bytes.count).isNew { meanings.append((index, count)) }
                count += 1
            }
            for form in resolved.formsInCorpus where forms.intern(form, 0..<form.count).isNew {
                meanings.append((index, -1))
            }
        }
        self.firstForm = firstForm
        formCount = count
    }

    func words(of text: [UInt8]) -> [Word] {
        let analyzer = vocabulary.analyzer
        tokens.removeAll()
        analyzer.tokenizer.tokenize(text.span, into: &tokens)
        var words: [Word] = []
        words.reserveCapacity(tokens.count)
        for index in 0..<tokens.count {
            let token = tokens[index]
            let offset = token.source.lowerBound
            if let id = forms.id(of: tokens.forms, token.form) {
                words.append(Word(kind: .term, term: meanings[id].term, form: meanings[id].form, offset: offset))
            } else {
                let role = analyzer.stopWords.role(of: tokens.form(index))
                words.append(
                    Word(kind: role == .stop ? .stop : role == .question ? .question : .content, offset: offset))
            }
        }
        return words
    }

    func heading(_ text: [UInt8]) -> Heading {
        if let known = headings[text] { return known }
        let words = words(of: text)
        var stems: [Heading.Stem] = []
        var parts: [[Heading.Stem]] = [[]]
        var end = 0
        for (index, word) in words.enumerated() {
            let bytes = vocabulary.stem(of: Array(tokens.form(index)))
            if Self.separatesNames(text[end..<word.offset]), parts[parts.count - 1].isEmpty == false {
                parts.append([])
            }
            end = tokens[index].source.upperBound
            if let known = stems.first(where: { $0.bytes == bytes }) {
                parts[parts.count - 1].append(known)
                continue
            }
            let term = termOfStem[bytes]
            let role = vocabulary.analyzer.stopWords.role(of: tokens.form(index))
            stems.append(
                Heading.Stem(
                    bytes: bytes,
                    inverseDocumentFrequency: term.map { terms[$0].inverseDocumentFrequency }
                        ?? (word.kind == .content ? vocabulary.inverseDocumentFrequency(of: bytes) : 0),
                    isContent: role == .content, isAsked: term.map { terms[$0].term.isContent } ?? false,
                    intents: lexicon.classes(of: bytes), isNeutral: role == .stop || lexicon.isNeutral(bytes)))
            parts[parts.count - 1].append(stems[stems.count - 1])
        }
        let heading = Heading(
            words: words, stems: stems, names: Self.endsWithAlias(text, parts) ? [stems] + parts : [stems])
        headings[text] = heading
        return heading
    }

    private static func endsWithAlias(_ text: [UInt8], _ parts: [[Heading.Stem]]) -> Bool {
        parts.count == 2 && parts[1].count == 1 && text.last { $0 > 0x20 } == UInt8(ascii: ")")
    }

    private static func separatesNames(_ gap: ArraySlice<UInt8>) -> Bool {
        gap.contains { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") }
    }
}

/// Stems and inverse document frequencies of the words that turn up in titles while one question is ranked.
final class QueryVocabulary {
    let analyzer: Analyzer
    private let stemmer: Stemmer
    private let frequency: ([UInt8]) -> Double
    private var stems: [[UInt8]: [UInt8]] = [:]
    private var frequencies: [[UInt8]: Double] = [:]

    init(analyzer: Analyzer, inverseDocumentFrequency: @escaping ([UInt8]) -> Double) {
        self.analyzer = analyzer
        stemmer = analyzer.makeStemmer()
        frequency = inverseDocumentFrequency
    }

    func stem(of form: [UInt8]) -> [UInt8] {
        if let known = stems[form] { return known }
        let stem = analyzer.term(of: form[...], using: stemmer)
        stems[form] = stem
        return stem
    }

    func inverseDocumentFrequency(of stem: [UInt8]) -> Double {
        if let known = frequencies[stem] { return known }
        let value = frequency(stem)
        frequencies[stem] = value
        return value
    }
}
