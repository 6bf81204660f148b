internal import MappedStorage

/// A term of a query as a search over postings needs it: its integer weight, and what each segment knows of it.
struct WeightedTerm {
    /// The weights of a query's terms add up to at most `ImpactScale.weightTotal`.
    var weight: UInt32
    /// By segment; nil where the segment does not hold the term.
    var infos: [TermInfo?]
}

/// A passage with its score over postings: the sum of weight · impact over the query's terms, in integers, so that any
/// order of summing, any number of segments and any way of searching gives the same.
struct Candidate: Hashable {
    var passage: PassageID
    var score: UInt32

    /// Best first: a higher score, at equal scores the earlier passage.
    static func precedes(_ left: Candidate, _ right: Candidate) -> Bool {
        (left.score, right.passage) > (right.score, left.passage)
    }
}

/// Scores every passage that holds a term of the query: the plain algorithm, and the measure of any other.
enum ExhaustiveSearch {
    /// The best `limit` live passages of the segments, best first. O(postings of the terms + passages).
    ///
    /// - Parameter scope: when given, only passages in it count.
    static func best(
        _ limit: Int, of terms: [WeightedTerm], in segments: [Segment], within scope: DocumentScope? = nil
    ) throws(StorageError) -> [Candidate] {
        var best = BestCandidates(limit: limit)
        for (number, segment) in segments.enumerated() {
            var accumulators = [UInt32](repeating: 0, count: segment.passageCount)
            for term in terms where term.weight > 0 {
                guard let info = term.infos[number] else { continue }
                try segment.reader.forEachPostingsBlock(of: info) { passages, impacts, count in
                    for slot in 0..<count {
                        // Cannot overflow: the weights of a query add up to at most `ImpactScale.weightTotal`.
                        accumulators[Int(passages[slot])] &+= term.weight &* UInt32(impacts[slot])
                    }
                }
            }
            for (passage, score) in accumulators.enumerated() where score > 0 && segment.isLive(passage) {
                let id = PassageID(rawValue: UInt32(segment.firstPassage + passage))
                if scope?.contains(id) ?? true { best.offer(Candidate(passage: id, score: score)) }
            }
        }
        return best.sorted()
    }
}

/// Keeps the best candidates that it was offered: a binary heap with the worst of them on top.
struct BestCandidates {
    private let limit: Int
    private var heap: [Candidate] = []

    init(limit: Int) {
        self.limit = max(0, limit)
        heap.reserveCapacity(min(self.limit, 1024))
    }

    /// What a candidate's score must exceed to be kept, when it comes in the order of passages: at equal scores the earlier
    /// passage stays.
    var threshold: UInt32 { heap.count < limit ? 0 : heap.first?.score ?? .max }

    mutating func offer(_ candidate: Candidate) {
        if heap.count < limit {
            heap.append(candidate)
            var child = heap.count - 1
            while child > 0, Candidate.precedes(heap[(child - 1) / 2], heap[child]) {
                heap.swapAt(child, (child - 1) / 2)
                child = (child - 1) / 2
            }
        } else if limit > 0, Candidate.precedes(candidate, heap[0]) {
            heap[0] = candidate
            var parent = 0
            while true {
                var worst = parent
                for child in [2 * parent + 1, 2 * parent + 2]
                where child < heap.count && Candidate.precedes(heap[worst], heap[child]) {
                    worst = child
                }
                if worst == parent { break }
                heap.swapAt(worst, parent)
                parent = worst
            }
        }
    }

    /// Best first.
    func sorted() -> [Candidate] {
        heap.sorted(by: Candidate.precedes)
    }
}
