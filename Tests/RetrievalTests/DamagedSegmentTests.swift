import Documents
import MappedStorage
import SystemPackage
import TestSupport
import Testing
import TextAnalysis

@testable import Retrieval

/// Whatever bytes stand in a segment, whoever reads it gets an answer or an error that names the segment.
@Suite("damaged segments")
struct DamagedSegmentTests {
    private static let sections = SegmentFormat.SectionID.allCases

    /// Reads all that questions, checks, listings and updates read.
    private func readAll(_ index: FilePath, _ corpus: TinyCorpus) throws(IndexError) {
        let snapshot = try IndexSnapshot(folder: index, analyzer: RandomText.analyzer)
        let searcher = Searcher(snapshot: snapshot)
        for question in ["how to treat knee pain", "symptoms of heart runs", "café 10,000"] {
            for ranked in try searcher.topPassages(5, for: searcher.query(question)) {
                _ = try searcher.storedPassage(ranked.id)
            }
        }
        _ = try searcher.words(beginningWith: "trea", limit: 3)
        try searcher.forEachWord(near: "treatmnet".utf8.map { $0 }, edits: 2) { _, _ in }
        try snapshot.forEachFile { _, _, _ in true }
        for segment in snapshot.segments {
            var tombstones = Tombstones(passageCount: segment.passageCount)
            let files = Set(corpus.names.prefix(3).map { Catalog.Key(root: 0, path: Array($0.utf8)) })
            do throws(StorageError) {
                try segment.reader.kill(filesIn: files, in: &tombstones, analyzer: snapshot.analyzer)
            } catch {
                throw .storage(error)
            }
        }
        _ = try IndexCheck.run(folder: index, full: false)
    }

    /// An index of a few files of one document each, and what damages it.
    private func small(in folder: FilePath) throws -> DamagedSegment {
        var corpus = TinyCorpus(root: folder)
        for number in 0..<5 {
            try corpus.set("f\(number).md", [Document(title: "", pieces: [.paragraph("Knee number \(number).")])])
        }
        try corpus.update(folder.appending("index"))
        return try DamagedSegment(folder: folder.appending("index"))
    }

    @Test("a segment that claims more than its bytes can hold is not opened", arguments: 0..<4)
    func counts(number: Int) throws {
        let folder = try ScratchFolder()
        try small(in: folder.path).write(countNumber: number)
        let error = #expect(throws: IndexError.self) {
            try IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer)
        }
        #expect(
            error?.description.contains("does not hold 2147483647") ?? false, "\(number): \(error.debugDescription)")
    }

    @Test("files that claim each other's passages are an error, not work for each of them")
    func sharedPassages() throws {
        let folder = try ScratchFolder()
        let damage = try small(in: folder.path)
        let sound = try IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer)
        #expect(try DocumentScope(matching: "f[12].md", in: sound).documentCount == 2)
        var table = PackedTableBuilder(columnCount: FileRecord.columnCount)
        for index in 0..<5 {
            var file = try sound.segments[0].reader.file(at: index)
            file.documents = 0..<5
            table.append(file.row)
        }
        try damage.write(table.finish().bytes, in: .files)
        let snapshot = try IndexSnapshot(folder: folder.file("index"), analyzer: RandomText.analyzer)
        #expect(throws: IndexError.self) { try DocumentScope(matching: "*.md", in: snapshot) }
        #expect(throws: IndexError.self) { try snapshot.forEachFile { _, _, _ in true } }
    }

    @Test(
        "damage in any section gives an error with the segment's name or an answer, never a trap", arguments: sections)
    func anySection(_ section: SegmentFormat.SectionID) throws {
        var text = RandomText(seed: UInt64(section.rawValue))
        let folder = try ScratchFolder()
        let index = folder.file("index")
        var corpus = TinyCorpus(root: folder.path)
        for number in 0..<20 { try corpus.set("f\(number).md", text.documents() + [text.document()]) }
        try corpus.update(index)
        let damage = try DamagedSegment(folder: index)
        var failures = 0
        for _ in 0..<15 {
            try damage.write(in: section, &text.random)
            do throws(IndexError) {
                try readAll(index, corpus)
            } catch {
                failures += 1
                #expect(error.description.contains("seg-"), "\(section): \(error)")
            }
        }
        #expect(failures > 0, "nobody noticed any damage of \(section)")
    }
}
