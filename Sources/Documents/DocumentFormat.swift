/// The formats that documents are extracted from; the raw values are part of the extraction protocol.
public enum DocumentFormat: UInt8, CaseIterable, Sendable {
    case plainText = 1
    case markdown = 2
    /// One JSON object a line, each a document of its own.
    case jsonLines = 3

    /// The largest file that is extracted, in bytes (64 MiB), for formats that are read whole. A file of JSON
    /// Lines may have any size; there the limit holds for a line.
    public static let maximumByteCount = 64 << 20

    /// The largest number of blocks in one document.
    public static let maximumBlockCount = 1 << 20

    /// The format that a file's name announces, or nil when the format is not supported.
    ///
    /// Extensions count regardless of case. A name without extension counts as plain text if it is one that
    /// projects customarily give to their prose, such as `README`.
    public init?(fileName: [UInt8]) {
        let name = fileName.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        if let dot = name.lastIndex(of: 0x2E), dot > 0 {
            switch String(decoding: name[(dot + 1)...], as: UTF8.self) {
            case "md", "markdown", "mdown": self = .markdown
            case "txt", "text", "rst", "adoc", "org": self = .plainText
            case "jsonl", "ndjson": self = .jsonLines
            default: return nil
            }
        } else if customaryNames.contains(String(decoding: name, as: UTF8.self)) {
            self = .plainText
        } else {
            return nil
        }
    }

    /// Whether files of this format are read as a stream, so that ``maximumByteCount`` holds for their lines only.
    public var isStreamed: Bool { self == .jsonLines }
}

private let customaryNames: Set<String> = [
    "authors", "changelog", "changes", "contributing", "contributors", "copying", "copyright", "credits", "faq",
    "hacking", "history", "install", "licence", "license", "maintainers", "news", "notice", "readme", "security",
    "thanks", "todo",
]
