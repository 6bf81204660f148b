import Documents

/// The content of a file as valid UTF-8, and where its bytes stood in the file.
///
/// A line ends with LF, CRLF or a CR alone.
struct SourceText: Sendable {
    /// A stretch of the decoded bytes that equals the file's bytes.
    struct Piece: Equatable, Sendable {
        var textOffset: Int
        var sourceOffset: Int
        var length: Int
    }

    /// The decoded bytes, without a byte-order mark.
    private(set) var bytes: [UInt8] = []
    /// What equals the file byte for byte, ascending. Empty for UTF-16, of which nothing does.
    private(set) var pieces: [Piece] = []
    /// How many bytes of the file were replaced by U+FFFD.
    private(set) var repairedByteCount = 0
    /// The offset of the first byte of every line.
    private(set) var lineStarts: [Int] = [0]

    /// Decodes the content of a file, or returns nil when it is binary: a zero byte in the first 8 KiB
    /// and no byte-order mark of UTF-16.
    init?(decoding file: [UInt8]) {
        if file.starts(with: [0xFF, 0xFE]) || file.starts(with: [0xFE, 0xFF]) {
            decodeUTF16(file, littleEndian: file[0] == 0xFF)
        } else {
            if file.prefix(8192).contains(0) { return nil }
            decodeUTF8(file)
        }
        findLines()
    }

    private mutating func decodeUTF8(_ file: [UInt8]) {
        let start = file.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let source = file.span
        if start == 0, !file.contains(0), (try? UTF8Span(validating: source)) != nil {
            bytes = file
            if !file.isEmpty { pieces = [Piece(textOffset: 0, sourceOffset: 0, length: file.count)] }
            return
        }
        bytes.reserveCapacity(file.count)
        var position = start
        while position < file.count {
            var bad = file.count..<file.count
            do {
                _ = try UTF8Span(validating: source.extracting(position...))
            } catch {
                bad = position + error.byteOffsets.lowerBound..<position + error.byteOffsets.upperBound
            }
            keep(file, position..<bad.lowerBound)
            if bad.isEmpty { break }
            replace(bad.count)
            position = bad.upperBound
        }
    }

    /// Keeps valid bytes; zero bytes among them are replaced, as no parser after this one likes them.
    private mutating func keep(_ file: [UInt8], _ range: Range<Int>) {
        var start = range.lowerBound
        while start < range.upperBound {
            let end = file[start..<range.upperBound].firstIndex(of: 0) ?? range.upperBound
            if start < end {
                pieces.append(Piece(textOffset: bytes.count, sourceOffset: start, length: end - start))
                bytes.append(contentsOf: file[start..<end])
            }
            if end < range.upperBound { replace(1) }
            start = end + 1
        }
    }

    private mutating func replace(_ byteCount: Int) {
        bytes.append(contentsOf: [0xEF, 0xBF, 0xBD])
        repairedByteCount += byteCount
    }

    private mutating func decodeUTF16(_ file: [UInt8], littleEndian: Bool) {
        bytes.reserveCapacity(file.count)
        func unit(_ position: Int) -> UInt32? {
            guard position + 1 < file.count else { return nil }
            let (first, second) = (UInt32(file[position]), UInt32(file[position + 1]))
            return littleEndian ? first | second << 8 : first << 8 | second
        }
        var position = 2
        while let first = unit(position) {
            position += 2
            var value = first
            if (0xD800..<0xDC00).contains(first), let second = unit(position), (0xDC00..<0xE000).contains(second) {
                position += 2
                value = 0x10000 + (first - 0xD800) << 10 + (second - 0xDC00)
            }
            if value != 0, let scalar = Unicode.Scalar(value) {
                bytes.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
            } else {
                replace(2)
            }
        }
        if position < file.count { replace(file.count - position) }
    }

    private mutating func findLines() {
        let count = bytes.count
        var starts = [0]
        for position in 0..<count {
            let byte = bytes[position]
            if byte == 0x0A || (byte == 0x0D && (position + 1 == count || bytes[position + 1] != 0x0A)) {
                if position + 1 < count { starts.append(position + 1) }
            }
        }
        lineStarts = starts
    }

    /// The number of lines; an empty text has one.
    var lineCount: Int { lineStarts.count }

    /// The line (1-based) on which the byte at `offset` stands.
    func line(at offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count)
        while low < high {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle + 1 } else { high = middle }
        }
        return max(1, low)
    }

    /// The bytes of a line (1-based) with its end; empty beyond the last line.
    func rangeWithEnd(ofLine line: Int) -> Range<Int> {
        guard line >= 1, line <= lineStarts.count else { return bytes.count..<bytes.count }
        return lineStarts[line - 1]..<(line < lineStarts.count ? lineStarts[line] : bytes.count)
    }

    /// The bytes of a line (1-based) without its end.
    func range(ofLine line: Int) -> Range<Int> {
        let whole = rangeWithEnd(ofLine: line)
        var end = whole.upperBound
        if end > whole.lowerBound, bytes[end - 1] == 0x0A { end -= 1 }
        if end > whole.lowerBound, bytes[end - 1] == 0x0D { end -= 1 }
        return whole.lowerBound..<end
    }
}
