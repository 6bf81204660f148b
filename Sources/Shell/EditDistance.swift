/// Finds the word that was meant.
enum EditDistance {
    /// The word with the fewest edits to `typed`; the first at equal numbers. Two edits make another word of a short one, so that
    /// up to four letters one is borne, and from there on a third of the length, or two.
    static func nearest(to typed: String, among words: [String]) -> String? {
        let typed = Array(typed.unicodeScalars.prefix(64))
        let limit = typed.count <= 4 ? 1 : max(2, typed.count / 3)
        var best: (word: String, edits: Int)?
        for word in words {
            let letters = Array(word.unicodeScalars)
            // The beginning of a word is what somebody types who wants it completed.
            let edits = typed.count >= 2 && letters.starts(with: typed) ? 1 : edits(typed, letters)
            if edits <= limit, edits < max(typed.count, 2), edits < best?.edits ?? .max { best = (word, edits) }
        }
        return best?.word
    }

    /// Optimal string alignment: insertions, deletions, replacements and exchanges of neighbours.
    static func edits(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in 0..<left.count {
            var current = [row + 1]
            for column in 0..<right.count {
                var edits = min(
                    last[column + 1] + 1, current[column] + 1, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    edits = min(edits, beforeLast[column - 1] + 1)
                }
                current.append(edits)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
