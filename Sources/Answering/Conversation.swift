internal import Retrieval
internal import TextAnalysis

/// What was said in a talk, so that a follow-up question can be read as it was meant.
///
/// A question that points back ("Is it safe?", "And for children?", "What about TENS?", "Why?") is completed from what was
/// said before: from what the questions were about, and from the title of the document that the last answer came from. The
/// reading is always shown. A question that has a subject of its own is taken as it stands.
public struct Conversation: Sendable {
    /// What was talked about, the latest last, each once.
    private(set) var referents: [Referent] = []
    /// The document that the last answer came from.
    private(set) var document: DocumentSubject?
    /// The last question as it was understood, and as it was asked.
    private(set) var lastReading: String?
    private(set) var lastQuestion: String?
    private(set) var lastAnswer: String?
    /// The items of the list that the last answer quotes.
    private(set) var listedItems: [String] = []
    /// Whether the last question was completed from the talk.
    private(set) var lastWasFollowUp = false
    /// Whether the documents did not cover the last question: then nothing but a pronoun is taken to point to it.
    private(set) var lastWasNotCovered = false
    /// The words of what was said, without the endings of the plural.
    private(set) var mentioned: Set<String> = []
    /// Words that the answers write without a capital: no names.
    private var commonWords: Set<String> = []
    /// The person that the last question asked for, as the answer names it.
    private var personAskedFor: Referent?
    private var pronouns = PronounCounts()

    /// How many referents are remembered.
    private static let referentLimit = 20

    public init() {}

    /// Takes note of an answer. A question that was not covered is remembered, without a document.
    public mutating func note(_ answer: Answer) {
        let section = answer.status == .answered ? answer.parts.first?.quote.section : nil
        note(
            question: answer.question, understood: answer.reading?.question,
            standsAlone: answer.reading?.reference == nil,
            answer: section == nil ? nil : answer.parts.map(\.quote.text).joined(separator: "\n"),
            from: section?.document.title, beneath: section?.headings ?? [])
        lastWasNotCovered = section == nil
        listedItems = section == nil ? [] : answer.parts.flatMap(\.quote.listItems)
    }

    /// Takes note of a question and what it got.
    ///
    /// - Parameters:
    ///   - understood: the question as it was answered, where that is not this talk's own reading of it.
    ///   - standsAlone: the question was taken as it stands, whatever this talk makes of it.
    ///   - answer: nil where there was none, or where only questions are known.
    ///   - title: of the document that the answer came from.
    ///   - headings: above the answer.
    public mutating func note(
        question: String, understood: String? = nil, standsAlone: Bool = false, answer: String?,
        from title: String? = nil, beneath headings: [String] = []
    ) {
        let completed = standsAlone ? nil : FollowUp(question, in: self)?.completion
        let reading = understood ?? completed?.question ?? question
        if let answer {
            let subject = title.flatMap { $0.isEmpty ? nil : DocumentSubject(title: $0) }
            if subject?.text != document?.text { pronouns = PronounCounts() }
            document = subject
            let words = Utterance(answer).words
            commonWords.formUnion(words.lazy.filter { !$0.isCapitalized }.map { WordClasses.singular($0.key) })
            pronouns.add(Utterance(answer))
        } else if completed == nil {
            // A new subject that no document is known for.
            document = nil
        }
        let asked = Utterance(question)
        // "Did she …?" tells nothing of the title where it was asked of somebody else.
        if completed?.referents.contains(where: \.isNamedByAnswer) != true { pronouns.add(asked) }
        lastQuestion = question
        lastReading = reading
        lastAnswer = answer
        listedItems = []
        lastWasNotCovered = false
        lastWasFollowUp = completed != nil
        for text in [reading, answer ?? ""] { mentioned.formUnion(Utterance(text).keys.map(WordClasses.singular)) }

        if let completed {
            for referent in completed.referents { remember(referent) }
        } else {
            // What a question asks for that was answered as it stands is talked about from here on, whatever its form.
            let said = answer.map { (headings + [$0]).joined(separator: "\n") }
            let subject = subject(of: Utterance(reading), said: said, isOwn: standsAlone && answer != nil)
            if let subject { remember(subject) }
        }
        if let answer {
            let asksWho = asked.keys.contains { ["who", "whom", "who's", "whos"].contains($0) }
            let person = NamedPersons(in: answer, byOneWord: asksWho).person(askedFor: Utterance(reading))
            if let person { remember(person) }
            personAskedFor = asksWho ? person : nil
        }
    }

    /// The question as it is meant in this talk, or nil when it stands by itself.
    public func reading(of question: String) -> Reading? {
        guard let completion = FollowUp(question, in: self)?.completion, completion.question != question else {
            return nil
        }
        return Reading(
            question: completion.question,
            reference: Reading.Reference(word: completion.word, subject: completion.referents.first?.text ?? ""))
    }

    /// Whether the reading of a question is a guess: nothing in it points back, it only seems to lack a subject.
    func isGuess(_ question: String) -> Bool {
        FollowUp(question, in: self)?.completion?.isGuess ?? false
    }

