import TestSupport

extension SeededGenerator {
    /// Letters with several marks in any order, Hangul jamo, and letters that have marks built in.
    mutating func combiningString(length: Int) -> String {
        let bases: [ClosedRange<UInt32>] = [
            0x61...0x7A, 0xC0...0x17F, 0x1E00...0x1EFF, 0x1F00...0x1F15, 0x391...0x3A1, 0x1100...0x1112,
            0x1161...0x1175,
            0x11A8...0x11C2, 0xAC00...0xD7A3, 0x915...0x939, 0x304B...0x3062, 0x5D0...0x5EA, 0x627...0x64A,
        ]
        let marks: [ClosedRange<UInt32>] = [
            0x300...0x345, 0x93C...0x93C, 0x5B0...0x5BC, 0x64B...0x655, 0x3099...0x309A, 0x653...0x655,
        ]
        var scalars = String.UnicodeScalarView()
        for position in 0..<length {
            let ranges = position == 0 || Bool.random(using: &self) ? bases : marks
            if let scalar = Unicode.Scalar(UInt32.random(in: pick(ranges), using: &self)) { scalars.append(scalar) }
        }
        return String(scalars)
    }

    /// Text of all kinds of pieces that a rule looks at, and any scalars between them.
    mutating func text(pieceCount: Int) -> String {
        let pieces = [
            " ", "  ", "\n", "\n\n", "\r\n", "\t", "\u{A0}", ".", ". ", "...", "…", "?", "!", "?! ", ",", ":", ";", "'",
            "’", "\"", "”",
            "“", "(", ")", "[1]", "- ", "• ", "1. ", "a) ", "(b) ", "3.5", "10,000", "10.000", "500mg", "5µg", "007",
            "Dr.", "e.g.",
            "U.S.", "z. B.", "No. 5", "J.", "A", "I", "İ", "ı", "word", "Word", "WORD", "It", "Straße", "ΣΑΣ", "ﬁ", "ŉ",
            "東京。", "が",
            "กิน", "한국", "\u{AD}", "\u{200B}", "\u{200D}", "\u{FE0F}", "\u{301}", "\u{307}", "\u{323}", "\u{338}", "=",
            "é", "e\u{301}",
            "🙂", "𠀀", "𝒳", "𐐀", "l'eau", "'s", "don't",
        ]
        var result = ""
        for _ in 0..<pieceCount {
            switch Int.random(in: 0..<4, using: &self) {
            case 0:
                // Foundation, the oracle, composes marks with letters beyond U+FFFF as if with their low 16 bits.
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...0xFFFF, using: &self)) {
                    result.unicodeScalars.append(scalar)
                }
            case 1: result += combiningString(length: 4)
            default: result.unicodeScalars.append(contentsOf: pick(pieces).unicodeScalars)
            }
        }
        return result
    }

    /// Bytes that are mostly no valid UTF-8.
    mutating func bytes(count: Int) -> [UInt8] {
        let likely: [UInt8] = [
            0x20, 0x2E, 0x41, 0x49, 0x61, 0x27, 0x31, 0x0A, 0xC3, 0xA9, 0xE2, 0x80, 0x99, 0xF0, 0x9F, 0xCC, 0x81,
        ]
        return (0..<count).map { _ in
            Bool.random(using: &self) ? pick(likely) : UInt8.random(in: 0...255, using: &self)
        }
    }
}
