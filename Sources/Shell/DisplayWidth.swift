/// How many columns of a terminal a text takes, and how to break it into lines.
public enum DisplayWidth {
    /// The columns that the text takes in one line: 0 for combining marks, 2 for East Asian wide characters and emoji.
    public static func columns(of text: String) -> Int {
        if text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns(of: $1) }
    }

    /// The columns of one character; what a user perceives as one may be several scalars.
    static func columns(of character: Character) -> Int {
        let scalars = character.unicodeScalars
        guard let first = scalars.first else { return 0 }
        if scalars.count == 1 { return columns(of: first) }
        // A sequence that is drawn as one picture: flags, keycaps, families, skin tones.
        let isPicture =
            scalars.contains { $0.value == 0xFE0F || $0.value == 0x200D || $0.properties.isEmojiModifier }
            && (first.properties.isEmoji || first.properties.isEmojiPresentation)
        if isPicture || (0x1F1E6...0x1F1FF).contains(first.value) { return 2 }
        return scalars.reduce(0) { $0 + columns(of: $1) }
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0x20...0x7E: return 1
        // Vowels and final consonants are drawn into the syllable of the consonant before.
        case 0x1160...0x11FF, 0xD7B0...0xD7FF: return 0
        default: break
        }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark: return 0
        case .format: return scalar.value == 0xAD ? 1 : 0
        default: return scalar.properties.isEmojiPresentation || isWide(scalar) ? 2 : 1
        }
    }

    /// Breaks a text at its spaces into lines of at most `width` columns; a line is longer only where a single word is.
    ///
    /// Text in wide characters, which has no spaces, may break between any two of them.
    ///
    /// - Parameters:
    ///   - text: spaces and line breaks are all the same: places to break at.
    ///   - indent: the spaces before the first line, which count as a part of the width.
    ///   - hanging: the spaces before the others; nil for the same.
    public static func wrap(_ text: String, width: Int, indent: Int = 0, hanging: Int? = nil) -> [String] {
        StyledText(text).wrapped(width: width, indent: indent, hanging: hanging).map(\.text)
    }

    /// Whether a scalar has the property East_Asian_Width W or F (Unicode Standard Annex 11), emoji apart; in plane 2 and 3
    /// all are.
    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        guard value >= 0x1100 else { return false }
        var (low, high) = (0, wideRanges.count)
        while low < high {
            let middle = (low + high) / 2
            if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
        }
        return low < wideRanges.count && wideRanges[low].contains(value)
    }

    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F,  // Hangul consonants
        0x2329...0x232A,
        0x2E80...0x303E,  // radicals, ideographic punctuation
        0x3041...0x3247, 0x3250...0xA4C6,  // kana, bopomofo, ideographs, Yi
        0xA960...0xA97C, 0xAC00...0xD7A3,  // Hangul
        0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
        0xFF01...0xFF60, 0xFFE0...0xFFE6,  // full-width forms
        0x16FE0...0x18CFF, 0x1AFF0...0x1B2FF,  // Tangut, Khitan, kana supplements
        0x1F200...0x1F265,
        0x20000...0x3FFFD,
    ]
}
