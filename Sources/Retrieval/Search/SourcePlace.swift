internal import Documents

/// Where a stretch of a document stands in its source, as a person would look it up.
public struct SourcePlace: Hashable, Sendable {
    /// 1-based; nil in a format without lines.
    public let lines: ClosedRange<Int>?
    /// 1-based; nil in a format without pages.
    public let pages: ClosedRange<Int>?
}

extension StoredSection {
    /// Where the bytes of `range` of the section's text stand.
    public func place(of range: Range<Int>) -> SourcePlace {
        var lines = Span()
        var pages = Span()
        for block in blocks {
            let part = block.textRange.clamped(to: range)
            guard !part.isEmpty else { continue }
            lines.add(block.line(ofTextOffset: part.lowerBound, in: text))
            lines.add(block.line(ofTextOffset: part.upperBound - 1, in: text))
            pages.add(block.page)
        }
        return SourcePlace(lines: lines.range, pages: pages.range)
    }

    /// The numbers from the least to the greatest, 0 left out.
    private struct Span {
        var range: ClosedRange<Int>?

        mutating func add(_ number: Int) {
            guard number > 0 else { return }
            range = min(number, range?.lowerBound ?? number)...max(number, range?.upperBound ?? number)
        }
    }
}
