internal import Retrieval
internal import TextAnalysis

/// Words of a question that no document has, taken for others: written apart or together, or mistyped.
extension Answerer {
    /// What the words of a question that no document has are taken for.
    func corrections(
        of question: String, _ terms: [TermOccurrence]
    ) throws(IndexError) -> [Reading.Correction] {
        let absent = terms.filter { $0.documentFrequency == 0 && $0.term.isContent }.flatMap {
            $0.term.forms.map(\.bytes)
        }
        let divisions = try WordDivision(searcher: searcher).corrections(of: question, absent: absent)
        let divided = divisions.flatMap { forms(of: $0.typed) }
        let mistyped = try Spelling.corrections(of: terms, in: searcher).filter {
            !divided.contains(Array($0.typed.utf8))
        }
        return divisions + mistyped
    }

    /// Whether what is quoted writes in capitals, too, what the question does among other words: "TENS" is no slip for "hens".
    static func keepsCapitals(
        _ mended: Answer, _ corrections: [Reading.Correction], of question: String
    ) -> Bool {
        guard let section = mended.parts.first?.quote.section, question.contains(where: \.isLowercase) else {
            return true
        }
        func words(_ text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber } }
        let asked = words(question).filter { !$0.contains(where: \.isLowercase) }.map { $0.lowercased() }
        let inCapitals = corrections.filter { asked.contains($0.typed) }
        if inCapitals.isEmpty { return true }
        let texts = section.headings + [section.document.title, String(decoding: section.text, as: UTF8.self)]
        let quoted = Set(texts.flatMap(words))
        return inCapitals.allSatisfy { quoted.contains($0.taken.uppercased()[...]) }
    }

    private func forms(of text: String) -> [[UInt8]] {
        var tokens = TokenBuffer()
        let bytes = Array(text.utf8)
        searcher.analyzer.tokenizer.tokenize(bytes.span, into: &tokens)
        return (0..<tokens.count).map { Array(tokens.form($0)) }
    }

    /// The question with each mistyped word, in whatever case its language knows, replaced.
    func respell(_ question: String, _ corrections: [Reading.Correction]) -> String {
        let typed = Array(question.utf8)
        var tokens = TokenBuffer()
        searcher.analyzer.tokenizer.tokenize(typed.span, into: &tokens)
        let sought = corrections.map { (forms: forms(of: $0.typed), taken: $0.taken) }
        var result: [UInt8] = []
        var end = 0
        var index = 0
        while index < tokens.count {
            let correction = sought.first { forms, _ in
                index + forms.count <= tokens.count
                    && forms.indices.allSatisfy { tokens.form(index + $0).elementsEqual(forms[$0]) }
            }
            guard let correction, !correction.forms.isEmpty else {
                index += 1
                continue
            }
            let last = index + correction.forms.count - 1
            result += typed[end..<tokens[index].source.lowerBound] + correction.taken.utf8
            end = tokens[last].source.upperBound
            index = last + 1
        }
        return String(decoding: result + typed[end...], as: UTF8.self)
    }
}
