internal import MappedStorage
internal import SystemPackage

/// The text of a segment, in chunked files of nothing else, one piece after the other.
///
/// Text is written while a segment is made, and so it need not be held in memory; what several threads read becomes one segment, and
/// each writes its own file. No document stands in two of them.
struct StoredText: Sendable {
    /// A class, because what owns a mapping cannot stand in an array.
    private final class Piece: Sendable {
        let file: ChunkedFile
        /// Where its bytes stand in the segment's text.
        let range: Range<Int>

        init(_ entry: IndexManifest.File, in folder: FilePath, start: Int) throws(StorageError) {
            file = try entry.opened(in: folder)
            range = start..<(start + file.payloadByteCount)
        }
    }

    private let pieces: [Piece]

    /// - Throws: `IndexError.storage` when a file is missing, damaged or not the one that is named.
    init(_ entries: [IndexManifest.File], in folder: FilePath) throws(IndexError) {
        var pieces: [Piece] = []
        for entry in entries {
            do throws(StorageError) {
                pieces.append(try Piece(entry, in: folder, start: pieces.last?.range.upperBound ?? 0))
            } catch {
                throw .storage(error)
            }
        }
        self.pieces = pieces
    }

    var byteCount: Int { pieces.last?.range.upperBound ?? 0 }

    /// The bytes in `range`; the checksums of the chunks touched are verified.
    ///
    /// - Parameter path: the segment's, for the error.
    /// - Throws: `.damaged` when no one file holds the range, or a checksum is wrong.
    func bytes(_ range: Range<Int>, of path: FilePath) throws(StorageError) -> [UInt8] {
        if range.isEmpty { return [] }
        guard let piece = pieces.last(where: { $0.range.lowerBound <= range.lowerBound }) else {
            throw .damaged(path: path, detail: "no file of its text holds the bytes \(range)")
        }
        let start = piece.range.lowerBound
        return try piece.file.copiedBytes((range.lowerBound - start)..<(range.upperBound - start))
    }

    /// Checks every byte against its checksums.
    func verifyAll() throws(StorageError) {
        for piece in pieces { try piece.file.verifyAll() }
    }
}
