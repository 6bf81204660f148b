import Documents

/// Parses a message (RFC 5322, MIME in RFC 2045–2047): the subject as title and heading, then its text.
///
/// Of alternatives the plain text is taken, else the HTML. Attachments are left out. What is encoded for the transport has no
/// lines that a person could find, so that no block has any.
enum EmailParser {
    /// Parts inside parts beyond this depth are left out.
    private static let depthLimit = 8

    static func parse(_ file: [UInt8]) throws(ExtractionFailure) -> ParsedFile? {
        guard !file.prefix(8192).contains(0) else { return nil }
        let message = MIMEPart(file[...])
        var repaired = 0
        var encoding = ""
        var builder = DocumentBuilder.withoutLines()
        let subject = EncodedWords.decoded(message.header("subject") ?? "")
        var intro = OfficeParagraph()
        intro.add(subject.utf8)
        builder.add(intro, as: .heading, level: 1)
        for part in texts(of: message, depth: 0) {
            guard let source = SourceText(decoding: part.content, declared: part.charset) else { continue }
            repaired += source.repairedByteCount
            if !source.encoding.isEmpty { encoding = source.encoding }
            if part.isHTML {
                let reader = HTMLReader(source: nil, builder: builder)
                try MarkupParser.parseHTML(source.bytes, into: reader)
                builder = reader.finish()
            } else {
                builder.take(source)
                PlainTextParser.parse(source, into: &builder, style: .wrapped)
            }
        }
        if builder.hasTooManyBlocks { throw ExtractionFailure(.tooManyBlocks) }
        var document = builder.document(title: subject)
        for name in ["from", "to", "date"] {
            if let value = message.header(name) { document.metadata.append((name, EncodedWords.decoded(value))) }
        }
        return ParsedFile(document, repairedByteCount: repaired, encoding: encoding)
    }

    private struct TextPart {
        var content: [UInt8]
        var charset: String?
        var isHTML: Bool
    }

    private static func texts(of part: MIMEPart, depth: Int) -> [TextPart] {
        if part.type.hasPrefix("multipart/"), let boundary = part.parameter("boundary"), depth < depthLimit {
            let parts = part.parts(boundary: boundary)
            if part.type == "multipart/alternative" {
                let versions = parts.map { texts(of: $0, depth: depth + 1) }.filter { !$0.isEmpty }
                return versions.first { $0.contains { !$0.isHTML } } ?? versions.last ?? []
            }
            return parts.flatMap { texts(of: $0, depth: depth + 1) }
        }
        guard part.type == "text/plain" || part.type == "text/html", !part.isAttachment else { return [] }
        return [
            TextPart(
                content: part.decodedBody(), charset: part.parameter("charset").flatMap(TextEncoding.normalized),
                isHTML: part.type == "text/html")
        ]
    }
}

