/// What a word does in a question.
public enum WordRole: Hashable, Sendable {
    /// So common that it is dropped.
    case stop
    /// A question or function word, which weighs little.
    case question
    /// Any other word.
    case content
}

/// The function words of a language.
public struct StopWords: Sendable {
    /// Names the lists; a change of any word's role changes it.
    public let identity = "stop-3"

    private var roles: WordTable<WordRole>

    /// Makes the lists of a language; for a language without lists every word is a content word.
    ///
    /// - Parameter language: The language of the words.
    public init(language: Language = .english) {
        let lists = Self.lists(for: language)
        // A word is at least a letter and a space long, and comes with and without accents.
        roles = WordTable(capacity: lists.stop.utf8.count + lists.question.utf8.count)
        insert(lists.stop, as: .stop)
        insert(lists.question, as: .question)
    }

    /// The role of a word; does not allocate.
    ///
    /// - Parameter form: A form as a ``Tokenizer`` makes it, or its surface.
    public func role(of form: ArraySlice<UInt8>) -> WordRole {
        roles[form] ?? .content
    }

    /// Calls `body` with every word of the lists and its role.
    func forEachWord(_ body: (ArraySlice<UInt8>, WordRole) -> Void) {
        roles.forEach(body)
    }

    /// Adds words with and without their accents, since people leave them out; the first role given counts.
    private mutating func insert(_ words: String, as role: WordRole) {
        for word in words.split(separator: " ") {
            // A form has no final sigma of its own.
            let form = Array(String(word.map { $0 == "ς" ? "σ" : $0 }).utf8)
            var folded: [UInt8] = []
            AccentFolding.appendFolded(form[...], to: &folded)
            roles.insert(form[...], role)
            roles.insert(folded[...], role)
        }
    }
}
