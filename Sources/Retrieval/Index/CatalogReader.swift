internal import MappedStorage
internal import SystemInterface
internal import SystemPackage

/// A catalog's file, open for reading from front to back without taking it apart.
struct CatalogReader: ~Copyable {
    /// An entry's place in the file; what it holds is known to lie within.
    struct Index {
        /// Where the entry begins, counted from the start of the file.
        var start: Int
        /// Its number, from 0 on.
        var number: Int
        fileprivate var pathByteCount = 0
    }

    private let file: ChunkedFile
    let entryCount: Int
    /// The bytes of all entries.
    let entryRange: Range<Int>

    init(_ entry: IndexManifest.File, in folder: FilePath) throws(IndexError) {
        let path = folder.appending(entry.name)
        do {
            let file = try entry.opened(in: folder)
            (entryCount, entryRange) = try Self.readHead(of: file)
            self.file = file
        } catch let error as IndexError {
            throw error
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .storage(.damaged(path: path, detail: "\(error)"))
        }
    }

    private static func readHead(of file: borrowing ChunkedFile) throws -> (count: Int, range: Range<Int>) {
        let path = file.path
        var reader = ByteReader(try file.verifiedBytes(0..<file.payloadByteCount))
        guard try reader.read(UInt64.self) == CatalogLayout.magic else {
            throw StorageError.damaged(path: path, detail: "not a catalog")
        }
        try IndexFormat.check(major: reader.read(UInt16.self), path: path)
        _ = try reader.read(UInt16.self)
        let count = Int(try reader.read(UInt32.self))
        let byteCount = try reader.read(UInt64.self)
        guard byteCount <= UInt64(reader.remainingByteCount) else {
            throw StorageError.damaged(path: path, detail: "its entries lie beyond its end")
        }
        return (count, CatalogLayout.headByteCount..<(CatalogLayout.headByteCount + Int(byteCount)))
    }

    func damaged(_ detail: String) -> IndexError { .storage(.damaged(path: file.path, detail: detail)) }

    var byteCount: Int { file.payloadByteCount }

    /// The file's bytes, all of which were checked when it was opened.
    private var bytes: RawSpan {
        @_lifetime(borrow self)
        get { file.payload }
    }

    // MARK: From entry to entry

    /// The first entry's place, to be asked for with ``hasEntry(at:)``.
    var startIndex: Index { Index(start: entryRange.lowerBound, number: 0) }

    /// Whether there is an entry at a place, the whole of which lies within the file; the place then knows its length.
    func hasEntry(at index: inout Index) throws(IndexError) -> Bool {
        guard index.number < entryCount else {
            guard index.start == entryRange.upperBound else { throw damaged("bytes behind its last entry") }
            return false
        }
        guard entryRange.upperBound - index.start >= CatalogLayout.entryByteCount else {
            throw damaged("an entry is cut short")
        }
        index.pathByteCount = Int(bytes.load(UInt32.self, at: index.start + CatalogLayout.pathByteCount))
        guard index.pathByteCount <= entryRange.upperBound - index.start - CatalogLayout.entryByteCount else {
            throw damaged("a path lies beyond its entries")
        }
        return true
    }

    /// The place behind an entry that is there.
    func index(after index: Index) throws(IndexError) -> Index {
        var end = index.start + CatalogLayout.entryByteCount + index.pathByteCount
        if bytes.load(UInt8.self, at: index.start + CatalogLayout.hasDetails) != 0 { end = try details(of: index).end }
        return Index(start: end, number: index.number + 1)
    }

    func root(at index: Index) -> Int { Int(bytes.load(UInt16.self, at: index.start + CatalogLayout.root)) }

    func format(at index: Index) -> UInt8 { bytes.load(UInt8.self, at: index.start + CatalogLayout.format) }

    func documentCount(at index: Index) -> Int {
        Int(bytes.load(UInt32.self, at: index.start + CatalogLayout.documentCount))
    }

    @_lifetime(borrow self)
    private func path(at index: Index) -> RawSpan {
        let start = index.start + CatalogLayout.entryByteCount
        return bytes.extracting(start..<(start + index.pathByteCount))
    }

