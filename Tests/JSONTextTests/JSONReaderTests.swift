import JSONText
import TestSupport
import Testing

private func read(_ text: String, maximumDepth: Int = 64) throws(JSONTextError) -> JSONValue {
    try JSONReader.value(of: Array(text.utf8), maximumDepth: maximumDepth)
}

private func failure(_ text: String, maximumDepth: Int = 64) -> JSONTextError? {
    failure(Array(text.utf8), maximumDepth: maximumDepth)
}

private func failure(_ bytes: [UInt8], maximumDepth: Int = 64) -> JSONTextError? {
    do throws(JSONTextError) {
        _ = try JSONReader.value(of: bytes, maximumDepth: maximumDepth)
        return nil
    } catch {
        return error
    }
}

private func at(_ byteOffset: Int, line: Int = 1) -> JSONPosition {
    JSONPosition(line: line, byteOffset: byteOffset)
}

@Suite("Reading JSON text")
struct JSONReaderTests {
    @Test("every kind of value is read")
    func kinds() throws {
        #expect(try read("null") == .null)
        #expect(try read("true") == .bool(true))
        #expect(try read("false") == .bool(false))
        #expect(try read(" \t\r\n-12 ") == .integer(-12))
        #expect(try read("0") == .integer(0))
        #expect(try read("-0.5e+2") == .number(-50))
        #expect(try read("1E-2") == .number(0.01))
        #expect(try read("1.0") == .number(1))
        #expect(try read("\"\"") == .string(""))
        #expect(try read("[]") == .array([]))
        #expect(try read("{ }") == .object(JSONObject([])))
        #expect(try read("[1, [2] ,\"x\"]") == .array([.integer(1), .array([.integer(2)]), .string("x")]))
    }

    @Test("an object keeps its keys in the order written and finds them by their bytes")
    func order() throws {
        let object = try #require(try read("{\"z\":1,\"a\":{\"b\":2},\"\\u00e9\":3}").object)
        #expect(object.members.map(\.key) == ["z", "a", "é"])
        #expect(object["a"]?.object?["b"]?.integer == 2)
        #expect(object["\u{E9}"] == .integer(3))
        #expect(object["e\u{301}"] == nil)
        #expect(object["y"] == nil)
    }

    @Test("canonically equivalent keys and strings are different ones")
    func bytesDecide() throws {
        let object = try #require(try read("{\"\u{E9}\":1,\"e\u{301}\":2}").object)
        #expect(object["e\u{301}"] == .integer(2))
        #expect(JSONValue.string("\u{E9}") != .string("e\u{301}"))
    }

    @Test("an integer too large for Int becomes the nearest number, and the ends of Int stay integers")
    func integerRange() throws {
        #expect(try read("9223372036854775807") == .integer(.max))
        #expect(try read("-9223372036854775808") == .integer(.min))
        #expect(try read("9223372036854775808") == .number(9_223_372_036_854_775_808))
        #expect(try read("7").double == 7)
        #expect(try read("1e-999") == .number(0))
        #expect(failure("[1e999]") == .numberOutOfRange(at: at(1)))
        #expect(failure(String(repeating: "9", count: 400)) == .numberOutOfRange(at: at(0)))
    }

    @Test("escapes and surrogate pairs are decoded")
    func escapes() throws {
        #expect(try read(#""\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC""#) == .string("\"\\/\u{8}\u{C}\n\r\tAé€"))
        #expect(try read(#""\ud83d\uDE00""#) == .string("😀"))
        #expect(try read(#""\uD800\uDC00\uDBFF\uDFFF""#) == .string("\u{10000}\u{10FFFF}"))
        #expect(try read("\"\u{7F}\u{2028}😀\"") == .string("\u{7F}\u{2028}😀"))
    }

