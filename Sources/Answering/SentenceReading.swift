internal import TextAnalysis

/// What of a question a stretch of text holds.
struct SentenceReading {
    /// The question's terms in it, in any form, and those in a form that the question has.
    var terms = TermSet()
    var exact = TermSet()
    /// Terms of the question that a word of it resembles.
    var resembled = TermSet()
    /// Terms of the question that a word of it says the opposite of.
    var opposed = TermSet()
    /// Terms of the question that a word of it says nearly the same as.
    var related = TermSet()
    /// The pairs of the question's adjacent content words that stand side by side here too, by their number.
    var pairs: UInt64 = 0
    /// The share of the question's adjacent pairs of content words, by weight, that stand side by side here too.
    var order = 0.0
    /// What its words show, the question's own words left out for numbers and names.
    var cues = AnswerCues()
    /// 1/(1 + words between) of the nearest number or name that the question does not have and a word that it has; 0 without.
    var nearness = 0.0
    /// It asks.
    var isQuestion = false
    /// It begins with a word that points back.
    var pointsBack = false
    /// It cannot be understood without the sentence before: it begins so, or with function words and a word that points back.
    var dangles = false
    /// See `definition` in `SentenceRanking`.
    var definition = 0.0
    /// Distinct content words, and how many of them the question has.
    var stemCount = 0
    var askedStemCount = 0
    /// How many of the others say nearly the same as a term of the question.
    var relatedStemCount = 0
}

/// Reads sentences and headings as one question sees them.
final class SentenceReader {
    let words: QuestionWords
    private let weights: QuestionWeights
    private let type: AnswerType
    private let readsDefinitions: Bool
    private var tokens = TokenBuffer()
    private var places: [(word: Int, isAsked: Bool)] = []
    private var stems = SeenStems()

    init(words: QuestionWords, weights: QuestionWeights, type: AnswerType, readsDefinitions: Bool) {
        self.words = words
        self.weights = weights
        self.type = type
        self.readsDefinitions = readsDefinitions
    }

    /// Among so many first words one that points back is looked for.
    private static let pointingReach = 4

    /// Where a definition's verb is looked for, in bytes from the sentence's beginning.
    private static let definitionReach = 90

