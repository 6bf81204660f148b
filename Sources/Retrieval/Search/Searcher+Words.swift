internal import MappedStorage
internal import TextAnalysis

extension Searcher {
    /// Stems are looked for by so many letters of what a word begins with: a stem may end otherwise than its words do, as
    /// happi does for happy, but hardly ever begins otherwise.
    private static let stemPrefixLetterCount = 3

    /// The words of the corpus that begin with `prefix`, those in most passages first, at equal numbers by bytes.
    ///
    /// Words are case folded, otherwise as they are spelt. Accents that are missing in `prefix` are no hindrance: `agr`
    /// finds `ağrı`. O(terms that share its first letters).
    ///
    /// - Returns: at most `limit` words; none when the prefix is no beginning of a word.
    public func words(beginningWith prefix: String, limit: Int) throws(IndexError) -> [String] {
        var tokens = TokenBuffer()
        let typed = Array(prefix.utf8)
        analyzer.tokenizer.tokenize(typed.span, into: &tokens)
        guard tokens.count == 1, tokens[0].source == 0..<typed.count else { return [] }
        let sought = analyzer.fold(tokens.form(0))
        let start = Self.leadingLetters(of: sought)
        var counts: [[UInt8]: Int] = [:]
        do {
            for segment in snapshot.segments {
                try segment.reader.forEachTerm(beginningWith: start) { (stem, info) throws(StorageError) in
                    for form in try segment.reader.forms(of: stem, info)
                    where analyzer.fold(form.bytes[...]).starts(with: sought) {
                        counts[form.bytes, default: 0] += form.documentFrequency
                    }
                    return true
                }
            }
        } catch {
            throw .storage(error)
        }
        let best = counts.sorted {
            $0.value != $1.value ? $0.value > $1.value : $0.key.lexicographicallyPrecedes($1.key)
        }
        return best.prefix(limit).map { String(decoding: $0.key, as: UTF8.self) }
    }

    private static func leadingLetters(of word: [UInt8]) -> [UInt8] {
        let letters = String(decoding: word, as: UTF8.self).unicodeScalars.prefix(stemPrefixLetterCount)
        return Array(String(String.UnicodeScalarView(letters)).utf8)
    }
}
