internal import Answering
internal import Documents
internal import Retrieval

extension Session {
    mutating func obey(_ command: Command) {
        switch command {
        case .help(let name):
            let help = HelpText(style: style, isBundledCorpus: options.isBundledCorpus)
            page(name.map(help.page(for:)) ?? help.overview)
        case .source(let number): showSource(number)
        case .context(let number): showContext(number)
        case .near: showNear()
        case .why: explain()
        case .again: again()
        case .new:
            conversation = Conversation()
            last = nil
            say("Starting afresh.")
        case .within(let pattern): limit(to: pattern)
        case .top(let count): set(.top(count))
        case .history(let text): showHistory(text)
        case .files(let pattern): showFiles(pattern)
        case .skipped: report(engine.skipped())
        case .status: report(engine.status())
        case .reindex: say(engine.reindex())
        case .gaps: showGaps()
        case .export(let file, let format): export(to: file, as: format)
        case .settings: showSettings()
        case .set(let setting): set(setting)
        case .editor: edit()
        case .quit: break
        }
    }

    /// The last exchange; without one says so.
    private mutating func lastExchange() -> Exchange? {
        if last == nil { say("Nothing has been asked yet.") }
        return last
    }

    // MARK: About the last answer

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
        let bytes = sources.bytes(of: citation.document)
        let isTooLarge = bytes == nil && sources.isTooLarge(citation.document)
        page(SourceListing(style: style).lines(of: citation, bytes: bytes, isTooLarge: isTooLarge))
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
                "No passage holds a word of the question, so the score is \(Score.zero)."
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

    /// Each further time lists so many passages more.
    private static let passagesPerRepeat = 5

    private mutating func again() {
        guard let last = lastExchange() else { return }
        let count = min(last.listedCount + Self.passagesPerRepeat, Command.passageLimit)
        ask(last.cited.answer.question, in: last.before, passageCount: count, isRepeated: true)
    }

    // MARK: What is searched

    private mutating func limit(to pattern: String?) {
        guard let pattern else {
            say(options.scope == nil ? "All documents are searched." : "All documents are searched again.")
            options.scope = nil
            return
        }
        let before = options.scope
        options.scope = pattern
        guard let scope = currentAnswerer()?.searcher.scope, scope.documentCount > 0 else {
            options.scope = before
            return
        }
        say(
            "Searching only \(Wording.count(scope.documentCount, "document")), which "
                + "\(scope.documentCount == 1 ? "matches" : "match") \(Wording.pattern(pattern)). :in alone searches all again."
        )
    }

    /// Of more files the first are shown.
    private static let fileLimit = 40

    private mutating func showFiles(_ pattern: String?) {
        guard let snapshot = currentAnswerer()?.searcher.snapshot else { return }
        let patterns = pattern.map { PathPattern($0) }
        var shown: [(path: [UInt8], documentCount: Int)] = []
        var count = 0
        do {
            try snapshot.forEachFile { _, path, documentCount in
                guard patterns?.matches(path) ?? true else { return true }
                count += 1
                shown.append((path, documentCount))
                return true
            }
        } catch {
            say("The documents cannot be listed: \(error)")
            return
        }
        guard count > 0 else {
            say(pattern.map { "No document matches \(Wording.pattern($0))." } ?? "The index holds no documents.")
            return
        }
        shown.sort { $0.path.lexicographicallyPrecedes($1.path) }
        var lines: [StyledText] = []
        for file in shown.prefix(Self.fileLimit) {
            let documents = file.documentCount > 1 ? "  (\(Wording.count(file.documentCount, "document")))" : ""
            lines.append(
                .spaces(AnswerRenderer.indent) + StyledText(SafeText.neutralise(fileName: file.path) + documents))
        }
        show(lines)
        if count > Self.fileLimit {
            say("… and \(Wording.grouped(count - Self.fileLimit)) more. :files GLOB lists those that match.")
        } else if count > 1 {
            say(Wording.count(count, "file") + ".")
        }
    }

    // MARK: What was asked

    /// Of more lines the latest are shown.
    private static let historyLimit = 20

    private mutating func showHistory(_ text: String) {
        let found = surroundings.history(matching: text)
        // The command itself is the latest line, and never what is looked for.
        let entries = found.last?.hasPrefix(":history") ?? false ? found.dropLast() : found[...]
        guard !entries.isEmpty else {
            say(text.isEmpty ? "Nothing has been asked yet." : "Nothing that was asked holds \"\(text)\".")
            return
        }
        if entries.count > Self.historyLimit {
            say("The latest \(Self.historyLimit) of \(Wording.grouped(entries.count)):")
        }
        show(
            entries.suffix(Self.historyLimit).flatMap {
                StyledText($0).wrapped(
                    width: style.width, indent: AnswerRenderer.indent, hanging: AnswerRenderer.indent + 2)
            })
    }

