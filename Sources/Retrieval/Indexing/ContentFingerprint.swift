/// Sixty-four bits by which texts that are nearly the same are told: most of them agree, where those of other texts agree by chance.
///
/// Each three words in a row are hashed. The hashes fall into sixteen bins, and of the least in each bin four bits are kept. Two
/// texts have the same least hash in a bin as often as they share a row of three words among all that either has.
///
/// Source: P. Li, A. Owen and C.-H. Zhang, *One Permutation Hashing* (2012); P. Li and A. C. König, *b-Bit Minwise Hashing* (2010).
struct ContentFingerprint {
    private static let binCount = 16
    /// Texts of fewer rows than this leave too many bins to chance.
    private static let leastRowCount = 64
    /// Of sixteen bins so many agree in texts that count as nearly the same: nine rows of ten are shared.
    private static let agreeingBinCount = 14

    private var least = [UInt64](repeating: .max, count: binCount)
    private var rowCount = 0

    /// Adds a text by the hashes of its words; they make no rows with those of another one.
    @inline(__always)
    mutating func add(wordCount: Int, hash: (Int) -> UInt32) {
        var before: (UInt64, UInt64) = (0, 0)
        for index in 0..<wordCount {
            let word = UInt64(hash(index))
            if index > 1 { addRow(before.0 &* 31 &+ before.1 &* 17 &+ word) }
            before = (before.1, word)
        }
    }

    @inline(__always)
    private mutating func addRow(_ words: UInt64) {
        // The finish of SplitMix64 (Steele, Lea and Flood 2014): every bit depends on all.
        var hash = (words ^ words >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        let bin = Int(hash >> 60)
        least[bin] = min(least[bin], hash)
        rowCount += 1
    }

    /// The fingerprint; 0 for too little text.
    var value: UInt64 {
        guard rowCount >= Self.leastRowCount else { return 0 }
        return least.reduce(0) { $0 << 4 | $1 & 0xF }
    }

    /// Whether two texts with these fingerprints are nearly the same.
    static func areNear(_ left: UInt64, _ right: UInt64) -> Bool {
        let difference = left ^ right
        let differing = (0..<binCount).count { difference >> UInt64(4 * $0) & 0xF != 0 }
        return binCount - differing >= agreeingBinCount
    }

    /// Numbers of which fingerprints that are near share one at least: where two bins differ, one third of all has none of them.
    private static func thirds(of fingerprint: UInt64) -> [UInt64] {
        [fingerprint >> 40, fingerprint >> 20 & 0xF_FFFF, fingerprint & 0xF_FFFF]
    }

    /// The indexes of fingerprints that are near, by groups of two or more, each ascending, in the order of their first; those
    /// of too little text are in none. O(count): each is compared with the first that shares a third with it.
    static func groups(of fingerprints: [UInt64]) -> [[Int]] {
        struct Third: Hashable {
            var number: Int
            var bits: UInt64
        }
        var firstOfThird: [Third: Int] = [:]
        var groupOf: [Int: Int] = [:]
        var groups: [[Int]] = []
        for (index, fingerprint) in fingerprints.enumerated() where fingerprint != 0 {
            for (number, bits) in thirds(of: fingerprint).enumerated() {
                let third = Third(number: number, bits: bits)
                guard let first = firstOfThird[third] else {
                    firstOfThird[third] = index
                    continue
                }
                guard groupOf[index] == nil, areNear(fingerprints[first], fingerprint) else { continue }
                let group = groupOf[first] ?? groups.count
                if group == groups.count {
                    groups.append([first])
                    groupOf[first] = group
                }
                groups[group].append(index)
                groupOf[index] = group
            }
        }
        return groups
    }
}
