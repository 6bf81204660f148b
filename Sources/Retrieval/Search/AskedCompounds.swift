/// Words of a question that a text may write apart or together: "login" and "log in", "strike through" and "strikethrough".
struct AskedCompounds {
    private struct Compound {
        var letters: [UInt8]
        /// The content terms of the question that it stands for.
        var terms: [Int]
    }

    /// Shorter words come about by chance: "a" and "lone".
    private static let leastLength = 5

    /// Content words of the question, which two words of a text may make up.
    private var whole: [Compound] = []
    /// Neighbours in the question written together, which one word of a text may be.
    private var joined: [Compound] = []

    init(_ query: Query) {
        for (index, term) in query.terms.enumerated() where term.isContent {
            for form in term.forms where form.bytes.count >= Self.leastLength {
                whole.append(Compound(letters: form.bytes, terms: [index]))
            }
        }
        for phrase in query.phrases {
            let terms = [phrase.first, phrase.second].filter { $0 < query.terms.count && query.terms[$0].isContent }
            guard !terms.isEmpty else { continue }
            for first in Self.forms(of: phrase.first, in: query) {
                for second in Self.forms(of: phrase.second, in: query)
                where first.count + second.count >= Self.leastLength {
                    joined.append(Compound(letters: first + second, terms: terms))
                }
            }
        }
    }

    private static func forms(of word: Int, in query: Query) -> [[UInt8]] {
        word < query.terms.count
            ? query.terms[word].forms.map(\.bytes) : [query.stopForms[word - query.terms.count]]
    }

    /// The terms that words of a text, in order, stand for by being written apart or together.
    func terms(among words: [ArraySlice<UInt8>]) -> [Int] {
        var terms: [Int] = []
        for (index, word) in words.enumerated() {
            for compound in joined where compound.letters.elementsEqual(word) { terms += compound.terms }
            guard index + 1 < words.count else { break }
            let next = words[index + 1]
            for compound in whole
            where compound.letters.count == word.count + next.count && compound.letters.starts(with: word)
                && compound.letters[word.count...].elementsEqual(next)
            {
                terms += compound.terms
            }
        }
        return terms
    }
}
