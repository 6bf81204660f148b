public import Retrieval

/// What a question got.
public struct Answer: Sendable {
    public enum Status: Sendable {
        case answered
        /// No passage of the documents answers the question.
        case notCovered
    }

    /// The question as it was asked.
    public let question: String
    /// How it was understood, where that differs.
    public let reading: Reading?
    /// What was searched for.
    public let query: Query
    public let status: Status
    /// The quotes that answer, in the order in which they are to be read; none when the question is not covered.
    public let parts: [AnswerPart]
    /// The probability that the answer is right, 0…1.
    public let confidence: Double
    /// The best passage's score, and what it would have to be, all other evidence being what it is, for the question to count
    /// as covered.
    public let score: Score
    public let threshold: Score
    /// The best passages, best first, as many as were asked for.
    public let passages: [RetrievedPassage]
    /// The question's terms and what they weigh: their inverse document frequencies.
    public let terms: [TermOccurrence]
    /// What the confidence is made of.
    package let evidence: AnswerEvidence

    /// For a question that is not covered, the passages that come nearest to answering it, best first; none that is so far
    /// off that naming it would only puzzle.
    public var nearMisses: [RetrievedPassage] {
        guard status == .notCovered else { return [] }
        return passages.prefix(AnswerConstants.nearMissLimit)
            .filter { $0.score.points >= AnswerConstants.nearMissPoints }
    }
}

/// One quote of an answer, with the side of a comparison that it speaks for.
public struct AnswerPart: Sendable {
    public let label: String?
    public let quote: Quote
}

/// A retrieved passage with its text and score.
public struct RetrievedPassage: Sendable {
    public let passage: StoredPassage
    public let score: Score
}

/// A question understood otherwise than it was typed.
public struct Reading: Hashable, Sendable {
    /// What a follow-up question points to.
    public struct Reference: Hashable, Sendable {
        /// The word taken for the subject of the talk; nil when the question only lacks one.
        public let word: String?
        public let subject: String
    }

    /// A word that does not occur in the documents, and the word taken for it.
    public struct Correction: Hashable, Sendable {
        public let typed: String
        public let taken: String
    }

    /// A short form, and what the documents say that it is short for.
    public struct Expansion: Hashable, Sendable {
        public let short: String
        public let long: String
    }

    /// The question as it was understood.
    public var question: String
    /// What it was completed with from the talk; nil where it stands by itself.
    public var reference: Reference?
    public var corrections: [Correction] = []
    public var expansions: [Expansion] = []
}

/// Verbatim text of one section: blocks or sentences that stand together.
public struct Quote: Sendable {
    /// A block of the section, or the part of it that is quoted.
    public struct Piece: Hashable, Sendable {
        /// An index into the section's blocks.
        public let block: Int
        /// Byte range in the section's text.
        public let range: Range<Int>
    }

    public let section: StoredSection
    /// Header rows of a table, of which `pieces` are rows further down; none where the quote is one stretch of text.
    public let header: [Piece]
    /// Ascending; never empty.
    public let pieces: [Piece]

    init(section: StoredSection, header: [Piece] = [], pieces: [Piece]) {
        self.section = section
        self.header = header
        self.pieces = pieces
    }

    /// From the first quoted byte to the last, in the section's text.
    public var range: Range<Int> { Self.range(of: pieces) }

    static func range(of pieces: [Piece]) -> Range<Int> {
        (pieces.first?.range.lowerBound ?? 0)..<(pieces.last?.range.upperBound ?? 0)
    }

    /// The text of a piece.
    public func text(of piece: Piece) -> String {
        String(decoding: section.text[piece.range], as: UTF8.self)
    }

    /// The quoted text, a line for each block, without a header that stands further up.
    public var text: String { text(of: pieces) }

    /// The text of some pieces, a line for each.
    public func text(of pieces: [Piece]) -> String {
        pieces.map(text(of:)).joined(separator: "\n")
    }
}
