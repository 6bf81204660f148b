public import Retrieval

/// The files that documents came from, as they are now. The program reads them: nothing is opened here.
public protocol SourceFiles {
    /// The bytes of the document's file, or nil when it is gone or cannot be read.
    func bytes(of document: StoredDocument) -> [UInt8]?

    /// The absolute path of the document's file, for hyperlinks, or nil for none.
    func absolutePath(of document: StoredDocument) -> [UInt8]?
}

extension SourceFiles {
    public func absolutePath(of document: StoredDocument) -> [UInt8]? { nil }
}
