/// What sort of thing a question asks for, by which a sentence that may hold it is known.
///
/// Finer than `QuestionKind` about facts, and found wherever the question word stands: "In what year …", "The river rises
/// in which country?"
enum AnswerType: Hashable, Sendable {
    case time, quantity, person, place, reason, manner
    /// What or which, of anything else.
    case thing
    /// No question word.
    case unknown

    /// - Parameter words: the question's, lower case, in order.
    init(of words: [String]) {
        guard let index = words.firstIndex(where: Self.questionWords.contains) else {
            self = .unknown
            return
        }
        switch words[index] {
        case "who", "whom", "whose": self = .person
        case "when": self = .time
        case "where": self = .place
        case "why": self = .reason
        case "how":
            let next = index + 1 < words.count ? words[index + 1] : ""
            self = QuestionKind.degrees.contains(next) ? .quantity : .manner
        default:
            // "What year", "which Italian city": what is asked for follows at once or after one word.
            for noun in words[(index + 1)...].prefix(2) {
                if let type = Self.typeOfNoun[noun] {
                    self = type
                    return
                }
            }
            self = .thing
        }
    }

    /// Of a question in a language whose nouns and reasons are not known here.
    init(of kind: QuestionKind) {
        switch kind {
        case .time: self = .time
        case .quantity: self = .quantity
        case .person: self = .person
        case .place: self = .place
        default: self = .unknown
        }
    }

    private static let questionWords: Set<String> = [
        "what", "which", "who", "whom", "whose", "when", "where", "why", "how", "what's",
    ]

    private static let typeOfNoun: [String: AnswerType] = {
        var types: [String: AnswerType] = [:]
        func add(_ type: AnswerType, _ nouns: String) {
            for noun in nouns.split(separator: " ") { types[String(noun)] = type }
        }
        add(.time, "year years month day date century decade age era time period")
        add(
            .place,
            """
            city cities country countries state county continent place location river region area nation town village \
            island province district street
            """)
        add(
            .quantity,
            """
            percentage percent number amount dose dosage length height size fraction ratio population temperature distance \
            rate cost price
            """)
        add(
            .person,
            "person people man woman doctor specialist president king author scientist leader actor emperor founder member"
        )
        return types
    }()
}
