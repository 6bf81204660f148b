package import TextAnalysis

/// Words that say nearly the same ("delete" and "remove"), so that a question finds what is put in other words.
///
/// The sets are small and written by hand, of everyday language and of the fields that people ask about most. A word may
/// stand in several sets; words are related when they share one. Only English has sets. Those of `SameWords` are among them.
package struct RelatedWords: Sendable {
    /// A stem of another word, and the word as the table has it.
    package struct Relative: Hashable, Sendable {
        package var stem: [UInt8]
        package var word: String
    }

    private let sets: WordGroups
    private let analyzer: Analyzer

    init(analyzer: Analyzer) {
        self.init(analyzer.language == .english ? Self.englishWithNumbers : "", analyzer: analyzer)
    }

    static let englishWithNumbers = english + "\n" + SameWords.table

    /// - Parameter table: a set a line, its words separated by spaces.
    package init(_ table: String, analyzer: Analyzer) {
        sets = WordGroups(table)
        self.analyzer = analyzer
    }

    /// The stems related to a stem, each once, in the order of the table.
    package func relatives(of stem: [UInt8], using stemmer: Stemmer) -> [Relative] {
        var relatives: [Relative] = []
        for member in sets.groups(holding: stem, by: analyzer, using: stemmer).joined()
        where member.stem != stem && !relatives.contains(where: { $0.stem == member.stem }) {
            relatives.append(Relative(stem: member.stem, word: String(decoding: member.word, as: UTF8.self)))
        }
        return relatives
    }
}
