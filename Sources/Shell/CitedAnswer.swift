public import Answering
internal import Retrieval

/// An answer with the citations of its quotes, compared with the sources as they are now.
public struct CitedAnswer: Sendable {
    /// A quote's citation and what became of it.
    public struct Source: Sendable {
        public let citation: Citation
        public let verification: QuoteVerification
        /// A `file:` URL of the source, or nil.
        let link: String?
    }

    public let answer: Answer
    /// One for each part of the answer, in the same order.
    public let sources: [Source]

    /// Reads each quote's source and compares.
    public init(_ answer: Answer, files: any SourceFiles) {
        self.answer = answer
        var known: [StoredDocument: SourceText?] = [:]
        sources = answer.parts.map { part in
            let citation = Citation(part.quote)
            let link = files.absolutePath(of: citation.document).map(Self.fileURL)
            if let verification = Self.verificationInPlace(of: citation, files) {
                return Source(citation: citation, verification: verification, link: link)
            }
            let text = known[citation.document] ?? files.text(of: citation.document)
            known[citation.document] = text
            let verification =
                text == nil && files.isTooLarge(citation.document)
                ? QuoteVerification(ofUnsearched: citation) : QuoteVerification(of: citation, in: text)
            return Source(citation: citation, verification: verification, link: link)
        }
    }

    /// Compares a quote with what stands in its place; nil where that is something else, so that the whole file must be searched.
    private static func verificationInPlace(of citation: Citation, _ files: any SourceFiles) -> QuoteVerification? {
        if let range = citation.bytes {
            return files.bytes(range, of: citation.document).flatMap { QuoteVerification(of: citation, bytes: $0) }
        }
        // Where a line is a document, a file may hold a million of them.
        if let line = citation.onlyLineStart.flatMap({ files.line(at: $0, of: citation.document) }),
            let verification = QuoteVerification(of: citation, line: line)
        {
            return verification
        }
        return citation.onlyLine.flatMap { files.line($0, of: citation.document) }
            .flatMap { QuoteVerification(of: citation, line: $0) }
    }

    /// Everything but the unreserved characters of RFC 3986, section 2.3, and slashes is percent-encoded.
    private static func fileURL(_ path: [UInt8]) -> String {
        var url = "file://"
        for byte in path {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                url.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                url += "%" + (digits.utf8.count == 1 ? "0" : "") + digits
            }
        }
        return url
    }
}
