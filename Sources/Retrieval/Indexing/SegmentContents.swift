internal import MappedStorage

/// A segment that is built but not written, apart from its text.
struct SegmentContents: Sendable {
    var tables: SegmentTables
    var runs: [PostingsRun]

    /// Appends what another builder built: the same as if one had built both, with `beginPart` between them.
    mutating func append(contentsOf other: Self) {
        tables.append(contentsOf: other.tables)
        runs += other.runs
    }

    /// The payload of the segment's file, in parts.
    ///
    /// - Parameter threadCount: how many threads share the work. What is written does not depend on it.
    consuming func finish(threadCount: Int = 1) -> (payload: [[UInt8]], counts: SegmentFormat.Counts) {
        let postings = PostingsSections(runs, threadCount: threadCount)
        var counts = tables.counts
        counts.files = UInt32(tables.fileCount)
        counts.terms = UInt32(postings.terms.count)
        let contents: [(SegmentFormat.SectionID, [UInt8])] =
            [
                (.terms, postings.terms.finish().bytes), (.forms, postings.forms.bytes),
                (.postings, postings.postings.bytes), (.plainImpacts, postings.plainImpacts),
            ] + tables.finish()
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
        for (id, bytes) in contents {
            header.append(id.rawValue)
            header.append(UInt32(0))
            header.append(UInt64(offset))
            header.append(UInt64(bytes.count))
            payload.append(bytes)
            let excess = bytes.count % SegmentFormat.sectionAlignment
            let padding = excess == 0 ? 0 : SegmentFormat.sectionAlignment - excess
            if padding > 0 { payload.append([UInt8](repeating: 0, count: padding)) }
            offset += bytes.count + padding
        }
        header.pad(toMultipleOf: SegmentFormat.headerByteCount)
        return ([header.bytes] + payload, counts)
    }
}
