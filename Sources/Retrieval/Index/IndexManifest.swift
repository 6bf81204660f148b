internal import MappedStorage
internal import SystemPackage

// The format of CURRENT, the one file that says what an index is; it is replaced whole, never changed
//
//     CURRENT  := magic (u64), major (u16), minor (u16), required features (u32), body, CRC-32C of all before (u32)
//     body     := generation, next file number, analyzer (string), roots: count, string …, corpus id (u64), live documents,
//                 live passages, catalog (file), segments: count, segment … ; varints but where said
//     file     := name (string), byte count, checksum of the chunk table (u32)
//     segment  := file, texts: count, file …, passages, documents, has tombstones (0 or 1), [file, dead passages]

/// What one generation of an index consists of.
struct IndexManifest: Equatable {
    /// A file of the index folder, as it must be found.
    struct File: Equatable {
        var name: String
        var byteCount: Int
        var checksum: Checksum
    }

    struct Segment: Equatable {
        var file: File
        /// What holds its text, one piece after the other.
        var texts: [File]
        var passageCount: Int
        var documentCount: Int
        var tombstones: File?
        var deadPassageCount = 0

        var files: [File] { [file] + texts + (tombstones.map { [$0] } ?? []) }
    }

    static let fileName = "CURRENT"
    /// Room for the paths of thousands of files that were each named as a root.
    static let byteLimit = 16 << 20
    /// Files are numbered below this, far from where numbers end.
    static let fileNumberLimit: UInt64 = 1 << 62
    /// "QUOTHCUR", little-endian.
    private static let magic: UInt64 = 0x5255_4348_544F_5551

    var generation: UInt64 = 0
    var nextFileNumber: UInt64 = 1
    var analyzerIdentity: String
    /// The canonical paths of the corpus's folders and files.
    var roots: [[UInt8]]
    /// The same for the same documents, whatever way the index came about.
    var corpusID: UInt64 = 0
    var documentCount = 0
    var passageCount = 0
    var catalog = File(name: "", byteCount: 0, checksum: Checksum(value: 0))
    var segments: [Segment] = []

    /// All files that belong to the generation, `CURRENT` and the lock apart.
    var files: [File] { [catalog] + segments.flatMap(\.files) }

