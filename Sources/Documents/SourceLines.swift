/// Where the lines of a file begin, looked for as far as they are asked for.
///
/// Behind a line end at the very end no line begins; a file of nothing has one line.
public struct SourceLines: Sendable {
    /// What ends a line.
    public enum Ends: Sendable {
        /// LF, CRLF or a CR alone, as in texts.
        case any
        /// LF alone, as in JSON Lines, where a CR is a blank.
        case lineFeeds
    }

    private let bytes: [UInt8]
    private let ends: Ends
    private var starts = [0]
    /// Up to where lines have been looked for.
    private var end = 0

    public init(of bytes: [UInt8], endingWith ends: Ends = .any) {
        self.bytes = bytes
        self.ends = ends
    }

    /// The offset of the first byte of every line, in time linear in the size of the file.
    public static func starts(in bytes: [UInt8]) -> [Int] {
        var lines = SourceLines(of: bytes)
        lines.find(upTo: .max, past: .max)
        return lines.starts
    }

    /// How many lines there are; time as of ``starts(in:)``.
    public var count: Int {
        mutating get {
            find(upTo: .max, past: .max)
            return starts.count
        }
    }

    /// The bytes of some lines, 1-based, the last one's end included; nil when there are fewer lines.
    ///
    /// The first call takes time linear in what comes before their end, later ones hardly any.
    public mutating func range(of lines: ClosedRange<Int>) -> Range<Int>? {
        find(upTo: lines.upperBound, past: .max)
        guard lines.lowerBound >= 1, lines.upperBound <= starts.count else { return nil }
        return starts[lines.lowerBound - 1]..<(lines.upperBound < starts.count ? starts[lines.upperBound] : bytes.count)
    }

    /// The number of the line on which the byte at `offset` stands; time as of ``range(of:)``.
    public mutating func number(at offset: Int) -> Int {
        find(upTo: .max, past: offset)
        var (low, high) = (0, starts.count)
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return max(1, low)
    }

    /// The bytes of a line without its end; nothing beyond the last one.
    public mutating func contents(of line: Int) -> ArraySlice<UInt8> {
        guard var range = range(of: line...line) else { return [] }
        if bytes[range].last == 0x0A { range = range.lowerBound..<(range.upperBound - 1) }
        if bytes[range].last == 0x0D { range = range.lowerBound..<(range.upperBound - 1) }
        return bytes[range]
    }

    /// Looks for lines until the one behind the given one has begun, or one behind `offset` has.
    private mutating func find(upTo line: Int, past offset: Int) {
        while end < bytes.count, starts.count <= line, end <= offset {
            let byte = bytes[end]
            end += 1
            guard byte == 0x0A || byte == 0x0D, end < bytes.count else { continue }
            if byte == 0x0A || (ends == .any && bytes[end] != 0x0A) { starts.append(end) }
        }
    }
}
