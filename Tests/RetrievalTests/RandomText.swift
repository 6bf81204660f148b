import Documents
import TestSupport
import TextAnalysis

@testable import Retrieval

/// Random documents and questions over a small vocabulary, so that words repeat, stems meet and scores tie.
struct RandomText {
    static let analyzer = Analyzer(language: .english)

    /// Content words with several forms of a stem, question words, stop words, words beyond ASCII, numbers.
    private static let words: [String] =
        ("treat treats treated treatment treatments pain pains painful manage managing management symptom symptoms cause "
        + "causes caused knee knees heart hearts café cafe naïve naive 10,000 2.5mg covid-19 U.S. doctor doctors "
        + "the of and a in what how does many is to not should mean means can Straße élan run runs running")
        .split(separator: " ").map(String.init)

    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func word() -> String {
        // The lesser of two places: early words come oftener, as in text.
        Self.words[min(random.int(0...(Self.words.count - 1)), random.int(0...(Self.words.count - 1)))]
    }

    mutating func phrase(_ count: ClosedRange<Int>) -> String {
        (0..<random.int(count)).map { _ in word() }.joined(separator: random.oneIn(8) ? ", " : " ")
    }

    mutating func sentences(_ count: ClosedRange<Int>) -> String {
        (0..<random.int(count)).map { _ in "The " + phrase(1...9) + "." }.joined(separator: " ")
    }

    mutating func document(identifier: String = "") -> Document {
        var pieces: [Document.Piece] = []
        let title = random.oneIn(5) ? "" : phrase(1...4)
        for _ in 0..<random.int(0...5) {
            switch random.int(0...7) {
            case 0: pieces.append(.heading(UInt8(random.int(1...4)), phrase(0...4)))
            case 1: pieces.append(.heading(UInt8(random.int(1...3)), random.oneIn(3) ? title : phrase(1...5)))
            case 2:
                let group = UInt32(pieces.count + 1)
                if random.oneIn(2) { pieces.append(.paragraph(phrase(1...4) + ":")) }
                for number in 1...random.int(1...4) {
                    pieces.append(.item(group, phrase(1...6), ordinal: UInt32(number)))
                }
            case 3:
                let group = UInt32(pieces.count + 1)
                for _ in 0..<random.int(1...3) { pieces.append(.row(group, phrase(1...5))) }
            default: pieces.append(.paragraph(sentences(0...4)))
            }
        }
        if random.oneIn(12) { pieces.append(.paragraph(sentences(25...60))) }
        if random.oneIn(12) {
            let group = UInt32(pieces.count + 1)
            pieces.append(.header(group, phrase(2...5)))
            for _ in 0..<random.int(40...80) { pieces.append(.row(group, phrase(3...6))) }
        }
        var document = Document(identifier: identifier, title: title, pieces: pieces)
        if random.oneIn(3) { document.url = "https://example.org/\(random.int(0...99))" }
        if random.oneIn(4) { document.metadata = [("author", phrase(1...2)), ("year", "2020")] }
        if random.oneIn(4) { document.language = "en" }
        return document
    }

    /// The documents of one file; several have identifiers, as lines of JSON do.
    mutating func documents() -> [Document] {
        guard random.oneIn(3) else { return [document()] }
        var end = 0
        return (0..<random.int(0...4)).map { number in
            var document = document(identifier: "d\(number)")
            document.sourceOffset = end
            end += document.text.count + 20 + number
            return document
        }
    }

    mutating func question() -> String {
        random.oneIn(10) ? "what is the zzz unknown " + word() : phrase(1...6)
    }
}
