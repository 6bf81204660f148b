internal import MappedStorage
internal import SystemPackage

// The format of tombstones: a chunked file
//
//     tombstones := magic (u64), major (u16), minor (u16), passages (u32), bitmap (u8 × (passages + 7) / 8), documents (varint),
//                   terms: count, (ordinal less the previous, dead passages) … ; varints

/// Which passages of a segment are dead, and by how much that lowers the document frequencies of their terms: so live frequencies
/// stay exact without touching the segment.
struct Tombstones: Equatable, Sendable {
    /// "QUOTHTMB", little-endian.
    private static let magic: UInt64 = 0x424D_5448_544F_5551

    private(set) var isDead: [Bool]
    private(set) var deadPassageCount = 0
    var deadDocumentCount = 0
    var deadPassagesOfTerm: [Int: Int] = [:]

    init(passageCount: Int) {
        isDead = Array(repeating: false, count: passageCount)
    }

    mutating func kill(passage: Int) {
        guard !isDead[passage] else { return }
        isDead[passage] = true
        deadPassageCount += 1
    }

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.append(Self.magic)
        writer.append(IndexFormat.major)
        writer.append(IndexFormat.minor)
        writer.append(UInt32(isDead.count))
        for start in stride(from: 0, to: isDead.count, by: 8) {
            var byte: UInt8 = 0
            for bit in 0..<min(8, isDead.count - start) where isDead[start + bit] { byte |= 1 << UInt8(bit) }
            writer.append(byte)
        }
        writer.appendVarint(UInt64(deadDocumentCount))
        writer.appendVarint(UInt64(deadPassagesOfTerm.count))
        var previous = 0
        for (term, count) in deadPassagesOfTerm.sorted(by: { $0.key < $1.key }) {
            writer.appendVarint(UInt64(term - previous))
            writer.appendVarint(UInt64(count))
            previous = term
        }
        return writer.bytes
    }

    static func read(_ file: IndexManifest.File, in folder: FilePath, passageCount: Int) throws(IndexError)
        -> Tombstones
    {
        let path = folder.appending(file.name)
        do {
            let chunked = try file.opened(in: folder)
            var reader = ByteReader(try chunked.verifiedBytes(0..<chunked.payloadByteCount))
            guard try reader.read(UInt64.self) == magic else {
                throw StorageError.damaged(path: path, detail: "not a list of tombstones")
            }
            try IndexFormat.check(major: reader.read(UInt16.self), path: path)
            _ = try reader.read(UInt16.self)
            guard try reader.read(UInt32.self) == UInt32(passageCount) else {
                throw StorageError.damaged(path: path, detail: "made for another segment")
            }
            return try readBody(&reader, passageCount: passageCount)
        } catch let error as IndexError {
            throw error
        } catch let error as StorageError {
            throw .storage(error)
        } catch {
            throw .storage(.damaged(path: path, detail: "\(error)"))
        }
    }

    private static func readBody(_ reader: inout ByteReader, passageCount: Int) throws(MalformedBytes) -> Tombstones {
        var tombstones = Tombstones(passageCount: passageCount)
        let bitmap = try reader.readBytes((passageCount + 7) / 8)
        for (index, byte) in bitmap.enumerated() where byte != 0 {
            for bit in 0..<8 where byte & 1 << UInt8(bit) != 0 && 8 * index + bit < passageCount {
                tombstones.kill(passage: 8 * index + bit)
            }
        }
        tombstones.deadDocumentCount = try reader.readCount("dead documents", atMost: Int(UInt32.max))
        var term = 0
        for _ in 0..<(try reader.readCount("terms", atMost: reader.remainingByteCount)) {
            term += try reader.readCount("term", atMost: Int(UInt32.max))
            tombstones.deadPassagesOfTerm[term] = try reader.readCount("dead passages", atMost: passageCount)
        }
        return tombstones
    }
}
