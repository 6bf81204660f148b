internal import Answering
internal import Documents
internal import Retrieval

extension Session {
    mutating func obey(_ command: Command) {
        switch command {
        case .help(let name):
            let help = HelpText(style: style, isBundledCorpus: options.isBundledCorpus)
            show(name.map(help.page(for:)) ?? help.overview)
        case .source(let number): showSource(number)
        case .context(let number): showContext(number)
        case .near: showNear()
        case .why: explain()
        case .again:
            guard let last = lastExchange() else { return }
            ask(last.cited.answer.question, in: last.before)
        case .new:
            conversation = Conversation()
            last = nil
            say("Starting afresh.")
        case .top(let count): setTop(count)
        case .status:
            engine.refresh()
            say(engine.status())
        case .reindex: say(engine.reindex())
        case .quit: break
        }
    }

    /// The last exchange; without one says so.
    private mutating func lastExchange() -> Exchange? {
        if last == nil { say("Nothing has been asked yet.") }
        return last
    }

    /// A quote of the last answer; without one says so.
    private mutating func source(_ number: Int) -> CitedAnswer.Source? {
        guard let last = lastExchange() else { return nil }
        let sources = last.cited.sources
        switch (sources.count, number) {
        case (0, _): say("The last question is not covered, so there is no quote.")
        case (let count, let number) where (1...count).contains(number): return sources[number - 1]
        case (1, _): say("The last answer has one quote, [1].")
        case (let count, _): say("The last answer has the quotes [1] to [\(count)].")
        }
        return nil
    }

    private mutating func showSource(_ number: Int) {
        guard let citation = source(number)?.citation else { return }
        show(SourceListing(style: style).lines(of: citation, bytes: sources.bytes(of: citation.document)))
    }

    private mutating func showContext(_ number: Int) {
        guard let source = source(number), let last else { return }
        let section = source.citation.quote.section
        let renderer = renderer(for: last.answerer)
        let whole = Place(section)
        let pieces = BlockLayout.pieces(of: section, in: 0..<section.text.count).filter { $0.block.kind != .heading }
        let remark = Wording.state(source.verification).map { [$0] } ?? []
        show(
            renderer.placeLines(whole, marker: "[\(number)]", remarks: remark) + [.empty]
                + renderer.layout(for: last.cited.answer).lines(of: pieces, indent: AnswerRenderer.indent) + [.empty])
    }

    private mutating func showNear() {
        guard let last = lastExchange() else { return }
        let answer = last.cited.answer
        guard !answer.passages.isEmpty else {
            say("No passage holds a word of the question.")
            return
        }
        let renderer = renderer(for: last.answerer)
        let count = max(AnswerRenderer.nearMissCount, options.answer.passageCount)
        show(Array(renderer.passageLines(answer, count: count).dropFirst()))
    }

    private mutating func explain() {
        guard let last = lastExchange() else { return }
        let answer = last.cited.answer
        let renderer = renderer(for: last.answerer)
        guard let best = answer.passages.first else {
            say(
                "No passage holds a word of the question, so the score is \(Score.zero). Answers need \(answer.threshold)."
            )
            return
        }
        do {
            guard let explanation = try last.answerer.explanation(of: answer) else { return }
            show(
                renderer.explanationLines(explanation, threshold: answer.threshold)
                    + [.empty]
                    + renderer.wrapped("This is the score of \(Place(best.passage).location), the best passage."))
            if answer.parts.count > 1 {
                say("The sides of the comparison were looked up one by one.")
            }
        } catch {
            say("The score cannot be explained: \(error)")
        }
    }

    private mutating func setTop(_ count: Int) {
        options.answer.passageCount = count
        say(
            count == 0
                ? "No passages are listed beneath answers." : "\(Wording.count(count, "passage")) beneath each answer.")
        if count > 0, let last { ask(last.cited.answer.question, in: last.before) }
    }
}
