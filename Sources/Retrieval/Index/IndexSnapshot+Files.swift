internal import MappedStorage

extension IndexSnapshot {
    /// Passages of all segments, dead ones included.
    var storedPassageCount: Int { segments.reduce(0) { $0 + $1.passageCount } }

    /// Calls `body` with every file that live documents came from, in the order of the segments, until it returns false.
    public func forEachFile(
        _ body: (_ root: Int, _ path: [UInt8], _ documentCount: Int) -> Bool
    ) throws(IndexError) {
        do {
            for segment in segments {
                for index in 0..<Int(segment.reader.counts.files) {
                    var documentCount = 0
                    for document in try segment.reader.documents(ofFile: index) {
                        // All passages of a document live and die together.
                        guard let first = try segment.reader.passages(ofDocument: document).first else { continue }
                        if segment.isLive(first) { documentCount += 1 }
                    }
                    guard documentCount > 0 else { continue }
                    let file = try segment.reader.file(at: index)
                    if !body(Int(file.root), try segment.reader.filePath(of: file), documentCount) { return }
                }
            }
        } catch {
            throw .storage(error)
        }
    }
}
