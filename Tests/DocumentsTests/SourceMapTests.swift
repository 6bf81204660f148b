import Documents
import TestSupport
import Testing

@Suite struct SourceMapTests {
    /// "ab" at 10, a gap of one byte of text and three of source, "cd" at 15, a gap in the source alone, "ef" at 20.
    private let map = SourceMap(runs: [
        SourceMap.Run(textOffset: 0, sourceOffset: 10, length: 2, line: 3),
        SourceMap.Run(textOffset: 3, sourceOffset: 15, length: 2, line: 3),
        SourceMap.Run(textOffset: 5, sourceOffset: 20, length: 2, line: 4),
    ])

    @Test("a range inside a run maps to exactly its bytes")
    func inside() {
        #expect(map.sourceRange(of: 0..<2) == 10..<12)
        #expect(map.sourceRange(of: 1..<2) == 11..<12)
        #expect(map.sourceRange(of: 5..<7) == 20..<22)
    }

    @Test("markup between the ends of a range lies inside the result, markup beyond them outside")
    func across() {
        #expect(map.sourceRange(of: 4..<6) == 16..<21)
        #expect(map.sourceRange(of: 3..<5) == 15..<17)
        #expect(map.sourceRange(of: 0..<7) == 10..<22)
    }

    @Test("an end between two runs takes in what stands there")
    func gaps() {
        #expect(map.sourceRange(of: 2..<3) == 12..<15)
        #expect(map.sourceRange(of: 0..<3) == 10..<15)
        #expect(map.sourceRange(of: 2..<4) == 12..<16)
    }

    @Test("nothing is known without runs, for nothing, and before the first run")
    func unknown() {
        #expect(SourceMap().sourceRange(of: 0..<5) == nil)
        #expect(map.sourceRange(of: 3..<3) == nil)
        let late = SourceMap(runs: [SourceMap.Run(textOffset: 4, sourceOffset: 40, length: 2, line: 1)])
        #expect(late.sourceRange(of: 0..<4) == nil)
        #expect(late.sourceRange(of: 0..<5) == 40..<41)
        #expect(late.sourceRange(of: 5..<9) == 41..<42)
        #expect(late.sourceRange(of: 7..<9) == nil)
    }

    @Test("the line of an offset counts from the run that holds it")
    func lines() {
        let text = Array("ab cdef\ngh".utf8)
        let block = Block(
            kind: .paragraph, textRange: 0..<10, firstLine: 3, lastLine: 5,
            sourceMap: SourceMap(runs: [
                SourceMap.Run(textOffset: 0, sourceOffset: 10, length: 2, line: 3),
                SourceMap.Run(textOffset: 3, sourceOffset: 30, length: 7, line: 4),
            ]))
        let document = Document(text: text, blocks: [block])
        #expect((0..<10).map { document.line(ofTextOffset: $0, in: block) } == [3, 3, 3, 4, 4, 4, 4, 4, 5, 5])
    }

    @Test("text of JSON stands on its one line however many line feeds it holds")
    func jsonLines() {
        let block = Block(kind: .paragraph, textRange: 0..<5, firstLine: 7, lastLine: 7)
        let document = Document(text: Array("a\nb\nc".utf8), blocks: [block])
        #expect(document.line(ofTextOffset: 4, in: block) == 7)
    }
}