/// A part of a message: header fields and a body.
struct MIMEPart {
    private var fields: [(name: String, value: String)] = []
    private var body: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while !rest.isEmpty {
            let line = rest.prefix { $0 != 0x0A }
            rest = rest.dropFirst(line.count + 1)
            let content = line.last == 0x0D ? line.dropLast() : line
            if content.isEmpty { break }
            if content.first == 0x20 || content.first == 0x09 {
                if let last = fields.indices.last { fields[last].value += " " + Self.text(content).trimmed }
            } else if let colon = content.firstIndex(of: 0x3A) {
                fields.append((Self.text(content[..<colon]).lowercased(), Self.text(content[(colon + 1)...]).trimmed))
            }
        }
        body = rest
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }

    func header(_ name: String) -> String? { fields.first { $0.name == name }?.value }

    /// The media type in lower case; text without any is plain.
    var type: String {
        let value = header("content-type") ?? "text/plain"
        return String(value.prefix { $0 != ";" }).trimmed.lowercased()
    }

    var isAttachment: Bool { header("content-disposition")?.lowercased().hasPrefix("attachment") ?? false }

    /// A parameter of the content type.
    func parameter(_ name: String) -> String? {
        guard let value = header("content-type") else { return nil }
        for piece in value.split(separator: ";").dropFirst() {
            let pair = piece.split(separator: "=", maxSplits: 1).map { String($0).trimmed }
            guard pair.count == 2, pair[0].lowercased() == name else { continue }
            return pair[1].split(separator: "\"", omittingEmptySubsequences: true).first.map(String.init) ?? ""
        }
        return nil
    }

    /// The parts between the boundaries.
    func parts(boundary: String) -> [MIMEPart] {
        let mark = Array("--\(boundary)".utf8)
        var parts: [MIMEPart] = []
        var start: Int?
        var position = body.startIndex
        while position < body.endIndex {
            let end = body[position...].firstIndex(of: 0x0A) ?? body.endIndex
            let line = body[position..<end]
            // Behind the mark stands nothing but blanks, or two hyphens for the last: "--ab" is no mark of the boundary "a".
            let rest = line.starts(with: mark) ? line.dropFirst(mark.count) : nil
            let isLast = rest?.starts(with: [0x2D, 0x2D]) ?? false
            if let rest, (isLast ? rest.dropFirst(2) : rest).allSatisfy(isBlank) {
                if let start, start <= position { parts.append(MIMEPart(body[start..<position])) }
                start = min(end + 1, body.endIndex)
                if isLast { return parts }
            }
            position = end + 1
        }
        if let start, start < body.endIndex { parts.append(MIMEPart(body[start...])) }
        return parts
    }

    func decodedBody() -> [UInt8] {
        switch header("content-transfer-encoding")?.lowercased() {
        case "base64": TransferEncoding.base64(body)
        case "quoted-printable": TransferEncoding.quotedPrintable(body)
        default: Array(body)
        }
    }
}

/// The encodings of RFC 2045, section 6.
enum TransferEncoding {
    static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var value: UInt32 = 0
        var bitCount = 0
        for byte in bytes {
            let digit: UInt32
            switch byte {
            case 0x41...0x5A: digit = UInt32(byte) - 0x41
            case 0x61...0x7A: digit = UInt32(byte) - 0x61 + 26
            case 0x30...0x39: digit = UInt32(byte) - 0x30 + 52
            case 0x2B: digit = 62
            case 0x2F: digit = 63
            case 0x3D: return result
            default: continue
            }
            value = value << 6 | digit
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                result.append(UInt8(truncatingIfNeeded: value >> UInt32(bitCount)))
            }
        }
        return result
    }

    static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            guard byte == 0x3D else {
                result.append(byte)
                continue
            }
            if rest.first == 0x0A {
                rest = rest.dropFirst()
            } else if rest.starts(with: [0x0D, 0x0A]) {
                rest = rest.dropFirst(2)
            } else if rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) {
                result.append(value)
                rest = rest.dropFirst(2)
            } else {
                result.append(byte)
            }
        }
        return result
    }
}

/// Words of a header in another character set (RFC 2047).
enum EncodedWords {
    static func decoded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        var endsInWord = false
        while let start = rest.firstRange(of: "=?") {
            let before = rest[..<start.lowerBound]
            let fields = rest[start.upperBound...].split(separator: "?", maxSplits: 3, omittingEmptySubsequences: false)
            guard fields.count == 4, fields[3].hasPrefix("="), let word = decoded(fields) else {
                result += rest[..<start.upperBound]
                rest = rest[start.upperBound...]
                endsInWord = false
                continue
            }
            // Blanks between two encoded words are no part of the text.
            if !(endsInWord && before.allSatisfy(\.isWhitespace)) { result += before }
            result += word
            endsInWord = true
            rest = fields[3].dropFirst()
        }
        return result + rest
    }

    private static func decoded(_ fields: [Substring]) -> String? {
        let bytes: [UInt8]
        switch fields[1].lowercased() {
        case "b": bytes = TransferEncoding.base64(Array(fields[2].utf8)[...])
        case "q": bytes = TransferEncoding.quotedPrintable(fields[2].utf8.map { $0 == 0x5F ? 0x20 : $0 }[...])
        default: return nil
        }
        let name = TextEncoding.normalized(String(fields[0].prefix { $0 != "*" }))
        guard let name else { return String(decoding: bytes, as: UTF8.self) }
        return TextEncoding.decoded(bytes, from: name).map { String(decoding: $0.text, as: UTF8.self) }
    }
}
