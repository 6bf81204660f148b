public import Retrieval
internal import TextAnalysis

/// What may be chosen about an answer.
public struct AnswerOptions: Sendable {
    /// How many passages to report.
    public var passageCount: Int
    /// The least probability of being right at which a question counts as covered.
    public var leastConfidence: Double

    public init(passageCount: Int = 0, leastConfidence: Double? = nil) {
        self.passageCount = passageCount
        self.leastConfidence = leastConfidence ?? AnswerConstants.confidenceThreshold
    }
}

/// Answers questions by quoting the documents of an index.
///
/// The way of a question: what it is taken to mean (`Conversation`, `Spelling`), what kind it is (`Question`), which
/// passages are nearest (`Searcher`), what of them to quote (`AnswerExtraction`), and how sure that is (`Confidence`).
public struct Answerer: Sendable {
    public let searcher: Searcher

    public init(searcher: Searcher) {
        self.searcher = searcher
    }

    /// - Parameter conversation: what was talked about before, for questions that point back; nil for a question by itself.
    public func answer(
        _ text: String, in conversation: Conversation? = nil, options: AnswerOptions = AnswerOptions()
    ) throws(IndexError) -> Answer {
        let plain = try answerAsSpelt(text, in: conversation, options)
        let reading = plain.reading ?? Reading(question: text)
        let shortForms = SpelledOut(searcher: searcher)
        let expansions = try shortForms.expansions(of: reading.question)
        guard !expansions.isEmpty else { return plain }
        let shorts = Set(expansions.map { $0.short.lowercased() })
        let rest = plain.terms.filter { !shorts.contains($0.term.text) }
        // Where what is quoted has the short form itself, says what it is if that is asked, and speaks of the rest, it is the better
        // match.
        let answersRest = plain.status == .answered && Self.speaks(plain, of: rest)
        if answersRest, plain.evidence.missingDefinition == 0, let section = plain.parts.first?.quote.section,
            expansions.allSatisfy({ shortForms.holds($0.short, section) })
        {
            return plain
        }
        var spelledOut = reading
        spelledOut.question = SpelledOut.spelledOut(reading.question, expansions)
        spelledOut.expansions = expansions
        let longer = try answer(text, as: Question(spelledOut.question, searcher: searcher), spelledOut, options)
        // Of four words that stand for one, the passage that has them all may have nothing else of the question.
        return longer.confidence > plain.confidence && Self.speaks(longer, of: rest) ? longer : plain
    }

    /// The answer to a question as it is meant in a conversation, with mistyped words mended.
    private func answerAsSpelt(
        _ text: String, in conversation: Conversation?, _ options: AnswerOptions
    ) throws(IndexError) -> Answer {
        let asTyped = try answerInTalk(text, in: conversation, options)
        // A word that the documents do not hold is taken for a mistyped one only where that leads to an answer.
        var reading = asTyped.reading ?? Reading(question: text)
        let corrections = try corrections(of: reading.question, asTyped.terms)
        guard !corrections.isEmpty else { return asTyped }
        reading.question = respell(reading.question, corrections)
        reading.corrections = corrections
        let mended = try answer(text, as: Question(reading.question, searcher: searcher), reading, options)
        return mended.status == .answered && Self.keepsCapitals(mended, corrections, of: text) ? mended : asTyped
    }

    /// The answer to a question as it is meant in a conversation.
    ///
    /// Whether a question that nothing in it ties to the talk has a subject of its own is for the documents to say: it is taken
    /// for one about the subject of the talk where that leads to the better answer, one that speaks of what was asked.
    private func answerInTalk(
        _ text: String, in conversation: Conversation?, _ options: AnswerOptions
    ) throws(IndexError) -> Answer {
        func answer(_ reading: Reading?) throws(IndexError) -> Answer {
            try self.answer(text, as: Question(reading?.question ?? text, searcher: searcher), reading, options)
        }
        // What points back is known of English alone; elsewhere a question is taken as it stands.
        guard searcher.analyzer.language == .english, let conversation, let reading = conversation.reading(of: text)
        else { return try answer(nil) }
        let read = try answer(reading)
        guard conversation.isGuess(text) else { return read }
        let alone = try answer(nil)
        // Where the same passage is the best, the subject of the talk had no part in it.
        let isElsewhere = read.passages.first?.passage.id != alone.passages.first?.passage.id
        let isBetter = alone.status != .answered || isElsewhere && read.confidence > alone.confidence
        return read.status == .answered && isBetter && Self.speaks(read, of: alone.terms) ? read : alone
    }

    /// Whether the passage that a question with words added is answered from holds half of what the question has of its
    /// own, by inverse document frequency; so it does where that is nothing.
    private static func speaks(_ read: Answer, of own: [TermOccurrence]) -> Bool {
        func weight(_ terms: [TermOccurrence]) -> Double {
            terms.reduce(0) { $0 + ($1.term.isContent ? $1.inverseDocumentFrequency : 0) }
        }
        let asked = weight(own)
        return asked == 0
            || (1 - read.evidence.passageShare) * weight(read.terms) <= AnswerConstants.guessLackLimit * asked
    }

