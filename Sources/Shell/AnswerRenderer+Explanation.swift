public import Retrieval

extension AnswerRenderer {
    /// Why a passage has its score, in lines: the sum, and a table of its parts. The parts add up to the last digit.
    ///
    /// - Parameter threshold: the score from which a question counts as covered.
    public func text(of explanation: Explanation, threshold: Score) -> String {
        explanationLines(explanation, threshold: threshold).rendered(style)
    }

    func explanationLines(_ explanation: Explanation, threshold: Score) -> [StyledText] {
        let parts = explanation.parts.filter { $0.score != .zero }
        var pieces = parts.enumerated().map { index, part in
            (gap: 1, text: StyledText((index == 0 ? "" : "+ ") + "\(Self.name(of: part.part)) \(part.score)"))
        }
        let (mark, link) = style.isPlain ? (",", "and ") : ("", "")
        pieces.append((gap: 1, text: StyledText("= \(explanation.score)\(mark)")))
        pieces.append((gap: style.isPlain ? 1 : 6, text: StyledText(link + Wording.need(threshold))))
        let sum = StyledText.flow(pieces, width: style.width, indent: Self.indent, hanging: Self.indent + 2)
        return parts.isEmpty ? sum : sum + [.empty] + table(of: parts)
    }

    private func table(of parts: [(part: Explanation.Part, score: Score)]) -> [StyledText] {
        if style.isPlain {
            return parts.flatMap { wrapped("\(Self.name(of: $0.part)) \($0.score): \(Self.meaning(of: $0.part))") }
        }
        let names = parts.map { StyledText(Self.name(of: $0.part)) }
        let nameWidth = names.map(\.width).max() ?? 0
        let scoreWidth = parts.map { $0.score.description.utf8.count }.max() ?? 0
        let greatest = parts.map(\.score.tenThousandths).max() ?? 1
        return zip(names, parts).flatMap { name, part in
            let score = part.score.description
            // Rounded up, so that no part is without a bar.
            let length = max(0, (part.score.tenThousandths * Self.barLength + greatest - 1) / max(1, greatest))
            let bar = String(repeating: "█", count: length)
            let row =
                name + .spaces(nameWidth - name.width + 2 + scoreWidth - score.utf8.count)
                + StyledText("\(score)  \(bar)") + .spaces(Self.barLength - length)
            let meaning = StyledText(Self.meaning(of: part.part))
            let column = Self.indent + row.width + 2
            // A column of meanings if it can be of some width, else a line of its own for each.
            guard column + Self.leastMeaningWidth <= style.width else {
                return [.spaces(Self.indent) + row.withoutTrailingSpaces]
                    + meaning.wrapped(width: style.width, indent: Self.indent + 4)
            }
            let lines = meaning.wrapped(width: style.width, indent: column)
            guard let first = lines.first else { return [.spaces(Self.indent) + row] }
            let head = StyledText.spaces(Self.indent) + row + .spaces(2)
            return [head + first.dropping(spaces: column)] + lines.dropFirst()
        }
    }

    private static let barLength = 10
    private static let leastMeaningWidth = 24

    private static func name(of part: Explanation.Part) -> String {
        switch part {
        case .term(let term, _, _, _, _): term
        case .relatedWord(_, let found): found
        case .titleMatch: "title"
        case .intent: "intent"
        case .likeness: "likeness"
        case .resemblance: "resemblance"
        case .wordOrder: "order"
        case .phrase: "phrase"
        case .oneSentence: "sentence"
        case .window: "nearness"
        case .symbols: "symbols"
        case .definition: "definition"
        case .siblings: "siblings"
        }
    }

    private static func meaning(of part: Explanation.Part) -> String {
        switch part {
        case .term(_, let frequency, let title, let headings, let body):
            let places = [(title, "title"), (headings, "headings"), (body, "text")].filter { $0.0 > 0 }
                .map { "\(Wording.times($0.0)) in \($0.1)" }
            return places.joined(separator: ", ") + "; idf " + Wording.decimals(frequency, 2)
        case .relatedWord(let term, _): return "says nearly the same as “\(term)”"
        case .titleMatch: return "title or heading is what is asked about"
        case .intent: return "the heading names what is asked"
        case .likeness: return "the heading is like the question"
        case .resemblance: return "the heading has words that look like the question's"
        case .wordOrder: return "words side by side as in the question"
        case .phrase: return "the question's very wording"
        case .oneSentence: return "words of the question in one sentence"
        case .window: return "words of the question close together"
        case .symbols: return "what the question writes with marks stands there so"
        case .definition: return "a sentence says what it is"
        case .siblings: return "a passage under the same heading answers better"
        }
    }
}
