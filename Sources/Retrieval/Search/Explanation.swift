/// Why a passage has its score: parts that add up to it exactly.
public struct Explanation: Sendable {
    public enum Part: Hashable, Sendable {
        /// A term of the question, with what its inverse document frequency is and how often its forms stand in each field.
        case term(String, inverseDocumentFrequency: Double, title: Int, headings: Int, body: Int)
        /// A word that says nearly the same as a term of the question weighs more in the passage than the term itself.
        case relatedWord(String, found: String)
        /// How much of the title or heading the question names, and how much of the question they name.
        case titleMatch
        /// The heading names what the question asks about its subject.
        case intent
        /// How alike the question and the nearest heading are.
        case likeness
        /// Title and headings lack words of the question, but have some that resemble them: "verify" and "verification",
        /// "log in" and "login".
        case resemblance
        /// Words of the question that stand side by side in the passage as they do in the question.
        case wordOrder
        /// The same with function words: the question's very wording.
        case phrase
        /// The share of the question that one sentence holds.
        case oneSentence
        /// The share of the question that a few words in a row hold.
        case window
        /// The share of what the question says with marks ("==", "--amend") that the passage has.
        case symbols
        /// A sentence says what the thing is that the question asks about.
        case definition
        /// Another passage under the same title and headings has a better score, half of whose lead this one shares.
        case siblings
    }

    public private(set) var parts: [(part: Part, score: Score)]

    init(parts: [(part: Part, score: Score)]) {
        self.parts = parts
    }

    mutating func add(_ part: Part, _ score: Score) {
        parts.append((part, score))
    }

    /// The sum of all parts.
    public var score: Score { parts.reduce(.zero) { $0 + $1.score } }
}
