import Documents
import Testing

@Suite struct SourceLinesTests {
    private func lines(_ text: String, _ ends: SourceLines.Ends = .any) -> [String] {
        var lines = SourceLines(of: Array(text.utf8), endingWith: ends)
        return (1...lines.count).map { String(decoding: lines.contents(of: $0), as: UTF8.self) }
    }

    @Test("a line ends with LF, CRLF or a CR alone, and none begins behind the last end")
    func ends() {
        #expect(lines("one\rtwo\r\nthree\nfour") == ["one", "two", "three", "four"])
        #expect(lines("one\r\r\n\ntwo\r") == ["one", "", "", "two"])
        #expect(lines("one\ntwo\n") == ["one", "two"])
        #expect(lines("one\r\n") == ["one"])
        #expect(lines("") == [""])
        #expect(SourceLines.starts(in: Array("a\rb\r\nc\n".utf8)) == [0, 2, 5])
    }

    @Test("where LF alone ends lines, a CR stands within one")
    func lineFeeds() {
        #expect(lines("{\r}\r\n{}\n", .lineFeeds) == ["{\r}", "{}"])
    }

    @Test("whatever is asked for first, each byte stands on the line whose range holds it")
    func numbers() {
        let text = Array("one\rtwo\n\nthree\r\nfour".utf8)
        for offset in text.indices {
            var lines = SourceLines(of: text)
            let number = lines.number(at: offset)
            #expect(lines.range(of: number...number)?.contains(offset) == true)
        }
        var lines = SourceLines(of: text)
        #expect(lines.range(of: 2...3) == 4..<9)
        #expect(lines.range(of: 5...5) == 16..<20)
        #expect(lines.range(of: 5...6) == nil)
        #expect(lines.range(of: 0...1) == nil)
        #expect(lines.number(at: 100) == 5)
        #expect(lines.count == 5)
    }
}
