internal import Documents
internal import MappedStorage
internal import SystemPackage

/// One open segment: every table located and measured, its bytes checked when they are first touched.
///
/// Reading never changes anything. What the tables point at is validated where it is read.
struct SegmentReader: ~Copyable, Sendable {
    let counts: SegmentFormat.Counts
    let file: ChunkedFile
    let sections: [Range<Int>]  // by SectionID, in the order of its cases

    var path: FilePath { file.path }
    var byteCount: Int { file.byteCount }
    var tableChecksum: Checksum { file.tableChecksum }

    /// - Throws: `.newerFormat`, `.olderFormat` or `.storage(.damaged)`.
    init(path: FilePath) throws(IndexError) {
        let file: ChunkedFile
        do { file = try ChunkedFile(path: path) } catch { throw .storage(error) }
        do {
            let header = try Self.readHeader(of: file)
            counts = header.counts
            sections = header.sections
        } catch {
            throw error
        }
        self.file = file
    }

    private static func readHeader(
        of file: borrowing ChunkedFile
    ) throws(IndexError) -> (counts: SegmentFormat.Counts, sections: [Range<Int>]) {
        do {
            let bytes = try file.verifiedBytes(0..<min(SegmentFormat.headerByteCount, file.payloadByteCount))
            var reader = ByteReader(bytes)
            guard try reader.read(UInt64.self) == SegmentFormat.magic else {
                throw StorageError.damaged(path: file.path, detail: "not a segment")
            }
            let major = try reader.read(UInt16.self)
            _ = try reader.read(UInt16.self)
            try IndexFormat.check(major: major, path: file.path)
            let sectionCount = try reader.read(UInt32.self)
            var counts = SegmentFormat.Counts()
            counts.passages = try reader.read(UInt32.self)
            counts.sections = try reader.read(UInt32.self)
            counts.documents = try reader.read(UInt32.self)
            counts.files = try reader.read(UInt32.self)
            counts.terms = try reader.read(UInt32.self)
            var ranges = [Range<Int>](repeating: 0..<0, count: SegmentFormat.SectionID.allCases.count)
            for _ in 0..<sectionCount {
                let id = try reader.read(UInt32.self)
                _ = try reader.read(UInt32.self)
                let offset = try reader.read(UInt64.self)
                let length = try reader.read(UInt64.self)
                guard offset <= UInt64(file.payloadByteCount), length <= UInt64(file.payloadByteCount) - offset else {
                    throw StorageError.damaged(path: file.path, detail: "section \(id) lies outside the file")
                }
                // A section that this version does not know was added by a later minor version.
                guard let known = SegmentFormat.SectionID(rawValue: id) else { continue }
                ranges[Int(known.rawValue) - 1] = Int(offset)..<Int(offset + length)
            }
            let widths: [(SegmentFormat.SectionID, UInt32, Int)] = [
                (.termInfo, counts.terms, TermInfo.byteCount),
                (.passages, counts.passages, PassageRecord.byteCount),
                (.sections, counts.sections, SectionRecord.byteCount),
                (.documents, counts.documents, DocumentRecord.byteCount), (.files, counts.files, FileRecord.byteCount),
            ]
            for (section, count, width) in widths where ranges[Int(section.rawValue) - 1].count != Int(count) * width {
                throw StorageError.damaged(
                    path: file.path, detail: "the table \(section) does not hold \(count) entries")
            }
            return (counts, ranges)
        } catch let error as IndexError {
            throw error
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .storage(.damaged(path: file.path, detail: "the header ends early"))
        }
    }

    /// Checks every byte of the file against its checksums.
    func verifyAll() throws(StorageError) {
        try file.verifyAll()
    }

    func byteCount(of section: SegmentFormat.SectionID) -> Int {
        sections[Int(section.rawValue) - 1].count
    }

    /// The bytes of a section, or of `range` in it; the checksums of the chunks touched are verified.
    @_lifetime(borrow self)
    func bytes(of section: SegmentFormat.SectionID, _ range: Range<Int>? = nil) throws(StorageError) -> RawSpan {
        let whole = sections[Int(section.rawValue) - 1]
        guard let range else { return try file.verifiedBytes(whole) }
        guard range.lowerBound >= 0, range.upperBound <= whole.count else {
            throw .damaged(
                path: path, detail: "bytes \(range) lie outside the section \(section) of \(whole.count) bytes")
        }
        return try file.verifiedBytes((whole.lowerBound + range.lowerBound)..<(whole.lowerBound + range.upperBound))
    }

