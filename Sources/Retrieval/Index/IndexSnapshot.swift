internal import MappedStorage
internal import SystemInterface
public import SystemPackage
public import TextAnalysis

/// One published generation of an index, open for reading.
///
/// It stays whole however often the index is replaced meanwhile: its files are mapped, and a mapping outlives its name.
public final class IndexSnapshot: Sendable {
    public let folder: FilePath
    public let analyzer: Analyzer
    let manifest: IndexManifest
    let segments: [Segment]

    public var generation: UInt64 { manifest.generation }
    /// Live documents.
    public var documentCount: Int { manifest.documentCount }
    /// Live passages.
    public var passageCount: Int { manifest.passageCount }
    /// Names the indexed content: equal for the same documents, whatever way the index came about.
    public var identifier: String { Self.identifier(of: manifest) }

    static func identifier(of manifest: IndexManifest) -> String {
        let digits = String(manifest.corpusID, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Opens the generation that `CURRENT` names.
    ///
    /// - Parameter roots: when given, the corpus that the index must be of.
    /// - Throws: `IndexError`; `.analyzerMismatch` when the index was made with another analyzer.
    public init(folder: FilePath, analyzer: Analyzer, roots: [FilePath]? = nil) throws(IndexError) {
        self.folder = folder
        self.analyzer = analyzer
        (manifest, segments) = try IndexManifest.withCurrent(in: folder) { manifest throws(IndexError) in
            guard manifest.analyzerIdentity == analyzer.identity else {
                throw .analyzerMismatch(folder: folder, found: manifest.analyzerIdentity, expected: analyzer.identity)
            }
            if let roots, manifest.roots != roots.map(\.bytes) { throw .otherCorpus(folder: folder) }
            return (manifest, try Self.openSegments(of: manifest, in: folder))
        }
    }

    static func openSegments(of manifest: IndexManifest, in folder: FilePath) throws(IndexError) -> [Segment] {
        var segments: [Segment] = []
        var firstPassage = 0
        for entry in manifest.segments {
            segments.append(try Segment(entry, in: folder, firstPassage: firstPassage))
            firstPassage += entry.passageCount
            guard firstPassage <= Int(UInt32.max) else {
                throw .storage(.damaged(path: folder.appending(IndexManifest.fileName), detail: "too many passages"))
            }
        }
        return segments
    }

    /// Whether `CURRENT` still names this generation; false too when it cannot be read.
    public var isCurrent: Bool {
        (try? IndexManifest.read(from: folder))?.generation == manifest.generation
    }

    func segment(of passage: PassageID) -> (segment: Segment, local: Int)? {
        let number = Int(passage.rawValue)
        guard let segment = segments.last(where: { $0.firstPassage <= number }),
            number - segment.firstPassage < segment.passageCount
        else { return nil }
        return (segment, number - segment.firstPassage)
    }
}
