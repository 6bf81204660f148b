internal import MappedStorage

/// Finds the best passages without scoring those that cannot be among them: MaxScore (Turtle and Flood, "Query evaluation:
/// strategies and optimizations", 1995) over windows of passages, with the greatest impact of each block of postings as bounds
/// (Ding and Suel, "Faster top-k document retrieval using block-max indexes", 2011).
///
/// In each window the terms are put in the order of what they can add at most. The weakest, as many as together cannot lift a
/// passage over the threshold, are not essential: their postings are looked up only for passages that the other terms found,
/// and only while these can still win. Where they are so short that looking up does not pay, they count as essential, too. The
/// scores of the essential terms are added up term by term in an array of accumulators. The result is that of
/// `ExhaustiveSearch`, ids and scores.
///
/// Before all that the strongest terms are searched for alone. As many passages as are wanted score so much already, so that the
/// threshold needs not rise from nothing while passages are scored in vain.
@safe
struct MaxScoreSearch {
    /// Passages of a window: their accumulators take 64 KiB of the second cache. Shorter windows take less time for their passages,
    /// and more for themselves.
    static let windowLength: UInt32 = 16384

    /// Below one posting for so many passages, those with a score are noted one by one.
    private static let sparseness = 6

    /// Lists that are not essential are added up like those that are when they have up to so many times the postings of these.
    private static let shortness = 4

    /// The strongest terms are worth searching for alone when they may have so many postings.
    static let leastPostingCount = 256

    /// The strongest terms have at most one in so many of all terms' postings.
    private static let strongestShare = 16

    private let windowLength: UInt32
    private var passageCount = 0
    private let scope: DocumentScope?
    private var best: BestCandidates
    private let accumulators: UnsafeMutablePointer<UInt32>
    /// A bit for each accumulator.
    private let bits: UnsafeMutablePointer<UInt64>
    private let places: UnsafeMutablePointer<UInt32>
    private let values: UnsafeMutablePointer<UInt32>

    /// The best `limit` live passages of the segments, best first.
    ///
    /// - Parameters:
    ///   - scope: when given, only passages in it count.
    ///   - windowLength: a multiple of 8; changes the time that a search takes, never its result.
    ///   - leastPostingCount: that the strongest terms must be allowed to have to be searched for alone; the same holds.
    static func best(
        _ limit: Int, of terms: [WeightedTerm], in segments: [Segment], within scope: DocumentScope? = nil,
        windowLength: UInt32 = Self.windowLength, leastPostingCount: Int = Self.leastPostingCount
    ) throws(StorageError) -> [Candidate] {
        guard limit > 0 else { return [] }
        let passageCount = segments.reduce(0) { max($0, $1.passageCount) }
        let length = min(Int(windowLength), (passageCount + 7) & ~7)
        let wordCount = (length + 63) / 64
        // A block more than the window's places, see `BlockCursor.accumulateSparsely`.
        let placeCount = length + PostingsFormat.blockLength + 16
        let numberCount = 2 * length + placeCount
        let scratch = UnsafeMutableRawPointer.allocate(byteCount: 4 * numberCount + 8 * wordCount, alignment: 64)
        defer { unsafe scratch.deallocate() }
        let numbers = unsafe scratch.bindMemory(to: UInt32.self, capacity: numberCount)
        unsafe numbers.update(repeating: 0, count: length)
        let bits = unsafe (scratch + 4 * numberCount).bindMemory(to: UInt64.self, capacity: wordCount)
        unsafe bits.update(repeating: 0, count: wordCount)
        var search = unsafe MaxScoreSearch(
            windowLength: UInt32(length), scope: scope, best: BestCandidates(limit: limit), accumulators: numbers,
            bits: bits, places: numbers + 2 * length, values: numbers + length)
        let strongest = Self.strongest(of: terms, leastPostingCount: leastPostingCount)
        if !strongest.isEmpty {
            try search.scan(segments, for: strongest)
            search.best = BestCandidates(limit: limit, leastScore: search.best.threshold)
        }
        try search.scan(segments, for: terms)
        return search.best.sorted()
    }

    /// The terms of the greatest weights, so few that searching for them alone costs little; none where that would not pay.
    private static func strongest(of terms: [WeightedTerm], leastPostingCount: Int) -> [WeightedTerm] {
        func postingCount(_ term: WeightedTerm) -> Int { term.infos.reduce(0) { $0 + ($1?.documentFrequency ?? 0) } }
        var left = terms.reduce(0) { $0 + postingCount($1) } / strongestShare
        guard left >= leastPostingCount else { return [] }
        let descending = terms.sorted { $0.weight > $1.weight }
        return Array(
            descending.prefix {
                left -= postingCount($0)
                return left >= 0
            })
    }

