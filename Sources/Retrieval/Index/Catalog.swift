internal import MappedStorage
internal import SystemInterface
internal import SystemPackage

// The format of a catalog: a chunked file
//
//     catalog := magic (u64), major (u16), minor (u16), count (u32), bytes of all entries (u64), entry …, rest
//     rest    := skipped: count (varint), skip …, reasons: count (varint), (reason (string), files (varint)) …
//     entry   := size, modified, changed, inode, device, content hash, fingerprint (u64 each), documents (u32), root (u16),
//                format (u8), has details (u8: 0 or 1), length of the path (u32), path, [details]
//     details := repaired bytes, bad lines (varints), encoding, problem (strings)
//     skip    := root (varint), path (string), reason (string)
//
// The fixed part comes first, so that an update compares files in place, and an entry names no other place in the file, so that
// the entries of unchanged files are taken over as they stand.

/// What an index knows of the files of its corpus: enough to see which of them changed, and where their text is.
struct Catalog: Equatable {
    /// An entry numbers its root in two bytes.
    static let rootLimit = Int(UInt16.max) + 1

    /// Names a file: the root it lies beneath and its path from there, empty when the root is the file itself.
    struct Key: Hashable, Comparable {
        var root: Int
        var path: [UInt8]

        static func < (left: Key, right: Key) -> Bool {
            left.root != right.root ? left.root < right.root : left.path.lexicographicallyPrecedes(right.path)
        }
    }

    /// By what a file on disk is known to be the one that was indexed. Equality of every field, never "older than": clocks go
    /// back, and a copied file may be older than the one it replaces.
    struct Status: Equatable {
        var byteCount: Int64
        var modified: Int64
        var changed: Int64
        var inode: UInt64
        var device: UInt64
    }

    struct Entry: Equatable {
        var root: Int
        var path: [UInt8]
        /// The ``DocumentFormat/stamp`` under which the file was read: another one today means that it is read again.
        var format: UInt8
        var status: Status
        var contentHash: UInt64
        /// Of the words of its text; see ``ContentFingerprint``.
        var fingerprint: UInt64 = 0
        var documentCount: Int
        /// Bytes of the file that were no UTF-8 and were replaced.
        var repairedByteCount: Int
        /// Lines of a JSON Lines file that held no document and were left out.
        var badLineCount: Int
        /// What the file's text was taken to be in where it is not UTF-8; else empty.
        var encoding = ""
        /// Why it could not be read, or not to its end; else empty.
        var problem = ""

        var hasDetails: Bool { repairedByteCount > 0 || badLineCount > 0 || !encoding.isEmpty || !problem.isEmpty }
        var key: Key { Key(root: root, path: path) }

        /// Its share in ``Catalog/corpusID``.
        var corpusIDPart: UInt64 {
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in [UInt8(truncatingIfNeeded: root)] + path {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
            hash = (hash ^ contentHash) &* 0x9E37_79B9_7F4A_7C15
            return hash ^ hash >> 29
        }
    }

    /// A file that was left out.
    struct Skip: Equatable {
        var root: Int
        var path: [UInt8]
        var reason: String
    }

    struct SkipCount: Equatable {
        var reason: String
        var count: Int
    }

    /// Ascending by root and path.
    var entries: [Entry] = []
    var rest = Rest()

    /// What stands behind the entries: the files that the scan left out, which have none.
    struct Rest: Equatable {
        /// As many as the scan names.
        var skipped: [Skip] = []
        /// How many for each reason, those that are not named included; ascending by reason.
        var skipCounts: [SkipCount] = []

        var encoded: [UInt8] {
            var writer = ByteWriter()
            writer.appendVarint(UInt64(skipped.count))
            for skip in skipped {
                writer.appendVarint(UInt64(skip.root))
                writer.appendString(skip.path)
                writer.appendString(skip.reason.utf8)
            }
            writer.appendVarint(UInt64(skipCounts.count))
            for each in skipCounts {
                writer.appendString(each.reason.utf8)
                writer.appendVarint(UInt64(each.count))
            }
            return writer.bytes
        }
    }

    /// A number that is the same for the same files with the same contents, whatever way they came into the index.
    var corpusID: UInt64 { entries.reduce(0) { $0 &+ $1.corpusIDPart } }

    func encoded() -> [UInt8] {
        var writer = CatalogWriter()
        for entry in entries { writer.append(entry) }
        return Array(writer.finish(rest.encoded).joined())
    }

    /// Reads a whole catalog into memory.
    static func read(_ file: IndexManifest.File, in folder: FilePath) throws(IndexError) -> Catalog {
        let reader = try CatalogReader(file, in: folder)
        var catalog = Catalog()
        var cursor = reader.startIndex
        while let entry = try reader.entry(at: &cursor) {
            // A key stands once, or what is known of a file would depend on chance.
            if let last = catalog.entries.last, last.key >= entry.key {
                throw reader.damaged("its files are out of order")
            }
            catalog.entries.append(entry)
            cursor = try reader.index(after: cursor)
        }
        catalog.rest = try reader.rest()
        return catalog
    }
}

/// Where things stand in a catalog's file.
enum CatalogLayout {
    /// "QUOTHCAT", little-endian.
    static let magic: UInt64 = 0x5441_4348_544F_5551
    static let headByteCount = 24
    /// An entry up to its path.
    static let entryByteCount = 68
    static let documentCount = 56
    static let root = 60
    static let format = 62
    static let hasDetails = 63
    static let pathByteCount = 64
}

/// Writes a catalog, entry after entry in ascending order.
struct CatalogWriter {
    private var writer: ByteWriter
    private var count = 0

    init(reservingCapacity byteCount: Int = 0) {
        writer = ByteWriter(reservingCapacity: byteCount + 4096)
    }

    mutating func append(_ entry: Catalog.Entry) {
        for value in [entry.status.byteCount, entry.status.modified, entry.status.changed] {
            writer.append(UInt64(bitPattern: value))
        }
        for value in [entry.status.inode, entry.status.device, entry.contentHash, entry.fingerprint] {
            writer.append(value)
        }
        writer.append(UInt32(clamping: entry.documentCount))
        writer.append(UInt16(clamping: entry.root))
        writer.append(entry.format)
        writer.append(UInt8(entry.hasDetails ? 1 : 0))
        writer.append(UInt32(clamping: entry.path.count))
        writer.append(contentsOf: entry.path)
        if entry.hasDetails {
            writer.appendVarint(UInt64(entry.repairedByteCount))
            writer.appendVarint(UInt64(entry.badLineCount))
            writer.appendString(entry.encoding.utf8)
            writer.appendString(entry.problem.utf8)
        }
        count += 1
    }

    /// Takes over entries as they stand in another catalog.
    mutating func append(_ entryCount: Int, from bytes: RawSpan) {
        writer.append(contentsOf: bytes)
        count += entryCount
    }

    /// The catalog in three parts, to be written one after the other: joining them would copy all entries.
    func finish(_ rest: [UInt8]) -> [[UInt8]] {
        var head = ByteWriter()
        head.append(CatalogLayout.magic)
        head.append(IndexFormat.major)
        head.append(IndexFormat.minor)
        head.append(UInt32(clamping: count))
        head.append(UInt64(writer.byteCount))
        return [head.bytes, writer.bytes, rest]
    }
}
