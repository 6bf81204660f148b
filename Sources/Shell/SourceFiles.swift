public import Answering
public import Retrieval

/// The files that documents came from, as they are now. The program reads them: nothing is opened here.
public protocol SourceFiles {
    /// The bytes of the document's file, or nil when it is gone, cannot be read, or is too large to be read whole.
    func bytes(of document: StoredDocument) -> [UInt8]?

    /// The same as a text to compare quotes with. Whoever keeps it for as long as the file stays as it is saves time.
    func text(of document: StoredDocument) -> SourceText?

    /// Whether the document's file is there and only too large to be read whole.
    func isTooLarge(_ document: StoredDocument) -> Bool

    /// So many bytes of the document's file, fewer at its end; nil where they are not known without reading the whole.
    func bytes(_ range: Range<Int>, of document: StoredDocument) -> [UInt8]?

    /// The line of the document's file that begins at so many bytes from its start, without its line feed; nil where none begins
    /// there, or that is not known without reading the whole.
    func line(at offset: Int, of document: StoredDocument) -> [UInt8]?

    /// A line of the document's file, 1-based, without its line feed; nil where that is not known without reading the whole.
    func line(_ number: Int, of document: StoredDocument) -> [UInt8]?

    /// The absolute path of the document's file, for hyperlinks, or nil for none.
    func absolutePath(of document: StoredDocument) -> [UInt8]?
}

extension SourceFiles {
    public func text(of document: StoredDocument) -> SourceText? { bytes(of: document).map(SourceText.init) }

    public func isTooLarge(_ document: StoredDocument) -> Bool { false }

    public func bytes(_ range: Range<Int>, of document: StoredDocument) -> [UInt8]? { nil }

    public func line(at offset: Int, of document: StoredDocument) -> [UInt8]? { nil }

    public func line(_ number: Int, of document: StoredDocument) -> [UInt8]? { nil }

    public func absolutePath(of document: StoredDocument) -> [UInt8]? { nil }
}
