internal import MappedStorage

// The format of a segment: one immutable chunked file, beside the files that hold nothing but its text (see StoredText)
//
//     segment := header (4 KiB), section …, chunk table, footer (see ChunkedFile)
//     header  := magic (u64), major (u16), minor (u16), section count (u32), counts (u32 × 5),
//                section directory: {id (u32), 0 (u32), offset (u64), length (u64)} × section count, 0 …
//
// Sections start at multiples of 64 bytes. All integers are little-endian. The grammar of a section stands above the code
// that writes and reads it: TermDictionary, WordForm, PostingsFormat, PackedTable, DocumentRecords, BlockStream.

enum SegmentFormat {
    /// "QUOTHSEG", little-endian.
    static let magic: UInt64 = 0x4745_5348_544F_5551
    static let headerByteCount = 4096
    static let sectionAlignment = 64

    enum SectionID: UInt32, CaseIterable {
        case terms = 1
        case forms, postings, plainImpacts, passages, sections, blocks, documents, files, strings, sourceOffsets
    }

    /// How many of each thing a segment holds, in the order of the header.
    struct Counts {
        var passages: UInt32 = 0
        var sections: UInt32 = 0
        var documents: UInt32 = 0
        var files: UInt32 = 0
        var terms: UInt32 = 0
    }
}
