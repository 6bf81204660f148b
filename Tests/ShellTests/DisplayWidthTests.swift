import Shell
import TestSupport
import Testing

@Suite("Width on a terminal") struct DisplayWidthTests {
    @Test(
        "counts columns, not scalars",
        arguments: [
            ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("日本語", 6), ("한글", 4), ("ｆｕｌｌ", 8), ("👍", 2), ("👍🏽", 2),
            ("👨\u{200D}👩\u{200D}👧", 2), ("🇩🇪", 2), ("❤\u{FE0F}", 2), ("1\u{FE0F}\u{20E3}", 2), ("नमस्ते", 4), ("·…–", 3),
            ("\u{1100}\u{1161}\u{11A8}", 2), ("𠀀", 2), ("█", 1),
        ])
    func columns(text: String, columns: Int) {
        #expect(DisplayWidth.columns(of: text) == columns)
    }

    @Test("lines break at spaces and hang")
    func wrap() {
        #expect(
            DisplayWidth.wrap("- one two  three\nfour", width: 10, indent: 2, hanging: 4) == [
                "  - one", "    two", "    three", "    four",
            ])
        #expect(DisplayWidth.wrap("", width: 10).isEmpty)
        #expect(DisplayWidth.wrap("a-word-too-long b", width: 5) == ["a-word-too-long", "b"])
        #expect(DisplayWidth.wrap("exactly ten", width: 11) == ["exactly ten"])
        #expect(DisplayWidth.wrap("exactly ten", width: 10) == ["exactly", "ten"])
    }

    @Test("text without spaces breaks between wide characters, but not before a full stop")
    func wideText() {
        #expect(DisplayWidth.wrap("痛みとは何ですか。", width: 8) == ["痛みとは", "何です", "か。"])
        #expect(DisplayWidth.wrap("ab痛み", width: 4) == ["ab痛", "み"])
    }

    @Test("no line is wider than asked unless a word is, and no word is lost")
    func property() {
        var random = SeededGenerator(seed: 7)
        let words = ["a", "pain", "痛み", "neuromodulation", "👍🏽", "é", "(日本)"]
        for _ in 0..<500 {
            let text = (0..<Int.random(in: 0..<20, using: &random)).map { _ in words.randomElement(using: &random) ?? ""
            }
            .joined(separator: " ")
            let width = Int.random(in: 1..<30, using: &random)
            let indent = Int.random(in: 0..<4, using: &random)
            let lines = DisplayWidth.wrap(text, width: width, indent: indent)
            #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
            for line in lines where DisplayWidth.columns(of: line) > width {
                let longest = line.split(separator: " ").map { DisplayWidth.columns(of: String($0)) }.max() ?? 0
                #expect(longest > width - indent, "\(line) in \(width)")
            }
        }
    }
}
