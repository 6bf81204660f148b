internal import Documents

/// The bytes of a source file as they are now, with what comparing quotes with them takes worked out once for all quotes.
public final class SourceText {
    public let bytes: [UInt8]
    /// The ``ContentHash`` of the bytes.
    private(set) lazy var contentHash = ContentHash.of(bytes)

    /// Whether gzip packed the file, so that nothing that is quoted from it stands in its bytes.
    public var isPacked: Bool { bytes.starts(with: [0x1F, 0x8B]) }

    /// The lines of a file of text.
    var lines: SourceLines
    /// The lines of a file whose lines are documents.
    var documentLines: SourceLines

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        lines = SourceLines(of: bytes)
        documentLines = SourceLines(of: bytes, endingWith: .lineFeeds)
    }

    /// The number of the first of ``documentLines`` of which something is true.
    func firstDocumentLine(where isRight: (ArraySlice<UInt8>) -> Bool) -> Int? {
        var number = 1
        while let range = documentLines.range(of: number...number) {
            if isRight(bytes[range]) { return number }
            number += 1
        }
        return nil
    }
}
