internal import Documents
internal import MappedStorage

/// The tables of a segment that is being built, see `DocumentRecords`.
struct SegmentTables: Sendable {
    private(set) var counts = SegmentFormat.Counts()
    private var passages = PackedTableBuilder(columnCount: PassageRecord.columnCount)
    private var sections = PackedTableBuilder(columnCount: SectionRecord.columnCount)
    private var documents = PackedTableBuilder(columnCount: DocumentRecord.columnCount)
    private var sourceOffsets = PackedTableBuilder(columnCount: SourceOffset.columnCount)
    private var files: [FileRecord] = []
    /// Where the text of the last file's documents begins.
    private var textStartOfFile = 0
    /// The file that was begun last, while it has no document: one that never has any leaves no record.
    private var begun: (path: [UInt8], root: Int)?
    private var blocks = ByteWriter()
    private var strings = DocumentStrings()
    private var textByteCount = 0

    var byteCount: Int {
        passages.byteCount + sections.byteCount + documents.byteCount + sourceOffsets.byteCount
            + MemoryLayout<FileRecord>.stride * files.count + blocks.byteCount + strings.byteCount
    }

    private var documentCount: Int { Int(counts.documents) }

    /// Begins a file; the documents that follow are its.
    mutating func beginFile(path: [UInt8], root: Int) {
        begun = (path, root)
    }

    /// Begins what other tables could hold: appended to these, they come out the same.
    mutating func beginPart() { strings.beginPart() }

    // MARK: A document

    /// The record of the next document, whose language is not known yet.
    mutating func record(of document: Document, _ outline: DocumentOutline) -> DocumentRecord {
        if let (path, root) = begun {
            files.append(FileRecord(path: strings.append(path), root: root, documents: documentCount..<documentCount))
            textStartOfFile = textByteCount
            begun = nil
        }
        let sectionCount = Int(counts.sections)
        let passageCount = Int(counts.passages)
        return DocumentRecord(
            number: documentCount, file: files.count - 1,
            text: textByteCount..<(textByteCount + document.text.count),
            sections: sectionCount..<(sectionCount + outline.sections.count),
            passages: passageCount..<outline.sections.reduce(passageCount) { $0 + $1.passages.count },
            properties: strings.append(propertiesOf: document), language: 0, contentHash: document.contentHash)
    }

    /// Appends a section that begins at the table's end.
    mutating func append(
        _ section: DocumentOutline.Section, of document: Document, _ documentRecord: DocumentRecord
    ) -> SectionRecord {
        let sectionBlocks = document.blocks[section.blocks]
        let start = sectionBlocks.first?.textRange.lowerBound ?? 0
        let end = sectionBlocks.last?.textRange.upperBound ?? start
        let textStart = documentRecord.text.lowerBound
        var flags: SectionRecord.Flags = []
        if section.heading != nil { flags.insert(.hasHeading) }
        if section.isTitle { flags.insert(.isTitle) }
        let record = SectionRecord(
            number: Int(counts.sections), parent: section.parent.map { documentRecord.sections.lowerBound + $0 },
            text: (textStart + start)..<(textStart + end), blocks: blocks.byteCount, blockCount: section.blocks.count,
            level: UInt8(section.level), flags: flags, document: documentRecord)
        sections.append(record.row)
        counts.sections += 1
        BlockStream.append(sectionBlocks, text: start..<end, to: &blocks)
        return record
    }

    mutating func append(
        _ passage: DocumentOutline.Passage, of document: DocumentRecord, _ section: SectionRecord
    ) {
        let start = document.text.lowerBound
        func inSegment(_ range: Range<Int>) -> Range<Int> { (start + range.lowerBound)..<(start + range.upperBound) }
        passages.append(
            PassageRecord(
                text: inSegment(passage.text), header: passage.header.isEmpty ? 0..<0 : inSegment(passage.header),
                section: section
            ).row)
        counts.passages += 1
    }

    /// Appends a document whose sections and passages have been appended.
    mutating func append(_ document: Document, _ record: DocumentRecord, language: String) {
        var record = record
        record.language = strings.append(language: language)
        documents.append(record.row)
        sourceOffsets.append(
            SourceOffset.row(document.sourceOffset, textStart: record.text.lowerBound - textStartOfFile))
        textByteCount += record.text.count
        counts.documents += 1
        files[files.count - 1].documents = files[files.count - 1].documents.lowerBound..<documentCount
    }

    // MARK: The whole

    /// Appends what stands in other tables, as if it had been appended to these behind `beginPart`.
    mutating func append(contentsOf other: Self) {
        let start = RecordCounts(
            files: files.count, documents: documentCount, sections: Int(counts.sections),
            passages: Int(counts.passages), text: textByteCount, strings: strings.byteCount, blocks: blocks.byteCount)
        other.passages.forEachRow { passages.append(PassageRecord.moved($0, by: start)) }
        other.sections.forEachRow { sections.append(SectionRecord.moved($0, by: start)) }
        other.documents.forEachRow { documents.append(DocumentRecord.moved($0, by: start)) }
        other.sourceOffsets.forEachRow { sourceOffsets.append($0) }
        files += other.files.map { $0.moved(by: start) }
        blocks.append(contentsOf: other.blocks.bytes)
        strings.append(contentsOf: other.strings)
        textByteCount += other.textByteCount
        counts.documents += other.counts.documents
        counts.sections += other.counts.sections
        counts.passages += other.counts.passages
    }

    /// The sections that hold the tables.
    consuming func finish() -> [(SegmentFormat.SectionID, [UInt8])] {
        var fileTable = PackedTableBuilder(columnCount: FileRecord.columnCount)
        for file in files { fileTable.append(file.row) }
        return [
            (.passages, passages.finish().bytes), (.sections, sections.finish().bytes), (.blocks, blocks.bytes),
            (.documents, documents.finish().bytes), (.files, fileTable.finish().bytes), (.strings, strings.bytes),
            (.sourceOffsets, sourceOffsets.finish().bytes),
        ]
    }

    var fileCount: Int { files.count }
}

/// The strings of files and documents. What many documents have in common is kept once.
private struct DocumentStrings: Sendable {
    private var writer = ByteWriter()
    private var languages: [String: Int] = [:]
    /// Where the properties of the last document stand.
    private var last = 0..<0

    var byteCount: Int { writer.byteCount }
    var bytes: [UInt8] { writer.bytes }

    /// Forgets what was kept once so far.
    mutating func beginPart() {
        languages.removeAll()
        last = 0..<0
    }

    mutating func append(contentsOf other: Self) { writer.append(contentsOf: other.bytes) }

    /// Gives where the string begins.
    mutating func append(_ string: [UInt8]) -> Int {
        let start = writer.byteCount
        writer.appendString(string)
        return start
    }

    mutating func append(language: String) -> Int {
        if let known = languages[language] { return known }
        let start = append(Array(language.utf8))
        languages[language] = start
        return start
    }

    mutating func append(propertiesOf document: Document) -> Int {
        var properties = ByteWriter()
        properties.appendString(document.identifier.utf8)
        properties.appendString(document.title.utf8)
        properties.appendString(document.url.utf8)
        properties.appendVarint(UInt64(document.metadata.count))
        for (key, value) in document.metadata {
            properties.appendString(key.utf8)
            properties.appendString(value.utf8)
        }
        if writer.bytes[last] == properties.bytes[...] { return last.lowerBound }
        let start = writer.byteCount
        writer.append(contentsOf: properties.bytes)
        last = start..<writer.byteCount
        return start
    }
}
