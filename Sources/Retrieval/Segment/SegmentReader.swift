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
            guard
                ranges[Int(SegmentFormat.SectionID.termInfo.rawValue) - 1].count == Int(counts.terms)
                    * TermInfo.byteCount
            else {
                throw StorageError.damaged(
                    path: file.path, detail: "the table termInfo does not hold \(counts.terms) entries")
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
        let start = ordinal * TermInfo.byteCount
        return TermInfo(table: try bytes(of: .termInfo, start..<(start + TermInfo.byteCount)), ordinal: 0)
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

    /// Reads a value whose length is not known beforehand from a section: first from a small window, so that only the
    /// chunks that hold it are touched, then from larger ones.
    func readWindow<Value>(
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
