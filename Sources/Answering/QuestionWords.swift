internal import Retrieval
internal import TextAnalysis

/// Terms of a question, by number. Questions of more than 64 distinct terms are told apart by the first 64.
struct TermSet: Hashable, Sequence {
    private var bits: UInt64 = 0

    init(_ terms: [Int] = []) {
        for term in terms { insert(term) }
    }

    var isEmpty: Bool { bits == 0 }

    func contains(_ term: Int) -> Bool { term < 64 && bits & (1 << UInt64(term)) != 0 }

    mutating func insert(_ term: Int) {
        if term < 64 { bits |= 1 << UInt64(term) }
    }

    mutating func formUnion(_ other: TermSet) { bits |= other.bits }

    func intersection(_ other: TermSet) -> TermSet {
        var result = self
        result.bits &= other.bits
        return result
    }

    func union(_ other: TermSet) -> TermSet {
        var result = self
        result.formUnion(other)
        return result
    }

    func isDisjoint(with other: TermSet) -> Bool { bits & other.bits == 0 }

    func subtracting(_ other: TermSet) -> TermSet {
        var result = self
        result.bits &= ~other.bits
        return result
    }

    /// The terms, ascending.
    func makeIterator() -> Iterator { Iterator(bits: bits) }

    struct Iterator: IteratorProtocol {
        fileprivate var bits: UInt64

        mutating func next() -> Int? {
            guard bits != 0 else { return nil }
            defer { bits &= bits - 1 }
            return bits.trailingZeroBitCount
        }
    }
}

/// What the words of texts mean to one question. Each distinct form is stemmed, compared and looked up once.
final class QuestionWords {
    struct Meaning {
        var role: WordRole
        /// The question's term that it is a form of, or -1.
        var term = -1
        /// It stands so in the question.
        var isExact = false
        /// The question's terms that it resembles without being a form of them, as "government" resembles "govern".
        var resembled = TermSet()
        /// The question's terms that it says the opposite of, and those that it says nearly the same as.
        var opposed = TermSet()
        var related = TermSet()
        /// Equal for forms of one stem.
        var stem: Int
        var cues: AnswerCues
    }

    let analyzer: Analyzer
    private let stemmer: Stemmer
    private var forms = ByteStringTable<Void>(slotCount: 2048)
    /// By the form's number.
    private var meanings: [Meaning] = []
    /// The stems of the question's terms, as the terms are numbered, and behind them those of other words.
    private var stems = ByteStringTable<Void>(slotCount: 1024)
    private var opposedOfStem: [[UInt8]: TermSet] = [:]
    private var relatedOfStem: [[UInt8]: TermSet] = [:]
    /// The question's terms that forms written otherwise stand for, see `SameWords`.
    private var termOfForm: [[UInt8]: Int] = [:]
    /// The question's term that a percent sign stands for, or -1.
    private(set) var percentTerm = -1
    /// The forms that the question has each term in.
    private let formsOfTerms: [[[UInt8]]]
    /// Those that other words may resemble, by their first four bytes.
    private let resemblable: [(beginning: UInt32, form: [UInt8], term: Int)]
    /// The first bytes of the question's stems and forms, of their opposites and of related words.
    private var initials = Array(repeating: false, count: 256)
    /// Words that need no stem are numbered downwards.
    private var unstemmedCount = 0

    /// Besides the related words of the ranking, what names a part of a text otherwise: the risks of a thing stand beneath its side
    /// effects. In the ranking "side" is too many other things: there it costs .005 of the nDCG@10 of a small FAQ.
    private static let namesOfParts = "risk side adverse"

