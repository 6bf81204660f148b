import Documents
import TestSupport
import Testing

@testable import Extraction

@Suite struct MarkdownParserTests {
    private func parse(_ text: String) throws -> Document {
        let source = Array(text.utf8)
        let document = try #require(try MarkdownParser.parse(source)).document
        #expect(violations(document, source: source) == [])
        return document
    }

    @Test("headings, paragraphs and code stand on their lines")
    func blocks() throws {
        let document = try parse(
            """
            # One

            Two
            lines.

            Setext
            ------
            ### Closed ###
            ```swift
            let x = 1

              y
            ```
                indented
            ***
            <div>
            in a box
            </div>
            """)
        #expect(
            sketch(document) == [
                "h1 1 One", "p 3-4 Two⏎lines.", "h2 6 Setext", "h3 8 Closed", "code 10-12 let x = 1⏎⏎  y",
                "code 14 indented", "p 17 in a box",
            ])
        #expect(coverage(document) == 1)
    }

    @Test("HTML blocks are read as pages are, each byte at its place")
    func htmlBlocks() throws {
        let document = try parse(
            """
            # Kiln

            <!-- not this -->
            <div align="center">The code is 4711.</div>

            <table><tr><th>Cone</th><th>Heat</th></tr>
            <tr><td>6</td><td>1222 &deg;C</td></tr></table>

            <details>
            <summary>Who fires it?</summary>

            The *oldest* member.

            </details>

            > <div>
            > Mind the
            > lid.
            > </div>

            <style>p { color: red }</style>
            <script>var lid = 1</script>

            End.
            """)
        #expect(
            sketch(document) == [
                "h1 1 Kiln", "p 4 The code is 4711.", "th g1 6 Cone | Heat", "tr g1 7 6 | 1222 °C",
                "h2 10 Who fires it?",
                "p 12 The oldest member.", ">p 17-18 Mind the⏎lid.", "p 24 End.",
            ])
    }

    @Test("inline markup is left out, entities are decoded, and the rest equals the source")
    func inlines() throws {
        let document = try parse(
            #"""
            A **b *c* d**, `e  f`, ~~g~~, [h *i*](http://x.y/(z)?h "h i"), ![j](k.png).
            &amp; &copy;&#65; \*l\* <b>m</b> n<br>o <http://p.q> http://r.s/t [u][v] [v] [v][]
            ``w ` x`` line\
            end

            [v]: /url 'title'
            """#)
        #expect(
            sketch(document) == [
                "p 1-4 A b c d, e  f, g, h i, j.⏎& ©A *l* m n o http://p.q http://r.s/t u v v⏎w ` x line⏎end"
            ])
        // The text after a link whose destination holds the same letters maps behind the destination.
        let block = document.blocks[0]
        let text = Array(document.text)
        let offset = try #require(text.firstIndex(of: 0x6A))
        let range = try #require(block.sourceRange(ofTextRange: offset..<offset + 1))
        #expect(range.lowerBound == 65)
    }

    @Test("lists keep numbers, depth and group, and an item's further paragraphs carry its group")
    func lists() throws {
        let document = try parse(
            """
            - a
              wrapped
              - b

                more b
            - c

              more c

            * other
            """)
        #expect(
            sketch(document) == [
                "i1 g1 1-2 a⏎wrapped", "i2 g2 3 b", "p2 g2 5 more b", "i1 g1 6 c", "p1 g1 8 more c", "i1 g3 10 other",
            ])
        #expect(coverage(document) == 1)
    }

    @Test("an ordered list counts from its first number, whatever the others are")
    func orderedLists() throws {
        let document = try parse("3. three\n3. four\n   ```\n   code\n   ```\n10) ten\n")
        #expect(sketch(document) == ["i1 #3 g1 1 three", "i1 #4 g1 2 four", "code1 g1 4 code", "i1 #10 g2 6 ten"])
    }

    @Test("block quotes mark what they hold, lists and lazy lines included")
    func quotes() throws {
        let document = try parse(
            """
            > one
            lazy
            > > deep *em
            still* em
            > - item
            >   wrapped
            >
            >   second
            > 1. num
            """)
        #expect(
            sketch(document) == [
                ">p 1-2 one⏎lazy", ">p 3-4 deep em⏎still em", ">i1 g1 5-6 item⏎wrapped", ">p1 g1 8 second",
                ">i1 #1 g2 9 num",
            ])
        #expect(coverage(document) == 1)
    }

    @Test("table cells are joined, with escaped bars and bars in code, wherever the table stands")
    func tables() throws {
        let document = try parse(
            """
            | H 1 | *H* 2 |
            |-----|:---:|
            | a `b\\|c` | d \\| e |
            | only

            para
            | x | y |
            |---|---|
            | z | w |

            > quoted
            > | q | r |
            > |---|---|
            > | s |  |

            - item
              | k | l |
              |---|---|
              | m | n |
            """)
        #expect(
            sketch(document) == [
                "th g1 1 H 1 | H 2", "tr g1 3 a b|c | d | e", "tr g1 4 only |", "p 6 para", "th g2 7 x | y",
                "tr g2 9 z | w", ">p 11 quoted", ">th g3 12 q | r", ">tr g3 14 s |", "i1 g4 16 item", "th g5 17 k | l",
                "tr g5 19 m | n",
            ])
        #expect(document.blocks.allSatisfy { !$0.sourceMap.runs.isEmpty })
    }

    @Test("CRLF line ends give the same blocks on the same lines")
    func carriageReturns() throws {
        let text = """
            ---
            title: T
            ---
            # A

            Two *lines
            with* em.\\
            Hard.

            - item
              more

            > quote
            lazy

            | a | b |
            |---|---|
            | c | d |

            ```
            code

            more
            ```
            """
        let plain = try parse(text)
        let windows = try parse(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n"))
        #expect(sketch(windows) == sketch(plain))
        #expect(windows.title == "T")
        #expect(windows.text == plain.text)
        #expect(coverage(windows) == coverage(plain))
        let mac = try parse(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r"))
        #expect(sketch(mac) == sketch(plain))
    }

    @Test("decomposed letters stay as they are and are mapped")
    func decomposed() throws {
        let document = try parse("# Cafe\u{301}\n\nre\u{301}sume\u{301} *e\u{301}*\n")
        #expect(document.text == Array("Cafe\u{301}\nre\u{301}sume\u{301} e\u{301}".utf8))
        #expect(coverage(document) == 1)
    }

    @Test("a byte-order mark shifts the map and not the text; repaired bytes have no run")
    func encodings() throws {
        let source: [UInt8] = [0xEF, 0xBB, 0xBF] + Array("# A\n\nb ".utf8) + [0xFF] + Array(" c".utf8) + [0]
        let parsed = try #require(try MarkdownParser.parse([0xEF, 0xBB, 0xBF] + Array(repeating: 0x20, count: 9000)))
        #expect(parsed.document.blocks.isEmpty)
        #expect(try MarkdownParser.parse(source) == nil)
        let repaired = try #require(try MarkdownParser.parse(source.dropLast()))
        #expect(violations(repaired.document, source: source) == [])
        #expect(sketch(repaired.document) == ["h1 1 A", "p 3 b \u{FFFD} c"])
        #expect(repaired.repairedByteCount == 1)
        #expect(repaired.document.blocks[1].sourceMap.runs.map(\.sourceOffset) == [8, 11])
    }

    @Test("UTF-16 is decoded and has lines but no map", arguments: [true, false])
    func utf16(littleEndian: Bool) throws {
        let units = Array("\u{FEFF}# Ä😀\n\ntext".utf16)
        let bytes = units.flatMap { unit -> [UInt8] in
            let pair = [UInt8(truncatingIfNeeded: unit), UInt8(truncatingIfNeeded: unit >> 8)]
            return littleEndian ? pair : pair.reversed()
        }
        let parsed = try #require(try MarkdownParser.parse(bytes))
        #expect(sketch(parsed.document) == ["h1 1 Ä😀", "p 3 text"])
        #expect(parsed.document.blocks.allSatisfy { $0.sourceMap.runs.isEmpty })
        #expect(parsed.repairedByteCount == 0)
        #expect(try #require(try MarkdownParser.parse(bytes + [0x41])).repairedByteCount == 1)
    }

    @Test("front matter gives title, address, language and metadata")
    func frontMatter() throws {
        let document = try parse(
            """
            ---
            # comment
            title: "A \\"quoted\\" title"
            author: Jane # comment
            tags: [one, 'two, three']
            list:
              - x
              - "y"
            summary: >
              folded
              text
            nested:
              key: value
            lang: en
            url: https://a.b/c
            ---
            Body.
            """)
        #expect(document.title == "A \"quoted\" title")
        #expect(document.language == "en")
        #expect(document.url == "https://a.b/c")
        #expect(
            document.metadata.map { "\($0.0)=\($0.1)" } == [
                "author=Jane", "tags=one", "tags=two, three", "list=x", "list=y", "summary=folded text",
            ])
        #expect(sketch(document) == ["p 17 Body."])
    }

    @Test(
        "what only looks like front matter is text",
        arguments: [
            "---\nSome prose here.\n---\nMore.\n", "---\nkey: value\nno end\n", "--- x\na: b\n---\n",
            "----\na: b\n----\n",
        ])
    func noFrontMatter(text: String) throws {
        let document = try parse(text)
        #expect(document.metadata.isEmpty)
        #expect(!document.blocks.isEmpty)
    }

    @Test("front matter may be empty or end with dots")
    func frontMatterVariants() throws {
        #expect(sketch(try parse("---\n---\ntext")) == ["p 3 text"])
        #expect(sketch(try parse("---\ntitle: x\n...\ntext")) == ["p 4 text"])
        #expect(try parse("---\n---").blocks.isEmpty)
        #expect(try parse("---").blocks.isEmpty)
    }

    @Test("nesting ten thousand deep costs no stack")
    func depth() throws {
        for unit in ["> ", "- ", "*a _b ", "[", "![a]("] {
            let text = String(repeating: unit, count: 10_000) + "x"
            let source = Array(text.utf8)
            let document = try #require(try MarkdownParser.parse(source)).document
            #expect(document.text.contains(0x78))
        }
    }

    @Test("whatever is put together, every run equals the source and every block keeps its promises")
    func property() throws {
        let pieces = [
            "word", "other words", " ", "\n", "\n\n", "*", "**", "_", "`", "``", "[", "]", "(", ")", "](u)", "![",
            "<b>",
            "<!-- c -->", "\\", "\\*", "&amp;", "&", "&#x41;", "- ", "  - ", "1. ", "> ", ">> ", "# ", "## ", "===\n",
            "---\n", "| a | b |\n|---|---|\n| c | d |\n", "|", "    ", "\t", "```\n", "~~", "http://x.y", "<http://z>",
            "é",
            "e\u{301}", "漢", "😀", "\r\n", "\r", "  \n", "[r]: /u\n", "<div>\n", "</div>\n", "<table><tr><td>",
            "<summary>", "<br>", "<ul><li>", "<pre>\n", "\u{A0}", "\\|", "a b",
        ]
        for seed in 0..<3000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var text = ""
            for _ in 0..<Int.random(in: 1...40, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
            var source = Array(text.utf8)
            if seed.isMultiple(of: 3) {
                for _ in 0..<3 {
                    source.insert(
                        UInt8.random(in: 0x80...0xFF, using: &random),
                        at: Int.random(in: 0...source.count, using: &random))
                }
            }
            let document = try #require(try MarkdownParser.parse(source)).document
            #expect(violations(document, source: source) == [], "seed \(seed): \(String(reflecting: text))")
        }
    }

    @Test("a wide table makes no long text malformed, and a form feed beneath its header hides no table")
    func tableInLongText() throws {
        let wide = String(repeating: "|a", count: 80) + "\n" + String(repeating: "|-", count: 80)
        let long = String(repeating: "A line of text.\n", count: 40_000)
        #expect(try parse(wide + "\n\n" + long).blocks.isEmpty == false)
        #expect(throws: ExtractionFailure.self) {
            try parse(wide + "\u{C}\n" + String(repeating: "a\n", count: 40_000))
        }
    }

    @Test("a table that would grow beyond measure is malformed, a wide or a long one is not")
    func tableGrowth() throws {
        func table(columns: Int, rows: Int) -> String {
            String(repeating: "|a", count: columns) + "|\n" + String(repeating: "|-", count: columns) + "|\n"
                + String(repeating: "|x|\n", count: rows)
        }
        let error = #expect(throws: ExtractionFailure.self) {
            try MarkdownParser.parse(Array(table(columns: 4000, rows: 4000).utf8))
        }
        #expect(error?.kind == .malformed)
        #expect(try MarkdownParser.parse(Array(table(columns: 300, rows: 3).utf8))?.document.blocks.count == 4)
        #expect(try MarkdownParser.parse(Array(table(columns: 3, rows: 3000).utf8))?.document.blocks.count == 3001)
    }
}
