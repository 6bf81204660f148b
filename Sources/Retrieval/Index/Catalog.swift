internal import MappedStorage
internal import SystemInterface
internal import SystemPackage

// The format of a catalog: a chunked file
//
//     catalog := magic (u64), major (u16), minor (u16), count (u32), entry …, skipped: count (varint), skip …,
//                reasons: count (varint), (reason (string), files (varint)) …
//     entry   := root (varint), path (string), format (u8), size, modified, changed (signed varints), inode, device (u64),
//                content hash (u64), documents, repaired bytes, bad lines (varints),
//                encoding (string)
//     skip    := root (varint), path (string), reason (string)

/// What an index knows of the files of its corpus: enough to see which of them changed, and where their text is.
struct Catalog: Equatable {
    /// Names a file: the root it lies beneath and its path from there, empty when the root is the file itself.
    struct Key: Hashable, Comparable {
        var root: Int
        var path: [UInt8]

        static func < (left: Key, right: Key) -> Bool {
            left.root != right.root ? left.root < right.root : left.path.lexicographicallyPrecedes(right.path)
        }
    }

    struct Entry: Equatable {
        var root: Int
        var path: [UInt8]
        /// The ``DocumentFormat/stamp`` under which the file was read: another one today means that it is read again.
        var format: UInt8
        var byteCount: Int64
        var modified: Int64
        var changed: Int64
        var inode: UInt64
        var device: UInt64
        var contentHash: UInt64
        var documentCount: Int
        /// Bytes of the file that were no UTF-8 and were replaced.
        var repairedByteCount: Int
        /// Lines of a JSON Lines file that held no document and were left out.
        var badLineCount: Int
        /// What the file's text was taken to be in where it is not UTF-8; else empty.
        var encoding = ""

        var key: Key { Key(root: root, path: path) }

        /// Whether the file on disk is the one that was indexed, as far as its status tells. Equality of every field, never
        /// "older than": clocks go back, and a copied file may be older than the one it replaces.
        func hasStatus(_ status: FileStatus) -> Bool {
            byteCount == status.byteCount && modified == status.modified && changed == status.changed
                && inode == status.inode && device == status.device
        }
    }

    /// A file that was left out.
    struct Skip: Equatable {
        var root: Int
        var path: [UInt8]
        var reason: String
    }

    /// "QUOTHCAT", little-endian.
    private static let magic: UInt64 = 0x5441_4348_544F_5551

    /// Ascending by root and path.
    var entries: [Entry] = []
    /// Files that were left out, as many as the scan names.
    var skipped: [Skip] = []
    /// How many files were left out for each reason, those that are not named included; ascending by reason.
    var skipCounts: [SkipCount] = []

    struct SkipCount: Equatable {
        var reason: String
        var count: Int
    }

    /// A number that is the same for the same files with the same contents, whatever way they came into the index.
    var corpusID: UInt64 {
        entries.reduce(0) { sum, entry in
            var hash: UInt64 = 0xCBF2_9CE4_8422_2325
            for byte in [UInt8(truncatingIfNeeded: entry.root)] + entry.path {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            }
            hash = (hash ^ entry.contentHash) &* 0x9E37_79B9_7F4A_7C15
            return sum &+ (hash ^ hash >> 29)
        }
    }

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.magic)
        writer.append(IndexFormat.major)
        writer.append(IndexFormat.minor)
        writer.append(UInt32(entries.count))
        for entry in entries {
            writer.appendVarint(UInt64(entry.root))
            writer.appendString(entry.path)
            writer.append(entry.format)
            writer.appendSignedVarint(entry.byteCount)
            writer.appendSignedVarint(entry.modified)
            writer.appendSignedVarint(entry.changed)
            writer.append(entry.inode)
            writer.append(entry.device)
            writer.append(entry.contentHash)
            writer.appendVarint(UInt64(entry.documentCount))
            writer.appendVarint(UInt64(entry.repairedByteCount))
            writer.appendVarint(UInt64(entry.badLineCount))
            writer.appendString(entry.encoding.utf8)
        }
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

    static func read(_ file: IndexManifest.File, in folder: FilePath) throws(IndexError) -> Catalog {
        let path = folder.appending(file.name)
        do {
            let chunked = try ChunkedFile(path: path)
            guard chunked.byteCount == file.byteCount, chunked.tableChecksum == file.checksum else {
                throw StorageError.damaged(path: path, detail: "not the file that the manifest names")
            }
            var reader = ByteReader(try chunked.verifiedBytes(0..<chunked.payloadByteCount))
            guard try reader.read(UInt64.self) == magic else {
                throw StorageError.damaged(path: path, detail: "not a catalog")
            }
            try IndexFormat.check(major: reader.read(UInt16.self), path: path)
            _ = try reader.read(UInt16.self)
            return try readBody(&reader)
        } catch let error as IndexError {
            throw error
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .storage(.damaged(path: path, detail: "\(error)"))
        }
    }

    private static func readBody(_ reader: inout ByteReader) throws(MalformedBytes) -> Catalog {
        var catalog = Catalog()
        let count = Int(try reader.read(UInt32.self))
        for number in 0..<count {
            let entry = Entry(
                root: try reader.readCount("root", atMost: Int(UInt16.max)),
                path: try reader.readString(),
                format: try reader.read(UInt8.self),
                byteCount: try reader.readSignedVarint(),
                modified: try reader.readSignedVarint(),
                changed: try reader.readSignedVarint(),
                inode: try reader.read(UInt64.self),
                device: try reader.read(UInt64.self),
                contentHash: try reader.read(UInt64.self),
                documentCount: try reader.readCount("documents", atMost: Int(UInt32.max)),
                repairedByteCount: try reader.readCount("repaired bytes", atMost: Int.max),
                badLineCount: try reader.readCount("bad lines", atMost: Int.max),
                encoding: String(decoding: try reader.readString(), as: UTF8.self))
            // A key stands once, or what is known of a file would depend on chance.
            if let last = catalog.entries.last, last.key >= entry.key {
                throw .outOfRange(what: "order of files", value: UInt64(number), limit: 0)
            }
            catalog.entries.append(entry)
        }
        for _ in 0..<(try reader.readCount("skipped files", atMost: reader.remainingByteCount)) {
            catalog.skipped.append(
                Skip(
                    root: try reader.readCount("root", atMost: Int(UInt16.max)), path: try reader.readString(),
                    reason: String(decoding: try reader.readString(), as: UTF8.self)))
        }
        for _ in 0..<(try reader.readCount("skip reasons", atMost: reader.remainingByteCount)) {
            catalog.skipCounts.append(
                SkipCount(
                    reason: String(decoding: try reader.readString(), as: UTF8.self),
                    count: try reader.readCount("skipped files", atMost: Int.max)))
        }
        return catalog
    }
}