    @Test(
        "half a surrogate pair is refused where it stands",
        arguments: [#""\ud83d""#, #""\ud83dx""#, #""\ude00""#, #""\ud83d\n""#, #""\ud83d\ud83d""#, #""\ud83d\u0041""#]
    )
    func loneSurrogate(text: String) {
        #expect(failure(text) == .loneSurrogate(at: at(1)))
    }

    @Test(
        "an escape that JSON does not have is refused", arguments: [#""\x41""#, #""\u12g4""#, #""\u+123""#, #""\'""#])
    func invalidEscape(text: String) {
        #expect(failure(text) == .invalidEscape(at: at(1)))
    }

    @Test("an error says line, byte and what was expected")
    func positions() {
        #expect(failure("") == .endOfText(expected: .value, at: at(0)))
        #expect(failure("{\n \"a\": 1,\n \"b\" 2}") == .unexpectedByte(0x32, expected: .colon, at: at(16, line: 3)))
        #expect(failure("[1 2]") == .unexpectedByte(0x32, expected: .commaOrArrayEnd, at: at(3)))
        #expect(failure("[1,]") == .unexpectedByte(0x5D, expected: .value, at: at(3)))
        #expect(failure("[,1]") == .unexpectedByte(0x2C, expected: .value, at: at(1)))
        #expect(failure("{,}") == .unexpectedByte(0x2C, expected: .keyOrEnd, at: at(1)))
        #expect(failure("{\"a\":1,}") == .unexpectedByte(0x7D, expected: .key, at: at(7)))
        #expect(failure("{\"a\":1 \"b\"") == .unexpectedByte(0x22, expected: .commaOrObjectEnd, at: at(7)))
        #expect(failure("{a:1}") == .unexpectedByte(0x61, expected: .keyOrEnd, at: at(1)))
        #expect(failure("tru") == .endOfText(expected: .literal, at: at(3)))
        #expect(failure("nul1") == .unexpectedByte(0x31, expected: .literal, at: at(3)))
        #expect(failure("\"a") == .endOfText(expected: .stringEnd, at: at(2)))
        #expect(failure("\"a\nb\"") == .rawControlCharacter(0x0A, at: at(2)))
        #expect(failure("\u{FEFF}1") == .unexpectedByte(0xEF, expected: .value, at: at(0)))
        #expect(failure("NaN") == .unexpectedByte(0x4E, expected: .value, at: at(0)))
    }

    @Test("an error reads as one line that names the place and the remedy")
    func message() {
        #expect(
            failure("[1,\n\u{1}]")?.description
                == "line 2, byte 4: a value is expected, and byte 0x01 stands there")
        #expect(failure("1 1")?.problem == "something follows the value; write one value, and in JSON Lines one a line")
    }

    @Test("numbers of other notations are refused", arguments: ["+1", ".5", "1.", "-", "1e", "1e+", "-a", "--1"])
    func malformedNumber(text: String) {
        #expect(failure(text) != nil)
    }

    @Test(
        "whatever follows the value is refused",
        arguments: ["1 2", "{}}", "[]x", "01", "0x1", "null\u{0}", "\"\"\""])
    func trailing(text: String) throws {
        guard case .trailingContent = try #require(failure(text)) else {
            Issue.record("\(text) failed otherwise")
            return
        }
    }

    @Test("a key that comes twice is refused, however it is spelt")
    func duplicateKey() {
        #expect(failure(#"{"a":1,"b":2,"\u0061":3}"#) == .duplicateKey(at: at(13)))
    }

    @Test("nesting is read down to the limit and refused beyond it")
    func depth() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(failure(nested(3), maximumDepth: 3) == nil)
        #expect(failure(nested(4), maximumDepth: 3) == .tooDeep(limit: 3, at: at(3)))
        #expect(failure("{\"a\":[{}]}", maximumDepth: 2) == .tooDeep(limit: 2, at: at(6)))
        #expect(failure("1", maximumDepth: 0) == nil)
        #expect(failure("[]", maximumDepth: -5) == .tooDeep(limit: 0, at: at(0)))
        #expect(failure(nested(512), maximumDepth: .max) == nil)
        let bottomless = String(repeating: "[{\"a\":", count: 100_000)
        #expect(failure(bottomless, maximumDepth: .max) == .tooDeep(limit: 512, at: at(256 * 6)))
    }

    @Test("ill-formed UTF-8 is refused at the string that holds it")
    func invalidUTF8() {
        let pieces: [[UInt8]] = [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0x80]]
        for piece in pieces {
            #expect(failure([0x5B, 0x22, 0x61] + piece + [0x22, 0x5D]) == .invalidUTF8(at: at(1)))
        }
    }

    @Test("offsets count from the start of a slice")
    func slice() {
        let bytes = Array("xx[1 2]".utf8)
        do throws(JSONTextError) {
            _ = try JSONReader.value(of: bytes[2...])
            Issue.record("nothing was refused")
        } catch {
            #expect(error.position == at(3))
        }
    }

    @Test("what was written is read back as it was", arguments: 0..<400)
    func identity(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let value = generator.value()
        var writer = JSONWriter()
        writer.value(value)
        #expect(try JSONReader.value(of: writer.bytes) == value)
    }

    @Test("a text cut off anywhere is refused")
    func truncation() {
        let text = Array(sample.utf8)
        for end in 0..<text.count {
            #expect(failure(Array(text[..<end])) != nil, "cut off at \(end)")
        }
        #expect(failure(text) == nil)
    }

    @Test("damage at every byte is either refused at a place within the text or read as something that can be written")
    func damage() throws {
        let text = Array(sample.utf8)
        for index in text.indices {
            for replacement in UInt8.min...UInt8.max {
                var damaged = text
                damaged[index] = replacement
                try expectReadOrRefused(damaged)
            }
        }
    }

    @Test("noise in JSON's alphabet is either refused or read as something that can be written", arguments: 0..<20)
    func noise(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let alphabet = Array("[]{}\",:\\u0dD8e1-+.tfn \u{E9}".utf8)
        for _ in 0..<500 {
            let count = Int.random(in: 0...12, using: &generator)
            try expectReadOrRefused((0..<count).map { _ in alphabet.randomElement(using: &generator) ?? 0 })
        }
    }

    private let sample = #"{"a":[1,-2.5e3,"x\n\ud83d\ude00é",{}],"b":{"c":null,"d":true},"e":false}"#

    private func expectReadOrRefused(_ bytes: [UInt8]) throws {
        do throws(JSONTextError) {
            let value = try JSONReader.value(of: bytes)
            var writer = JSONWriter()
            writer.value(value)
            #expect(try JSONReader.value(of: writer.bytes) == value, "\(bytes)")
        } catch {
            #expect((0...bytes.count).contains(error.position.byteOffset), "\(bytes)")
        }
    }
}