    /// - Parameter terms: stem and forms of each term of the question, in order.
    init(terms: [(stem: [UInt8], forms: [[UInt8]])], relatedWords: RelatedWords, analyzer: Analyzer) {
        self.analyzer = analyzer
        stemmer = analyzer.makeStemmer()
        formsOfTerms = terms.map(\.forms)
        resemblable = terms.enumerated().flatMap { index, term in
            term.forms.filter { $0.count > 3 }.map { (Self.beginning(of: $0), $0, index) }
        }
        let opposites = Opposites.of(analyzer.language)
        let namesOfParts = analyzer.language == .english ? RelatedWords(Self.namesOfParts, analyzer: analyzer) : nil
        for (index, term) in terms.enumerated() {
            stems.intern(term.stem)
            let opposed = opposites?.of(term.stem, by: analyzer, using: stemmer) ?? []
            for stem in opposed { opposedOfStem[stem, default: TermSet()].insert(index) }
            let related =
                (relatedWords.relatives(of: term.stem, using: stemmer)
                + (namesOfParts?.relatives(of: term.stem, using: stemmer) ?? [])).map(\.stem)
            for stem in related { relatedOfStem[stem, default: TermSet()].insert(index) }
            for bytes in [term.stem] + term.forms + opposed + related {
                if let first = bytes.first { initials[Int(first)] = true }
            }
        }
        let same = SameWords.of(analyzer.language)
        for (index, term) in terms.enumerated() {
            for form in term.forms {
                for other in same?.of(form) ?? [] { termOfForm[other] = index }
                if form.elementsEqual("percent".utf8) { percentTerm = index }
            }
        }
        meanings.reserveCapacity(1024)
    }

    func meaning(of form: ArraySlice<UInt8>) -> Meaning {
        let bytes = Array(form)
        let (number, isNew) = forms.intern(bytes, 0..<bytes.count)
        if isNew { meanings.append(found(form)) }
        return meanings[number]
    }

    /// The meanings of the words of a text, in their order.
    func meanings(of tokens: TokenBuffer) -> [Meaning] {
        var result: [Meaning] = []
        result.reserveCapacity(tokens.count)
        for index in 0..<tokens.count {
            let (number, isNew) = forms.intern(tokens.forms, tokens[index].form)
            if isNew { meanings.append(found(tokens.form(index))) }
            result.append(meanings[number])
        }
        return result
    }

    private func found(_ form: ArraySlice<UInt8>) -> Meaning {
        let bytes = Array(form)
        unstemmedCount += 1
        var meaning = Meaning(
            role: analyzer.stopWords.role(of: form), stem: -unstemmedCount, cues: AnswerCues(of: bytes))
        // A stem begins as its forms do, but for accents. Words that cannot be the question's need none: each counts as its own.
        // Of a stop word no more than its cues is asked.
        if meaning.role != .stop, bytes.first.map({ $0 >= 0x80 || initials[Int($0)] }) ?? false {
            relate(bytes, to: &meaning)
        }
        if meaning.term < 0, let term = termOfForm[bytes] {
            meaning.term = term
            meaning.stem = term
            meaning.isExact = true
        }
        return meaning
    }

    /// Finds the term of the question that a form belongs to, or those that it resembles or says the opposite of.
    private func relate(_ form: [UInt8], to meaning: inout Meaning) {
        let stem = analyzer.term(of: form[...], using: stemmer)
        meaning.stem = stems.intern(stem)
        if let opposed = opposedOfStem[stem] { meaning.opposed = opposed }
        if let related = relatedOfStem[stem] { meaning.related = related }
        if meaning.stem < formsOfTerms.count {
            meaning.term = meaning.stem
            meaning.isExact = formsOfTerms[meaning.term].contains(form)
        } else if form.count > 3 {
            let beginning = Self.beginning(of: form)
            for asked in resemblable where asked.beginning == beginning && Resemblance.holds(asked.form, form) {
                meaning.resembled.insert(asked.term)
            }
        }
    }

    /// The first four bytes of a form.
    private static func beginning(of form: [UInt8]) -> UInt32 {
        form.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    }
}

/// What a word may show about the answer that a sentence holds.
struct AnswerCues: OptionSet {
    let rawValue: UInt32

