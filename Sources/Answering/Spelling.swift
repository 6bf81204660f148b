internal import Glibc
internal import Retrieval
internal import TextAnalysis

/// Finds the word that a mistyped one was meant to be, among the words of the corpus.
///
/// Only a word that the corpus does not hold is ever replaced, and what it was taken for is always said. A function word
/// with two neighbours exchanged ("hwo", "teh") is taken for that. Among words within one edit (two from eight letters on;
/// exchanging neighbours is one edit; from eight letters on, replacing a letter by one that it is hardly typed for is two) the best has the greatest ln(passages + 1) − 4 · edits + 2 · [same first letter], the
/// noisy-channel idea of Kernighan, Church and Gale (1990) with constants instead of a confusion matrix.
struct Spelling {
    static let shortestWord = 4
    static let twoEditsFrom = 8
    /// A word of fewer letters is mended only beside words that the documents know, or alone.
    static let surelyMistypedFrom = 6

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
        // Where the documents know no word of a question, short ones are near to some by chance: "file my taxes", "five my taken".
        let isAllUnknown = unknown.count == terms.count { $0.term.isContent }
        if isAllUnknown, others.count > 1, others.contains(where: { $0.count < surelyMistypedFrom }) {
            return corrections
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
        var corrections: [Reading.Correction] = []
        for form in forms {
            let letters = Array(String(decoding: form, as: UTF8.self).unicodeScalars)
            guard letters.count >= shortestWord, letters.allSatisfy({ $0.properties.isAlphabetic }) else { continue }
            let limit = letters.count >= twoEditsFrom ? 2 : 1
            // Several segments may hold a word; what counts is how many passages of all of them do.
            var frequencies: [[UInt8]: Int] = [:]
            try searcher.forEachWord(near: form, edits: limit) { word, frequency in
                // "Can dogs take ibuprofen?" does not ask what "does": with another letter a function word says something else.
                guard searcher.analyzer.stopWords.role(of: word[...]) == .content else { return }
                frequencies[word, default: 0] += frequency
            }
            let candidates = frequencies.compactMap { word, frequency in
                value(of: word, heldBy: frequency, for: letters, edits: limit).map { (word: word, value: $0) }
            }
            // At equal values the first word in byte order.
            let ranked = candidates.sorted {
                $0.value != $1.value ? $0.value > $1.value : $0.word.lexicographicallyPrecedes($1.word)
            }
            for (word, _) in ranked {
                // What stood in removed documents alone is no word of the corpus any more.
                let isThere = try searcher.documentFrequency(ofWord: String(decoding: word, as: UTF8.self)) > 0
                guard isThere else { continue }
                corrections.append(correction(form, word))
                break
            }
        }
        return corrections
    }

    /// How well a word of the corpus would explain the typed letters; nil where it is too far from them.
    private static func value(
        of word: [UInt8], heldBy frequency: Int, for letters: [Unicode.Scalar], edits limit: Int
    ) -> Double? {
        let candidate = Array(String(decoding: word, as: UTF8.self).unicodeScalars)
        // Two edits make another word as easily as they mend one: these must be likely slips.
        guard let edits = editDistance(letters, candidate, atMost: limit, weighingSlips: limit > 1), edits > 0 else {
            return nil
        }
        let hasSameStart = candidate.first == letters.first
        // Two edits, one of them at the start, make another word more often than they mend one.
        if edits > 1 && !hasSameStart { return nil }
        return log(Double(frequency + 1)) - 4 * Double(edits) + (hasSameStart ? 2 : 0)
    }

    /// Optimal string alignment: insertions, deletions, replacements and exchanges of neighbours; nil beyond `limit`. With
    /// `weighingSlips` a replacement counts twice where it is no likely slip.
    static func editDistance(
        _ left: [Unicode.Scalar], _ right: [Unicode.Scalar], atMost limit: Int, weighingSlips: Bool
    )
        -> Int?
    {
        guard abs(left.count - right.count) <= limit else { return nil }
        // Three rows of the table in turn; cells farther than the limit from the diagonal stay beyond it.
        let width = right.count + 1
        var rows = Array(repeating: limit + 1, count: 3 * width)
        for column in 0...min(limit, right.count) { rows[column] = column }
        for row in left.indices.map({ $0 + 1 }) {
            let current = row % 3 * width
            let last = (row + 2) % 3 * width
            let beforeLast = (row + 1) % 3 * width
            var least = min(row, limit + 1)
            rows[current] = least
            for column in 1..<width {
                var value = limit + 1
                if abs(row - column) <= limit {
                    let change =
                        left[row - 1] == right[column - 1]
                        ? 0 : weighingSlips ? TypingErrors.cost(of: left[row - 1], for: right[column - 1]) : 1
                    value = min(
                        rows[last + column] + 1, rows[current + column - 1] + 1, rows[last + column - 1] + change)
                    if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                        value = min(value, rows[beforeLast + column - 2] + 1)
                    }
                }
                rows[current + column] = value
                least = min(least, value)
            }
            if least > limit { return nil }
        }
        let distance = rows[left.count % 3 * width + right.count]
        return distance <= limit ? distance : nil
    }
}
