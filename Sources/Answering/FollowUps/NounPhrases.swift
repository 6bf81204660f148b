internal import TextAnalysis

/// A run of words that names something: "throat cancer", "the main types", "Anne Bonny".
struct NounPhrase {
    let utterance: Utterance
    /// Indices of the words, without an article before them.
    let range: Range<Int>
    /// The article, demonstrative or question word before it, in lower case.
    let determiner: String?

    var words: ArraySlice<Utterance.Word> { utterance.words[range] }
    var text: String { utterance.text(of: range) }
    var keys: [String] { words.map(\.key) }
    /// The noun that the phrase is about: its last word, in lower case.
    var head: String { utterance.words[range.upperBound - 1].key }
    var hasPossessive: Bool { words.dropLast().contains(where: \.isPossessive) }

    /// Whether it is a proper name by its capitals; that of the first word of a sentence alone tells nothing.
    var isName: Bool {
        guard let first = words.first, let last = words.last else { return false }
        if range.lowerBound > 0 { return first.isCapitalized && last.isCapitalized }
        return range.count > 1 && words.allSatisfy(\.isCapitalized)
    }

    /// Whether it names a side of something: "the main types" of what?
    var isRelational: Bool { !isName && WordClasses.relational.contains(head) && !hasPossessive }

    var isDefinite: Bool { determiner.map(WordClasses.definite.contains) ?? false }
    var asks: Bool { determiner.map(WordClasses.questionWords.contains) ?? false }

    /// The word behind it, in lower case; empty at the end.
    var next: String { range.upperBound < utterance.words.count ? utterance.words[range.upperBound].key : "" }
}

extension Utterance {
    /// The noun phrases in order: runs of words outside the closed classes, ended by verbs where they can be told.
    var nounPhrases: [NounPhrase] {
        var phrases: [NounPhrase] = []
        var auxiliary: String?
        var index = 0
        while index < words.count {
            if WordClasses.auxiliaries.contains(words[index].key) { auxiliary = words[index].key }
            if isFunctionWord(at: index) {
                index += 1
                continue
            }
            let start = index
            index = endOfRun(from: start, hasAuxiliary: auxiliary != nil)
            let previousEnd = phrases.last?.range.upperBound
            if let range = trimmed(start..<index, previousEnd: previousEnd, auxiliary: auxiliary) {
                let before = range.lowerBound > 0 ? words[range.lowerBound - 1].key : ""
                let isDetermined = WordClasses.determiners.contains(before)
                phrases.append(NounPhrase(utterance: self, range: range, determiner: isDetermined ? before : nil))
            }
        }
        return phrases
    }

    /// A word of a closed class, unless it stands with a capital before another one: "Still Life".
    private func isFunctionWord(at index: Int) -> Bool {
        let word = words[index]
        guard WordClasses.all.contains(word.key) else { return false }
        // "The US", "the WHO"
        if index > 0, word.text.count > 1, word.text.allSatisfy(\.isUppercase) { return false }
        let isPlainlySo =
            WordClasses.questionWords.contains(word.key) || WordClasses.personal.contains(word.key)
            || WordClasses.auxiliaries.contains(word.key)
        guard word.isCapitalized, index > 0, !isPlainlySo, index + 1 < words.count else { return true }
        return !words[index + 1].isCapitalized || words[index + 1].isSetOff
    }

    private func endOfRun(from start: Int, hasAuxiliary: Bool) -> Int {
        var index = start
        while index < words.count {
            let word = words[index]
            if index > start, word.isSetOff { break }
            let next = index + 1 < words.count ? words[index + 1] : nil
            let beginsName = next?.isCapitalized ?? false || behindNameLink(at: index + 1) != nil
            if word.isCapitalized, index > 0 || beginsName {
                index += 1
                index = behindNameLink(at: index) ?? index
                continue
            }
            if WordClasses.all.contains(word.key) { break }
            if index > start, hasAuxiliary && WordClasses.isVerb(word.key) { break }
            if index > start, ["called", "named", "used", "made"].contains(word.key) { break }
            index += 1
        }
        return max(index, start + 1)
    }

    /// Where a name goes on behind "of the" and the like, if it does.
    private func behindNameLink(at index: Int) -> Int? {
        for count in 1...2 where index + count < words.count {
            let link = words[index..<(index + count)]
            let goesOn = words[index + count]
            if WordClasses.nameLinks.contains(link.map(\.key).joined(separator: " ")), goesOn.isCapitalized,
                !goesOn.isSetOff, !link.contains(where: \.isSetOff), !words[index - 1].isPossessive
            {
                return index + count
            }
        }
        return nil
    }

    /// A run without the verbs and adverbs at its ends; nil if nothing remains.
    private func trimmed(_ run: Range<Int>, previousEnd: Int?, auxiliary: String?) -> Range<Int>? {
        var start = run.lowerBound
        var end = run.upperBound
        let first = words[start]
        let before = start > 0 ? words[start - 1].key : ""
        if WordClasses.isVerb(first.key), !first.isCapitalized {
            let isBehindPronoun = WordClasses.personal.contains(before) || before == "to"
            let isBehindQuestionWord = WordClasses.questionWords.contains(before)
            let isDetermined = WordClasses.determiners.contains(before) && !isBehindQuestionWord
            let mayBeVerb =
                start == 0 || isBehindQuestionWord || isBehindPronoun || WordClasses.adverbs.contains(before)
            if end - start == 1, mayBeVerb, !isDetermined { return nil }
            // "What causes throat cancer?"
            let isSubjectQuestion = isBehindQuestionWord && auxiliary == nil
            let isBehindSubject = previousEnd == start && auxiliary != nil
            if isBehindSubject && end - start == 1 { return nil }
            if end - start > 1, isSubjectQuestion || isBehindPronoun || isBehindSubject { start += 1 }
        }
        // "I practise": a verb, whether a table knows it or not.
        if WordClasses.subjectPronouns.contains(before), start == run.lowerBound, !first.isCapitalized {
            if end - start == 1 { return nil }
            start += 1
        }
        let behindArticle = start > 1 && WordClasses.determiners.contains(words[start - 1].key) ? start - 2 : start - 1
        let isSubject = behindArticle >= 0 && WordClasses.auxiliaries.contains(words[behindArticle].key)
        let beginsWithAuxiliary = WordClasses.auxiliaries.contains(words[0].key)
        if let auxiliary, end - start > 1 {
            let last = words[end - 1]
            if ["is", "are", "was", "were", "be"].contains(auxiliary), WordClasses.predicates.contains(last.key) {
                end -= 1
            } else if beginsWithAuxiliary, !last.isCapitalized, words[end - 2].isCapitalized,
                !WordClasses.relational.contains(last.key)
            {
                // "Was Ada Byron optimistic …": an adjective that no table knows.
                end -= 1
            } else if ["do", "does", "did", "can", "could", "will", "would", "should"].contains(auxiliary),
                isSubject, !last.isCapitalized, words[end - 2].isCapitalized, end - 2 > 0,
                !WordClasses.relational.contains(last.key)
            {
                // "When did Netflix shift …": a verb that no table knows.
                end -= 1
            }
        }
        while end - start > 1, !words[end - 1].isCapitalized {
            let last = words[end - 1].key
            let isVerb = WordClasses.isVerb(last) && !WordClasses.relational.contains(last)
            guard isVerb || last.hasSuffix("ly") else { break }
            end -= 1
        }
        if end - start == 1, words[start].key.hasSuffix("ly"), !words[start].isCapitalized { return nil }
        return start..<end
    }
}
