internal import MappedStorage

// The format of the forms of a segment's terms
//
//     forms := ending × 14 (length (varint), bytes), form × n of each term, in the order of the terms
//     form  := tag (u8), [bytes of the stem left out], [length (varint), ending], [document frequency]
//     tag   := another form follows | stands in one passage << 1 | bytes left out, 3 if they follow << 2 |
//              ending, 0 for none, 15 if it follows << 4
//
// A form is what is left of the stem, and an ending; fourteen endings make nearly all forms of a language. What follows is a varint, of the
// bytes left out less 3. The only form of a term has no document frequency: it stands where the term does.

/// A form of a term as it stands in text, case folded: the bytes and how many passages hold it.
struct WordForm: Hashable {
    var bytes: [UInt8]
    var documentFrequency: Int

    fileprivate static let moreFlag: UInt8 = 1
    fileprivate static let onceFlag: UInt8 = 2
    fileprivate static let leftOutLimit = 3
    fileprivate static let otherEnding = 15

    /// Appends a form of a term. All forms of a term follow each other.
    ///
    /// - Parameters:
    ///   - isFirst, isLast: of the term's forms.
    static func append(
        _ form: Span<UInt8>, documentFrequency: Int, of stem: Span<UInt8>, isFirst: Bool, isLast: Bool,
        _ endings: WordEndings, to writer: inout ByteWriter
    ) {
        let shared = form.commonPrefixCount(with: stem)
        let leftOut = stem.count - shared
        let ending = form.extracting(droppingFirst: shared)
        let number = endings.number(of: ending)
        var tag = UInt8(min(leftOut, leftOutLimit)) << 2 | UInt8(number ?? otherEnding) << 4
        if !isLast { tag |= moreFlag }
        if documentFrequency == 1 { tag |= onceFlag }
        writer.append(tag)
        if leftOut >= leftOutLimit { writer.appendVarint(UInt64(leftOut - leftOutLimit)) }
        if number == nil { writer.appendString(ending) }
        if !(isFirst && isLast), documentFrequency != 1 { writer.appendVarint(UInt64(documentFrequency)) }
    }

    /// Reads the forms of a term.
    static func read(
        _ reader: inout ByteReader, of stem: [UInt8], documentFrequency: Int, _ endings: WordEndings
    ) throws(MalformedBytes) -> [WordForm] {
        var forms: [WordForm] = []
        var buffer: [UInt8] = []
        try forEach(&reader, of: stem, documentFrequency: documentFrequency, endings, &buffer) { form, frequency in
            forms.append(WordForm(bytes: form, documentFrequency: frequency))
        }
        return forms
    }

    /// Calls `body` with each form of a term, which stands in `buffer`, and its document frequency.
    static func forEach(
        _ reader: inout ByteReader, of stem: [UInt8], documentFrequency: Int, _ endings: WordEndings,
        _ buffer: inout [UInt8], _ body: (_ form: [UInt8], _ documentFrequency: Int) -> Void
    ) throws(MalformedBytes) {
        var isFirst = true
        var goesOn = true
        while goesOn {
            let head = try Head(&reader)
            guard head.leftOut <= stem.count else {
                throw .outOfRange(what: "bytes left out", value: UInt64(head.leftOut), limit: UInt64(stem.count))
            }
            buffer.removeAll(keepingCapacity: true)
            buffer += stem[..<(stem.count - head.leftOut)]
            if head.ending == otherEnding {
                buffer += try reader.readString()
            } else {
                buffer += endings[head.ending]
            }
            let isOnly = isFirst && !head.goesOn
            body(buffer, try isOnly ? documentFrequency : head.readFrequency(&reader))
            goesOn = head.goesOn
            isFirst = false
        }
    }

    /// Passes over the forms of a term.
    static func skip(_ reader: inout ByteReader) throws(MalformedBytes) {
        var isFirst = true
        var goesOn = true
        while goesOn {
            let head = try Head(&reader)
            if head.ending == otherEnding {
                try reader.skip(try reader.readCount("length", atMost: reader.remainingByteCount))
            }
            if !isFirst || head.goesOn { _ = try head.readFrequency(&reader) }
            goesOn = head.goesOn
            isFirst = false
        }
    }

