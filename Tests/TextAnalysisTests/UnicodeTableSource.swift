import Foundation

/// Derives the tables of `UnicodeTables.swift` from the toolchain's own Unicode data.
///
/// The tables are facts of Unicode 15.1, written down so that an index does not change its terms when the
/// toolchain changes. A test demands that this derivation and the checked-in source agree to the byte.
enum UnicodeTableSource {
    /// How the tokenizer treats a scalar; the raw values are those that the tables hold.
    enum Role: UInt64 {
        case separator = 0
        case word = 1
        case mark = 2
        case alone = 3
        case ignorable = 4
    }

    /// The newest Unicode version whose characters the tables hold.
    static let version = (major: 15, minor: 1)

    /// Every assigned scalar up to ``version``.
    static let scalars: [Unicode.Scalar] = (UInt32(0x80)...0x10FFFF).compactMap { value in
        guard let scalar = Unicode.Scalar(value) else { return nil }
        if scalar.properties.isDefaultIgnorableCodePoint { return scalar }
        guard let age = scalar.properties.age, (age.major, age.minor) <= version else { return nil }
        return scalar
    }

    static func decomposed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var string = String.UnicodeScalarView()
        string.append(contentsOf: scalars)
        return Array(String(string).decomposedStringWithCanonicalMapping.unicodeScalars)
    }

    static func composed(_ scalars: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var string = String.UnicodeScalarView()
        string.append(contentsOf: scalars)
        return Array(String(string).precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    /// Scripts written without spaces, whose letters become tokens one by one.
    static let aloneRanges: [ClosedRange<UInt32>] = [
        0x0E01...0x0EDF, 0x1000...0x109F, 0x1780...0x17DF, 0x1950...0x19DF, 0x1A20...0x1AAF, 0x1B00...0x1B7F,
        0x3005...0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3041...0x309F, 0x3400...0x4DBF, 0x4E00...0x9FFF,
        0xA000...0xA48C, 0xA980...0xA9FF, 0xAA60...0xAADF, 0xF900...0xFAFF, 0x1B001...0x1B11F, 0x1B150...0x1B152,
        0x20000...0x3FFFF,
    ]

    /// Apostrophes have a rule of their own; ª and º are set as marks beside numbers far more often than in words.
    static let separatorsInSpite: Set<UInt32> = [0x02BB, 0x02BC, 0xAA, 0xBA]

    /// The Arabic tatweel only stretches a word.
    static let ignorablesInSpite: Set<UInt32> = [0x0640]

    static func role(of scalar: Unicode.Scalar) -> Role {
        let base = decomposed([scalar])[0]
        if separatorsInSpite.contains(base.value) { return .separator }
        if ignorablesInSpite.contains(base.value) || base.properties.isDefaultIgnorableCodePoint { return .ignorable }
        if (0x2080...0x2089).contains(base.value) { return .word }
        switch base.properties.generalCategory {
        case .enclosingMark: return .ignorable
        case .nonspacingMark, .spacingMark: return .mark
        case .decimalNumber: return .word
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
            return aloneRanges.contains { $0.contains(base.value) } ? .alone : .word
        default: return .separator
        }
    }

    /// The full case folding of a scalar, decomposed; also narrows fullwidth letters.
    static func folded(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        if scalar.value == 0x0131 { return [scalar] }
        var result: [Unicode.Scalar] = []
        for upper in scalar.properties.uppercaseMapping.unicodeScalars {
            for lower in upper.properties.lowercaseMapping.unicodeScalars {
                switch lower.value {
                // ẞ lowers to ß, which folds further.
                case 0xDF: result += ["s", "s"]
                // ŉ holds an apostrophe; apostrophes inside words vanish.
                case 0x02BC: break
                case 0xFF41...0xFF5A:
                    result += [lower.value - 0xFF41 + 0x61].compactMap { Unicode.Scalar($0) }
                default: result.append(lower)
                }
            }
        }
        return decomposed(result)
    }

    /// The zero of every run of ten decimal digits, the subscript digits among them.
    static let zeros: [UInt32] =
        (scalars.filter {
            $0.properties.generalCategory == .decimalNumber && $0.properties.numericValue == 0
        }.map(\.value) + [0x2080]).sorted()

    static func asciiDigit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard let zero = zeros.last(where: { $0 <= scalar.value }), scalar.value - zero < 10 else { return nil }
        return Unicode.Scalar(0x30 + scalar.value - zero)
    }

    /// The contents of `Sources/TextAnalysis/UnicodeTables.swift`.
    static func render() -> String {
        var source = """
            // Derived from the Unicode Character Database 15.1; Tests/TextAnalysisTests/UnicodeTableSource.swift holds the
            // derivation and a test that compares it with this file.
            // swift-format-ignore-file: GroupNumericLiterals

            /// Facts of Unicode 15.1 that the tokenizer and the normaliser look up.
            enum UnicodeTables {

            """
        source += table(
            "roles", "UInt32", roles(),
            "Where the tokenizer's view of scalars changes: first scalar << 11 | role << 8 | canonical combining class."
        )
        source += table(
            "decompositions", "UInt64", decompositions().map { $0.composed << 42 | $0.first << 21 | $0.second },
            "Canonical decompositions, one step each: scalar << 42 | first << 21 | second (0 for none). No Hangul.")
        source += table(
            "compositions", "UInt16", compositions(),
            "Indices of those `decompositions` that composition undoes, in order of first and second scalar.")
        let folds = foldings()
        source += table(
            "foldings", "UInt64", folds.entries,
            "Full case foldings of scalars without a decomposition: scalar << 42 | first << 21 | second (0 for none).")
        source += table(
            "longFoldings", "UInt64", folds.long,
            "Second and third scalars of the foldings to three, which `foldings` marks with a second of 0x1FFFFF.")
        source += table("zeros", "UInt32", zeros.map(UInt64.init), "The zero of every run of ten decimal digits.")
        source += table(
            "simpleFoldings", "UInt16", simpleFoldings(),
            "For 0x80 ..< 0x800: what a word scalar becomes when folding it needs no look at its neighbours, or else 0."
        )
        source.removeLast()
        return source + "}\n"
    }

    private static func table(_ name: String, _ type: String, _ values: [UInt64], _ summary: String) -> String {
        var lines: [String] = []
        var line = ""
        for value in values {
            let item = "0x" + String(value, radix: 16) + ","
            if line.count + item.count + 1 > 110 {
                lines.append(line)
                line = ""
            }
            line += line.isEmpty ? item : " " + item
        }
        lines.append(line)
        return "    /// \(summary)\n    static let \(name): [\(type)] = [\n"
            + lines.map { "        \($0)\n" }.joined() + "    ]\n\n"
    }

    private static func roles() -> [UInt64] {
        var known: [UInt32: UInt64] = [:]
        for scalar in scalars {
            let combiningClass = UInt64(scalar.properties.canonicalCombiningClass.rawValue)
            known[scalar.value] = role(of: scalar).rawValue << 8 | combiningClass
        }
        var result: [UInt64] = []
        var previous: UInt64?
        for value in UInt32(0x80)...0x10FFFF {
            let entry = known[value] ?? 0
            guard entry != previous else { continue }
            result.append(UInt64(value) << 11 | entry)
            previous = entry
        }
        return result
    }

    private static func decompositions() -> [(composed: UInt64, first: UInt64, second: UInt64)] {
        var byDecomposition: [[Unicode.Scalar]: Unicode.Scalar] = [:]
        var all: [(Unicode.Scalar, [Unicode.Scalar])] = []
        for scalar in scalars where !(0xAC00...0xD7A3).contains(scalar.value) {
            let full = decomposed([scalar])
            guard full != [scalar] else { continue }
            all.append((scalar, full))
            // A singleton stands for its target and is never itself a step on the way.
            if full.count > 1, byDecomposition[full] == nil { byDecomposition[full] = scalar }
        }
        return all.map { scalar, full in
            guard full.count > 1 else { return (UInt64(scalar.value), UInt64(full[0].value), 0) }
            let prefix = Array(full.dropLast())
            let whole = composed(prefix)
            let first = whole.count == 1 ? whole[0] : byDecomposition[prefix]!
            return (UInt64(scalar.value), UInt64(first.value), UInt64(full[full.count - 1].value))
        }
    }

    private static func compositions() -> [UInt64] {
        let all = decompositions()
        return all.indices.filter { index in
            guard all[index].second != 0, let scalar = Unicode.Scalar(UInt32(all[index].composed)) else { return false }
            return composed([scalar]) == [scalar]
        }.sorted { (all[$0].first, all[$0].second) < (all[$1].first, all[$1].second) }.map { UInt64($0) }
    }

    private static func foldings() -> (entries: [UInt64], long: [UInt64]) {
        var entries: [UInt64] = []
        var long: [UInt64] = []
        for scalar in scalars where decomposed([scalar]) == [scalar] {
            let target = folded(scalar)
            guard target != [scalar], !target.isEmpty else { continue }
            let values = target.map { UInt64($0.value) }
            if values.count > 2 {
                long.append(UInt64(scalar.value) << 42 | values[1] << 21 | values[2])
                entries.append(UInt64(scalar.value) << 42 | values[0] << 21 | 0x1FFFFF)
            } else {
                entries.append(UInt64(scalar.value) << 42 | values[0] << 21 | (values.count > 1 ? values[1] : 0))
            }
        }
        return (entries, long)
    }

    private static func simpleFoldings() -> [UInt64] {
        let known = Set(scalars.map(\.value))
        return (UInt32(0x80)..<0x800).map { value in
            guard let scalar = Unicode.Scalar(value), known.contains(value), role(of: scalar) == .word else { return 0 }
            if let digit = asciiDigit(scalar) { return UInt64(digit.value) }
            // İ folds to i and a dot above, which the tokenizer drops.
            if value == 0x0130 { return 0x69 }
            let whole = composed(decomposed([scalar]).flatMap(folded))
            return whole.count == 1 && whole[0].value < 0x10000 ? UInt64(whole[0].value) : 0
        }
    }
}
