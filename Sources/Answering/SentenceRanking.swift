internal import Documents
internal import Retrieval
internal import TextAnalysis

/// Weighs a sentence as the answer to a question:
///
///     coverage + 1.5·passage + .2·order + .3·exact + .5·previous + .15·type + .2·definition − .3·[under 5 words]
///
/// coverage and exact: the share of the question, by inverse document frequency, that the sentence has as stems and as the
/// very forms; previous: the share that the sentence before, or the heading, has and this one lacks; order: adjacent
/// content words of the question that stand so in the sentence; type: the sentence holds what the kind of question asks for
/// and the question does not already say; definition: the share of the question before "is", "are" or "means".
struct SentenceRanking {
    private let question: Question
    private let terms: [TermOccurrence]
    private let analyzer: Analyzer
    private let vocabulary: Vocabulary
    private let total: Double
    private var termOfStem: [[UInt8]: Int] = [:]
    private let pairs: [(first: Int, second: Int)]

    /// Stems already computed while one question is answered.
    private final class Vocabulary {
        private let analyzer: Analyzer
        private let stemmer: Stemmer
        private var stems: [[UInt8]: [UInt8]] = [:]

        init(_ analyzer: Analyzer) {
            self.analyzer = analyzer
            stemmer = analyzer.makeStemmer()
        }

        func stem(of form: [UInt8]) -> [UInt8] {
            if let known = stems[form] { return known }
            let stem = analyzer.term(of: form[...], using: stemmer)
            stems[form] = stem
            return stem
        }
    }

    init(question: Question, terms: [TermOccurrence], analyzer: Analyzer) {
        self.question = question
        self.terms = terms
        self.analyzer = analyzer
        vocabulary = Vocabulary(analyzer)
        for (index, occurrence) in terms.enumerated() { termOfStem[occurrence.term.stem] = index }
        total = terms.reduce(0) { $0 + ($1.term.isContent ? $1.inverseDocumentFrequency : 0) }
        let sequence = question.query.contentSequence
        pairs = zip(sequence, sequence.dropFirst()).filter { $0 != $1 }.map { ($0, $1) }
    }

    /// What of the question a stretch of text holds.
    struct Coverage {
        var terms: Set<Int> = []
        var exact: Set<Int> = []
        var order = 0.0
        /// The content words of the text itself, by stem.
        var stems: Set<[UInt8]> = []
        /// A number, a year or a name that the question does not have.
        var hasNumber = false
        var hasYear = false
        var hasName = false
        var forms: Set<[UInt8]> = []
    }

    func coverage(of text: ArraySlice<UInt8>) -> Coverage {
        var coverage = Coverage()
        var tokens = TokenBuffer()
        let text = Array(text)
        analyzer.tokenizer.tokenize(text.span, into: &tokens)
        var previous: Int?
        var adjacent: Set<Int> = []
        for index in 0..<tokens.count {
            let form = Array(tokens.form(index))
            let role = analyzer.stopWords.role(of: form[...])
            coverage.forms.insert(form)
            if role == .stop { continue }
            let stem = vocabulary.stem(of: form)
            if role == .content { coverage.stems.insert(stem) }
            guard let term = termOfStem[stem] else {
                noteType(of: form, at: tokens[index].source.lowerBound, isFirst: index == 0, text, &coverage)
                if role == .content { previous = nil }
                continue
            }
            coverage.terms.insert(term)
            if terms[term].term.forms.contains(where: { $0.bytes == form }) { coverage.exact.insert(term) }
            if let previous, let pair = pairs.firstIndex(where: { $0 == (previous, term) }) { adjacent.insert(pair) }
            previous = term
        }
        var whole = 0.0
        for (number, pair) in pairs.enumerated() {
            let weight = terms[pair.first].inverseDocumentFrequency + terms[pair.second].inverseDocumentFrequency
            whole += weight
            if adjacent.contains(number) { coverage.order += weight }
        }
        if whole > 0 { coverage.order /= whole }
        return coverage
    }

    private func noteType(of form: [UInt8], at offset: Int, isFirst: Bool, _ text: [UInt8], _ coverage: inout Coverage)
    {
        let isNumber = form.first.map { (0x30...0x39).contains($0) } ?? false
        if isNumber {
            coverage.hasNumber = true
            if form.count == 4, form[0] == UInt8(ascii: "1") || form[0] == UInt8(ascii: "2") { coverage.hasYear = true }
        } else if !isFirst, offset < text.count, (0x41...0x5A).contains(text[offset]) {
            coverage.hasName = true
        }
    }

