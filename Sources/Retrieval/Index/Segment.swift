internal import MappedStorage
internal import Synchronization
internal import SystemPackage

/// A segment as a generation of the index holds it: the immutable file, its dead passages, and where its passages begin
/// among all of the generation's.
///
/// A class, because a reader that owns a mapping can neither be copied nor stand in an array.
final class Segment: Sendable {
    let reader: SegmentReader
    let tombstones: Tombstones?
    let firstPassage: Int
    private let knownSketches = Mutex<WordSketches?>(nil)

    var passageCount: Int { Int(reader.counts.passages) }

    /// - Throws: `IndexError` when a file is missing, damaged or of another format.
    init(_ entry: IndexManifest.Segment, in folder: FilePath, firstPassage: Int) throws(IndexError) {
        let path = folder.appending(entry.file.name)
        reader = try SegmentReader(path: path, text: StoredText(entry.texts, in: folder))
        self.firstPassage = firstPassage
        guard reader.byteCount == entry.file.byteCount, reader.tableChecksum == entry.file.checksum,
            Int(reader.counts.passages) == entry.passageCount, Int(reader.counts.documents) == entry.documentCount
        else {
            throw .storage(.damaged(path: path, detail: "not the file that the manifest names"))
        }
        tombstones = try entry.tombstones.map { (file) throws(IndexError) in
            try Tombstones.read(file, in: folder, passageCount: entry.passageCount)
        }
        guard tombstones?.deadPassageCount ?? 0 == entry.deadPassageCount else {
            throw .storage(.damaged(path: path, detail: "its dead passages are not those that the manifest counts"))
        }
    }

    /// The forms of the segment by length and letters. The first call takes one pass over the dictionary.
    func wordSketches() throws(StorageError) -> WordSketches {
        if let known = knownSketches.withLock({ $0 }) { return known }
        // Two threads may both make them; that costs time alone.
        let sketches = try WordSketches(of: reader)
        knownSketches.withLock { $0 = sketches }
        return sketches
    }

    func isLive(_ passage: Int) -> Bool {
        guard let tombstones else { return true }
        return !tombstones.isDead[passage]
    }

    /// The passages of the segment that hold the term and are alive.
    func liveDocumentFrequency(of info: TermInfo) throws(StorageError) -> Int {
        let live = info.documentFrequency - (tombstones?.deadPassagesOfTerm[info.ordinal] ?? 0)
        guard live >= 0 else {
            throw .damaged(path: reader.path, detail: "more dead passages hold a term than passages do")
        }
        return live
    }
}
