internal import Answering
internal import Documents
public import Retrieval
internal import TextAnalysis

/// Writes answers for people: the quotes, and beneath them where each stands.
///
///     let renderer = AnswerRenderer(style: style, searcher: answerer.searcher)
///     print(renderer.text(of: CitedAnswer(answer, files: files)))
///
/// Everything is indented by two columns and wrapped to the style's width. All of it is neutralised, see ``SafeText``.
public struct AnswerRenderer: Sendable {
    /// Where the answer is read, which decides what a reader can be advised to do next.
    public enum Setting: Sendable {
        /// In the chat, where commands show more.
        case chat
        /// By itself: what a command would show is shown at once.
        case oneShot
    }

    /// How many near misses are shown for a question that is not covered.
    public static let nearMissCount = 3

    static let indent = 2

    let style: Style
    let setting: Setting
    private let searcher: Searcher

    var analyzer: Analyzer { searcher.analyzer }
    /// What the search was limited to, as a `DocumentScope` has it.
    var scope: String? { searcher.scope?.pattern }

    /// - Parameter searcher: what the answers came from.
    public init(style: Style, searcher: Searcher, setting: Setting = .oneShot) {
        self.style = style
        self.searcher = searcher
        self.setting = setting
    }

    /// The answer in lines, each with its line feed.
    ///
    /// - Parameter passageCount: how many of the best passages are listed beneath it.
    public func text(of cited: CitedAnswer, passageCount: Int = 0) -> String {
        (readingLines(cited.answer) + answerLines(cited) + passageLines(cited.answer, count: passageCount)).rendered(
            style)
    }

    // MARK: The reading

    /// How the question was understood, and an empty line; nothing where it was taken as it stands.
    func readingLines(_ answer: Answer) -> [StyledText] {
        guard let reading = answer.reading else { return [] }
        var lines: [StyledText] = []
        if let reference = reading.reference {
            let afresh = setting == .chat ? "; :new starts afresh" : ""
            lines += wrapped(
                reference.word.map { "(taking \"\($0)\" as \"\(reference.subject)\"\(afresh))" }
                    ?? "(taken as \"\(reading.question)\"\(afresh))")
        }
        if !reading.expansions.isEmpty {
            let pairs = reading.expansions.map { "\"\($0.short)\" as \"\($0.long)\"" }
            lines += wrapped("(taking \(pairs.joined(separator: ", ")))")
        }
        if !reading.corrections.isEmpty {
            lines += wrapped(
                Wording.quoted(reading.corrections.map(\.typed)) + (reading.corrections.count == 1 ? " does" : " do")
                    + " not occur. Answering for \(Wording.quoted(reading.corrections.map(\.taken))) instead:")
        }
        return lines + [.empty]
    }

    // MARK: The answer

    func answerLines(_ cited: CitedAnswer) -> [StyledText] {
        cited.answer.status == .answered
            ? quoteLines(cited) + [.empty] + citationLines(cited) : notCoveredLines(cited.answer)
    }

    private func quoteLines(_ cited: CitedAnswer) -> [StyledText] {
        let parts = cited.answer.parts
        let layout = layout(for: cited.answer)
        var lines: [StyledText] = []
        for (index, part) in parts.enumerated() {
            if !lines.isEmpty { lines.append(.empty) }
            if parts.count > 1 {
                let label = part.label.map { "[\(index + 1)] \($0):" } ?? "[\(index + 1)]"
                lines += StyledText(label, isEmphasised: true).wrapped(width: style.width, indent: Self.indent)
            }
            lines += layout.lines(of: BlockLayout.pieces(of: part.quote), indent: Self.indent)
        }
        return lines
    }

    private func citationLines(_ cited: CitedAnswer) -> [StyledText] {
        cited.sources.enumerated().flatMap { index, source in
            let remarks =
                (index == 0 ? ["confidence " + Wording.confidence(cited.answer.confidence)] : [])
                + (Wording.state(source.verification).map { [$0] } ?? [])
            return placeLines(Place(source.citation), marker: "[\(index + 1)]", link: source.link, remarks: remarks)
        }
    }

