/// The questions of a judged set, in the order of their file.
public struct Topics: Sendable {
    /// A question and its name.
    public struct Topic: Sendable, Hashable {
        public let id: QueryID
        public let text: String

        public init(id: QueryID, text: String) {
            self.id = id
            self.text = text
        }
    }

    public let topics: [Topic]

    /// Reads JSON Lines with the keys `_id` and `text`, both strings, as BEIR writes its `queries.jsonl`.
    ///
    /// Other keys and blank lines are passed over; no bytes are no topics.
    ///
    /// - Throws: the first line that is not such an object, or whose `_id` is empty or was used before.
    public init(jsonLines bytes: [UInt8]) throws(EvaluationError) {
        var topics: [Topic] = []
        for (id, row) in try JSONRow.rows(of: bytes, as: .queries) {
            topics.append(Topic(id: id, text: try row.text("text")))
        }
        self.topics = topics
    }
}
