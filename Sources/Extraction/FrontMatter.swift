/// The block of settings between `---` lines at the start of a Markdown file.
///
/// Only a small part of YAML is read: `key: value` at the left edge, quoted or plain, lists as `[a, b]` or as
/// `- a` lines, and texts of several lines after `|` or `>`. What is nested deeper is left out. A block in
/// which a line at the left edge is neither a key nor a list entry nor a comment is no front matter.
struct FrontMatter: Equatable, Sendable {
    /// The keys and values in the order of the file; a list gives one field an entry.
    struct Field: Equatable, Sendable {
        var key: String
        var value: String
    }

    var fields: [Field] = []
    /// The number of lines that the block takes, both marks included.
    var lineCount: Int

    /// The front matter of `source`, or nil when it does not start with any.
    init?(_ source: SourceText) {
        guard source.bytes.starts(with: [0x2D, 0x2D, 0x2D]), Self.isMark(source, 1, marks: ["---"]) else { return nil }
        // Settings are short; a thematic break at the start of a long text must not make it all be read twice.
        guard
            let last = (2...max(2, min(source.lineCount, 1000))).first(where: {
                $0 <= source.lineCount && Self.isMark(source, $0, marks: ["---", "..."])
            })
        else { return nil }
        lineCount = last
        if last > 2 {
            guard read((2..<last).map { String(decoding: source.bytes[source.range(ofLine: $0)], as: UTF8.self) })
            else { return nil }
        }
    }

    private static func isMark(_ source: SourceText, _ line: Int, marks: [String]) -> Bool {
        var bytes = source.bytes[source.range(ofLine: line)]
        while let byte = bytes.last, isBlank(byte) { bytes = bytes.dropLast() }
        return marks.contains { bytes.elementsEqual($0.utf8) }
    }

    /// Reads the lines between the marks; false when they are no settings.
    private mutating func read(_ lines: [String]) -> Bool {
        var rest = lines[...]
        var listKey: String?
        while let line = rest.popFirst() {
            let trimmed = line.trimmed
            if trimmed.isEmpty || trimmed.hasPrefix("#") { continue }
            if trimmed.hasPrefix("- ") || trimmed == "-" {
                guard let listKey else { return false }
                let value = Self.scalar(trimmed.dropFirst())
                // An entry that is itself a mapping has no place in a flat list of fields.
                if !value.isEmpty { fields.append(Field(key: listKey, value: value)) }
                continue
            }
            if line.first == " " || line.first == "\t" { continue }
            guard let colon = Self.keyEnd(line) else { return false }
            let key = Self.scalar(line[..<colon])
            let value = String(line[line.index(after: colon)...]).trimmed
            listKey = nil
            if value.isEmpty || value.hasPrefix("#") {
                listKey = key
            } else if let style = value.first, style == "|" || style == ">" {
                fields.append(Field(key: key, value: Self.foldedText(&rest, folds: style == ">")))
            } else if value.hasPrefix("["), value.hasSuffix("]") {
                for entry in Self.entries(value.dropFirst().dropLast()) { fields.append(Field(key: key, value: entry)) }
            } else {
                fields.append(Field(key: key, value: Self.scalar(value[...])))
            }
        }
        return true
    }

    /// The colon after a key: the first that a blank follows or that ends the line, behind 1 to 100 characters.
    private static func keyEnd(_ line: String) -> String.Index? {
        var index = line.startIndex
        while index < line.endIndex {
            let next = line.index(after: index)
            if line[index] == ":", next == line.endIndex || line[next] == " " || line[next] == "\t" {
                let key = line[..<index]
                return key.isEmpty || key.count > 100 ? nil : index
            }
            index = next
        }
        return nil
    }

    /// The indented lines that follow, joined by line feeds or blanks.
    private static func foldedText(_ rest: inout ArraySlice<String>, folds: Bool) -> String {
        var parts: [String] = []
        while let line = rest.first, line.trimmed.isEmpty || line.first == " " || line.first == "\t" {
            parts.append(line.trimmed)
            rest = rest.dropFirst()
        }
        while parts.last == "" { parts.removeLast() }
        return parts.joined(separator: folds ? " " : "\n")
    }

    /// The entries of a list in brackets; commas inside quotation marks do not separate.
    private static func entries(_ text: Substring) -> [String] {
        var entries: [String] = []
        var current = ""
        var quote: Character?
        for character in text {
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "\"" || character == "'" {
                quote = character
            } else if character == "," {
                entries.append(current)
                current = ""
                continue
            }
            current.append(character)
        }
        entries.append(current)
        return entries.map { scalar($0[...]) }.filter { !$0.isEmpty }
    }

    /// A value without its quotation marks or, if it has none, without a comment at its end.
    private static func scalar(_ text: Substring) -> String {
        let value = String(text).trimmed
        if value.count >= 2, value.first == "'", value.last == "'" {
            return value.dropFirst().dropLast().split(separator: "''", omittingEmptySubsequences: false)
                .joined(separator: "'")
        }
        if value.count >= 2, value.first == "\"", value.last == "\"" {
            var result = ""
            var isEscaped = false
            for character in value.dropFirst().dropLast() {
                if isEscaped {
                    result.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
                    isEscaped = false
                } else if character == "\\" {
                    isEscaped = true
                } else {
                    result.append(character)
                }
            }
            return result
        }
        var previous: Character = " "
        for index in value.indices {
            if value[index] == "#", previous == " " { return String(value[..<index]).trimmed }
            previous = value[index]
        }
        return value
    }
}

extension String {
    /// The string without white space at its ends.
    var trimmed: String {
        var rest = self[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }
}
