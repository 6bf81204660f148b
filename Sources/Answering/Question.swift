public import Retrieval
internal import TextAnalysis

/// What kind of answer a question asks for.
public enum QuestionKind: Hashable, Sendable {
    /// What something is or means.
    case definition
    /// How two things differ, with the two as the question names them.
    case difference(String, String)
    /// Several things: kinds, parts, risks, side effects.
    case list
    /// How something is done or works.
    case manner
    case reason
    /// Whether something is so.
    case decision
    case person
    case time
    case place
    /// How much, how many, how long, how often.
    case quantity
    /// The most or least of something.
    case superlative
    /// Anything else.
    case other
}

/// A question, taken apart: its kind, and the engine's query for it.
public struct Question: Sendable {
    public let text: String
    public let kind: QuestionKind
    public let query: Query
    let answerType: AnswerType
    private let isEnglish: Bool

    public init(_ text: String, searcher: Searcher) {
        self.text = text
        isEnglish = searcher.analyzer.language == .english
        kind = QuestionKind(of: text, in: searcher.analyzer.language)
        answerType =
            isEnglish
            ? AnswerType(of: Self.words(of: text)) : AnswerType(of: kind)
        // However a comparison is asked, documents call what it asks for a difference.
        if isEnglish, case .difference(let first, let second) = kind {
            query = searcher.query("difference between \(first) and \(second)")
        } else {
            query = searcher.query(text)
        }
    }

    /// Whether it asks what something or who somebody is, or what something does: a sentence that answers says it of that.
    var asksWhatItIs: Bool { Self.asksWhatItIs(text, kind, isEnglish: isEnglish) }

    static func asksWhatItIs(_ text: String, _ kind: QuestionKind, isEnglish: Bool) -> Bool {
        guard kind != .definition else { return true }
        guard isEnglish else { return false }
        let words = words(of: text)
        switch kind {
        case .person:
            return words.first == "who" && words.count > 2 && ["is", "was", "are", "were"].contains(words[1])
                && !words.dropFirst(2).contains { ["the", "a", "an", "of", "in", "for", "by"].contains($0) }
        case .other: return words.starts(with: ["what", "does"]) && words.last == "do"
        default: return false
        }
    }

    /// Whether it names nothing that it is about: "Is it safe?", "What are the risks?" Known of English alone.
    ///
    /// Besides words that go with any subject there must be a pronoun, for which nothing in the question stands, or
    /// hardly a word: "Which medicines are safest?" may well be asked.
    var namesNoSubject: Bool {
        guard isEnglish else { return false }
        var hasPronoun = false
        for word in Utterance(text).words {
            if WordClasses.objectPronouns.contains(word.key) || WordClasses.possessivePronouns.contains(word.key) {
                hasPronoun = true
            } else if !WordClasses.namesNothing(word.key) {
                return false
            }
        }
        return hasPronoun || query.contentSequence.count < 2
    }

    /// Lower-case words, with the apostrophes and hyphens inside them.
    static func words(of text: String) -> [String] {
        var words: [String] = []
        var word: [UInt8] = []
        func end() {
            while let last = word.last, last == UInt8(ascii: "-") || last == UInt8(ascii: "'") { word.removeLast() }
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word = []
        }
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): word.append(byte | 0x20)
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
                word.append(byte)
            case UInt8(ascii: "-"), UInt8(ascii: "'"): if !word.isEmpty { word.append(byte) }
            default: end()
            }
        }
        end()
        return words
    }
}

extension QuestionKind {
    /// The kind that the words of an English question show.
    ///
    /// - Parameter words: lower case, in order.
    init(of words: [String]) {
        if let (first, second) = Self.compared(in: words) {
            self = .difference(first, second)
            return
        }
        // "And what …", "So how …", "Please tell me what …": the question begins at its question word.
        let start = words.prefix(6).firstIndex(where: Words.openers.contains) ?? 0
        let rest = Array(words[start...])
        let first = rest.first ?? ""
        let second = rest.count > 1 ? rest[1] : ""

        if Self.asksForSuperlative(rest) {
            self = .superlative
            return
        }
        switch first {
        case "why": self = .reason
        case "who", "whom", "whose": self = .person
        case "when": self = .time
        case "where": self = .place
        case "how":
            self = Self.degrees.contains(second) ? .quantity : .manner
        case "what", "what's", "which", "define", "explain", "describe", "list", "name":
            self = Self.kindOfWhat(rest)
        case "is", "are", "was", "were", "do", "does", "did", "can", "could", "should", "will", "would", "may", "must",
            "has",
            "have", "am":
            self = .decision
        default:
            self = .other
        }
    }

