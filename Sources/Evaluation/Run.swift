import JSONText

/// What a system found: for each query, documents from the best to the worst, none of them twice.
public struct Run: Sendable, Equatable {
    /// A document and its score.
    public struct Entry: Sendable, Equatable {
        public let document: DocumentID
        /// The higher the better; finite. The order of the entries decides, the score is for the record.
        public let score: Double

        /// A score that is not finite becomes 0.
        public init(_ document: DocumentID, score: Double) {
            self.document = document
            self.score = score.isFinite ? score : 0
        }
    }

    /// How many documents of a query ``trec(tag:)`` writes.
    public static let writtenDepth = 100

    /// The queries, in the order in which they first came.
    public private(set) var queries: [QueryID] = []
    private var rankings: [QueryID: [Entry]] = [:]

    /// No queries.
    public init() {}

    /// Ranks `entries`, the best first, below what the query has already.
    ///
    /// Of several entries for one document the best stays: a document's rank is its best passage's. A query without
    /// entries is still one of the run's. Cost: linear in the entries of the query.
    public mutating func rank(_ entries: [Entry], for query: QueryID) {
        if rankings[query] == nil { queries.append(query) }
        var ranking = rankings.removeValue(forKey: query) ?? []
        var known = Set(ranking.map(\.document))
        for entry in entries where known.insert(entry.document).inserted { ranking.append(entry) }
        rankings[query] = ranking
    }

    /// The ranking of a query; empty if the query is unknown.
    public subscript(query: QueryID) -> [Entry] { rankings[query] ?? [] }

    /// The run as TREC's evaluation tools read it: lines of `query Q0 document rank score tag`.
    ///
    /// Ranks count from 1, at most ``writtenDepth`` documents a query; scores have the fewest digits that bring them
    /// back. White space and control characters in an identifier or in the tag are written byte by byte as `\xHH`:
    /// `my notes.md` is `my\x20notes.md`. A backslash before an `x` is `\x5c`; an empty identifier is `\x`.
    public func trec(tag: String) -> [UInt8] {
        let tagColumn = TRECField.column(for: tag)
        var bytes: [UInt8] = []
        for query in queries {
            let queryColumn = TRECField.column(for: query.text)
            for (index, entry) in self[query].prefix(Self.writtenDepth).enumerated() {
                bytes += queryColumn
                bytes += " Q0 ".utf8
                bytes += TRECField.column(for: entry.document.text)
                bytes += " \(index + 1) \(entry.score) ".utf8
                bytes += tagColumn
                bytes.append(0x0A)
            }
        }
        return bytes
    }

    /// Reads what ``trec(tag:)`` or another program wrote.
    ///
    /// The ranks decide the order, whatever the order of the lines and the scores; equal ranks go by document. Blank
    /// lines are passed over; no bytes are an empty run.
    ///
    /// - Throws: the first line without six columns, a whole number for a rank, or a finite score.
    public init(trec bytes: [UInt8]) throws(EvaluationError) {
        var order: [QueryID] = []
        var ranked: [QueryID: [(rank: Int, entry: Entry)]] = [:]
        for line in ByteLines(bytes) where !line.isBlank {
            let columns = TRECField.columns(of: line.bytes)
            guard columns.count == 6 else {
                throw .wrongColumnCount(.run, line: line.number, expected: 6, found: columns.count)
            }
            guard let query = TRECField.text(of: columns[0]), let document = TRECField.text(of: columns[2]) else {
                throw .invalidUTF8(.run, line: line.number)
            }
            guard let rank = Int(String(decoding: columns[3], as: UTF8.self)) else {
                throw .malformedNumber(.run, line: line.number, column: "rank")
            }
            guard let score = Double(String(decoding: columns[4], as: UTF8.self)), score.isFinite else {
                throw .malformedNumber(.run, line: line.number, column: "score")
            }
            let id = QueryID(query)
            if ranked[id] == nil { order.append(id) }
            ranked[id, default: []].append((rank, Entry(DocumentID(document), score: score)))
        }
        for query in order {
            let sorted = (ranked[query] ?? []).sorted { ($0.rank, $0.entry.document) < ($1.rank, $1.entry.document) }
            rank(sorted.map(\.entry), for: query)
        }
    }
}
