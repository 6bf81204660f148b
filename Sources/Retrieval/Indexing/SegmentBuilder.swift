internal import Documents
internal import MappedStorage
internal import TextAnalysis

/// Builds one segment in memory, document by document. The text leaves it as it comes.
///
/// The same documents in the same order give the same bytes.
struct SegmentBuilder: ~Copyable {
    private let splitter: PassageSplitter
    private var accumulator: PostingsAccumulator
    private var tables = SegmentTables()
    /// The text that was added and not forgotten since.
    private(set) var text: [UInt8] = []

    init(analyzer: Analyzer) {
        splitter = PassageSplitter(segmenter: analyzer.segmenter)
        accumulator = PostingsAccumulator(analyzer: analyzer)
    }

    var isEmpty: Bool { tables.counts.documents == 0 }
    /// Bytes held in memory, near enough to decide when the segment is full.
    var byteCount: Int { accumulator.byteCount + tables.byteCount + text.count }
    var passageCount: Int { Int(tables.counts.passages) }

    /// Forgets the text so far, and keeps its memory for the next.
    mutating func removeText() { text.removeAll(keepingCapacity: true) }

    /// Begins a file; the documents that follow are its.
    ///
    /// - Parameter fingerprint: of what another segment holds of the file.
    mutating func beginFile(path: [UInt8], root: Int, fingerprint: ContentFingerprint = ContentFingerprint()) {
        accumulator.fingerprint = fingerprint
        tables.beginFile(path: path, root: root)
    }

    /// Of the documents of the file that was begun last.
    var fingerprint: ContentFingerprint { accumulator.fingerprint }

    /// Begins what another builder could be given, see `SegmentTables.beginPart`.
    mutating func beginPart() { tables.beginPart() }

    mutating func add(_ document: Document) {
        let outline = splitter.outline(of: document)
        let title = Array(document.title.utf8)
        let record = tables.record(of: document, outline)
        accumulator.beginDocument()

        for section in outline.sections {
            let sectionRecord = tables.append(section, of: document, record)
            let headings = headingPath(of: section, in: outline, document)
            let fields = accumulator.fieldCounts(title: title, headings: headings)
            for passage in section.passages {
                tables.append(passage, of: record, sectionRecord)
                if passage.header.isEmpty {
                    accumulator.addPassage(body: document.text.span.extracting(passage.text), fields: fields)
                } else {
                    let body = PassageRecord.body(
                        document.text[passage.text], underHeader: document.text[passage.header])
                    accumulator.addPassage(body: body.span, fields: fields)
                }
            }
        }

        // A document that does not say its language is told by its words.
        tables.append(document, record, language: document.language ?? accumulator.language?.code ?? "")
        text.append(contentsOf: document.text)
    }

    /// So many bytes of headings count at a passage, its own in any case: they are counted at every one.
    private static let headingPathByteLimit = 1024

    /// The headings above a section, outermost first, as far as they count.
    private func headingPath(
        of section: DocumentOutline.Section, in outline: DocumentOutline, _ document: Document
    ) -> [[UInt8]] {
        var path: [[UInt8]] = []
        var at: DocumentOutline.Section? = section
        var byteCount = 0
        while let current = at {
            if let heading = current.heading, !current.isTitle {
                let range = document.blocks[heading].textRange
                byteCount += range.count
                guard path.isEmpty || byteCount <= Self.headingPathByteLimit else { break }
                path.append(Array(document.text[range]))
            }
            at = current.parent.map { outline.sections[$0] }
        }
        return path.reversed()
    }

    /// What was built, but for the text.
    consuming func finish() -> SegmentContents {
        SegmentContents(tables: tables, run: accumulator.finish())
    }
}
