public import JSONText

/// Why a file of a judged set cannot be used.
///
/// Lines count from 1. The name of the file is the caller's to add: this module is handed bytes.
public enum EvaluationError: Error, Sendable, Hashable {
    /// What the bytes were taken for.
    public enum Input: String, Sendable, Hashable {
        case queries, judgements, run, turns
    }

    /// A line is not JSON; the position in the problem counts from the start of that line.
    case malformedJSON(Input, line: Int, JSONTextError)
    /// A line holds some other value than an object.
    case notAnObject(Input, line: Int)
    /// A row lacks a key that it needs.
    case missingKey(Input, line: Int, key: String)
    /// The value of a key is not of the kind that it should be.
    case wrongKind(Input, line: Int, key: String, expected: String)
    /// An identifier is the empty text.
    case emptyIdentifier(Input, line: Int)
    /// The identifier of a row was given to an earlier one.
    case duplicateIdentifier(Input, line: Int, firstLine: Int)
    /// The judgements begin with neither of the two forms that are read.
    case unknownForm(line: Int)
    /// A line has fewer or more columns than its form asks for.
    case wrongColumnCount(Input, line: Int, expected: Int, found: Int)
    /// A grade, a rank or a score is not a number in its range.
    case malformedNumber(Input, line: Int, column: String)
    /// A line is not valid UTF-8.
    case invalidUTF8(Input, line: Int)
}

extension EvaluationError: CustomStringConvertible {
    /// What, where and the remedy in one line; it never quotes the file.
    public var description: String {
        switch self {
        case .malformedJSON(let input, let line, let error):
            "\(input.rawValue), line \(line), byte \(error.position.byteOffset): \(error.problem)"
        case .notAnObject(let input, let line):
            "\(input.rawValue), line \(line): a JSON object is expected; write one object a line"
        case .missingKey(let input, let line, let key):
            "\(input.rawValue), line \(line): there is no \"\(key)\"; add it"
        case .wrongKind(let input, let line, let key, let expected):
            "\(input.rawValue), line \(line): \"\(key)\" must be \(expected)"
        case .emptyIdentifier(let input, let line):
            "\(input.rawValue), line \(line): an identifier is empty; give it a name"
        case .duplicateIdentifier(let input, let line, let firstLine):
            "\(input.rawValue), line \(line): the identifier stands on line \(firstLine) already; remove one of the two"
        case .unknownForm(let line):
            "judgements, line \(line): expected a header and three columns with tabs between them (query, document, "
                + "grade), or four columns (query, 0, document, grade) without a header"
        case .wrongColumnCount(let input, let line, let expected, let found):
            "\(input.rawValue), line \(line): \(expected) columns are expected, and there are \(found)"
        case .malformedNumber(let input, let line, let column):
            "\(input.rawValue), line \(line): the \(column) is not a number in its range"
        case .invalidUTF8(let input, let line):
            "\(input.rawValue), line \(line): the line is not valid UTF-8; convert the file to UTF-8"
        }
    }
}
