internal import Documents
internal import MappedStorage

// The format of the blocks of a section, all varints but the first two bytes
//
//     block := tag (u8), parts (u8), [page], [gap in text], [text length], first line, [line span], [group], [ordinal],
//              [source of the only run] or [count, (gap in text, source, length, line) …]
//     tag   := kind | level << 3 | quoted << 6 | another page than the block before << 7
//
// `parts` says which of what stands in brackets is there; see the flags. Without a length a block reaches to the end of the section's
// text. Pages, lines and sources count from the previous one.

/// The blocks of a section as a stream.
enum BlockStream {
    private static let kindMask: UInt8 = 0x7
    private static let quotedFlag: UInt8 = 1 << 6
    private static let pageFlag: UInt8 = 1 << 7

    private struct Parts: OptionSet {
        var rawValue: UInt8
        static let gap = Parts(rawValue: 1)
        static let length = Parts(rawValue: 2)
        static let span = Parts(rawValue: 4)
        static let group = Parts(rawValue: 8)
        static let ordinal = Parts(rawValue: 16)
        /// One run that maps the whole block, from its first line on.
        static let wholeRun = Parts(rawValue: 32)
        /// Other runs, with their count.
        static let runs = Parts(rawValue: 64)
    }

    /// - Parameter whole: the section's text, counted as the blocks' ranges are.
    static func append(_ blocks: ArraySlice<Block>, text whole: Range<Int>, to writer: inout ByteWriter) {
        var text = whole.lowerBound
        var line = 0
        var source = 0
        var runLine = 0
        var page = 0
        for block in blocks {
            let parts = Self.parts(of: block, after: text, in: whole)
            var tag = block.kind.rawValue | min(block.level, 7) << 3
            if block.quoted { tag |= quotedFlag }
            if block.page != page { tag |= pageFlag }
            writer.append(tag)
            writer.append(parts.rawValue)
            if block.page != page { writer.appendSignedVarint(Int64(block.page - page)) }
            page = block.page
            if parts.contains(.gap) { writer.appendVarint(UInt64(block.textRange.lowerBound - text)) }
            if parts.contains(.length) { writer.appendVarint(UInt64(block.textRange.count)) }
            writer.appendSignedVarint(Int64(block.firstLine - line))
            if parts.contains(.span) { writer.appendVarint(UInt64(block.lastLine - block.firstLine)) }
            if parts.contains(.group) { writer.appendVarint(UInt64(block.group)) }
            if parts.contains(.ordinal) { writer.appendVarint(UInt64(block.ordinal)) }
            if parts.contains(.runs) { writer.appendVarint(UInt64(block.sourceMap.runs.count)) }
            var run = 0
            for each in block.sourceMap.runs {
                if parts.contains(.runs) { writer.appendVarint(UInt64(each.textOffset - run)) }
                writer.appendSignedVarint(Int64(each.sourceOffset - source))
                if parts.contains(.runs) {
                    writer.appendVarint(UInt64(each.length))
                    writer.appendSignedVarint(Int64(each.line - runLine))
                }
                runLine = each.line
                run = each.textOffset + each.length
                source = each.sourceOffset + each.length
            }
            text = block.textRange.upperBound
            line = block.firstLine
        }
    }

    private static func parts(of block: Block, after text: Int, in whole: Range<Int>) -> Parts {
        var parts: Parts = []
        if block.textRange.lowerBound > text { parts.insert(.gap) }
        if block.textRange.upperBound != whole.upperBound { parts.insert(.length) }
        if block.lastLine > block.firstLine { parts.insert(.span) }
        if block.group != 0 { parts.insert(.group) }
        if block.ordinal != 0 { parts.insert(.ordinal) }
        if let first = block.sourceMap.runs.first {
            let isWhole = block.sourceMap.runs.count == 1 && first.textOffset == 0
            let maps = first.length == block.textRange.count && first.line == block.firstLine
            parts.insert(isWhole && maps ? .wholeRun : .runs)
        }
        return parts
    }

