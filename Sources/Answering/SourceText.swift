internal import Documents

/// The bytes of a source file as they are now, with what comparing quotes with them takes worked out once for all quotes.
public final class SourceText {
    public let bytes: [UInt8]
    /// The ``ContentHash`` of the bytes.
    private(set) lazy var contentHash = ContentHash.of(bytes)
    /// Where the lines begin, as far as they have been looked for.
    private var lineStarts = [0]
    /// Up to where lines have been looked for.
    private var end = 0

    /// Whether gzip packed the file, so that nothing that is quoted from it stands in its bytes.
    public var isPacked: Bool { bytes.starts(with: [0x1F, 0x8B]) }

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The bytes of some lines, the last line break included; nil when there are fewer lines.
    ///
    /// - Parameter lines: 1-based. The first call takes time linear in what comes before their end, later ones hardly any.
    func byteRange(ofLines lines: ClosedRange<Int>) -> Range<Int>? {
        if lineStarts.count <= lines.upperBound { findLines(upTo: lines.upperBound) }
        guard lines.lowerBound >= 1, lines.lowerBound <= lineStarts.count, lines.upperBound <= lineStarts.count else {
            return nil
        }
        let upper = lines.upperBound < lineStarts.count ? lineStarts[lines.upperBound] : bytes.count
        return lineStarts[lines.lowerBound - 1]..<upper
    }

    /// The number of the first line of which something is true, from 1 on.
    func firstLine(where isRight: (ArraySlice<UInt8>) -> Bool) -> Int? {
        var number = 1
        while let range = byteRange(ofLines: number...number) {
            if isRight(bytes[range]) { return number }
            number += 1
        }
        return nil
    }

    /// Looks for line breaks until the line behind the given one has begun.
    private func findLines(upTo line: Int) {
        let bytes = bytes
        var starts: [Int] = []
        swap(&starts, &lineStarts)
        var index = end
        while starts.count <= line, index < bytes.count {
            if bytes[index] == 0x0A { starts.append(index + 1) }
            index += 1
        }
        lineStarts = starts
        end = index
    }
}
