internal import MappedStorage
public import SystemPackage
public import TextAnalysis

extension IndexSnapshot {
    /// The language that an index was made for; nil where there is no index that can be read.
    ///
    /// An index has one language: its words are stemmed by that language's rules, and so are those of a question. Documents
    /// in others are indexed all the same; their words are found as they are written, and their endings count.
    public static func language(ofIndexIn folder: FilePath) -> Language? {
        (try? IndexManifest.read(from: folder)).flatMap { language(ofAnalyzer: $0.analyzerIdentity) }
    }

    /// The language in an analyzer's identity, as in `words-1 german stop-3`.
    static func language(ofAnalyzer identity: String) -> Language? {
        identity.split(separator: " ").lazy.compactMap { Language(named: String($0)) }.first
    }
}

extension IndexInspection {
    /// The language whose rules the index follows.
    public var language: Language? { IndexSnapshot.language(ofAnalyzer: analyzer) }

    /// How many live documents are in which language, as they declare it or as their words tell, the most frequent first;
    /// those whose language could not be told are left out.
    ///
    /// - Throws: `IndexError`.
    public func documentLanguages() throws(IndexError) -> [(language: Language, count: Int)] {
        let counts = try IndexManifest.withCurrent(in: folder) { manifest throws(IndexError) in
            var counts: [Language: Int] = [:]
            for segment in try IndexSnapshot.openSegments(of: manifest, in: folder) {
                do throws(StorageError) {
                    try segment.reader.count(&counts, besides: segment.tombstones)
                } catch {
                    throw IndexError.storage(error)
                }
            }
            return counts
        }
        var sorted: [(language: Language, count: Int)] = []
        for language in Language.all {
            guard let count = counts[language] else { continue }
            // Equal counts in the order of the languages.
            sorted.insert((language, count), at: sorted.firstIndex { $0.count < count } ?? sorted.endIndex)
        }
        return sorted
    }
}

extension SegmentReader {
    /// Counts the languages of the documents that are not dead.
    fileprivate func count(
        _ counts: inout [Language: Int], besides tombstones: Tombstones?
    ) throws(StorageError) {
        for index in 0..<Int(self.counts.documents) {
            if let first = try passages(ofDocument: index).first, tombstones?.isDead[first] == true { continue }
            let name = try properties(of: document(at: index)).language
            if let language = Language(named: name) { counts[language, default: 0] += 1 }
        }
    }
}
