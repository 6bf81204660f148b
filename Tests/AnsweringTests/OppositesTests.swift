import Testing
import TextAnalysis

@testable import Answering

@Suite("Opposites")
struct OppositesTests {
    private let analyzer = Analyzer(language: .english)

    private func stem(_ word: String) -> [UInt8] {
        analyzer.term(of: Array(word.utf8)[...], using: analyzer.makeStemmer())
    }

    private func opposites(_ table: Opposites, _ word: String) -> [[UInt8]] {
        table.of(stem(word), by: analyzer, using: analyzer.makeStemmer())
    }

    @Test("each word of a line is opposite to the first alone, whatever its ending")
    func lines() {
        let table = Opposites("rise fall drop\nfall spring")
        #expect(opposites(table, "rises") == [stem("fall"), stem("drop")])
        #expect(opposites(table, "dropped") == [stem("rise")])
        #expect(opposites(table, "falling") == [stem("rise"), stem("spring")])
        #expect(opposites(table, "fountain").isEmpty)
    }

    @Test("the English table: every pair is opposite both ways, and no word to itself")
    func table() throws {
        let english = try #require(Opposites.of(.english))
        for line in Opposites.table.split(separator: "\n") {
            let words = line.split(separator: " ").map(String.init)
            #expect(words.count > 1, "\(line)")
            for other in words.dropFirst() where stem(other) != stem(words[0]) {
                #expect(opposites(english, words[0]).contains(stem(other)), "\(words[0]) \(other)")
                #expect(opposites(english, other).contains(stem(words[0])), "\(other) \(words[0])")
            }
            for word in words { #expect(!opposites(english, word).contains(stem(word)), "\(word)") }
        }
    }
}
