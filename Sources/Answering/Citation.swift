internal import Documents
public import Retrieval

/// Where a quote stands in its source, as it was when the source was indexed.
public struct Citation: Sendable {
    public let document: StoredDocument
    public let headings: [String]
    /// 1-based, inclusive; nil in a format without lines.
    public let lines: ClosedRange<Int>?
    /// 1-based, inclusive; nil in a format without pages.
    public let pages: ClosedRange<Int>?
    /// The quote's bytes in the source file, markup between them included; nil where the source does not hold the text as it
    /// is, as in JSON Lines.
    public let bytes: Range<Int>?
    /// The lines and bytes of the quote's header, where it has one that stands further up.
    public let headerLines: ClosedRange<Int>?
    public let headerBytes: Range<Int>?
    public let quote: Quote

    /// The one line that the quote stands on in a file whose lines are documents; else nil.
    public var onlyLine: Int? {
        guard bytes == nil, document.contentHash == 0, let lines, lines.count == 1 else { return nil }
        return lines.lowerBound
    }

    /// Where that line begins, in bytes, as far as the index knows.
    public var onlyLineStart: Int? { onlyLine == nil ? nil : quote.section.lineStart }

    public init(_ quote: Quote) {
        self.quote = quote
        document = quote.section.document
        headings = quote.section.headings
        let place = quote.section.place(of: quote.range)
        lines = place.lines
        pages = place.pages
        bytes = Self.sourceRange(of: quote.pieces, in: quote.section)
        headerLines = quote.section.place(of: Quote.range(of: quote.header)).lines
        headerBytes = Self.sourceRange(of: quote.header, in: quote.section)
    }

    /// From the first source byte of the pieces to the last; nil where the source does not hold them as they are.
    private static func sourceRange(of pieces: [Quote.Piece], in section: StoredSection) -> Range<Int>? {
        var start = Int.max
        var end = 0
        for piece in pieces where !piece.range.isEmpty {
            if let source = section.blocks[piece.block].sourceRange(ofTextRange: piece.range) {
                start = min(start, source.lowerBound)
                end = max(end, source.upperBound)
            }
        }
        return start < end ? start..<end : nil
    }
}
