internal import Answering
internal import Documents
internal import Retrieval

/// Where a passage or a quote stands, as it is said to people.
struct Place {
    let document: StoredDocument
    /// 1-based.
    let lines: ClosedRange<Int>
    let headings: [String]

    init(_ citation: Citation) {
        document = citation.document
        lines = citation.lines
        headings = citation.headings
    }

    init(_ passage: StoredPassage) {
        self.init(passage.section, range: passage.range)
    }

    /// The whole section, its own heading included.
    init(_ section: StoredSection) {
        self.init(section, range: 0..<section.text.count)
    }

    private init(_ section: StoredSection, range: Range<Int>) {
        document = section.document
        headings = section.headings
        var first = Int.max
        var last = 1
        for block in section.blocks {
            let part = block.textRange.clamped(to: range)
            guard !part.isEmpty else { continue }
            first = min(first, block.line(ofTextOffset: part.lowerBound, in: section.text))
            last = max(last, block.line(ofTextOffset: part.upperBound - 1, in: section.text))
        }
        first = first == .max ? last : first
        lines = first...max(first, last)
    }

    /// Such as `procedures/overview.md:12-14`, and for a document of many in one file its name behind it.
    var location: String {
        let path = SafeText.neutralise(fileName: document.path) + ":" + Self.range(lines)
        return document.identifier.isEmpty ? path : "\(path) (\(document.identifier))"
    }

    /// The headings from the outside in; the title where there are none.
    var heading: String { headings.isEmpty ? document.title : headings.joined(separator: " > ") }

    /// Such as `12` or `12-14`.
    static func range(_ lines: ClosedRange<Int>) -> String {
        lines.count == 1 ? "\(lines.lowerBound)" : "\(lines.lowerBound)-\(lines.upperBound)"
    }
}
