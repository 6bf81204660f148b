/// The formats that documents are extracted from; the raw values are part of the extraction protocol.
public enum DocumentFormat: UInt8, CaseIterable, Sendable {
    case plainText = 1
    case markdown = 2
    /// One JSON object a line, each a document of its own.
    case jsonLines = 3
    case html = 4
    case pdf = 5
    /// Office Open XML of a word processor.
    case docx = 6
    /// OpenDocument text.
    case odt = 7
    case epub = 8
    /// A message as RFC 5322 has it.
    case email = 9
    /// SubRip or WebVTT.
    case subtitles = 10

    /// The largest file that is extracted, in bytes (64 MiB), for formats that are read whole. A file of JSON
    /// Lines may have any size; there the limit holds for a line.
    public static let maximumByteCount = 64 << 20

    /// The largest number of blocks in one document.
    public static let maximumBlockCount = 1 << 20

    /// The format that a file's name announces, or nil when the format is not supported.
    ///
    /// Extensions count regardless of case. A name without extension counts as plain text if it is one that
    /// projects customarily give to their prose, such as `README`. Of a file that gzip packed, which ends in `.gz`, the name
    /// without that counts, for formats whose parsers take bytes and need no file.
    public init?(fileName: Span<UInt8>) {
        let inner = Self.unpackedName(fileName)
        guard let inner else {
            self.init(unpackedName: fileName)
            return
        }
        self.init(unpackedName: inner)
        guard isReadPacked else { return nil }
    }

    /// What a file's name is without the `.gz` of gzip; nil for one that does not end so.
    @_lifetime(copy fileName)
    public static func unpackedName(_ fileName: Span<UInt8>) -> Span<UInt8>? {
        let count = fileName.count
        guard count > 3, lowercased(fileName[count - 1]) == 0x7A, lowercased(fileName[count - 2]) == 0x67,
            fileName[count - 3] == 0x2E
        else { return nil }
        return fileName.extracting(first: count - 3)
    }

    /// Whether files of the format are read where gzip packed them.
    private var isReadPacked: Bool {
        switch self {
        case .plainText, .markdown, .html, .email, .subtitles: true
        // Formats that pack by themselves, or that other programs or a stream of lines are read from.
        case .jsonLines, .pdf, .docx, .odt, .epub: false
        }
    }

    private init?(unpackedName fileName: Span<UInt8>) {
        var position = fileName.count - 1
        while position >= 0, fileName[position] != 0x2E { position -= 1 }
        guard position > 0 else {
            // Without an extension; a dot in front begins none.
            guard customaryNames.contains(lowercased(fileName)) else { return nil }
            self = .plainText
            return
        }
        guard fileName.count - position - 1 <= 8 else { return nil }
        var extensionKey: UInt64 = 0
        for index in (position + 1)..<fileName.count {
            extensionKey = extensionKey << 8 | UInt64(lowercased(fileName[index]))
        }
        guard let known = formatsByExtension.first(where: { $0.key == extensionKey }) else { return nil }
        self = known.format
    }

    /// Whether files of this format are read as a stream, so that ``maximumByteCount`` holds for their lines only.
    public var isStreamed: Bool { self == .jsonLines }

    /// How often the parser of the format has changed in what it makes of a file. A file that an older one has read is read
    /// again. At most 15.
    private var revision: UInt8 {
        switch self {
        case .plainText: 2
        case .markdown, .epub, .email, .jsonLines, .pdf: 1
        case .html: 2
        case .docx, .odt, .subtitles: 0
        }
    }

    /// Format and revision in one byte, as an index keeps them.
    public var stamp: UInt8 { rawValue | revision << 4 }

    /// The format of a stamp, whatever its revision; nil for what is none.
    public init?(stamp: UInt8) { self.init(rawValue: stamp & 0xF) }

    /// The program that extraction from this format runs, and the package that it comes from; nil where it needs none.
    public var neededProgram: (name: String, package: String)? { self == .pdf ? ("pdftotext", "poppler-utils") : nil }

    /// The format's name for people.
    public var name: String {
        switch self {
        case .plainText: "text"
        case .markdown: "Markdown"
        case .jsonLines: "JSON Lines"
        case .html: "HTML"
        case .pdf: "PDF"
        case .docx: "DOCX"
        case .odt: "ODT"
        case .epub: "EPUB"
        case .email: "e-mail"
        case .subtitles: "subtitles"
        }
    }
}

/// Extensions as numbers, one byte after the other, the most frequent first: a listing compares one for every file.
private let formatsByExtension: [(key: UInt64, format: DocumentFormat)] = [
    ("md", .markdown), ("txt", .plainText), ("html", .html), ("htm", .html), ("rst", .plainText), ("pdf", .pdf),
    ("markdown", .markdown), ("mdown", .markdown), ("text", .plainText), ("adoc", .plainText),
    ("asciidoc", .plainText), ("org", .plainText), ("debian", .plainText),
    ("jsonl", .jsonLines), ("ndjson", .jsonLines), ("xhtml", .html), ("xht", .html), ("docx", .docx), ("odt", .odt),
    ("epub", .epub), ("eml", .email), ("srt", .subtitles), ("vtt", .subtitles),
].map { name, format in (name.utf8.reduce(0) { $0 << 8 | UInt64($1) }, format) }

private func lowercased(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

private func lowercased(_ name: Span<UInt8>) -> String {
    String(decoding: name.indices.map { lowercased(name[$0]) }, as: UTF8.self)
}

private let customaryNames: Set<String> = [
    "authors", "changelog", "changes", "contributing", "contributors", "copying", "copyright", "credits", "faq",
    "hacking", "history", "install", "licence", "license", "maintainers", "news", "notice", "readme", "security",
    "thanks", "todo",
]
