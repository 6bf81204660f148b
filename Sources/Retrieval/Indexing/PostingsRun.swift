/// The terms of passages in a row, in byte order, with their forms, and the postings in the order of the passages.
///
/// A class, because it is handed on whole, from thread to thread.
final class PostingsRun: Sendable {
    let log: PostingsLog
    /// Of each passage, see `PostingsFormat`.
    let plainImpacts: [UInt8]
    let terms: ByteStrings
    /// What stands for each term in the log.
    let termNumbers: [Int]
    /// How many passages hold each term.
    let documentFrequencies: [UInt32]
    /// Those of each term in a row.
    let forms: ByteStrings
    /// Where each term's forms begin, and where the last's end.
    let formStarts: [Int]
    /// How many passages hold each form.
    let formFrequencies: [UInt32]
    /// The numbers of the forms, those of each term in byte order.
    let formOrder: [UInt32]

    init(
        log: PostingsLog, plainImpacts: [UInt8], terms: ByteStrings, termNumbers: [Int], documentFrequencies: [UInt32],
        forms: ByteStrings, formStarts: [Int], formFrequencies: [UInt32]
    ) {
        self.log = log
        self.plainImpacts = plainImpacts
        self.terms = terms
        self.termNumbers = termNumbers
        self.documentFrequencies = documentFrequencies
        self.forms = forms
        self.formStarts = formStarts
        self.formFrequencies = formFrequencies
        var order = forms.indices.map { UInt32($0) }
        for term in terms.indices where formStarts[term + 1] - formStarts[term] > 1 {
            order[formStarts[term]..<formStarts[term + 1]].sort { forms.order(Int($0), forms, Int($1)) < 0 }
        }
        formOrder = order
    }

    /// Moves the postings of some terms to where they belong in an array.
    ///
    /// - Parameters:
    ///   - places: from `firstTerm` on, of each term as the log numbers it, where its next posting goes; 0 for all terms that are not
    ///     wanted, which leave there what nobody may read.
    ///   - firstPassage: what is added to the numbers of passages.
    func sort(
        to places: inout [UInt32], firstTerm: Int, firstPassage: UInt32, into postings: inout [Posting]
    ) {
        var out = postings.mutableSpan
        var next = places.mutableSpan
        let plainImpacts = plainImpacts
        log.forEach(plainImpacts: plainImpacts.span) { term, posting in
            let place = next[firstTerm &+ term]
            out[Int(place)] = Posting(passage: firstPassage &+ posting.passage, impact: posting.impact)
            // Not a branch: whether a term is wanted cannot be guessed.
            next[firstTerm &+ term] = place &+ (place == 0 ? 0 : 1)
        }
    }
}
