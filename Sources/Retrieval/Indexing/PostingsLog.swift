internal import MappedStorage

/// The postings of passages in a row, passage by passage, until they are sorted by term.
///
///     entry := term << 1 | whether the impact is not the passage's plain one (u24), [impact (u8)]
///
/// of a term below 2^23 - 1; of another 2^23 - 1 stands in its place, and the term (u32) behind the entry. So a posting costs little more
/// than three bytes, which are written one behind the other without a branch that could be guessed wrong. A growing list for each term would cost as
/// much memory and, since rare terms' lists are in no cache, a tenth of the time of a build.
struct PostingsLog: Sendable {
    private static let chunkByteCount = 1 << 20
    fileprivate static let entryByteCount = 3
    /// Of an entry with its impact and its term.
    private static let entryByteLimit = entryByteCount + 1 + 4
    fileprivate static let greatTerm: UInt32 = 1 << 23 - 1

    /// No passage stands in two of them.
    fileprivate var chunks: [Chunk] = []
    /// Bytes held, kept up to date: it is asked for at every document.
    private(set) var byteCount = 0

    fileprivate struct Chunk {
        var bytes: [UInt8]
        var byteCount = 0
        /// How many entries each passage has.
        var entryCounts: [UInt32] = []
    }

    /// Appends the postings of the next passage.
    ///
    /// - Parameters:
    ///   - terms: distinct, in any order.
    ///   - plainImpact: the passage's.
    ///   - impact: 1 … 63, of a term.
    mutating func append(_ terms: Span<UInt32>, plainImpact: UInt8, impact: (UInt32) -> UInt8) {
        // A store writes four bytes, and so one too many.
        let needed = Self.entryByteLimit * terms.count + 1
        if (chunks.last.map { $0.bytes.count - $0.byteCount } ?? 0) < needed {
            let count = max(Self.chunkByteCount, needed)
            chunks.append(Chunk(bytes: [UInt8](repeating: 0, count: count)))
            byteCount += count
        }
        chunks[chunks.count - 1].append(terms, plainImpact: plainImpact, impact: impact)
        byteCount += MemoryLayout<UInt32>.stride
    }

    /// Calls `body` with every posting, passage by passage.
    ///
    /// - Parameter plainImpacts: of each passage.
    @inline(__always)
    func forEach(plainImpacts: Span<UInt8>, _ body: (_ term: Int, Posting) -> Void) {
        var passage: UInt32 = 0
        for chunk in chunks {
            let bytes = chunk.bytes.rawBytes
            var at = 0
            for count in chunk.entryCounts {
                let plainImpact = UInt32(plainImpacts[Int(passage)])
                for _ in 0..<count {
                    let entry = bytes.load(UInt32.self, at: at)
                    at &+= Self.entryByteCount &+ Int(entry & 1)
                    var term = entry >> 1 & Self.greatTerm
                    if term == Self.greatTerm {
                        term = bytes.load(UInt32.self, at: at)
                        at &+= 4
                    }
                    let impact = entry & 1 == 0 ? plainImpact : entry >> 24
                    body(Int(term), Posting(passage: passage, impact: UInt8(truncatingIfNeeded: impact)))
                }
                passage &+= 1
            }
        }
    }
}

extension PostingsLog.Chunk {
    @inline(__always)
    fileprivate mutating func append(_ terms: Span<UInt32>, plainImpact: UInt8, impact: (UInt32) -> UInt8) {
        var at = byteCount
        var span = bytes.mutableSpan
        for index in terms.indices {
            let impact = impact(terms[index])
            let mark: UInt32 = impact == plainImpact ? 0 : 1
            let term = min(terms[index], PostingsLog.greatTerm)
            span.store(UInt32(impact) << 24 | term << 1 | mark, at: at)
            at &+= PostingsLog.entryByteCount &+ Int(mark)
            if term == PostingsLog.greatTerm {
                span.store(terms[index], at: at)
                at &+= 4
            }
        }
        byteCount = at
        entryCounts.append(UInt32(terms.count))
    }
}