    private mutating func scan(_ segments: [Segment], for terms: [WeightedTerm]) throws(StorageError) {
        for (number, segment) in segments.enumerated() {
            var cursors: [BlockCursor] = []
            cursors.reserveCapacity(terms.count)
            for term in terms where term.weight > 0 {
                if let info = term.infos[number] {
                    cursors.append(try BlockCursor(info, weight: term.weight, in: segment))
                }
            }
            try scan(segment, &cursors)
        }
    }

    private mutating func scan(_ segment: Segment, _ cursors: inout [BlockCursor]) throws(StorageError) {
        self.passageCount = segment.passageCount
        let passageCount = UInt32(segment.passageCount)
        var start: UInt32 = 0
        while start < passageCount {
            let window = start..<(start + min(windowLength, passageCount - start))
            try scan(window, of: segment, &cursors)
            // Windows that no list reaches into are passed over.
            var next = UInt32.max
            for cursor in cursors { next = min(next, cursor.nextPassage) }
            start = max(window.upperBound, next)
        }
    }

    private mutating func scan(
        _ window: Range<UInt32>, of segment: Segment, _ cursors: inout [BlockCursor]
    ) throws(StorageError) {
        let threshold = best.threshold
        var total: UInt32 = 0
        for cursor in cursors {
            try cursor.beginWindow(window)
            total &+= cursor.windowBound
        }
        guard total > threshold else { return }

        // The order hardly changes from window to window, which makes insertion the fastest way of sorting.
        for index in cursors.indices.dropFirst() {
            var at = index
            while at > 0, cursors[at - 1].windowBound > cursors[at].windowBound {
                cursors.swapAt(at - 1, at)
                at -= 1
            }
        }
        var weakest: UInt32 = 0
        var essential = 0
        while weakest &+ cursors[essential].windowBound <= threshold {
            weakest &+= cursors[essential].windowBound
            essential += 1
        }
        // Looking up passages in short lists costs more than adding these up.
        if Self.postingCount(cursors[..<essential]) <= Self.shortness * Self.postingCount(cursors[essential...]) {
            weakest = 0
            essential = 0
        }
        var count = try essentialScores(of: cursors[essential...], window, above: threshold - weakest)

        // From the strongest down: each look-up lowers what the rest can add.
        var index = essential
        while index > 0 && count > 0 {
            index -= 1
            let cursor = cursors[index]
            if cursor.windowBound == 0 { break }
            var kept = 0
            weakest &-= cursor.windowBound
            for slot in 0..<count {
                let place = unsafe places[slot]
                let value = unsafe try values[slot] &+ cursor.score(of: window.lowerBound + place)
                if value &+ weakest > threshold {
                    unsafe places[kept] = place
                    unsafe values[kept] = value
                    kept += 1
                }
            }
            count = kept
        }
        for slot in 0..<count {
            let passage = unsafe Int(window.lowerBound + places[slot])
            let score = unsafe values[slot]
            guard score > best.threshold, segment.isLive(passage) else { continue }
            let id = PassageID(rawValue: UInt32(segment.firstPassage + passage))
            if scope?.contains(id) ?? true { best.offer(Candidate(passage: id, score: score)) }
        }
    }

    /// The postings of those lists that reach into the window.
    private static func postingCount(_ cursors: ArraySlice<BlockCursor>) -> Int {
        cursors.reduce(0) { $1.windowBound == 0 ? $0 : $0 + $1.documentFrequency }
    }

    /// Adds up the scores of the essential terms; leaves the passages that exceed the threshold in `places` and `values`,
    /// ascending, and gives how many there are.
    private func essentialScores(
        of cursors: ArraySlice<BlockCursor>, _ window: Range<UInt32>, above threshold: UInt32
    ) throws(StorageError) -> Int {
        // Where few passages of the window have any of the terms, noting which costs less than looking at all of them. About
        // how many there are follows from the lengths of the lists.
        let postingCount = cursors.reduce(0) { $0 + $1.documentFrequency }
        guard postingCount * Self.sparseness < passageCount else {
            for cursor in cursors { try unsafe cursor.accumulate(window, into: accumulators) }
            return unsafe PostingsKernels.collect(
                accumulators, count: (window.count + 7) & ~7, above: threshold, places: places, values: values)
        }
        var found = 0
        for cursor in cursors {
            try unsafe cursor.accumulateSparsely(window, into: accumulators, places: places, found: &found)
        }
        return unsafe PostingsKernels.collectSparsely(
            accumulators, places, count: found, above: threshold, values: values, bits: bits,
            wordCount: (window.count + 63) / 64)
    }
}
