internal import Documents
internal import Retrieval
internal import TextAnalysis

/// Chooses what to quote: what stands beneath a heading that asks the question, else the best sentence with what it needs.
struct AnswerExtraction {
    private let question: Question
    private let analyzer: Analyzer
    private let ranking: SentenceRanking

    init(question: Question, terms: [TermOccurrence], analyzer: Analyzer) {
        self.question = question
        self.analyzer = analyzer
        ranking = SentenceRanking(question: question, terms: terms, analyzer: analyzer)
    }

    /// The quote that answers best from the given passages, best first; nil when they hold no text.
    func quote(from passages: [RetrievedPassage]) -> Quote? {
        if let asking = passageUnderHeading(of: passages), let quote = quoteBeneathHeading(of: asking) { return quote }
        return bestSentence(of: passages)
    }

    // MARK: A heading that asks the question

    /// The first of the passages beneath a heading that asks the question, among those that score nearly as the best one.
    func passageUnderHeading(of passages: [RetrievedPassage]) -> RetrievedPassage? {
        guard let best = passages.first else { return nil }
        return passages.first { passage in
            passage.score.points >= AnswerConstants.headingScoreShare * best.score.points && asksByHeading(passage)
        }
    }

    /// Whether the heading above a passage, with those around it and the title, asks the question.
    private func asksByHeading(_ retrieved: RetrievedPassage) -> Bool {
        let section = retrieved.passage.section
        let title = section.document.title
        guard let heading = section.headings.last ?? (title.isEmpty ? nil : title),
            !section.headings.isEmpty || asksForIntroduction
        else { return false }
        let match = ranking.match(
            heading: Array(heading.utf8), context: ([title] + section.headings).map { Array($0.utf8) })
        guard match.questionShare >= AnswerConstants.headingQuestionShare,
            match.headingShare >= AnswerConstants.headingShare
        else { return false }
        switch question.kind {
        case .definition:
            // What something is stands beneath a heading that names the thing and nothing more, or asks just that.
            let kind = QuestionKind(of: heading, in: analyzer.language)
            return kind == .definition
                || kind == .other && match.headingShare >= AnswerConstants.definitionHeadingShare
                    && !heading.hasSuffix("?")
        case .difference:
            // Beneath a heading that compares, not just any that names both things.
            let words = Question.words(of: heading)
            if case .difference = QuestionKind(of: heading, in: analyzer.language) { return true }
            return words.contains { $0.hasPrefix("compar") || $0.hasPrefix("differ") }
        default:
            return true
        }
    }

    private func quoteBeneathHeading(of retrieved: RetrievedPassage) -> Quote? {
        let section = retrieved.passage.section
        let text = SectionSentences(section, analyzer: analyzer)
        guard !text.sentences.isEmpty else { return nil }
        // A question for one fact is answered by the sentence that holds it, not by how the section begins.
        switch question.kind {
        case .person, .time, .place, .quantity:
            if text.sentences.reduce(0, { $0 + $1.wordCount }) > AnswerConstants.leadWordLimit { return nil }
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

    /// The whole section when it is short; of a longer one its first sentences, with the list that they lead in to.
    private func lead(of text: SectionSentences, from first: Int) -> Quote {
        let rest = Array(first..<text.sentences.count)
        let wordCount = rest.reduce(0) { $0 + text.sentences[$1].wordCount }
        if wordCount <= AnswerConstants.wholeSectionWordLimit { return text.quote(of: rest) }
        // A question for several things is answered by the section's list, if it has one.
        if asksForList, let list = rest.lazy.compactMap({ text.wholeList(around: $0) }).first {
            return text.quote(of: list)
        }
        var chosen: [Int] = []
        var words = 0
        for index in rest {
            let sentence = text.sentences[index]
            if let list = text.wholeList(around: index) {
                chosen += list.filter { !chosen.contains($0) }
                break
            }
            if !chosen.isEmpty, words + sentence.wordCount > AnswerConstants.leadWordLimit { break }
            chosen.append(index)
            words += sentence.wordCount
        }
        return text.quote(of: chosen.sorted())
    }

    private var asksForList: Bool {
        switch question.kind {
        case .list, .superlative: true
        default: false
        }
    }

    // MARK: The best sentence

    private struct Found {
        var text: SectionSentences
        var index: Int
        var weight: Double
        var coverage: SentenceRanking.Coverage
    }

    private func bestSentence(of passages: [RetrievedPassage]) -> Quote? {
        var best: Found?
        for retrieved in passages {
            let section = retrieved.passage.section
            let text = SectionSentences(section, analyzer: analyzer)
            let above = ranking.coverage(
                of: Array(([section.document.title] + section.headings).joined(separator: " ").utf8)[...])
            var previous: SentenceRanking.Coverage? = above
            var previousBlock: Int?
            for index in text.sentences.indices {
                let sentence = text.sentences[index]
                let coverage = ranking.coverage(of: text.text(of: sentence))
                defer {
                    previous = coverage
                    previousBlock = sentence.block
                }
                guard sentence.range.overlaps(retrieved.passage.range) else { continue }
                // The first sentence of a block leans on the heading.
                if let block = previousBlock, block != sentence.block { previous = above }
                let weight = ranking.weight(
                    of: sentence, coverage, in: text.text(of: sentence), previous: previous,
                    passageScore: retrieved.score)
                if best.map({ weight > $0.weight }) ?? true {
                    best = Found(text: text, index: index, weight: weight, coverage: coverage)
                }
            }
        }
        return best.map(withNeighbours)
    }

    /// The sentence with what it needs: the whole list that it belongs to, the sentence that it leans on, the one that goes on.
    private func withNeighbours(_ found: Found) -> Quote {
        let text = found.text
        // One entry of a list of definitions is enough.
        let isEntry = question.kind == .definition && text.kind(of: text.sentences[found.index]) == .listItem
        if !isEntry, let list = text.wholeList(around: found.index) {
            let words = list.reduce(0) { $0 + text.sentences[$1].wordCount }
            let leadsIn = list.first == found.index && text.section.blocks[text.sentences[found.index].block].group == 0
            if asksForList || leadsIn || words <= AnswerConstants.neighbourWordLimit { return text.quote(of: list) }
        }
        var chosen = [found.index]
        var words = text.sentences[found.index].wordCount
        func take(_ index: Int) {
            guard text.sentences.indices.contains(index), !chosen.contains(index),
                text.sentences[index].block == text.sentences[found.index].block,
                words + text.sentences[index].wordCount <= AnswerConstants.neighbourWordLimit
            else { return }
            chosen.append(index)
            words += text.sentences[index].wordCount
        }
        if dangles(text.text(of: text.sentences[found.index])) { take(found.index - 1) }
        take(found.index + 1)
        take(found.index - 1)
        return text.quote(of: chosen.sorted())
    }

    /// Whether a sentence begins with a word that points back.
    private func dangles(_ text: ArraySlice<UInt8>) -> Bool {
        let first = Question.words(of: String(decoding: text.prefix(24), as: UTF8.self)).first ?? ""
        return [
            "this", "that", "these", "those", "it", "its", "they", "their", "he", "she", "his", "her", "such",
            "however",
            "but", "then", "also", "so", "therefore", "both",
        ].contains(first)
    }
}
