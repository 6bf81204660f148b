import Foundation
import MappedStorage
import SystemPackage
import TestSupport

@testable import Retrieval

/// An index whose first segment gets wrong bytes under right checksums, so that what is tested is who parses them.
struct DamagedSegment {
    private let folder: FilePath
    private let manifest: IndexManifest
    private let payload: [UInt8]

    init(folder: FilePath) throws {
        self.folder = folder
        manifest = try IndexManifest.read(from: folder)
        let segment = try ChunkedFile(path: folder.appending(manifest.segments[0].file.name))
        payload = try segment.verifiedBytes(0..<segment.payloadByteCount).copied()
    }

    /// Where a section lies, by the directory in the header.
    private func range(of section: SegmentFormat.SectionID) -> Range<Int> {
        let entry = 16 + 20 + 24 * (Int(section.rawValue) - 1)
        let offset = Int(payload.rawBytes.load(UInt64.self, at: entry + 8))
        return offset..<(offset + Int(payload.rawBytes.load(UInt64.self, at: entry + 16)))
    }

    /// Changes one to four bytes of the section, the rest is as it was first.
    func write(in section: SegmentFormat.SectionID, _ random: inout SeededGenerator) throws {
        var bytes = payload
        let range = range(of: section)
        for _ in 0..<random.int(1...4) {
            bytes[random.int(range.lowerBound...(range.upperBound - 1))] =
                random.oneIn(3) ? random.pick([0, 32, 0x7F, 0xFF]) : UInt8(random.int(0...255))
        }
        try write(payload: bytes)
    }

    /// Puts other bytes at the beginning of a section, no more than it has.
    func write(_ start: [UInt8], in section: SegmentFormat.SectionID) throws {
        var bytes = payload
        bytes.replaceSubrange(range(of: section).prefix(start.count), with: start)
        try write(payload: bytes)
    }

    /// Says in the header that there are more things than there can be; the counts stand in the order of
    /// `SegmentFormat.Counts`.
    func write(countNumber number: Int) throws {
        var bytes = payload
        bytes.replaceSubrange((16 + 4 * number)..<(20 + 4 * number), with: [0xFF, 0xFF, 0xFF, 0x7F])
        try write(payload: bytes)
    }

    private func write(payload bytes: [UInt8]) throws {
        let (trailer, checksum) = ChunkedFile.trailer(for: bytes)
        var manifest = manifest
        manifest.segments[0].file.checksum = checksum
        try write(bytes + trailer, to: manifest.segments[0].file.name)
        try write(manifest.encoded(), to: IndexManifest.fileName)
    }

    private func write(_ bytes: [UInt8], to name: String) throws {
        // A new file under the old name: one that is still mapped keeps its bytes.
        try Data(bytes).write(to: URL(fileURLWithPath: folder.appending(name).string), options: .atomic)
    }
}
