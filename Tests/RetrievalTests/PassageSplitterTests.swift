import Documents
import TestSupport
import Testing
import TextAnalysis

@testable import Retrieval

@Suite("passages")
struct PassageSplitterTests {
    private func splitter(wordLimit: Int) -> PassageSplitter {
        PassageSplitter(segmenter: RandomText.analyzer.segmenter, wordLimit: wordLimit)
    }

    private func passages(_ document: Document, wordLimit: Int) -> [[String]] {
        splitter(wordLimit: wordLimit).outline(of: document).sections.map { section in
            section.passages.map { String(decoding: document.text[$0.text], as: UTF8.self) }
        }
    }

    @Test("headings begin sections, and sections know what stands above them")
    func headings() {
        let document = Document(
            title: "Knees",
            pieces: [
                .paragraph("Before."), .heading(1, "Knees"), .paragraph("All."), .heading(2, "Pain"),
                .paragraph("Hurts."),
                .heading(3, "At night"), .paragraph("Worse."), .heading(2, "Care"), .paragraph("Rest."),
                .heading(1, "Hips"), .paragraph("Others."),
            ])
        let sections = splitter(wordLimit: 100).outline(of: document).sections
        #expect(
            sections.map { $0.heading.map { document.text(of: document.blocks[$0]) } } == [
                nil, "Knees", "Pain", "At night", "Care", "Hips",
            ])
        #expect(sections.map(\.parent) == [nil, nil, 1, 2, 1, nil])
        #expect(sections.map(\.level) == [0, 1, 2, 3, 2, 1])
        #expect(sections.map(\.isTitle) == [false, true, false, false, false, false])
        #expect(sections.map(\.blocks) == [0..<1, 1..<3, 3..<5, 5..<7, 7..<9, 9..<11])
        #expect(
            passages(document, wordLimit: 100) == [
                ["Before."], ["All."], ["Hurts."], ["Worse."], ["Rest."], ["Others."],
            ])
    }

    @Test("a bare heading has an empty passage, unless a section stands beneath it")
    func bareHeadings() {
        let document = Document(title: "", pieces: [.heading(1, "A"), .heading(2, "B"), .heading(1, "C")])
        #expect(passages(document, wordLimit: 100) == [[], [""], [""]])
    }

    @Test("only the first heading can repeat the title")
    func secondTitle() {
        let document = Document(title: " T ", pieces: [.heading(1, "T"), .heading(1, "T"), .paragraph("x")])
        #expect(splitter(wordLimit: 9).outline(of: document).sections.map(\.isTitle) == [true, false])
    }

    @Test("a list stays with the sentence that leads in to it, and a table's rows stay together")
    func leadIns() {
        let document = Document(
            title: "",
            pieces: [
                .paragraph("one two three four"), .paragraph("You need:"), .item(1, "a b"), .item(1, "c d"),
                .paragraph("not led in"), .item(2, "e f"), .row(3, "g h"), .row(3, "i j"),
            ])
        #expect(
            passages(document, wordLimit: 6) == [
                ["one two three four", "You need:\na b\nc d", "not led in\ne f", "g h\ni j"]
            ])
    }

    @Test("a list that is too long is cut between its items, a paragraph between its sentences")
    func longOnes() {
        let list = Document(title: "", pieces: [.item(1, "a b c"), .item(1, "d e"), .item(1, "f g h"), .item(1, "i")])
        #expect(passages(list, wordLimit: 5) == [["a b c\nd e", "f g h\ni"]])
        let paragraph = Document(
            title: "",
            pieces: [.paragraph("One two three. Four five. Six seven eight nine ten eleven. Twelve thirteen.")])
        #expect(
            passages(paragraph, wordLimit: 5) == [
                ["One two three. Four five.", "Six seven eight nine ten eleven.", "Twelve thirteen."]
            ])
    }

    @Test("passages that continue a long table name its header, the one that holds it does not")
    func tableHeaders() {
        let rows = (0..<3).map { Document.Piece.row(1, "a\($0) b c") }
        func headers(_ pieces: [Document.Piece]) -> [[String]] {
            let document = Document(title: "", pieces: pieces)
            return splitter(wordLimit: 6).outline(of: document).sections.map { section in
                section.passages.map { String(decoding: document.text[$0.header], as: UTF8.self) }
            }
        }
        let table: [Document.Piece] = [.header(1, "name dose"), .header(1, "of what")] + rows
        #expect(headers(table) == [["", "name dose\nof what", "name dose\nof what"]])
        #expect(headers([.paragraph("These:")] + table).last?.last == "name dose\nof what")
        // Of a table without header, of a header below, and of one that is too long to be one.
        #expect(headers(rows) == [["", ""]])
        #expect(headers([rows[0], rows[1], .header(1, "name dose"), rows[2]]) == [["", ""]])
        let long = String(repeating: "word ", count: 41)
        #expect(Set(headers([.header(1, long)] + rows).flatMap { $0 }) == [""])
        let wide = String(repeating: "a", count: 1025)
        #expect(Set(headers([.header(1, wide)] + rows).flatMap { $0 }) == [""])
        // What comes behind the table continues nothing.
        #expect(headers(table + [.paragraph("a b c d e f")]) == [["", "name dose\nof what", "name dose\nof what", ""]])
    }

    @Test("blocks are joined as long as they fit")
    func joining() {
        let document = Document(title: "", pieces: (0..<6).map { .paragraph("a b \($0)") })
        #expect(passages(document, wordLimit: 6) == [["a b 0\na b 1", "a b 2\na b 3", "a b 4\na b 5"]])
        #expect(passages(document, wordLimit: 5) == [(0..<6).map { "a b \($0)" }])
        #expect(passages(document, wordLimit: 1000)[0].count == 1)
    }

    @Test("a document without blocks has no passage")
    func empty() {
        #expect(splitter(wordLimit: 10).outline(of: Document(title: "T")).sections.isEmpty)
    }

    @Test("sections share out the blocks, passages their text, whatever the document", arguments: 0..<UInt64(400))
    func properties(seed: UInt64) {
        var text = RandomText(seed: seed)
        let document = text.document()
        let limit = text.random.pick([1, 5, 20, 200])
        let outline = splitter(wordLimit: limit).outline(of: document)

        // Sections: every block in exactly one, in order.
        var nextBlock = 0
        for (number, section) in outline.sections.enumerated() {
            #expect(section.blocks.lowerBound == nextBlock && !section.blocks.isEmpty, "seed \(seed)")
            nextBlock = section.blocks.upperBound
            #expect(
                section.heading
                    == (document.blocks[section.blocks.lowerBound].kind == .heading ? section.blocks.lowerBound : nil))
            let body = section.heading == nil ? section.blocks : section.blocks.dropFirst()
            #expect(body.allSatisfy { document.blocks[$0].kind != .heading }, "seed \(seed)")
            if let parent = section.parent {
                #expect(parent < number && outline.sections[parent].level < section.level, "seed \(seed)")
            }

            // Passages: ascending, without overlap, inside the body, and together all of it but white space.
            var covered: Set<Int> = []
            var end = 0
            for range in section.passages.map(\.text) {
                #expect(range.lowerBound >= end && range.upperBound <= document.text.count, "seed \(seed)")
                end = range.upperBound
                covered.formUnion(range)
            }
            for block in body.map({ document.blocks[$0] }) {
                for offset in block.textRange where document.text[offset] > 0x20 {
                    #expect(covered.contains(offset), "seed \(seed): byte \(offset) is in no passage")
                }
            }
            if let heading = section.heading {
                #expect(covered.isDisjoint(with: document.blocks[heading].textRange), "seed \(seed)")
            }

            // A passage that is too long is one sentence or one block; or the words of a unit would fit.
            let sentences = body.flatMap { index -> [Range<Int>] in
                let block = document.blocks[index].textRange
                return RandomText.analyzer.segmenter.sentences(in: Array(document.text[block]).span).map {
                    ($0.lowerBound + block.lowerBound)..<($0.upperBound + block.lowerBound)
                }
            }
            for range in section.passages.map(\.text) where wordCount(document.text[range]) > limit {
                #expect(sentences.contains(range), "seed \(seed): \(range) is long and no single sentence")
            }
        }
        #expect(nextBlock == document.blocks.count, "seed \(seed)")
    }

    private func wordCount(_ text: ArraySlice<UInt8>) -> Int {
        text.split { $0 <= 0x20 }.count
    }
}
