internal import TextAnalysis

/// A question as the engine sees it: its terms with what they weigh, and the order they came in.
public struct Query: Sendable {
    /// One stem of the question, with the forms that the question has it in.
    public struct Term: Sendable {
        public struct Form: Sendable {
            /// The word as typed, case folded.
            public let bytes: [UInt8]
            /// (1 + ln count) · role, see `Term.weight`.
            public let weight: Double
        }

        public let stem: [UInt8]
        public let forms: [Form]
        /// 1 for a content word and 0.2 for a question word, times (1 + ln of its count in the question).
        public let weight: Double
        /// A word that carries the question's subject, not one of the words that questions are made of.
        public let isContent: Bool

        /// The word as the question has it first.
        public var text: String { String(decoding: forms[0].bytes, as: UTF8.self) }
    }

    /// More terms of a question than this are not looked at, so that a question of a megabyte costs no more than a page.
    public static let termLimit = 256

    /// Distinct stems in the order of their first appearance; stop words are left out.
    public let terms: [Term]
    /// The content words of the question in order, indices into `terms`.
    public let contentSequence: [Int]
    /// The question's stop words, each form once.
    let stopForms: [[UInt8]]
    /// Pairs of neighbouring words of the question, stop words among them, each pair once. A word is the index of its term,
    /// or for a stop word `terms.count` plus its index in `stopForms`.
    let phrases: [(first: Int, second: Int, weight: Double)]
    /// The question's words that name an intent, by stem. Stop words are among them: "when" asks for a time.
    let intents: [[UInt8]: IntentClasses]

    /// What the question says with marks instead of words.
    package let symbols: AskedSymbols

    /// Whether it asks no more than what something is: "What is a bare repository?", "What does hyperalgesia mean?"
    let asksWhatItIs: Bool

    /// Whether nothing is left to search for.
    public var isEmpty: Bool { terms.isEmpty }

    /// - Parameter isHeld: whether the corpus holds a stem.
    init(
        _ question: [UInt8], analyzer: Analyzer, stemmer: Stemmer, lexicon: IntentClasses.Lexicon,
        isHeld: ([UInt8]) -> Bool = { _ in true }
    ) {
        var tokens = TokenBuffer()
        analyzer.tokenizer.tokenize(question.span, into: &tokens)

        struct Draft {
            var stem: [UInt8]
            var count = 0
            var forms: [(bytes: [UInt8], count: Int)] = []
            var isContent = false
        }
        var drafts: [Draft] = []
        var places: [[UInt8]: Int] = [:]
        var sequence: [(term: Int, isContent: Bool)] = []
        var intents: [[UInt8]: IntentClasses] = [:]
        var stopForms: [[UInt8]] = []
        var text: [(place: Int, role: WordRole)?] = []
        var questionForms: [[UInt8]] = []
        for index in 0..<tokens.count {
            let form = Array(tokens.form(index))
            var role = analyzer.stopWords.role(of: form[...])
            let stem = analyzer.term(of: form[...], using: stemmer)
            // A word that only asks and that the corpus lacks is not what is missing in it.
            let last = index > 0 ? tokens.form(index - 1) : []
            if role == .content, analyzer.stopWords.isOfAsking(form[...], behind: last), !isHeld(stem) {
                role = .question
            }
            let classes = lexicon.classes(of: stem)
            if !classes.isEmpty { intents[stem] = classes }
            if role == .question { questionForms.append(form) }
            if role == .stop {
                let place = stopForms.firstIndex(of: form) ?? stopForms.count
                if place == stopForms.count { stopForms.append(form) }
                text.append((place, role))
                continue
            }
            guard let place = places[stem] ?? (drafts.count < Self.termLimit ? drafts.count : nil) else {
                text.append(nil)
                continue
            }
            text.append((place, role))
            if place == drafts.count {
                places[stem] = place
                drafts.append(Draft(stem: stem))
            }
            drafts[place].count += 1
            drafts[place].isContent = drafts[place].isContent || role == .content
            if let known = drafts[place].forms.firstIndex(where: { $0.bytes == form }) {
                drafts[place].forms[known].count += 1
            } else {
                drafts[place].forms.append((form, 1))
            }
            sequence.append((place, role == .content))
        }
        // "How many?": when a question has nothing but question words, they are what it is about.
        let hasContent = drafts.contains { $0.isContent }
        terms = drafts.map { draft in
            let isContent = draft.isContent || !hasContent
            let role = isContent ? 1 : RankingConstants.questionWordWeight
            func weight(_ count: Int) -> Double { role * (1 + RankingMath.log(Double(count))) }
            return Term(
                stem: draft.stem, forms: draft.forms.map { .init(bytes: $0.bytes, weight: weight($0.count)) },
                weight: weight(draft.count), isContent: isContent)
        }
        contentSequence = sequence.filter { $0.isContent || !hasContent }.map(\.term)
        self.intents = intents
        symbols = AskedSymbols(question)
        asksWhatItIs = hasContent && analyzer.language == .english && Self.askWhatItIs(questionForms)
        self.stopForms = stopForms
        phrases = Self.phrases(in: text, termCount: drafts.count)
    }

    /// Whether the question words of a question ask no more than what something is.
    private static func askWhatItIs(_ forms: [[UInt8]]) -> Bool {
        let words = forms.map { String(decoding: $0, as: UTF8.self) }
        if words == ["define"] { return true }
        return ["what", "whats", "who", "whos"].contains(words.first)
            && words.dropFirst().allSatisfy { ["does", "do", "mean", "means", "meant"].contains($0) }
    }

    private static func phrases(
        in text: [(place: Int, role: WordRole)?], termCount: Int
    ) -> [(first: Int, second: Int, weight: Double)] {
        typealias C = RankingConstants
        var seen: Set<Int> = []
        var phrases: [(first: Int, second: Int, weight: Double)] = []
        for (first, second) in zip(text, text.dropFirst()) {
            guard let first, let second else { continue }
            func number(_ word: (place: Int, role: WordRole)) -> Int {
                word.place + (word.role == .stop ? termCount : 0)
            }
            func weight(_ role: WordRole) -> Double {
                switch role {
                case .stop: C.phraseStopWordWeight
                case .question: C.phraseQuestionWordWeight
                case .content: 1
                }
            }
            let pair = (number(first), number(second))
            if seen.insert(pair.0 << 16 | pair.1).inserted {
                phrases.append((pair.0, pair.1, weight(first.role) * weight(second.role)))
            }
        }
        return phrases
    }
}
