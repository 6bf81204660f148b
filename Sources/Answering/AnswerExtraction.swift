internal import Documents
internal import Retrieval
internal import TextAnalysis

/// Chooses what to quote: what stands beneath a heading that asks the question, else the sentences that most probably
/// answer, as many as the doubt needs.
struct AnswerExtraction {
    /// What to quote, and what speaks for it.
    struct Result {
        var quotes: [Quote]
        var evidence: AnswerEvidence
        /// The quote stands beneath a heading that asks the question.
        var isAnnounced = false
        /// The first quote compares what the question does.
        var compares = false
    }

    let question: Question
    let analyzer: Analyzer
    /// What the question's terms weigh in this collection: what tells its passages apart.
    let weights: QuestionWeights
    /// What they weigh in any: what tells sentences apart and matches from chance.
    let smoothedWeights: QuestionWeights
    let reader: SentenceReader
    let ranking: SentenceRanking
    let askedWords: AskedWords
    /// Nil where it is not known what headings ask.
    private let askedOtherwise: AskedOtherwise?

    init(question: Question, terms: [TermOccurrence], in searcher: Searcher) {
        self.question = question
        analyzer = searcher.analyzer
        func weights(_ frequency: (TermOccurrence) -> Double) -> QuestionWeights {
            QuestionWeights(
                frequencies: terms.map(frequency), isContent: terms.map(\.term.isContent),
                sequence: question.query.contentSequence)
        }
        self.weights = weights(\.inverseDocumentFrequency)
        smoothedWeights = weights { $0.smoothedInverseDocumentFrequency(of: searcher.snapshot.passageCount) }
        reader = SentenceReader(
            words: QuestionWords(
                terms: terms.map { ($0.term.stem, $0.term.forms.map(\.bytes)) },
                relatedWords: searcher.relatedWords, analyzer: analyzer),
            weights: smoothedWeights, type: question.answerType,
            readsDefinitions: question.kind == .other || question.asksWhatItIs)
        ranking = SentenceRanking(
            weights: smoothedWeights, passageWeights: self.weights, type: question.answerType,
            compared: Self.compared(in: question, reader))
        askedWords = AskedWords(question, terms: terms, words: reader.words)
        askedOtherwise =
            analyzer.language == .english
            ? AskedOtherwise(Question.words(of: question.text), kind: question.kind) : nil
    }

    /// What answers best from the given passages, best first; nil when they hold no text.
    func answer(from passages: [RetrievedPassage]) -> Result? {
        let texts = ReadPassages(passages, by: self)
        guard !texts.candidates.isEmpty else { return nil }
        let announced = announcedResult(of: passages, texts)
        if let announced, !mayBeSaidElsewhere(announced) { return announced }
        let quotes = texts.bestQuotes(in: self)
        guard let first = quotes.first else { return announced }
        let evidence = texts.evidence(for: first, isAnnounced: false, in: self)
        if let announced, evidence.definition < AnswerConstants.plainDefinition { return announced }
        return Result(quotes: quotes, evidence: evidence, compares: texts.compares(first, in: self))
    }

    /// What stands beneath a heading that asks the question.
    private func announcedResult(of passages: [RetrievedPassage], _ texts: ReadPassages) -> Result? {
        guard let asking = passageUnderHeading(of: passages, texts), let quote = quoteBeneathHeading(of: asking) else {
            return nil
        }
        return Result(
            quotes: [quote], evidence: texts.evidence(for: quote, isAnnounced: true, in: self), isAnnounced: true)
    }

    /// Whether what stands beneath a heading that names the thing may not say what it is, as the beginning of a chapter does not.
    private func mayBeSaidElsewhere(_ announced: Result) -> Bool {
        guard question.asksWhatItIs, announced.evidence.definition < AnswerConstants.unclearDefinition,
            let section = announced.quotes.first?.section
        else { return false }
        return !asksWhatItIs(section.headings.last ?? section.document.title)
    }

    /// The two things that the question compares or gives to choose from.
    private static func compared(in question: Question, _ reader: SentenceReader) -> ComparedTerms? {
        let sides: (String, String)?
        if case .difference(let first, let second) = question.kind {
            sides = (first, second)
        } else {
            sides = ComparedTerms.alternatives(in: Question.words(of: question.text))
        }
        guard let sides else { return nil }
        func terms(_ text: String) -> TermSet {
            let bytes = Array(text.utf8)
            return reader.read(bytes, in: bytes.indices).terms
        }
        return ComparedTerms(terms(sides.0), terms(sides.1))
    }

    // MARK: A heading that asks the question

    /// The first of the passages beneath a heading that asks the question, among those that score nearly as the best one and
    /// lack no name of the question that another one has.
    private func passageUnderHeading(of passages: [RetrievedPassage], _ texts: ReadPassages) -> RetrievedPassage? {
        guard let best = passages.first else { return nil }
        let index = passages.indices.first { index in
            passages[index].score.points >= AnswerConstants.headingScoreShare * best.score.points
                && texts.lackedNames[index] == 0
                && asksByHeading(passages[index])
        }
        return index.map { passages[$0] }
    }

