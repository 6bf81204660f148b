/// How likely letters are typed in place of others.
///
/// Most typing errors are slips to a neighbouring key or sounds that are written otherwise (Kernighan, Church and Gale,
/// "A spelling correction program based on a noisy channel model", 1990, have the whole matrix); "spoke" is no slip for
/// "smoke".
enum TypingErrors {
    private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"]
    /// Letters that sound alike, or that are taken for each other.
    private static let alike = ["aeiouy", "ckqx", "csz", "fv", "dt", "bp", "mn", "gj", "lr", "uvw"]

    /// Bit sets of the letters that each letter is easily typed for, by their place in the alphabet.
    private static let confused: [UInt32] = {
        var sets = [UInt32](repeating: 0, count: 26)
        func join(_ first: UInt8, _ second: UInt8) {
            sets[Int(first - 0x61)] |= 1 << UInt32(second - 0x61)
            sets[Int(second - 0x61)] |= 1 << UInt32(first - 0x61)
        }
        for (number, row) in rows.enumerated() {
            let keys = Array(row.utf8)
            for (left, right) in zip(keys, keys.dropFirst()) { join(left, right) }
            guard number + 1 < rows.count else { break }
            // A key stands above the gap between two of the row beneath.
            let beneath = Array(rows[number + 1].utf8)
            for (place, key) in keys.enumerated() {
                for other in [place - 1, place] where beneath.indices.contains(other) { join(key, beneath[other]) }
            }
        }
        for group in alike {
            for first in group.utf8 { for second in group.utf8 where first != second { join(first, second) } }
        }
        return sets
    }()

    /// What it costs to take one letter for another: one edit where that is easily done, two otherwise. Of letters beyond a
    /// to z nothing is known, and they cost one.
    static func cost(of typed: Unicode.Scalar, for meant: Unicode.Scalar) -> Int {
        guard let first = place(of: typed), let second = place(of: meant) else { return 1 }
        return confused[first] & (1 << UInt32(second)) != 0 ? 1 : 2
    }

    private static func place(of letter: Unicode.Scalar) -> Int? {
        (0x61...0x7A).contains(letter.value) ? Int(letter.value - 0x61) : nil
    }
}
