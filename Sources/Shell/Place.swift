internal import Answering
internal import Documents
internal import Retrieval

/// Where a passage or a quote stands, as it is said to people.
struct Place {
    let document: StoredDocument
    /// 1-based; nil in a format without lines.
    let lines: ClosedRange<Int>?
    /// Of the header of the table that the rows quoted stand further down in; else nil.
    var headerLines: ClosedRange<Int>?
    /// 1-based; nil in a format without pages.
    let pages: ClosedRange<Int>?
    let headings: [String]

    init(_ citation: Citation) {
        document = citation.document
        lines = citation.lines
        headerLines = citation.headerLines.flatMap { header in
            citation.lines.flatMap { header.upperBound < $0.lowerBound ? header : nil }
        }
        pages = citation.pages
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
        let place = section.place(of: range)
        lines = place.lines
        pages = place.pages
    }

    /// Such as `procedures/overview.md:12-14` or `leaflet.pdf, page 3`, for a row of a long table `doses.md:3,303` with the line
    /// of its header, and for a document of many in one file its name behind it.
    var location: String {
        var path = SafeText.neutralise(fileName: document.path)
        if let pages {
            path += ", page\(pages.count == 1 ? "" : "s") \(Self.range(pages))"
        } else if let lines {
            path += ":" + (headerLines.map { Self.range($0) + "," } ?? "") + Self.range(lines)
        }
        // The same path may stand beneath another folder of the corpus.
        if document.root > 0 { path += ", folder \(document.root + 1)" }
        return document.identifier.isEmpty ? path : "\(path) (\(document.identifier))"
    }

    /// The headings from the outside in; the title where there are none.
    var heading: String { headings.isEmpty ? document.title : headings.joined(separator: " > ") }

    /// Such as `12` or `12-14`.
    static func range(_ lines: ClosedRange<Int>) -> String {
        lines.count == 1 ? "\(lines.lowerBound)" : "\(lines.lowerBound)-\(lines.upperBound)"
    }
}
