/// The terms that tell the two things apart that a question compares or gives to choose from: "ibuprofen or paracetamol".
struct ComparedTerms {
    private let first: TermSet
    private let second: TermSet

    /// Nil where the two have no words of their own, as "VACUUM" beside "VACUUM FULL".
    init?(_ first: TermSet, _ second: TermSet) {
        self.first = first.subtracting(second)
        self.second = second.subtracting(first)
        if self.first.isEmpty || self.second.isEmpty { return nil }
    }

    /// Whether a stretch of text speaks of both.
    func areBoth(in terms: TermSet) -> Bool {
        !terms.intersection(first).isEmpty && !terms.intersection(second).isEmpty
    }

    /// What stands on either side of the first "or" of a question, one word each; nil without.
    static func alternatives(in words: [String]) -> (String, String)? {
        guard let or = words.firstIndex(of: "or"), or > 0, or + 1 < words.count else { return nil }
        let right = words[(or + 1)...].first {
            !["a", "an", "the", "with", "in", "to"].contains($0) && $0 != words[or - 1]
        }
        return right.map { (words[or - 1], $0) }
    }
}
