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
    /// Content words but for those that only frame the question.
    private(set) var telling = TermSet()
    private(set) var denies = false

    init(_ question: Question, terms: [TermOccurrence], words: QuestionWords) {
        for (index, term) in terms.enumerated() {
            if term.documentFrequency == 0 { absent.insert(index) }
            if term.term.isContent, !WordClasses.framing.contains(term.term.text) { telling.insert(index) }
        }
        var tokens = TokenBuffer()
        let text = Array(question.text.utf8)
        words.analyzer.tokenizer.tokenize(text.span, into: &tokens)
        var functionWords = (capital: 0, small: 0)
        var previousName: Int?
        for index in 0..<tokens.count {
            let meaning = words.meaning(of: tokens.form(index))
            if meaning.cues.contains(.negation) { denies = true }
            let hasCapital = (0x41...0x5A).contains(text[tokens[index].source.lowerBound])
            if index > 0, meaning.role != .content {
                if hasCapital { functionWords.capital += 1 } else { functionWords.small += 1 }
            }
            let before = previousName
            previousName = nil
            guard meaning.term >= 0 else { continue }
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
