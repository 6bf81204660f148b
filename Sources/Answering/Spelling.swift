internal import Glibc
internal import Retrieval
internal import TextAnalysis

/// Finds the word that a mistyped one was meant to be, among the words of the corpus.
///
/// Only a word that the corpus does not hold is ever replaced, and what it was taken for is always said. A function word
/// with two neighbours exchanged ("hwo", "teh") is taken for that. Among words within one edit (two from eight letters on; exchanging neighbours is one edit) the best has the greatest
/// ln(passages + 1) − 4 · edits + 2 · [same first letter], the noisy-channel idea of Kernighan, Church and Gale (1990) with
/// constants instead of a confusion matrix.
struct Spelling {
    static let shortestWord = 4
    static let twoEditsFrom = 8

    /// The corrections for those of a question's terms that nothing in the corpus matches.
    static func corrections(of terms: [TermOccurrence], in searcher: Searcher) throws(IndexError)
        -> [Reading.Correction]
    {
        let unknown = terms.filter { $0.documentFrequency == 0 && $0.term.isContent }
            .compactMap { $0.term.forms.first?.bytes }
        var corrections: [Reading.Correction] = []
        var others: [[UInt8]] = []
        for form in unknown {
            if let word = functionWord(meantBy: form, searcher.analyzer) {
                corrections.append(correction(form, word))
            } else {
                others.append(form)
            }
        }
        return corrections + (try wordsOfCorpus(meantBy: others, in: searcher))
    }

    private static func correction(_ typed: [UInt8], _ taken: [UInt8]) -> Reading.Correction {
        Reading.Correction(typed: String(decoding: typed, as: UTF8.self), taken: String(decoding: taken, as: UTF8.self))
    }

    /// The function word that a form is with two neighbours exchanged, its first letter last: "hwo" is "how", not "who".
    private static func functionWord(meantBy form: [UInt8], _ analyzer: Analyzer) -> [UInt8]? {
        guard form.count > 2, form.allSatisfy({ $0 < 0x80 }) else { return nil }
        for index in form.indices.dropLast().reversed() where form[index] != form[index + 1] {
            var word = form
            word.swapAt(index, index + 1)
            if analyzer.stopWords.role(of: word[...]) != .content { return word }
        }
        return nil
    }

    private static func wordsOfCorpus(meantBy forms: [[UInt8]], in searcher: Searcher) throws(IndexError)
        -> [Reading.Correction]
    {
        struct Missing {
            var typed: [UInt8]
            var letters: [Unicode.Scalar]
            var letterSet: UInt64
            var best: (word: [UInt8], value: Double)?
        }
        var missing: [Missing] = forms.compactMap { form in
            let letters = Array(String(decoding: form, as: UTF8.self).unicodeScalars)
            let isWord = letters.allSatisfy { $0.properties.isAlphabetic }
            return letters.count >= shortestWord && isWord
                ? Missing(typed: form, letters: letters, letterSet: letterSet(of: form)) : nil
        }
        guard !missing.isEmpty else { return [] }
        try searcher.forEachWord { word, frequency in
            let letterSet = letterSet(of: word)
            for index in missing.indices {
                let limit = missing[index].letters.count >= twoEditsFrom ? 2 : 1
                // Each scalar has at most four bytes and each edit changes the count by one scalar.
                guard abs(word.count - missing[index].typed.count) <= 4 * limit else { continue }
                // Most words of a corpus are too far off by their letters alone.
                guard (letterSet ^ missing[index].letterSet).nonzeroBitCount <= 2 * limit else { continue }
                let candidate = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
                guard let edits = editDistance(missing[index].letters, candidate, atMost: limit), edits > 0 else {
                    continue
                }
                let hasSameStart = candidate.first == missing[index].letters.first
                // Two edits, one of them at the start, make another word more often than they mend one.
                if edits > 1 && !hasSameStart { continue }
                let value = log(Double(frequency + 1)) - 4 * Double(edits) + (hasSameStart ? 2 : 0)
                // At equal values the first word in byte order, so that segments do not matter.
                if let best = missing[index].best,
                    best.value > value || best.value == value && best.word.lexicographicallyPrecedes(word)
                {
                    continue
                }
                missing[index].best = (word, value)
            }
            return true
        }
        return missing.compactMap { word in word.best.map { correction(word.typed, $0.word) } }
    }

    /// Which letters of ASCII a word has, as bits. One edit takes at most one letter away and adds at most one.
    private static func letterSet(of word: [UInt8]) -> UInt64 {
        word.reduce(0) { $1 < 0x80 ? $0 | 1 << UInt64($1 & 63) : $0 }
    }

    /// Optimal string alignment: insertions, deletions, replacements and exchanges of neighbours; nil beyond `limit`.
    static func editDistance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int) -> Int? {
        guard abs(left.count - right.count) <= limit else { return nil }
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices.map({ $0 + 1 }) {
            var current = [row] + Array(repeating: 0, count: right.count)
            var least = row
            for column in right.indices.map({ $0 + 1 }) {
                let change = left[row - 1] == right[column - 1] ? 0 : 1
                var value = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + change)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    value = min(value, beforeLast[column - 2] + 1)
                }
                current[column] = value
                least = min(least, value)
            }
            if least > limit { return nil }
            beforeLast = last
            last = current
        }
        return last[right.count] <= limit ? last[right.count] : nil
    }
}
