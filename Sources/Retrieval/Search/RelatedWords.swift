internal import TextAnalysis

/// Words that say nearly the same ("delete" and "remove"), so that a question finds what is put in other words.
///
/// The sets are small and written by hand, of everyday language and of the fields that people ask about most. A word may
/// stand in several sets; words are related when they share one. Only English has sets.
struct RelatedWords: Sendable {
    /// A stem of another word, and the word as the table has it.
    struct Relative: Hashable, Sendable {
        var stem: [UInt8]
        var word: String
    }

    private let members: [[Relative]]
    private let setsOfStem: [[UInt8]: [Int]]

    init(analyzer: Analyzer) {
        self.init(analyzer.language == .english ? Self.english : "", analyzer: analyzer)
    }

    /// - Parameter table: a set a line, its words separated by spaces.
    init(_ table: String, analyzer: Analyzer) {
        let stemmer = analyzer.makeStemmer()
        var members: [[Relative]] = []
        var setsOfStem: [[UInt8]: [Int]] = [:]
        for line in table.split(separator: "\n") {
            var set: [Relative] = []
            for word in line.split(separator: " ") {
                let stem = analyzer.term(of: Array(word.utf8)[...], using: stemmer)
                guard !set.contains(where: { $0.stem == stem }) else { continue }
                set.append(Relative(stem: stem, word: String(word)))
                setsOfStem[stem, default: []].append(members.count)
            }
            members.append(set)
        }
        self.members = members
        self.setsOfStem = setsOfStem
    }

    /// The stems related to a stem, each once, in the order of the table.
    func relatives(of stem: [UInt8]) -> [Relative] {
        var relatives: [Relative] = []
        for set in setsOfStem[stem] ?? [] {
            for relative in members[set]
            where relative.stem != stem && !relatives.contains(where: { $0.stem == relative.stem }) {
                relatives.append(relative)
            }
        }
        return relatives
    }
}