    /// What stands before the ending of a form.
    private struct Head {
        let goesOn: Bool
        let leftOut: Int
        let ending: Int
        private let standsOnce: Bool

        init(_ reader: inout ByteReader) throws(MalformedBytes) {
            let tag = try reader.read(UInt8.self)
            var leftOut = Int(tag >> 2 & 3)
            if leftOut == leftOutLimit { leftOut += try reader.readCount("bytes left out", atMost: Int(UInt32.max)) }
            self.leftOut = leftOut
            ending = Int(tag >> 4)
            goesOn = tag & moreFlag != 0
            standsOnce = tag & onceFlag != 0
        }

        /// The document frequency that follows the ending.
        func readFrequency(_ reader: inout ByteReader) throws(MalformedBytes) -> Int {
            standsOnce ? 1 : try reader.readCount("document frequency", atMost: Int(UInt32.max))
        }
    }
}

/// The endings that spare the forms of a segment most bytes.
struct WordEndings: Equatable, Sendable {
    private static let count = 14
    /// How many bytes they take at most.
    static let byteLimit = count * 8

    /// By number; number 0 is no ending.
    private var endings: [[UInt8]] = [[]]
    private var keys: [UInt64] = [0]

    /// - Parameter counts: how many forms have an ending, by its key.
    fileprivate init(_ counts: [UInt64: Int]) {
        let best = counts.sorted { left, right in
            let (leftWorth, rightWorth) = (left.value * Self.length(left.key), right.value * Self.length(right.key))
            return leftWorth != rightWorth ? leftWorth > rightWorth : left.key < right.key
        }
        for (key, _) in best.prefix(Self.count) { add(key) }
        while endings.count <= Self.count { add(0) }
    }

    /// Reads what `append(to:)` wrote.
    init(_ reader: inout ByteReader) throws(MalformedBytes) {
        for _ in 0..<Self.count {
            let ending = try reader.readString()
            endings.append(ending)
            keys.append(Self.key(ending.span) ?? 0)
        }
    }

    func append(to writer: inout ByteWriter) {
        for number in 1...Self.count { writer.appendString(self[number]) }
    }

    private mutating func add(_ key: UInt64) {
        endings.append((0..<Self.length(key)).map { UInt8(truncatingIfNeeded: key >> UInt64(8 * $0)) })
        keys.append(key)
    }

    /// - Parameter number: 0 … 14; empty where there are fewer endings.
    fileprivate subscript(number: Int) -> [UInt8] { endings[number] }

    /// Nil when it is none of these.
    fileprivate func number(of ending: Span<UInt8>) -> Int? {
        Self.key(ending).flatMap { keys.firstIndex(of: $0) }
    }

    /// The bytes of an ending of up to seven, lowest first, and above them its length; nil for a longer one.
    fileprivate static func key(_ ending: Span<UInt8>) -> UInt64? {
        guard ending.count < 8 else { return nil }
        var key = UInt64(ending.count) << 56
        for index in ending.indices { key |= UInt64(ending[index]) &<< UInt64(8 &* index) }
        return key
    }

    private static func length(_ key: UInt64) -> Int { Int(key >> 56) }

    /// Counts the endings of forms.
    struct Counter: Sendable {
        private var counts: [UInt64: Int] = [:]

        init() {}

        /// What several counted.
        init(joining counters: [Self]) {
            for counter in counters { counts.merge(counter.counts, uniquingKeysWith: +) }
        }

        mutating func count(_ form: Span<UInt8>, of stem: Span<UInt8>) {
            let shared = form.commonPrefixCount(with: stem)
            // No ending has a number anyway.
            if shared == form.count { return }
            if let key = key(form.extracting(droppingFirst: shared)) { counts[key, default: 0] += 1 }
        }

        var commonest: WordEndings { WordEndings(counts) }
    }
}
