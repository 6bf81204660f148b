public import Answering
internal import Documents
internal import JSONText
internal import Retrieval

/// An answer as one line of JSON; keys keep their order and are only ever added within a version.
public enum AnswerJSON {
    public static let version = 1

    /// What stands beside the answer itself.
    public struct Context: Sendable {
        /// The number of the question in its stream, from 1.
        public var number: Int
        public var indexIdentifier: String
        public var documentCount: Int
        /// How many of the best passages were asked for; nil for none, and then the key is left out.
        public var passageCount: Int?
        /// Milliseconds that the answer took, where they were asked for.
        public var milliseconds: Double?

        public init(
            number: Int, indexIdentifier: String, documentCount: Int, passageCount: Int?,
            milliseconds: Double? = nil
        ) {
            self.number = number
            self.indexIdentifier = indexIdentifier
            self.documentCount = documentCount
            self.passageCount = passageCount
            self.milliseconds = milliseconds
        }
    }

    /// The line for an answer, line feed included.
    public static func line(_ cited: CitedAnswer, _ context: Context) -> [UInt8] {
        let answer = cited.answer
        var writer = JSONWriter()
        writer.object { object in
            object.member("v", version)
            object.member("n", context.number)
            object.member("question", answer.question)
            object.member("status", answer.status == .answered ? "answered" : "not_covered")
            object.member("answer", answer.status == .answered ? text(of: answer) : nil)
            object.member("confidence", answer.confidence, decimals: 4)
            object.member("score", answer.score.points, decimals: 4)
            object.member("threshold", answer.threshold.points, decimals: 4)
            object.key("citations")
            object.array { array in
                for (index, source) in cited.sources.enumerated() { write(source, number: index + 1, to: &array) }
            }
            object.key("near")
            object.array { array in
                for near in answer.nearMisses { write(near, to: &array, withText: true) }
            }
            object.key("terms")
            object.array { array in
                for term in answer.terms {
                    array.object { entry in
                        entry.member("term", term.term.text)
                        entry.member("weight", term.inverseDocumentFrequency, decimals: 2)
                        entry.member("documents", term.documentFrequency)
                    }
                }
            }
            object.key("index")
            object.object { index in
                index.member("id", context.indexIdentifier)
                index.member("documents", context.documentCount)
            }
            if let reading = answer.reading { object.member("reading", reading.question) }
            if let passageCount = context.passageCount {
                object.key("passages")
                object.array { array in
                    for passage in answer.passages.prefix(passageCount) { write(passage, to: &array, withText: true) }
                }
            }
            if let milliseconds = context.milliseconds { object.member("milliseconds", milliseconds, decimals: 2) }
        }
        writer.newline()
        return writer.bytes
    }

    /// The line for an input line that is no question.
    public static func errorLine(number: Int, message: String) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { object in
            object.member("v", version)
            object.member("n", number)
            object.key("question")
            object.null()
            object.member("status", "error")
            object.key("answer")
            object.null()
            object.member("error", message)
        }
        writer.newline()
        return writer.bytes
    }

    private static func write(_ source: CitedAnswer.Source, number: Int, to array: inout JSONWriter) {
        let citation = source.citation
        let quote = citation.quote.text
        array.object { object in
            object.member("n", number)
            writePlace(citation.document, to: &object)
            object.member("line_start", source.verification.lines?.lowerBound)
            object.member("line_end", source.verification.lines?.upperBound)
            object.member("byte_start", source.verification.bytes?.lowerBound)
            object.member("byte_end", source.verification.bytes?.upperBound)
            object.member("page", citation.pages?.lowerBound)
            writeHeadings(citation.headings, to: &object)
            object.member("quote", quote)
            object.member("sha256", MessageDigest.sha256(Array(quote.utf8)))
            object.member("state", source.verification.state.rawValue)
            if !citation.quote.header.isEmpty {
                object.key("table_header")
                object.object { header in
                    header.member("line_start", source.verification.headerLines?.lowerBound)
                    header.member("line_end", source.verification.headerLines?.upperBound)
                    header.member("byte_start", source.verification.headerBytes?.lowerBound)
                    header.member("byte_end", source.verification.headerBytes?.upperBound)
                    header.member("quote", citation.quote.text(of: citation.quote.header))
                }
            }
        }
    }

    private static func write(_ retrieved: RetrievedPassage, to array: inout JSONWriter, withText: Bool) {
        let section = retrieved.passage.section
        array.object { object in
            writePlace(section.document, to: &object)
            let place = Place(retrieved.passage)
            object.member("line_start", place.lines?.lowerBound)
            object.member("line_end", place.lines?.upperBound)
            if let pages = place.pages { object.member("page", pages.lowerBound) }
            writeHeadings(section.headings, to: &object)
            object.member("score", retrieved.score.points, decimals: 4)
            if withText { object.member("text", utf8: Array(retrieved.passage.text)) }
            let header = retrieved.passage.header
            if withText, !header.isEmpty { object.member("table_header", utf8: Array(section.text[header])) }
        }
    }

    private static func writePlace(_ document: StoredDocument, to object: inout JSONWriter) {
        object.member("document", utf8: document.identifier.isEmpty ? document.path : Array(document.identifier.utf8))
        object.member("path", utf8: document.path)
        // The folder that the path is beneath, counted from 0 as they were named; the first is not said.
        if document.root > 0 { object.member("root", document.root) }
    }

    private static func writeHeadings(_ headings: [String], to object: inout JSONWriter) {
        object.key("heading")
        object.array { array in for heading in headings { array.string(heading) } }
    }

    /// The quoted text for people: blocks on lines of their own, line breaks inside them folded, items marked.
    public static func text(of answer: Answer) -> String {
        answer.parts.map(text(of:)).joined(separator: "\n\n")
    }

    static func text(of part: AnswerPart) -> String {
        (part.quote.header + part.quote.pieces).map { piece in
            let block = part.quote.section.blocks[piece.block]
            let text = part.quote.text(of: piece)
            if block.kind == .code { return text }
            let folded = text.split(whereSeparator: \.isNewline).joined(separator: " ")
            guard block.kind == .listItem, piece.range.lowerBound == block.textRange.lowerBound else {
                return folded
            }
            return (block.ordinal > 0 ? "\(block.ordinal). " : "- ") + folded
        }.joined(separator: "\n")
    }
}
