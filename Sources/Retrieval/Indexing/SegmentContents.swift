internal import MappedStorage

/// A segment that is built but not written, apart from its text.
struct SegmentContents: Sendable {
    /// Of each part.
    private var tables: [SegmentTables]
    private var runs: [PostingsRun]

    init(tables: SegmentTables, run: PostingsRun) {
        self.tables = [tables]
        runs = [run]
    }

    /// Appends what another builder built: the same as if one had built both, with `beginPart` between them.
    mutating func append(contentsOf other: Self) {
        tables += other.tables
        runs += other.runs
    }

    /// The payload of the segment's file, in parts.
    ///
    /// - Parameter threadCount: how many threads share the work. What is written does not depend on it.
    consuming func finish(threadCount: Int = 1) -> (payload: [[UInt8]], counts: SegmentFormat.Counts) {
        let parts = tables
        let runs = runs
        let (postings, (tables, tableCounts)) = SharedWork.both(
            threadCount: threadCount, { PostingsSections(runs, threadCount: threadCount) },
            { Self.joined(parts) })
        var counts = tableCounts
        counts.terms = UInt32(postings.terms.count)
        let contents: [(SegmentFormat.SectionID, [[UInt8]])] =
            [
                (.terms, [postings.terms.finish().bytes]), (.forms, [postings.forms.bytes]),
                (.postings, postings.postings), (.plainImpacts, [postings.plainImpacts]),
            ] + tables.map { ($0.0, [$0.1]) }
        var header = ByteWriter()
        header.append(SegmentFormat.magic)
        header.append(IndexFormat.major)
        header.append(IndexFormat.minor)
        header.append(UInt32(contents.count))
        for count in [counts.passages, counts.sections, counts.documents, counts.files, counts.terms] {
            header.append(count)
        }
        var payload: [[UInt8]] = []
        var offset = SegmentFormat.headerByteCount
        for (id, pieces) in contents {
            let byteCount = pieces.reduce(0) { $0 + $1.count }
            header.append(id.rawValue)
            header.append(UInt32(0))
            header.append(UInt64(offset))
            header.append(UInt64(byteCount))
            payload += pieces
            let excess = byteCount % SegmentFormat.sectionAlignment
            let padding = excess == 0 ? 0 : SegmentFormat.sectionAlignment - excess
            if padding > 0 { payload.append([UInt8](repeating: 0, count: padding)) }
            offset += byteCount + padding
        }
        header.pad(toMultipleOf: SegmentFormat.headerByteCount)
        return ([header.bytes] + payload, counts)
    }

    /// The sections of the tables of several parts.
    private static func joined(
        _ parts: [SegmentTables]
    ) -> (sections: [(SegmentFormat.SectionID, [UInt8])], counts: SegmentFormat.Counts) {
        var all = parts[0]
        for part in parts.dropFirst() { all.append(contentsOf: part) }
        var counts = all.counts
        counts.files = UInt32(all.fileCount)
        return (all.finish(), counts)
    }
}
