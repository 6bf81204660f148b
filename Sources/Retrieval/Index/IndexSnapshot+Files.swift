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
                let isDone = try segment.forEachLiveFile { (file, live) throws(StorageError) in
                    !body(file.root, try segment.reader.filePath(of: file), live.documentCount)
                }
                if isDone { return }
            }
        } catch {
            throw .storage(error)
        }
    }
}

extension Segment {
    /// Calls `body` with each file whose documents are alive, and with what it gave, until it returns true; gives whether it did.
    /// A file's documents live and die together.
    ///
    /// - Throws: `.damaged` where files have passages in common, too: each passage is met once at most, whatever a table says.
    func forEachLiveFile(
        _ body: (FileRecord, (documentCount: Int, passages: Range<Int>)) throws(StorageError) -> Bool
    ) throws(StorageError) -> Bool {
        var end = 0
        for index in 0..<Int(reader.counts.files) {
            let file = try reader.file(at: index)
            guard let first = file.documents.first, let last = file.documents.last else { continue }
            let lower = try reader.passages(ofDocument: first).lowerBound
            let upper = try reader.passages(ofDocument: last).upperBound
            guard lower >= end, upper >= lower else {
                throw .damaged(path: reader.path, detail: "file \(index) has passages of another file")
            }
            end = upper
            if lower < upper, isLive(lower), try body(file, (file.documents.count, lower..<upper)) { return true }
        }
        return false
    }
}
