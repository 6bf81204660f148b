internal import Documents
internal import MappedStorage

extension SegmentReader {
    // MARK: Tables

    private var limits: RecordCounts {
        RecordCounts(
            files: Int(counts.files), documents: Int(counts.documents), sections: Int(counts.sections),
            passages: Int(counts.passages), text: storedText.byteCount, strings: byteCount(of: .strings),
            blocks: byteCount(of: .blocks))
    }

    func passage(at index: Int) throws(StorageError) -> PassageRecord {
        let row = try row(index, of: Int(counts.passages), in: .passages, columnCount: PassageRecord.columnCount)
        let number: Int
        do { number = try PassageRecord.section(row, limits) } catch { throw damaged(.passages, error) }
        let section = try section(at: number)
        do { return try PassageRecord(row, section: section) } catch { throw damaged(.passages, error) }
    }

    func section(at index: Int) throws(StorageError) -> SectionRecord {
        let row = try row(index, of: Int(counts.sections), in: .sections, columnCount: SectionRecord.columnCount)
        let number: Int
        do { number = try SectionRecord.document(row, limits) } catch { throw damaged(.sections, error) }
        let document = try document(at: number)
        do {
            return try SectionRecord(row, number: index, document: document, limits)
        } catch {
            throw damaged(.sections, error)
        }
    }

    func document(at index: Int) throws(StorageError) -> DocumentRecord {
        let row = try row(index, of: Int(counts.documents), in: .documents, columnCount: DocumentRecord.columnCount)
        do { return try DocumentRecord(row, number: index, limits) } catch { throw damaged(.documents, error) }
    }

    func file(at index: Int) throws(StorageError) -> FileRecord {
        let row = try row(index, of: Int(counts.files), in: .files, columnCount: FileRecord.columnCount)
        do { return try FileRecord(row, limits) } catch { throw damaged(.files, error) }
    }

    /// Where a document begins in its file, in bytes; nil where what the index says is no place in a file. Nothing more is promised of it:
    /// whoever reads there looks whether the document is.
    func sourceOffset(of document: DocumentRecord) throws(StorageError) -> Int? {
        let row = try row(
            document.number, of: Int(counts.documents), in: .sourceOffsets, columnCount: SourceOffset.columnCount)
        let first = try self.document(at: file(at: document.file).documents.lowerBound)
        return SourceOffset.offset(row, textStart: document.text.lowerBound - first.text.lowerBound)
    }

    private func row(
        _ index: Int, of rowCount: Int, in section: SegmentFormat.SectionID, columnCount: Int
    ) throws(StorageError) -> PackedTable.Row {
        guard index >= 0, index < rowCount else {
            throw damaged(section, .outOfRange(what: "row", value: UInt64(max(0, index)), limit: UInt64(rowCount)))
        }
        let group = index / PackedTable.groupLength
        let first = 4 * PackedTable.groupCount(of: rowCount)
        // A group begins where the one before it ends.
        let ends = try bytes(of: section, (4 * max(0, group - 1))..<(4 * (group + 1)))
        let start = group == 0 ? 0 : Int(ends.load(UInt32.self, at: 0))
        let end = Int(ends.load(UInt32.self, at: ends.byteCount - 4))
        guard start <= end else {
            throw damaged(section, .outOfRange(what: "group", value: UInt64(start), limit: UInt64(end)))
        }
        let bytes = try bytes(of: section, (first + start)..<(first + end))
        do {
            return try PackedTable.row(index, of: rowCount, columnCount: columnCount, inGroup: bytes)
        } catch {
            throw damaged(section, error)
        }
    }

    // MARK: What records name

    /// The blocks of a section, or the first few, their text ranges counted from the section's text start.
    func blocks(of section: SectionRecord, limit: Int = .max) throws(StorageError) -> [Block] {
        try readWindow(of: .blocks, at: section.blocks) { (window) throws(MalformedBytes) in
            try BlockStream.read(
                window, count: min(limit, section.blockCount), textLength: section.text.count)
        }
    }

    func text(_ range: Range<Int>) throws(StorageError) -> [UInt8] {
        try storedText.bytes(range, of: path)
    }

    func filePath(of record: FileRecord) throws(StorageError) -> [UInt8] {
        try strings(at: record.path) { (reader) throws(MalformedBytes) in try reader.readString() }
    }

    /// The title of a document.
    func title(of document: DocumentRecord) throws(StorageError) -> [UInt8] {
        try strings(at: document.properties) { (reader) throws(MalformedBytes) in
            _ = try reader.readString()
            return try reader.readString()
        }
    }

    /// Identifier, title, address, language and metadata of a document.
    func properties(of document: DocumentRecord) throws(StorageError) -> DocumentProperties {
        var properties = DocumentProperties()
        properties.contentHash = document.contentHash
        properties.language = String(
            decoding: try strings(at: document.language) { (reader) throws(MalformedBytes) in try reader.readString() },
            as: UTF8.self)
        try strings(at: document.properties) { (reader) throws(MalformedBytes) in
            properties.identifier = String(decoding: try reader.readString(), as: UTF8.self)
            properties.title = String(decoding: try reader.readString(), as: UTF8.self)
            properties.url = String(decoding: try reader.readString(), as: UTF8.self)
            properties.metadata.removeAll()
            for _ in 0..<(try reader.readCount("metadata", atMost: reader.remainingByteCount)) {
                properties.metadata.append(
                    (
                        String(decoding: try reader.readString(), as: UTF8.self),
                        String(decoding: try reader.readString(), as: UTF8.self)
                    ))
            }
        }
        return properties
    }

    private func strings<Value>(
        at offset: Int, _ read: (inout ByteReader) throws(MalformedBytes) -> Value
    ) throws(StorageError) -> Value {
        try readWindow(of: .strings, at: offset) { (window) throws(MalformedBytes) in
            var reader = ByteReader(window)
            return try read(&reader)
        }
    }
}

/// What a document says of itself.
struct DocumentProperties {
    var identifier = ""
    var title = ""
    var url = ""
    var language = ""
    var contentHash: UInt64 = 0
    var metadata: [(String, String)] = []
}
