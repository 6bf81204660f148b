import SystemPackage

@testable import Retrieval

/// All that a reader can see of an index for some questions, comparable between indexes however they came about.
struct Answers: Hashable {
    struct Found: Hashable, Comparable {
        var path: [UInt8]
        var identifier: String
        var headings: [String]
        var text: [UInt8]
        var lineStart: Int?
        var score: Score

        private var order: (Int, String, String, String, String) {
            (
                -score.tenThousandths, String(decoding: path, as: UTF8.self), identifier,
                headings.joined(separator: "\n"), String(decoding: text, as: UTF8.self)
            )
        }

        static func < (left: Found, right: Found) -> Bool { left.order < right.order }
    }

    var identifier: String
    var documentCount: Int
    var passageCount: Int
    /// For each question what was found, in an order that does not depend on the numbers of passages.
    var found: [[Found]]

    init(_ snapshot: IndexSnapshot, _ questions: [String]) throws(IndexError) {
        let searcher = Searcher(snapshot: snapshot)
        identifier = snapshot.identifier
        documentCount = snapshot.documentCount
        passageCount = snapshot.passageCount
        found = []
        for question in questions {
            var list: [Found] = []
            for ranked in try searcher.topPassages(1000, for: searcher.query(question)) {
                guard let passage = try searcher.storedPassage(ranked.id) else { continue }
                list.append(
                    Found(
                        path: passage.section.document.path, identifier: passage.section.document.identifier,
                        headings: passage.section.headings, text: Array(passage.text),
                        lineStart: passage.section.lineStart, score: ranked.score))
            }
            found.append(list.sorted())
        }
    }

    init(folder: FilePath, _ questions: [String]) throws(IndexError) {
        try self.init(IndexSnapshot(folder: folder, analyzer: RandomText.analyzer), questions)
    }
}
