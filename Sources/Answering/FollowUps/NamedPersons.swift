internal import TextAnalysis

/// The people that a text names, as far as capitals and the words around them tell.
///
/// Two to four words with capitals in a row are a name. It is not that of a person behind "the" or "a", nor behind "of" or
/// "in", where firms and places stand. Who was asked for may be named by one word: "Ben will paint it".
struct NamedPersons {
    private struct Candidate {
        var referent: Referent
        /// The words of its sentence, for comparison with those of the question.
        var sentence: Int
    }

    private let utterance: Utterance
    private var candidates: [Candidate] = []
    /// The words of each sentence, endings apart.
    private var sentences: [Set<Substring>] = [[]]

    /// - Parameter byOneWord: whether names of one word count.
    init(in text: String, byOneWord: Bool) {
        utterance = Utterance(text)
        let words = utterance.words
        var index = 0
        while index < words.count {
            if index > 0, beginsSentence(index) { sentences.append([]) }
            sentences[sentences.count - 1].insert(words[index].key.prefix(5))
            let end = endOfName(from: index)
            guard end > index else {
                note(pronoun: words[index].key)
                index += 1
                continue
            }
            for word in words[index..<end] { sentences[sentences.count - 1].insert(word.key.prefix(5)) }
            if isPerson(index..<end, byOneWord: byOneWord) {
                let referent = Referent(
                    text: utterance.text(of: index..<end), kind: .person, isPlural: false, isSure: true,
                    gender: index > 0 ? Self.genders[words[index - 1].key] : nil, isNamedByAnswer: true)
                candidates.append(Candidate(referent: referent, sentence: sentences.count - 1))
            }
            index = end
        }
    }

    /// The first person that the sentence with most words of the question names; of those that the question names itself, none.
    func person(askedFor question: Utterance) -> Referent? {
        let asked = Set(question.keys.filter { !WordClasses.all.contains($0) }.map { $0.prefix(5) })
        var best: (referent: Referent, count: Int)?
        for candidate in candidates {
            let name = Set(Utterance(candidate.referent.text).keys.map { $0.prefix(5) })
            let count = sentences[candidate.sentence].intersection(asked).count
            if name.isDisjoint(with: asked), count > best?.count ?? -1 { best = (candidate.referent, count) }
        }
        return best?.referent
    }

    /// "Mrs. Pargeter" is one sentence, and so is "J. Smith".
    private func endsSentence(before index: Int) -> Bool {
        let last = utterance.words[index - 1]
        return utterance.words[index].leading.contains { ".?!\n".contains($0) }
            && !Self.titles.contains(last.key) && last.text.count > 1
    }

    private func beginsSentence(_ index: Int) -> Bool { index == 0 || endsSentence(before: index) }

    private func endOfName(from start: Int) -> Int {
        var end = start
        // "Ask Dan Whitlow."
        if beginsSentence(start), WordClasses.isVerb(utterance.words[start].key) { return start }
        while end < utterance.words.count {
            let word = utterance.words[end]
            let isPart =
                word.isCapitalized && !WordClasses.all.contains(word.key) && !Self.titles.contains(word.key)
                && !Self.calendar.contains(word.key)
                && (word.text.count == 1 || word.text.contains(where: \.isLowercase))
            guard isPart,
                end == start
                    || !word.isSetOff && !beginsSentence(end) && !utterance.words[end - 1].isPossessive
            else { break }
            end += 1
        }
        return end
    }

    private func isPerson(_ range: Range<Int>, byOneWord: Bool) -> Bool {
        let words = utterance.words
        let start = range.lowerBound
        let before = start > 0 ? words[start - 1].key : ""
        if Self.titles.contains(before) { return true }
        if range.count > 4 { return false }
        if !words[start].isSetOff, Self.unlike.contains(before) { return false }
        if range.count > 1 { return true }
        guard byOneWord, words[start].text.count > 1 else { return false }
        // Any word has a capital at the beginning of a sentence: there one must do something.
        let next =
            range.upperBound < words.count && !words[range.upperBound].isSetOff ? words[range.upperBound].key : ""
        return !beginsSentence(start) || WordClasses.auxiliaries.contains(next) || WordClasses.isVerb(next)
    }

    /// "She" tells of the last person without a title that it is a woman.
    private mutating func note(pronoun: String) {
        guard let last = candidates.indices.last, candidates[last].referent.gender == nil,
            sentences.count - 1 - candidates[last].sentence <= 1
        else { return }
        if WordClasses.feminine.contains(pronoun) { candidates[last].referent.gender = .feminine }
        if WordClasses.masculine.contains(pronoun) { candidates[last].referent.gender = .masculine }
    }

    private static let titles = WordSet("mr mrs ms miss sir dr prof professor")
    private static let genders: [String: Referent.Gender] = [
        "mr": .masculine, "sir": .masculine, "mrs": .feminine, "ms": .feminine, "miss": .feminine,
    ]
    private static let unlike = WordSet(
        "the a an this that these those our your my its their of at in on from near into towards through")
    private static let calendar = WordSet(
        """
        january february march april may june july august september october november december monday tuesday wednesday \
        thursday friday saturday sunday
        """)
}
