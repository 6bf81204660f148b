import Testing
import TextAnalysis

@Suite("short forms") struct ShortFormTests {
    /// The long form of what stands in the first parentheses.
    private func longForm(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), let close = bytes.firstIndex(of: UInt8(ascii: ")"))
        else { return nil }
        return ShortForms.longForm(of: open + 1..<close, in: bytes).map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(
        "the words that a short form stands for are found",
        arguments: [
            ("They teach long distance ballooning (LDB) there.", "long distance ballooning"),
            ("The quality of sleep (QoS) is poor.", "quality of sleep"),
            ("Tables of contents\n(TOCs) help.", "Tables of contents"),
            ("A non-sticky anti-glare pane (NSAGP).", "non-sticky anti-glare pane"),
        ])
    func found(text: String, long: String) {
        #expect(longForm(text) == long)
    }

    @Test(
        "what is no short form of the words before it has no long form",
        arguments: [
            "The kettle (see below) boils.", "The kettle (KTZ) boils.", "The blue kettle (XK) boils.", "(BK) boils.",
            "The blue kettle, (BK) boils.", "In one\n\nparagraph and (OPA) another.", "The kettle (K) boils.",
            "The blue(BK) kettle.", "The blue (old) kettle (BK", "Ab (AB)",
        ])
    func notFound(text: String) {
        #expect(longForm(text) == nil)
    }

    @Test("whatever stands in the text, nothing is read beyond it")
    func anyRange() {
        let text = Array("(a) b (CD) é(É)".utf8)
        for start in 0...text.count {
            for end in start...text.count { _ = ShortForms.longForm(of: start..<end, in: text) }
        }
    }
}
