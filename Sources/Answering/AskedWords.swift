internal import Retrieval
internal import TextAnalysis

/// What a question itself says that an answer should have: its names, its numbers, its negation.
struct AskedWords {
    /// Terms that are names, by a capital inside the question, and that are numbers.
    private(set) var names: [Int] = []
    private(set) var numbers: [Int] = []
    /// Terms that no document has.
    private(set) var absent = TermSet()
    private(set) var denies = false
    /// ln(1 + content terms).
    let lengthLogarithm: Double

    init(_ question: Question, terms: [TermOccurrence], weights: QuestionWeights, words: QuestionWords) {
        for (index, term) in terms.enumerated() where term.documentFrequency == 0 { absent.insert(index) }
        lengthLogarithm = weights.lengthLogarithm
        var tokens = TokenBuffer()
        let text = Array(question.text.utf8)
        words.analyzer.tokenizer.tokenize(text.span, into: &tokens)
        for index in 0..<tokens.count {
            let meaning = words.meaning(of: tokens.form(index))
            if meaning.cues.contains(.negation) { denies = true }
            guard meaning.term >= 0 else { continue }
            if meaning.cues.contains(.number) { numbers.append(meaning.term) }
            let hasCapital = (0x41...0x5A).contains(text[tokens[index].source.lowerBound])
            if index > 0, hasCapital, meaning.role == .content { names.append(meaning.term) }
        }
    }
}
