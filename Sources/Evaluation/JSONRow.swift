import JSONText

/// One row of a JSON Lines file of a judged set: an object, and where it stands.
struct JSONRow {
    let input: EvaluationError.Input
    let line: Int
    private let object: JSONObject

    /// The rows in order, blank lines left out, and under each `_id` no more than one row.
    static func rows(
        of bytes: [UInt8], as input: EvaluationError.Input
    ) throws(EvaluationError) -> [(id: QueryID, row: JSONRow)] {
        var rows: [(id: QueryID, row: JSONRow)] = []
        var firstLines: [QueryID: Int] = [:]
        for line in ByteLines(bytes) where !line.isBlank {
            let row = try JSONRow(line, of: input)
            let id = QueryID(try row.text("_id"))
            guard !id.text.isEmpty else { throw .emptyIdentifier(input, line: line.number) }
            if let firstLine = firstLines[id] {
                throw .duplicateIdentifier(input, line: line.number, firstLine: firstLine)
            }
            firstLines[id] = line.number
            rows.append((id, row))
        }
        return rows
    }

    private init(_ line: ByteLines.Line, of input: EvaluationError.Input) throws(EvaluationError) {
        let value: JSONValue
        do throws(JSONTextError) {
            value = try JSONReader.value(of: line.bytes)
        } catch {
            throw .malformedJSON(input, line: line.number, error)
        }
        guard let object = value.object else { throw .notAnObject(input, line: line.number) }
        self.input = input
        self.line = line.number
        self.object = object
    }

    /// The text under a key that must be there.
    func text(_ key: String) throws(EvaluationError) -> String {
        guard let text = try value(key).string else { throw wrongKind(key, expected: "a string") }
        return text
    }

    /// The texts under a key that must be there.
    func texts(_ key: String) throws(EvaluationError) -> [String] {
        guard let elements = try value(key).array else { throw wrongKind(key, expected: "an array of strings") }
        var texts: [String] = []
        for element in elements {
            guard let text = element.string else { throw wrongKind(key, expected: "an array of strings") }
            texts.append(text)
        }
        return texts
    }

    /// The text under a key, or nil where the key is absent or null.
    func textIfPresent(_ key: String) throws(EvaluationError) -> String? {
        switch object[key] {
        case nil, .null: nil
        case .string(let text): text
        default: throw wrongKind(key, expected: "a string")
        }
    }

    /// The integer under a key, or nil where the key is absent or null.
    func integerIfPresent(_ key: String) throws(EvaluationError) -> Int? {
        switch object[key] {
        case nil, .null: nil
        case .integer(let integer): integer
        default: throw wrongKind(key, expected: "an integer")
        }
    }

    private func value(_ key: String) throws(EvaluationError) -> JSONValue {
        guard let value = object[key] else { throw .missingKey(input, line: line, key: key) }
        return value
    }

    private func wrongKind(_ key: String, expected: String) -> EvaluationError {
        .wrongKind(input, line: line, key: key, expected: expected)
    }
}
