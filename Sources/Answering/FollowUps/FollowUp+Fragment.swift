internal import TextAnalysis

/// Questions that are only a piece of one, and hook on to the last: "And for older adults?", "What about TENS?", "Why?"
extension FollowUp {
    var fragment: Completion? {
        guard let previous = talk.lastReading else { return nil }
        var start = 0
        while start < min(2, words.count), WordClasses.openers.contains(words[start].key) { start += 1 }
        let isHooked = start > 0
        let keys = utterance.keys
        let asksAbout =
            ["what", "how"].contains(keys.dropFirst(start).first) && keys.dropFirst(start + 1).first == "about"
        if asksAbout { start += 2 }
        guard start < words.count else { return nil }
        let rest = Array(keys[start...])
        let last = Utterance(previous)

        if !asksAbout, Self.bareQuestions.contains(rest) { return bareQuestion(from: start, after: last) }
        guard isFragment(rest, isHooked: isHooked, asksAbout: asksAbout) else { return nil }

        let text = utterance.text(of: start..<words.count)
        if WordClasses.fragmentOpeners.contains(rest[0]) {
            return joined(last, with: text, inPlaceOfPhraseAfter: rest[0])
        }
        let parts = Utterance(text).nounPhrases
        let isSuperlative = rest.last.map { $0.hasSuffix("est") && $0.utf8.count > 4 } ?? false
        if parts.isEmpty && !isSuperlative { return nil }
        let head = parts.last?.head ?? rest[rest.count - 1]
        if WordClasses.populations.contains(head) {
            let isState = ["pregnancy", "breastfeeding"].contains(head)
            return joined(last, with: (isState ? "during " : "for ") + text, inPlaceOfPhraseAfter: "for")
        }
        if isSuperlative { return withSuperlative(rest[rest.count - 1], in: last) }
        // "What about side effects?" asks for those of the subject.
        if parts.contains(where: \.isRelational) { return nil }
        return withSubject(text, head: head, in: last)
    }

    private static let bareQuestions: Set<[String]> = [
        ["why"], ["how"], ["when"], ["where"], ["who"], ["why", "not"], ["how", "so"], ["how", "come"],
    ]

    private func isFragment(_ rest: [String], isHooked: Bool, asksAbout: Bool) -> Bool {
        let pointsBack = rest.contains {
            WordClasses.neuter.contains($0) || WordClasses.masculine.contains($0) || WordClasses.feminine.contains($0)
                || WordClasses.pluralPronouns.contains($0)
        }
        if pointsBack { return false }
        if asksAbout { return true }
        let isWhole = rest.contains {
            WordClasses.auxiliaries.contains($0) || WordClasses.questionWords.contains($0)
                || WordClasses.requests.contains($0)
        }
        if isWhole || rest.dropFirst().contains(where: WordClasses.isVerb) { return false }
        if isHooked || WordClasses.fragmentOpeners.contains(rest[0]) { return true }
        return rest.count <= 3 && phrases.last.map { WordClasses.populations.contains($0.head) } ?? false
    }

    /// "Why?" behind "Is TENS safe?" asks why TENS is safe.
    private func bareQuestion(from start: Int, after last: Utterance) -> Completion? {
        let asked = utterance.text(of: start..<words.count)
        let question = asked.prefix(1).uppercased() + asked.dropFirst()
        let keys = last.keys
        let auxiliary = keys.prefix(4).firstIndex(where: WordClasses.auxiliaries.contains)
        let asksForThing = auxiliary == 1 && ["what", "who", "which", "what's"].contains(keys[0])
        guard let auxiliary, !asksForThing, words.count - start == 1 else {
            return talk.subject.map { appending($0) }
        }
        let verb = last.words[auxiliary].text
        let clause = verb.lowercased() + last.text(of: auxiliary..<last.words.count).dropFirst(verb.count)
        return Completion(
            question: "\(question) \(Utterance.unpunctuated(clause))?", referents: currentReferents, word: nil)
    }

    /// The last question with a phrase behind it, in place of one that begins with the same word.
    private func joined(_ last: Utterance, with text: String, inPlaceOfPhraseAfter preposition: String) -> Completion {
        var body = Utterance.unpunctuated(last.text())
        if let cut = last.keys.lastIndex(of: preposition), cut > 1, last.words.count - cut <= 4 {
            body = last.text(of: 0..<cut)
        }
        return Completion(question: "\(body) \(text)?", referents: currentReferents, word: nil)
    }

    /// "What about the oldest?" behind "Where is the youngest crust?"
    private func withSuperlative(_ superlative: String, in last: Utterance) -> Completion? {
        let index = last.keys.firstIndex {
            $0.hasSuffix("est") && $0.utf8.count > 4 && !WordClasses.circumstances.contains($0)
        }
        guard let index else { return nil }
        return Completion(
            question: last.text(replacing: [index: (1, superlative)]), referents: currentReferents, word: nil)
    }

    /// The last question asked of another subject: "What about acupuncture?" behind "Is TENS safe?"
    private func withSubject(_ text: String, head: String, in last: Utterance) -> Completion? {
        let keys = last.keys
        for candidate in [talk.topic?.text, talk.documentReferent?.text].compactMap({ $0 }) {
            let wanted = Utterance(candidate).keys
            guard !wanted.isEmpty, wanted.count <= keys.count else { continue }
            for start in 0...(keys.count - wanted.count) where Array(keys[start..<(start + wanted.count)]) == wanted {
                let ending = last.words[start + wanted.count - 1].possessive
                let isName = text.first?.isUppercase ?? false
                let referent = Referent(
                    text: text, kind: isName ? .unknown : .thing, isPlural: isName ? nil : WordClasses.isPlural(head),
                    isSure: true)
                // "A squash merge" brings its own article, and several things take none of one: the last question's goes.
                let article = start > 0 ? keys[start - 1] : ""
                let bringsOwn = WordClasses.determiners.contains(Utterance(text).keys.first ?? "")
                let dropsArticle =
                    ["a", "an"].contains(article) && (bringsOwn || referent.isPlural == true)
                    || article == "the" && bringsOwn
                let from = dropsArticle ? start - 1 : start
                return Completion(
                    question: last.text(replacing: [from: (start + wanted.count - from, text + ending)]),
                    referents: [referent], word: nil)
            }
        }
        return nil
    }

    private var currentReferents: [Referent] { talk.topic.map { [$0] } ?? [] }
}
