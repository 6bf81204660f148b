import Testing

@testable import TextAnalysis

@Suite("hand-written lists of words")
struct WordListTests {
    @Test("a set holds its words, however many and however they are separated, and no others")
    func sets() {
        let words = (0..<3000).map { "word\($0)" }
        let set = WordSet(words.joined(separator: "\n   "))
        for word in words { #expect(set.contains(word)) }
        for word in ["", "word", "word3000", "word 1", "ord1", "word1 word2"] { #expect(!set.contains(word)) }
        #expect(!WordSet(" \n ").contains(""))
    }

    @Test("the union of two sets holds the words of both")
    func union() {
        let both = WordSet("of at in").union(WordSet("in under"))
        for word in ["of", "at", "in", "under"] { #expect(both.contains(word)) }
        #expect(!both.contains("over"))
    }

    @Test("the first value given to a word counts")
    func firstValue() {
        var table = WordTable<Int>()
        table.insert(words: "one two", 1)
        table.insert(words: "two three", 2)
        #expect(table[Array("two".utf8)[...]] == 1)
        #expect(table[Array("three".utf8)[...]] == 2)
    }
}

@Suite("groups of words")
struct WordGroupsTests {
    private let analyzer = Analyzer(language: .english)

    private func groups(_ table: String, _ word: String) -> [[String]] {
        let stemmer = analyzer.makeStemmer()
        let stem = analyzer.term(of: Array(word.utf8)[...], using: stemmer)
        return WordGroups(table).groups(holding: stem, by: analyzer, using: stemmer).map { group in
            group.map { String(decoding: $0.word, as: UTF8.self) }
        }
    }

    @Test("a group is found by any form of any of its words, groups in the order of the table")
    func forms() {
        let table = "happy glad\nrun hurry rush\nhurries glad happiness"
        #expect(groups(table, "happy") == [["happy", "glad"], ["hurries", "glad", "happiness"]])
        #expect(groups(table, "hurried") == [["run", "hurry", "rush"], ["hurries", "glad", "happiness"]])
        #expect(groups(table, "rushing") == [["run", "hurry", "rush"]])
        #expect(groups(table, "gladly") == [["happy", "glad"], ["hurries", "glad", "happiness"]])
    }

    @Test("a group that has a stem twice comes once")
    func twice() {
        #expect(groups("walk walking go", "walks") == [["walk", "walking", "go"]])
    }

    @Test("what no group holds finds none", arguments: ["sad", "g", "gladiator", "zebra", ""])
    func nothing(word: String) {
        #expect(groups("happy glad\nrun hurry rush", word).isEmpty)
        #expect(groups("", word).isEmpty)
    }

    @Test("members have their stems")
    func stems() {
        let stemmer = analyzer.makeStemmer()
        let members = WordGroups("hurries rushed").groups(holding: Array("rush".utf8), by: analyzer, using: stemmer)
        #expect(members.map { $0.map(\.stem) } == [[Array("hurri".utf8), Array("rush".utf8)]])
    }
}