    private mutating func showGaps() {
        let questions = surroundings.gaps()
        guard !questions.isEmpty else {
            say(
                options.keepsGaps
                    ? "No question has gone without an answer since the list is kept."
                    : "Unanswered questions are not kept. :set gaps on keeps a list of them, on this machine only.")
            return
        }
        guard let answerer = currentAnswerer() else { return }
        do {
            let report = try GapReport(
                questions, answerer: Answerer(searcher: Searcher(snapshot: answerer.searcher.snapshot)))
            show(report.lines(style: style))
        } catch {
            say("The list cannot be grouped: \(error)")
        }
    }

    // MARK: Files and editors

    private mutating func export(to file: String, as format: Command.ExportFormat) {
        guard !transcript.isEmpty else {
            say("Nothing has been asked yet.")
            return
        }
        let bytes = format == .markdown ? transcript.markdown : transcript.jsonLines
        let name = SafeText.neutralise(file, keepsLayout: false)
        var writing = surroundings.write(bytes, to: file, replacing: false)
        if writing == .exists {
            guard case .line(let reply) = lines.reply(prompt: "  \(name) exists. Replace it? [y/N] "),
                ["y", "yes"].contains(reply.lowercased())
            else {
                say("\(name) was left as it was.")
                return
            }
            writing = surroundings.write(bytes, to: file, replacing: true)
        }
        switch writing {
        case .written: say("\(Wording.count(transcript.count, "question")) written to \(name).")
        case .exists: say("\(name) was left as it was.")
        case .failed(let reason): say("\(name) cannot be written: \(reason)")
        }
    }

    private mutating func edit() {
        switch surroundings.edit() {
        case .failed(let reason): say(reason)
        case .text(let text):
            let question = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            guard !question.isEmpty else {
                say("Nothing was written.")
                return
            }
            // It was not typed at the prompt, so it is shown as if it had been.
            show(StyledText("> " + question).wrapped(width: style.width, indent: 0, hanging: 2))
            switch ChatLine(question) {
            case .command(.editor), .command(.quit): break
            case let line: take(line)
            }
        }
    }

    // MARK: Settings

    private mutating func set(_ setting: Command.Setting) {
        switch setting {
        case .top(let count):
            options.answer.passageCount = count
            say(
                count == 0
                    ? "No passages are listed beneath answers."
                    : "\(Wording.count(count, "passage")) beneath each answer.")
            if count > 0, let last { ask(last.cited.answer.question, in: last.before, isRepeated: true) }
        case .leastConfidence(let value):
            options.answer.leastConfidence = value
            say("Questions are answered from a confidence of \(Wording.decimals(value, 2)).")
        case .colour(let isOn):
            options.style.hasColour = isOn
            say(isOn ? "With colour." : "Without colour.")
        case .plain(let isOn):
            options.style.isPlain = isOn
            say(isOn ? "Plain text." : "Text in columns where that helps.")
        case .gaps(let isOn):
            options.keepsGaps = isOn
            say(
                isOn
                    ? "Unanswered questions are kept, on this machine only. :gaps shows them; gaps = on in the configuration file "
                        + "keeps them in every chat."
                    : "Unanswered questions are not kept.")
        case .pager(let isOn):
            options.usesPager = isOn
            say(isOn ? "Help and sources taller than the window are shown in a pager." : "Without a pager.")
        }
    }

    private func value(of key: Command.Setting.Key) -> String {
        func word(_ isOn: Bool) -> String { isOn ? "on" : "off" }
        return switch key {
        case .top: String(options.answer.passageCount)
        case .minConfidence: Wording.decimals(options.answer.leastConfidence, 2)
        case .color: word(options.style.hasColour)
        case .plain: word(options.style.isPlain)
        case .gaps: word(options.keepsGaps)
        case .pager: word(options.usesPager)
        }
    }

    private mutating func showSettings() {
        let keys = Command.Setting.Key.allCases
        let column = (keys.map { $0.rawValue.utf8.count }.max() ?? 0) + 2
        let indent = AnswerRenderer.indent
        var lines: [StyledText] = []
        for key in keys {
            let value = value(of: key)
            if style.isPlain {
                lines += StyledText("\(key.rawValue) \(value): \(key.meaning)").wrapped(
                    width: style.width, indent: indent)
                continue
            }
            func padded(_ text: String, to width: Int) -> StyledText {
                StyledText(text) + .spaces(max(1, width - text.utf8.count))
            }
            let head = StyledText.spaces(indent) + padded(key.rawValue, to: column) + padded(value, to: 6)
            let meaning = StyledText(key.meaning).wrapped(width: style.width, indent: head.width)
            lines.append(head + (meaning.first?.dropping(spaces: head.width) ?? .empty))
            lines += meaning.dropFirst()
        }
        show(lines)
    }
}
