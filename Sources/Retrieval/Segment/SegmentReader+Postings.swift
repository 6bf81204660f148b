internal import MappedStorage

extension SegmentReader {
    /// The postings section in memory, for a cursor that checks each block with `verifyPostings` before it reads it. Valid as
    /// long as the reader lives.
    @unsafe
    var postingsAddress: UnsafeRawPointer? {
        unsafe file.payloadAddress.map {
            unsafe $0 + sections[Int(SegmentFormat.SectionID.postings.rawValue) - 1].lowerBound
        }
    }

    /// Checks the checksums of a part of the postings section.
    ///
    /// - Throws: `.damaged` when the part lies outside the section, too.
    func verifyPostings(_ range: Range<Int>) throws(StorageError) {
        let whole = sections[Int(SegmentFormat.SectionID.postings.rawValue) - 1]
        guard range.upperBound <= whole.count else {
            throw .damaged(path: path, detail: "section postings: a list goes on beyond the section's end")
        }
        try file.verify((whole.lowerBound + range.lowerBound)..<(whole.lowerBound + range.upperBound))
    }
}
