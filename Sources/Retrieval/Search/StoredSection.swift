public import Documents

/// Where a document comes from and what it is called.
public struct StoredDocument: Hashable, Sendable {
    /// The corpus's root that holds the file, counted from 0.
    public let root: Int
    /// The file's path relative to the root, as the system has it; it need not be UTF-8.
    public let path: [UInt8]
    /// The `_id` of a JSON Lines document; empty otherwise.
    public let identifier: String
    public let title: String
    public let url: String
    /// The ``ContentHash`` of the file as it was indexed; 0 where it is not known, as for JSON Lines.
    public let contentHash: UInt64
}

/// A section as it was indexed: the text beneath one heading, with its blocks.
public struct StoredSection: Sendable {
    public let document: StoredDocument
    /// From the outermost heading to this section's own; a heading that repeats the document's title is left out.
    public let headings: [String]
    /// The section has a heading of its own, which is the first of its blocks.
    public let hasHeading: Bool
    /// The extracted text, own heading included.
    public let text: [UInt8]
    /// Ascending; text ranges count from the start of `text`.
    public let blocks: [Block]
    /// Where the line that the document is begins in its file, in bytes, as far as the index knows; nil too for a document that is
    /// a whole file.
    public let lineStart: Int?
}

/// A passage with the section that it stands in.
public struct StoredPassage: Sendable {
    public let id: PassageID
    public let section: StoredSection
    /// Where in the section's text the passage stands.
    public let range: Range<Int>
    /// Where the header of the table stands that the passage continues; empty where it continues none.
    public let header: Range<Int>

    public var text: ArraySlice<UInt8> { section.text[range] }
}

/// A retrieved passage and its score.
public struct RankedPassage: Sendable {
    public let id: PassageID
    public let score: Score
}

/// A retrieved document and the score of its best passage.
public struct RankedDocument: Sendable {
    public let document: StoredDocument
    public let score: Score
}
