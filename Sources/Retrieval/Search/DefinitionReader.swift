internal import TextAnalysis

/// Tells how plainly a passage says what the thing is that a question asks about: "A *partial index* is an index over …".
///
/// A sentence defines the thing when it begins with it, articles apart, and goes on with a verb ("is", "means") or a mark
/// (a colon, a dash) that sets it off from what explains it. What stands in parentheses between them does not matter.
struct DefinitionReader {
    private let query: ResolvedQuery

    init(_ query: ResolvedQuery) {
        self.query = query
    }

    /// The most bytes in parentheses that are passed over.
    private static let longestAside = 80

    /// 0 … 1, for a question that asks what something is; 0 for others.
    ///
    /// - Parameters:
    ///   - words: the words of the text that mean something to the question, in order.
    ///   - sentenceEnds: where the text's sentences end, ascending.
    func definition(in text: [UInt8], words: [SpottedWord], sentenceEnds: [Int], meanings: [WordMeaning]) -> Double {
        guard query.query.asksWhatItIs, query.contentTotal > 0 else { return 0 }
        var best = 0.0
        var sentence = 0
        var start = 0
        var index = 0
        while index < words.count {
            while sentence < sentenceEnds.count, Int(words[index].offset) >= sentenceEnds[sentence] {
                start = sentenceEnds[sentence]
                sentence += 1
            }
            let end = sentence < sentenceEnds.count ? sentenceEnds[sentence] : text.count
            let inSentence = words[index...].prefix { Int($0.offset) < end }
            if Self.holdsArticlesAlone(text[start..<Int(words[index].offset)]) {
                best = max(best, definition(in: text, inSentence, meanings))
            }
            best = max(best, spelledOut(in: text, inSentence, from: start, meanings))
            best = max(best, named(in: text, inSentence, from: start, meanings))
            while index < words.count, Int(words[index].offset) < end { index += 1 }
        }
        return best
    }

    /// What it is worth that a sentence begins with what a word of it is short for: "Spinal cord stimulation (SCS) is …".
    private func spelledOut(
        in text: [UInt8], _ words: ArraySlice<SpottedWord>, from start: Int, _ meanings: [WordMeaning]
    )
        -> Double
    {
        for word in words {
            let term = Int(meanings[Int(word.number)].term)
            let offset = Int(word.offset)
            guard term >= 0, query.terms[term].term.isContent, offset > 0, text[offset - 1] == UInt8(ascii: "("),
                // A remark that goes on for longer is no short form.
                let end = text[offset...].prefix(ShortForms.longestAside).firstIndex(of: UInt8(ascii: ")")),
                let long = ShortForms.longForm(of: offset..<end, in: text), long.lowerBound >= start
            else { continue }
            let share = query.terms[term].inverseDocumentFrequency / query.contentTotal
            guard share >= RankingConstants.definitionShare, Self.holdsArticlesAlone(text[start..<long.lowerBound]),
                let value = Self.mark(in: text, at: end + 1)
            else { continue }
            return share * value
        }
        return 0
    }

    /// What it is worth that a sentence says what it is that has another name, too: "…, often called a *skep*, is a hive of straw".
    private func named(
        in text: [UInt8], _ words: ArraySlice<SpottedWord>, from start: Int, _ meanings: [WordMeaning]
    ) -> Double {
        for index in words.indices where Self.endsInNaming(text[start..<Int(words[index].offset)]) {
            var terms: Set<Int> = []
            for word in words[index...] {
                let term = Int(meanings[Int(word.number)].term)
                guard word.othersBefore == words[index].othersBefore, term >= 0, query.terms[term].term.isContent else {
                    break
                }
                terms.insert(term)
                let share = terms.reduce(0) { $0 + query.terms[$1].inverseDocumentFrequency } / query.contentTotal
                let end = Self.wordEnd(in: text, from: Int(word.offset))
                guard share >= RankingConstants.definitionShare, end < text.count, [0x2C, 0x29].contains(text[end]),
                    let value = Self.mark(in: text, at: end + 1)
                else { continue }
                return share * value
            }
        }
        return 0
    }

