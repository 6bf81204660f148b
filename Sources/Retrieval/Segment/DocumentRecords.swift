internal import MappedStorage

// What a segment keeps of files, documents, sections and passages: tables of numbers (see PackedTable), strings, and a stream of
// blocks (see BlockStream)
//
//     file     := path (into strings), root, first document, document count
//     document := file, text start, text length, first section, section count, first passage, passage count,
//                 properties (into strings), language (into strings), content hash
//     section  := document, rows up to its parent (0 for none), text start less the document's, how much of the document's text
//                 follows its own, blocks (into the stream), block count, level, flags
//     passage  := section, text start less the section's, how much of the section's text follows its own,
//                 header start less the section's, header length (0 for a passage that continues no table)
//     source offset := where the document begins in its file, in bytes, less where its text begins in that of the file's documents
//     strings  := length (varint), bytes; a document's properties are identifier, title, url, count (varint), (key, value) …
//
// Text positions count from the start of the segment's text. A document of one section and a section of one passage thus say
// nothing new of the text, and the numbers take no bits. What a line of JSON Lines has besides its text is much the same from line to
// line, so that source offsets take few.

struct FileRecord {
    static let columnCount = 4
    var path: Int
    var root: Int
    var documents: Range<Int>

    var row: PackedTable.Row {
        PackedTable.Row([path, root, documents.lowerBound, documents.count])
    }

    init(path: Int, root: Int, documents: Range<Int>) {
        self.path = path
        self.root = root
        self.documents = documents
    }

    /// The record in tables that begin with what others hold.
    func moved(by start: RecordCounts) -> Self {
        FileRecord(
            path: path + start.strings, root: root,
            documents: (documents.lowerBound + start.documents)..<(documents.upperBound + start.documents))
    }

    init(_ row: PackedTable.Row, _ limits: RecordCounts) throws(MalformedBytes) {
        path = try row.number(0, "path", atMost: limits.strings)
        root = try row.number(1, "root", atMost: Int(UInt32.max))
        documents = try row.range(2, "documents", upTo: limits.documents)
    }
}

struct DocumentRecord: Equatable {
    static let columnCount = 10
    /// Where it stands in its table.
    var number: Int
    var file: Int
    var text: Range<Int>
    var sections: Range<Int>
    var passages: Range<Int>
    var properties: Int
    var language: Int
    var contentHash: UInt64

    var row: PackedTable.Row {
        var row = PackedTable.Row([
            file, text.lowerBound, text.count, sections.lowerBound, sections.count, passages.lowerBound,
            passages.count, properties, language,
        ])
        row.numbers[9] = contentHash
        return row
    }

    init(
        number: Int, file: Int, text: Range<Int>, sections: Range<Int>, passages: Range<Int>, properties: Int,
        language: Int,
        contentHash: UInt64
    ) {
        self.number = number
        self.file = file
        self.text = text
        self.sections = sections
        self.passages = passages
        self.properties = properties
        self.language = language
        self.contentHash = contentHash
    }

    /// The row in tables that begin with what others hold.
    static func moved(_ row: PackedTable.Row, by start: RecordCounts) -> PackedTable.Row {
        var row = row
        row.add(start.files, to: 0)
        row.add(start.text, to: 1)
        row.add(start.sections, to: 3)
        row.add(start.passages, to: 5)
        row.add(start.strings, to: 7)
        row.add(start.strings, to: 8)
        return row
    }

    init(_ row: PackedTable.Row, number: Int, _ limits: RecordCounts) throws(MalformedBytes) {
        self.number = number
        file = try row.number(0, "file", of: limits.files)
        text = try row.range(1, "document text", upTo: limits.text)
        sections = try row.range(3, "sections", upTo: limits.sections)
        passages = try row.range(5, "passages", upTo: limits.passages)
        properties = try row.number(7, "properties", atMost: limits.strings)
        language = try row.number(8, "language", atMost: limits.strings)
        contentHash = row.numbers[9]
    }
}

/// Where a document begins in its file.
enum SourceOffset {
    static let columnCount = 1

    /// - Parameter textStart: where the document's text begins, counted from that of the first document of the file.
    static func row(_ offset: Int, textStart: Int) -> PackedTable.Row {
        var row = PackedTable.Row()
        row.numbers[0] = UInt64(bitPattern: Int64(offset &- textStart))
        return row
    }

    /// Nil for what is no place in a file.
    static func offset(_ row: PackedTable.Row, textStart: Int) -> Int? {
        let offset = Int(truncatingIfNeeded: row.numbers[0]) &+ textStart
        return offset >= 0 ? offset : nil
    }
}

