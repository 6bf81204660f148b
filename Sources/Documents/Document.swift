/// One document as extraction sees it: its names, and its text as a sequence of blocks.
///
/// `text` is the blocks' texts in order with one newline between neighbours; every block's ``Block/textRange``
/// points into it, ascending and without overlap. The text is valid UTF-8.
public struct Document: Sendable {
    /// The document's own identifier: `_id` in JSON Lines, empty for a file that is one document.
    public var identifier: String
    /// The title: from front matter or a JSON `title`, else the first heading, else the file's name.
    public var title: String
    /// Where the document was published, or empty.
    public var url: String
    /// What else the file says about the document, in the order of the file.
    public var metadata: [(String, String)]
    /// The extracted text, UTF-8.
    public var text: [UInt8]
    /// The blocks of the text, headings included, in the order of the text.
    public var blocks: [Block]
    /// The language that the file declares (a BCP 47 tag), or nil.
    public var language: String?
    /// The ``ContentHash`` of the file that the document was taken from, which tells whether the text still holds; 0
    /// where the file is read as a stream, so that it was not known yet.
    public var contentHash: UInt64
    /// Where the document begins in its file, in bytes: of JSON Lines where its line does, 0 for a file that is one document.
    public var sourceOffset: Int

    /// A document with the given parts; see the properties for what they promise each other.
    public init(
        identifier: String = "", title: String = "", url: String = "", metadata: [(String, String)] = [],
        text: [UInt8] = [], blocks: [Block] = [], language: String? = nil, contentHash: UInt64 = 0,
        sourceOffset: Int = 0
    ) {
        self.identifier = identifier
        self.title = title
        self.url = url
        self.metadata = metadata
        self.text = text
        self.blocks = blocks
        self.language = language
        self.contentHash = contentHash
        self.sourceOffset = sourceOffset
    }

    /// The most bytes of a title or a heading. All that stands under a heading is found by its words and shown with them, and that
    /// many are a text and no name.
    public static let nameByteLimit = 1024

    /// Cuts a title that is too long, at a blank where there is one, and makes paragraphs of headings that are.
    public mutating func limitNames() {
        if title.utf8.count > Self.nameByteLimit {
            let bytes = title.utf8
            var end = bytes.index(bytes.startIndex, offsetBy: Self.nameByteLimit)
            while bytes[end] & 0xC0 == 0x80 { end = bytes.index(before: end) }
            title = String(title[..<(bytes[..<end].lastIndex(of: UInt8(ascii: " ")) ?? end)])
        }
        for index in blocks.indices where isTooLongHeading(blocks[index]) {
            blocks[index].kind = .paragraph
            blocks[index].level = 0
        }
    }

    /// Whether the names are no longer than they may be.
    var namesAreLimited: Bool {
        title.utf8.count <= Self.nameByteLimit && !blocks.contains(where: isTooLongHeading)
    }

    private func isTooLongHeading(_ block: Block) -> Bool {
        block.kind == .heading && block.textRange.count > Self.nameByteLimit
    }

    /// The text of a block.
    public func text(of block: Block) -> String {
        String(decoding: text[block.textRange], as: UTF8.self)
    }

    /// The source line (1-based) on which the byte at `offset` of ``text`` stands, for an offset inside `block`.
    ///
    /// - Complexity: O(log n) over the block's runs plus the length of a run.
    public func line(ofTextOffset offset: Int, in block: Block) -> Int {
        block.line(ofTextOffset: offset, in: text)
    }
}

extension Document: Equatable {
    /// Whether all parts are equal.
    public static func == (left: Document, right: Document) -> Bool {
        left.identifier == right.identifier && left.title == right.title && left.url == right.url
            && left.metadata.elementsEqual(right.metadata, by: ==) && left.text == right.text
            && left.blocks == right.blocks && left.language == right.language
            && left.contentHash == right.contentHash && left.sourceOffset == right.sourceOffset
    }
}
