internal import TextAnalysis

/// How near the question's words stand to each other in a passage; each value is a share, 0 … 1.
struct Proximity {
    /// Neighbours in the question that are neighbours in the passage, function words between them left out.
    var order = 0.0
    /// Neighbours in the question, function words among them, that stand side by side in the passage.
    var phrase = 0.0
    /// The most of the question that one sentence holds.
    var sentence = 0.0
    /// The most of the question that eight words in a row hold.
    var window = 0.0
}

/// Measures proximity while a passage's words go by; made once for a question and reused.
///
///     order    = Σ over pairs of adjacent content words of (idf + idf') · c/(c + .5) / Σ (idf + idf'), c their adjacencies
///     phrase   = Σ over pairs of adjacent words of [adjacent in a field] · w · w' / Σ w · w', w 1, .3 or .15 by role
///     sentence = the greatest share by idf in one sentence, related words at their weight; title and headings are one
///     window   = the greatest share by idf in 8 words of the body, stop words not counted
struct ProximityReader {
    private let query: ResolvedQuery
    private let orderPairs: PairTable
    private let phrasePairs: PairTable
    private let phraseWeights: [Double]

    // State, by pair or term.
    private var adjacencies: [Int32]
    private var isPhraseFound: [Bool]
    private var held: [Double]
    private var occurrences: [(position: Int, term: Int)] = []
    private var windowCounts: [Int32]

    init(_ query: ResolvedQuery) {
        self.query = query
        let sequence = query.query.contentSequence
        orderPairs = PairTable(
            zip(sequence, sequence.dropFirst()).lazy.filter { $0 != $1 }.map { ($0, $1) }, wordCount: query.terms.count)
        phrasePairs = PairTable(
            query.query.phrases.lazy.map { ($0.first, $0.second) },
            wordCount: query.terms.count + query.query.stopForms.count)
        phraseWeights = query.query.phrases.map(\.weight)
        adjacencies = Array(repeating: 0, count: orderPairs.pairs.count)
        isPhraseFound = Array(repeating: false, count: phrasePairs.pairs.count)
        held = Array(repeating: 0, count: query.terms.count)
        windowCounts = Array(repeating: 0, count: query.terms.count)
    }

    /// - Parameters:
    ///   - fields: the words of the title and of each heading.
    ///   - body: the words of the body that mean something to the question.
    ///   - sentenceEnds: where the body's sentences end, ascending.
    mutating func proximity(
        fields: [[Word]], body: [SpottedWord], sentenceEnds: [Int], meanings: [WordMeaning]
    ) -> Proximity {
        for index in adjacencies.indices { adjacencies[index] = 0 }
        for index in isPhraseFound.indices { isPhraseFound[index] = false }
        occurrences.removeAll(keepingCapacity: true)
        var sentence = 0.0
        var previous = -1
        // Title and headings stand together as the first sentence.
        for field in fields {
            var previousPhraseWord = -1
            for word in field {
                let meaning = meanings[Int(word.form)]
                read(meaning, &previous, &previousPhraseWord)
            }
        }
        sentence = max(sentence, takeHeld())
        var end = 0
        var previousPhraseWord = -1
        var nextWord: Int32 = 0
        var othersBefore: Int32 = 0
        var spottedCount = 0
        for word in body {
            if end < sentenceEnds.count, Int(word.offset) >= sentenceEnds[end] {
                sentence = max(sentence, takeHeld())
                repeat { end += 1 } while end < sentenceEnds.count && Int(word.offset) >= sentenceEnds[end]
            }
            // Words between that mean nothing to the question part those that do.
            if word.wordsBefore != nextWord { previousPhraseWord = -1 }
            if word.othersBefore.content != othersBefore { previous = -1 }
            nextWord = word.wordsBefore + 1
            othersBefore = word.othersBefore.content
            let meaning = meanings[Int(word.number)]
            if read(meaning, &previous, &previousPhraseWord) {
                let position = Int(word.othersBefore.content) + Int(word.othersBefore.question) + spottedCount
                occurrences.append((position, Int(meaning.term)))
            }
            if meaning.isIndexed { spottedCount += 1 }
        }
        sentence = max(sentence, takeHeld())
        return Proximity(
            order: order(), phrase: phrase(), sentence: min(1, sentence / query.contentTotal),
            window: min(1, greatestWindow() / query.contentTotal))
    }

