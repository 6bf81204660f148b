import Documents
import TextAnalysis

/// The language that most of a corpus is in, told from a sample before anything is indexed.
struct CorpusLanguage {
    /// Files that are looked into, spread evenly over the corpus.
    private static let fileLimit = 32
    /// Bytes of a document that count: a page of it tells.
    private static let countedBytes = 2_000
    /// Documents of one file.
    private static let documentLimit = 8

    private var byteCounts: [Language: Int] = [:]

    /// The language with the most text in the sample, or nil where no document's language could be told.
    static func detected(in listing: CorpusListing, by client: ExtractorClient) throws -> Language? {
        var sample = CorpusLanguage()
        let stride = max(1, listing.files.count / fileLimit)
        for index in Swift.stride(from: 0, to: listing.files.count, by: stride).prefix(fileLimit) {
            try sample.add(listing.files[index], client)
        }
        // In the order of the languages, so that equal shares give the same answer every time.
        return Language.all.filter { sample.byteCounts[$0] != nil }
            .max { sample.byteCounts[$0, default: 0] < sample.byteCounts[$1, default: 0] }
    }

    /// A file's other documents are none of the sample.
    private struct Enough: Error {}

    private mutating func add(_ file: CorpusFile, _ client: ExtractorClient) throws {
        var count = 0
        do {
            _ = try client.documents(in: file) { document in
                add(document)
                count += 1
                if count == Self.documentLimit { throw Enough() }
            }
        } catch is Enough {}
    }

    private mutating func add(_ document: Document) {
        let declared = document.language.flatMap { Language(named: $0) }
        guard let language = declared ?? LanguageDetector.shared.language(of: document.text) else { return }
        // One long document does not outweigh a few short ones.
        byteCounts[language, default: 0] += min(document.text.count, Self.countedBytes)
    }
}
