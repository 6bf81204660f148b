import Documents
import Testing

@testable import Extraction

@Suite struct QuestionFormTests {
    private func markdown(_ text: String) throws -> [String] {
        let document = try #require(try MarkdownParser.parse(Array(text.utf8))).document
        #expect(violations(document, source: Array(text.utf8)) == [])
        return sketch(document)
    }

    private func plain(_ text: String) throws -> [String] {
        let document = try #require(try PlainTextParser.parse(Array(text.utf8))).document
        #expect(violations(document, source: Array(text.utf8)) == [])
        return sketch(document)
    }

    @Test("a bold line that stands alone is a heading below the one above it")
    func boldLines() throws {
        #expect(
            try markdown(
                "## Care\n\n**What is rest?**\n\nRest is *rest*.\n\n**How much?**\nSome.\n\n__Side effects__\n\nFew.\n")
                == [
                    "h2 1 Care", "h3 3 What is rest?", "p 5 Rest is rest.", "h3 7 How much?", "p 8 Some.",
                    "h3 10 Side effects", "p 12 Few.",
                ])
    }

    @Test("bold type inside a sentence, a bold sentence, a lead-in and a bold end are no headings")
    func boldText() throws {
        for text in [
            "**Note** well.", "**Rest is good.**\n\nYes.", "**You need:**\n\nA bed.", "Text.\n\n**The last line**",
            "> **What is it?**\n>\n> Quoted.", "- **What is it?**\n- Two.", "**one two**\n\n# Heading",
        ] {
            #expect(try !markdown(text).contains { $0.hasPrefix("h1 1") || $0.hasPrefix("h2") }, "\(text)")
        }
    }

    @Test("Q: and A: mark a question and its answer, and are left out")
    func marks() throws {
        let expected = ["h1 1 What is it?", "p 2 A thing."]
        #expect(try plain("Q: What is it?\nA: A thing.") == expected)
        #expect(try plain("Q1. What is it?\nA1. A thing.") == expected)
        #expect(try plain("Question 12: What is it?\nAnswer: A thing.") == expected)
        #expect(try markdown("**Q: What is it?**\nA: A thing.") == expected)
        #expect(
            try plain("Q: What is it?\n\nA: A thing.\n\nQ: Why?\n\nA: Because.\nOf that.")
                == ["h2 1 What is it?", "p 3 A thing.", "h2 5 Why?", "p 7-8 Because.⏎Of that."])
        #expect(try markdown("## Q: What is it?\n\nA: A thing.") == ["h2 1 What is it?", "p 3 A thing."])
    }

    @Test("what only looks like such a mark is text")
    func notMarks() throws {
        for text in [
            "A. Smith wrote it.", "Q. E. D.", "A: alone.", "q: what is it?\na: a thing", "Quality: good.", "Q:",
            "Answer me.",
        ] {
            #expect(try plain(text).allSatisfy { $0.hasPrefix("p") }, "\(text)")
            #expect(try plain(text).joined(separator: " ").contains(text.split(separator: "\n")[0].suffix(4)))
        }
    }
}