    /// Why the best passage of an answer has its score; nil when there is none.
    public func explanation(of answer: Answer) throws(IndexError) -> Explanation? {
        guard let best = answer.passages.first else { return nil }
        return try searcher.explanation(of: best.passage.id, for: answer.query)
    }

    private func answer(
        _ text: String, as question: Question, _ reading: Reading?, _ options: AnswerOptions
    ) throws(IndexError) -> Answer {
        let terms = try searcher.occurrences(of: question.query)
        let count = max(options.passageCount, AnswerConstants.passagesRead, AnswerConstants.nearMissLimit)
        let passages = try distinctPassages(count, for: question.query)
        var found = try answer(to: question, terms, passages)
        found?.evidence.respeltWords = Double(reading?.corrections.count ?? 0)
        let confidence = found.map { Confidence.probability($0.evidence) } ?? 0
        let isCovered = found != nil && confidence >= options.leastConfidence
        return Answer(
            question: text, reading: reading, query: question.query, status: isCovered ? .answered : .notCovered,
            parts: isCovered ? found?.parts ?? [] : [], confidence: confidence, score: passages.first?.score ?? .zero,
            threshold: Confidence.score(for: options.leastConfidence, found?.evidence ?? AnswerEvidence()),
            passages: passages, terms: terms, evidence: found?.evidence ?? AnswerEvidence())
    }

    /// The best passages, each text and each heading's section once: a second passage of a section, or a copy or near copy of
    /// it elsewhere, takes the place of something new.
    private func distinctPassages(_ count: Int, for query: Query) throws(IndexError) -> [RetrievedPassage] {
        var passages: [RetrievedPassage] = []
        var texts = ByteStringTable<Void>(slotCount: 64)
        var rows: [WordRows] = []
        var sections: Set<SectionName> = []
        for ranked in try searcher.topPassages(4 * count, for: query)
        where passages.count < count && ranked.score > .zero {
            guard let stored = try searcher.storedPassage(ranked.id) else { continue }
            let letters = Self.letters(of: stored.text)
            let isNewText = texts.intern(letters, 0..<letters.count).isNew
            let isNewSection =
                stored.section.headings.isEmpty
                || sections.insert(
                    SectionName(document: stored.section.document, headings: stored.section.headings)
                ).inserted
            guard isNewText && isNewSection else { continue }
            let own = WordRows(stored.text)
            let isNearCopy = rows.contains {
                $0.hasSameNumbers(as: own) && $0.resemblance(to: own) >= AnswerConstants.nearCopyShare
            }
            if isNearCopy { continue }
            rows.append(own)
            passages.append(RetrievedPassage(passage: stored, score: ranked.score))
        }
        return passages
    }

    /// What tells a text from another one: copies in other formats differ in line ends, blanks and punctuation.
    private static func letters(of text: ArraySlice<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.append(addingCapacity: text.count) { letters in
            for byte in text {
                switch byte {
                case 0x41...0x5A: letters.append(byte | 0x20)
                case 0x30...0x39, 0x61...0x7A, 0x80...: letters.append(byte)
                default: break
                }
            }
        }
        return letters
    }

    private struct SectionName: Hashable {
        var document: StoredDocument
        var headings: [String]
    }

    private struct Found {
        var parts: [AnswerPart]
        var evidence: AnswerEvidence
    }

    private func answer(
        to question: Question, _ terms: [TermOccurrence], _ passages: [RetrievedPassage]
    ) throws(IndexError) -> Found? {
        let extraction = AnswerExtraction(question: question, terms: terms, in: searcher)
        let read = Array(passages.prefix(AnswerConstants.passagesRead))
        guard let result = extraction.answer(from: read) else { return nil }
        if case .difference(let first, let second) = question.kind, !result.isAnnounced,
            let left = try side(first), let right = try side(second),
            left.isDefined && right.isDefined || !result.compares
        {
            // Such an answer is as good as its weaker side.
            let isLeftWeaker = Confidence.probability(left.evidence) <= Confidence.probability(right.evidence)
            return Found(parts: [left.part, right.part], evidence: isLeftWeaker ? left.evidence : right.evidence)
        }
        return Found(
            parts: result.quotes.map { AnswerPart(label: nil, quote: $0) }, evidence: result.evidence)
    }

    /// One side of a comparison: what the thing is, and whether the quote says so plainly.
    private func side(
        _ subject: String
    ) throws(IndexError) -> (part: AnswerPart, isDefined: Bool, evidence: AnswerEvidence)? {
        let question = Question.asking(whatIs: subject, searcher: searcher)
        let passages = try distinctPassages(AnswerConstants.passagesRead, for: question.query)
        let terms = try searcher.occurrences(of: question.query)
        let extraction = AnswerExtraction(question: question, terms: terms, in: searcher)
        guard let result = extraction.answer(from: passages), let quote = result.quotes.first,
            Confidence.probability(result.evidence) >= AnswerConstants.confidenceThreshold
        else { return nil }
        return (
            AnswerPart(label: subject, quote: quote),
            result.evidence.missingDefinition <= AnswerConstants.missingOfPlainDefinition, result.evidence
        )
    }
}
