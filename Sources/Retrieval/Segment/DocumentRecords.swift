internal import Documents
internal import MappedStorage

// What a segment keeps of files and documents: fixed-width tables, and a stream of blocks
//
//     file     := path (u32 into strings), root (u32), first document (u32), document count (u32)
//     document := file (u32), text start (u32), text length (u32), first section (u32), section count (u32), strings (u32)
//     section  := document (u32), parent (u32, none = all ones), text start (u32), text length (u32),
//                 blocks (u32 into the stream), block count (u32), level (u8), flags (u8), 0 (u16)
//     passage  := section (u32), text start (u32), text length (u32)
//     blocks   := (tag, page if it is another one, gap in text, text length, first line, line span, group, ordinal,
//                  runs: count, (gap in text, source, length, line) …) …
//                 all varints; tag = kind | page << 3 | quoted << 4 | level << 5;
//                 pages, lines and sources count from the previous one
//     strings  := length (varint), bytes; a document's are identifier, title, url, language, content hash (varint),
//                 count, (key, value) …
//
// Text positions count from the start of the segment's text, source positions from the start of the source file.

struct FileRecord {
    static let byteCount = 16
    var path: UInt32
    var root: UInt32
    var firstDocument: UInt32
    var documentCount: UInt32

    init(path: UInt32, root: UInt32, firstDocument: UInt32, documentCount: UInt32) {
        self.path = path
        self.root = root
        self.firstDocument = firstDocument
        self.documentCount = documentCount
    }

    init(table: RawSpan, index: Int) {
        let offset = index * Self.byteCount
        path = table.load(UInt32.self, at: offset)
        root = table.load(UInt32.self, at: offset + 4)
        firstDocument = table.load(UInt32.self, at: offset + 8)
        documentCount = table.load(UInt32.self, at: offset + 12)
    }

    func append(to writer: inout ByteWriter) {
        writer.append(path)
        writer.append(root)
        writer.append(firstDocument)
        writer.append(documentCount)
    }
}

struct DocumentRecord {
    static let byteCount = 24
    var file: UInt32
    var textStart: UInt32
    var textLength: UInt32
    var firstSection: UInt32
    var sectionCount: UInt32
    var strings: UInt32

    init(
        file: UInt32, textStart: UInt32, textLength: UInt32, firstSection: UInt32, sectionCount: UInt32, strings: UInt32
    ) {
        self.file = file
        self.textStart = textStart
        self.textLength = textLength
        self.firstSection = firstSection
        self.sectionCount = sectionCount
        self.strings = strings
    }

    init(table: RawSpan, index: Int) {
        let offset = index * Self.byteCount
        file = table.load(UInt32.self, at: offset)
        textStart = table.load(UInt32.self, at: offset + 4)
        textLength = table.load(UInt32.self, at: offset + 8)
        firstSection = table.load(UInt32.self, at: offset + 12)
        sectionCount = table.load(UInt32.self, at: offset + 16)
        strings = table.load(UInt32.self, at: offset + 20)
    }

    func append(to writer: inout ByteWriter) {
        writer.append(file)
        writer.append(textStart)
        writer.append(textLength)
        writer.append(firstSection)
        writer.append(sectionCount)
        writer.append(strings)
    }
}

struct SectionRecord {
    static let byteCount = 28
    static let noParent = UInt32.max

    struct Flags: OptionSet {
        var rawValue: UInt8
        /// The first block of the section is its heading.
        static let hasHeading = Flags(rawValue: 1)
        /// The heading repeats the document's title, so that the heading path leaves it out.
        static let isTitle = Flags(rawValue: 2)
    }

    var document: UInt32
    var parent: UInt32
    var textStart: UInt32
    var textLength: UInt32
    var blocks: UInt32
    var blockCount: UInt32
    var level: UInt8
    var flags: Flags

    init(
        document: UInt32, parent: UInt32, textStart: UInt32, textLength: UInt32, blocks: UInt32, blockCount: UInt32,
        level: UInt8, flags: Flags
    ) {
        self.document = document
        self.parent = parent
        self.textStart = textStart
        self.textLength = textLength
        self.blocks = blocks
        self.blockCount = blockCount
        self.level = level
        self.flags = flags
    }

    init(table: RawSpan, index: Int) {
        let offset = index * Self.byteCount
        document = table.load(UInt32.self, at: offset)
        parent = table.load(UInt32.self, at: offset + 4)
        textStart = table.load(UInt32.self, at: offset + 8)
        textLength = table.load(UInt32.self, at: offset + 12)
        blocks = table.load(UInt32.self, at: offset + 16)
        blockCount = table.load(UInt32.self, at: offset + 20)
        level = table.load(UInt8.self, at: offset + 24)
        flags = Flags(rawValue: table.load(UInt8.self, at: offset + 25))
    }

    func append(to writer: inout ByteWriter) {
        writer.append(document)
        writer.append(parent)
        writer.append(textStart)
        writer.append(textLength)
        writer.append(blocks)
        writer.append(blockCount)
        writer.append(level)
        writer.append(flags.rawValue)
        writer.append(UInt16(0))
    }
}

struct PassageRecord {
    static let byteCount = 12
    var section: UInt32
    var textStart: UInt32
    var textLength: UInt32

    init(section: UInt32, textStart: UInt32, textLength: UInt32) {
        self.section = section
        self.textStart = textStart
        self.textLength = textLength
    }

    init(table: RawSpan, index: Int) {
        let offset = index * Self.byteCount
        section = table.load(UInt32.self, at: offset)
        textStart = table.load(UInt32.self, at: offset + 4)
        textLength = table.load(UInt32.self, at: offset + 8)
    }

    func append(to writer: inout ByteWriter) {
        writer.append(section)
        writer.append(textStart)
        writer.append(textLength)
    }
}
