import JSONText

/// Relevance judgements: for a query and a document, a grade.
///
/// A document without a judgement counts as not relevant.
public struct Qrels: Sendable, Equatable {
    /// The magnitude that no grade may exceed.
    public static let greatestGrade = 1_000_000

    /// The queries with judgements, in the order in which they first came.
    public private(set) var queries: [QueryID] = []
    private var grades: [QueryID: [DocumentID: Int]] = [:]

    /// No judgements.
    public init() {}

    /// Reads judgements in either of the two usual forms, which the first line that is not blank tells apart.
    ///
    /// - BEIR's: a header, then query, document and grade, separated by single tabs; further columns are passed over.
    /// - TREC's: query, a column that is passed over, document and grade, separated by white space, without a header;
    ///   identifiers with white space are escaped as in ``Run/trec(tag:)``.
    ///
    /// A grade is a whole number within ±``greatestGrade``; one with a fraction loses it. The last of several
    /// judgements of one pair counts. Blank lines are passed over; no bytes are no judgements.
    public init(_ bytes: [UInt8]) throws(EvaluationError) {
        var isTREC: Bool?
        for line in ByteLines(bytes) where !line.isBlank {
            switch isTREC {
            case nil:
                isTREC = try Self.isTREC(firstLine: line)
                if isTREC == true { try readTREC(line) }
            case true?: try readTREC(line)
            case false?: try readBEIR(line)
            }
        }
    }

    /// Records a grade, in place of an earlier one for the same pair.
    public mutating func judge(_ document: DocumentID, _ grade: Int, for query: QueryID) {
        if grades[query] == nil { queries.append(query) }
        grades[query, default: [:]][document] = grade
    }

    /// The grades of the judged documents of a query; none if the query is unknown.
    public subscript(query: QueryID) -> [DocumentID: Int] { grades[query] ?? [:] }

    private static func isTREC(firstLine line: ByteLines.Line) throws(EvaluationError) -> Bool {
        let columns = TRECField.columns(of: line.bytes)
        if columns.count == 4, grade(columns[3]) != nil { return true }
        let cells = tabbed(line)
        // A grade in the first line means that the header is missing, and that it would be lost in its place.
        guard cells.count >= 3, grade(cells[2]) == nil else { throw .unknownForm(line: line.number) }
        return false
    }

    private mutating func readTREC(_ line: ByteLines.Line) throws(EvaluationError) {
        let columns = TRECField.columns(of: line.bytes)
        guard columns.count == 4 else {
            throw .wrongColumnCount(.judgements, line: line.number, expected: 4, found: columns.count)
        }
        guard let query = TRECField.text(of: columns[0]), let document = TRECField.text(of: columns[2]) else {
            throw .invalidUTF8(.judgements, line: line.number)
        }
        try add(query, document, columns[3], line)
    }

    private mutating func readBEIR(_ line: ByteLines.Line) throws(EvaluationError) {
        let cells = Self.tabbed(line)
        guard cells.count >= 3 else {
            throw .wrongColumnCount(.judgements, line: line.number, expected: 3, found: cells.count)
        }
        guard let query = String(validating: cells[0], as: UTF8.self),
            let document = String(validating: cells[1], as: UTF8.self)
        else { throw .invalidUTF8(.judgements, line: line.number) }
        guard !query.isEmpty, !document.isEmpty else { throw .emptyIdentifier(.judgements, line: line.number) }
        try add(query, document, cells[2], line)
    }

    private mutating func add(
        _ query: String, _ document: String, _ grade: ArraySlice<UInt8>, _ line: ByteLines.Line
    ) throws(EvaluationError) {
        guard let grade = Self.grade(grade) else {
            throw .malformedNumber(.judgements, line: line.number, column: "grade")
        }
        judge(DocumentID(document), grade, for: QueryID(query))
    }

    private static func tabbed(_ line: ByteLines.Line) -> [ArraySlice<UInt8>] {
        line.bytes.split(separator: 0x09, omittingEmptySubsequences: false)
    }

    private static func grade(_ cell: ArraySlice<UInt8>) -> Int? {
        let columns = TRECField.columns(of: cell)
        guard columns.count == 1, let number = Double(String(decoding: columns[0], as: UTF8.self)),
            number.magnitude <= Double(greatestGrade)
        else { return nil }
        return Int(number)
    }
}