    /// A place with its marker, heading and remarks.
    func placeLines(_ place: Place, marker: String, link: String? = nil, remarks: [String] = []) -> [StyledText] {
        let location = StyledText(place.location, link: link)
        if style.isPlain {
            let rest = ([place.heading] + remarks).filter { !$0.isEmpty }.map { ", " + $0 }.joined()
            return (StyledText(marker + " ") + location + StyledText(rest)).wrapped(
                width: style.width, indent: Self.indent)
        }
        var pieces = [(gap: 0, text: StyledText(marker + " ") + location), (gap: 2, text: StyledText(place.heading))]
        pieces += remarks.enumerated().map { (gap: $0.offset == 0 ? 6 : 2, text: StyledText($0.element)) }
        return StyledText.flow(
            pieces, width: style.width, indent: Self.indent, hanging: Self.indent + DisplayWidth.columns(of: marker) + 1
        )
    }

    // MARK: Not covered

    private func notCoveredLines(_ answer: Answer) -> [StyledText] {
        let searched = scope.map { "the documents that match \(Wording.pattern($0))" } ?? "these documents"
        var lines = wrapped("Not covered: no passage in \(searched) answers that.")
        let missing = answer.missingWords
        var more: [String] = []
        if !missing.isEmpty {
            more.append(
                Wording.quoted(missing) + (missing.count == 1 ? " does" : " do") + " not occur"
                    + (scope == nil ? " in them." : " in any document."))
            // What does not occur in the documents may stand there.
            if let unreadFileCount = try? searcher.snapshot.unreadFileCount(), unreadFileCount > 0 {
                more.append(
                    Wording.count(unreadFileCount, "other file") + (unreadFileCount == 1 ? " was" : " were")
                        + " not read; \(setting == .chat ? ":skipped" : "`quoth status`") says why.")
            }
        }
        if setting == .chat, !answer.passages.isEmpty {
            more.append(
                answer.passages.count == 1 ? ":near shows the closest passage." : ":near shows the closest passages.")
        }
        let near = answer.nearMisses
        lines += wrapped(more.joined(separator: " "))
        if setting == .oneShot, !near.isEmpty {
            lines += wrapped("Near misses, which do not answer it:")
            lines += near.flatMap { placeLines(Place($0.passage), marker: "-") }
        }
        return lines
    }

    // MARK: Passages

    /// The best passages under a line that says what they are, after an empty line; nothing for none.
    func passageLines(_ answer: Answer, count: Int) -> [StyledText] {
        let passages = answer.passages.prefix(count)
        guard !passages.isEmpty else { return [] }
        let which = passages.count == 1 ? "The closest passage" : "The \(passages.count) closest passages"
        let caution =
            answer.status == .answered ? ":" : ", which \(passages.count == 1 ? "does" : "do") not answer it:"
        return [.empty] + wrapped(which + caution) + entryLines(Array(passages), of: answer)
    }

    /// Passages with their places, scores, and the lines in which the question's words stand.
    func entryLines(_ passages: [RetrievedPassage], of answer: Answer) -> [StyledText] {
        let layout = layout(for: answer)
        return passages.enumerated().flatMap { index, retrieved in
            let marker = "\(index + 1)."
            let place = placeLines(Place(retrieved.passage), marker: marker, remarks: ["score \(retrieved.score)"])
            let indent = Self.indent + 1 + marker.utf8.count
            let pieces = BlockLayout.pieces(of: retrieved.passage.section, in: retrieved.passage.range).filter {
                $0.block.kind != .heading
            }
            let start = layout.bestStart(of: pieces)
            let header = BlockLayout.pieces(of: retrieved.passage.section, in: retrieved.passage.header)
            var text = layout.lines(of: header + pieces[start...], indent: indent)
            if start > 0 { text.insert(.spaces(indent) + StyledText("…"), at: 0) }
            let limit = Self.entryLineCount + (start > 0 ? 1 : 0)
            if text.count > limit {
                text = Array(text.prefix(limit))
                while text.last?.runs.isEmpty ?? false { text.removeLast() }
                if let last = text.popLast() { text.append(last.cut(to: style.width - 2) + StyledText(" …")) }
            }
            return place + text
        }
    }

    /// Of a passage in a list so many lines are shown.
    private static let entryLineCount = 4

    // MARK: Lines

    func layout(for answer: Answer) -> BlockLayout {
        BlockLayout(
            style: style, analyzer: analyzer, stems: Set(answer.terms.filter(\.term.isContent).map(\.term.stem)))
    }

    func wrapped(_ text: String) -> [StyledText] {
        StyledText(text).wrapped(width: style.width, indent: Self.indent)
    }
}
