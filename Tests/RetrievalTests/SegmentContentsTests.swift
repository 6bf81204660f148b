import Documents
import MappedStorage
import SystemPackage
import TestSupport
import Testing

@testable import Retrieval

@Suite("segments of several parts")
struct SegmentContentsTests {
    /// Adds documents to a builder as a file of each.
    private func add(_ documents: [Document], from number: Int, to builder: inout SegmentBuilder) {
        for (index, document) in documents.enumerated() {
            builder.beginFile(path: Array("f\(1000 + number + index)".utf8), root: 0)
            builder.add(document)
        }
    }

    @Test(
        "parts built apart and put together are what one builder makes of all, whatever shares the work",
        arguments: 0..<UInt64(30))
    func joined(seed: UInt64) throws {
        var text = RandomText(seed: 40_000 + seed)
        // Tables of several groups of rows, or none at all.
        let parts = (0..<text.random.int(1...3)).map { _ in
            (0..<text.random.pick([0, 3, 300])).map { _ in text.document() }
        }
        var whole = SegmentBuilder(analyzer: RandomText.analyzer)
        var joined: SegmentContents?
        var joinedText: [UInt8] = []
        var count = 0
        for (number, documents) in parts.enumerated() {
            if number > 0 { whole.beginPart() }
            add(documents, from: count, to: &whole)
            var builder = SegmentBuilder(analyzer: RandomText.analyzer)
            add(documents, from: count, to: &builder)
            joinedText += builder.text
            let contents = builder.finish()
            if joined?.append(contentsOf: contents) == nil { joined = contents }
            count += documents.count
        }
        let wholeText = whole.text
        #expect(joinedText == wholeText)
        let expected = whole.finish().finish()
        for threadCount in 1...3 {
            let (payload, counts) = try #require(joined).finish(threadCount: threadCount)
            #expect(payload == expected.payload, "seed \(seed)")
            #expect(counts.terms == expected.counts.terms && counts.passages == expected.counts.passages)
        }
    }

    @Test("text that is damaged, cut short or of another segment is an error with its file's name")
    func damagedText() throws {
        let folder = try ScratchFolder()
        let index = folder.file("index")
        var corpus = TinyCorpus(root: folder.path)
        let long = String(repeating: "the valve of the pump was checked. ", count: 800)
        try corpus.set("a.md", [Document(title: "Pumps", pieces: [.paragraph(long)])])
        try corpus.update(index)
        let name = try #require(IndexManifest.read(from: index).segments.first?.texts.first?.name)
        let whole = try folder.bytes(of: "index/\(name)")
        for (change, full) in [
            ({ (bytes: inout [UInt8]) in bytes[20_000] ^= 1 }, true), ({ $0.removeLast(50) }, false),
            ({ $0 = $0.dropLast(24) + Array(repeating: 0, count: 24) }, false),
            ({ $0 = Array("other".utf8) + ChunkedFile.trailer(for: Array("other".utf8)).bytes }, false),
        ] {
            var bytes = whole
            change(&bytes)
            try folder.write(bytes, to: "index/\(name)")
            let error = #expect(throws: IndexError.self) { try IndexCheck.run(folder: index, full: full) }
            #expect(error?.description.contains(name) == true, "\(String(describing: error))")
        }
        try folder.write(whole, to: "index/\(name)")
        #expect(throws: Never.self) { try IndexCheck.run(folder: index, full: true) }
    }
}
