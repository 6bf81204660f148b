import Answering
import Retrieval
import Shell
import TestSupport
import Testing

@Suite("An answer's quotes beside their sources") struct CitedAnswerTests {
    /// Hands over parts of files, and counts how often a whole one is asked for.
    private final class Parts: SourceFiles {
        let library: TinyLibrary
        /// Files seem to have so many bytes more in front.
        var shift = 0
        private(set) var wholeCount = 0

        init(_ library: TinyLibrary) { self.library = library }

        func bytes(of document: StoredDocument) -> [UInt8]? {
            wholeCount += 1
            return library.bytes(of: document).map { [UInt8](repeating: 0x20, count: shift) + $0 }
        }

        func bytes(_ range: Range<Int>, of document: StoredDocument) -> [UInt8]? {
            library.bytes(of: document).map { Array($0[(range.lowerBound - shift)..<(range.upperBound - shift)]) }
        }

        func line(at offset: Int, of document: StoredDocument) -> [UInt8]? {
            library.bytes(of: document).flatMap { $0[(offset - shift)...].split(separator: 0x0A).first.map(Array.init) }
        }
    }

    @Test(
        "a quote that stands in its place is not looked for in the whole file, one that does not is",
        arguments: ["facts.md", "facts.jsonl"])
    func places(name: String) throws {
        let fact = "The ferry Aurora leaves the harbour of Lund at noon."
        let library = try TinyLibrary([
            name: name.hasSuffix("md")
                ? "# Ferries\n\nA ferry is a ship.\n\n\(fact)\n"
                : #"{"text": "A ferry is a ship."}"# + "\n" + #"{"text": "\#(fact)"}"#
        ])
        let answer = try library.answerer.answer("When does the ferry Aurora leave the harbour of Lund?")
        let files = Parts(library)
        #expect(CitedAnswer(answer, files: files).sources.map(\.verification.state) == [.verified])
        #expect(files.wholeCount == 0)
        files.shift = 3
        let shifted = try #require(CitedAnswer(answer, files: files).sources.first?.verification)
        #expect(shifted.state == (name.hasSuffix("md") ? .moved : .verified))
        #expect(files.wholeCount == 1)
    }
}
