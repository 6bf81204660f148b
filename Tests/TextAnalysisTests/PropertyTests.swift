import Foundation
import TestSupport
import Testing
import TextAnalysis

@Suite("whatever the text")
struct PropertyTests {
    private static let languages = ["english", "german", "french", "turkish", "greek"].map(language)

    private func isBoundary(_ index: Int, of bytes: [UInt8]) -> Bool {
        index == bytes.count || bytes[index] & 0xC0 != 0x80
    }

    @Test(
        "tokens are ascending, disjoint, in the text, on scalar boundaries, and have short valid forms",
        arguments: 0..<40)
    func tokens(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = Array(generator.text(pieceCount: 300).utf8)
        for language in Self.languages {
            var buffer = TokenBuffer()
            WordTokenizer(language: language).tokenize(bytes.span, into: &buffer)
            var sourceEnd = 0
            for index in buffer.indices {
                let token = buffer[index]
                #expect(token.source.lowerBound >= sourceEnd && !token.source.isEmpty)
                #expect(!token.form.isEmpty && buffer.forms.indices.contains(token.form.upperBound - 1))
                #expect(
                    isBoundary(token.source.lowerBound, of: bytes) && isBoundary(token.source.upperBound, of: bytes))
                #expect(token.form.count <= WordTokenizer.longestForm)
                let form = String(validating: buffer.form(index), as: UTF8.self)
                #expect(form?.precomposedStringWithCanonicalMapping.utf8.elementsEqual(buffer.form(index)) == true)
                sourceEnd = token.source.upperBound
            }
            #expect(sourceEnd <= bytes.count)
        }
    }

    @Test("composed and decomposed text give the same forms", arguments: 0..<40)
    func normalisation(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let text = generator.text(pieceCount: 300)
        for language in Self.languages {
            let given = forms(text, language: language).map { Array($0.utf8) }
            let composed = forms(text.precomposedStringWithCanonicalMapping, language: language).map { Array($0.utf8) }
            let decomposed = forms(text.decomposedStringWithCanonicalMapping, language: language).map { Array($0.utf8) }
            let difference = zip(composed, decomposed).first { $0 != $1 } ?? zip(given, composed).first { $0 != $1 }
            #expect(difference.map { [$0.0, $0.1] } ?? [] == [])
            #expect(given.count == composed.count && composed.count == decomposed.count)
        }
    }

    @Test("a form that is tokenised again is itself", arguments: 0..<20)
    func idempotence(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for form in forms(generator.text(pieceCount: 300)) where form.utf8.count < WordTokenizer.longestForm {
            #expect(forms(form).joined().utf8.elementsEqual(form.utf8))
        }
    }

    @Test("sentences are ascending, trimmed, on scalar boundaries, and cover all but white space", arguments: 0..<40)
    func sentences(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = Array(generator.text(pieceCount: 300).utf8)
        for language in Self.languages {
            let ranges = SentenceSegmenter(language: language).sentences(in: bytes.span)
            var end = 0
            for range in ranges {
                #expect(range.lowerBound >= end && !range.isEmpty && range.upperBound <= bytes.count)
                #expect(isBoundary(range.lowerBound, of: bytes) && isBoundary(range.upperBound, of: bytes))
                #expect(isSpace(bytes[end..<range.lowerBound]))
                let sentence = String(decoding: bytes[range], as: UTF8.self).unicodeScalars
                #expect(sentence.first?.properties.isWhitespace == false)
                #expect(sentence.last?.properties.isWhitespace == false)
                end = range.upperBound
            }
            #expect(isSpace(bytes[end...]))
        }
    }

    private func isSpace(_ bytes: ArraySlice<UInt8>) -> Bool {
        String(decoding: bytes, as: UTF8.self).unicodeScalars.allSatisfy(\.properties.isWhitespace)
    }

    @Test("bytes that are no UTF-8 neither trap nor lead outside the text", arguments: 0..<40)
    func invalidBytes(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = generator.bytes(count: 3000)
        for language in Self.languages {
            let analyzer = Analyzer(language: language)
            let stemmer = analyzer.makeStemmer()
            var buffer = TokenBuffer()
            analyzer.tokenizer.tokenize(bytes.span, into: &buffer)
            for index in buffer.indices {
                #expect(buffer[index].source.upperBound <= bytes.count)
                #expect(String(validating: buffer.form(index), as: UTF8.self) != nil)
            }
            var end = 0
            for range in analyzer.segmenter.sentences(in: bytes.span) {
                #expect(range.lowerBound >= end && range.upperBound <= bytes.count)
                end = range.upperBound
            }
            for start in stride(from: 0, to: bytes.count - 20, by: 20) {
                #expect(analyzer.term(of: bytes[start..<start + 20], using: stemmer).count < 200)
                #expect(analyzer.stopWords.role(of: bytes[start..<start + 20]) == .content)
            }
        }
    }

    @Test("a spotter finds the words that tokenizing finds, and counts the others by their role", arguments: 0..<40)
    func spotting(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bytes = Array(generator.text(pieceCount: 200).utf8) + Array(" of the many words that end a plain text".utf8)
        for language in Self.languages {
            let analyzer = Analyzer(language: language)
            var tokens = TokenBuffer()
            analyzer.tokenizer.tokenize(bytes.span, into: &tokens)
            var spotter = WordSpotter(analyzer: analyzer)
            var numbers: [[UInt8]: Int32] = [:]
            for index in tokens.indices where index % 3 == 0 {
                let form = Array(tokens.form(index))
                // A form that is looked for twice keeps its first number.
                spotter.insert(form, number: Int32(index))
                if numbers[form] == nil { numbers[form] = Int32(index) }
            }
            var found: [SpottedWord] = []
            let others = spotter.spot(in: bytes.span, into: &found)
            var expected: [[Int]] = []
            var counts = (question: 0, content: 0)
            for index in tokens.indices {
                if let number = numbers[Array(tokens.form(index))] {
                    expected.append(
                        [Int(number), tokens[index].source.lowerBound, index, counts.question, counts.content])
                } else {
                    switch analyzer.stopWords.role(of: tokens.form(index)) {
                    case .stop: break
                    case .question: counts.question += 1
                    case .content: counts.content += 1
                    }
                }
            }
            let got = found.map { word in
                [word.number, word.offset, word.wordsBefore, word.othersBefore.question, word.othersBefore.content]
                    .map(Int.init)
            }
            #expect(got == expected)
            #expect(Int(others.question) == counts.question && Int(others.content) == counts.content)
        }
    }

    @Test("blanks before and behind a text do not change its sentences", arguments: 0..<40)
    func shiftedSentences(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        // Eight bytes are looked at together: whatever stands in them, where they begin must not matter.
        let bytes = [UInt8(ascii: "X")] + Array(generator.text(pieceCount: 100).utf8)
        for language in Self.languages {
            let segmenter = SentenceSegmenter(language: language)
            let sentences = segmenter.sentences(in: bytes.span)
            for count in 1...8 {
                let blanks = [UInt8](repeating: 0x20, count: count)
                let shifted = segmenter.sentences(in: (blanks + bytes + blanks).span)
                #expect(shifted.map { ($0.lowerBound - count)..<($0.upperBound - count) } == sentences)
            }
        }
    }

    @Test("a word longer than 64 bytes is cut between scalars and stays one token")
    func longWords() {
        #expect(forms(String(repeating: "a", count: 100_000) + " b") == [String(repeating: "a", count: 64), "b"])
        #expect(forms("x" + String(repeating: "é", count: 100)) == ["x" + String(repeating: "é", count: 31)])
        #expect(forms(String(repeating: "e\u{301}", count: 1000)) == [String(repeating: "é", count: 32)])
        #expect(forms("1" + String(repeating: "0", count: 100)) == ["1" + String(repeating: "0", count: 63)])
        #expect(forms("1" + String(repeating: ",000", count: 100)) == ["1" + String(repeating: "0", count: 63)])
        #expect(forms(String(repeating: "1.", count: 100) + "1").map(\.utf8.count) == [63])
        #expect(forms("a" + String(repeating: "\u{301}", count: 1000)).map(\.utf8.count) == [64])
    }
}