    /// The words that kinds are told by, made once.
    private enum Words {
        static let openers: Set<String> = [
            "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "what's",
        ]
        static let places: Set<String> = [
            "city", "country", "state", "county", "continent", "place", "location", "river",
        ]
        static let times: Set<String> = ["year", "month", "day", "date", "century", "decade", "age", "era", "time"]
        static let quantities: Set<String> = [
            "percentage", "percent", "number", "amount", "dose", "dosage", "length", "height", "size",
        ]
        static let people: Set<String> = [
            "person", "man", "woman", "doctor", "specialist", "president", "king", "author",
        ]
        static let reasons: Set<String> = ["reason", "cause", "purpose"]
        static let kinds: Set<String> = [
            "kinds", "types", "parts", "risks", "benefits", "effects", "symptoms", "signs", "causes", "examples",
            "steps",
            "treatments", "options", "ways", "techniques", "methods", "advantages", "disadvantages", "complications",
            "components", "factors", "stages", "forms", "reasons", "medicines", "exercises", "questions", "goals",
        ]
        static let wholes: Set<String> = [
            "consist", "consists", "comprise", "comprises", "include", "includes", "involve",
        ]
        static let verbs: Set<String> = ["is", "are", "was", "were", "what's"]
        static let clauseWords: Set<String> = [
            "of", "for", "in", "to", "that", "used", "called", "by", "with", "about", "from", "at", "on", "during",
            "after",
        ]
        static let noSuperlatives: Set<String> = [
            "interest", "rest", "test", "request", "chest", "west", "forest", "honest", "latest",
        ]
        static let introducing: Set<String> = [
            "a", "an", "the", "is", "are", "how", "what", "what's", "does", "do", "which", "in", "of", "can", "you",
            "me", "tell",
            "explain", "difference", "between",
        ]
    }

    /// What follows "how" in a question for an amount.
    static let degrees: Set<String> = [
        "much", "many", "long", "often", "far", "old", "big", "large", "high", "deep", "fast", "soon", "quickly",
        "tall",
        "likely", "common",
    ]

    private static func kindOfWhat(_ words: [String]) -> QuestionKind {
        let text = words.joined(separator: " ")
        if ["define", "explain", "describe"].contains(words[0]) { return .definition }
        if ["list", "name"].contains(words[0]) { return .list }
        for phrase in ["meant by", "meaning of", "definition of", "does it mean"] where text.contains(phrase) {
            return .definition
        }
        if words.last == "mean" || words.last == "means" { return .definition }
        if words.count > 1 {
            if Words.times.contains(words[1]) { return .time }
            if Words.places.contains(words[1]) { return .place }
            if Words.quantities.contains(words[1]) { return .quantity }
            if Words.people.contains(words[1]) { return .person }
            if Words.reasons.contains(words[1]) { return .reason }
        }
        // "What are the risks of …?", "What kinds of …", "Which medicines …": a plural after the verb asks for several things.
        if words.contains(where: Words.kinds.contains) { return .list }
        // "What does X consist of?"
        if words.contains(where: Words.wholes.contains) { return .list }
        let verb = words[0] == "what's" ? 0 : 1
        guard words.count > verb, Words.verbs.contains(words[verb]) else { return .other }
        // "What is X?" with no clause behind it.
        let subject = words[(verb + 1)...]
        return subject.count <= 6 && !subject.contains(where: Words.clauseWords.contains) && !subject.isEmpty
            ? .definition : .other
    }

    private static func asksForSuperlative(_ words: [String]) -> Bool {
        guard let first = words.first, ["what", "what's", "which", "who", "where", "when"].contains(first) else {
            return false
        }
        for (index, word) in words.enumerated().dropFirst() {
            if word == "most" || word == "least" || word == "best" || word == "worst" { return true }
            let after = index > 0 ? words[index - 1] : ""
            if word.hasSuffix("est"), word.utf8.count > 5, !Words.noSuperlatives.contains(word), after == "the" {
                return true
            }
        }
        return false
    }

    /// The two things that a question compares.
    private static func compared(in words: [String]) -> (String, String)? {
        func pair(_ first: ArraySlice<String>, _ second: ArraySlice<String>) -> (String, String)? {
            let left = subject(first)
            let right = subject(second)
            return left.isEmpty || right.isEmpty ? nil : (left, right)
        }
        if let versus = words.firstIndex(where: { ["vs", "versus"].contains($0) }) {
            return pair(words[..<versus], words[(versus + 1)...])
        }
        if words.contains(where: { $0.hasPrefix("differen") || $0 == "distinguish" || $0 == "distinction" }),
            let between = words.firstIndex(of: "between"), let and = words[between...].firstIndex(of: "and")
        {
            return pair(words[(between + 1)..<and], words[(and + 1)...])
        }
        if let differ = words.firstIndex(where: { ["differ", "differs", "different"].contains($0) }),
            differ + 1 < words.count, ["from", "to", "than"].contains(words[differ + 1])
        {
            return pair(words[..<differ], words[(differ + 2)...])
        }
        // "Are A and B the same?"
        if words.contains("same"), ["is", "are"].contains(words.first ?? ""), let and = words.firstIndex(of: "and"),
            let end = words[and...].firstIndex(where: { ["the", "same"].contains($0) })
        {
            return pair(words[1..<and], words[(and + 1)..<end])
        }
        // "Is A the same as B?"
        if let same = words.firstIndex(of: "same"), same + 1 < words.count, words[same + 1] == "as",
            ["is", "are"].contains(words.first ?? "")
        {
            let end = words[same - 1] == "the" ? same - 1 : same
            return pair(words[..<end], words[(same + 2)...])
        }
        if words.first == "compare", let link = words.firstIndex(where: { ["and", "with", "to"].contains($0) }) {
            return pair(words[1..<link], words[(link + 1)...])
        }
        return nil
    }

    /// A phrase without the words that only introduce it.
    private static func subject(_ words: ArraySlice<String>) -> String {
        return words.drop { Words.introducing.contains($0) }.joined(separator: " ")
    }
}
