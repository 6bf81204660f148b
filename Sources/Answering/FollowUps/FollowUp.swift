internal import TextAnalysis

/// A question that points back to what was said before it, read against that.
///
/// In this order: an item of the list that was answered ("the second one"), a question that only hooks on to the last ("And
/// for children?", "Why?"), pronouns, "there", "this" and "that", part of a name that the document's title has in full, and
/// at last a question without any subject of its own.
struct FollowUp {
    /// A question completed from the talk.
    struct Completion {
        var question: String
        /// What was taken from the talk, or is talked about from here on.
        var referents: [Referent]
        /// The word that pointed back, as it was written; nil where only something was missing.
        var word: String?
        /// Nothing in the question points back, and it has a noun of its own that could be its subject after all.
        var isGuess = false
    }

    let talk: Conversation
    let utterance: Utterance
    let phrases: [NounPhrase]

    var words: [Utterance.Word] { utterance.words }

    init?(_ question: String, in talk: Conversation) {
        // Nothing was said before.
        guard talk.lastReading != nil else { return nil }
        self.talk = talk
        utterance = Utterance(question)
        phrases = utterance.nounPhrases
        if utterance.words.isEmpty { return nil }
    }

    /// The question as it is meant, or nil when it stands by itself.
    var completion: Completion? {
        if let listItem { return listItem }
        if let fragment { return fragment }
        var exchange = Exchange()
        resolvePronouns(&exchange)
        resolvePlace(&exchange)
        if exchange.isEmpty, let demonstrative = demonstrative(&exchange) { return demonstrative }
        resolvePartOfName(&exchange)
        if !exchange.isEmpty {
            return Completion(
                question: utterance.text(replacing: exchange.replacements), referents: exchange.referents,
                word: exchange.word)
        }
        guard !talk.lastWasNotCovered, !asksTheSameAgain, let subject = talk.subject, !names(subject) else {
            return nil
        }
        guard lacksSubject(besidesWhatWasMentioned: false) || lacksSubject(besidesWhatWasMentioned: true) else {
            return nil
        }
        var completion = appending(subject)
        completion.isGuess = hasNounOfItsOwn
        return completion
    }

    /// What is put in the place of which words.
    struct Exchange {
        var replacements: [Int: (count: Int, text: String)] = [:]
        var referents: [Referent] = []
        var word: String?

        var isEmpty: Bool { replacements.isEmpty }

        mutating func replace(_ range: Range<Int>, of utterance: Utterance, with text: String, for referent: Referent) {
            replacements[range.lowerBound] = (range.count, text)
            referents.append(referent)
            if word == nil { word = utterance.text(of: range) }
        }
    }

    /// The question with a subject behind it: "What are the types of blockchain?", "Can I drive (nerve blocks)?"
    func appending(_ referent: Referent, for word: String? = nil) -> Completion {
        let text = utterance.text()
        let body = Utterance.unpunctuated(text)
        let isSide = phrases.last.map { $0.isRelational && $0.range.upperBound == words.count } ?? false
        let ending = text.dropFirst(body.count)
        return Completion(
            question: body + (isSide ? " of \(referent.text)" : " (\(referent.text))") + ending, referents: [referent],
            word: word)
    }

    // MARK: Pronouns

    private enum Pronoun: Hashable {
        case neuter, masculine, feminine, plural

        init?(_ key: String) {
            if WordClasses.neuter.contains(key) {
                self = .neuter
            } else if WordClasses.masculine.contains(key) {
                self = .masculine
            } else if WordClasses.feminine.contains(key) {
                self = .feminine
            } else if WordClasses.pluralPronouns.contains(key) {
                self = .plural
            } else {
                return nil
            }
        }
    }

    /// Puts what they stand for in the place of the first pronoun of each class; a second one keeps, as in speech.
    private func resolvePronouns(_ exchange: inout Exchange) {
        var resolved: Set<Pronoun> = []
        for (index, word) in words.enumerated() {
            guard let pronoun = Pronoun(word.key) ?? (isPronounOne(at: index) ? .neuter : nil),
                !resolved.contains(pronoun),
                !(word.key == "it" && isImpersonal(at: index)), !hasAntecedent(for: pronoun, at: index),
                let antecedent = antecedent(of: pronoun, at: index), !antecedent.text.isEmpty,
                !exchange.referents.contains(where: { $0.text == antecedent.text })
            else { continue }
            var text = antecedent.text
            if isPossessive(at: index) { text += text.hasSuffix("s") ? "'" : "'s" }
            exchange.replace(index..<(index + 1), of: utterance, with: text, for: antecedent)
            resolved.insert(pronoun)
        }
    }

