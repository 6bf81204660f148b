internal import Retrieval
internal import TextAnalysis

/// What a question itself says that an answer should have: its names, its numbers, its negation.
struct AskedWords {
    /// Terms that are names, by a capital inside the question, and that are numbers.
    private(set) var names: [Int] = []
    private(set) var numbers: [Int] = []
    /// Pairs of names that stand side by side: "Central America".
    private(set) var namePairs: [(first: Int, second: Int)] = []
    /// Terms that no document has.
    private(set) var absent = TermSet()
    private(set) var denies = false
    /// Terms that a negation of the question denies.
    private(set) var denied = TermSet()
    /// ln(1 + content terms).
    let lengthLogarithm: Double

    init(_ question: Question, terms: [TermOccurrence], weights: QuestionWeights, words: QuestionWords) {
        for (index, term) in terms.enumerated() where term.documentFrequency == 0 { absent.insert(index) }
        lengthLogarithm = weights.lengthLogarithm
        var tokens = TokenBuffer()
        let text = Array(question.text.utf8)
        words.analyzer.tokenizer.tokenize(text.span, into: &tokens)
        var negation = NegationScope()
        var functionWords = (capital: 0, small: 0)
        var previousName: Int?
        for index in 0..<tokens.count {
            let meaning = words.meaning(of: tokens.form(index))
            if meaning.cues.contains(.negation) { denies = true }
            let isDenied = negation.reaches(meaning)
            let hasCapital = (0x41...0x5A).contains(text[tokens[index].source.lowerBound])
            if index > 0, meaning.role != .content {
                if hasCapital { functionWords.capital += 1 } else { functionWords.small += 1 }
            }
            let before = previousName
            previousName = nil
            guard meaning.term >= 0 else { continue }
            if isDenied { denied.insert(meaning.term) }
            if meaning.cues.contains(.number) { numbers.append(meaning.term) }
            guard index > 0, hasCapital, meaning.role == .content else { continue }
            names.append(meaning.term)
            if let before, before != meaning.term { namePairs.append((before, meaning.term)) }
            previousName = meaning.term
        }
        // "What Is The Treatment For Gout?" tells no names.
        if functionWords.capital > functionWords.small {
            names = []
            namePairs = []
        }
    }
}
