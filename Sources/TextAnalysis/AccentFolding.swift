/// Strips accents from words whose letters stay the same letters without them.
enum AccentFolding {
    /// Appends a form with its accents stripped.
    ///
    /// Strips marks from Latin, Greek, Cyrillic, Hebrew and Arabic letters, and replaces the Latin letters that no
    /// decomposition reaches (ø, ł, ı, æ …). Cyrillic й stays, since it is no kind of и. Other scripts are unchanged:
    /// a kana without its voicing mark or an Indic letter without its vowel is another word.
    static func appendFolded(_ form: ArraySlice<UInt8>, to result: inout [UInt8]) {
        guard form.contains(where: { $0 >= 0x80 }) else {
            result.append(contentsOf: form)
            return
        }
        let start = result.count
        let text = form.span
        var index = 0
        while index < text.count {
            let scalar = text.scalar(at: index)
            if scalar.value == DecodedScalar.invalid {
                result.append(text[index])
            } else {
                append(scalar.value, to: &result)
            }
            index += scalar.byteCount
        }
        // A form of marks alone would become empty; it stays as it is.
        if result.count == start { result.append(contentsOf: form) }
    }

    private static func append(_ value: UInt32, to result: inout [UInt8]) {
        guard value >= 0x80 else { return result.append(UInt8(truncatingIfNeeded: value)) }
        guard !isAccent(value) else { return }
        if let plain = plainLetters(for: value) {
            result.append(contentsOf: plain.utf8)
            return
        }
        let mayLoseMarks = value < 0x0700 || (0x1E00...0x1FFF).contains(value)
        guard mayLoseMarks, value != 0x0439,
            let parts = CaseFolding.entry(of: value, in: UnicodeTables.decompositions)
        else { return result.appendScalar(value) }
        append(parts.first, to: &result)
        if parts.second != 0 { append(parts.second, to: &result) }
    }

    private static func isAccent(_ value: UInt32) -> Bool {
        switch value {
        // The general combining diacritics and those of Cyrillic.
        case 0x0300...0x036F, 0x0483...0x0487, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0xFE20...0xFE2F: return true
        // Hebrew points and accents.
        case 0x0591...0x05BD, 0x05BF, 0x05C1...0x05C2, 0x05C4...0x05C5, 0x05C7: return true
        // Arabic vowel signs, madda and hamza.
        case 0x0610...0x061A, 0x064B...0x065F, 0x0670, 0x06D6...0x06DC, 0x06DF...0x06E4, 0x06E7...0x06E8: return true
        case 0x06EA...0x06ED: return true
        default: return false
        }
    }

    private static func plainLetters(for value: UInt32) -> String? {
        switch value {
        case 0x00DF: "ss"
        case 0x00E6: "ae"
        case 0x00F0, 0x0111, 0x0256, 0x0257: "d"
        case 0x00F8, 0x0275: "o"
        case 0x00FE: "th"
        case 0x0127: "h"
        case 0x0131, 0x0268: "i"
        case 0x0138, 0x0199: "k"
        case 0x0142, 0x019A: "l"
        case 0x014B: "n"
        case 0x0153: "oe"
        case 0x0167: "t"
        case 0x0180, 0x0253: "b"
        case 0x01B6: "z"
        case 0x01E5: "g"
        case 0x0249: "j"
        case 0x0289: "u"
        case 0x024F: "y"
        default: nil
        }
    }
}
