import Documents
import SystemInterface
import TestSupport
import Testing

@testable import Extraction

@Suite struct JSONLinesTests {
    /// The documents and bad lines of a text, read in pieces of `size` bytes.
    private func read(_ text: String, pieces size: Int = 7) -> (documents: [Document], bad: [ExtractionSummary.BadLine])
    {
        read(Array(text.utf8), pieces: size)
    }

    private func read(
        _ bytes: [UInt8], pieces size: Int = 7
    ) -> (documents: [Document], bad: [ExtractionSummary.BadLine]) {
        var parser = JSONLinesParser(fallbackTitle: "file")
        var (documents, bad): ([Document], [ExtractionSummary.BadLine]) = ([], [])
        func take(_ outcome: JSONLinesParser.Outcome) {
            switch outcome {
            case .document(let document): documents.append(document)
            case .bad(let line): bad.append(line)
            }
        }
        var position = 0
        while position < bytes.count {
            parser.read(bytes[position..<min(bytes.count, position + size)], take)
            position += size
        }
        parser.finish(take)
        return (documents, bad)
    }

    @Test("the known fields find their places, the question becomes a heading, the rest metadata")
    func fields() throws {
        let (documents, bad) = read(
            #"""
            {"_id": "d1", "title": "T", "question": "Why?", "url": "u", "lang": "en", "n": 3, "b": true, "z": null, "tags": ["x","y"], "o": {"k": [1, "]"]}, "text": "Key Points\n- a\n- b"}
            """#)
        #expect(bad.isEmpty)
        let document = try #require(documents.first)
        #expect(document.identifier == "d1")
        #expect(document.title == "T")
        #expect(document.url == "u")
        #expect(document.language == "en")
        #expect(
            document.metadata.map { "\($0.0)=\($0.1)" } == ["n=3", "b=true", "tags=x", "tags=y", #"o={"k": [1, "]"]}"#])
        #expect(sketch(document) == ["h2 1 Why?", "p 1 Key Points", "i1 g1 1 a", "i1 g1 1 b"])
    }

    @Test("a line end in the text parts paragraphs only after a sentence or before an item")
    func lineEnds() throws {
        let (documents, _) = read(#"{"text": "A sentence.\nAnother\nthat goes on.\n\n- item one\ngoes on.\nNo item."}"#)
        #expect(
            sketch(documents[0]) == [
                "p 1 A sentence.", "p 1 Another⏎that goes on.", "i1 g1 1 item one⏎goes on.", "p 1 No item.",
            ])
    }

    @Test("the title falls back to the question and then to the file; the identifier may be a number or an id")
    func fallbacks() {
        let (documents, _) = read(
            #"""
            {"_id": 7, "question": "Why?", "text": "t"}
            {"id": "x", "text": "t"}
            {"question": "Only?"}
            """#)
        #expect(documents.map(\.title) == ["Why?", "file", "Only?"])
        #expect(documents.map(\.identifier) == ["7", "x", ""])
        #expect(documents.map(\.blocks.count) == [2, 1, 1])
    }

    @Test("a bad line is reported with its number and the others are read", arguments: [1, 7, 4096])
    func badLines(size: Int) {
        let (documents, bad) = read(
            """
            {"text":"one"}

            not json
            {"text":"two"}\r
            {"text":"three"
            {"title":"no text"}
            []
            {"text":"four"} x
            {"text":"five"}
            """, pieces: size)
        #expect(documents.map { String(decoding: $0.text, as: UTF8.self) } == ["one", "two", "five"])
        #expect(documents.map { $0.blocks[0].firstLine } == [1, 4, 9])
        #expect(
            bad.map { "\($0.line): \($0.reason)" } == [
                "3: not a JSON object", "5: a comma or brace is missing in the JSON object",
                "6: neither a text nor a question", "7: not a JSON object", "8: text follows the JSON object",
            ])
    }

    @Test("escapes are decoded, surrogates joined, and half a pair or a zero replaced")
    func escapes() {
        let (documents, bad) = read(#"{"text":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00|\ud83d|\u0000|\uDE00x"}"#)
        #expect(bad.isEmpty)
        #expect(
            String(decoding: documents[0].text, as: UTF8.self).hasSuffix("é😀|\u{FFFD}|\u{FFFD}|\u{FFFD}x"))
    }

    @Test(
        "what the grammar of JSON excludes is refused",
        arguments: [
            #"{"a":01,"text":"x"}"#, #"{"a":1.,"text":"x"}"#, #"{"a":.5,"text":"x"}"#, #"{"a":+1,"text":"x"}"#,
            #"{"a":1e,"text":"x"}"#, #"{"a":nul,"text":"x"}"#, #"{"a":[1,],"text":"x"}"#, #"{"a":[1 2],"text":"x"}"#,
            #"{"a":{"b"},"text":"x"}"#, #"{"a":{"b":1,},"text":"x"}"#, #"{"a":{1:2},"text":"x"}"#, #"{"text":"x",}"#,
            #"{,"text":"x"}"#, #"{"text":"\x"}"#, #"{"text":"\u12G4"}"#, "{\"text\":\"a\tb\"}", #"{"text":"x}"#,
            #"{"text" "x"}"#, #"{text:"x"}"#, #"{"a":["x" "y"],"text":"x"}"#, #"{"a":[,"text":"x"}"#, #"{"text":'x'}"#,
            #"{"a":[}],"text":"x"}"#, "{", "\"",
        ])
    func grammar(line: String) {
        let (documents, bad) = read(line)
        #expect(documents.isEmpty)
        #expect(bad.count == 1)
    }

    @Test(
        "what the grammar allows is read",
        arguments: [
            #"{"a":-0.5e+10,"text":"x"}"#, #"{"a":[],"b":{},"c":[[],{}],"text":"x"}"#, #" { "text" : "x" } "#,
            #"{"a":{"b":{"c":[1,{"d":null}]}},"text":"x"}"#, #"{"text":"y","text":"x"}"#,
            #"{"a":["",{"b":[]}],"text":"x"}"#,
        ])
    func allowed(line: String) {
        let (documents, bad) = read(line)
        #expect(bad.isEmpty)
        #expect(documents.map { String(decoding: $0.text, as: UTF8.self) } == ["x"])
    }

    @Test("nesting without end is refused without recursion")
    func depth() {
        let (documents, bad) = read(#"{"text":"x","a":"# + String(repeating: "[", count: 1_000_000), pieces: 1 << 16)
        #expect(documents.isEmpty)
        #expect(bad.map(\.reason) == ["JSON nested too deeply"])
    }

    @Test("invalid UTF-8 in a line is repaired and counted")
    func repairs() {
        var parser = JSONLinesParser(fallbackTitle: "f")
        var texts: [String] = []
        let bytes = Array(#"{"text":"a"#.utf8) + [0xFF] + Array("b\"}\n".utf8)
        parser.read(bytes[...]) {
            if case .document(let document) = $0 { texts.append(document.text(of: document.blocks[0])) }
        }
        #expect(texts == ["a\u{FFFD}b"])
        #expect(parser.repairedByteCount == 1)
    }

    @Test("damage in any byte of a line gives a document or a bad line, and never a trap")
    func damage() {
        let line = Array(
            #"{"_id":"é","a":[1,{"b":"\u00e9"}],"t":["x"],"question":"Q?","text":"a\n- b\\ \ud83d\ude00"}"#.utf8)
        var outcomes = 0
        for position in line.indices {
            for byte in [UInt8(0), 0x0A, 0x22, 0x5C, 0x7B, 0x7D, 0x5D, 0xFF] {
                var damaged = line
                damaged[position] = byte
                let (documents, bad) = read(damaged, pieces: 64)
                outcomes += documents.count + bad.count
                for document in documents { #expect(violations(document, source: damaged) == []) }
            }
        }
        #expect(outcomes >= line.count * 8)
    }

    @Test("a document says where its line begins, whatever came before it", arguments: [1, 7, 4096])
    func sourceOffsets(size: Int) throws {
        let lines = ["\u{FEFF}" + #"{"text": "Été."}"#, "", "no JSON", #"{"text": "B."}"# + "\r", #"{"text": "C."}"#]
        let bytes = Array(lines.joined(separator: "\n").utf8)
        let (documents, bad) = read(bytes, pieces: size)
        #expect(bad.map(\.line) == [3])
        #expect(documents.count == 3)
        for (document, line) in zip(documents, [0, 3, 4]) {
            #expect(bytes[document.sourceOffset...].starts(with: lines[line].utf8), "line \(line)")
        }
    }

    @Test("a line above the limit is passed over in bounded memory, and the next is read")
    func longLine() throws {
        var parser = JSONLinesParser(fallbackTitle: "f")
        var outcomes: [String] = []
        func take(_ outcome: JSONLinesParser.Outcome) {
            switch outcome {
            case .document(let document): outcomes.append(document.text(of: document.blocks[0]))
            case .bad(let line): outcomes.append("\(line.line): \(line.reason)")
            }
        }
        let piece = [UInt8](repeating: 0x61, count: 1 << 20)
        for _ in 0..<70 { parser.read(piece[...], take) }
        parser.read(Array("\n{\"text\":\"next\"}\n".utf8)[...], take)
        #expect(outcomes == ["1: longer than 64 MiB", "next"])
    }
}
