import Retrieval
import Testing

@testable import Answering

@Suite("Citations and what became of their sources") struct CitationTests {
    private func cited(_ question: String) throws -> (Citation, [UInt8]) {
        let library = try SmallLibrary()
        let part = try #require(try library.answer(question).parts.first)
        let citation = Citation(part.quote)
        return (citation, try library.source(citation.document))
    }

    @Test("every quoted line stands in the source where the citation says")
    func place() throws {
        for question in [
            "How do I light a smoker?", "Why did the old mill burn down?", "What kinds of honey are there?",
        ] {
            let (citation, source) = try cited(question)
            let lines = source.split(separator: 0x0A, omittingEmptySubsequences: false)
            let range = try #require(citation.lines)
            let cited = lines[(range.lowerBound - 1)...(range.upperBound - 1)]
                .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
            let words = citation.quote.text.split(whereSeparator: \.isWhitespace)
            for word in [words.first, words.last] { #expect(cited.contains(try #require(word))) }
            let bytes = try #require(citation.bytes)
            #expect(String(decoding: source[bytes], as: UTF8.self).contains(words[0]))
            #expect(QuoteVerification(of: citation, source: source).state == .verified)
            let quoted = Array(source[bytes])
            #expect(try #require(QuoteVerification(of: citation, bytes: quoted)).state == .verified)
            #expect(QuoteVerification(of: citation, bytes: quoted.dropLast()) == nil)
            #expect(QuoteVerification(of: citation, bytes: [0x20] + quoted) == nil)
        }
    }

    @Test("a quote that moved is found at its new lines")
    func moved() throws {
        let (citation, source) = try cited("Why did the old mill burn down?")
        let verification = QuoteVerification(of: citation, source: Array("New.\n\n".utf8) + source)
        #expect(verification.state == .moved)
        #expect(try #require(verification.lines).lowerBound == (try #require(citation.lines)).lowerBound + 2)
    }

    @Test("a quote that was edited is said to have changed, one whose file is gone to be missing")
    func changed() throws {
        let (citation, source) = try cited("Why did the old mill burn down?")
        let edited = String(decoding: source, as: UTF8.self).replacing("lightning", with: "a spark")
        #expect(QuoteVerification(of: citation, source: Array(edited.utf8)).state == .changed)
        #expect(QuoteVerification(of: citation, source: nil).state == .missing)
    }

    @Test(
        "a line of JSON that says something else is not taken for the quote, however little differs",
        arguments: [
            ("Take 5 mg", "Take 15 mg"), ("5 mg", "5 mg or 6"), ("may take", "may not take"), ("after", "afternoon"),
            ("It", "\u{418}t"), ("вечером", "утром"), ("5 mg", "5 kg"), ("1.5", "15"),
        ])
    func nearlyTheQuote(found: String, instead: String) throws {
        let text = "Take 5 mg of the salt after dinner. It may take 1.5 hours, принимать вечером."
        let library = try SmallLibrary(["doses.jsonl": "{\"_id\":\"a\",\"text\":\"\(text)\"}"])
        let part = try #require(try library.answer("How much salt after dinner?").parts.first)
        let whole = Quote(
            section: part.quote.section, pieces: [Quote.Piece(block: 0, range: 0..<part.quote.section.text.count)])
        let citation = Citation(whole)
        let source = try library.source(citation.document)
        #expect(QuoteVerification(of: citation, source: source).state == .verified)
        let edited = String(decoding: source, as: UTF8.self).replacing(found, with: instead)
        #expect(QuoteVerification(of: citation, source: Array(edited.utf8)).state == .changed)
        // Written with escape sequences it is the same.
        var escaped = ""
        for scalar in text.unicodeScalars {
            let digits = String(scalar.value, radix: 16)
            escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        let line = Array("{\"text\": \"\(escaped)\"}".utf8)
        #expect(QuoteVerification(of: citation, line: line)?.state == .verified)
    }

    @Test("a quote from a format that escapes its text is found by its words, in its line or in another one")
    func escaped() throws {
        let library = try SmallLibrary([
            "facts.jsonl": """
            {"_id":"a","text":"The lighthouse keeper counts\\nforty ships a day."}
            {"_id":"b","text":"The ferry \\"Aurora\\" leaves the harbour of Lund at noon."}
            {"_id":"c","text":"A cook boils the soup for three hours."}
            """
        ])
        let part = try #require(try library.answer("When does the ferry Aurora leave the harbour?").parts.first)
        let citation = Citation(part.quote)
        let source = try library.source(citation.document)
        #expect(citation.lines == 2...2)
        #expect(citation.bytes == nil)
        let text = SourceText(source)
        for _ in 0..<2 { #expect(QuoteVerification(of: citation, in: text).state == .verified) }
        // A line before, a line less, and the words gone.
        let shifted = QuoteVerification(of: citation, source: Array("{}\n".utf8) + source)
        #expect(shifted.state == .moved && shifted.lines == 3...3)
        let line = Array(source.split(separator: 0x0A)[1])
        let alone = QuoteVerification(of: citation, source: line)
        #expect(alone.state == .moved && alone.lines == 1...1)
        #expect(try source[#require(citation.onlyLineStart)...].starts(with: line))
        #expect(QuoteVerification(of: citation, line: line)?.state == .verified)
        #expect(QuoteVerification(of: citation, line: Array(source.split(separator: 0x0A)[0])) == nil)
        let edited = String(decoding: source, as: UTF8.self).replacing("noon", with: "dusk")
        #expect(QuoteVerification(of: citation, source: Array(edited.utf8)).state == .changed)
        #expect(QuoteVerification(of: citation, source: []).state == .changed)
    }

    @Test("lines that end with a CR alone are counted as they were when the file was read")
    func carriageReturns() throws {
        let library = try SmallLibrary([
            "ferry.txt": "The ferry.\r\rThe ferry Aurora leaves Lund at noon.\r\rThe end.\r"
        ])
        let part = try #require(try library.answer("When does the ferry Aurora leave Lund?").parts.first)
        let citation = Citation(part.quote)
        #expect(citation.lines == 3...3)
        let source = try library.source(citation.document)
        #expect(QuoteVerification(of: citation, source: source).state == .verified)
        let shifted = QuoteVerification(of: citation, source: Array("New.\r\r".utf8) + source)
        #expect(shifted.state == .moved && shifted.lines == 5...5)
    }
}
