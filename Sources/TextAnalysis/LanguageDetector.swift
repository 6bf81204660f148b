/// Tells the language of a text by its function words, or by its script where only one language is written in it.
///
/// An honest guess for choosing a stemmer: it knows the languages that ``StopWords`` has lists for, those of Armenian,
/// Arabic and Tamil letters, and no others. A text of too few words, of a language that it does not know, or of
/// several mixed, has no language.
public struct LanguageDetector: Sendable {
    /// The languages that a function word belongs to, as bits in the order of ``Language/all``.
    private let words: WordTable<UInt32>
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
            for word in (lists.stop + " " + lists.question).split(whereSeparator: { $0 == " " || $0 == "\n" }) {
                let form = Array(String(word.map { $0 == "ς" ? "σ" : $0 }).utf8)
                if languagesOfWord[form] == nil { order.append(form) }
                languagesOfWord[form, default: 0] |= 1 << UInt32(index)
            }
        }
        var words = WordTable<UInt32>(capacity: order.count)
        for form in order { words.insert(form[...], languagesOfWord[form] ?? 0) }
        self.words = words
    }

    /// The language of a text, or nil where it cannot be told.
    ///
    /// - Parameter text: UTF-8, of which the beginning is read.
    public func language(of text: [UInt8]) -> Language? {
        var tokens = TokenBuffer()
        let beginning = Array(text.prefix(Self.byteLimit))
        tokenizer.tokenize(beginning.span, into: &tokens)
        guard tokens.count >= Self.leastWordCount else { return nil }
        if let language = languageOfScript(in: tokens) { return language }

        var weights = [Double](repeating: 0, count: Language.all.count)
        var hits = [Int](repeating: 0, count: Language.all.count)
        for index in tokens.indices {
            guard let languages = words[tokens.form(index)] else { continue }
            // A word of many languages says little about each.
            let weight = 1 / Double(languages.nonzeroBitCount)
            var rest = languages
            while rest != 0 {
                let number = rest.trailingZeroBitCount
                weights[number] += weight
                hits[number] += 1
                rest &= rest - 1
            }
        }
        let ranked = weights.indices.sorted { (weights[$0], hits[$0]) > (weights[$1], hits[$1]) }
        let best = ranked[0]
        guard hits[best] >= Self.leastHitCount, Double(hits[best]) >= Self.leastShare * Double(tokens.count),
            weights[best] >= Self.leastLead * weights[ranked[1]]
        else { return nil }
        return Language.all[best]
    }

    /// The language of a script that most words are written in and that no second known language uses.
    private func languageOfScript(in tokens: TokenBuffer) -> Language? {
        var counts: [String: Int] = [:]
        for index in tokens.indices {
            let form = tokens.form(index)
            guard let first = form.first, first >= 0x80 else { continue }
            let scalar = form.span.scalar(at: 0)
            switch scalar.value {
            case 0x0530...0x058F: counts["armenian", default: 0] += 1
            case 0x0600...0x06FF: counts["arabic", default: 0] += 1
            case 0x0B80...0x0BFF: counts["tamil", default: 0] += 1
            default: break
            }
        }
        return counts.first { 2 * $0.value > tokens.count }.flatMap { Language(named: $0.key) }
    }
}
