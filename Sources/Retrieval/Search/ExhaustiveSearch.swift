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
    private let floor: UInt32
    /// The candidates as numbers that ascend as the candidates get better: the score, then how early the passage comes.
    private var heap: [UInt64] = []

    /// - Parameter leastScore: of the candidates that count.
    init(limit: Int, leastScore: UInt32 = 0) {
        self.limit = max(0, limit)
        floor = max(1, leastScore) - 1
        heap.reserveCapacity(min(self.limit, 1024))
    }

    /// What a candidate's score must exceed to be kept, when it comes in the order of passages: at equal scores the earlier
    /// passage stays.
    var threshold: UInt32 {
        if heap.count < limit { return floor }
        return heap.first.map { max(floor, UInt32(truncatingIfNeeded: $0 >> 32)) } ?? .max
    }

    mutating func offer(_ candidate: Candidate) {
        let rank = UInt64(candidate.score) << 32 | UInt64(~candidate.passage.rawValue)
        if heap.count < limit {
            heap.append(rank)
            rise(rank)
        } else if let worst = heap.first, rank > worst {
            sink(rank)
        }
    }

    /// Moves the last place up to where the rank belongs.
    private mutating func rise(_ rank: UInt64) {
        var heap = heap.mutableSpan
        var place = heap.count - 1
        while place > 0, heap[(place - 1) / 2] > rank {
            heap[place] = heap[(place - 1) / 2]
            place = (place - 1) / 2
        }
        heap[place] = rank
    }

    /// Puts a rank in place of the worst, and moves it down to where it belongs.
    private mutating func sink(_ rank: UInt64) {
        var heap = heap.mutableSpan
        var place = 0
        while true {
            var child = 2 * place + 1
            guard child < heap.count else { break }
            if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
            guard heap[child] < rank else { break }
            heap[place] = heap[child]
            place = child
        }
        heap[place] = rank
    }

    /// Best first.
    func sorted() -> [Candidate] {
        heap.sorted(by: >).map { rank in
            Candidate(
                passage: PassageID(rawValue: ~UInt32(truncatingIfNeeded: rank)),
                score: UInt32(truncatingIfNeeded: rank >> 32))
        }
    }
}
