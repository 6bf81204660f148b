/// A hand-written table of words that belong together, found by the stem of any of them.
///
/// Only words that begin as a stem does are stemmed, when somebody asks for that stem: a question has a handful of stems, the
/// table may have a thousand words, and stemming all of them takes longer than answering.
public struct WordGroups: Sendable {
    /// A word of a group, and its stem.
    public struct Member: Sendable {
        /// As the table has it.
        public let word: [UInt8]
        /// As ``Analyzer/term(of:using:)`` makes it.
        public let stem: [UInt8]
    }

    private let table: String
    /// Where words begin, ordered by their first byte and then by their place.
    private var starts: [UInt16] = []
    /// For each first byte where its words end among `starts`.
    private var ends = Array(repeating: 0, count: 256)

    /// - Parameter table: A group a line, its words separated by spaces; at most 64 KiB. Each word must begin as its stem does,
    ///   see `mayHave`.
    public init(_ table: String) {
        self.table = table
        let text = table.utf8.span
        precondition(text.count <= Int(UInt16.max))
        var counts = Array(repeating: 0, count: 256)
        var wordStarts: [UInt16] = []
        var end = 0
        while let word = text.listedWord(from: end) {
            counts[Int(text[word.lowerBound])] += 1
            wordStarts.append(UInt16(word.lowerBound))
            end = word.upperBound
        }
        var total = 0
        for byte in counts.indices {
            ends[byte] = total
            total += counts[byte]
        }
        starts = Array(repeating: 0, count: total)
        for start in wordStarts {
            let byte = Int(text[Int(start)])
            starts[ends[byte]] = start
            ends[byte] += 1
        }
    }

    /// The groups that have a word with a stem, in the order of the table.
    ///
    /// - Parameters:
    ///   - stem: As ``Analyzer/term(of:using:)`` makes it.
    ///   - analyzer: Of the table's language.
    ///   - stemmer: A stemmer of the language.
    public func groups(
        holding stem: [UInt8], by analyzer: Analyzer, using stemmer: Stemmer
    ) -> [[Member]] {
        guard let first = stem.first else { return [] }
        let text = table.utf8.span
        var groups: [[Member]] = []
        var behindLast = 0
        for start in starts[(first == 0 ? 0 : ends[Int(first) - 1])..<ends[Int(first)]] where start >= behindLast {
            guard let word = text.listedWord(from: Int(start)), mayHave(stem, text, word),
                term(of: text, word, analyzer, stemmer) == stem
            else { continue }
            let line = line(of: text, around: word)
            var members: [Member] = []
            var end = line.lowerBound
            while let word = text.listedWord(from: end), word.lowerBound < line.upperBound {
                members.append(
                    Member(word: bytes(of: text, word), stem: term(of: text, word, analyzer, stemmer)))
                end = word.upperBound
            }
            groups.append(members)
            behindLast = line.upperBound
        }
        return groups
    }

    /// Whether a word begins as its stem would: with all of it but the ending that an algorithm may have put in the place of
    /// another. For English that is so of every word but *dying* and its like.
    private func mayHave(_ stem: [UInt8], _ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
        let sharedCount = stem.count - (stem.count <= 2 ? 0 : stem.count <= 4 ? 1 : 2)
        guard sharedCount <= word.count else { return false }
        for index in 0..<sharedCount where text[word.lowerBound + index] != stem[index] { return false }
        return true
    }

    private func line(of text: Span<UInt8>, around word: Range<Int>) -> Range<Int> {
        let lineBreak = UInt8(ascii: "\n")
        var start = word.lowerBound
        var end = word.upperBound
        while start > 0, text[start - 1] != lineBreak { start -= 1 }
        while end < text.count, text[end] != lineBreak { end += 1 }
        return start..<end
    }

    private func bytes(of text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        range.map { text[$0] }
    }

    private func term(
        of text: Span<UInt8>, _ word: Range<Int>, _ analyzer: Analyzer, _ stemmer: Stemmer
    ) -> [UInt8] {
        analyzer.term(of: bytes(of: text, word)[...], using: stemmer)
    }
}