    /// What the title of the last document names.
    var documentReferent: Referent? {
        document.map {
            let kind = $0.kind(byPronouns: pronouns)
            let isNoName = kind == .person && !$0.isName(besides: commonWords, small: WordClasses.all)
            return Referent(text: $0.text, kind: isNoName ? .thing : kind, isPlural: nil)
        }
    }

    /// What was last talked about: no person that an answer only named.
    var topic: Referent? { referents.last { !$0.isNamedByAnswer } }

    /// The person that "he" or "she" stands for: the title of the document where that is a person's name, else the person
    /// that was named last, be it by an answer.
    func person(_ gender: Referent.Gender) -> Referent? {
        let title = documentReferent
        if let title, title.kind == .person { return title }
        let titleIsName = document?.isName(besides: commonWords) ?? false
        let named = referents.last { referent in
            referent.text != title?.text && (referent.gender ?? gender) == gender
                && (referent.kind == .person || referent.kind == .unknown && referent.isName)
                && (!referent.isNamedByAnswer || referent == personAskedFor || !titleIsName)
        }
        guard let title, titleIsName, title.kind == .unknown else { return named }
        return named == topic || named == personAskedFor ? named ?? title : title
    }

    /// The last two things that questions were about, each one thing, as one: "decorator and generator".
    var lastTwo: Referent? {
        let topics = referents.filter { !$0.isNamedByAnswer }.suffix(2)
        guard topics.count == 2, let first = topics.first, let last = topics.last, last.isPlural != true else {
            return nil
        }
        return Referent(text: "\(first.text) and \(last.text)", kind: .thing, isPlural: true, isSure: true)
    }

    /// What a question that only lacks a subject is about.
    var subject: Referent? {
        guard let last = topic else { return documentReferent }
        guard let document = documentReferent else { return last }
        // An article about a person or a group is about little else.
        if document.kind == .person || document.kind == .group { return document }
        // "Visit" says less than "Preparing for a pain clinic visit".
        let titleWords = Set(Utterance(document.text).keys.map(WordClasses.singular))
        let isWordOfTitle = titleWords.contains(WordClasses.singular(last.text.lowercased()))
        return last.isSure && !isWordOfTitle ? last : document
    }

    /// What the last answer itself names, where it is short: "Streetlife Serenade."
    var namedByShortAnswer: Referent? {
        guard let lastAnswer else { return nil }
        let answer = Utterance(lastAnswer)
        guard (1...6).contains(answer.words.count), !answer.nounPhrases.isEmpty,
            !answer.keys.contains(where: { WordClasses.auxiliaries.contains($0) || WordClasses.personal.contains($0) }),
            answer.words[0].text.first?.isNumber != true
        else { return nil }
        return Referent(text: answer.text(of: answer.words.indices), kind: .unknown, isPlural: nil)
    }

    private mutating func remember(_ referent: Referent) {
        referents.removeAll { $0.text == referent.text }
        referents.append(referent)
        if referents.count > Self.referentLimit { referents.removeFirst() }
    }

    /// What a question that stands by itself is about: its first noun phrase that is not only a side of another.
    ///
    /// - Parameters:
    ///   - said: the answer with the headings above it, nil where there was none.
    ///   - isOwn: nothing of the talk is meant by it.
    private func subject(of utterance: Utterance, said: String?, isOwn: Bool) -> Referent? {
        let phrases = utterance.nounPhrases
        for (index, phrase) in phrases.enumerated() {
            let rest = phrases.count - index - 1
            let isEvent = ["happened", "happen", "happens", "else"].contains(phrase.keys[0])
            // What is asked for is not yet talked about: "Which medicines help?"
            if phrase.asks, !phrase.isName { continue }
            if isEvent || WordClasses.predicates.contains(phrase.head) { continue }
            if phrase.isRelational {
                // "The difference between A and B" is about both.
                if rest >= 2, phrase.next == "between" {
                    let both = phrases[index + 1].range.lowerBound..<phrases[index + 2].range.upperBound
                    return Referent(text: utterance.text(of: both), kind: .thing, isPlural: true, isSure: true)
                }
                continue
            }
            // "The system" is something that was talked about.
            if !isOwn, phrase.isDefinite, phrase.range.count == 1, !phrase.isName, !referents.isEmpty,
                !(rest > 0 && phrase.next == "of")
            {
                continue
            }
            return referent(of: phrase, in: utterance, said: said)
        }
        return nil
    }

    private func referent(of phrase: NounPhrase, in utterance: Utterance, said: String?) -> Referent {
        if phrase.isName, let document = documentReferent {
            let names = Set(Utterance(document.text).keys)
            if !names.isDisjoint(with: phrase.keys) { return document }
        }
        var isSure = phrase.text.first?.isUppercase ?? false
        if FollowUp.asksWhatItIs(utterance) { isSure = true }
        if let said {
            let said = Set(Utterance(said).keys.map { $0.prefix(5) })
            if phrase.keys.allSatisfy({ said.contains($0.prefix(5)) }) { isSure = true }
        }
        return Referent(
            text: phrase.text, kind: phrase.isName ? .unknown : .thing,
            isPlural: phrase.isName ? nil : WordClasses.isPlural(phrase.head), isSure: isSure)
    }
}