    /// - Parameter range: of `text`, on scalar boundaries.
    func read(_ text: [UInt8], in range: Range<Int>) -> SentenceReading {
        // The reader's memory is used as a local: word by word, access to a property of a class costs more than the reading.
        var (tokens, places, stems) = (TokenBuffer(), [(word: Int, isAsked: Bool)](), SeenStems())
        swap(&tokens, &self.tokens)
        swap(&places, &self.places)
        swap(&stems, &self.stems)
        defer {
            swap(&tokens, &self.tokens)
            swap(&places, &self.places)
            swap(&stems, &self.stems)
        }
        tokens.removeAll()
        words.analyzer.tokenizer.tokenize(text.span.extracting(range), into: &tokens)
        let meanings = words.meanings(of: tokens)
        var reading = SentenceReading()
        var previous = -1
        var isDefined = !readsDefinitions
        places.removeAll(keepingCapacity: true)
        stems.removeAll()
        for index in 0..<tokens.count {
            let meaning = meanings[index]
            if index == 0 {
                reading.pointsBack = meaning.cues.contains(.pointing)
                reading.dangles = reading.pointsBack || meaning.cues.contains(.linking)
            } else if index < Self.pointingReach, reading.stemCount == 0, meaning.cues.contains(.demonstrative) {
                reading.dangles = true
            }
            if !isDefined, meaning.cues.contains(.definingVerb) {
                let start = tokens[index].source.lowerBound
                if start <= Self.definitionReach {
                    let next = index + 1 < tokens.count ? meanings[index + 1].cues : []
                    let isMeans = tokens.form(index).elementsEqual("means".utf8)
                    reading.definition = definition(reading, namesKind: isMeans || next.contains(.article))
                }
                isDefined = true
            }
            if readsDefinitions, meaning.term >= 0, meaning.role == .content,
                let named = namedThing(at: index, of: tokens, meanings)
            {
                reading.definition = max(reading.definition, weights.share(of: named))
                isDefined = true
            }
            if readsDefinitions, meaning.term >= 0, meaning.role == .content,
                ShortForms.longForm(
                    of: range.lowerBound + tokens[index].source.lowerBound..<range.lowerBound
                        + tokens[index].source.upperBound, in: text) != nil
            {
                let next = index + 1 < tokens.count ? meanings[index + 1].cues : []
                let certainty = next.contains(.definingVerb) ? 1 : AnswerConstants.spelledOutShare
                reading.definition = max(
                    reading.definition, weights.share(of: TermSet([meaning.term])) * certainty)
                isDefined = true
            }
            if !isDefined, index > 0, reading.stemCount > 0, reading.askedStemCount == reading.stemCount {
                let gap = tokens[index - 1].source.upperBound..<tokens[index].source.lowerBound
                if gap.count > 1, explains(text, range.lowerBound + gap.lowerBound..<range.lowerBound + gap.upperBound)
                {
                    reading.definition = definition(reading, namesKind: true)
                    isDefined = true
                }
            }
            reading.cues.formUnion(meaning.cues.subtracting([.number, .year]))
            if words.percentTerm >= 0, meaning.cues.contains(.number) {
                let end = range.lowerBound + tokens[index].source.upperBound
                if text[end..<range.upperBound].first(where: { $0 != 0x20 }) == UInt8(ascii: "%") {
                    reading.terms.insert(words.percentTerm)
                    reading.exact.insert(words.percentTerm)
                }
            }
            if meaning.role == .stop { continue }
            reading.opposed.formUnion(meaning.opposed)
            reading.related.formUnion(meaning.related)
            if meaning.role == .content, stems.insert(meaning.stem) {
                reading.stemCount += 1
                if meaning.term >= 0 {
                    reading.askedStemCount += 1
                } else if !meaning.related.isEmpty {
                    reading.relatedStemCount += 1
                }
            }
            guard meaning.term >= 0 else {
                reading.resembled.formUnion(meaning.resembled)
                if note(meaning, at: range.lowerBound + tokens[index].source.lowerBound, index, text, &reading) {
                    places.append((index, false))
                }
                if meaning.role == .content { previous = -1 }
                continue
            }
            reading.terms.insert(meaning.term)
            if meaning.isExact { reading.exact.insert(meaning.term) }
            if weights.ofTerm(meaning.term) > 0 { places.append((index, true)) }
            if previous >= 0, let pair = weights.pair(previous, meaning.term) {
                reading.pairs |= 1 << UInt64(pair)
            }
            previous = meaning.term
        }
        reading.isQuestion = text[range].last { $0 > 0x20 } == UInt8(ascii: "?")
        reading.order = weights.shareOfPairs(reading.pairs)
        reading.nearness = Self.nearness(of: places)
        return reading
    }

    /// Notes a number or name that the question does not have; true for one of the sort asked for.
    private func note(
        _ meaning: QuestionWords.Meaning, at offset: Int, _ index: Int, _ text: [UInt8],
        _ reading: inout SentenceReading
    ) -> Bool {
        reading.cues.formUnion(meaning.cues.intersection([.number, .year]))
        let hasCapital = (0x41...0x5A).contains(text[offset])
        let isName = index > 0 && hasCapital && !meaning.cues.contains(.number)
        if isName, meaning.role == .content { reading.cues.insert(.name) }
        switch type {
        case .time, .quantity: return !meaning.cues.isDisjoint(with: [.number, .numberWord])
        case .person, .place, .thing: return isName
        case .reason, .manner, .unknown: return false
        }
    }

    /// - Parameter places: in the order of the words.
    private static func nearness(of places: [(word: Int, isAsked: Bool)]) -> Double {
        var least = Int.max
        // The nearest two of different kinds have none between them.
        for (place, next) in zip(places, places.dropFirst()) where place.isAsked != next.isAsked {
            least = min(least, next.word - place.word)
        }
        return least == .max ? 0 : 1 / (1 + Double(least))
    }

    /// Whether what stands between two words sets the first off as what the rest explains: "git-stash - stash the changes",
    /// "Smoker: a can that …".
    private func explains(_ text: [UInt8], _ gap: Range<Int>) -> Bool {
        let bytes = text[gap]
        guard let last = bytes.last, last == 0x20 || last == 0x0A else { return false }
        for index in bytes.indices.dropLast() {
            switch bytes[index] {
            // A colon, or a hyphen that stands by itself.
            case 0x3A where bytes[index + 1] <= 0x20: return true
            case 0x2D where bytes[index + 1] <= 0x20 && index > bytes.startIndex && bytes[index - 1] <= 0x20:
                return true
            // An en or em dash.
            case 0xE2
            where bytes[index...].starts(with: [0xE2, 0x80, 0x93]) || bytes[index...].starts(with: [0xE2, 0x80, 0x94]):
                return true
            default: continue
            }
        }
        return false
    }