    /// "Can I have a scan with one?", but not "which one" or "no one".
    private func isPronounOne(at index: Int) -> Bool {
        guard words[index].key == "one", index > 0, index + 1 == words.count || words[index + 1].isSetOff else {
            return false
        }
        let others = ["which", "this", "that", "no", "any", "each", "every", "only", "the", "number"]
        return !others.contains(words[index - 1].key)
    }

    /// "Is it safe to drive?" speaks of driving.
    private func isImpersonal(at index: Int) -> Bool {
        guard index > 0, ["is", "was", "will", "would"].contains(words[index - 1].key), index + 1 < words.count else {
            return false
        }
        let rest = words[(index + 1)...].map(\.key)
        let isPredicate =
            WordClasses.predicates.contains(rest[0]) || ["ok", "okay", "best"].contains(rest[0])
        return isPredicate && rest.prefix(3).contains { ["to", "that", "if"].contains($0) }
    }

    /// Whether the question itself names what the pronoun stands for: "Is TENS safe if I use it daily?"
    private func hasAntecedent(for pronoun: Pronoun, at index: Int) -> Bool {
        let before = phrases.filter { $0.range.upperBound <= index }
        switch pronoun {
        case .masculine, .feminine: return before.contains(where: \.isName)
        case .neuter, .plural:
            if words[index].key == "its", let last = before.last, !last.isRelational,
                let determiner = last.determiner, ["a", "an", "the", "your", "my"].contains(determiner)
            {
                return true
            }
            return before.contains { phrase in
                !phrase.isRelational && !phrase.isDefinite && !phrase.asks && !Self.isIdle(phrase.head)
                    && words[phrase.range.upperBound...index].contains {
                        WordClasses.clauseOpeners.contains($0.key) || $0.isSetOff
                    }
            }
        }
    }

    /// What a pronoun stands for in this talk.
    private func antecedent(of pronoun: Pronoun, at index: Int) -> Referent? {
        let last = talk.topic
        switch pronoun {
        case .masculine: return talk.person(.masculine)
        case .feminine: return talk.person(.feminine)
        case .plural where isOfTwo(at: index):
            if let both = talk.lastTwo { return both }
        default: break
        }
        guard let document = talk.documentReferent else {
            // Only questions are known: the latest thing that agrees.
            let agreeing = talk.referents.last { referent in
                !referent.isNamedByAnswer
                    && (pronoun == .neuter
                        ? referent.isPlural != true && referent.kind != .person
                        : referent.isPlural != false || referent.kind == .group)
            }
            return agreeing ?? last
        }
        guard pronoun == .neuter else { return talk.subject }
        // "What was the album?" "Streetlife Serenade." "Was it successful?"
        let asksForThing = ["what", "which"].contains { talk.lastQuestion?.lowercased().hasPrefix($0) ?? false }
        if asksForThing, document.kind == .person || document.kind == .group, let named = talk.namedByShortAnswer {
            return named
        }
        if let last, last.text != document.text, !talk.lastWasFollowUp, last.isName, last.isPlural != true {
            return last
        }
        return talk.subject
    }

    /// "The difference between them", "which of them", "both of them".
    private func isOfTwo(at index: Int) -> Bool {
        guard index > 0 else { return false }
        if words[index - 1].key == "between" { return true }
        return index > 1 && words[index - 1].key == "of"
            && ["which", "both", "each", "either", "neither"].contains(words[index - 2].key)
    }

    private func isPossessive(at index: Int) -> Bool {
        if ["its", "his", "their"].contains(words[index].key) { return true }
        guard words[index].key == "her", index + 1 < words.count, !words[index + 1].isSetOff else { return false }
        let next = words[index + 1].key
        let isClosed =
            WordClasses.prepositions.contains(next) || WordClasses.auxiliaries.contains(next)
            || WordClasses.conjunctions.contains(next) || WordClasses.personal.contains(next)
            || WordClasses.determiners.contains(next)
        return !isClosed && !["there", "here", "again", "too", "back"].contains(next)
    }

    // MARK: Places, this and that

