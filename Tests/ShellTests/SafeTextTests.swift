import Shell
import TestSupport
import Testing

@Suite("Untrusted text") struct SafeTextTests {
    /// What the design forbids, said once more and otherwise.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\n" || scalar == "\t" { return false }
        if scalar.properties.generalCategory == .control { return true }
        if scalar.properties.isBidiControl { return true }
        return [.lineSeparator, .paragraphSeparator].contains(scalar.properties.generalCategory)
            || scalar.value >> 12 == 0xE0 || [0x200B, 0x2060, 0xFEFF].contains(scalar.value)
    }

    @Test("of any bytes holds no forbidden scalar, and is left alone the second time")
    func anyBytes() {
        var random = SeededGenerator(seed: 26)
        for _ in 0..<2000 {
            let text = SafeText.neutralise(random.mixedBytes())
            #expect(!text.unicodeScalars.contains(where: Self.isForbidden))
            #expect(SafeText.neutralise(text) == text)
        }
    }

    @Test("every forbidden scalar becomes its escape")
    func everyScalar() {
        // There are none in the planes between.
        for value in Array(UInt32(0)...0xFFFF) + Array(0xE0000...0xEFFFF) {
            guard let scalar = Unicode.Scalar(value), Self.isForbidden(scalar) else { continue }
            let escape = "\\u{" + String(value, radix: 16).uppercased() + "}"
            #expect(SafeText.neutralise("a\(String(scalar))b") == "a\(escape)b")
        }
    }

    @Test("keeps its layout, and a file's name has none")
    func layout() {
        #expect(SafeText.neutralise("a\tb\nc\r\n") == "a\tb\nc\\u{D}\n")
        #expect(SafeText.neutralise(fileName: Array("a\tb\nc".utf8)) == "a\\u{9}b\\u{A}c")
        #expect(SafeText.neutralise([0x61, 0xFF, 0x62] as [UInt8]) == "a\u{FFFD}b")
    }

    @Test("keeps the joiners of scripts that are written with them")
    func joiners() {
        #expect(SafeText.neutralise("می\u{200C}خواهم") == "می\u{200C}خواهم")
        #expect(SafeText.neutralise("👨\u{200D}👩") == "👨\u{200D}👩")
        #expect(SafeText.neutralise("pass\u{200D}word") == "pass\\u{200D}word")
    }

    @Test("in documents, names and questions never reaches the output as it is")
    func chat() throws {
        var random = SeededGenerator(seed: 40)
        for round in 0..<12 {
            let poison = String(
                decoding: random.mixedBytes() + Array("\u{1B}]0;x\u{7}\u{202E}\u{9B}31m\r".utf8), as: UTF8.self
            )
            .filter { $0 != "/" && $0 != "\0" }
            let library = try TinyLibrary([
                "a\u{1B}[31m\n\u{202E}b\(round).md":
                    "# Gout \(poison)\n\n## What is gout?\n\nGout is \(poison) a swelling.\n\n    \(poison)\n",
                "c.md": "# Sciatica\n\nSciatica is \(poison) pain.\n",
            ])
            let typed = [
                "What is gout?", "What is \(poison) gout?", ":\(poison)", ":source", ":context", ":near", ":why",
                ":files", ":in \(poison)", ":in *a*", "What is gout?", ":in", ":set \(poison)", ":set top \(poison)",
                ":set gaps on", "Why \(poison)?", ":gaps", ":history \(poison)", ":export \(poison).md", poison,
            ]
            for style in [Style(), Style(width: 30, isPlain: true), Style(hasColour: true, hasLinks: true)] {
                let screen = ScreenWithoutEcho()
                var session = Session(
                    engine: library, surroundings: library, sources: library,
                    lines: Script(results: typed.map(LineResult.line), screen: Screen()),
                    output: screen, options: Session.Options(version: "1", style: style))
                _ = session.run()
                var text = screen.text
                for own in ["\u{1B}[1m", "\u{1B}[22m", "\u{1B}]8;;", "\u{1B}\\"] where style.hasColour {
                    text = text.split(separator: own, omittingEmptySubsequences: false).joined()
                }
                #expect(!text.unicodeScalars.contains(where: Self.isForbidden), "round \(round)")
                #expect(!text.contains("\t"))
            }
        }
    }
}

/// What the session itself writes.
private final class ScreenWithoutEcho: TextSink {
    private(set) var text = ""

    func write(_ text: String) -> Bool {
        self.text += text
        return true
    }
}

extension SeededGenerator {
    /// Bytes among which controls, characters of several bytes and ill-formed sequences are frequent.
    mutating func mixedBytes() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 0..<60, using: &self) {
            switch Int.random(in: 0..<5, using: &self) {
            case 0: bytes.append(UInt8.random(in: .min ... .max, using: &self))
            case 1: bytes.append(UInt8.random(in: 0x61...0x7A, using: &self))
            case 2: bytes.append(UInt8.random(in: 0...0x20, using: &self))
            case 3:
                let scalars: [ClosedRange<UInt32>] = [0x80...0x9F, 0x2000...0x206F, 0xFFF0...0xFFFF, 0xE0000...0xE01FF]
                let range = scalars[Int.random(in: 0..<scalars.count, using: &self)]
                if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) {
                    bytes += Array(String(scalar).utf8)
                }
            default: bytes += Array("é字👍🏽\u{301}".utf8)
            }
        }
        return bytes
    }
}
