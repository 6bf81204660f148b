import Documents
import MappedStorage
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@testable import Retrieval

/// An index that was brought up to date, however often and in whatever way, is the one that building from nothing gives.
@Suite("updating")
struct UpdateTests {
    @Test(
        "after any edits an updated index answers as a rebuilt one does, with the same scores",
        arguments: 0..<UInt64(24))
    func updateEqualsRebuild(seed: UInt64) throws {
        let folder = try ScratchFolder()
        var text = RandomText(seed: 7_000 + seed)
        var corpus = TinyCorpus(root: folder.path)
        // From many small segments over a few to one, so that tombstones and both kinds of merging come up.
        let limit = text.random.pick([1, 120_000, 192 << 20])
        for number in 0..<text.random.int(0...12) { try corpus.set("f\(number).md", text.documents()) }
        try corpus.update(folder.file("index"), segmentByteLimit: limit)
        for step in 0..<8 {
            for _ in 0..<text.random.int(1...4) { try edit(&corpus, &text) }
            try corpus.update(folder.file("index"), segmentByteLimit: limit)
            guard step % 2 == 1 else { continue }
            let questions = (0..<3).map { _ in text.question() }
            try corpus.update(folder.file("fresh"), rebuild: true)
            let trace = "seed \(seed), limit \(limit), step \(step)"
            #expect(
                try Answers(folder: folder.file("index"), questions)
                    == Answers(folder: folder.file("fresh"), questions), "\(trace)")
            #expect(throws: Never.self, "\(trace)") { try IndexCheck.run(folder: folder.file("index"), full: true) }
            #expect(try corpus.update(folder.file("index")).isUnchanged, "\(trace)")
        }
    }

    private func edit(_ corpus: inout TinyCorpus, _ text: inout RandomText) throws {
        let name = "f\(text.random.int(0...14)).md"
        switch text.random.int(0...5) {
        case 0 where corpus[name] != nil: try corpus.remove(name)
        case 1: corpus.touch(name)
        case 2: try corpus.set(name, text.documents(), fails: text.random.oneIn(3))
        default: try corpus.set(name, text.documents())
        }
    }

    @Test("what a folder or file held that cannot be read stays, and goes when it is known to be gone")
    func unreadable() throws {
        let folder = try ScratchFolder()
        let update = IndexUpdate(folder: folder.file("index"), analyzer: RandomText.analyzer)
        func documentCount(_ paths: [String], unreadable: [String]) throws -> Int {
            var listing = CorpusListing(
                roots: [CorpusRoot(path: folder.path, canonicalPath: folder.path)],
                files: CorpusFiles(
                    paths.map { path in
                        CorpusFile(
                            rootIndex: 0, folder: folder.path, relativePath: FilePath(path),
                            status: FileStatus(
                                kind: .regular, byteCount: 1, modified: 1, changed: 0, inode: 1, device: 1, owner: 0,
                                mode: 0o600),
                            format: .markdown)
                    }))
            listing.unreadable = unreadable.map { .init(rootIndex: 0, path: Array($0.utf8)) }
            _ = try update.run(listing) { file, body in
                body(Document(title: "", pieces: [.paragraph("Knee \(file.relativePath).")]))
                return ExtractionSummary(contentHash: ContentHash.of(file.relativePath.bytes), documentCount: 1)
            }
            #expect(try IndexInspection(folder: folder.file("index")).differences(from: listing) == (0, 0, 0))
            return try IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer).documentCount
        }
        let all = ["a/b/c.md", "a/d.md", "ab.md", "z.md"]
        #expect(try documentCount(all, unreadable: []) == 4)
        #expect(try documentCount(["ab.md", "z.md"], unreadable: ["a"]) == 4)
        #expect(try documentCount(["a/d.md", "ab.md"], unreadable: ["a/b", "z.md"]) == 4)
        // A name that only begins alike says nothing of another one.
        #expect(try documentCount(["a/b/c.md", "a/d.md", "ab.md"], unreadable: ["z"]) == 3)
        #expect(try documentCount(["ab.md"], unreadable: []) == 1)
    }

    @Test("more roots than an index can number are refused")
    func tooManyRoots() throws {
        let folder = try ScratchFolder()
        let root = CorpusRoot(path: folder.path, canonicalPath: folder.path)
        let update = IndexUpdate(folder: folder.file("index"), analyzer: RandomText.analyzer)
        let error = #expect(throws: IndexError.self) {
            try update.run(CorpusListing(roots: Array(repeating: root, count: 65_537))) { _, _ in ExtractionSummary() }
        }
        #expect(error?.description.contains("65537 folders") ?? false)
    }

    @Test("small segments are merged without the large one")
    func mergingSmallSegments() throws {
        let folder = try ScratchFolder()
        var corpus = TinyCorpus(root: folder.path)
        try corpus.set(
            "large.md",
            (0..<1200).map { Document(identifier: "\($0)", title: "", pieces: [.paragraph("Knee \($0).")]) })
        try corpus.update(folder.file("index"))
        let large = try IndexManifest.read(from: folder.file("index")).segments[0].file
        for number in 0..<30 {
            try corpus.set("s\(number).md", [Document(title: "", pieces: [.paragraph("Hip number \(number).")])])
            try corpus.update(folder.file("index"))
            let manifest = try IndexManifest.read(from: folder.file("index"))
            #expect(manifest.segments.count <= IndexUpdate.segmentLimit + 1)
            #expect(manifest.segments[0].file == large)
            #expect(manifest.passageCount == 1201 + number)
        }
    }

    /// The files of an index folder but the manifest and the lock, by name.
    private func contents(_ folder: FilePath) throws -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        for name in try DiskFileSystem().names(in: folder) where name != "LOCK" {
            let file = try MappedFile(path: folder.appending(name))
            contents[name] = file.bytes.copied()
        }
        return contents
    }

    @Test("one thread and several build the same index, byte for byte", arguments: 0..<UInt64(12))
    func threads(seed: UInt64) throws {
        let folder = try ScratchFolder()
        var text = RandomText(seed: 9_000 + seed)
        var corpus = TinyCorpus(root: folder.path)
        // Files so large, by their status, that they are read in two parts.
        corpus.reportedByteCount = 9 << 20
        for number in 0..<text.random.int(2...9) { try corpus.set("f\(number).md", text.documents()) }
        let limit = text.random.pick([1, 192 << 20])
        try corpus.update(folder.file("one"), segmentByteLimit: limit)
        let shared = corpus
        for threadCount in 1...3 {
            let update = IndexUpdate(
                folder: folder.file("many\(threadCount)"), analyzer: RandomText.analyzer,
                fileSystem: UnsynchronizedFileSystem(), segmentByteLimit: limit)
            let report = try update.run(
                corpus.listing(), threadCount: threadCount,
                makeExtractor: { { file, body in shared.extract(file, body) } })
            #expect(report.newFileCount <= corpus.names.count)
            #expect(try contents(folder.file("many\(threadCount)")) == contents(folder.file("one")), "seed \(seed)")
        }
    }

    @Test("where memory is full now and then, the segments may differ with the threads, and the answers do not")
    func threadsWithinLittleMemory() throws {
        let folder = try ScratchFolder()
        var text = RandomText(seed: 77)
        var corpus = TinyCorpus(root: folder.path)
        corpus.reportedByteCount = 9 << 20
        for number in 0..<8 { try corpus.set("f\(number).md", text.documents() + text.documents()) }
        let shared = corpus
        var answers: [[String]] = []
        var segmentCounts: Set<Int> = []
        for (threadCount, limit) in [(1, 512 << 20), (1, 1 << 16), (2, 1 << 16), (2, 1 << 17)] {
            let index = folder.file("index\(answers.count)")
            _ = try IndexUpdate(
                folder: index, analyzer: RandomText.analyzer, fileSystem: UnsynchronizedFileSystem(),
                segmentByteLimit: limit
            ).run(
                corpus.listing(), threadCount: threadCount,
                makeExtractor: { { file, body in shared.extract(file, body) } })
            let searcher = Searcher(snapshot: try IndexSnapshot(folder: index, analyzer: RandomText.analyzer))
            segmentCounts.insert(searcher.snapshot.segments.count)
            var random = text
            answers.append(
                try (0..<20).flatMap { _ in
                    try searcher.topPassages(10, for: searcher.query(random.phrase(1...5))).map { ranked in
                        let passage = try #require(try searcher.storedPassage(ranked.id))
                        return "\(ranked.score) \(passage.section.document.path) \(passage.text)"
                    }
                })
        }
        #expect(segmentCounts.count > 1)
        for other in answers.dropFirst() { #expect(other == answers[0]) }
    }

    @Test(
        "work that is stopped, or an extractor that fails, leaves the index that was there and nothing else",
        arguments: [1, 2])
    func stopping(threadCount: Int) throws {
        struct Failure: Error {}
        let folder = try ScratchFolder()
        let index = folder.file("index")
        var text = RandomText(seed: 5)
        var corpus = TinyCorpus(root: folder.path)
        corpus.reportedByteCount = 9 << 20
        for number in 0..<4 { try corpus.set("f\(number).md", [text.document()]) }
        try corpus.update(index)
        let before = try contents(index)
        for number in 0..<4 { try corpus.set("f\(number).md", [text.document()]) }
        let first = corpus
        let update = IndexUpdate(
            folder: index, analyzer: RandomText.analyzer, fileSystem: UnsynchronizedFileSystem(), segmentByteLimit: 1)
        var thrown: [IndexError] = []
        do throws(IndexError) {
            _ = try update.run(
                corpus.listing(), threadCount: threadCount,
                makeExtractor: { { file, body in first.extract(file, body) } }, progress: { $0.fileCount < 0 })
        } catch { thrown.append(error) }
        #expect(thrown.first?.isCancellation == true)
        #expect(try contents(index) == before)
        for number in 0..<4 { try corpus.set("f\(number).md", [text.document()]) }
        let second = corpus
        do throws(IndexError) {
            _ = try update.run(
                corpus.listing(), threadCount: threadCount,
                makeExtractor: {
                    { file, body in
                        if file.relativePath == "f2.md" { throw Failure() }
                        return second.extract(file, body)
                    }
                })
        } catch { thrown.append(error) }
        #expect(thrown.last.map { if case .extraction = $0 { true } else { false } } == true)
        #expect(try contents(index) == before)
        #expect(throws: Never.self) { try IndexCheck.run(folder: index, full: true) }
    }
}