    func status(at index: Index) -> Catalog.Status {
        Catalog.Status(
            byteCount: Int64(bitPattern: number(0, at: index)), modified: Int64(bitPattern: number(1, at: index)),
            changed: Int64(bitPattern: number(2, at: index)), inode: number(3, at: index), device: number(4, at: index))
    }

    /// One of the numbers with which an entry begins.
    private func number(_ position: Int, at index: Index) -> UInt64 {
        bytes.load(UInt64.self, at: index.start + 8 * position)
    }

    /// Whether an entry's path comes before the given one in byte order (below 0), is the same (0), or comes behind it.
    func order(ofPathAt index: Index, against path: Span<UInt8>) -> Int { self.path(at: index).order(against: path) }

    /// Writes entries that lie in a row into another catalog, as they stand.
    func copy(_ range: Range<Int>, count: Int, to writer: inout CatalogWriter) {
        writer.append(count, from: bytes.extracting(range))
    }

    /// The entry at a place, taken out of the file; nil behind the last one.
    func entry(at index: inout Index) throws(IndexError) -> Catalog.Entry? {
        guard try hasEntry(at: &index) else { return nil }
        var entry = Catalog.Entry(
            root: root(at: index), path: path(at: index).copied(), format: format(at: index), status: status(at: index),
            contentHash: number(5, at: index), fingerprint: number(6, at: index),
            documentCount: documentCount(at: index), repairedByteCount: 0, badLineCount: 0)
        if bytes.load(UInt8.self, at: index.start + CatalogLayout.hasDetails) != 0 {
            let details = try details(of: index)
            entry.repairedByteCount = details.repairedByteCount
            entry.badLineCount = details.badLineCount
            entry.encoding = details.encoding
            entry.problem = details.problem
        }
        return entry
    }

    /// Whether the file of an entry could not be read.
    func hasProblem(at index: Index) throws(IndexError) -> Bool {
        guard bytes.load(UInt8.self, at: index.start + CatalogLayout.hasDetails) != 0 else { return false }
        return try !details(of: index).problem.isEmpty
    }

    private func details(
        of index: Index
    ) throws(IndexError) -> (repairedByteCount: Int, badLineCount: Int, encoding: String, problem: String, end: Int) {
        do throws(MalformedBytes) {
            let start = index.start + CatalogLayout.entryByteCount + index.pathByteCount
            var reader = ByteReader(bytes.extracting(start..<entryRange.upperBound))
            let repaired = try reader.readCount("repaired bytes", atMost: Int.max)
            let bad = try reader.readCount("bad lines", atMost: Int.max)
            let encoding = String(decoding: try reader.readString(), as: UTF8.self)
            let problem = String(decoding: try reader.readString(), as: UTF8.self)
            return (repaired, bad, encoding, problem, start + reader.offset)
        } catch {
            throw damaged("\(error)")
        }
    }

    // MARK: Behind the entries

    /// Whether these are the encoded bytes of what ``rest()`` takes apart.
    func hasRest(_ encoded: [UInt8]) -> Bool {
        bytes.extracting(entryRange.upperBound..<bytes.byteCount).order(against: encoded.rawBytes) == 0
    }

    func rest() throws(IndexError) -> Catalog.Rest {
        var rest = Catalog.Rest()
        do throws(MalformedBytes) {
            var reader = ByteReader(bytes, offset: entryRange.upperBound)
            for _ in 0..<(try reader.readCount("skipped files", atMost: reader.remainingByteCount)) {
                rest.skipped.append(
                    Catalog.Skip(
                        root: try reader.readCount("root", atMost: Int(UInt16.max)), path: try reader.readString(),
                        reason: String(decoding: try reader.readString(), as: UTF8.self)))
            }
            for _ in 0..<(try reader.readCount("skip reasons", atMost: reader.remainingByteCount)) {
                rest.skipCounts.append(
                    Catalog.SkipCount(
                        reason: String(decoding: try reader.readString(), as: UTF8.self),
                        count: try reader.readCount("skipped files", atMost: Int.max)))
            }
        } catch {
            throw damaged("\(error)")
        }
        return rest
    }
}
