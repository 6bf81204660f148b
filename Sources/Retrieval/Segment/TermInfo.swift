/// What the index knows of a term in one segment.
struct TermInfo: Equatable {
    /// Its place among the segment's terms, in byte order.
    var ordinal: Int
    /// Passages of the segment that hold the term, dead ones included; at least 1.
    var documentFrequency: Int
    var postings: Postings
    /// Where the forms of the dictionary's block begin that the term stands in.
    var formsOfBlock: Int

    enum Postings: Equatable {
        /// The only passage; nil for its plain impact.
        case one(passage: UInt32, impact: UInt8?)
        /// Where the list lies in the section of postings.
        case list(Range<Int>)
    }

    /// Where the list of postings lies, of a term that has one.
    var list: Range<Int>? {
        if case .list(let range) = postings { return range }
        return nil
    }
}
