internal import Answering
internal import Retrieval

/// What was asked and answered in a chat, to be written to a file.
struct Transcript {
    /// Of a longer chat the latest questions are kept.
    static let limit = 500

    private struct Entry {
        var cited: CitedAnswer
        var indexIdentifier: String
        var documentCount: Int
    }

    private var entries: [Entry] = []

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }

    /// - Parameter replacesLast: the last question was asked once more.
    mutating func append(_ cited: CitedAnswer, index: IndexSnapshot, replacesLast: Bool) {
        if replacesLast, !entries.isEmpty { entries.removeLast() }
        if entries.count == Self.limit { entries.removeFirst() }
        entries.append(
            Entry(cited: cited, indexIdentifier: index.identifier, documentCount: index.documentCount))
    }

    /// One JSON object a line, as `quoth --json` writes them.
    var jsonLines: [UInt8] {
        entries.enumerated().flatMap { index, entry in
            AnswerJSON.line(
                entry.cited,
                AnswerJSON.Context(
                    number: index + 1, indexIdentifier: entry.indexIdentifier, documentCount: entry.documentCount,
                    passageCount: nil))
        }
    }

    /// A heading for each question, the quotes as block quotes, and beneath them where they stand.
    var markdown: [UInt8] {
        Array(entries.map(Self.markdown(of:)).joined(separator: "\n").utf8)
    }

    private static func markdown(of entry: Entry) -> String {
        let answer = entry.cited.answer
        var text = "## \(escaped(answer.question))\n\n"
        if let reading = answer.reading { text += "Read as: \(escaped(reading.question))\n\n" }
        guard answer.status == .answered else {
            return text + "Not covered: no passage in these documents answers that.\n"
        }
        for (index, part) in answer.parts.enumerated() {
            if let label = part.label { text += "\(escaped(label)):\n\n" }
            let quoted = AnswerJSON.text(of: part).split(separator: "\n", omittingEmptySubsequences: false)
            text += quoted.map { $0.isEmpty ? ">\n" : "> \(escaped(String($0)))\n" }.joined() + "\n"
            let source = entry.cited.sources[index]
            let place = Place(source.citation)
            var facts = [escaped(place.location), escaped(place.heading)].filter { !$0.isEmpty }
            if index == 0 { facts.append("confidence " + Wording.confidence(answer.confidence)) }
            if let state = Wording.state(source.verification) { facts.append(state) }
            text += "[\(index + 1)] " + facts.joined(separator: ", ") + "\n"
            if index < answer.parts.count - 1 { text += "\n" }
        }
        return text
    }

    /// The text in one line, neutralised, and with everything escaped that Markdown would take for markup.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in SafeText.neutralise(text).unicodeScalars {
            if "\\`*_<[]#|~".unicodeScalars.contains(scalar) { result.unicodeScalars.append("\\") }
            result.unicodeScalars.append(scalar == "\n" ? " " : scalar)
        }
        return result
    }
}