    /// Reads `count` blocks; their text ranges count from the start of the section's text of `textLength` bytes.
    static func read(_ bytes: RawSpan, count: Int, textLength: Int) throws(MalformedBytes) -> [Block] {
        var reader = ByteReader(bytes)
        var blocks: [Block] = []
        var text = 0
        var line = 0
        var source = 0
        var runLine = 0
        var page = 0
        for _ in 0..<count {
            let tag = try reader.read(UInt8.self)
            let parts = Parts(rawValue: try reader.read(UInt8.self))
            guard let kind = Block.Kind(rawValue: tag & kindMask) else {
                throw .outOfRange(what: "block kind", value: UInt64(tag & kindMask), limit: 5)
            }
            if tag & pageFlag != 0 { page = try readNumber("page", from: page, &reader) }
            let start = text + (try readPart(.gap, "block start", atMost: textLength - text, of: parts, &reader) ?? 0)
            let length =
                try readPart(.length, "block length", atMost: textLength - start, of: parts, &reader)
                ?? textLength - start
            line = try readNumber("line", from: line, &reader)
            let span = try readPart(.span, "line span", atMost: Block.largestLine - line, of: parts, &reader) ?? 0
            let group = try readPart(.group, "group", atMost: Int(UInt32.max), of: parts, &reader) ?? 0
            let ordinal = try readPart(.ordinal, "ordinal", atMost: Int(UInt32.max), of: parts, &reader) ?? 0
            let runCount =
                try readPart(.runs, "source runs", atMost: reader.remainingByteCount, of: parts, &reader)
                ?? (parts.contains(.wholeRun) ? 1 : 0)
            var runs: [SourceMap.Run] = []
            var run = 0
            for _ in 0..<runCount {
                var runStart = 0
                if parts.contains(.runs) { runStart = run + (try reader.readCount("run start", atMost: length - run)) }
                let shift = try reader.readSignedVarint()
                var runLength = length
                if parts.contains(.runs) {
                    runLength = try reader.readCount("run length", atMost: length - runStart)
                }
                let (from, overflow) = source.addingReportingOverflow(Int(truncatingIfNeeded: shift))
                guard !overflow, from >= 0, from <= SourceMap.largestOffset else {
                    throw .outOfRange(
                        what: "source offset", value: UInt64(bitPattern: Int64(from)), limit: UInt64(UInt32.max))
                }
                runLine = parts.contains(.runs) ? try readNumber("line", from: runLine, &reader) : line
                runs.append(SourceMap.Run(textOffset: runStart, sourceOffset: from, length: runLength, line: runLine))
                run = runStart + runLength
                source = from + runLength
            }
            blocks.append(
                Block(
                    kind: kind, level: tag >> 3 & 7, quoted: tag & quotedFlag != 0, ordinal: UInt32(ordinal),
                    group: UInt32(group),
                    textRange: start..<(start + length), firstLine: line, lastLine: line + span, page: page,
                    sourceMap: SourceMap(runs: runs)))
            text = start + length
        }
        return blocks
    }

    /// A number that is there when `parts` says so.
    private static func readPart(
        _ part: Parts, _ what: String, atMost limit: Int, of parts: Parts, _ reader: inout ByteReader
    ) throws(MalformedBytes) -> Int? {
        parts.contains(part) ? try reader.readCount(what, atMost: limit) : nil
    }

    /// A line or page that is stored as the difference to the one before.
    private static func readNumber(
        _ what: String, from previous: Int, _ reader: inout ByteReader
    ) throws(MalformedBytes) -> Int {
        let (number, overflow) = previous.addingReportingOverflow(
            Int(truncatingIfNeeded: try reader.readSignedVarint()))
        guard !overflow, (0...Block.largestLine).contains(number) else {
            throw .outOfRange(what: what, value: UInt64(bitPattern: Int64(number)), limit: UInt64(UInt32.max))
        }
        return number
    }
}
