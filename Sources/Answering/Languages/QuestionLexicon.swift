internal import Retrieval
internal import TextAnalysis

/// The question words of a language other than English, and what kind of answer they ask for.
///
/// One table a language; the order in which they are tried is the same for all. A phrase is one or more words with single
/// spaces between them, in lower case.
struct QuestionLexicon: Sendable {
    /// Where in a question its question word stands: among the first words, or anywhere, as in Turkish.
    var questionWordReach = 4
    var reason: [String] = []
    var manner: [String] = []
    /// Behind a word of ``manner``, they ask for a quantity: "how *long*".
    var degrees: Set<String> = []
    var quantity: [String] = []
    var time: [String] = []
    var place: [String] = []
    var person: [String] = []
    /// They ask what something is.
    var definition: [String] = []
    /// How one asks what something is; `@` stands for the thing.
    var definingQuestion = "@"
    /// They ask for several things, as do ``definition`` and ``which`` with a word of ``severals``.
    var list: [String] = []
    var which: [String] = []
    /// Nouns in the plural that ask for a list.
    var severals: Set<String> = []
    /// With it a question compares: "difference between A *and* B".
    var difference: [String] = []
    /// What stands between the two things that are compared.
    var links: Set<String> = []
    /// The two stand before the phrase of ``difference``, not behind it.
    var comparesBefore = false
    var superlative: [String] = []
    /// Endings of superlatives, behind a word of ``superlativeArticles``.
    var superlativeEndings: [String] = []
    var superlativeArticles: Set<String> = []
    /// Verbs that begin a question whether something is so.
    var openingVerbs: Set<String> = []
    /// Words anywhere that ask whether something is so.
    var decisionWords: [String] = []

    /// The kind of a question, from its words in lower case.
    func kind(of words: [String]) -> QuestionKind {
        if let compared = compared(in: words) { return .difference(compared.0, compared.1) }
        if asksForSuperlative(words) { return .superlative }
        let beginning = Array(words.prefix(questionWordReach))
        if Self.place(of: reason, in: beginning) != nil { return .reason }
        if Self.place(of: quantity, in: beginning) != nil { return .quantity }
        if Self.place(of: time, in: beginning) != nil { return .time }
        if let place = Self.place(of: manner, in: beginning) {
            let next = place.upperBound < words.count ? words[place.upperBound] : ""
            return degrees.contains(next) ? .quantity : .manner
        }
        if Self.place(of: self.place, in: beginning) != nil { return .place }
        if Self.place(of: person, in: beginning) != nil { return .person }
        let asksForSeveral = words.contains(where: severals.contains)
        if let place = Self.place(of: definition, in: beginning) {
            if asksForSeveral { return .list }
            // "What is X?" and no more.
            return words.count - place.count <= 5 ? .definition : .other
        }
        if Self.place(of: list, in: beginning) != nil { return .list }
        if Self.place(of: which, in: beginning) != nil { return asksForSeveral ? .list : .other }
        if words.first.map(openingVerbs.contains) ?? false { return .decision }
        if Self.place(of: decisionWords, in: words) != nil { return .decision }
        return .other
    }

    /// Where the first of the phrases stands.
    private static func place(of phrases: [String], in words: [String]) -> Range<Int>? {
        for phrase in phrases {
            let wanted = phrase.split(separator: " ").map(String.init)
            guard wanted.count <= words.count else { continue }
            for start in 0...(words.count - wanted.count) where Array(words[start..<(start + wanted.count)]) == wanted {
                return start..<(start + wanted.count)
            }
        }
        return nil
    }

    private func asksForSuperlative(_ words: [String]) -> Bool {
        if Self.place(of: superlative, in: words) != nil { return true }
        return zip(words, words.dropFirst()).contains { article, word in
            superlativeArticles.contains(article) && word.count > 5
                && superlativeEndings.contains(where: word.hasSuffix)
        }
    }

    private func compared(in words: [String]) -> (String, String)? {
        guard let place = Self.place(of: difference, in: words) else { return nil }
        let part = comparesBefore ? Array(words[..<place.lowerBound]) : Array(words[place.upperBound...])
        guard let link = part.firstIndex(where: links.contains) else { return nil }
        let first = part[..<link].joined(separator: " ")
        let second = part[(link + 1)...].joined(separator: " ")
        return first.isEmpty || second.isEmpty ? nil : (first, second)
    }
}

extension QuestionLexicon {
    /// The table of a language; nil for English, which `QuestionKind` knows more of, and for those without one.
    init?(_ language: Language) {
        switch language.name {
        case "german": self = Self.german
        case "turkish": self = Self.turkish
        case "french": self = Self.french
        case "spanish": self = Self.spanish
        case "italian": self = Self.italian
        case "dutch": self = Self.dutch
        case "portuguese": self = Self.portuguese
        case "swedish": self = Self.swedish
        default: return nil
        }
    }
}

extension QuestionKind {
    /// The kind of a question in a language.
    init(of text: String, in language: Language) {
        if let lexicon = QuestionLexicon(language) {
            let text = String(
                language.lowercased(text).map { character in
                    if character.isLetter || character.isNumber || character == "-" { return character }
                    return character == "’" || character == "'" ? "'" : " "
                })
            self = lexicon.kind(of: Question.words(of: text))
        } else {
            self.init(of: Question.words(of: text))
        }
    }
}

extension Question {
    /// The question what something is.
    static func asking(whatIs subject: String, searcher: Searcher) -> Question {
        let language = searcher.analyzer.language
        let template = QuestionLexicon(language)?.definingQuestion ?? (language == .english ? "What is @?" : "@")
        return Question(
            template.split(separator: "@", omittingEmptySubsequences: false).joined(separator: subject),
            searcher: searcher)
    }
}
