import Answering
import Documents
import Glibc
import Retrieval
import SystemInterface
import SystemPackage
import TextAnalysis

/// Single pieces of work, run so often that counting their instructions says what one costs: the difference between two numbers of
/// rounds, so that what comes before the first does not count.
enum Kernels {
    static func run(_ name: String, rounds: Int) throws {
        switch name {
        case "tokenize": tokenize(rounds)
        case "index": try withIndex(passageCount: rounds) { _ in }
        case "search", "exhaustive": try search(rounds, exhaustive: name == "exhaustive")
        case "answer": try answer(rounds)
        default: print("no such kernel: \(name)")
        }
    }

    /// A passage of 130 words a round.
    private static func tokenize(_ rounds: Int) {
        var text = GeneratedText(seed: 3, vocabulary: 20_000)
        let passage = Array(text.passage().utf8)
        let tokenizer = Analyzer(language: .english).tokenizer
        var tokens = TokenBuffer()
        var count = 0
        for _ in 0..<rounds {
            tokens.removeAll()
            tokenizer.tokenize(passage.span, into: &tokens)
            count += tokens.count
        }
        print("bytes", passage.count, "tokens", count / max(1, rounds))
    }

    /// A question of 8 to 20 words a round, over 3,000 passages.
    private static func search(_ rounds: Int, exhaustive: Bool) throws {
        try withIndex(passageCount: 3000) { searcher in
            var count = 0
            for question in questions(rounds) {
                let query = searcher.query(question)
                count += try searcher.topByPostings(10, for: query, exhaustive: exhaustive).count
            }
            print("found", count / max(1, rounds))
        }
    }

    /// The same question with its whole answer, but for comparing the quotes with their source.
    private static func answer(_ rounds: Int) throws {
        // Copies would not be shown side by side, so that others would have to be read.
        try withIndex(passageCount: 1500, distinctCount: 1500) { searcher in
            let answerer = Answerer(searcher: searcher)
            var answered = 0
            for question in questions(rounds) {
                answered += try answerer.answer(question).status == .answered ? 1 : 0
            }
            print("answered", answered)
        }
    }

    /// So many questions of 8 to 20 words, of which the first fifty differ.
    private static func questions(_ count: Int) -> [String] {
        var text = GeneratedText(seed: 9, vocabulary: 20_000)
        let questions = (0..<50).map { _ in
            let passage = text.passage()
            return text.question(from: passage, wordCount: 8...20, keywords: false)
        }
        return (0..<count).map { questions[$0 % questions.count] }
    }

    private static func withIndex(
        passageCount: Int, distinctCount: Int = 250, _ body: (Searcher) throws -> Void
    ) throws {
        let folder = FilePath("/tmp/quoth-kernels-\(getpid())")
        defer { removeFolder(folder) }
        let status = FileStatus(
            kind: .regular, byteCount: 1, modified: 1, changed: 1, inode: 1, device: 1, owner: 0, mode: 0o600)
        let file = CorpusFile(
            rootIndex: 0, folder: "/", relativePath: "passages", status: status, format: .plainText)
        let listing = CorpusListing(roots: [CorpusRoot(path: "/", canonicalPath: "/")], files: CorpusFiles([file]))
        let analyzer = Analyzer(language: .english)
        _ = try IndexUpdate(folder: folder, analyzer: analyzer).run(
            listing,
            extractor: { file, add in
                var text = GeneratedText(seed: 5, vocabulary: 20_000)
                // Making text costs more than indexing it: each passage serves several times.
                let passages = (0..<distinctCount).map { _ in Array(text.passage().utf8) }
                for number in 0..<passageCount {
                    let passage = passages[number % passages.count]
                    let block = Block(kind: .paragraph, textRange: 0..<passage.count, firstLine: 1, lastLine: 1)
                    add(Document(text: passage, blocks: [block]))
                }
                return ExtractionSummary(statusBefore: file.status)
            })
        try body(Searcher(snapshot: try IndexSnapshot(folder: folder, analyzer: analyzer)))
    }

    private static func removeFolder(_ folder: FilePath) {
        guard let stream = opendir(folder.string) else { return }
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            unlink(folder.appending(name).string)
        }
        closedir(stream)
        rmdir(folder.string)
    }
}