    /// "What did he study there?" behind "University of Missouri."
    private func resolvePlace(_ exchange: inout Exchange) {
        for index in words.indices.dropFirst() where ["there", "here"].contains(words[index].key) {
            let next = index + 1 < words.count && !words[index + 1].isSetOff ? words[index + 1].key : ""
            let standsAlone =
                next.isEmpty
                || (WordClasses.prepositions.contains(next) || WordClasses.conjunctions.contains(next)
                    || WordClasses.adverbs.contains(next))
                    && !WordClasses.determiners.contains(next) && !WordClasses.auxiliaries.contains(next)
            guard standsAlone, !WordClasses.auxiliaries.contains(words[index - 1].key), let place = placeOfLastAnswer
            else {
                continue
            }
            exchange.replace(
                index..<(index + 1), of: utterance, with: "at " + place,
                for: Referent(text: place, kind: .thing, isPlural: false))
            return
        }
    }

    private var placeOfLastAnswer: String? {
        guard let answer = talk.lastAnswer.map(Utterance.init) else { return nil }
        let names = answer.nounPhrases.filter { $0.isName || $0.range.lowerBound == 0 && answer.words[0].isCapitalized }
        if answer.words.count <= 9 { return names.first?.text }
        let title = Set(Utterance(talk.documentReferent?.text ?? "").keys)
        return names.first { name in
            let start = name.range.lowerBound
            let before = answer.words[max(0, start - 2)..<start].map(\.key)
            let isPlaced =
                ["at", "to", "in"].contains(before.last)
                || before.last == "the" && ["at", "to", "in"].contains(before.first)
            return isPlaced && title.isDisjoint(with: name.keys)
        }?.text
    }

    private func demonstrative(_ exchange: inout Exchange) -> Completion? {
        for (index, word) in words.enumerated()
        where WordClasses.demonstratives.contains(word.key) && pointsBack(at: index) {
            guard let subject = talk.subject else { return nil }
            let next = index + 1 < words.count && !words[index + 1].isSetOff ? words[index + 1].key : ""
            // "This procedure" keeps, and is told of what.
            let isPredicate = WordClasses.all.contains(next) || WordClasses.predicates.contains(next)
            if !next.isEmpty, !isPredicate, !(WordClasses.isVerb(next) && index == 0) {
                return appending(subject, for: word.text)
            }
            exchange.replace(index..<(index + 1), of: utterance, with: subject.text, for: subject)
            return nil
        }
        return nil
    }

    /// Whether "this" or "that" is none of "the problems that led to it", "so that we".
    private func pointsBack(at index: Int) -> Bool {
        // "That said, what is …?"
        if index == 0, words.count > 1, words[1].key == "said" { return false }
        guard words[index].key == "that", index > 0 else { return true }
        let before = words[index - 1].key
        let next = index + 1 < words.count ? words[index + 1].key : ""
        guard WordClasses.all.contains(before) else { return false }
        if ["is", "was", "so", "now"].contains(before), WordClasses.personal.contains(next) { return false }
        return WordClasses.prepositions.contains(before) || WordClasses.auxiliaries.contains(before)
            || ["and", "but", "what"].contains(before)
    }

    // MARK: Names

    /// "Kohli" is Virat Kohli in an article of that title.
    private func resolvePartOfName(_ exchange: inout Exchange) {
        guard let document = talk.documentReferent, !exchange.referents.contains(where: { $0.text == document.text })
        else { return }
        let title = Utterance(document.text)
        let names = title.words.map { Self.withoutAccents($0.key) }
        let asked = words.map { Self.withoutAccents($0.key) }
        guard (2...6).contains(names.count),
            title.words.allSatisfy({ $0.isCapitalized || WordClasses.all.contains($0.key) }),
            !Set(names).isSubset(of: asked)
        else { return }
        // "Prince Bernhard"
        for length in [3, 2] where names.count > length && words.count >= length && exchange.isEmpty {
            for start in 0...(words.count - length) {
                let run = Array(asked[start..<(start + length)])
                guard run == Array(names.prefix(length)) || run == Array(names.suffix(length)),
                    words[start..<(start + length)].allSatisfy(\.isCapitalized)
                else { continue }
                let ending = words[start + length - 1].possessive
                exchange.replace(start..<(start + length), of: utterance, with: document.text + ending, for: document)
                return
            }
        }
        let parts = title.words.filter { $0.isCapitalized && !WordClasses.all.contains($0.key) && $0.key.count > 2 }
            .map { Self.withoutAccents($0.key) }
        guard names.count <= 5, let first = parts.first, let last = parts.last,
            asked.count(where: names.contains) == 1
        else { return }
        for (index, word) in words.enumerated() where exchange.replacements[index] == nil {
            guard asked[index] == first || asked[index] == last else { continue }
            let isName =
                word.isCapitalized && index > 0
                || document.kind == .person && !WordClasses.verbs.contains(word.key)
            guard isName else { continue }
            exchange.replace(
                index..<(index + 1), of: utterance, with: document.text + word.possessive, for: document)
            return
        }
    }

