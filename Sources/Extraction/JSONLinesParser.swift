import Documents

/// Turns JSON Lines into documents, one line at a time and in bounded memory.
///
/// A line is an object with `_id` (or `id`), `title`, `question`, `text`, `url` and `language` (or `lang`), all
/// optional but for one of `question` and `text`; other fields become metadata. The question becomes a
/// heading of level 2 before the text, which is taken apart by the rules of ``PlainTextParser``. Blank lines
/// count for nothing.
struct JSONLinesParser {
    /// What came of a line.
    enum Outcome {
        case document(Document)
        case bad(ExtractionSummary.BadLine)
    }

    /// How many bytes were replaced so far.
    private(set) var repairedByteCount = 0

    private let fallbackTitle: String
    private var line = 1
    /// Where the line that has not ended yet begins, in bytes from the start of the file.
    private var lineStart = 0
    /// How many bytes were read before those at hand.
    private var readByteCount = 0
    /// The line that has not ended yet.
    private var pending: [UInt8] = []
    /// Whether the line that has not ended yet is too long already, so that the rest of it is passed over.
    private var isTooLong = false

    /// A parser whose documents have `fallbackTitle` where they give none.
    init(fallbackTitle: String) {
        self.fallbackTitle = fallbackTitle
    }

    /// Reads the next bytes of the file and hands over the lines that they complete.
    mutating func read<Failure: Error>(
        _ bytes: ArraySlice<UInt8>, _ body: (Outcome) throws(Failure) -> Void
    ) throws(Failure) {
        var start = bytes.startIndex
        while let end = bytes[start...].firstIndex(of: 0x0A) {
            if pending.isEmpty, !isTooLong {
                if let outcome = parse(bytes[start..<end]) { try body(outcome) }
            } else {
                keep(bytes[start..<end])
                try endLine(body)
            }
            line += 1
            start = end + 1
            lineStart = readByteCount + (start - bytes.startIndex)
        }
        keep(bytes[start...])
        readByteCount += bytes.count
    }

    /// Hands over the last line if it did not end with a line feed.
    mutating func finish<Failure: Error>(_ body: (Outcome) throws(Failure) -> Void) throws(Failure) {
        try endLine(body)
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        if isTooLong || bytes.isEmpty { return }
        if pending.count + bytes.count > DocumentFormat.maximumByteCount {
            isTooLong = true
            pending = []
        } else {
            pending.append(contentsOf: bytes)
        }
    }

    private mutating func endLine<Failure: Error>(_ body: (Outcome) throws(Failure) -> Void) throws(Failure) {
        let (content, wasTooLong) = (pending, isTooLong)
        pending.removeAll(keepingCapacity: pending.capacity <= 1 << 20)
        isTooLong = false
        if wasTooLong {
            try body(bad("longer than \(DocumentFormat.maximumByteCount >> 20) MiB"))
        } else if let outcome = parse(content[...]) {
            try body(outcome)
        }
    }

    private func bad(_ reason: String) -> Outcome {
        .bad(ExtractionSummary.BadLine(line: line, reason: reason))
    }

    /// What a line holds, or nil when it is blank.
    private mutating func parse(_ content: ArraySlice<UInt8>) -> Outcome? {
        var content = content
        if line == 1, content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
        if content.allSatisfy(isBlank) { return nil }
        if (try? UTF8Span(validating: content.span)) == nil {
            guard let repaired = SourceText(decoding: Array(content), isUTF8: true) else {
                return bad("binary, not text")
            }
            repairedByteCount += repaired.repairedByteCount
            content = repaired.bytes[...]
        }
        var fields = Fields()
        do {
            try JSONLine.read(content) { fields.add($0, $1) }
            var document = try fields.document(line: line, fallbackTitle: fallbackTitle)
            document.sourceOffset = lineStart
            return .document(document)
        } catch {
            return bad(error.reason)
        }
    }
}

/// The fields of one line.
private struct Fields {
    var document = Document()
    var shortIdentifier = ""
    var question: [UInt8] = []
    var text: [UInt8] = []

    mutating func add(_ name: [UInt8], _ value: JSONLine.Value) {
        let name = String(decoding: name, as: UTF8.self)
        switch value {
        case .null: break
        case .string(let bytes): add(name, bytes)
        case .literal(let bytes), .nested(let bytes): add(name, bytes, isString: false)
        case .strings(let entries):
            for entry in entries { document.metadata.append((name, String(decoding: entry, as: UTF8.self))) }
        }
    }

    private mutating func add(_ name: String, _ bytes: [UInt8], isString: Bool = true) {
        var value: String { String(decoding: bytes, as: UTF8.self) }
        switch name {
        case "_id": document.identifier = value
        case "id": shortIdentifier = value
        case "title" where isString: document.title = value.trimmed
        case "question" where isString: question = bytes
        case "text" where isString: text = bytes
        case "url" where isString: document.url = value
        case "language" where isString, "lang" where isString: document.language = value
        default: document.metadata.append((name, value))
        }
    }

    /// The document that the fields make.
    consuming func document(line: Int, fallbackTitle: String) throws(JSONLine.Problem) -> Document {
        // JSON strings hold no zero byte here, so that they always decode.
        guard let heading = SourceText(decoding: question), let source = SourceText(decoding: text) else {
            throw JSONLine.Problem(reason: "binary, not text")
        }
        var builder = DocumentBuilder(source: heading, fixedLine: line)
        if !question.isEmpty {
            builder.begin(.heading, level: 2, line: line)
            builder.insert(question.map { isBlank($0) ? 0x20 : $0 })
            builder.finish()
        }
        builder.take(source)
        PlainTextParser.parse(source, into: &builder, style: .deliberate)
        if builder.hasTooManyBlocks {
            throw JSONLine.Problem(reason: "more than \(DocumentFormat.maximumBlockCount) blocks")
        }
        if builder.blocks.isEmpty { throw JSONLine.Problem(reason: "neither a text nor a question") }
        let content = builder.document()
        document.text = content.text
        document.blocks = content.blocks
        if document.identifier.isEmpty { document.identifier = shortIdentifier }
        if document.title.isEmpty {
            let name = question.isEmpty ? titleFromFirstHeading(document) : String(decoding: question, as: UTF8.self)
            document.title = name?.trimmed ?? fallbackTitle
        }
        return document
    }
}

/// The text of the first block if that is a heading of level 1.
func titleFromFirstHeading(_ document: Document) -> String? {
    guard let first = document.blocks.first, first.kind == .heading, first.level == 1 else { return nil }
    return String(document.text(of: first).map { $0.isNewline ? " " : $0 })
}
