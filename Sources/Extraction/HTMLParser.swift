import Documents

/// Parses HTML into blocks; see ``HTMLReader`` for what becomes what.
enum HTMLParser {
    /// The document in the file whose bytes are `file`, or nil when it is binary.
    ///
    /// - Throws: ``ExtractionFailure`` when the document has too many blocks.
    static func parse(_ file: [UInt8]) throws(ExtractionFailure) -> ParsedFile? {
        let source = SourceText(decoding: file, declared: TextEncoding.declared(inHTML: file))
        guard let source else { return nil }
        var reader = try read(source, mainOnly: hasMainElement(source.bytes))
        if reader.builder.blocks.isEmpty, reader.readsMain { reader = try read(source, mainOnly: false) }
        if reader.leadsElsewhere { throw ExtractionFailure(.noText, detail: "the page leads to another one") }
        if reader.builder.hasTooManyBlocks { throw ExtractionFailure(.tooManyBlocks) }
        var document = reader.builder.document()
        document.title = title(of: document, element: reader.title)
        document.language = reader.language
        return ParsedFile(document, source)
    }

    private static func read(
        _ source: SourceText, mainOnly: Bool
    ) throws(ExtractionFailure) -> (
        builder: DocumentBuilder, title: [UInt8], language: String?, leadsElsewhere: Bool, readsMain: Bool
    ) {
        let reader = HTMLReader(
            source: source, builder: DocumentBuilder(source: source), readsMainOnly: mainOnly)
        // libxml2 counts only line feeds and would take a lone carriage return for a blank, which is what it is here.
        try MarkupParser.parseHTML(source.bytes, into: reader)
        return (reader.finish(), reader.title, reader.language, reader.leadsElsewhere, mainOnly)
    }

    /// The page's own name: its heading of the first rank, else what the window's title says. Of several headings of that rank the
    /// first may be the whole site's, and the second the page's; where the window's title holds neither, they are chapters.
    private static func title(of document: Document, element: [UInt8]) -> String {
        let name = collapsed(element)
        let headings = document.blocks.lazy.filter { $0.kind == .heading && $0.level == 1 }
            .prefix(2).map { collapsed(Array(document.text[$0.textRange])) }
        guard headings.count > 1, !name.isEmpty else { return headings.first ?? name }
        return headings.last { contains(Array(name.utf8), $0) } ?? name
    }

    private static func hasMainElement(_ bytes: [UInt8]) -> Bool {
        contains(bytes, "<main") || contains(bytes, "role=\"main\"")
    }
}

/// The bytes as a string with white space collapsed.
func collapsed(_ bytes: [UInt8]) -> String {
    bytes.split(whereSeparator: isBlank).map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
}

/// Whether `text`, in ASCII, stands in `bytes`.
func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    let wanted = Array(text.utf8)
    guard let first = wanted.first, bytes.count >= wanted.count else { return false }
    let span = bytes.span
    var position = 0
    while position <= span.count - wanted.count {
        if span[position] == first {
            var length = 1
            while length < wanted.count, span[position + length] == wanted[length] { length += 1 }
            if length == wanted.count { return true }
        }
        position += 1
    }
    return false
}
