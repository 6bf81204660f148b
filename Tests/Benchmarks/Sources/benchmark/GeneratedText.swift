import Glibc

/// Text that has the statistics of prose without being any: word frequencies by Zipf's law as Mandelbrot refined it
/// (p(r) ∝ 1/(r + 2.7)^1.05), two words in five function words of English, the others invented, inflected endings, sentences, and for
/// each passage a subject whose words repeat. A seed determines all of it.
struct GeneratedText {
    private static let functionWords =
        ("the of and a in to is was for on as with by that it from at are this be or an which not have has had were been "
        + "their its also but one can more other when what how who would about into than may most only these some such")
        .split(separator: " ").map(String.init)
    private static let onsets = [
        "b", "br", "c", "ch", "d", "dr", "f", "g", "gr", "h", "k", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr",
        "v", "w", "",
    ]
    private static let vowels = ["a", "e", "i", "o", "u", "a", "e", "i", "o", "ea", "io", "ou"]
    private static let codas = ["", "", "", "n", "r", "s", "l", "t", "nd", "m", "ck"]
    private static let endings = ["s", "s", "ed", "ing", "ly", "er", "ment", "ness"]

    private let words: [String]
    private let rankOfDraw: [UInt32]
    private var random: Random

    init(seed: UInt64, vocabulary: Int = 200_000) {
        random = Random(state: seed)
        var spelling = Random(state: 7)
        var seen = Set(Self.functionWords)
        var words = Self.functionWords
        while words.count < vocabulary {
            // Frequent words are short, as in every language.
            let syllables = 1 + (words.count > 300 ? 1 : 0) + (words.count > 20_000 ? spelling.below(2) : 0)
            var word = ""
            for _ in 0..<syllables {
                word += spelling.pick(Self.onsets) + spelling.pick(Self.vowels)
            }
            word += spelling.pick(Self.codas)
            if seen.insert(word).inserted { words.append(word) }
        }
        self.words = words
        // Inverse of the cumulative distribution, at 2^20 points.
        var weights: [Double] = []
        var total = 0.0
        for rank in 0..<vocabulary {
            total += 1 / Double.pow(Double(rank) + 3.7, 1.05)
            weights.append(total)
        }
        var rank = 0
        rankOfDraw = (0..<(1 << 20)).map { draw in
            let point = (Double(draw) + 0.5) / Double(1 << 20) * total
            while weights[rank] < point { rank += 1 }
            return UInt32(rank)
        }
    }

    /// A passage of 120 to 150 words, one line: what the engine takes as a whole.
    mutating func passage() -> String {
        let subject = random.below(4000)
        var line = ""
        var inSentence = 0
        for _ in 0..<(120 + random.below(31)) {
            var word: String
            if random.below(5) < 2 {
                // The lesser of two places, for they are not equally common either.
                word =
                    Self.functionWords[
                        min(random.below(Self.functionWords.count), random.below(Self.functionWords.count))]
            } else if random.below(4) == 0 {
                // One of the subject's forty words, themselves common or rare.
                var choice = Random(state: UInt64(subject * 40 + random.below(40)))
                word = words[Self.functionWords.count + choice.below(choice.below(2) == 0 ? 4000 : words.count - 100)]
            } else {
                word = words[Int(rankOfDraw[random.below(1 << 20)])]
            }
            if random.below(8) == 0, word.utf8.count > 4 { word += random.pick(Self.endings) }
            if inSentence == 0 {
                word = word.prefix(1).uppercased() + word.dropFirst()
            }
            inSentence += 1
            line += (line.isEmpty ? "" : " ") + word
            if inSentence > 8, random.below(10) == 0 {
                line += "."
                inSentence = 0
            } else if random.below(14) == 0 {
                line += ","
            }
        }
        return line + "."
    }

    /// So many words in a row of a passage; content words only for keywords.
    mutating func question(from passage: String, wordCount: ClosedRange<Int>, keywords: Bool) -> String {
        var candidates = passage.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
        if keywords { candidates = candidates.filter { !Self.functionWords.contains($0) && $0.utf8.count > 3 } }
        let count = min(candidates.count, random.below(wordCount.count) + wordCount.lowerBound)
        guard count > 0 else { return passage }
        let start = random.below(candidates.count - count + 1)
        return candidates[start..<(start + count)].joined(separator: " ")
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Random {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
    mutating func pick<Element>(_ choices: [Element]) -> Element { choices[below(choices.count)] }
}

extension Double {
    static func pow(_ base: Double, _ exponent: Double) -> Double { Glibc.pow(base, exponent) }
}
