internal import Retrieval
internal import TextAnalysis

/// Finds what short forms in a question are short for, where the documents spell them out: "CBT" in a folder that brings in
/// "cognitive behavioural therapy (CBT)".
///
/// Passages that say the whole name are then found too, and so are those that say what it is: "CBT" is one word, of which a
/// question with four tells little.
struct SpelledOut {
    let searcher: Searcher

    /// The short forms of a question that stand for something else than what it says already.
    func expansions(of question: String) throws(IndexError) -> [Reading.Expansion] {
        var expansions: [Reading.Expansion] = []
        for bytes in Self.words(of: question).filter(mayBeShort).prefix(AnswerConstants.shortFormLimit) {
            let word = String(decoding: bytes, as: UTF8.self)
            guard !expansions.contains(where: { $0.short == word }), let long = try longForm(of: word),
                !question.lowercased().contains(long.lowercased())
            else { continue }
            expansions.append(Reading.Expansion(short: word, long: long))
        }
        return expansions
    }

    /// The words between blanks, without the punctuation around them and the possessive's ending.
    private static func words(of question: String) -> [[UInt8]] {
        Array(question.utf8).split(whereSeparator: { $0 <= 0x20 }).compactMap { part in
            guard let first = part.firstIndex(where: isWord), let last = part.lastIndex(where: isWord) else {
                return nil
            }
            let word = part[first...last]
            for ending in ["'s", "’s"] where word.count > ending.utf8.count {
                if word.suffix(ending.utf8.count).elementsEqual(ending.utf8) {
                    return Array(word.dropLast(ending.utf8.count))
                }
            }
            return Array(word)
        }
    }

    private func mayBeShort(_ word: [UInt8]) -> Bool {
        guard (2...ShortForms.longest).contains(word.count),
            word.allSatisfy({ Self.isLetter($0) || $0 == 0x2D || $0 &- 0x30 < 10 })
        else { return false }
        if capitals(in: word[...]) > 1 { return true }
        let form = word.map { Self.isLetter($0) ? $0 | 0x20 : $0 }
        return word.count <= AnswerConstants.longestPlainShortForm
            && searcher.analyzer.stopWords.role(of: form[...]) == .content
    }

    private func capitals(in bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 &- 0x41 < 26 } }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

    /// What the passages about a word mostly spell it out as; nil where they do not, or where a word that was typed as any
    /// other is written so there, too.
    private func longForm(of word: String) throws(IndexError) -> String? {
        let letters = Array(word.lowercased().utf8)
        let isCapitalized = capitals(in: Array(word.utf8)[...]) > 1
        let query = searcher.query(word)
        let limit = max(
            AnswerConstants.everydayPassageCount, searcher.snapshot.passageCount / AnswerConstants.everydayPassageShare)
        let occurrences = try searcher.occurrences(of: query)
        guard occurrences.allSatisfy({ $0.documentFrequency > 0 && (isCapitalized || $0.documentFrequency <= limit) })
        else { return nil }
        var counts: [String: Int] = [:]
        var order: [String] = []
        for (id, _) in try searcher.topByPostings(AnswerConstants.shortFormPassages, for: query) {
            guard let stored = try searcher.storedPassage(id) else { continue }
            for text in Self.names(above: stored.section) + [Array(stored.text)] {
                for start in places(of: letters, in: text) {
                    let short = start..<(start + letters.count)
                    if !isCapitalized, capitals(in: text[short]) < 2 { return nil }
                    guard let range = ShortForms.longForm(of: short, in: text) else { continue }
                    let long = text[range].split(whereSeparator: { $0 <= 0x20 })
                        .map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
                    if counts[long, default: 0] == 0 { order.append(long) }
                    counts[long, default: 0] += 1
                }
            }
        }
        // Of several the one that is said most often, at equal numbers the one that is said first.
        let most = counts.values.max()
        return order.first { counts[$0] == most }
    }

    private static func names(above section: StoredSection) -> [[UInt8]] {
        ([section.document.title] + section.headings).map { Array($0.utf8) }
    }

    /// Whether a word stands in a section, its title or its headings, whatever its case.
    func holds(_ word: String, _ section: StoredSection) -> Bool {
        let letters = Array(word.lowercased().utf8)
        return (Self.names(above: section) + [section.text]).contains { !places(of: letters, in: $0).isEmpty }
    }

    /// Where a word stands in a text as a whole word, whatever its case.
    private func places(of letters: [UInt8], in text: [UInt8]) -> [Int] {
        var places: [Int] = []
        guard let first = letters.first, text.count >= letters.count else { return [] }
        for start in 0...(text.count - letters.count) where text[start] | 0x20 == first {
            let end = start + letters.count
            guard start == 0 || !Self.isWord(text[start - 1]), end == text.count || !Self.isWord(text[end]),
                text[start..<end].elementsEqual(letters, by: { Self.isLetter($0) ? $0 | 0x20 == $1 : $0 == $1 })
            else { continue }
            places.append(start)
        }
        return places
    }

    private static func isWord(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 || byte >= 0x80 }

    /// A question with its short forms spelled out.
    static func spelledOut(_ question: String, _ expansions: [Reading.Expansion]) -> String {
        var result = question
        for expansion in expansions { result = replacing(expansion, in: result) }
        return result
    }

    private static func replacing(_ expansion: Reading.Expansion, in question: String) -> String {
        let text = Array(question.utf8)
        let short = Array(expansion.short.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < text.count {
            let end = index + short.count
            if text[index...].starts(with: short), index == 0 || !isWord(text[index - 1]),
                end == text.count || !isWord(text[end])
            {
                result += Array(expansion.long.utf8)
                index = end
            } else {
                result.append(text[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
