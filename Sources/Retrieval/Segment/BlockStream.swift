internal import Documents
internal import MappedStorage

/// The blocks of a section as a stream of varints; the grammar stands with the other records.
enum BlockStream {
    // The tag: kind in the low bits, then the flags, then the level.
    private static let kindMask: UInt8 = 0x7
    private static let pageFlag: UInt8 = 1 << 3
    private static let quotedFlag: UInt8 = 1 << 4

    /// - Parameter textStart: where the section's text begins, counted as the blocks' ranges are.
    static func append(_ blocks: ArraySlice<Block>, textStart: Int, to writer: inout ByteWriter) {
        var text = textStart
        var line = 0
        var source = 0
        var runLine = 0
        var page = 0
        for block in blocks {
            var tag = block.kind.rawValue | min(block.level, 7) << 5
            if block.quoted { tag |= quotedFlag }
            if block.page != page { tag |= pageFlag }
            writer.append(tag)
            if block.page != page { writer.appendSignedVarint(Int64(block.page - page)) }
            page = block.page
            writer.appendVarint(UInt64(block.textRange.lowerBound - text))
            writer.appendVarint(UInt64(block.textRange.count))
            writer.appendSignedVarint(Int64(block.firstLine - line))
            writer.appendVarint(UInt64(max(0, block.lastLine - block.firstLine)))
            writer.appendVarint(UInt64(block.group))
            writer.appendVarint(UInt64(block.ordinal))
            writer.appendVarint(UInt64(block.sourceMap.runs.count))
            var run = 0
            for each in block.sourceMap.runs {
                writer.appendVarint(UInt64(each.textOffset - run))
                writer.appendSignedVarint(Int64(each.sourceOffset - source))
                writer.appendVarint(UInt64(each.length))
                writer.appendSignedVarint(Int64(each.line - runLine))
                runLine = each.line
                run = each.textOffset + each.length
                source = each.sourceOffset + each.length
            }
            text = block.textRange.upperBound
            line = block.firstLine
        }
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
            guard let kind = Block.Kind(rawValue: tag & kindMask) else {
                throw .outOfRange(what: "block kind", value: UInt64(tag & kindMask), limit: 5)
            }
            if tag & pageFlag != 0 { page = try readNumber("page", from: page, &reader) }
            let start = text + (try reader.readCount("block start", atMost: textLength - text))
            let length = try reader.readCount("block length", atMost: textLength - start)
            line = try readNumber("line", from: line, &reader)
            let span = try reader.readCount("line span", atMost: Int(UInt32.max))
            let group = try reader.readCount("group", atMost: Int(UInt32.max))
            let ordinal = try reader.readCount("ordinal", atMost: Int(UInt32.max))
            let runCount = try reader.readCount("source runs", atMost: reader.remainingByteCount)
            var runs: [SourceMap.Run] = []
            var run = 0
            for _ in 0..<runCount {
                let runStart = run + (try reader.readCount("run start", atMost: length - run))
                let shift = try reader.readSignedVarint()
                let runLength = try reader.readCount("run length", atMost: length - runStart)
                let (from, overflow) = source.addingReportingOverflow(Int(truncatingIfNeeded: shift))
                guard !overflow, from >= 0, from <= Int(UInt32.max) * 2 else {
                    throw .outOfRange(
                        what: "source offset", value: UInt64(bitPattern: Int64(from)), limit: UInt64(UInt32.max))
                }
                runLine = try readNumber("line", from: runLine, &reader)
                runs.append(SourceMap.Run(textOffset: runStart, sourceOffset: from, length: runLength, line: runLine))
                run = runStart + runLength
                source = from + runLength
            }
            blocks.append(
                Block(
                    kind: kind, level: tag >> 5, quoted: tag & quotedFlag != 0, ordinal: UInt32(ordinal),
                    group: UInt32(group),
                    textRange: start..<(start + length), firstLine: line, lastLine: line + span, page: page,
                    sourceMap: SourceMap(runs: runs)))
            text = start + length
        }
        return blocks
    }

    /// A line or page that is stored as the difference to the one before.
    private static func readNumber(
        _ what: String, from previous: Int, _ reader: inout ByteReader
    ) throws(MalformedBytes) -> Int {
        let (number, overflow) = previous.addingReportingOverflow(
            Int(truncatingIfNeeded: try reader.readSignedVarint()))
        guard !overflow, (0...Int(UInt32.max)).contains(number) else {
            throw .outOfRange(what: what, value: UInt64(bitPattern: Int64(number)), limit: UInt64(UInt32.max))
        }
        return number
    }
}
