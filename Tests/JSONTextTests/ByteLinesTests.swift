import JSONText
import Testing

private func lines(_ text: String) -> [String] {
    ByteLines(Array(text.utf8)).map { String(decoding: $0.bytes, as: UTF8.self) }
}

@Suite("Lines of bytes")
struct ByteLinesTests {
    @Test("lines end with LF or CR LF, and the last one needs no end")
    func ends() {
        #expect(lines("") == [])
        #expect(lines("\n") == [""])
        #expect(lines("a\r\nb\n\nc") == ["a", "b", "", "c"])
        #expect(lines("a\rb\r\r\n") == ["a\rb\r"])
    }

    @Test("numbers count every line from 1")
    func numbers() {
        #expect(ByteLines(Array("a\n\nb".utf8)).map(\.number) == [1, 2, 3])
        #expect(ByteLines(Array("a\n \t\r\nb".utf8)).map(\.isBlank) == [false, true, false])
    }

    @Test("a byte order mark is left out before the first line only")
    func byteOrderMark() {
        #expect(lines("\u{FEFF}a\n\u{FEFF}b") == ["a", "\u{FEFF}b"])
        #expect(lines("\u{FEFF}") == [])
    }
}
