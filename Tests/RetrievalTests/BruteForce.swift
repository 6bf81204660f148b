import Documents
import Foundation
import TextAnalysis

@testable import Retrieval

/// TF-IDF as plainly as it can be written: the measure of the engine. It takes documents, counts with dictionaries and knows no
/// postings, segments or tombstones. Words, stop words and the cutting into passages are not its subject; it takes them
/// from their own modules.
struct BruteForce {
    struct Passage {
        var name: PassageName
        var title: [[UInt8]: Int]
        var headings: [[UInt8]: Int]
        var body: [[UInt8]: Int]
    }

    private let analyzer: Analyzer
    private let stemmer: Stemmer
    private(set) var passages: [Passage] = []

    init(_ corpus: TinyCorpus) {
        self.init(corpus.names.flatMap { name in (corpus[name]?.documents ?? []).map { (name, $0) } })
    }

    /// - Parameter documents: each with the name of its file.
    init(_ documents: [(file: String, document: Document)]) {
        analyzer = RandomText.analyzer
        stemmer = analyzer.makeStemmer()
        for (file, document) in documents { add(document, of: file) }
    }

    private mutating func add(_ document: Document, of file: String) {
        var ordinal = 0
        let outline = PassageSplitter(segmenter: analyzer.segmenter).outline(of: document)
        for section in outline.sections {
            var headings: [String] = []
            var above: DocumentOutline.Section? = section
            while let current = above {
                if let heading = current.heading, !current.isTitle {
                    headings.append(document.text(of: document.blocks[heading]))
                }
                above = current.parent.map { outline.sections[$0] }
            }
            var headingCounts: [[UInt8]: Int] = [:]
            for heading in headings { headingCounts.merge(counts(Array(heading.utf8)), uniquingKeysWith: +) }
            for passage in section.passages {
                passages.append(
                    Passage(
                        name: PassageName(path: file, identifier: document.identifier, ordinal: ordinal),
                        title: counts(Array(document.title.utf8)), headings: headingCounts,
                        body: counts(Array(document.text[passage.header]) + [0x20] + document.text[passage.text])))
                ordinal += 1
            }
        }
    }

    private func words(_ text: [UInt8]) -> [(stem: [UInt8], role: WordRole)] {
        var tokens = TokenBuffer()
        analyzer.tokenizer.tokenize(text.span, into: &tokens)
        return tokens.indices.map { index in
            (analyzer.term(of: tokens.form(index), using: stemmer), analyzer.stopWords.role(of: tokens.form(index)))
        }.filter { $0.role != .stop }
    }

    private func counts(_ text: [UInt8]) -> [[UInt8]: Int] {
        Dictionary(words(text).map { ($0.stem, 1) }, uniquingKeysWith: +)
    }

    /// 1 … 63 for a weight of 0 … 2; 0 when the passage does not hold the term.
    private func impact(of stem: [UInt8], in passage: Passage) -> UInt32 {
        let (title, headings, body) = (passage.title[stem] ?? 0, passage.headings[stem] ?? 0, passage.body[stem] ?? 0)
        guard title + headings + body > 0 else { return 0 }
        func length(_ field: [[UInt8]: Int]) -> Double { Double(field.values.reduce(0, +)) }
        let frequency =
            4 / (0.7 + 0.3 * length(passage.title) / 4) * Double(title)
            + 8 / (0.7 + 0.3 * length(passage.headings) / 8) * Double(headings)
            + 1 / (0.25 + 0.75 * length(passage.body) / 100) * Double(body)
        let missing = 1 + (passage.title.isEmpty ? 0.25 : 0) + (passage.headings.isEmpty ? 0.75 : 0)
        let weight = frequency / (1.2 + frequency) * missing + (title > 0 ? 0.25 : 0) + (headings > 0 ? 0.75 : 0)
        return UInt32(min(63, max(1, (weight / 2 * 63).rounded())))
    }

    func documentFrequency(of stem: [UInt8]) -> Int {
        passages.count { $0.title[stem] != nil || $0.headings[stem] != nil || $0.body[stem] != nil }
    }

    /// The integer scores of all passages that have one, by name.
    func scores(for question: String) -> [PassageName: UInt32] {
        var order: [[UInt8]] = []
        var count: [[UInt8]: Int] = [:]
        var isContent: [[UInt8]: Bool] = [:]
        for (stem, role) in words(Array(question.utf8)) {
            if count[stem] == nil { order.append(stem) }
            count[stem, default: 0] += 1
            if role == .content { isContent[stem] = true }
        }
        let weights = order.map { stem in
            let role = isContent.isEmpty || isContent[stem] == true ? 1 : 0.2
            let (n, all) = (Double(documentFrequency(of: stem)), Double(passages.count))
            let inverseDocumentFrequency = log(1 + (all - n + 0.5) / (n + 0.5))
            return role * (1 + log(Double(count[stem] ?? 0))) * inverseDocumentFrequency
        }
        let total = weights.reduce(0, +)
        var scores: [PassageName: UInt32] = [:]
        for passage in passages {
            var score: UInt32 = 0
            for (stem, weight) in zip(order, weights) {
                score += UInt32(weight / total * 16_777_216) * impact(of: stem, in: passage)
            }
            if score > 0 { scores[passage.name] = score }
        }
        return scores
    }
}

/// Names a passage by where it comes from.
struct PassageName: Hashable {
    var path: String
    var identifier: String
    /// Counted within the document.
    var ordinal: Int

    /// The names of a snapshot's live passages, by their numbers.
    static func all(in searcher: Searcher) throws -> [PassageID: PassageName] {
        var names: [PassageID: PassageName] = [:]
        var next: [PassageName: Int] = [:]
        for segment in searcher.snapshot.segments {
            for local in 0..<segment.passageCount where segment.isLive(local) {
                let id = PassageID(rawValue: UInt32(segment.firstPassage + local))
                guard let document = try searcher.storedPassage(id)?.section.document else { continue }
                var name = PassageName(
                    path: String(decoding: document.path, as: UTF8.self), identifier: document.identifier, ordinal: 0)
                let ordinal = next[name, default: 0]
                next[name] = ordinal + 1
                name.ordinal = ordinal
                names[id] = name
            }
        }
        return names
    }
}
