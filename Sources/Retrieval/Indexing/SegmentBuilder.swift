internal import Documents
internal import MappedStorage
internal import TextAnalysis

/// Builds one segment in memory, document by document.
///
/// The same documents in the same order give the same bytes.
struct SegmentBuilder: ~Copyable {
    private let analyzer: Analyzer
    private let splitter: PassageSplitter
    private var accumulator: PostingsAccumulator
    private var counts = SegmentFormat.Counts()
    private var passages = PackedTableBuilder(columnCount: PassageRecord.columnCount)
    private var sections = PackedTableBuilder(columnCount: SectionRecord.columnCount)
    private var blocks = ByteWriter()
    private var documents = PackedTableBuilder(columnCount: DocumentRecord.columnCount)
    private var sourceOffsets = PackedTableBuilder(columnCount: SourceOffset.columnCount)
    private var files: [FileRecord] = []
    /// Where the text of the documents of the file that was begun last begins.
    private var textStartOfFile = 0
    private var strings = DocumentStrings()
    private var text = TextParts()

    init(analyzer: Analyzer) {
        self.analyzer = analyzer
        splitter = PassageSplitter(segmenter: analyzer.segmenter)
        accumulator = PostingsAccumulator(analyzer: analyzer)
    }

    var isEmpty: Bool { counts.documents == 0 }
    var documentCount: Int { Int(counts.documents) }
    var passageCount: Int { Int(counts.passages) }
    var fileCount: Int { files.count }
    /// Bytes held in memory, near enough to decide when the segment is full.
    var byteCount: Int {
        accumulator.byteCount + text.byteCount + blocks.byteCount + sections.byteCount + passages.byteCount
            + documents.byteCount + sourceOffsets.byteCount + strings.byteCount
    }

    /// Begins a file; the documents that follow are its.
    ///
    /// - Parameter fingerprint: of what another segment holds of the file.
    mutating func beginFile(path: [UInt8], root: Int, fingerprint: ContentFingerprint = ContentFingerprint()) {
        accumulator.fingerprint = fingerprint
        textStartOfFile = text.byteCount
        files.append(
            FileRecord(path: strings.append(path), root: root, documents: documentCount..<documentCount))
    }

    /// Of the documents of the file that was begun last.
    var fingerprint: ContentFingerprint { accumulator.fingerprint }

    mutating func add(_ document: Document) {
        let outline = splitter.outline(of: document)
        let title = Array(document.title.utf8)
        let firstSection = Int(counts.sections)
        var record = DocumentRecord(
            number: documentCount, file: files.count - 1, text: text.byteCount..<(text.byteCount + document.text.count),
            sections: firstSection..<(firstSection + outline.sections.count),
            passages: passageCount..<outline.sections.reduce(passageCount) { $0 + $1.passages.count },
            properties: strings.append(propertiesOf: document), language: 0, contentHash: document.contentHash)
        accumulator.beginDocument()

        for section in outline.sections {
            let sectionRecord = append(section, of: document, record)
            let headings = headingPath(of: section, in: outline, document)
            let fields = accumulator.fieldCounts(title: title, headings: headings)
            for passage in section.passages {
                let shift = record.text.lowerBound
                passages.append(
                    PassageRecord(
                        text: (shift + passage.text.lowerBound)..<(shift + passage.text.upperBound),
                        header: passage.header.isEmpty
                            ? 0..<0 : (shift + passage.header.lowerBound)..<(shift + passage.header.upperBound),
                        section: sectionRecord
                    ).row)
                if passage.header.isEmpty {
                    accumulator.addPassage(body: document.text.span.extracting(passage.text), fields: fields)
                } else {
                    let body = PassageRecord.body(
                        document.text[passage.text], underHeader: document.text[passage.header])
                    accumulator.addPassage(body: body.span, fields: fields)
                }
                counts.passages += 1
            }
            counts.sections += 1
        }

        // A document that does not say its language is told by its words.
        record.language = strings.append(language: document.language ?? accumulator.language?.code ?? "")
        documents.append(record.row)
        sourceOffsets.append(
            SourceOffset.row(document.sourceOffset, textStart: record.text.lowerBound - textStartOfFile))
        text.append(document.text)
        counts.documents += 1
        files[files.count - 1].documents = files[files.count - 1].documents.lowerBound..<documentCount
    }

    private func headingPath(
        of section: DocumentOutline.Section, in outline: DocumentOutline, _ document: Document
    ) -> [[UInt8]] {
        var path: [[UInt8]] = []
        var at: DocumentOutline.Section? = section
        while let current = at {
            if let heading = current.heading, !current.isTitle {
                path.append(Array(document.text[document.blocks[heading].textRange]))
            }
            at = current.parent.map { outline.sections[$0] }
        }
        return path.reversed()
    }

    /// Appends a section that begins at the table's end.
    private mutating func append(
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
        BlockStream.append(sectionBlocks, text: start..<end, to: &blocks)
        return record
    }

    /// The finished payload of the segment file, in parts.
    consuming func finish() -> (payload: [[UInt8]], counts: SegmentFormat.Counts) {
        let postings = PostingsSections([accumulator.finish()])
        var counts = counts
        counts.files = UInt32(files.count)
        counts.terms = UInt32(postings.terms.count)
        var fileTable = PackedTableBuilder(columnCount: FileRecord.columnCount)
        for file in files { fileTable.append(file.row) }

        let contents: [(SegmentFormat.SectionID, [[UInt8]])] = [
            (.terms, [postings.terms.finish().bytes]), (.forms, [postings.forms.bytes]),
            (.postings, [postings.postings.bytes]), (.plainImpacts, [postings.plainImpacts]),
            (.passages, [passages.finish().bytes]),
            (.sections, [sections.finish().bytes]),
            (.blocks, [blocks.bytes]), (.documents, [documents.finish().bytes]), (.files, [fileTable.finish().bytes]),
            (.strings, [strings.bytes]), (.text, text.parts),
            (.sourceOffsets, [sourceOffsets.finish().bytes]),
        ]
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
        for (id, parts) in contents {
            let byteCount = parts.reduce(0) { $0 + $1.count }
            header.append(id.rawValue)
            header.append(UInt32(0))
            header.append(UInt64(offset))
            header.append(UInt64(byteCount))
            payload += parts
            let excess = byteCount % SegmentFormat.sectionAlignment
            let padding = excess == 0 ? 0 : SegmentFormat.sectionAlignment - excess
            if padding > 0 { payload.append([UInt8](repeating: 0, count: padding)) }
            offset += byteCount + padding
        }
        header.pad(toMultipleOf: SegmentFormat.headerByteCount)
        return ([header.bytes] + payload, counts)
    }
}

/// The strings of files and documents. What many documents have in common is kept once.
private struct DocumentStrings {
    private var writer = ByteWriter()
    private var languages: [String: Int] = [:]
    /// Where the properties of the last document stand.
    private var last = 0..<0

    var byteCount: Int { writer.byteCount }
    var bytes: [UInt8] { writer.bytes }

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

/// A growing text in pieces, so that it need not be copied as it grows.
private struct TextParts {
    private static let partByteCount = 4 << 20

    private(set) var parts: [[UInt8]] = []
    private(set) var byteCount = 0

    mutating func append(_ bytes: [UInt8]) {
        byteCount += bytes.count
        if let last = parts.indices.last, parts[last].count + bytes.count <= Self.partByteCount {
            parts[last].append(contentsOf: bytes)
        } else {
            var part: [UInt8] = []
            part.reserveCapacity(max(Self.partByteCount, bytes.count))
            part.append(contentsOf: bytes)
            parts.append(part)
        }
    }
}
