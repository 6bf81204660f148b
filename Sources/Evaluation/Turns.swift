/// The turns of conversations whose follow-up questions are to be resolved, in the order of their file.
public struct Turns: Sendable {
    /// A question and what was said before it.
    public struct Turn: Sendable, Hashable {
        public let id: QueryID
        /// The conversation that the turn belongs to, if the file says so.
        public let dialog: String?
        /// The number of the turn in its conversation, from 1, if the file gives it.
        public let number: Int?
        /// What the conversation is about, if the file says so.
        public let title: String?
        /// What was said before, oldest first: questions and answers by turns, or questions alone, as the set has it.
        public let history: [String]
        /// The question as it was asked.
        public let question: String

        public init(
            id: QueryID, dialog: String? = nil, number: Int? = nil, title: String? = nil, history: [String],
            question: String
        ) {
            self.id = id
            self.dialog = dialog
            self.number = number
            self.title = title
            self.history = history
            self.question = question
        }

        /// What was said before, as questions with their answers; without answers where the history has none.
        ///
        /// Which of the two a history is, its length tells when the turn has a number: one text for each earlier turn, or
        /// two. Otherwise a history in which every second text is a question has answers between them.
        public var exchanges: [(question: String, answer: String?)] {
            let hasAnswers: Bool
            if let number, number > 1 {
                hasAnswers = history.count > number - 1
            } else {
                let seconds = history.indices.filter { $0 % 2 == 1 }
                hasAnswers = !seconds.isEmpty && !seconds.contains { history[$0].last { $0 != " " } == "?" }
            }
            guard hasAnswers else { return history.map { ($0, nil) } }
            return stride(from: 0, to: history.count, by: 2).map { index in
                (history[index], index + 1 < history.count ? history[index + 1] : nil)
            }
        }
    }

    public let turns: [Turn]

    /// Reads JSON Lines with the keys `_id`, `history` and `question`, and, where present, `dialog`, `turn`, `title`.
    ///
    /// Other keys, a human rewrite among them, and blank lines are passed over; no bytes are no turns.
    ///
    /// - Throws: the first line that is not such an object, or whose `_id` is empty or was used before.
    public init(jsonLines bytes: [UInt8]) throws(EvaluationError) {
        var turns: [Turn] = []
        for (id, row) in try JSONRow.rows(of: bytes, as: .turns) {
            turns.append(
                Turn(
                    id: id, dialog: try row.textIfPresent("dialog"), number: try row.integerIfPresent("turn"),
                    title: try row.textIfPresent("title"), history: try row.texts("history"),
                    question: try row.text("question")))
        }
        self.turns = turns
    }
}