    /// Says which file and section malformed bytes stand in.
    func damaged(_ section: SegmentFormat.SectionID, _ cause: MalformedBytes) -> StorageError {
        .damaged(path: path, detail: "section \(section): \(cause)")
    }

    // MARK: Terms

    func termInfo(at ordinal: Int) throws(StorageError) -> TermInfo {
        TermInfo(table: try row(ordinal, of: .termInfo, width: TermInfo.byteCount), ordinal: 0)
    }

    /// The forms of a term, ascending by bytes.
    func forms(of stem: [UInt8], _ info: TermInfo) throws(StorageError) -> [WordForm] {
        guard Int(info.forms) <= byteCount(of: .forms) else {
            throw .damaged(path: path, detail: "the forms of a term begin beyond their section")
        }
        return try readWindow(of: .forms, at: Int(info.forms)) { (window) throws(MalformedBytes) in
            try WordForm.read(window, offset: 0, stem: stem)
        }
    }

    /// Calls `body` with every term's ordinal, stem and forms, ascending by stem, until it returns false.
    func forEachTerm(_ body: (Int, [UInt8], [WordForm]) -> Bool) throws(StorageError) {
        let dictionary = try bytes(of: .terms)
        let forms = try bytes(of: .forms)
        let infos = try bytes(of: .termInfo)
        let limit = Int(counts.terms)
        do {
            try TermDictionary(dictionary).forEachString { (ordinal, stem) throws(MalformedBytes) in
                guard ordinal < limit else { return false }
                let info = TermInfo(table: infos, ordinal: ordinal)
                guard Int(info.forms) <= forms.byteCount else {
                    throw .truncated(offset: Int(info.forms), neededByteCount: 1)
                }
                return body(ordinal, stem, try WordForm.read(forms, offset: Int(info.forms), stem: stem))
            }
        } catch {
            throw damaged(.terms, error)
        }
    }

    /// Calls `body` with the ordinal and stem of every term that begins with `prefix`, ascending, until it returns false.
    func forEachTerm(
        beginningWith prefix: [UInt8], _ body: (Int, [UInt8]) throws(StorageError) -> Bool
    ) throws(StorageError) {
        let dictionary = try bytes(of: .terms)
        let limit = Int(counts.terms)
        var failure: StorageError?
        do {
            try TermDictionary(dictionary).forEachString(beginningWith: prefix) {
                (ordinal, stem) throws(MalformedBytes) in
                guard ordinal < limit else { return false }
                do throws(StorageError) {
                    return try body(ordinal, stem)
                } catch {
                    failure = error
                    return false
                }
            }
        } catch {
            throw damaged(.terms, error)
        }
        if let failure { throw failure }
    }

    /// Calls `body` with each decoded block of the term's postings.
    func forEachPostingsBlock(
        of info: TermInfo, _ body: (_ passages: [UInt32], _ impacts: [UInt8], _ count: Int) -> Void
    ) throws(StorageError) {
        let length = byteCount(of: .postings)
        let start = info.inlinedPosting == nil ? info.location : 0
        guard start <= UInt64(length) else {
            throw .damaged(path: path, detail: "a postings list begins at \(start), beyond its section")
        }
        // An upper bound of what the list can take: 32 bits for a delta, 8 for an impact, and the head.
        let most = Int(info.documentFrequency) * 6 + PostingsFormat.blockLength
        let list = try bytes(of: .postings, Int(start)..<min(length, Int(start) + most))
        do {
            var cursor = try PostingsCursor(list: list, info: info, passageLimit: counts.passages)
            while try cursor.loadNextBlock() {
                body(cursor.passages, cursor.impacts, cursor.blockCount)
            }
        } catch {
            throw damaged(.postings, error)
        }
    }

    // MARK: Documents

    func passage(at index: Int) throws(StorageError) -> PassageRecord {
        PassageRecord(table: try row(index, of: .passages, width: PassageRecord.byteCount), index: 0)
    }

