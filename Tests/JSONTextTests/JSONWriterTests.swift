import Foundation
import JSONText
import TestSupport
import Testing

private func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
}

@Suite("Writing JSON text")
struct JSONWriterTests {
    @Test("members and elements come in the order of the calls, with commas between them")
    func structure() {
        let text = written { writer in
            writer.object { writer in
                writer.member("v", 1)
                writer.member("question", "Was heißt „TENS“?")
                writer.member("score", 5.2149, decimals: 2)
                writer.member("moved", true)
                writer.key("citations")
                writer.array { writer in
                    writer.object { writer in writer.member("z", 0) }
                    writer.object { _ in }
                    writer.array { _ in }
                    writer.null()
                    writer.bool(false)
                }
                writer.member("a", -7)
            }
        }
        #expect(
            text == #"{"v":1,"question":"Was heißt „TENS“?","score":5.21,"moved":true,"#
                + #""citations":[{"z":0},{},[],null,false],"a":-7}"#)
    }

    @Test("an absent value of any kind is null")
    func absent() {
        let text = written { writer in
            writer.object { writer in
                writer.member("a", nil as String?)
                writer.member("b", nil as Int?)
                writer.member("c", nil as Bool?)
                writer.member("d", nil as Double?, decimals: 3)
            }
        }
        #expect(text == #"{"a":null,"b":null,"c":null,"d":null}"#)
    }

    @Test("lines of values follow each other, after bytes that were there")
    func lines() {
        var writer = JSONWriter(after: Array("0\n".utf8))
        writer.integer(1)
        writer.newline()
        writer.string("b")
        writer.newline()
        #expect(writer.bytes == Array("0\n1\n\"b\"\n".utf8))
    }

    @Test("an error in the middle of an object leaves it closed")
    func errorInside() {
        struct Stop: Error {}
        var writer = JSONWriter()
        writer.array { writer in
            do throws(Stop) {
                try writer.object { writer throws(Stop) in
                    writer.key("a")
                    throw Stop()
                }
            } catch {}
            writer.integer(2)
        }
        #expect(writer.bytes == Array(#"[{"a":null},2]"#.utf8))
    }

    @Test("quotation marks and backslashes are escaped, a slash is not")
    func quotes() {
        #expect(written { $0.string(#"a"b\c/d"#) } == #""a\"b\\c/d""#)
        #expect(written { writer in writer.object { $0.member("\"\n", "x") } } == #"{"\"\n":"x"}"#)
    }

    @Test("exactly the characters that act instead of showing are escaped")
    func controls() throws {
        let acting: [ClosedRange<UInt32>] = [
            0...0x1F, 0x7F...0x9F, 0x61C...0x61C, 0x200E...0x200F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069,
        ]
        for value in UInt32(0)...0x1_FFFF {
            guard let scalar = Unicode.Scalar(value), scalar != "\"", scalar != "\\" else { continue }
            let text = written { $0.string(String(scalar)) }
            let isEscaped = text.hasPrefix("\"\\")
            let shouldBe = acting.contains { $0.contains(value) }
            if isEscaped != shouldBe { Issue.record("U+\(String(value, radix: 16)) came out as \(text)") }
        }
        #expect(written { $0.string("\u{0}\u{8}\u{C}\n\r\t\u{1B}[2J") } == #""\u0000\u0008\u000c\n\r\t\u001b[2J""#)
        #expect(written { $0.string("\u{7F}\u{85}\u{202E}\u{2028}") } == #""\u007f\u0085\u202e\u2028""#)
        #expect(written { $0.string("\r\n") } == #""\r\n""#)
    }

    @Test("ill-formed UTF-8 becomes replacement characters, well-formed stays")
    func rawBytes() {
        let bytes: [UInt8] = [0x61, 0xFF, 0xC3, 0xA9, 0xE2, 0x82, 0x22, 0xED, 0xA0, 0x80]
        #expect(written { $0.string(utf8: bytes) } == "\"a\u{FFFD}é\u{FFFD}\\\"\u{FFFD}\u{FFFD}\u{FFFD}\"")
        #expect(written { $0.string(utf8: bytes[2..<4]) } == "\"é\"")
        #expect(written { writer in writer.object { $0.member("k", utf8: [0x80]) } } == "{\"k\":\"\u{FFFD}\"}")
    }

    @Test("any bytes given as a string make a text that can be read", arguments: 0..<200)
    func anyBytes(seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        let bytes = (0..<30).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        var writer = JSONWriter()
        writer.string(utf8: bytes)
        #expect(try JSONReader.value(of: writer.bytes) == .string(String(decoding: bytes, as: UTF8.self)))
    }

    @Test("decimals are rounded from the exact value, half to even")
    func decimals() {
        func fixed(_ value: Double, _ decimals: Int) -> String { written { $0.number(value, decimals: decimals) } }
        #expect(fixed(0.125, 2) == "0.12")
        #expect(fixed(0.375, 2) == "0.38")
        #expect(fixed(0.5, 0) == "0")
        #expect(fixed(1.5, 0) == "2")
        #expect(fixed(2.5, 0) == "2")
        #expect(fixed(1.005, 2) == "1.00")
        #expect(fixed(9.995, 2) == "9.99")
        #expect(fixed(9.9951, 2) == "10.00")
        #expect(fixed(0.83, 2) == "0.83")
        #expect(fixed(-3.14159, 4) == "-3.1416")
        #expect(fixed(0, 3) == "0.000")
        #expect(fixed(-0.0, 1) == "0.0")
        #expect(fixed(-0.004, 2) == "0.00")
        #expect(fixed(1e22, 1) == "10000000000000000000000.0")
        #expect(fixed(5, -3) == "5")
        #expect(fixed(0.1, 99) == "0.1000000000000000055511")
        #expect(fixed(.nan, 2) == "null")
        #expect(fixed(-.infinity, 2) == "null")
    }

    @Test("decimals agree with the C library's for numbers of every size", arguments: 0..<10)
    func decimalsAgree(seed: Int) {
        var generator = SeededGenerator(seed: UInt64(seed))
        for round in 0..<60 {
            let decimals = Int.random(in: 0...22, using: &generator)
            let value =
                switch round % 3 {
                case 0: Double(bitPattern: generator.next())
                case 1: Double.random(in: -100...100, using: &generator)
                // Eighths are where ties happen.
                default: Double(Int.random(in: -1000...1000, using: &generator)) / 8
                }
            guard value.isFinite else { continue }
            var expected = String(format: "%.\(decimals)f", value)
            if expected.allSatisfy({ "-0.".contains($0) }), expected.hasPrefix("-") { expected.removeFirst() }
            #expect(written { $0.number(value, decimals: decimals) } == expected)
        }
        for value in [Double.greatestFiniteMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, 0x1p127] {
            let expected = String(format: "%.3f", value).replacingOccurrences(of: "-0.000", with: "0.000")
            #expect(written { $0.number(value, decimals: 3) } == expected)
        }
    }

    @Test("a number without a given number of decimals takes the fewest digits that bring it back")
    func shortest() {
        #expect(written { $0.number(0.1) } == "0.1")
        #expect(written { $0.number(3) } == "3.0")
        #expect(written { $0.number(1e-7) } == "1e-07")
        #expect(written { $0.number(.infinity) } == "null")
        #expect(written { $0.integer(.min) } == "-9223372036854775808")
    }
}
