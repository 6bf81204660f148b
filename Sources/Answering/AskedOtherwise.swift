internal import TextAnalysis

/// Tells headings that ask something else than a question does, though they have its words: beneath "How long does a nerve
/// block last?" nothing says how many people it helps.
///
/// Known of English alone, where the word that a question begins with tells what it asks.
struct AskedOtherwise {
    private let inquiry: Inquiry
    private let denies: Bool
    private let asksForPreparation: Bool

    /// - Parameters:
    ///   - words: the question's, lower case, in order.
    ///   - kind: what they ask for.
    init(_ words: [String], kind: QuestionKind) {
        let asksForRisk = Self.asksForRisk(words)
        let inquiry = Inquiry(words, kind: kind)
        // "Is it safe?" asks who may and who may not, too.
        self.inquiry = inquiry == .decision && asksForRisk ? .permission : inquiry
        denies = Self.denies(words) || asksForRisk
        asksForPreparation = Self.asksForPreparation(words)
    }

    /// Whether a heading asks something else; of one that asks nothing that is never so.
    func isAsked(by heading: String, in language: Language) -> Bool {
        let words = Question.words(of: heading)
        guard heading.hasSuffix("?") || words.first.map(Self.openers.contains) ?? false else { return false }
        let other = Inquiry(words, kind: QuestionKind(of: heading, in: language))
        // "Who should not use heat?" says nothing of whether it helps, though much of whether it is safe.
        if Self.denies(words), !denies, inquiry != other { return true }
        // How something is done begins when all is prepared.
        if inquiry == .manner, Self.asksForPreparation(words), !asksForPreparation { return true }
        return inquiry.conflicting.contains(other)
    }

    private static let openers: Set<String> = ["who", "when", "where", "why", "how"]

    private static func denies(_ words: [String]) -> Bool {
        words.contains { ["not", "never", "avoid", "without"].contains($0) || $0.hasSuffix("n't") }
    }

    private static func asksForPreparation(_ words: [String]) -> Bool {
        words.contains { $0.hasPrefix("prepar") || $0 == "ready" || $0 == "before" || $0 == "beforehand" }
    }

    private static func asksForRisk(_ words: [String]) -> Bool {
        words.first.map { Inquiry.permissions.contains($0) } ?? false
            || words.contains { $0.hasPrefix("safe") || $0.hasPrefix("danger") || $0.hasPrefix("risk") }
    }

    /// What is asked, as far as headings can be told apart by it.
    private enum Inquiry {
        case reason, person, time, place, manner
        /// How much or many; how long, soon or fast; how often.
        case amount, duration, frequency
        /// Whether something is so, and whether one may do it.
        case decision, permission
        /// What something is, and anything else.
        case definition, thing

        static let permissions: Set<String> = ["can", "could", "should", "may", "must"]

        init(_ words: [String], kind: QuestionKind) {
            switch kind {
            case .reason: self = .reason
            case .person: self = .person
            case .time: self = .time
            case .place: self = .place
            case .manner: self = .manner
            case .quantity:
                let how = words.firstIndex(of: "how").map { $0 + 1 } ?? words.endIndex
                switch how < words.endIndex ? words[how] : "" {
                case "long", "soon", "quickly", "fast": self = .duration
                case "often": self = .frequency
                default: self = .amount
                }
            case .decision:
                self = words.first.map { Self.permissions.contains($0) } ?? false ? .permission : .decision
            case .definition: self = .definition
            case .difference, .list, .superlative, .other: self = .thing
            }
        }

        /// What a heading may not ask to answer this.
        var conflicting: [Inquiry] {
            switch self {
            case .reason: [.person, .time, .place, .manner, .amount, .duration, .frequency]
            case .person: [.reason, .time, .place, .manner, .amount, .duration, .frequency]
            case .time: [.reason, .person, .place, .manner, .amount]
            case .place: [.reason, .person, .time, .amount, .duration, .frequency]
            case .manner: [.reason, .person, .time, .amount, .duration, .frequency]
            case .amount: [.reason, .person, .place, .manner, .time, .duration]
            case .duration: [.reason, .person, .place, .manner, .amount]
            case .frequency: [.reason, .person, .place, .manner]
            case .decision: [.person, .time, .place]
            case .permission: []
            case .definition: [.reason, .person, .time, .place, .amount, .duration, .frequency]
            case .thing: [.reason, .person]
            }
        }
    }
}
