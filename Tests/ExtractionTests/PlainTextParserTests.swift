import Documents
import TestSupport
import Testing

@testable import Extraction

@Suite struct PlainTextParserTests {
    private func parse(_ text: String) throws -> Document {
        let source = Array(text.utf8)
        let document = try #require(try PlainTextParser.parse(source)).document
        #expect(violations(document, source: source) == [])
        return document
    }

    private func blocks(_ text: String) throws -> [String] { sketch(try parse(text)) }

    @Test("empty lines part paragraphs, and wrapped lines stay together")
    func paragraphs() throws {
        #expect(try blocks("one\ntwo.\nthree\n\n \t\nfour") == ["p 1-3 one⏎two.⏎three", "p 6 four"])
        #expect(try blocks("").isEmpty)
        #expect(try blocks("\n \n\t\n").isEmpty)
    }

    @Test("lines that are longer than any wrapping are paragraphs of their own where a sentence ends")
    func longLines() throws {
        let long = String(repeating: "many words ", count: 20)
        #expect(try parse("\(long)end.\nnext\n").blocks.count == 2)
        #expect(try parse("\(long)\nnext\n").blocks.count == 1)
    }

    @Test("list marks start items, with number, depth and group")
    func lists() throws {
        #expect(
            try blocks(
                """
                Lead-in:
                - one
                – two
                  wrapped
                    * deeper
                • three

                1. first
                2) second

                   more
                a) alpha
                b) beta
                (1) in brackets
                """) == [
                    "p 1 Lead-in:", "i1 g1 2 one", "i1 g1 3-4 two⏎wrapped", "i2 g2 5 deeper", "i1 g1 6 three",
                    "i1 #1 g3 8 first", "i1 #2 g3 9 second", "p1 g3 11 more", "i1 #1 g4 12 alpha", "i1 #2 g4 13 beta",
                    "i1 #1 g5 14 in brackets",
                ])
    }

    @Test("a number at the start of a wrapped line is no item")
    func numbersInProse() throws {
        #expect(try blocks("It began in\n1984. It ended later.") == ["p 1-2 It began in⏎1984. It ended later."])
        #expect(try blocks("3.5 litres\n-5 degrees\n-\n*") == ["p 1-4 3.5 litres⏎-5 degrees⏎-⏎*"])
    }

    @Test("underlines, capitals, numbers and questions make headings")
    func headings() throws {
        #expect(
            try blocks(
                """
                Title
                =====
                Section
                -------
                Text.

                CAPITALS
                Text beneath.

                2.1 Scope

                Text.

                What is TENS?

                TENS is this.

                == Ascii ==
                Text.
                """) == [
                    "h1 1 Title", "h2 3 Section", "p 5 Text.", "h2 7 CAPITALS", "p 8 Text beneath.", "h2 10 2.1 Scope",
                    "p 12 Text.", "h2 14 What is TENS?", "p 16 TENS is this.", "h2 18 Ascii ==", "p 19 Text.",
                ])
    }

    @Test("no heading without text beneath, with a stop, or with too many words")
    func noHeadings() throws {
        #expect(try blocks("Text.\n\nWhat is last?") == ["p 1 Text.", "p 3 What is last?"])
        #expect(try blocks("One?\n\nTwo?\n\nText.") == ["p 1 One?", "h2 3 Two?", "p 5 Text."])
        #expect(try blocks("END.\n\nText.") == ["p 1 END.", "p 3 Text."])
        let long = Array(repeating: "word", count: 21).joined(separator: " ") + "?"
        #expect(try parse("\(long)\n\nText.").blocks.first?.kind == .paragraph)
        #expect(try blocks("---\n\nText\n\n*****") == ["p 3 Text"])
    }

    @Test("CRLF, tabs and a byte-order mark change nothing but the map")
    func encodings() throws {
        let plain = "Title\n=====\n\nTwo\nlines.\n\n- a\n\t- b\n"
        let windows =
            "\u{FEFF}" + plain.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n")
        #expect(try blocks(windows) == (try blocks(plain)))
        #expect(try parse(windows).text == (try parse(plain)).text)
        #expect(try blocks(plain) == ["h1 1 Title", "p 4-5 Two⏎lines.", "i1 g1 7 a", "i2 g2 8 b"])
    }

    @Test("a text that says nothing of its encoding is taken to be in the likeliest one")
    func guessedEncodings() throws {
        let korean: [UInt8] = [
            0xB9, 0xFA, 0xC0, 0xBA, 0x20, 0xB2, 0xC9, 0xBF, 0xA1, 0xBC, 0xAD, 0x20, 0xB2, 0xDC, 0xC0, 0xBB,
            0x20, 0xB8, 0xF0, 0xC0, 0xBA, 0xB4, 0xD9, 0x2E, 0x0A,
        ]
        let parsed = try #require(try PlainTextParser.parse(korean))
        #expect(parsed.encoding == "uhc" || parsed.encoding == "euc-kr")
        #expect(parsed.document.text(of: parsed.document.blocks[0]) == "벌은 꽃에서 꿀을 모은다.")
        #expect(parsed.repairedByteCount == 0)

        // A few names in a long text in English make no statistics: "Muñoz" in Latin-1.
        var names: [UInt8] = []
        for _ in 0..<12 {
            names += Array(String(repeating: "fix the build; ", count: 20).utf8)
            names += [0x4D, 0x75, 0xF1, 0x6F, 0x7A, 0x0A]
        }
        let english = try #require(try PlainTextParser.parse(names))
        #expect(english.encoding == "windows-1252")
        #expect(english.document.text(of: english.document.blocks[0]).contains("Muñoz"))
    }

    @Test("binary files are refused, and invalid UTF-8 is repaired and counted")
    func invalid() throws {
        #expect(try PlainTextParser.parse([0x61, 0, 0x62]) == nil)
        let late = [UInt8](repeating: 0x61, count: 8192) + [0, 0x62]
        #expect(try #require(try PlainTextParser.parse(late)).repairedByteCount == 1)
        let cases: [([UInt8], Int)] = [
            ([0xFF], 1), ([0xC3], 1), ([0xC0, 0xAF], 2), ([0xED, 0xA0, 0x80], 3), ([0xF0, 0x9F, 0x98], 3),
            ([0xF5, 0x80], 2), ([0xE2, 0x82], 2), ([0x80, 0x80], 2),
        ]
        for (bytes, count) in cases {
            // So much other UTF-8 that the bad bytes cannot be another encoding.
            let source = Array("ä ö ü é è ñ ø å ç ß ê î ä ö ü é è ñ ø å ç ß ê î a ".utf8) + bytes + Array(" b".utf8)
            let parsed = try #require(try PlainTextParser.parse(source))
            #expect(parsed.repairedByteCount == count, "\(bytes)")
            #expect(violations(parsed.document, source: source) == [])
            #expect(parsed.document.text(of: parsed.document.blocks[0]) == String(decoding: source, as: UTF8.self))
        }
    }

    @Test("whatever the bytes, every run equals the source and every block keeps its promises")
    func property() throws {
        let pieces = [
            "word", "Word two.", " ", "\n", "\n\n", "- ", "  * ", "1. ", "a) ", "===", "\n---\n", "What?", "CAPITALS",
            "\t",
            "\r\n", "\r", "é", "漢", "2.1 Scope", "\u{C}", "== ", "\u{A0}", "(",
        ]
        for seed in 0..<2000 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            var source: [UInt8] = []
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                source += Array((pieces.randomElement(using: &random) ?? "").utf8)
                if seed.isMultiple(of: 4) { source.append(UInt8.random(in: 1...255, using: &random)) }
            }
            guard let document = try PlainTextParser.parse(source)?.document else { continue }
            if source.starts(with: [0xFF, 0xFE]) || source.starts(with: [0xFE, 0xFF]) { continue }
            #expect(violations(document, source: source) == [], "seed \(seed)")
        }
    }
}
