internal import Retrieval
internal import TextAnalysis

/// Finds words of a question that the documents write apart ("wifi" for "Wi-Fi"), or together ("wi-fi" for "WiFi").
///
/// As with `Spelling`, only words that the corpus does not hold are replaced, and what they were taken for is said.
struct WordDivision {
    /// A part of a word has so many letters at least; shorter ones come about by chance.
    static let shortestPart = 2
    /// A whole word has so many: "ale" is not "a le".
    static let shortestWord = 4
    /// So many of the best passages about both parts are looked at for the parts side by side.
    static let passageLimit = 8

    let searcher: Searcher

    /// - Parameter absent: the forms of content words that no document has.
    func corrections(of question: String, absent: [[UInt8]]) throws(IndexError) -> [Reading.Correction] {
        guard !absent.isEmpty else { return [] }
        let typed = Array(question.utf8)
        var tokens = TokenBuffer()
        searcher.analyzer.tokenizer.tokenize(typed.span, into: &tokens)
        var corrections: [Reading.Correction] = []
        var joinedTo = 0
        for index in 0..<tokens.count where index >= joinedTo && absent.contains(Array(tokens.form(index))) {
            if let (range, whole) = try joined(tokens, around: index) {
                let source = tokens[range.lowerBound].source.lowerBound..<tokens[range.upperBound - 1].source.upperBound
                corrections.append(
                    Reading.Correction(typed: String(decoding: typed[source], as: UTF8.self), taken: whole))
                joinedTo = range.upperBound
            } else if let parts = try divided(Array(tokens.form(index))) {
                corrections.append(
                    Reading.Correction(typed: String(decoding: tokens.form(index), as: UTF8.self), taken: parts))
            }
        }
        return corrections
    }

    /// The word of the corpus that a word makes with one of its neighbours.
    private func joined(
        _ tokens: TokenBuffer, around index: Int
    ) throws(IndexError) -> (range: Range<Int>, word: String)? {
        for start in [index, index - 1] where start >= 0 && start + 1 < tokens.count {
            let form = Array(tokens.form(start)) + tokens.form(start + 1)
            guard form.count >= Self.shortestWord else { continue }
            let word = String(decoding: form, as: UTF8.self)
            if try searcher.documentFrequency(ofWord: word) > 0 { return (start..<(start + 2), word) }
        }
        return nil
    }

    /// A word as the corpus writes it apart: two words that stand side by side somewhere.
    private func divided(_ form: [UInt8]) throws(IndexError) -> String? {
        guard form.count >= Self.shortestWord, form.allSatisfy({ $0 &- 0x61 < 26 }) else { return nil }
        for place in Self.shortestPart...(form.count - Self.shortestPart) {
            guard try isKnown(form[..<place]), try isKnown(form[place...]),
                let found = try sideBySide(Array(form[..<place]), Array(form[place...]))
            else { continue }
            return found
        }
        return nil
    }

    /// Whether the corpus may hold a word; of stop words, which no index has, it is not known.
    private func isKnown(_ form: ArraySlice<UInt8>) throws(IndexError) -> Bool {
        if searcher.analyzer.stopWords.role(of: form) == .stop { return true }
        return try searcher.documentFrequency(ofWord: String(decoding: form, as: UTF8.self)) > 0
    }

    /// How the corpus writes two words that stand side by side somewhere: with a hyphen or a space; nil where they do not.
    private func sideBySide(_ first: [UInt8], _ second: [UInt8]) throws(IndexError) -> String? {
        let query = searcher.query(String(decoding: first + [0x20] + second, as: UTF8.self))
        for (id, _) in try searcher.topByPostings(Self.passageLimit, for: query) {
            guard let stored = try searcher.storedPassage(id) else { continue }
            for text in stored.section.headings.map({ Array($0.utf8) }) + [Array(stored.text)] {
                var tokens = TokenBuffer()
                searcher.analyzer.tokenizer.tokenize(text.span, into: &tokens)
                for index in 1..<max(1, tokens.count)
                where tokens.form(index).elementsEqual(second) && tokens.form(index - 1).elementsEqual(first) {
                    let gap = text[tokens[index - 1].source.upperBound..<tokens[index].source.lowerBound]
                    // "… log. In …" are not parts of one word.
                    guard gap.count <= 3, !gap.contains(where: { ".,;:!?()".utf8.contains($0) }) else { continue }
                    let isApart = gap.allSatisfy { $0 <= 0x20 }
                    return String(decoding: first + (isApart ? [0x20] : [0x2D]) + second, as: UTF8.self)
                }
            }
        }
        return nil
    }
}