    /// The question's words that follow "called" or "known as", if the word at an index is the first of them. In "called
    /// stimulation of the cord" and "called hash tables" a part of the name alone names another thing.
    private func namedThing(
        at index: Int, of tokens: TokenBuffer, _ meanings: [QuestionWords.Meaning]
    ) -> TermSet? {
        var before = index - 1
        while before >= 0, meanings[before].cues.contains(.article) || tokens.form(before).elementsEqual("as".utf8) {
            before -= 1
        }
        guard before >= 0, index - before <= 3, meanings[before].cues.contains(.naming) else { return nil }
        var named = TermSet()
        var next = index
        while next < meanings.count, meanings[next].term >= 0, meanings[next].role == .content {
            named.insert(meanings[next].term)
            next += 1
        }
        guard next < meanings.count else { return named }
        return meanings[next].role == .content || tokens.form(next).elementsEqual("of".utf8) ? nil : named
    }

    /// How much of what stands before the verb is the question, squared: "The parts of X are …" defines no X.
    private func definition(_ subject: SentenceReading, namesKind: Bool) -> Double {
        guard subject.stemCount > 0 else { return 0 }
        let purity = Double(subject.askedStemCount) / Double(subject.stemCount)
        return weights.share(of: subject.terms) * purity * purity * (namesKind ? 1 : 0.5)
    }
}

/// The stems that came up in one reading, by their numbers in ``QuestionWords``. A text without the end of a sentence may hold
/// any number of them: to ask for one takes O(1), and so does to forget them all.
private struct SeenStems {
    /// The reading in which a stem came up last, numbers from 0 on at even places and those below at odd ones.
    private var readings: [UInt32] = []
    private var reading: UInt32 = 1

    mutating func removeAll() {
        let (next, isWorn) = reading.addingReportingOverflow(1)
        if isWorn { readings = [] }
        reading = isWorn ? 1 : next
    }

    /// False if it is there already.
    mutating func insert(_ stem: Int) -> Bool {
        let place = stem >= 0 ? 2 * stem : -2 * stem - 1
        if place >= readings.count {
            readings.append(contentsOf: repeatElement(0, count: place + 1 - readings.count))
        }
        if readings[place] == reading { return false }
        readings[place] = reading
        return true
    }
}

/// What the terms of a question weigh: their inverse document frequencies, 0 for a question word.
struct QuestionWeights {
    private let content: [Double]
    /// Inverse document frequencies of all terms.
    let frequencies: [Double]
    let total: Double
    private let pairs: [(first: Int, second: Int, weight: Double)]
    private let pairTotal: Double

    /// - Parameters:
    ///   - frequencies: the inverse document frequency of each term.
    ///   - isContent: whether the term is a content word.
    ///   - sequence: the content words in the question's order.
    init(frequencies: [Double], isContent: [Bool], sequence: [Int]) {
        self.frequencies = frequencies
        content = zip(frequencies, isContent).map { $1 ? $0 : 0 }
        total = content.reduce(0, +)
        var pairs: [(first: Int, second: Int, weight: Double)] = []
        for (first, second) in zip(sequence, sequence.dropFirst())
        where first != second && pairs.count < 64
            && !pairs.contains(where: { $0.first == first && $0.second == second })
        {
            pairs.append((first, second, frequencies[first] + frequencies[second]))
        }
        self.pairs = pairs
        pairTotal = pairs.reduce(0) { $0 + $1.weight }
    }

    var termCount: Int { content.count }

    func ofTerm(_ term: Int) -> Double { content[term] }

    /// The share of the question's content that the given terms make up.
    func share(of terms: TermSet) -> Double {
        guard total > 0 else { return 0 }
        var sum = 0.0
        for term in terms { sum += content[term] }
        return sum / total
    }

    func pair(_ first: Int, _ second: Int) -> Int? {
        pairs.firstIndex { $0.first == first && $0.second == second }
    }

    func shareOfPairs(_ found: UInt64) -> Double {
        guard pairTotal > 0, found != 0 else { return 0 }
        var sum = 0.0
        for (number, pair) in pairs.enumerated() where found & (1 << UInt64(number)) != 0 { sum += pair.weight }
        return sum / pairTotal
    }
}
