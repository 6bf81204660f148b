/// Why a passage has its score: parts that add up to it exactly.
public struct Explanation: Sendable {
    public enum Part: Hashable, Sendable {
        /// A term of the question, with what its inverse document frequency is and how often its forms stand in each field.
        case term(String, inverseDocumentFrequency: Double, title: Int, headings: Int, body: Int)
        /// How much of the title or heading the question names, and how much of the question they name.
        case titleMatch
        /// The heading names what the question asks about its subject.
        case intent
        /// Words of the question that stand side by side in the passage as they do in the question.
        case wordOrder
        /// The share of the question that one sentence holds.
        case oneSentence
    }

    public let parts: [(part: Part, score: Score)]

    /// The sum of all parts.
    public var score: Score { parts.reduce(.zero) { $0 + $1.score } }
}
