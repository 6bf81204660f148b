/// What the tokenizer needs to know about a scalar.
struct ScalarTraits {
    /// The part a scalar plays in words.
    enum Role: UInt8 {
        /// Stands between words.
        case separator
        /// A letter or digit.
        case word
        /// A combining mark: continues a word, cannot begin one.
        case mark
        /// A letter of a script without spaces: a word by itself.
        case alone
        /// Vanishes: soft hyphen, zero-width characters, variation selectors.
        case ignorable
    }

    let role: Role
    /// The canonical combining class.
    let combiningClass: UInt8

    /// Looks a non-ASCII scalar up; an ASCII scalar or an invalid byte is a separator here.
    init(_ value: UInt32) {
        guard value <= 0x10FFFF else {
            role = .separator
            combiningClass = 0
            return
        }
        let table = UnicodeTables.roles
        // The last entry whose first scalar is at most `value`.
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) >> 1
            if table[middle] >> 11 <= value { low = middle + 1 } else { high = middle }
        }
        let entry = low == 0 ? 0 : table[low - 1]
        role = Role(rawValue: UInt8(truncatingIfNeeded: entry >> 8 & 7)) ?? .separator
        combiningClass = UInt8(truncatingIfNeeded: entry)
    }
}

/// Case-folds and composes words.
///
/// The result of ``append(_:to:foldingTurkish:)`` for each scalar of a word followed by ``composeWord(_:)`` is
/// NFC(fold(NFD(word))) (The Unicode Standard 15, 3.11 and 3.13), with three differences: decimal and subscript
/// digits of all scripts become ASCII digits, fullwidth letters become ordinary ones, and a dot above *i* vanishes,
/// so that *İ* folds to *i*.
enum CaseFolding {
    /// Bit set in a collected scalar that was a capital I of a Turkish text and becomes ı unless it has a mark.
    private static let turkishCapital: UInt32 = 1 << 21
    private static let iotaSubscript: UInt32 = 0x0345
    private static let scalarMask: UInt32 = 0x1F_FFFF

    // Hangul syllables compose by arithmetic (The Unicode Standard 15, 3.12).
    private static let syllableBase: UInt32 = 0xAC00
    private static let leadBase: UInt32 = 0x1100
    private static let vowelBase: UInt32 = 0x1161
    private static let tailBase: UInt32 = 0x11A7
    private static let leadCount: UInt32 = 19
    private static let vowelCount: UInt32 = 21
    private static let tailCount: UInt32 = 28

    /// What a word scalar folds to if that needs no look at its neighbours and is composed; otherwise `nil`.
    static func simpleFolding(_ value: UInt32) -> UInt32? {
        if value < 0x80 {
            return value &- 0x41 < 26 ? value | 0x20 : value
        }
        if value < 0x800 {
            let folded = UnicodeTables.simpleFoldings[Int(value) - 0x80]
            return folded == 0 ? nil : UInt32(folded)
        }
        // Unified ideographs, Hangul syllables, and the kana and Thai letters that no mark has composed.
        switch value {
        case 0x0E01...0x0E30, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3: return value
        default: return nil
        }
    }

    /// Appends what a scalar decomposes and folds to.
    static func append(_ value: UInt32, to word: inout [UInt32], foldingTurkish: Bool) {
        if value < 0x80 {
            if foldingTurkish, value == 0x49 {
                word.append(value | turkishCapital)
            } else {
                word.append(value &- 0x41 < 26 ? value | 0x20 : value)
            }
            return
        }
        if value &- syllableBase < leadCount * vowelCount * tailCount {
            let index = value - syllableBase
            word.append(leadBase + index / (vowelCount * tailCount))
            word.append(vowelBase + index % (vowelCount * tailCount) / tailCount)
            if index % tailCount != 0 { word.append(tailBase + index % tailCount) }
            return
        }
        if let entry = entry(of: value, in: UnicodeTables.decompositions) {
            append(entry.first, to: &word, foldingTurkish: foldingTurkish)
            if entry.second != 0 { append(entry.second, to: &word, foldingTurkish: foldingTurkish) }
            return
        }
        if let digit = asciiDigit(value) {
            word.append(digit)
            return
        }
        // The iota subscript folds to a letter, but must first stand where it belongs among the other marks.
        guard value != iotaSubscript, let entry = entry(of: value, in: UnicodeTables.foldings) else {
            word.append(value | UInt32(ScalarTraits(value).combiningClass) << 24)
            return
        }
        appendFolded(entry.first, to: &word)
        if entry.second == scalarMask {
            guard let rest = Self.entry(of: value, in: UnicodeTables.longFoldings) else { return }
            appendFolded(rest.first, to: &word)
            appendFolded(rest.second, to: &word)
        } else if entry.second != 0 {
            appendFolded(entry.second, to: &word)
        }
    }