struct SectionRecord {
    static let columnCount = 8

    struct Flags: OptionSet {
        var rawValue: UInt8
        /// The first block of the section is its heading.
        static let hasHeading = Flags(rawValue: 1)
        /// The heading repeats the document's title, so that the heading path leaves it out.
        static let isTitle = Flags(rawValue: 2)
    }

    /// Where it stands in its table.
    var number: Int
    var parent: Int?
    var text: Range<Int>
    var blocks: Int
    var blockCount: Int
    var level: UInt8
    var flags: Flags
    var document: DocumentRecord

    var row: PackedTable.Row {
        PackedTable.Row([
            document.number, parent.map { number - $0 } ?? 0, text.lowerBound - document.text.lowerBound,
            document.text.upperBound - text.upperBound, blocks, blockCount, Int(level), Int(flags.rawValue),
        ])
    }

    init(
        number: Int, parent: Int?, text: Range<Int>, blocks: Int, blockCount: Int, level: UInt8, flags: Flags,
        document: DocumentRecord
    ) {
        self.number = number
        self.parent = parent
        self.text = text
        self.blocks = blocks
        self.blockCount = blockCount
        self.level = level
        self.flags = flags
        self.document = document
    }

    /// The row in tables that begin with what others hold.
    static func moved(_ row: PackedTable.Row, by start: RecordCounts) -> PackedTable.Row {
        var row = row
        row.add(start.documents, to: 0)
        row.add(start.blocks, to: 4)
        return row
    }

    /// The number of the document that a row names.
    static func document(_ row: PackedTable.Row, _ limits: RecordCounts) throws(MalformedBytes) -> Int {
        try row.number(0, "document", of: limits.documents)
    }

    /// - Parameter document: the one that the row names.
    init(
        _ row: PackedTable.Row, number: Int, document: DocumentRecord, _ limits: RecordCounts
    ) throws(MalformedBytes) {
        self.number = number
        let distance = try row.number(1, "parent", atMost: number)
        parent = distance == 0 ? nil : number - distance
        text = try row.part(of: document.text, 2, "section text")
        blocks = try row.number(4, "blocks", atMost: limits.blocks)
        blockCount = try row.number(5, "block count", atMost: Int(UInt32.max))
        level = UInt8(try row.number(6, "level", atMost: 255))
        flags = Flags(rawValue: UInt8(try row.number(7, "flags", atMost: 255)))
        self.document = document
    }
}

struct PassageRecord {
    static let columnCount = 5
    var text: Range<Int>
    /// Where the header of the table stands that the passage continues; empty where it continues none.
    var header: Range<Int>
    var section: SectionRecord

    var row: PackedTable.Row {
        PackedTable.Row([
            section.number, text.lowerBound - section.text.lowerBound, section.text.upperBound - text.upperBound,
            header.isEmpty ? 0 : header.lowerBound - section.text.lowerBound, header.count,
        ])
    }

    init(text: Range<Int>, header: Range<Int>, section: SectionRecord) {
        self.text = text
        self.header = header
        self.section = section
    }

    /// What is indexed as the body of a passage that continues a table.
    static func body(_ text: ArraySlice<UInt8>, underHeader header: ArraySlice<UInt8>) -> [UInt8] {
        Array(header) + [0x0A] + text
    }

    /// The row in tables that begin with what others hold.
    static func moved(_ row: PackedTable.Row, by start: RecordCounts) -> PackedTable.Row {
        var row = row
        row.add(start.sections, to: 0)
        return row
    }

    /// The number of the section that a row names.
    static func section(_ row: PackedTable.Row, _ limits: RecordCounts) throws(MalformedBytes) -> Int {
        try row.number(0, "section", of: limits.sections)
    }

    /// - Parameter section: the one that the row names.
    init(_ row: PackedTable.Row, section: SectionRecord) throws(MalformedBytes) {
        text = try row.part(of: section.text, 1, "passage text")
        let place = try row.range(3, "table header", upTo: section.text.count)
        header = (section.text.lowerBound + place.lowerBound)..<(section.text.lowerBound + place.upperBound)
        self.section = section
    }
}

/// How many of each thing there are, and how many bytes: what the numbers of a segment's records must keep within, and what comes before
/// tables that are appended to others.
struct RecordCounts {
    var files: Int
    var documents: Int
    var sections: Int
    var passages: Int
    var text: Int
    var strings: Int
    var blocks: Int
}
