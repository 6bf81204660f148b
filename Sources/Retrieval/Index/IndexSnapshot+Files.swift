internal import MappedStorage

extension IndexSnapshot {
    /// Passages of all segments, dead ones included.
    var storedPassageCount: Int { segments.reduce(0) { $0 + $1.passageCount } }

    /// Calls `body` with every file that live documents came from, in the order of the segments, until it returns false.
    /// O(files).
    public func forEachFile(
        _ body: (_ root: Int, _ path: [UInt8], _ documentCount: Int) -> Bool
    ) throws(IndexError) {
        do {
            for segment in segments {
                for index in 0..<Int(segment.reader.counts.files) {
                    guard let live = try segment.liveContents(ofFile: index) else { continue }
                    let file = try segment.reader.file(at: index)
                    if !body(file.root, try segment.reader.filePath(of: file), live.documentCount) { return }
                }
            }
        } catch {
            throw .storage(error)
        }
    }
}

extension Segment {
    /// What a file gave, as long as it is alive: a file's documents live and die together. Nil for nothing.
    func liveContents(ofFile index: Int) throws(StorageError) -> (documentCount: Int, passages: Range<Int>)? {
        let documents = try reader.documents(ofFile: index)
        guard let first = documents.first, let last = documents.last else { return nil }
        let lower = try reader.passages(ofDocument: first).lowerBound
        let upper = try reader.passages(ofDocument: last).upperBound
        guard lower < upper, isLive(lower) else { return nil }
        return (documents.count, lower..<upper)
    }
}
