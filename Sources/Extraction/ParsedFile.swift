import Documents

/// What a parser made of a file that is one document.
struct ParsedFile: Sendable {
    /// The document; its title is empty where the file gives none.
    var document: Document
    /// How many bytes of the file were no text in its encoding and were replaced.
    var repairedByteCount: Int
    /// The encoding that the file was taken to be in, where it is not UTF-8; else empty.
    var encoding: String

    init(_ document: Document, repairedByteCount: Int = 0, encoding: String = "") {
        self.document = document
        self.repairedByteCount = repairedByteCount
        self.encoding = encoding
    }

    /// The same for a file that holds what was parsed in another form: lines can be named, bytes cannot.
    consuming func withoutSourceMaps() -> ParsedFile {
        for index in document.blocks.indices { document.blocks[index].sourceMap = SourceMap() }
        return self
    }

    init(_ document: Document, _ source: SourceText) {
        self.init(document, repairedByteCount: source.repairedByteCount, encoding: source.encoding)
    }
}
