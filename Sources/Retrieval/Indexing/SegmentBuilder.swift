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
    private let languages = LanguageDetector.shared
    private var counts = SegmentFormat.Counts()
    private var passages = ByteWriter()
    private var sections = ByteWriter()
    private var blocks = ByteWriter()
    private var documents = ByteWriter()
    private var files: [FileRecord] = []
    private var strings = ByteWriter()
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
            + documents.byteCount + strings.byteCount
    }

    /// Begins a file; the documents that follow are its.
    mutating func beginFile(path: [UInt8], root: Int) {
        files.append(
            FileRecord(
                path: UInt32(strings.byteCount), root: UInt32(root), firstDocument: counts.documents, documentCount: 0))
        strings.appendString(path)
    }

    mutating func add(_ document: Document) {
        let textStart = UInt32(text.byteCount)
        let outline = splitter.outline(of: document)
        let title = Array(document.title.utf8)
        let documentNumber = counts.documents
        let firstSection = counts.sections

        for section in outline.sections {
            appendSection(section, of: document, firstSection: firstSection, textStart: textStart)
            let headings = headingPath(of: section, in: outline, document)
            let fields = accumulator.fieldCounts(title: title, headings: headings)
            for range in section.passages {
                PassageRecord(
                    section: counts.sections, textStart: textStart + UInt32(range.lowerBound),
                    textLength: UInt32(range.count)
                ).append(to: &passages)
                accumulator.addPassage(body: document.text.span.extracting(range), fields: fields)
                counts.passages += 1
            }
            counts.sections += 1
        }

        DocumentRecord(
            file: UInt32(files.count - 1), textStart: textStart, textLength: UInt32(document.text.count),
            firstSection: firstSection, sectionCount: counts.sections - firstSection, strings: UInt32(strings.byteCount)
        ).append(to: &documents)
        appendStrings(of: document)
        text.append(document.text)
        files[files.count - 1].documentCount += 1
        counts.documents = documentNumber + 1
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

    private mutating func appendSection(
        _ section: DocumentOutline.Section, of document: Document, firstSection: UInt32, textStart: UInt32
    ) {
        let sectionBlocks = document.blocks[section.blocks]
        let start = sectionBlocks.first?.textRange.lowerBound ?? 0
        let end = sectionBlocks.last?.textRange.upperBound ?? start
        var flags: SectionRecord.Flags = []
        if section.heading != nil { flags.insert(.hasHeading) }
        if section.isTitle { flags.insert(.isTitle) }
        SectionRecord(
            document: counts.documents,
            parent: section.parent.map { firstSection + UInt32($0) } ?? SectionRecord.noParent,
            textStart: textStart + UInt32(start), textLength: UInt32(end - start),
            blocks: UInt32(blocks.byteCount), blockCount: UInt32(section.blocks.count),
            level: UInt8(section.level), flags: flags
        ).append(to: &sections)
        BlockStream.append(sectionBlocks, textStart: start, to: &blocks)
    }

    private mutating func appendStrings(of document: Document) {
        strings.appendString(document.identifier.utf8)
        strings.appendString(document.title.utf8)
        strings.appendString(document.url.utf8)
        // A document that does not say its language is read a little way to tell it.
        let language = document.language ?? languages.language(of: document.text)?.code
        strings.appendString((language ?? "").utf8)
        strings.appendVarint(document.contentHash)
        strings.appendVarint(UInt64(document.metadata.count))
        for (key, value) in document.metadata {
            strings.appendString(key.utf8)
            strings.appendString(value.utf8)
        }
    }

    /// The finished payload of the segment file, in parts.
    func finish() -> (payload: [[UInt8]], counts: SegmentFormat.Counts) {
        let postings = accumulator.finish()
        var counts = counts
        counts.files = UInt32(files.count)
        counts.terms = UInt32(postings.termCount)
        var fileTable = ByteWriter()
        for file in files { file.append(to: &fileTable) }

        let contents: [(SegmentFormat.SectionID, [[UInt8]])] = [
            (.terms, [postings.terms.bytes]), (.termInfo, [postings.termInfo.bytes]), (.forms, [postings.forms.bytes]),
            (.postings, [postings.postings.bytes]), (.passages, [passages.bytes]), (.sections, [sections.bytes]),
            (.blocks, [blocks.bytes]), (.documents, [documents.bytes]), (.files, [fileTable.bytes]),
            (.strings, [strings.bytes]), (.text, text.parts),
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
