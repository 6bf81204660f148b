import Documents

/// The content of a file as valid UTF-8, and where its bytes stood in the file. Its lines are those of ``SourceLines``.
struct SourceText: Sendable {
    /// A stretch of the decoded bytes that equals the file's bytes.
    struct Piece: Equatable, Sendable {
        var textOffset: Int
        var sourceOffset: Int
        var length: Int
    }

    /// The decoded bytes, without a byte-order mark.
    private(set) var bytes: [UInt8] = []
    /// What equals the file byte for byte, ascending. Empty for encodings of which nothing does, such as UTF-16.
    private(set) var pieces: [Piece] = []
    /// How many bytes of the file were replaced by U+FFFD.
    private(set) var repairedByteCount = 0
    /// What the file was taken to be in, where that is not UTF-8; else empty.
    private(set) var encoding = ""
    /// The offset of the first byte of every line.
    private(set) var lineStarts: [Int] = [0]

    /// Decodes the content of a file, or returns nil when it is binary: zero bytes in the first 8 KiB that are not those of
    /// UTF-16, or more control characters than any text has.
    ///
    /// What is no UTF-8 is taken to be in the encoding that it declares, else in the one that it looks like; a text in UTF-8
    /// with a few bad bytes stays one.
    ///
    /// - Parameter isUTF8: whether the file can be in nothing else, whatever it looks like.
    init?(decoding file: [UInt8], declared: String? = nil, isUTF8: Bool = false) {
        if file.starts(with: [0xFF, 0xFE]) || file.starts(with: [0xFE, 0xFF]) {
            decodeUTF16(file[2...], littleEndian: file[0] == 0xFF)
        } else if let littleEndian = Self.utf16ByteOrder(file.prefix(8192)) {
            decodeUTF16(file[...], littleEndian: littleEndian)
        } else {
            if Self.isBinary(file.prefix(8192)) { return nil }
            if !isUTF8, let other = Self.otherEncoding(of: file, declared: declared) {
                decode(file, from: other)
            } else {
                decodeUTF8(file)
            }
        }
        lineStarts = SourceLines.starts(in: bytes)
    }

    /// A text of nothing.
    init() {}

    private static func isBinary(_ head: ArraySlice<UInt8>) -> Bool {
        var controlCount = 0
        for byte in head where byte < 0x20 {
            if byte == 0 { return true }
            // Tab, line ends, form feed, backspace of old manuals, and escape.
            if !(0x08...0x0D).contains(byte), byte != 0x1B { controlCount += 1 }
        }
        return controlCount * 20 > head.count
    }

    /// Whether the text looks like UTF-16 without a mark, and then whether its low bytes come first: a third of the bytes in
    /// one half of the places are zero, and none in the other.
    private static func utf16ByteOrder(_ head: ArraySlice<UInt8>) -> Bool? {
        guard head.count >= 8, head.contains(0) else { return nil }
        var zeros = (even: 0, odd: 0)
        for (place, byte) in head.enumerated() where byte == 0 {
            if place % 2 == 0 { zeros.even += 1 } else { zeros.odd += 1 }
        }
        if zeros.even == 0, zeros.odd * 6 >= head.count { return true }
        if zeros.odd == 0, zeros.even * 6 >= head.count { return false }
        return nil
    }

    /// The encoding of a file that is not UTF-8; nil for one that is, as far as its few bad bytes let it.
    private static func otherEncoding(of file: [UInt8], declared: String?) -> String? {
        let source = file.span
        if file.starts(with: [0xEF, 0xBB, 0xBF]) || (try? UTF8Span(validating: source)) != nil { return nil }
        var position = 0
        var (badCount, goodCount) = (0, 0)
        // What the beginning shows is enough.
        while position < file.count, badCount < 1000 {
            let start = position
            var end = file.count
            do {
                _ = try UTF8Span(validating: source.extracting(start...))
                position = file.count
            } catch {
                end = start + error.byteOffsets.lowerBound
                position = start + error.byteOffsets.upperBound
                badCount += 1
            }
            goodCount += file[start..<end].count { $0 >= 0xC0 }
        }
        return goodCount > 4 * badCount ? nil : declared ?? TextEncoding.detected(in: file)
    }

    private mutating func decode(_ file: [UInt8], from name: String) {
        if let table = TextEncoding.singleByteTable(name) {
            bytes.reserveCapacity(file.count + file.count / 8)
            var start = 0
            while start < file.count {
                let end = file[start...].firstIndex { $0 == 0 || $0 >= 0x80 } ?? file.count
                keep(file, start..<end)
                if end < file.count {
                    let character = file[end] == 0 ? [0xEF, 0xBF, 0xBD] : table[Int(file[end])]
                    if character == [0xEF, 0xBF, 0xBD] { repairedByteCount += 1 }
                    bytes.append(contentsOf: character)
                }
                start = end + 1
            }
        } else if let decoded = TextEncoding.decoded(file, from: name) {
            bytes = decoded.text.map { $0 == 0 ? 0x20 : $0 }
            repairedByteCount = decoded.repairedByteCount
        } else {
            // Whatever it is called, nothing here can read it.
            decodeUTF8(file)
            return
        }
        encoding = name
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

    private mutating func decodeUTF16(_ file: ArraySlice<UInt8>, littleEndian: Bool) {
        encoding = littleEndian ? "utf-16le" : "utf-16be"
        bytes.reserveCapacity(file.count)
        func unit(_ position: Int) -> UInt32? {
            guard position + 1 < file.endIndex else { return nil }
            let (first, second) = (UInt32(file[position]), UInt32(file[position + 1]))
            return littleEndian ? first | second << 8 : first << 8 | second
        }
        var position = file.startIndex
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
        if position < file.endIndex { replace(file.endIndex - position) }
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
