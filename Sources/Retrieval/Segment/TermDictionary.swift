internal import MappedStorage

// The format of the dictionary of a segment: its terms in ascending byte order, in front-coded blocks of 32
//
//     dictionary := offset of each block from the first (u32), block …
//     block      := first term (length (varint), bytes), where its postings begin, where its forms begin, info,
//                   (lengths (u8), [rest of shared], [rest of length], bytes, info) × 31
//     lengths    := bytes shared with the term before, 15 if more << 0 | bytes that follow, 15 if more << 4
//     info       := document frequency, 1:    passage × 2 + whether an impact follows, [impact (u8)]
//                                       more: length of the list of postings
//
// All but the lengths and the impact are varints. The lists of postings follow each other in the order of the terms, and so do the
// forms. A term that stands in one passage only has no list.

/// The terms of a segment.
struct TermDictionary: ~Escapable {
    static let blockLength = 32
    /// In bytes, with room to spare: the longest forms that tokenizers make are far shorter.
    static let longestTerm = 512

    let count: Int
    private let offsets: RawSpan
    private let blocks: RawSpan

    static func blockCount(of termCount: Int) -> Int { (termCount + blockLength - 1) / blockLength }

    /// - Parameter count: how many terms there are.
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, count: Int) throws(MalformedBytes) {
        let offsetsByteCount = 4 * Self.blockCount(of: count)
        guard offsetsByteCount <= bytes.byteCount else {
            throw .truncated(offset: 0, neededByteCount: offsetsByteCount)
        }
        self.count = count
        offsets = bytes.extracting(0..<offsetsByteCount)
        blocks = bytes.extracting(offsetsByteCount..<bytes.byteCount)
    }

    private var blockCount: Int { offsets.byteCount / 4 }

    /// From the start of the block on.
    @_lifetime(copy self)
    private func bytes(ofBlock block: Int) throws(MalformedBytes) -> RawSpan {
        let offset = Int(offsets.load(UInt32.self, at: 4 * block))
        guard offset < blocks.byteCount else { throw .truncated(offset: offset, neededByteCount: 1) }
        return blocks.extracting(offset..<blocks.byteCount)
    }

    /// The last of so many blocks that begins with the term looked for or with something before it, or nil.
    ///
    /// - Parameter order: whether a block begins behind the term (above 0), with it (0) or before it.
    static func lastBlock<Failure: Error>(
        of blockCount: Int, order: (_ block: Int) throws(Failure) -> Int
    ) throws(Failure) -> Int? {
        var low = 0
        var high = blockCount
        while low < high {
            let middle = (low + high) / 2
            if try order(middle) > 0 {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low > 0 ? low - 1 : nil
    }

    private func block(before term: [UInt8]) throws(MalformedBytes) -> Int? {
        try Self.lastBlock(of: blockCount) { (block) throws(MalformedBytes) in
            var reader = ByteReader(try bytes(ofBlock: block))
            return try reader.compareString(with: term)
        }
    }

    /// What is known of `term`, or nil when it is not in the dictionary. O(log count) comparisons.
    func info(of term: [UInt8]) throws(MalformedBytes) -> TermInfo? {
        guard let block = try block(before: term) else { return nil }
        return try TermBlock.info(
            of: term, in: bytes(ofBlock: block), ordinals: TermBlock.ordinals(ofBlock: block, of: count))
    }

    /// Calls `body` with every term in ascending order, until it returns false.
    func forEachTerm(_ body: ([UInt8], TermInfo) throws(MalformedBytes) -> Bool) throws(MalformedBytes) {
        try forEachTerm(beginningWith: [], body)
    }

    /// Calls `body` with every term that begins with `prefix`, ascending, until it returns false.
    func forEachTerm(
        beginningWith prefix: [UInt8], _ body: ([UInt8], TermInfo) throws(MalformedBytes) -> Bool
    ) throws(MalformedBytes) {
        for block in (try block(before: prefix) ?? 0)..<blockCount {
            var terms = try TermBlock(
                bytes(ofBlock: block), ordinals: TermBlock.ordinals(ofBlock: block, of: count))
            var term: [UInt8] = []
            while let next = try terms.next() {
                term.removeSubrange(next.sharedByteCount...)
                term += try terms.readRest(of: next)
                let info = try terms.readInfo()
                if term.starts(with: prefix) {
                    guard try body(term, info) else { return }
                } else if !term.lexicographicallyPrecedes(prefix) {
                    return
                }
            }
        }
    }
}

/// Reads the terms of one block of a dictionary from front to back.
struct TermBlock: ~Escapable {
    /// How a term follows from the one before it.
    struct Entry {
        let sharedByteCount: Int
        let restByteCount: Int
    }

    private var reader: ByteReader
    private var ordinal: Int
    private let end: Int
    private let first: Int
    /// The length of the term at hand.
    private var termByteCount = 0
    /// Where the next list of postings begins.
    private var postings = 0
    private var forms = 0

    static func ordinals(ofBlock block: Int, of termCount: Int) -> Range<Int> {
        let first = block * TermDictionary.blockLength
        return first..<min(first + TermDictionary.blockLength, termCount)
    }

    /// - Parameter bytes: from the start of the block on; what follows it is not read.
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, ordinals: Range<Int>) throws(MalformedBytes) {
        reader = ByteReader(bytes)
        first = ordinals.lowerBound
        ordinal = first - 1
        end = ordinals.upperBound
    }

    /// Begins the next term, whose bytes and info must be read or passed over then; nil at the end of the block.
    mutating func next() throws(MalformedBytes) -> Entry? {
        guard ordinal + 1 < end else { return nil }
        ordinal += 1
        guard ordinal > first else {
            termByteCount = try reader.readCount("term length", atMost: TermDictionary.longestTerm)
            return Entry(sharedByteCount: 0, restByteCount: termByteCount)
        }
        let lengths = try reader.read(UInt8.self)
        var shared = Int(lengths & 15)
        var rest = Int(lengths >> 4)
        if shared == 15 { shared += try reader.readCount("shared prefix", atMost: termByteCount) }
        if rest == 15 { rest += try reader.readCount("term length", atMost: reader.remainingByteCount) }
        guard shared <= termByteCount else {
            throw .outOfRange(what: "shared prefix", value: UInt64(shared), limit: UInt64(termByteCount))
        }
        guard shared + rest <= TermDictionary.longestTerm else {
            throw .outOfRange(
                what: "term length", value: UInt64(shared + rest), limit: UInt64(TermDictionary.longestTerm))
        }
        termByteCount = shared + rest
        return Entry(sharedByteCount: shared, restByteCount: rest)
    }

    mutating func readRest(of entry: Entry) throws(MalformedBytes) -> [UInt8] {
        try reader.readBytes(entry.restByteCount)
    }

    mutating func readInfo() throws(MalformedBytes) -> TermInfo {
        if ordinal == first {
            postings = try reader.readCount("postings", atMost: 1 << 48)
            forms = try reader.readCount("forms", atMost: 1 << 48)
        }
        let frequency = try reader.readCount("document frequency", atMost: Int(UInt32.max))
        guard frequency > 0 else { throw .outOfRange(what: "document frequency", value: 0, limit: UInt64(UInt32.max)) }
        guard frequency > 1 else {
            let passage = try reader.readCount("passage", atMost: Int(UInt32.max) * 2 + 1)
            let impact = passage & 1 == 0 ? nil : try reader.read(UInt8.self)
            if let impact, Double(impact) > ImpactScale.greatestImpact {
                throw .outOfRange(what: "impact", value: UInt64(impact), limit: UInt64(ImpactScale.greatestImpact))
            }
            return TermInfo(
                ordinal: ordinal, documentFrequency: 1, postings: .one(passage: UInt32(passage >> 1), impact: impact),
                formsOfBlock: forms)
        }
        let start = postings
        postings += try reader.readCount("length of postings", atMost: 1 << 48)
        return TermInfo(
            ordinal: ordinal, documentFrequency: frequency, postings: .list(start..<postings), formsOfBlock: forms)
    }

    /// What a block knows of `term`, or nil when it does not hold it.
    static func info(of term: [UInt8], in bytes: RawSpan, ordinals: Range<Int>) throws(MalformedBytes) -> TermInfo? {
        var terms = try TermBlock(bytes, ordinals: ordinals)
        // How many bytes the term has in common with the one at hand, which comes before it.
        var common = 0
        while let next = try terms.next() {
            if next.sharedByteCount < common { return nil }
            if next.sharedByteCount > common {
                // As different from the term as the one before.
                try terms.reader.skip(next.restByteCount)
            } else {
                switch try terms.compareRest(of: next, with: term, &common) {
                case 0: return try terms.readInfo()
                case 1...: return nil
                default: break
                }
            }
            _ = try terms.readInfo()
        }
        return nil
    }

    /// Passes over the rest of an entry whose shared bytes are the term's first `common`, and adds to these what else they have
    /// in common; below 0 when the entry comes before the term, 0 when they are equal.
    private mutating func compareRest(
        of entry: Entry, with term: [UInt8], _ common: inout Int
    ) throws(MalformedBytes) -> Int {
        var order = entry.sharedByteCount + entry.restByteCount - term.count
        let rest = try reader.readSpan(entry.restByteCount)
        for index in 0..<min(rest.byteCount, term.count - common) {
            let byte = rest.load(UInt8.self, at: index)
            if byte != term[common] {
                order = byte < term[common] ? -1 : 1
                break
            }
            common += 1
        }
        return order
    }
}