    /// The share of the question's content that the given terms make up, by inverse document frequency.
    func share(of terms: Set<Int>) -> Double {
        guard total > 0 else { return 0 }
        return terms.sorted().reduce(0) { sum, term in
            sum + (self.terms[term].term.isContent ? self.terms[term].inverseDocumentFrequency : 0)
        } / total
    }

    /// - Parameters:
    ///   - previous: what the sentence before it holds, or the heading for the first.
    ///   - passageScore: of the passage that the sentence stands in.
    func weight(
        of sentence: Sentence, _ coverage: Coverage, in text: ArraySlice<UInt8>, previous: Coverage?,
        passageScore: Score
    ) -> Double {
        typealias C = AnswerConstants
        var weight = C.coverageWeight * share(of: coverage.terms) + C.exactWeight * share(of: coverage.exact)
        weight += C.passageScoreWeight * passageScore.points / 10
        weight += C.wordOrderWeight * coverage.order
        if let previous { weight += C.previousWeight * share(of: previous.terms.subtracting(coverage.terms)) }
        if hasAskedType(coverage) { weight += C.answerTypeWeight }
        weight += C.definitionWeight * definitionShare(of: text)
        if sentence.wordCount < 5 { weight -= C.shortSentencePenalty }
        return weight
    }

    private func hasAskedType(_ coverage: Coverage) -> Bool {
        func has(_ words: [String]) -> Bool { words.contains { coverage.forms.contains(Array($0.utf8)) } }
        switch question.kind {
        case .time:
            return coverage.hasYear
                || coverage.hasNumber
                    && has([
                        "january", "february", "march", "april", "may", "june", "july",
                        "august", "september", "october", "november", "december", "century", "day", "days", "week",
                        "weeks", "month",
                        "months", "year", "years", "hour", "hours", "minutes",
                    ])
        case .quantity:
            return coverage.hasNumber || has(["one", "two", "three", "four", "five", "several", "half", "most"])
        case .person, .place: return coverage.hasName
        case .reason: return has(["because", "since", "due", "cause", "causes", "caused", "therefore", "reason", "so"])
        case .superlative: return has(["most", "least", "best", "safest", "safer", "first", "more", "less"])
        default: return false
        }
    }

    /// The share of the question that stands before "is", "are", "means" in the first 90 bytes.
    private func definitionShare(of text: ArraySlice<UInt8>) -> Double {
        guard question.kind == .definition || question.kind == .other else { return 0 }
        let head = Array(text.prefix(90))
        var tokens = TokenBuffer()
        analyzer.tokenizer.tokenize(head.span, into: &tokens)
        let verbs: [[UInt8]] = ["is", "are", "means", "refers", "was", "were"].map { Array($0.utf8) }
        for index in 0..<tokens.count where verbs.contains(Array(tokens.form(index))) {
            let subject = coverage(of: head[..<tokens[index].source.lowerBound])
            let asked = subject.stems.filter { termOfStem[$0] != nil }.count
            // "The parts of X are …" defines no X.
            let purity = subject.stems.isEmpty ? 0 : Double(asked) / Double(subject.stems.count)
            let next = index + 1 < tokens.count ? Array(tokens.form(index + 1)) : []
            let namesKind = Self.articles.contains(next) || Array(tokens.form(index)) == Array("means".utf8)
            return share(of: subject.terms) * purity * purity * (namesKind ? 1 : 0.5)
        }
        return 0
    }

    private static let articles: [[UInt8]] = ["a", "an", "the", "any", "one", "when"].map { Array($0.utf8) }

    /// How well a heading, with the title and headings around it, asks the question: the share of the question that they
    /// hold together, and the share of the heading's own content words that the question holds.
    func match(heading: [UInt8], context: [[UInt8]]) -> (questionShare: Double, headingShare: Double) {
        let own = coverage(of: heading[...])
        var terms = own.terms
        for text in context { terms.formUnion(coverage(of: text[...]).terms) }
        let asked = own.stems.filter { termOfStem[$0] != nil }.count
        let headingShare = own.stems.isEmpty ? 1 : Double(asked) / Double(own.stems.count)
        return (share(of: terms), headingShare)
    }
}