    /// Whether the heading above a passage, with those around it and the title, asks the question.
    func asksByHeading(_ retrieved: RetrievedPassage) -> Bool {
        let section = retrieved.passage.section
        let title = section.document.title
        guard let heading = section.headings.last ?? (title.isEmpty ? nil : title),
            !section.headings.isEmpty || asksForIntroduction
        else { return false }
        if asksSomethingElse(heading) { return false }
        let own = read(heading)
        // "Pain relief" asks how to relieve pain, too, and "side effects" are asked for as risks.
        let meant = own.terms.union(own.resembled).union(own.related)
        let together = (section.headings.dropLast() + [title]).map(read).reduce(into: meant) {
            $0.formUnion($1.terms)
        }
        let headingShare =
            own.stemCount == 0 ? 1 : Double(own.askedStemCount + own.relatedStemCount) / Double(own.stemCount)
        guard weights.share(of: together) >= AnswerConstants.headingQuestionShare,
            headingShare >= AnswerConstants.headingShare
        else { return false }
        // "Git" is but a word of what "git stash" is or does, and its title says as much.
        let namesLittle = own.stemCount > 0 && weights.share(of: own.terms) < AnswerConstants.definedThingShare
        if question.asksWhatItIs {
            // What something is stands beneath a heading that names the thing and nothing more, or asks just that.
            return !namesLittle
                && (asksWhatItIs(heading)
                    || QuestionKind(of: heading, in: analyzer.language) == .other
                        && headingShare >= AnswerConstants.definitionHeadingShare && !heading.hasSuffix("?"))
        }
        switch question.kind {
        case .difference:
            // Beneath a heading that compares, not just any that names both things.
            let words = Question.words(of: heading)
            if case .difference = QuestionKind(of: heading, in: analyzer.language) { return true }
            return words.contains { $0.hasPrefix("compar") || $0.hasPrefix("differ") }
        default:
            return !namesLittle || !own.terms.subtracting(read(title).terms).isEmpty
        }
    }

    /// Whether a heading asks what something is or does.
    private func asksWhatItIs(_ heading: String) -> Bool {
        Question.asksWhatItIs(
            heading, QuestionKind(of: heading, in: analyzer.language), isEnglish: analyzer.language == .english)
    }

    /// Whether a heading asks, but something else than the question.
    func asksSomethingElse(_ heading: String) -> Bool {
        askedOtherwise?.isAsked(by: heading, in: analyzer.language) ?? false
    }

    /// Whether a heading asks something, as those of an FAQ do.
    func isQuestion(_ heading: String) -> Bool {
        heading.hasSuffix("?") || !heading.isEmpty && QuestionKind(of: heading, in: analyzer.language) != .other
    }

    /// The share of a title's content words that the question has.
    func titleShare(_ title: String) -> Double {
        let reading = read(title)
        return reading.stemCount == 0 ? 0 : Double(reading.askedStemCount) / Double(reading.stemCount)
    }

    func read(_ text: String) -> SentenceReading {
        let bytes = Array(text.utf8)
        return reader.read(bytes, in: bytes.indices)
    }

    private func quoteBeneathHeading(of retrieved: RetrievedPassage) -> Quote? {
        let section = retrieved.passage.section
        let text = SectionSentences(section, analyzer: analyzer)
        guard !text.sentences.isEmpty else { return nil }
        // A question for one fact is answered by the sentence that holds it, not by how the section begins.
        switch question.kind {
        case .person, .time, .place, .quantity:
            if text.wordCount(of: Array(text.sentences.indices)) > AnswerConstants.leadWordLimit { return nil }
        default: break
        }
        if section.headings.isEmpty || !section.hasHeading {
            // A passage that continues a section, or the introduction of a document: its own beginning.
            return lead(
                of: text,
                from: text.sentences.firstIndex { $0.range.upperBound > retrieved.passage.range.lowerBound } ?? 0)
        }
        return lead(of: text, from: 0)
    }

    /// Under a title alone stands an introduction: it answers what the subject is, not just any question about it.
    private var asksForIntroduction: Bool {
        switch question.kind {
        case .definition, .difference: true
        default: false
        }
    }

    /// The whole section when it is short; of a longer one its first sentences, with the list that they lead in to. Nil where it is
    /// nothing but a register.
    private func lead(of text: SectionSentences, from first: Int) -> Quote? {
        let all = Array(first..<text.sentences.count)
        // A table whose header has nothing of the question is furniture where prose follows.
        let isAsked = all.first.map { reader.read(text.section.text, in: text.sentences[$0].range).askedStemCount > 0 }
        let rest = isAsked == true ? all : text.withoutLeadingTable(all)
        if text.wordCount(of: rest) <= AnswerConstants.wholeSectionWordLimit { return text.quote(of: rest) }
        // A question for several things is answered by the section's list, if it has one.
        if let list = rest.lazy.compactMap({ text.wholeList(around: $0) }).first(where: { asks(for: $0, of: text) }) {
            return text.quote(of: list)
        }
        var chosen: [Int] = []
        var words = 0
        for index in rest {
            let sentence = text.sentences[index]
            if let list = text.wholeList(around: index) {
                let isRegister = text.wordCount(of: list) > AnswerConstants.askedListWordLimit
                if isRegister && !asks(for: list, of: text) { break }
                chosen += list.filter { !chosen.contains($0) }
                break
            }
            if !chosen.isEmpty, words + sentence.wordCount > AnswerConstants.leadWordLimit { break }
            chosen.append(index)
            words += sentence.wordCount
        }
        return chosen.isEmpty ? nil : text.quote(of: chosen.sorted())
    }

    /// Whether the question asks for a list, which then comes whole unless it is a register: for how to do something the steps,
    /// in order, however many.
    func asks(for list: [Int], of text: SectionSentences) -> Bool {
        switch question.kind {
        case .list, .superlative: text.wordCount(of: list) <= AnswerConstants.askedListWordLimit
        case .manner: list.contains { text.section.blocks[text.sentences[$0].block].ordinal > 0 }
        default: false
        }
    }
}