    /// Their names.
    var fileNames: Set<String> {
        Set(files.map(\.name))
    }

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.magic)
        writer.append(IndexFormat.major)
        writer.append(IndexFormat.minor)
        writer.append(UInt32(0))
        writer.appendVarint(generation)
        writer.appendVarint(nextFileNumber)
        writer.appendString(analyzerIdentity.utf8)
        writer.appendVarint(UInt64(roots.count))
        for root in roots { writer.appendString(root) }
        writer.append(corpusID)
        writer.appendVarint(UInt64(documentCount))
        writer.appendVarint(UInt64(passageCount))
        append(catalog, to: &writer)
        writer.appendVarint(UInt64(segments.count))
        for segment in segments {
            append(segment.file, to: &writer)
            writer.appendVarint(UInt64(segment.texts.count))
            for text in segment.texts { append(text, to: &writer) }
            writer.appendVarint(UInt64(segment.passageCount))
            writer.appendVarint(UInt64(segment.documentCount))
            if let tombstones = segment.tombstones {
                writer.append(UInt8(1))
                append(tombstones, to: &writer)
                writer.appendVarint(UInt64(segment.deadPassageCount))
            } else {
                writer.append(UInt8(0))
            }
        }
        writer.append(Checksum(of: writer.bytes).value)
        return writer.bytes
    }

    private func append(_ file: File, to writer: inout ByteWriter) {
        writer.appendString(file.name.utf8)
        writer.appendVarint(UInt64(file.byteCount))
        writer.append(file.checksum.value)
    }

    /// Does `body` with the generation that `CURRENT` names.
    ///
    /// A writer may replace the generation and remove its files after the manifest was read: then it begins anew.
    ///
    /// - Throws: what ``read(from:)`` and `body` throw; `.storage(.damaged)` for a file that is named and stays missing.
    static func withCurrent<Result>(
        in folder: FilePath, _ body: (Self) throws(IndexError) -> Result
    ) throws(IndexError) -> Result {
        var attempt = 0
        while true {
            let manifest = try read(from: folder)
            do throws(IndexError) {
                return try body(manifest)
            } catch {
                guard case .storage(.notFound(let path)) = error else { throw error }
                attempt += 1
                if attempt == 5 {
                    throw .storage(.damaged(path: path, detail: "the manifest names it, and it is not there"))
                }
            }
        }
    }

    /// Reads the manifest of an index folder.
    ///
    /// - Throws: `.notFound` without one, `.newerFormat`, `.olderFormat`, `.storage(.damaged)`.
    static func read(from folder: FilePath) throws(IndexError) -> IndexManifest {
        let path = folder.appending(fileName)
        let bytes: [UInt8]
        do {
            let file = try MappedFile(path: path)
            guard file.byteCount <= byteLimit else {
                throw StorageError.damaged(path: path, detail: "\(file.byteCount) bytes are too many for a manifest")
            }
            bytes = file.bytes.copied()
        } catch let error as StorageError {
            if case .notFound = error { throw .notFound(folder: folder) }
            throw .storage(error)
        } catch {
            throw .storage(.damaged(path: path, detail: "\(error)"))
        }
        return try decode(bytes, path: path)
    }

    /// Whether the folder holds a file that begins as a manifest does, of whatever version, whole or not.
    static func isBegun(in folder: FilePath) -> Bool {
        guard let file = try? MappedFile(path: folder.appending(fileName)), file.byteCount >= 8 else { return false }
        var reader = ByteReader(file.bytes)
        return (try? reader.read(UInt64.self)) == magic
    }

    static func decode(_ bytes: [UInt8], path: FilePath) throws(IndexError) -> IndexManifest {
        guard bytes.count >= 20 else {
            throw .storage(.damaged(path: path, detail: "\(bytes.count) bytes are too few for a manifest"))
        }
        let stored = bytes[(bytes.count - 4)...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let body = Array(bytes.dropLast(4))
        do {
            var reader = ByteReader(body.rawBytes)
            guard try reader.read(UInt64.self) == magic else {
                throw IndexError.storage(.damaged(path: path, detail: "not a manifest"))
            }
            // The version first: the checksum of a later format may be another one.
            try IndexFormat.check(major: reader.read(UInt16.self), path: path)
            guard Checksum(of: body).value == stored else {
                throw IndexError.storage(.damaged(path: path, detail: "wrong checksum"))
            }
            _ = try reader.read(UInt16.self)
            guard try reader.read(UInt32.self) == 0 else {
                throw IndexError.newerFormat(
                    path: path, found: Int(IndexFormat.major) + 1, supported: Int(IndexFormat.major))
            }
            return try readBody(&reader)
        } catch let error as IndexError {
            throw error
        } catch {
            throw .storage(.damaged(path: path, detail: "\(error)"))
        }
    }

    private static func readBody(_ reader: inout ByteReader) throws(MalformedBytes) -> IndexManifest {
        let generation = try reader.readVarint()
        let nextFileNumber = UInt64(
            try reader.readCount("next file number", atMost: Int(fileNumberLimit)))
        var manifest = IndexManifest(
            analyzerIdentity: String(decoding: try reader.readString(), as: UTF8.self), roots: [])
        manifest.generation = generation
        manifest.nextFileNumber = nextFileNumber
        for _ in 0..<(try reader.readCount("roots", atMost: reader.remainingByteCount)) {
            manifest.roots.append(try reader.readString())
        }
        manifest.corpusID = try reader.read(UInt64.self)
        manifest.documentCount = try reader.readCount("documents", atMost: Int(UInt32.max))
        manifest.passageCount = try reader.readCount("passages", atMost: Int(UInt32.max))
        manifest.catalog = try readFile(&reader)
        for _ in 0..<(try reader.readCount("segments", atMost: reader.remainingByteCount)) {
            var segment = Segment(
                file: try readFile(&reader), texts: try readFiles(&reader),
                passageCount: try reader.readCount("passages", atMost: Int(UInt32.max)),
                documentCount: try reader.readCount("documents", atMost: Int(UInt32.max)))
            if try reader.read(UInt8.self) != 0 {
                segment.tombstones = try readFile(&reader)
                segment.deadPassageCount = try reader.readCount("dead passages", atMost: segment.passageCount)
            }
            manifest.segments.append(segment)
        }
        let live = manifest.segments.reduce(0) { $0 + $1.passageCount - $1.deadPassageCount }
        guard live == manifest.passageCount else {
            throw .outOfRange(what: "passages", value: UInt64(manifest.passageCount), limit: UInt64(live))
        }
        return manifest
    }

    private static func readFiles(_ reader: inout ByteReader) throws(MalformedBytes) -> [File] {
        var files: [File] = []
        for _ in 0..<(try reader.readCount("files", atMost: reader.remainingByteCount)) {
            files.append(try readFile(&reader))
        }
        return files
    }

    private static func readFile(_ reader: inout ByteReader) throws(MalformedBytes) -> File {
        let name = String(decoding: try reader.readString(), as: UTF8.self)
        // A name is a file of the index folder and nothing else, whatever a damaged manifest says.
        guard !name.isEmpty,
            name.utf8.allSatisfy({ $0 == UInt8(ascii: "-") || $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x61 && $0 <= 0x7A })
        else {
            throw .outOfRange(what: "file name", value: UInt64(name.utf8.count), limit: 0)
        }
        return File(
            name: name, byteCount: try reader.readCount("file size", atMost: Int.max),
            checksum: Checksum(value: try reader.read(UInt32.self)))
    }
}

extension IndexManifest.File {
    /// Opens the file, if it is the one that the manifest names.
    func opened(in folder: FilePath) throws(StorageError) -> ChunkedFile {
        let file = try ChunkedFile(path: folder.appending(name))
        guard file.byteCount == byteCount, file.tableChecksum == checksum else {
            throw .damaged(path: file.path, detail: "not the file that the manifest names")
        }
        return file
    }
}