    /// Whether a text ends in "called" or "known as", articles and marks behind it apart.
    private static func endsInNaming(_ text: ArraySlice<UInt8>) -> Bool {
        func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
            text.lastIndex(where: isLetter).map { text[...$0] } ?? []
        }
        func ends(_ text: ArraySlice<UInt8>, in word: String) -> Bool {
            text.suffix(word.utf8.count).elementsEqual(word.utf8)
        }
        var before = trimmed(text)
        for article in [" a", " an", " the"] where ends(before, in: article) {
            before = trimmed(before.dropLast(article.utf8.count))
            break
        }
        return ends(before, in: " called") || ends(before, in: " known as")
    }

    private static func wordEnd(in text: [UInt8], from start: Int) -> Int {
        var index = start
        while index < text.count, isLetter(text[index]) || text[index] &- 0x30 < 10 { index += 1 }
        return index
    }

    /// What a sentence that begins with the given words is worth as a definition.
    private func definition(in text: [UInt8], _ words: ArraySlice<SpottedWord>, _ meanings: [WordMeaning]) -> Double {
        guard let first = words.first else { return 0 }
        var terms: Set<Int> = []
        for word in words {
            let meaning = meanings[Int(word.number)]
            // Another word is part of the subject, or the subject has ended.
            guard word.othersBefore == first.othersBefore else { return 0 }
            guard meaning.term >= 0 else {
                if meaning.role == .stop { continue }
                return 0
            }
            guard query.terms[Int(meaning.term)].term.isContent else { return 0 }
            terms.insert(Int(meaning.term))
            let share = terms.reduce(0) { $0 + query.terms[$1].inverseDocumentFrequency } / query.contentTotal
            if share >= RankingConstants.definitionShare, let value = Self.mark(in: text, behind: Int(word.offset)) {
                return share * value
            }
        }
        return 0
    }

    private static func holdsArticlesAlone(_ gap: ArraySlice<UInt8>) -> Bool {
        if gap.count > 8 { return false }
        var word: [UInt8] = []
        for byte in gap {
            if isLetter(byte) {
                word.append(byte | 0x20)
            } else if !word.isEmpty, !isArticle(word) {
                return false
            } else {
                word = []
            }
        }
        return word.isEmpty
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0x80 || (byte | 0x20) &- 0x61 < 26 }
    private static func isArticle(_ word: [UInt8]) -> Bool {
        ["a", "an", "the"].contains { $0.utf8.elementsEqual(word) }
    }

    /// What follows the word at `offset`: 1 for a mark or a verb that begins a definition, less for one that may do so, nil
    /// for anything else.
    private static func mark(in text: [UInt8], behind offset: Int) -> Double? {
        var index = wordEnd(in: text, from: offset)
        // The end of a quotation, of emphasis or of a code span.
        while index < text.count,
            [UInt8(ascii: "\""), UInt8(ascii: "*"), UInt8(ascii: "`"), UInt8(ascii: "'")].contains(text[index])
        { index += 1 }
        if index + 1 < text.count, text[index] == UInt8(ascii: " "), text[index + 1] == UInt8(ascii: "("),
            let close = text[index...].prefix(longestAside).firstIndex(of: UInt8(ascii: ")"))
        {
            index = close + 1
        }
        return mark(in: text, at: index)
    }

    private static func mark(in text: [UInt8], at index: Int) -> Double? {
        guard index + 1 < text.count else { return nil }
        if text[index] == UInt8(ascii: ":"), text[index + 1] <= 0x20 { return 1 }
        guard text[index] <= 0x20 else { return nil }
        let rest = text[(index + 1)...]
        for dash in ["- ", "– ", "— "] where rest.starts(with: dash.utf8) { return 1 }
        let verb = rest.prefix { isLetter($0) }
        guard verb.endIndex < text.count, text[verb.endIndex] <= 0x20 else { return nil }
        if ["means", "refers", "describes", "denotes"].contains(where: { $0.utf8.elementsEqual(verb) }) { return 1 }
        guard ["is", "are", "was", "were"].contains(where: { $0.utf8.elementsEqual(verb) }) else { return nil }
        let next = Array(text[(verb.endIndex + 1)...].prefix { isLetter($0) })
        // "An epidural is not given if …" says nothing of what it is.
        if next.elementsEqual("not".utf8) { return nil }
        return isArticle(next) || ["any", "one", "when", "how"].contains { $0.utf8.elementsEqual(next) }
            ? 1 : RankingConstants.definitionWithoutArticle
    }
}