    /// Digits.
    static let number = AnswerCues(rawValue: 1)
    /// Four digits that may be a year.
    static let year = AnswerCues(rawValue: 1 << 1)
    /// "Three", "half", "million".
    static let numberWord = AnswerCues(rawValue: 1 << 2)
    /// "March", "weeks", "century".
    static let timeWord = AnswerCues(rawValue: 1 << 3)
    /// "Because", "due", "therefore".
    static let reason = AnswerCues(rawValue: 1 << 4)
    /// "By", "through", "using".
    static let means = AnswerCues(rawValue: 1 << 5)
    /// "This", "it", "such": at a sentence's beginning it points back.
    static let pointing = AnswerCues(rawValue: 1 << 6)
    /// A name that the question does not have; told by its capital, not by its form.
    static let name = AnswerCues(rawValue: 1 << 7)
    /// "Is", "are", "means": what stands before it may be what is defined.
    static let definingVerb = AnswerCues(rawValue: 1 << 8)
    /// "A", "the", "any": behind such a verb it begins what something is.
    static let article = AnswerCues(rawValue: 1 << 9)
    /// "Most", "safest", "first".
    static let superlative = AnswerCues(rawValue: 1 << 10)
    /// "Not", "never", "without".
    static let negation = AnswerCues(rawValue: 1 << 11)

    /// "Called", "termed": what follows it is named by what stands before.
    static let naming = AnswerCues(rawValue: 1 << 12)
    /// "Similarly", "otherwise": at a sentence's beginning it goes on from the one before, without naming anything of it.
    static let linking = AnswerCues(rawValue: 1 << 13)
    /// "These", "it", "former": behind function words alone it points back, too ("In these cases …").
    static let demonstrative = AnswerCues(rawValue: 1 << 14)
    /// "Than", "whereas", "unlike": what stands around it is compared.
    static let comparing = AnswerCues(rawValue: 1 << 15)

    init(rawValue: UInt32) { self.rawValue = rawValue }

    /// - Parameter form: as the tokenizer makes it.
    init(of form: [UInt8]) {
        self = Self.words.id(of: form, 0..<form.count).map { Self.ofWord[$0] } ?? []
        if let first = form.first, (0x30...0x39).contains(first) {
            insert(.number)
            if form.count == 4, first == UInt8(ascii: "1") || first == UInt8(ascii: "2"),
                form.allSatisfy({ (0x30...0x39).contains($0) })
            {
                insert(.year)
            }
        }
    }

    private static let words = table.words
    /// By the word's number.
    private static let ofWord = table.cues

    private static let table: (words: ByteStringTable<Void>, cues: [AnswerCues]) = {
        var table = ByteStringTable<Void>(slotCount: 512)
        var cues: [AnswerCues] = []
        func add(_ cue: AnswerCues, _ words: String) {
            for word in words.utf8.split(separator: UInt8(ascii: " ")) {
                let number = table.intern(Array(word))
                if number == cues.count { cues.append([]) }
                cues[number].insert(cue)
            }
        }
        add(
            .numberWord,
            """
            one two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion half third \
            quarter several percent
            """)
        add(
            .timeWord,
            """
            january february march april may june july august september october november december century day days week weeks \
            month months year years hour hours minutes decade decades today
            """)
        add(
            .reason,
            "because since due cause causes caused therefore reason reasons result results resulting thus owing order")
        add(.means, "by through using via with")
        add(
            .pointing,
            """
            this that these those it its they their he she his her such however but then also so therefore both
            """)
        add(
            .linking,
            """
            similarly otherwise alternatively moreover furthermore additionally nevertheless nonetheless instead consequently \
            hence meanwhile likewise accordingly thus
            """)
        add(.demonstrative, "this these those such it its they their them he his she her former latter another")
        add(
            .comparing,
            """
            than whereas while unlike but difference differences differs differ rather instead similar same identical \
            equivalent opposed contrast
            """)
        add(.definingVerb, "is are means refers was were")
        add(.naming, "called known termed named")
        add(.article, "a an the any one when")
        add(.superlative, "most least best safest safer first more less largest smallest highest greatest oldest")
        add(
            .negation,
            """
            not never no without cannot cant didnt isnt wasnt werent dont doesnt arent couldnt wont nor neither unable fails \
            failed lack lacks except
            """)
        return (table, cues)
    }()
}
