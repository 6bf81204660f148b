internal import TextAnalysis

/// What somebody said, as words with what stands between them, so that words can be exchanged and the rest stays as it was written.
struct Utterance {
    /// A word as it stands in the sentence.
    struct Word {
        /// The word without a possessive ending.
        var text: String
        /// The same in lower case.
        var key: String
        /// `'s` or `'` as it was written, else nothing.
        var possessive: String
        /// What stands before the word: white space, brackets, a comma.
        var leading: String
        var isCapitalized: Bool

        var isPossessive: Bool { !possessive.isEmpty }

        /// Whether a stop, a comma, a quotation mark or a bracket stands before it.
        var isSetOff: Bool { leading.contains { ",;:()\"“”?!—–".contains($0) } }
    }

    var words: [Word] = []
    /// What stands behind the last word.
    var trailing = ""

    init(_ text: String) {
        var leading = ""
        var word = ""
        let characters = Array(text)
        for (index, character) in characters.enumerated() {
            let next = index + 1 < characters.count ? characters[index + 1] : " "
            let isPart =
                character.isLetter || character.isNumber
                || !word.isEmpty && (next.isLetter || next.isNumber) && Self.joins(character)
                || Self.isApostrophe(character) && word.last == "s" && !next.isLetter && !leading.hasSuffix("'")
                || character == "." && Self.isInitials(word) && !next.isNumber
            if isPart {
                word.append(character)
                continue
            }
            if !word.isEmpty {
                append(word, leading)
                word = ""
                leading = ""
            }
            leading.append(character)
        }
        if word.isEmpty { trailing = leading } else { append(word, leading) }
    }

    private static func joins(_ character: Character) -> Bool {
        character == "-" || character == "." || character == "&" || character == "/" || isApostrophe(character)
    }

    private static func isApostrophe(_ character: Character) -> Bool { character == "'" || character == "’" }

    /// `J` and `D.O.A` take their point with them.
    private static func isInitials(_ word: String) -> Bool {
        guard let last = word.last, last.isUppercase else { return false }
        return word.split(separator: ".").allSatisfy { $0.count == 1 }
    }

    private mutating func append(_ word: String, _ leading: String) {
        var text = word
        var possessive = ""
        for ending in ["'s", "’s", "'", "’"] where text.hasSuffix(ending) && text.count > ending.count {
            // "What's" and "it's" are no possessives.
            let stem = text.dropLast(ending.count).lowercased()
            if !WordClasses.all.contains(stem) {
                possessive = ending
                text.removeLast(ending.count)
            }
            break
        }
        words.append(
            Word(
                text: text, key: String(text.lowercased().map { $0 == "’" ? "'" : $0 }), possessive: possessive,
                leading: leading, isCapitalized: text.first?.isUppercase ?? false))
    }

    /// The sentence, with some runs of words exchanged.
    ///
    /// - Parameter replacements: by the index of the first word: how many words go, and what stands there instead; an empty
    ///   text leaves out the space before it, too.
    func text(replacing replacements: [Int: (count: Int, text: String)] = [:]) -> String {
        var result = ""
        var index = 0
        while index < words.count {
            let word = words[index]
            if let replacement = replacements[index] {
                if !replacement.text.isEmpty { result += word.leading + replacement.text }
                index += max(1, replacement.count)
            } else {
                result += word.leading + word.text + word.possessive
                index += 1
            }
        }
        return result + trailing
    }

    /// The words of a range as they were written, without what stands before the first and a possessive of the last.
    func text(of range: Range<Int>) -> String {
        var result = ""
        for index in range {
            let word = words[index]
            if index > range.lowerBound { result += word.leading }
            result += word.text
            if index + 1 < range.upperBound { result += word.possessive }
        }
        // What closes a bracket stands behind the last word, and is none.
        let openCount = result.count { $0 == "(" } - result.count { $0 == ")" }
        return openCount > 0 ? result + ")" : result
    }

    var keys: [String] { words.map(\.key) }

    /// The sentence without the marks and the space at its end.
    static func unpunctuated(_ text: String) -> String {
        var text = Substring(text)
        while let last = text.last, "?!. \n".contains(last) { text.removeLast() }
        return String(text)
    }
}
