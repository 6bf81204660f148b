import Foundation
import TestSupport
import Testing

@testable import TextAnalysis

@Suite("Unicode")
struct UnicodeTests {
    @Test("the checked-in tables are what the toolchain's Unicode data gives")
    func tables() throws {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Sources/TextAnalysis/UnicodeTables.swift").standardizedFileURL
        let expected = UnicodeTableSource.render()
        let found = try String(contentsOf: source, encoding: .utf8)
        if found != expected, ProcessInfo.processInfo.environment["QUOTH_RECORD"] != nil {
            try expected.write(to: source, atomically: true, encoding: .utf8)
        }
        #expect(found == expected, "Run once more with QUOTH_RECORD=1 to write the tables anew.")
    }

    /// NFC of a string's full case folding, with Foundation's normalisation.
    private func reference(_ string: String) -> [UInt32] {
        let folded = UnicodeTableSource.decomposed(Array(string.unicodeScalars)).flatMap { scalar in
            UnicodeTableSource.asciiDigit(scalar).map { [$0] }
                ?? (scalar.value == 0x02BC ? [scalar] : UnicodeTableSource.folded(scalar))
        }
        return UnicodeTableSource.composed(folded).map(\.value)
    }

    private func folded(_ string: String) -> [UInt32] {
        var word: [UInt32] = []
        for scalar in string.unicodeScalars { CaseFolding.append(scalar.value, to: &word, foldingTurkish: false) }
        CaseFolding.composeWord(&word)
        return word
    }

    @Test("every scalar folds and composes as Foundation's NFC of its full case folding")
    func everyScalar() {
        var wrong: [String] = []
        for scalar in UnicodeTableSource.scalars where scalar.value != 0x0130 {
            let string = String(scalar)
            if folded(string) != reference(string) { wrong.append(String(scalar.value, radix: 16)) }
        }
        #expect(wrong.isEmpty)
    }

    @Test("an unfolded scalar composes from its decomposition", arguments: [0, 1])
    func everyDecomposition(form: Int) {
        var wrong: [String] = []
        for scalar in UnicodeTableSource.scalars where scalar.value != 0x0130 {
            let string = String(scalar)
            let other =
                form == 0 ? string.decomposedStringWithCanonicalMapping : string.precomposedStringWithCanonicalMapping
            if folded(string) != folded(other) { wrong.append(String(scalar.value, radix: 16)) }
        }
        #expect(wrong.isEmpty)
    }

    @Test("random sequences of bases and marks compose as Foundation composes them", arguments: 0..<20)
    func randomSequences(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<200 {
            let string = generator.combiningString(length: 12)
            // The dots that the tokenizer drops on purpose have a test of their own.
            guard !string.unicodeScalars.contains(where: { $0.value == 0x0307 || $0.value == 0x0130 }) else { continue }
            #expect(folded(string) == reference(string), "seed \(seed): \(string.unicodeScalars.map(\.value))")
        }
    }

    @Test("decoding agrees with the standard library on every scalar")
    func decoding() {
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 1) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let bytes = Array(String(scalar).utf8)
            var encoded: [UInt8] = []
            encoded.appendScalar(value)
            let decoded = bytes.span.scalar(at: 0)
            guard encoded == bytes, decoded.value == value, decoded.byteCount == bytes.count,
                bytes.span.scalar(before: bytes.count).value == value
            else {
                Issue.record("scalar \(value)")
                return
            }
        }
    }

    @Test(
        "bytes that are no UTF-8 decode as one invalid byte",
        arguments: [
            [0x80], [0xC0, 0x80], [0xC1, 0xBF], [0xE0, 0x80, 0x80], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
            [0xF0, 0x80, 0x80, 0x80],
            [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF], [0xC3], [0xE2, 0x82], [0xC3, 0x41],
        ] as [[UInt8]])
    func invalid(bytes: [UInt8]) {
        let decoded = bytes.span.scalar(at: 0)
        #expect(decoded.value == DecodedScalar.invalid)
        #expect(decoded.byteCount == 1)
    }
}