    private static func appendFolded(_ value: UInt32, to word: inout [UInt32]) {
        word.append(value < 0x80 ? value : value | UInt32(ScalarTraits(value).combiningClass) << 24)
    }

    /// Puts the marks of a collected word into canonical order and composes it; afterwards it holds plain scalars.
    static func composeWord(_ word: inout [UInt32]) {
        order(&word)
        foldMarks(&word)
        compose(&word)
    }

    /// The canonical ordering algorithm: a stable sort by combining class within each run of marks.
    private static func order(_ word: inout [UInt32]) {
        for index in word.indices.dropFirst() {
            let mark = word[index]
            guard mark >> 24 != 0 else { continue }
            var target = index
            while target > 0, word[target - 1] >> 24 > mark >> 24 {
                word[target] = word[target - 1]
                target -= 1
            }
            word[target] = mark
        }
    }

    /// Drops the dot above i and j and folds the marks whose folding depends on where they stand.
    private static func foldMarks(_ word: inout [UInt32]) {
        var starter: Int?
        var kept = 0
        for index in word.indices {
            var scalar = word[index]
            if scalar & scalarMask == iotaSubscript { scalar = 0x03B9 }
            if scalar >> 24 == 0 {
                starter = kept
            } else if let starter {
                // A Turkish I with a mark is a capital i: İ, Î and Į are capitals of i, î and į.
                if word[starter] & turkishCapital != 0 { word[starter] = 0x69 }
                let base = word[starter]
                if scalar & scalarMask == 0x0307, base == 0x69 || base == 0x6A { continue }
            }
            word[kept] = scalar
            kept += 1
        }
        word.removeLast(word.count - kept)
        for index in word.indices where word[index] >> 24 == 0 && word[index] & turkishCapital != 0 {
            word[index] = 0x0131
        }
    }

    /// The canonical composition algorithm.
    private static func compose(_ word: inout [UInt32]) {
        var starter: Int?
        var previousClass: UInt32 = 0
        var kept = 0
        for index in word.indices {
            let value = word[index] & scalarMask
            let combiningClass = word[index] >> 24
            if let starter, kept == starter + 1 || previousClass < combiningClass,
                let composed = composition(of: word[starter], and: value)
            {
                word[starter] = composed
                continue
            }
            if combiningClass == 0 { starter = kept }
            previousClass = combiningClass
            word[kept] = value
            kept += 1
        }
        word.removeLast(word.count - kept)
    }

    private static func composition(of first: UInt32, and second: UInt32) -> UInt32? {
        if first &- leadBase < leadCount, second &- vowelBase < vowelCount {
            return syllableBase + ((first - leadBase) * vowelCount + second - vowelBase) * tailCount
        }
        if first &- syllableBase < leadCount * vowelCount * tailCount, (first - syllableBase) % tailCount == 0,
            second > tailBase, second < tailBase + tailCount
        {
            return first + second - tailBase
        }
        let wanted = UInt64(first) << 21 | UInt64(second)
        let table = UnicodeTables.compositions
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) >> 1
            let entry = UnicodeTables.decompositions[Int(table[middle])]
            let pair = entry & 0x3FF_FFFF_FFFF
            if pair == wanted { return UInt32(truncatingIfNeeded: entry >> 42) }
            if pair < wanted { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    /// The first and second scalar that a table keyed by scalar << 42 holds for a scalar.
    static func entry(of value: UInt32, in table: [UInt64]) -> (first: UInt32, second: UInt32)? {
        var low = 0
        var high = table.count
        while low < high {
            let middle = (low + high) >> 1
            let entry = table[middle]
            let key = UInt32(truncatingIfNeeded: entry >> 42)
            if key == value {
                return (
                    UInt32(truncatingIfNeeded: entry >> 21) & scalarMask, UInt32(truncatingIfNeeded: entry) & scalarMask
                )
            }
            if key < value { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private static func asciiDigit(_ value: UInt32) -> UInt32? {
        guard let zero = UnicodeTables.zeros.last(where: { $0 <= value }), value - zero < 10 else { return nil }
        return 0x30 + value - zero
    }
}
