/// A text as one column of a TREC file, whose columns are separated by white space.
///
/// A text without white space and control characters stands as it is. Each byte of the others is written as `\xHH`, two
/// lower-case hexadecimal digits: the document `my notes.md` is `my\x20notes.md`. The backslash of a text that itself
/// holds `\x` is written `\x5c`, so that nothing else reads as an escape; the empty text is `\x`.
enum TRECField {
    private static let backslash = UInt8(ascii: "\\")
    private static let mark = UInt8(ascii: "x")

    /// The column that stands for `text`.
    static func column(for text: String) -> [UInt8] {
        if text.isEmpty { return [backslash, mark] }
        var column: [UInt8] = []
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if separates(scalar) {
                for byte in bytes { append(escaped: byte, to: &column) }
            } else if scalar == "x", column.last == backslash {
                column.removeLast()
                append(escaped: backslash, to: &column)
                column.append(mark)
            } else {
                column += bytes
            }
        }
        return column
    }

    /// The text that a column stands for, or nil if it is not valid UTF-8.
    ///
    /// What is no escape, and escapes that make no valid UTF-8 (another program's, then), stand for themselves.
    static func text(of column: ArraySlice<UInt8>) -> String? {
        if column.elementsEqual([backslash, mark]) { return "" }
        var bytes: [UInt8] = []
        var rest = column
        while let byte = rest.popFirst() {
            let ahead = rest.prefix(3)
            if byte == backslash, ahead.count == 3, ahead.first == mark,
                let high = digit(ahead[ahead.startIndex + 1]), let low = digit(ahead[ahead.startIndex + 2])
            {
                bytes.append(high << 4 | low)
                rest.removeFirst(3)
            } else {
                bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self) ?? String(validating: column, as: UTF8.self)
    }

    /// The columns of a line, cut at runs of spaces, tabs and the other white space of ASCII.
    static func columns(of line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split { $0 == 0x20 || (0x09...0x0D).contains($0) }
    }

    /// Whether some reader of such files might cut a line at this character: white space, and all control characters.
    private static func separates(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
    }

    private static func append(escaped byte: UInt8, to column: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        column += [backslash, mark, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }
}
