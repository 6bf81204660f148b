internal import Answering
internal import JSONText
internal import Retrieval

/// The small change of sentences: counts, lists of words, states.
public enum Wording {
    /// A count with its noun, such as `3,912 passages`.
    public static func count(_ number: Int, _ noun: String) -> String {
        "\(grouped(number)) \(noun)\(number == 1 ? "" : "s")"
    }

    /// The digits in groups of three.
    public static func grouped(_ number: Int) -> String {
        var result = ""
        let digits = Array(String(number.magnitude))
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { result.append(",") }
            result.append(digit)
        }
        return (number < 0 ? "-" : "") + result
    }

    static func times(_ count: Int) -> String { count == 1 ? "once" : "\(count) times" }

    /// `"a"`, `"a" and "b"`, `"a", "b" and "c"`; beyond six words the number of the others.
    static func quoted(_ words: [String]) -> String {
        var items = words.prefix(6).map { "\"\($0)\"" }
        if words.count > 6 { items.append("\(words.count - 6) more") }
        guard items.count > 1, let last = items.popLast() else { return items.first ?? "" }
        return items.joined(separator: ", ") + " and " + last
    }

    /// Patterns as they are said: in quotation marks, those of several lines one after another.
    static func pattern(_ pattern: String) -> String {
        quoted(pattern.split(separator: "\n").map { SafeText.neutralise(String($0), keepsLayout: false) })
    }

    /// What score it would take to be answered. More than any passage has means that what would be quoted does not fit the
    /// question, whatever its score.
    static func need(_ threshold: Score) -> String {
        threshold.points >= 100 ? "no score would be enough" : "answers need \(threshold)"
    }

    /// A probability with two decimals and in a word; never 1.00, since none is certain.
    static func confidence(_ probability: Double) -> String {
        let word =
            switch probability {
            case 0.9...: "high"
            case 0.7..<0.9: "good"
            case 0.5..<0.7: "fair"
            default: "low"
            }
        return decimals(min(max(probability, 0), 0.99), 2) + " (\(word))"
    }

    /// A number with so many decimals (0 to 22), rounded to the nearest.
    public static func decimals(_ number: Double, _ places: Int) -> String {
        var writer = JSONWriter()
        writer.number(number, decimals: places)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// What became of a quote's source; nil when it is as it was.
    static func state(_ verification: QuoteVerification) -> String? {
        switch verification.state {
        case .verified: nil
        case .moved:
            verification.lines.map { "moved to line\($0.count == 1 ? "" : "s") " + Place.range($0) } ?? "moved"
        case .changed: "changed since it was indexed"
        case .missing: "the file is gone, or cannot be read"
        }
    }
}
