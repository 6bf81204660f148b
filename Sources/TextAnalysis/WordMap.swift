/// Where in a text the letters and digits of ASCII stand, and where bytes that need a closer look do: a bit a byte.
///
/// Made eight bytes at a time, so that the tokenizer goes from word to word instead of from byte to byte.
struct WordMap: Sendable {
    /// A bit for each ASCII letter or digit; those behind the text are 0.
    private var letters: [UInt64] = []
    /// The same, and a bit for each byte to take care of; those behind the text are 1.
    private var starts: [UInt64] = []

    /// Makes the map of a text, with the memory of the text before.
    ///
    /// - Parameter caresForCapitalI: The letter I is one of the bytes to take care of, as those beyond ASCII are.
    mutating func read(_ text: Span<UInt8>, caresForCapitalI: Bool) {
        letters.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        let blockCount = text.count / 64 + 1
        letters.append(addingCapacity: blockCount) { letters in
            starts.append(addingCapacity: blockCount) { starts in
                for block in 0..<(blockCount - 1) {
                    let bytes = text.extracting((64 * block)..<(64 * block + 64))
                    var bits = Bits()
                    for index in stride(from: 0, to: 64, by: 8) {
                        bits.add(bytes.eightBytes(at: index), at: index, caresForCapitalI)
                    }
                    letters.append(bits.letters)
                    starts.append(bits.letters | bits.care)
                }
                let rest = text.extracting((64 * (blockCount - 1))..<text.count)
                var bits = Bits(care: .max &<< UInt64(rest.count))
                for index in stride(from: 0, to: rest.count, by: 8) {
                    let isWhole = rest.count - index >= 8
                    bits.add(
                        isWhole ? rest.eightBytes(at: index) : rest.lastBytes(from: index), at: index, caresForCapitalI)
                }
                letters.append(bits.letters)
                starts.append(bits.letters | bits.care)
            }
        }
    }

    /// The bits of 64 bytes.
    private struct Bits {
        var letters: UInt64 = 0
        var care: UInt64 = 0

        /// Adds those of eight bytes.
        @inline(__always)
        mutating func add(_ word: UInt64, at index: Int, _ caresForCapitalI: Bool) {
            let word = ByteWord(bytes: word)
            var isLetter = word.letters | word.digits
            var needsCare = word.beyondASCII
            if caresForCapitalI {
                let isCapitalI = word.equal(to: UInt8(ascii: "I"))
                isLetter &= ~isCapitalI
                needsCare |= isCapitalI
            }
            letters |= WordMap.gathered(isLetter) &<< UInt64(index)
            if needsCare != 0 { care |= WordMap.gathered(needsCare) &<< UInt64(index) }
        }
    }

    /// The eight high bits side by side: the product moves the bit of byte k to bit 56 + k.
    @inline(__always)
    private static func gathered(_ bits: UInt64) -> UInt64 {
        ((bits &>> 7) &* 0x0102_0408_1020_4080) &>> 56
    }

    // MARK: Going through it

    /// The first letter, digit or byte to take care of at or behind an index; the text's length where there is none.
    @inline(__always)
    func start(from index: Int) -> Int {
        let starts = starts.span
        var block = index &>> 6
        var bits = starts[block] & (.max &<< UInt64(index & 63))
        while bits == 0 {
            block &+= 1
            bits = starts[block]
        }
        return block &<< 6 &+ bits.trailingZeroBitCount
    }

    /// Where the run of ASCII letters and digits that holds an index ends.
    @inline(__always)
    func end(from index: Int) -> Int {
        let letters = letters.span
        var block = index &>> 6
        var bits = ~letters[block] & (.max &<< UInt64(index & 63))
        while bits == 0 {
            block &+= 1
            bits = ~letters[block]
        }
        return block &<< 6 &+ bits.trailingZeroBitCount
    }
}

extension Span<UInt8> {
    /// Eight bytes, lowest first.
    @inline(__always)
    func eightBytes(at index: Int) -> UInt64 {
        // Of a span of known length the compiler makes one load.
        let bytes = extracting(index..<(index &+ 8))
        let low = UInt64(bytes[0]) | UInt64(bytes[1]) << 8 | UInt64(bytes[2]) << 16 | UInt64(bytes[3]) << 24
        let high = UInt64(bytes[4]) | UInt64(bytes[5]) << 8 | UInt64(bytes[6]) << 16 | UInt64(bytes[7]) << 24
        return low | high << 32
    }

    /// The bytes from an index on, fewer than eight, lowest first and filled up with zeros.
    func lastBytes(from start: Int) -> UInt64 {
        var word: UInt64 = 0
        for index in start..<count { word |= UInt64(self[index]) &<< UInt64(8 &* (index &- start)) }
        return word
    }
}