    /// Whether the word is a content term of the question.
    @discardableResult
    private mutating func read(
        _ meaning: WordMeaning, _ previous: inout Int, _ previousPhraseWord: inout Int
    ) -> Bool {
        let phraseWord = Int(meaning.phraseWord)
        if phraseWord >= 0, previousPhraseWord >= 0, let pair = phrasePairs[previousPhraseWord, phraseWord] {
            isPhraseFound[pair] = true
        }
        previousPhraseWord = phraseWord
        let term = Int(meaning.term)
        if term >= 0, query.terms[term].term.isContent {
            held[term] = 1
            if previous >= 0, let pair = orderPairs[previous, term] { adjacencies[pair] += 1 }
            previous = term
            return true
        }
        if term < 0, meaning.relative >= 0 {
            for stand in query.relatives[Int(meaning.relative)].stands {
                held[stand.term] = max(held[stand.term], stand.weight)
            }
        }
        // A content word between breaks the adjacency; a stop or question word does not.
        if term < 0, meaning.role == .content { previous = -1 }
        return false
    }

    /// What of the question the sentence held that ends here.
    private mutating func takeHeld() -> Double {
        var sum = 0.0
        for index in held.indices where held[index] > 0 {
            sum += held[index] * query.terms[index].inverseDocumentFrequency
            held[index] = 0
        }
        return sum
    }

    private func order() -> Double {
        var order = 0.0
        var whole = 0.0
        for (number, pair) in orderPairs.pairs.enumerated() {
            let weight =
                query.terms[pair.first].inverseDocumentFrequency + query.terms[pair.second].inverseDocumentFrequency
            whole += weight
            order += weight * Double(adjacencies[number]) / (Double(adjacencies[number]) + 0.5)
        }
        return whole > 0 ? order / whole : 0
    }

    private func phrase() -> Double {
        var found = 0.0
        var whole = 0.0
        for (number, weight) in phraseWeights.enumerated() {
            whole += weight
            if isPhraseFound[number] { found += weight }
        }
        return whole > 0 ? found / whole : 0
    }

    private mutating func greatestWindow() -> Double {
        var best = 0.0
        var sum = 0.0
        var first = 0
        for occurrence in occurrences {
            while occurrences[first].position <= occurrence.position - RankingConstants.windowWordCount {
                let term = occurrences[first].term
                windowCounts[term] -= 1
                if windowCounts[term] == 0 { sum -= query.terms[term].inverseDocumentFrequency }
                first += 1
            }
            windowCounts[occurrence.term] += 1
            if windowCounts[occurrence.term] == 1 { sum += query.terms[occurrence.term].inverseDocumentFrequency }
            best = max(best, sum)
        }
        for occurrence in occurrences { windowCounts[occurrence.term] = 0 }
        return best
    }
}

/// Numbers pairs of words, each once, so that looking one up takes an array access.
struct PairTable {
    private(set) var pairs: [(first: Int, second: Int)] = []
    private let wordCount: Int
    private var numbers: [Int32]

    init(_ sequence: some Sequence<(Int, Int)>, wordCount: Int) {
        self.wordCount = wordCount
        numbers = Array(repeating: -1, count: wordCount * wordCount)
        for (first, second) in sequence where numbers[first * wordCount + second] < 0 {
            numbers[first * wordCount + second] = Int32(pairs.count)
            pairs.append((first, second))
        }
    }

    /// The number of the pair, or nil.
    subscript(first: Int, second: Int) -> Int? {
        let number = numbers[first * wordCount + second]
        return number < 0 ? nil : Int(number)
    }
}
