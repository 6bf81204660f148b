internal import Documents
internal import MappedStorage

/// The documents that a search is limited to: those whose path beneath their root matches a pattern.
///
/// A pattern means what it means in gitignore(5): `*.md` matches in any folder, `procedures` a file or everything in a
/// folder of that name, `procedures/*.md` from the root on, and a later line that starts with `!` takes out again.
public struct DocumentScope: Sendable {
    /// As it was given.
    public let pattern: String
    /// How many live documents match.
    public let documentCount: Int
    /// A bit for each passage of the snapshot.
    private let words: [UInt64]

    /// Finds the documents of the snapshot that match; none may. O(files + matching passages).
    ///
    /// - Parameter pattern: one pattern, or several on lines of their own.
    public init(matching pattern: String, in snapshot: IndexSnapshot) throws(IndexError) {
        let patterns = PathPattern(pattern)
        var words = [UInt64](repeating: 0, count: (snapshot.storedPassageCount + 63) / 64)
        var documentCount = 0
        do {
            for segment in snapshot.segments {
                _ = try segment.forEachLiveFile { (file, live) throws(StorageError) in
                    guard patterns.matches(try segment.reader.filePath(of: file)) else { return false }
                    documentCount += live.documentCount
                    for passage in live.passages {
                        let bit = segment.firstPassage + passage
                        words[bit / 64] |= 1 << UInt64(bit % 64)
                    }
                    return false
                }
            }
        } catch {
            throw .storage(error)
        }
        self.pattern = pattern
        self.documentCount = documentCount
        self.words = words
    }

    /// Whether the search may find the passage.
    func contains(_ passage: PassageID) -> Bool {
        let bit = Int(passage.rawValue)
        return words[bit / 64] & 1 << UInt64(bit % 64) != 0
    }
}

/// Patterns of paths as `.gitignore` has them, turned round: what they match is meant.
public struct PathPattern: Sendable {
    private let rules: IgnoreRules

    public init(_ pattern: String) {
        rules = IgnoreRules(Array(pattern.utf8))
    }

    /// Whether a path beneath its root is meant: the verdict on the file itself, else on the nearest folder that has one.
    public func matches(_ path: [UInt8]) -> Bool {
        let components = path.split(separator: UInt8(ascii: "/")).map(Array.init)
        for depth in stride(from: components.count, to: 0, by: -1) {
            switch rules.verdict(for: components[..<depth], isDirectory: depth < components.count) {
            case .ignored: return true
            case .included: return false
            case nil: continue
            }
        }
        return false
    }
}