    func section(at index: Int) throws(StorageError) -> SectionRecord {
        SectionRecord(table: try row(index, of: .sections, width: SectionRecord.byteCount), index: 0)
    }

    func document(at index: Int) throws(StorageError) -> DocumentRecord {
        DocumentRecord(table: try row(index, of: .documents, width: DocumentRecord.byteCount), index: 0)
    }

    func file(at index: Int) throws(StorageError) -> FileRecord {
        FileRecord(table: try row(index, of: .files, width: FileRecord.byteCount), index: 0)
    }

    @_lifetime(borrow self)
    private func row(_ index: Int, of section: SegmentFormat.SectionID, width: Int) throws(StorageError) -> RawSpan {
        try bytes(of: section, (index * width)..<((index + 1) * width))
    }

    /// The blocks of a section, or the first few, their text ranges counted from the section's text start.
    func blocks(of section: SectionRecord, limit: Int = .max) throws(StorageError) -> [Block] {
        guard Int(section.blocks) <= byteCount(of: .blocks) else {
            throw .damaged(path: path, detail: "the blocks of a section begin beyond their stream")
        }
        return try readWindow(of: .blocks, at: Int(section.blocks)) { (window) throws(MalformedBytes) in
            try BlockStream.read(
                window, count: min(limit, Int(section.blockCount)), textLength: Int(section.textLength))
        }
    }

    /// - Parameter start: where the text begins, at most twice what 32 bits hold.
    func text(_ start: Int, byteCount: Int) throws(StorageError) -> [UInt8] {
        try bytes(of: .text, start..<(start + byteCount)).copied()
    }

    func filePath(of record: FileRecord) throws(StorageError) -> [UInt8] {
        try strings(at: record.path) { (reader) throws(MalformedBytes) in try reader.readString() }
    }

    /// The title of a document.
    func title(of document: DocumentRecord) throws(StorageError) -> [UInt8] {
        try strings(at: document.strings) { (reader) throws(MalformedBytes) in
            _ = try reader.readString()
            return try reader.readString()
        }
    }

    /// Identifier, title, address, language and metadata of a document.
    func properties(of document: DocumentRecord) throws(StorageError) -> DocumentProperties {
        try strings(at: document.strings) { (reader) throws(MalformedBytes) in
            var properties = DocumentProperties()
            properties.identifier = String(decoding: try reader.readString(), as: UTF8.self)
            properties.title = String(decoding: try reader.readString(), as: UTF8.self)
            properties.url = String(decoding: try reader.readString(), as: UTF8.self)
            properties.language = String(decoding: try reader.readString(), as: UTF8.self)
            properties.contentHash = try reader.readVarint()
            for _ in 0..<(try reader.readCount("metadata", atMost: reader.remainingByteCount)) {
                properties.metadata.append(
                    (
                        String(decoding: try reader.readString(), as: UTF8.self),
                        String(decoding: try reader.readString(), as: UTF8.self)
                    ))
            }
            return properties
        }
    }

    private func strings<Value>(
        at offset: UInt32, _ read: (inout ByteReader) throws(MalformedBytes) -> Value
    ) throws(StorageError) -> Value {
        guard Int(offset) <= byteCount(of: .strings) else {
            throw .damaged(path: path, detail: "a string begins beyond its section")
        }
        return try readWindow(of: .strings, at: Int(offset)) { (window) throws(MalformedBytes) in
            var reader = ByteReader(window)
            return try read(&reader)
        }
    }

    /// Reads a value whose length is not known beforehand from a section: first from a small window, so that only the
    /// chunks that hold it are touched, then from larger ones.
    private func readWindow<Value>(
        of section: SegmentFormat.SectionID, at offset: Int, _ read: (RawSpan) throws(MalformedBytes) -> Value
    ) throws(StorageError) -> Value {
        let end = byteCount(of: section)
        for windowByteCount in [1 << 12, 1 << 16, Int.max] {
            let upper = min(end - offset, windowByteCount) + offset
            let window = try bytes(of: section, offset..<upper)
            do throws(MalformedBytes) {
                return try read(window)
            } catch {
                if upper == end { throw damaged(section, error) }
            }
        }
        throw damaged(section, .truncated(offset: offset, neededByteCount: 1))
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
