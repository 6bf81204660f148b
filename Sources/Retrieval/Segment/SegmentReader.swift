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
    let endings: WordEndings
    let storedText: StoredText

    var path: FilePath { file.path }
    var byteCount: Int { file.byteCount }
    var tableChecksum: Checksum { file.tableChecksum }

    /// - Throws: `.newerFormat`, `.olderFormat` or `.storage(.damaged)`.
    init(path: FilePath, text: StoredText) throws(IndexError) {
        let file: ChunkedFile
        do { file = try ChunkedFile(path: path) } catch { throw .storage(error) }
        (counts, sections, endings) = try Self.read(file)
        storedText = text
        self.file = file
    }

    private static func read(
        _ file: borrowing ChunkedFile
    ) throws(IndexError) -> (SegmentFormat.Counts, [Range<Int>], WordEndings) {
        let (counts, sections) = try readHeader(of: file)
        return (counts, sections, try readEndings(of: file, sections))
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
            guard ranges[Int(SegmentFormat.SectionID.plainImpacts.rawValue) - 1].count == Int(counts.passages) else {
                throw StorageError.damaged(
                    path: file.path, detail: "the section plainImpacts does not hold \(counts.passages) entries")
            }
            // Loops over rows end where the bytes do, whatever a header claims.
            for (section, count, columnCount) in [
                (SegmentFormat.SectionID.passages, counts.passages, PassageRecord.columnCount),
                (.sections, counts.sections, SectionRecord.columnCount),
                (.documents, counts.documents, DocumentRecord.columnCount),
                (.files, counts.files, FileRecord.columnCount),
            ] {
                let byteCount = ranges[Int(section.rawValue) - 1].count
                guard Int(count) <= PackedTable.rowLimit(ofByteCount: byteCount, columnCount: columnCount) else {
                    throw StorageError.damaged(
                        path: file.path, detail: "the section \(section) does not hold \(count) rows")
                }
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

    private static func readEndings(
        of file: borrowing ChunkedFile, _ sections: [Range<Int>]
    ) throws(IndexError) -> WordEndings {
        do {
            let forms = sections[Int(SegmentFormat.SectionID.forms.rawValue) - 1]
            // They are few and short.
            var reader = ByteReader(try file.verifiedBytes(forms.prefix(WordEndings.byteLimit)))
            return try WordEndings(&reader)
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .storage(.damaged(path: file.path, detail: "section forms: \(error)"))
        }
    }

    /// Checks every byte of the file against its checksums.
    func verifyAll() throws(StorageError) {
        try file.verifyAll()
        try storedText.verifyAll()
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

    /// Reads a value whose length is not known beforehand from a section: first from a small window, so that only the
    /// chunks that hold it are touched, then from larger ones.
    func readWindow<Value>(
        of section: SegmentFormat.SectionID, at offset: Int, _ read: (RawSpan) throws(MalformedBytes) -> Value
    ) throws(StorageError) -> Value {
        let end = byteCount(of: section)
        for windowByteCount in [1 << 8, 1 << 12, 1 << 16, Int.max] {
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
