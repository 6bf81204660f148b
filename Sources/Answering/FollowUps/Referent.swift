internal import TextAnalysis

/// Something that was talked about, and that a later question may point to.
struct Referent: Hashable {
    enum Kind: Hashable {
        case person, group, thing
        /// A name of which nothing tells what it is the name of.
        case unknown
    }

    var text: String
    var kind: Kind
    /// Nil where the form does not tell, as for names.
    var isPlural: Bool?
    /// Whether it surely is what was talked about: a name, something that a question asked the meaning of or that the answer
    /// speaks of, too.
    var isSure = false
    /// Of a person, where a title or a pronoun told it.
    var gender: Gender?
    /// A person that an answer named: "she", but nothing that the talk is about.
    var isNamedByAnswer = false

    enum Gender: Hashable { case masculine, feminine }

    /// Whether it begins as a name does.
    var isName: Bool { text.first?.isUppercase ?? false }
}

/// The title of the document that the last answer came from, as something to point to.
struct DocumentSubject {
    let text: String
    private let statedKind: Referent.Kind?

    /// Takes a title apart: "New Order (band)" says of itself what it is.
    init(title: String) {
        var text = title
        var stated: Referent.Kind?
        if text.hasSuffix(")"), let open = text.lastIndex(of: "("), open > text.startIndex {
            for word in Utterance(String(text[open...])).keys { stated = Self.kinds[word] ?? stated }
            text = Utterance.unpunctuated(String(text[..<open]))
        }
        // "Arthur Wellesley, 1st Duke of Wellington"
        let parts = text.split(separator: ",")
        if parts.count == 2, parts[0].contains(" "), !text.contains("&"), !text.contains(" and ") {
            text = String(parts[0])
        }
        if stated == nil, Utterance(text).keys.contains(where: { ["band", "orchestra", "brothers"].contains($0) }) {
            stated = .group
        }
        self.text = text
        statedKind = stated
    }

    /// What the title names, as far as it says so itself or the pronouns of the talk tell.
    func kind(byPronouns counts: PronounCounts) -> Referent.Kind {
        if let statedKind { return statedKind }
        let words = Utterance(text).words
        let isName = words.allSatisfy { $0.isCapitalized || WordClasses.all.contains($0.key) || $0.key.count == 1 }
        let personal = counts.masculine + counts.feminine
        return isName && personal > 0 && 2 * personal >= counts.plural ? .person : .unknown
    }

    /// Whether the title could be a name: its words have a capital, and at least one is never written without it in the
    /// answers. "Allotment society FAQ" has words that are none.
    ///
    /// - Parameter small: words that need no capital.
    func isName(besides commonWords: Set<String>, small: WordSet = particles) -> Bool {
        let words = Utterance(text).words.filter { $0.isCapitalized || !small.contains($0.key) && $0.key.count > 1 }
        return words.allSatisfy { $0.isCapitalized && !Self.papers.contains($0.key) }
            && words.contains { !commonWords.contains(WordClasses.singular($0.key)) }
    }

    private static let particles = WordSet("of the de von van der den la le del du di da al bin ibn y el")
    /// What folders hold.
    private static let papers = WordSet("faq notes log diary guide manual list handbook report minutes rules plan")

    private static let kinds: [String: Referent.Kind] = [
        "band": .group, "group": .group, "duo": .group, "film": .thing, "album": .thing, "song": .thing,
        "musical": .thing, "novel": .thing, "series": .thing, "book": .thing, "play": .thing, "game": .thing,
        "show": .thing, "musician": .person, "singer": .person, "actor": .person, "actress": .person,
        "politician": .person, "footballer": .person, "wrestler": .person, "rapper": .person, "writer": .person,
    ]
}

/// How often the pronouns of each class occurred in what was said.
struct PronounCounts {
    private(set) var masculine = 0
    private(set) var feminine = 0
    private(set) var plural = 0

    mutating func add(_ utterance: Utterance) {
        let keys = utterance.keys
        for (index, word) in utterance.words.enumerated() {
            // "He or she" is anybody.
            if index + 1 < keys.count && keys[index + 1] == "or" || index > 0 && keys[index - 1] == "or" { continue }
            if WordClasses.masculine.contains(word.key) {
                masculine += 1
            } else if WordClasses.feminine.contains(word.key) {
                feminine += 1
            } else if WordClasses.pluralPronouns.contains(word.key) {
                plural += 1
            }
        }
    }
}