/// Writes a dictionary, term by term.
struct TermDictionaryBuilder: Sendable {
    /// Where a block begins, and where the two places behind its first term go, which are not known until all parts of a dictionary are.
    private struct Block {
        var start: Int
        var places: Int
        var postings: Int
        var forms: Int
    }

    private(set) var count = 0
    private var blocks: [Block] = []
    private var bytes = ByteWriter()
    private var previous: [UInt8] = []
    private var endOfPostings = 0

    /// Appends a term behind all before it, in byte order.
    ///
    /// - Parameters:
    ///   - postings: of several passages where the list lies, right behind the one before.
    ///   - forms: where the term's forms begin.
    mutating func append(
        _ term: Span<UInt8>, documentFrequency: Int, _ postings: TermInfo.Postings, forms: Int
    ) {
        if count % TermDictionary.blockLength == 0 {
            let start = bytes.byteCount
            bytes.appendString(term)
            blocks.append(Block(start: start, places: bytes.byteCount, postings: endOfPostings, forms: forms))
        } else {
            let shared = previous.span.commonPrefixCount(with: term)
            let rest = term.count - shared
            bytes.append(UInt8(min(shared, 15)) | UInt8(min(rest, 15)) << 4)
            if shared >= 15 { bytes.appendVarint(UInt64(shared - 15)) }
            if rest >= 15 { bytes.appendVarint(UInt64(rest - 15)) }
            bytes.append(bytes: term.extracting(droppingFirst: shared))
        }
        bytes.appendVarint(UInt64(documentFrequency))
        switch postings {
        case .one(let passage, let impact):
            bytes.appendVarint(UInt64(passage) << 1 | (impact == nil ? 0 : 1))
            if let impact { bytes.append(impact) }
        case .list(let range):
            bytes.appendVarint(UInt64(range.count))
            endOfPostings = range.upperBound
        }
        previous.removeAll(keepingCapacity: true)
        previous.append(addingCapacity: term.count) { previous in
            for index in term.indices { previous.append(term[index]) }
        }
        count += 1
    }

