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
    /// Names the lists; a change of the words that are dropped changes it, and with it what an index holds.
    public let identity = "stop-3"

    private var roles = WordTable<WordRole>()
    private let asking: WordSet
    private let degrees: WordSet

    /// Makes the lists of a language; for a language without lists every word is a content word.
    ///
    /// - Parameter language: The language of the words.
    public init(language: Language = .english) {
        let lists = Self.lists(for: language)
        asking = WordSet(language == .english ? Self.englishAsking : "")
        degrees = WordSet(language == .english ? Self.englishDegrees : "")
        insert(lists.stop, as: .stop)
        insert(lists.question, as: .question)
    }

    /// The role of a word; does not allocate.
    ///
    /// - Parameter form: A form as a ``Tokenizer`` makes it, or its surface.
    public func role(of form: ArraySlice<UInt8>) -> WordRole {
        roles[form] ?? .content
    }

    /// The role of the word that stands in a range of a text.
    public func role(of text: Span<UInt8>, _ range: Range<Int>) -> WordRole { roles[text, range] ?? .content }

    /// Whether a content word is one that questions are asked with ("difference", "how long"): where no document has it, it is
    /// no more than that.
    ///
    /// - Parameter last: the word before it, empty at the beginning.
    public func isOfAsking(_ form: ArraySlice<UInt8>, behind last: ArraySlice<UInt8>) -> Bool {
        let word = String(decoding: form, as: UTF8.self)
        return asking.contains(word) || last.elementsEqual("how".utf8) && degrees.contains(word)
    }

    /// Calls `body` with every word of the lists and its role.
    func forEachWord(_ body: (ArraySlice<UInt8>, WordRole) -> Void) {
        roles.forEachWord(body)
    }

    /// Adds words with and without their accents, since people leave them out; the first role given counts.
    private mutating func insert(_ words: String, as role: WordRole) {
        let text = words.utf8.span
        var end = 0
        while let word = text.listedWord(from: end) {
            end = word.upperBound
            if word.allSatisfy({ text[$0] < 0x80 }) {
                roles.insert(text, word, role)
                continue
            }
            let form = Self.form(text.extracting(word))
            var folded: [UInt8] = []
            AccentFolding.appendFolded(form[...], to: &folded)
            roles.insert(form[...], role)
            roles.insert(folded[...], role)
        }
    }

    /// The form of a listed word: forms have no final sigma of their own.
    static func form(_ word: Span<UInt8>) -> [UInt8] {
        var form: [UInt8] = []
        form.reserveCapacity(word.count)
        for index in word.indices {
            // ς is 0xCF 0x82, σ 0xCF 0x83.
            form.append(word[index] == 0x82 && index > 0 && word[index - 1] == 0xCF ? 0x83 : word[index])
        }
        return form
    }
}
