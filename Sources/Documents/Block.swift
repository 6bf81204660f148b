/// A piece of a document that belongs together: a paragraph, a heading, an item, a row.
///
/// A list item that consists of several paragraphs becomes several blocks: the first is a ``Kind/listItem``,
/// the others are ``Kind/paragraph`` with the same ``group`` and the same ``level``, so that a paragraph
/// with a group continues the item before it. Code, tables and lists inside an item have their own kinds;
/// code in an item carries the list's group too. A list inside an item has a group of its own and a level
/// one higher.
public struct Block: Equatable, Sendable {
    /// What a block is; the raw values are part of the extraction protocol and of indexes and never change.
    public enum Kind: UInt8, CaseIterable, Sendable {
        case paragraph = 0
        case heading = 1
        case listItem = 2
        case tableRow = 3
        case tableHeader = 4
        case code = 5
    }

    /// The greatest number of a line that is kept, here and in an index.
    public static let largestLine = Int(UInt32.max)

    /// What the block is.
    public var kind: Kind
    /// Of a heading its rank, 1…6; of what belongs to a list item the nesting depth from 1; else 0.
    public var level: UInt8
    /// Whether the block stands inside a block quote.
    public var quoted: Bool
    /// The number of an ordered item as written; 0 for a bullet and for all that is no item.
    public var ordinal: UInt32
    /// Equal for the items of one list and for the rows of one table, different between lists; 0 = none.
    public var group: UInt32
    /// Where the block's text stands in the document's text: half-open, in bytes.
    public var textRange: Range<Int>
    /// The first source line of the block's text, 1-based; 0 in a format that has no lines.
    public var firstLine: Int
    /// The last source line of the block's text, 1-based, inclusive; 0 in a format that has no lines.
    public var lastLine: Int
    /// The page on which the block starts, 1-based; 0 in a format that has no pages.
    public var page: Int
    /// Which bytes of the source the text consists of.
    public var sourceMap: SourceMap

    /// A block with the given properties.
    public init(
        kind: Kind, level: UInt8 = 0, quoted: Bool = false, ordinal: UInt32 = 0, group: UInt32 = 0,
        textRange: Range<Int>, firstLine: Int, lastLine: Int, page: Int = 0, sourceMap: SourceMap = SourceMap()
    ) {
        self.kind = kind
        self.level = level
        self.quoted = quoted
        self.ordinal = ordinal
        self.group = group
        self.textRange = textRange
        self.firstLine = firstLine
        self.lastLine = lastLine
        self.page = page
        self.sourceMap = sourceMap
    }

    /// The source bytes that hold `range` of the *document's* text, or nil when the map does not know.
    public func sourceRange(ofTextRange range: Range<Int>) -> Range<Int>? {
        let start = textRange.lowerBound
        guard range.lowerBound >= start, range.upperBound <= textRange.upperBound else { return nil }
        return sourceMap.sourceRange(of: range.lowerBound - start..<range.upperBound - start)
    }

    /// The source line (1-based, 0 without lines) on which the byte at `offset` of `text` stands, for an offset inside the block.
    ///
    /// - Parameter text: the text that ``textRange`` points into.
    /// - Complexity: O(log n) over the block's runs plus the length of a run.
    public func line(ofTextOffset offset: Int, in text: [UInt8]) -> Int {
        let run = sourceMap.run(atOrBefore: offset - textRange.lowerBound)
        let start = textRange.lowerBound + (run?.textOffset ?? 0)
        guard start < offset, offset <= text.count else { return run?.line ?? firstLine }
        var line = run?.line ?? firstLine
        for byte in text[start..<offset] where byte == 0x0A { line += 1 }
        // Text without a map may hold line breaks that the source writes otherwise, as JSON does.
        return min(line, lastLine)
    }
}
