/// Each three words in a row of a text, by which texts that are nearly the same are told from others.
///
/// Source: A. Z. Broder, *On the resemblance and containment of documents* (1997).
struct WordRows {
    /// The hashes of the rows, ascending.
    private let hashes: [UInt64]
    /// Of the words that hold digits, however they are ordered.
    private let numbers: UInt64

    /// Case and what stands between the words makes no difference, for letters of ASCII.
    init(_ text: ArraySlice<UInt8>) {
        var hashes: [UInt64] = []
        var before: (UInt64, UInt64) = (0, 0)
        var wordCount = 0
        var word: UInt64 = 0
        var numbers: UInt64 = 0
        var holdsDigit = false
        func end() {
            guard word != 0 else { return }
            if holdsDigit { numbers &+= word }
            holdsDigit = false
            wordCount += 1
            if wordCount > 2 { hashes.append((before.0 &* 31 &+ before.1) &* 31 &+ word) }
            before = (before.1, word)
            word = 0
        }
        for byte in text {
            switch byte {
            // The hash of Fowler, Noll and Vo (FNV-1a).
            case 0x41...0x5A: word = Self.added(byte | 0x20, to: word)
            case 0x30...0x39:
                word = Self.added(byte, to: word)
                holdsDigit = true
            case 0x61...0x7A, 0x80...: word = Self.added(byte, to: word)
            default: end()
            }
        }
        end()
        self.hashes = hashes.sorted()
        self.numbers = numbers
    }

    /// Whether both texts hold the same numbers. One that differs, such as a dose, may be all that matters.
    func hasSameNumbers(as other: WordRows) -> Bool { numbers == other.numbers }

    private static func added(_ byte: UInt8, to hash: UInt64) -> UInt64 {
        ((hash == 0 ? 0xCBF2_9CE4_8422_2325 : hash) ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }

    /// How many of the rows that either text has both have, 0…1; 0 for texts of less than three words.
    func resemblance(to other: WordRows) -> Double {
        var (own, others, common) = (0, 0, 0)
        while own < hashes.count, others < other.hashes.count {
            let (left, right) = (hashes[own], other.hashes[others])
            if left == right { common += 1 }
            if left <= right { own += 1 }
            if right <= left { others += 1 }
        }
        let all = hashes.count + other.hashes.count - common
        return all == 0 ? 0 : Double(common) / Double(all)
    }
}