    private static let analyzer = Analyzer(language: .english)

    private static func withoutAccents(_ word: String) -> String {
        String(decoding: analyzer.fold(Array(word.utf8)[...]), as: UTF8.self)
    }

    // MARK: A question without a subject

    /// Whether nothing in the question could be what it is about: "What are the main types?", "Can I drive?"
    ///
    /// - Parameter besidesWhatWasMentioned: what the last answers spoke of counts as nothing, too: it is asked about within
    ///   their subject. So does everything in a talk about a person or a group.
    private func lacksSubject(besidesWhatWasMentioned: Bool) -> Bool {
        if phrases.isEmpty { return true }
        // "Which one is safer?"
        let names = ["which", "this", "that", "these", "those"]
        let hasOne = zip(words, words.dropFirst()).contains {
            names.contains($0.key) && ["one", "ones"].contains($1.key)
        }
        if hasOne { return true }
        let isDefinition = Self.asksWhatItIs(utterance)
        // An article about a person or a group is about little else.
        if besidesWhatWasMentioned, let kind = talk.documentReferent?.kind, kind == .person || kind == .group {
            return !(isDefinition && phrases.contains(where: \.isName))
        }
        return phrases.allSatisfy { phrase in
            if besidesWhatWasMentioned, talk.documentReferent != nil, !isDefinition,
                phrase.keys.allSatisfy({ talk.mentioned.contains(WordClasses.singular($0)) })
            {
                return true
            }
            if Self.isIdle(phrase.head) || phrase.head.first?.isNumber == true { return true }
            if phrase.isName { return false }
            let modifiers = phrase.keys.dropLast()
            if phrase.isRelational,
                modifiers.allSatisfy({ WordClasses.generalModifiers.contains($0) || $0.first?.isNumber == true })
            {
                return true
            }
            // "Which exercises?" of those that were spoken of; "Which zebra?" is another question.
            if phrase.asks {
                return besidesWhatWasMentioned && talk.mentioned.contains(WordClasses.singular(phrase.head))
            }
            if phrase.isDefinite { return modifiers.allSatisfy(WordClasses.generalModifiers.contains) }
            return ["other", "another", "more", "any", "some", "many", "else"].contains(phrase.determiner ?? "")
        }
    }

    /// Whether a phrase is more than a side of something else: "the recovery" is that of the subject, "the world" need not be.
    private var hasNounOfItsOwn: Bool {
        phrases.contains {
            !$0.isRelational && !WordClasses.predicates.contains($0.head) && $0.head.first?.isNumber != true
        }
    }

    /// Whether it is the last question in other words of no weight: "How do I prune a rose?" behind "how to prune a rose".
    private var asksTheSameAgain: Bool {
        func content(_ utterance: Utterance) -> Set<String> {
            Set(utterance.keys.filter { !WordClasses.all.contains($0) }.map(WordClasses.singular))
        }
        let asked = content(utterance)
        return !asked.isEmpty
            && [talk.lastQuestion, talk.lastReading].contains { $0.map { content(Utterance($0)) == asked } ?? false }
    }

    /// Whether the question has a content word of the subject, endings apart: then it says what it is about.
    private func names(_ subject: Referent) -> Bool {
        func stems(_ utterance: Utterance) -> Set<Substring> {
            Set(utterance.keys.filter { !WordClasses.all.contains($0) }.map { $0.prefix(5) })
        }
        return !stems(Utterance(subject.text)).isDisjoint(with: stems(utterance))
    }

    /// A word that no question is about.
    private static func isIdle(_ word: String) -> Bool {
        WordClasses.predicates.contains(word) || WordClasses.circumstances.contains(word)
    }

    /// "What is primatology?", "Tell me about lung cancer."
    static func asksWhatItIs(_ utterance: Utterance) -> Bool {
        let keys = utterance.keys
        guard let first = keys.first else { return false }
        if first == "define" || keys.starts(with: ["tell", "me"]) { return true }
        guard ["what", "who", "what's", "who's"].contains(first), utterance.nounPhrases.count == 1 else { return false }
        return first.hasSuffix("'s") || keys.count > 1 && ["is", "are", "was", "were"].contains(keys[1])
    }
}