    /// Appends the terms of another dictionary, all of which come later in byte order, when the blocks so far are full.
    ///
    /// - Parameters:
    ///   - postings, forms: what comes before the postings and forms of these.
    mutating func append(_ other: Self, postings: Int, forms: Int) {
        precondition(count % TermDictionary.blockLength == 0 || other.count == 0)
        let start = bytes.byteCount
        for block in other.blocks {
            blocks.append(
                Block(
                    start: block.start + start, places: block.places + start, postings: block.postings + postings,
                    forms: block.forms + forms))
        }
        bytes.append(contentsOf: other.bytes.bytes)
        endOfPostings = postings + other.endOfPostings
        count += other.count
        previous = other.previous
    }

    /// The whole dictionary.
    consuming func finish() -> ByteWriter {
        var offsets = ByteWriter(reservingCapacity: 4 * blocks.count)
        var rows = ByteWriter(reservingCapacity: bytes.byteCount + 8 * blocks.count)
        for (index, block) in blocks.enumerated() {
            let end = index + 1 < blocks.count ? blocks[index + 1].start : bytes.byteCount
            offsets.append(UInt32(rows.byteCount))
            rows.append(contentsOf: bytes.bytes[block.start..<block.places])
            rows.appendVarint(UInt64(block.postings))
            rows.appendVarint(UInt64(block.forms))
            rows.append(contentsOf: bytes.bytes[block.places..<end])
        }
        offsets.append(contentsOf: rows.bytes)
        return offsets
    }
}
