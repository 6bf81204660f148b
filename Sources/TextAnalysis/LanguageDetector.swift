/// Tells the language of a text by its function words, or by its script where only one language is written in it.
///
/// An honest guess for choosing a stemmer: it knows the languages that ``StopWords`` has lists for, those of Armenian,
/// Arabic and Tamil letters, and no others. A text of too few words, of a language that it does not know, or of
/// several mixed, has no language.
///
/// ```swift
/// var tally = LanguageDetector.Tally()
/// tally.add(forms.map { detector.evidence(of: $0) }, amongWords: forms.count)
/// let language = detector.language(of: tally)
/// ```
public final class LanguageDetector: Sendable {
    /// What a form says of its text's language: the number of a set of languages.
    public struct Evidence: Sendable {
        let number: UInt16

        static let none = Evidence(number: 0)

        /// Whether the form says nothing.
        public var isEmpty: Bool { number == 0 }
    }

    /// How many words of a text say what.
    public struct Tally: Sendable {
        /// Words counted so far.
        public private(set) var wordCount = 0

        /// For each set of languages.
        private(set) var counts: [Int]
        /// The sets that have a count.
        private(set) var counted: [Int] = []

        /// Makes an empty tally.
        public init() { counts = Array(repeating: 0, count: LanguageDetector.shared.sets.count) }

        /// Counts words.
        ///
        /// - Parameters:
        ///   - evidence: What the words say that say something.
        ///   - count: How many words there are with those that say nothing.
        public mutating func add(_ evidence: [Evidence], amongWords count: Int) {
            wordCount += count
            for each in evidence where !each.isEmpty {
                let set = Int(each.number)
                if counts[set] == 0 { counted.append(set) }
                counts[set] += 1
            }
        }

        /// Forgets all words.
        public mutating func removeAll() {
            for set in counted { counts[set] = 0 }
            counted.removeAll(keepingCapacity: true)
            wordCount = 0
        }
    }

    private enum LanguageSet: Hashable {
        /// The languages that a function word belongs to, as bits in the order of ``Language/all``; none for all other words.
        case functionWord(UInt32)
        /// The one known language of a script.
        case script(Language)
    }

    private let sets: [LanguageSet]
    /// The number of a function word's set.
    private let words: WordTable<UInt16>
    private let tokenizer = WordTokenizer(language: .english)

    /// A text of fewer words is not judged.
    private static let leastWordCount = 8
    /// The share of function words that a text has at least. Turkish and Finnish, which put into endings what others put into
    /// words, have 0.12 to 0.2 in running text; English and German 0.35 to 0.5.
    private static let leastShare = 0.08
    /// Fewer function words may be chance.
    private static let leastHitCount = 3
    /// By how much the best language must have more than the next: Danish and Norwegian share most of their words.
    private static let leastLead = 1.15

    /// One for all, since its table is the same everywhere.
    public static let shared = LanguageDetector()

    /// How much of a text is read.
    private static let byteLimit = 2_000

    init() {
        var languagesOfWord: [[UInt8]: UInt32] = [:]
        var order: [[UInt8]] = []
        for (index, language) in Language.all.enumerated() {
            let lists = StopWords.lists(for: language)
            let text = (lists.stop + " " + lists.question).utf8.span
            var end = 0
            while let word = text.listedWord(from: end) {
                end = word.upperBound
                let form = StopWords.form(text.extracting(word))
                if languagesOfWord[form] == nil { order.append(form) }
                languagesOfWord[form, default: 0] |= 1 << UInt32(index)
            }
        }
        var sets: [LanguageSet] = [.functionWord(0)] + Self.scripts.map { .script($0.language) }
        var numbers: [UInt32: UInt16] = [:]
        var words = WordTable<UInt16>()
        for form in order {
            let languages = languagesOfWord[form] ?? 0
            let number = numbers[languages] ?? UInt16(sets.count)
            if Int(number) == sets.count {
                sets.append(.functionWord(languages))
                numbers[languages] = number
            }
            words.insert(form[...], number)
        }
        self.sets = sets
        self.words = words
    }

    /// The scripts that tell a language, by their scalars.
    private static let scripts: [(scalars: ClosedRange<UInt32>, language: Language)] = [
        (0x0530...0x058F, "armenian"), (0x0600...0x06FF, "arabic"), (0x0B80...0x0BFF, "tamil"),
    ].compactMap { scalars, name in Language(named: name).map { (scalars, $0) } }

    /// What a form says of its text's language; does not allocate.
    ///
    /// - Parameter form: A form as a ``Tokenizer`` makes it.
    public func evidence(of form: ArraySlice<UInt8>) -> Evidence { evidence(of: form.span, 0..<form.count) }

    /// What the form that stands in a range of a text says of the text's language; does not allocate.
    public func evidence(of text: Span<UInt8>, _ range: Range<Int>) -> Evidence {
        if let first = range.first, text[first] >= 0x80 {
            let scalar = text.scalar(at: first).value
            if let script = Self.scripts.firstIndex(where: { $0.scalars.contains(scalar) }) {
                return Evidence(number: UInt16(1 + script))
            }
        }
        return words[text, range].map { Evidence(number: $0) } ?? .none
    }

    /// The language of a text, or nil where it cannot be told.
    ///
    /// - Parameter text: UTF-8, of which the beginning is read.
    public func language(of text: [UInt8]) -> Language? {
        var tokens = TokenBuffer()
        tokenizer.tokenize(text.span.extracting(first: Self.byteLimit), into: &tokens)
        var tally = Tally()
        tally.add(tokens.indices.map { evidence(of: tokens.form($0)) }, amongWords: tokens.count)
        return language(of: tally)
    }

    /// The language of a text, or nil where it cannot be told.
    ///
    /// - Parameter tally: Its words, or those of its beginning.
    public func language(of tally: Tally) -> Language? {
        let wordCount = tally.wordCount
        guard wordCount >= Self.leastWordCount else { return nil }
        // As many as a set of languages has bits; nobody has those that there are no languages for.
        var weights = InlineArray<32, Double>(repeating: 0)
        var hits = InlineArray<32, Int>(repeating: 0)
        for set in tally.counted {
            let count = tally.counts[set]
            switch sets[set] {
            case .script(let language):
                if 2 * count > wordCount { return language }
            case .functionWord(var languages):
                // A word of many languages says little about each.
                let weight = Double(count) / Double(max(1, languages.nonzeroBitCount))
                while languages != 0 {
                    let number = languages.trailingZeroBitCount
                    weights[number] += weight
                    hits[number] += count
                    languages &= languages - 1
                }
            }
        }
        var best = 0
        var second = 0.0
        for number in 1..<Language.all.count {
            if weights[number] > weights[best] || weights[number] == weights[best] && hits[number] > hits[best] {
                second = weights[best]
                best = number
            } else {
                second = max(second, weights[number])
            }
        }
        guard hits[best] >= Self.leastHitCount, Double(hits[best]) >= Self.leastShare * Double(wordCount),
            weights[best] >= Self.leastLead * second
        else { return nil }
        return Language.all[best]
    }
}
