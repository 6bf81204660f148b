internal import MappedStorage

extension SegmentReader {
    /// The postings section in memory, for a cursor that checks each block with `verifyPostings` before it reads it. Valid as
    /// long as the reader lives.
    @unsafe
    func postingsAddress() throws(StorageError) -> UnsafeRawPointer {
        try unsafe address(of: .postings)
    }

    /// The plain impacts of the segment's passages, their checksums verified. Valid as long as the reader lives.
    @unsafe
    func plainImpactsAddress() throws(StorageError) -> UnsafePointer<UInt8> {
        try file.verify(sections[Int(SegmentFormat.SectionID.plainImpacts.rawValue) - 1])
        return try unsafe address(of: .plainImpacts).assumingMemoryBound(to: UInt8.self)
    }

    @unsafe
    private func address(of section: SegmentFormat.SectionID) throws(StorageError) -> UnsafeRawPointer {
        guard let address = unsafe file.payloadAddress else {
            throw damaged(section, .truncated(offset: 0, neededByteCount: 1))
        }
        return unsafe address + sections[Int(section.rawValue) - 1].lowerBound
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

    /// Calls `body` with each decoded block of the term's postings.
    func forEachPostingsBlock(
        of info: TermInfo, _ body: (_ passages: [UInt32], _ impacts: [UInt8], _ count: Int) -> Void
    ) throws(StorageError) {
        let list = try bytes(of: .postings, info.list ?? 0..<0)
        let plainImpacts = try bytes(of: .plainImpacts)
        do {
            var cursor = try PostingsCursor(list: list, info: info, plainImpacts: plainImpacts)
            while try cursor.loadNextBlock() {
                body(cursor.passages, cursor.impacts, cursor.blockCount)
            }
        } catch {
            throw damaged(.postings, error)
        }
    }
}
