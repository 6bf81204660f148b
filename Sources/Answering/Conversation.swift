internal import Retrieval

/// What a talk is about, so that a follow-up question can be read as it was meant.
///
/// A question that points back ("Is it safe?", "And the risks?", "What about children?") lacks its subject; the subject of
/// the document that the last answer came from is added, and always said.
public struct Conversation: Sendable {
    /// What the last answer was about, or nil at the beginning.
    public private(set) var subject: String?

    public init(subject: String? = nil) {
        self.subject = subject
    }

    /// Takes note of an answer. A question that was not covered leaves the subject as it was.
    public mutating func note(_ answer: Answer) {
        guard answer.status == .answered, let section = answer.parts.first?.quote.section else { return }
        let asked = Question.words(of: answer.reading?.question ?? answer.question)
        let title = section.document.title
        // "Frequently asked questions" is the name of a document and of nothing else: then the question names the subject.
        if Self.sharesContent(title, asked) || section.headings.isEmpty {
            subject = title.isEmpty ? subject : title
        } else if let phrase = Self.subjectPhrase(of: asked) {
            subject = phrase
        }
    }

    /// The question as it is meant in this talk, or nil when it stands by itself.
    public func reading(of question: String) -> Reading? {
        guard let subject, !subject.isEmpty else { return nil }
        let words = Question.words(of: question)
        guard !words.isEmpty else { return nil }
        let pointers = words.filter { Self.pointers.contains($0) }
        let content = words.filter { !Self.functionWords.contains($0) && !Self.pointers.contains($0) }
        let opens =
            words.first == "and" || words.first == "but" || words.starts(with: ["what", "about"])
            || words.starts(with: ["how", "about"])
        guard !pointers.isEmpty || opens || content.count <= 2 else { return nil }
        // A question that names the subject is complete.
        let subjectWords = Set(Question.words(of: subject)).subtracting(Self.functionWords)
        if !subjectWords.isEmpty, subjectWords.isSubset(of: words) { return nil }
        // A question of few words that names another thing in full, "What is gout?", is complete too.
        if pointers.isEmpty, !opens, Self.asksForDefinition(words), !content.isEmpty { return nil }
        return .followUp(word: pointers.first, subject: subject, question: Self.resolve(question, subject: subject))
    }

    /// Puts the subject in place of the first word that points to it, or behind a question that has none.
    static func resolve(_ question: String, subject: String) -> String {
        var result = ""
        var word = ""
        var isReplaced = false
        func flush() {
            let lower = word.lowercased()
            if !isReplaced, pointers.contains(lower), !determiners.contains(lower) {
                result += possessives.contains(lower) ? subject + "'s" : subject
                isReplaced = true
            } else {
                result += word
            }
            word = ""
        }
        for character in question {
            if character.isLetter || character == "'" || character == "’" {
                word.append(character)
            } else {
                flush()
                result.append(character)
            }
        }
        flush()
        if isReplaced { return result }
        // "And the risks?" becomes "And the risks of epidural steroid injections?".
        var end = result.endIndex
        while end > result.startIndex, "?!. \n\t".contains(result[result.index(before: end)]) {
            end = result.index(before: end)
        }
        return result[..<end] + " (" + subject + ")" + result[end...]
    }

    private static func asksForDefinition(_ words: [String]) -> Bool {
        words.count > 2 && words[0] == "what" && ["is", "are", "was", "were"].contains(words[1])
            && !["the", "its", "their", "a", "an"].contains(words[2])
    }

    private static func sharesContent(_ title: String, _ words: [String]) -> Bool {
        let stems = Set(words.filter { !functionWords.contains($0) }.map { $0.prefix(5) })
        return Question.words(of: title).contains { !functionWords.contains($0) && stems.contains($0.prefix(5)) }
    }

    /// The question's longest run of words that are not function words.
    private static func subjectPhrase(of words: [String]) -> String? {
        let runs = words.split { functionWords.contains($0) || pointers.contains($0) }
        return runs.max { $0.count < $1.count }.map { $0.joined(separator: " ") }
    }

    private static let possessives: Set<String> = ["its", "his", "their"]
    // They may stand before a noun ("this procedure"), where the subject would not fit in their place.
    private static let determiners: Set<String> = [
        "this", "that", "these", "those", "her", "one", "ones", "there", "such",
    ]
    private static let pointers: Set<String> = [
        "it", "its", "he", "him", "his", "she", "her", "hers", "they", "them", "their", "theirs", "this", "that",
        "these",
        "those", "one", "ones", "there", "such", "itself", "himself", "herself", "themselves",
    ]
    private static let functionWords: Set<String> = [
        "a", "an", "the", "and", "but", "or", "of", "in", "on", "at", "to", "for", "with", "by", "from", "about", "as",
        "into",
        "what", "what's", "which", "who", "whom", "whose", "when", "where", "why", "how", "is", "are", "was", "were",
        "be",
        "been", "am", "do", "does", "did", "can", "could", "should", "would", "will", "may", "might", "must", "has",
        "have",
        "had", "i", "you", "we", "me", "my", "your", "our", "us", "not", "no", "any", "some", "there", "if", "then",
        "so",
        "many", "much", "more", "most", "other", "else", "also", "too", "just", "happen", "happened", "mean", "meant",
        "get",
        "tell", "explain", "please", "after", "before", "long", "often", "was", "during",
    ]
}
