public import Answering
internal import JSONText
public import Retrieval

/// Questions that got no answer, grouped by what is missing in the documents.
///
/// The questions are asked once more of the documents as they are now: what is answered by now drops out, and what is said
/// to be missing is missing.
public struct GapReport {
    /// Questions for want of the same word.
    struct Group {
        /// The word that the documents lack; nil where they hold every word and still no answer.
        var missing: String?
        /// With how often each was asked, most often first.
        var questions: [(text: String, count: Int)]

        var count: Int { questions.reduce(0) { $0 + $1.count } }
    }

    /// Of more questions the latest are looked at.
    public static let questionLimit = 1000
    /// Of a group so many questions are shown.
    static let shownLimit = 5

    let groups: [Group]
    /// Questions that the documents answer by now.
    let answeredCount: Int

    /// - Parameter questions: oldest first, repeated ones as often as they were asked.
    public init(_ questions: [String], answerer: Answerer) throws(IndexError) {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for question in questions.suffix(Self.questionLimit) {
            if counts[question] == nil { order.append(question) }
            counts[question, default: 0] += 1
        }
        var missingWords: [(question: String, words: [String])] = []
        var frequency: [String: Int] = [:]
        var answeredCount = 0
        for question in order {
            let answer = try answerer.answer(question)
            if answer.status == .answered {
                answeredCount += 1
                continue
            }
            let words = answer.missingWords
            for word in Set(words) { frequency[word, default: 0] += counts[question] ?? 1 }
            missingWords.append((question, words))
        }
        // A question that lacks several words stands with the one that most questions lack.
        var groups: [String?: Group] = [:]
        for (question, words) in missingWords {
            let word = words.max { (frequency[$0] ?? 0, $1) < (frequency[$1] ?? 0, $0) }
            groups[word, default: Group(missing: word, questions: [])].questions.append(
                (question, counts[question] ?? 1))
        }
        self.answeredCount = answeredCount
        self.groups = groups.values.map { group in
            var group = group
            group.questions.sort { ($1.count, $0.text) < ($0.count, $1.text) }
            return group
        }.sorted { ($1.count, $0.missing ?? "\u{10FFFF}") < ($0.count, $1.missing ?? "\u{10FFFF}") }
    }

    /// The report in lines, each with its line feed.
    public func text(style: Style) -> String { lines(style: style).rendered(style) }

    func lines(style: Style) -> [StyledText] {
        let indent = AnswerRenderer.indent
        var lines: [StyledText] = []
        for group in groups {
            let what =
                group.missing.map { "\"\($0)\" does not occur" } ?? "Every word occurs, and no passage answers"
            lines += StyledText("\(what) (\(Wording.count(group.questions.count, "question")))").wrapped(
                width: style.width, indent: indent)
            for question in group.questions.prefix(Self.shownLimit) {
                let times = question.count > 1 ? "  (\(Wording.times(question.count)))" : ""
                lines += StyledText("- " + question.text + times).wrapped(
                    width: style.width, indent: indent + 2, hanging: indent + 4)
            }
            let rest = group.questions.count - Self.shownLimit
            if rest > 0 { lines.append(.spaces(indent + 2) + StyledText("… and \(Wording.grouped(rest)) more")) }
        }
        if answeredCount > 0 {
            lines += StyledText(
                "\(Wording.count(answeredCount, "question")) of the list \(answeredCount == 1 ? "is" : "are") answered by now."
            ).wrapped(width: style.width, indent: indent)
        }
        return lines
    }

    /// One JSON object a line and group.
    public var jsonLines: [UInt8] {
        var writer = JSONWriter()
        for group in groups {
            writer.object { object in
                object.member("v", AnswerJSON.version)
                object.member("missing", group.missing)
                object.key("questions")
                object.array { array in
                    for question in group.questions {
                        array.object { entry in
                            entry.member("question", question.text)
                            entry.member("count", question.count)
                        }
                    }
                }
            }
            writer.newline()
        }
        return writer.bytes
    }
}

extension Answer {
    /// The words of the question that the documents do not hold, as they were typed.
    var missingWords: [String] {
        terms.filter { $0.term.isContent && $0.documentFrequency == 0 }.map(\.term.text)
    }
}
