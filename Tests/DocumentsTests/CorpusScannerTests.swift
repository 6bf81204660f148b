import Documents
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@Suite struct CorpusScannerTests {
    private func paths(_ listing: CorpusListing) -> [String] { listing.files.map(\.relativePath.string) }

    private func skips(_ listing: CorpusListing) -> [String: SkippedFile.Reason] {
        Dictionary(listing.skipped.map { ($0.path.string, $0.reason) }) { first, _ in first }
    }

    @Test("supported formats are listed in the order of their path's bytes, with status and format")
    func listing() throws {
        let tree = try TestTree()
        for name in ["b.md", "a/z.txt", "a.md", "B.MARKDOWN", "a/b.jsonl", "README", "d/x.ndjson", "n.rst", "é.org"] {
            try tree.write(name, to: name)
        }
        let listing = try CorpusScanner.scan(roots: [tree.root])
        #expect(
            paths(listing) == [
                "B.MARKDOWN", "README", "a.md", "a/b.jsonl", "a/z.txt", "b.md", "d/x.ndjson", "n.rst", "é.org",
            ])
        #expect(
            listing.files.map(\.format) == [
                .markdown, .plainText, .markdown, .jsonLines, .plainText, .markdown, .jsonLines, .plainText, .plainText,
            ])
        #expect(listing.files.allSatisfy { $0.absolutePath == tree.path($0.relativePath.string) })
        #expect(listing.files.allSatisfy { $0.status.byteCount == Int64($0.relativePath.bytes.count) })
        #expect(listing.roots == [CorpusRoot(path: tree.root, canonicalPath: tree.root, problem: nil)])
        #expect(listing.skipped.isEmpty)
    }

    @Test("what is left out is listed with its reason and counted")
    func reasons() throws {
        let tree = try TestTree()
        for name in ["a.md", "b.bin", "noextension", ".hidden.md", ".git/x.md", "drafts/d.md"] {
            try tree.write("x", to: name)
        }
        try tree.write("drafts/\n", to: ".gitignore")
        try #require(tree.makeFIFO("pipe.md"))
        try makeSymbolicLink(tree.path("link.md"), to: "a.md")
        try makeSymbolicLink(tree.path("dangling.md"), to: "nowhere")
        try makeSymbolicLink(tree.path("loop"), to: ".")
        let large = try OpenFile.creating(tree.path("large.txt"))
        try large.truncate(to: Int64(DocumentFormat.maximumByteCount) + 1)
        let listing = try CorpusScanner.scan(roots: [tree.root])
        #expect(paths(listing) == ["a.md"])
        #expect(
            skips(listing) == [
                "b.bin": .unsupportedFormat, "noextension": .unsupportedFormat, ".hidden.md": .hidden, ".git": .hidden,
                ".gitignore": .hidden, "drafts": .ignored, "pipe.md": .notRegular, "link.md": .symbolicLink,
                "dangling.md": .symbolicLink, "loop": .symbolicLink, "large.txt": .tooLarge,
            ])
        #expect(listing.skippedCounts[.hidden] == 3)
        #expect(listing.skippedCounts[.symbolicLink] == 3)
    }

    @Test("a file of JSON Lines may be larger than what is read whole")
    func largeStream() throws {
        let tree = try TestTree()
        let large = try OpenFile.creating(tree.path("large.jsonl"))
        try large.truncate(to: 1 << 40)
        #expect(paths(try CorpusScanner.scan(roots: [tree.root])) == ["large.jsonl"])
    }

    @Test("hostile names are listed byte for byte")
    func hostileNames() throws {
        let tree = try TestTree()
        let names: [[UInt8]] = [
            Array("new\nline.md".utf8), Array("esc\u{1B}]0;x\u{7}.md".utf8), [0xFF, 0xC3] + Array(".md".utf8),
            Array(repeating: 0x61, count: 252) + Array(".md".utf8), Array("e\u{301}.md".utf8), Array("é.md".utf8),
            Array(" .md".utf8), Array("-rf.md".utf8), Array("*.md".utf8),
        ]
        for name in names {
            try tree.write([0x61], to: tree.root.appending(try #require(FilePath.Component(bytes: name))))
        }
        let listing = try CorpusScanner.scan(roots: [tree.root])
        #expect(listing.files.map(\.relativePath.bytes) == names.sorted { $0.lexicographicallyPrecedes($1) })
    }

    @Test("a root may be a file, and then only that file is listed")
    func fileRoot() throws {
        let tree = try TestTree()
        try tree.write("x", to: "a.md")
        try tree.write("x", to: "b.jsonl")
        try tree.write("x", to: "c.bin")
        let roots = [tree.path("b.jsonl"), tree.path("a.md"), tree.path("c.bin")]
        let listing = try CorpusScanner.scan(roots: roots)
        #expect(paths(listing) == ["b.jsonl", "a.md"])
        #expect(listing.files.map(\.rootIndex) == [0, 1])
        #expect(skips(listing) == ["c.bin": .unsupportedFormat])
    }

    @Test("a missing root is reported and the others are listed")
    func missingRoot() throws {
        let tree = try TestTree()
        try tree.write("x", to: "there/a.md")
        let listing = try CorpusScanner.scan(roots: [tree.path("gone"), tree.path("there")])
        #expect(listing.roots[0].problem?.errno == .noSuchFileOrDirectory)
        #expect(listing.roots[0].canonicalPath == nil)
        #expect(listing.roots[1].problem == nil)
        #expect(listing.files.map(\.rootIndex) == [1])
    }

    @Test("a root that is a link is followed; a root named twice or inside another is listed once")
    func overlappingRoots() throws {
        let tree = try TestTree()
        try tree.write("x", to: "c/a.md")
        try tree.write("x", to: "c/sub/b.md")
        try makeSymbolicLink(tree.path("link"), to: "c")
        let roots = [tree.path("c/sub"), tree.path("link"), tree.path("c"), tree.path("c/a.md")]
        let listing = try CorpusScanner.scan(roots: roots)
        #expect(listing.files.map { "\($0.rootIndex) \($0.relativePath.string)" } == ["0 b.md", "1 a.md"])
        #expect(listing.files[1].absolutePath == tree.path("c/a.md"))
        #expect(listing.skippedCounts[.listedBefore] == 3)
    }

    @Test("ignore files apply beneath their folder, the inner before the outer")
    func nestedIgnoreFiles() throws {
        let tree = try TestTree()
        for name in ["x.txt", "a/x.txt", "a/b/x.txt", "a/b/y.txt", "k/x.txt"] { try tree.write("x", to: name) }
        try tree.write("x.txt\n", to: ".gitignore")
        try tree.write("!x.txt\n/b/y.txt\n", to: "a/.gitignore")
        try tree.write("/x.txt\n", to: "a/b/.gitignore")
        #expect(paths(try CorpusScanner.scan(roots: [tree.root])) == ["a/x.txt"])
        let all = try CorpusScanner.scan(roots: [tree.root], options: .init(honoursIgnoreFiles: false))
        #expect(paths(all) == ["a/b/x.txt", "a/b/y.txt", "a/x.txt", "k/x.txt", "x.txt"])
    }

    @Test("what stands beneath an excluded folder cannot be included again")
    func excludedFolder() throws {
        let tree = try TestTree()
        try tree.write("x", to: "build/keep.md")
        try tree.write("x", to: "docs/keep.md")
        try tree.write("x", to: "docs/drop.md")
        try tree.write("build/\n!build/keep.md\ndocs/*\n!docs/keep.md\n", to: ".gitignore")
        #expect(paths(try CorpusScanner.scan(roots: [tree.root])) == ["docs/keep.md"])
    }

    @Test("a .quothignore overrules every .gitignore")
    func ownIgnoreFile() throws {
        let tree = try TestTree()
        for name in ["a.md", "b.md", "sub/a.md", "sub/b.md"] { try tree.write("x", to: name) }
        try tree.write("a.md\n", to: ".gitignore")
        try tree.write("a.md\n", to: "sub/.gitignore")
        try tree.write("!a.md\nb.md\n", to: ".quothignore")
        #expect(paths(try CorpusScanner.scan(roots: [tree.root])) == ["a.md", "sub/a.md"])
    }

    @Test("each reason names its first entries, however many there are of another one")
    func manySkips() throws {
        let tree = try TestTree()
        let count = CorpusScanner.maximumListedSkips
        for number in 0..<(count + 5) { try tree.write("", to: "a/\(number).bin") }
        try tree.write("", to: "z/.hidden.md")
        let listing = try CorpusScanner.scan(roots: [tree.root])
        #expect(listing.skippedCounts == [.unsupportedFormat: count + 5, .hidden: 1])
        #expect(listing.skipped.count == count + 1)
        #expect(skips(listing)["z/.hidden.md"] == .hidden)
    }

    @Test("a folder that may not be read is skipped with the reason")
    func unreadableFolder() throws {
        let tree = try TestTree()
        try tree.write("x", to: "open/a.md")
        try tree.write("x", to: "shut/b.md")
        try setMode(0, of: tree.path("shut"))
        defer { try? setMode(0o755, of: tree.path("shut")) }
        let listing = try withoutPrivileges { try CorpusScanner.scan(roots: [tree.root, tree.path("shut")]) }
        #expect(paths(listing) == ["open/a.md"])
        #expect(skips(listing) == ["shut": .unreadable(.permissionDenied)])
        #expect(listing.unreadable == [.init(rootIndex: 0, path: Array("shut".utf8))])
        #expect(listing.roots[1].problem?.errno == .permissionDenied)
    }

    @Test("the limit counts regular files of every format beneath one root")
    func limit() throws {
        let tree = try TestTree()
        for name in ["a.md", "b.bin", "c/d.txt", ".hidden.md"] { try tree.write("x", to: name) }
        _ = try CorpusScanner.scan(roots: [tree.root], options: .init(maximumFileCount: 3))
        #expect(throws: CorpusScanError.tooManyFiles(root: tree.root, limit: 2)) {
            try CorpusScanner.scan(roots: [tree.root], options: .init(maximumFileCount: 2))
        }
    }

    @Test("a tree a hundred folders deep is listed")
    func deepTree() throws {
        let tree = try TestTree()
        let folders = Array(repeating: "d", count: 100).joined(separator: "/")
        try tree.write("x", to: folders + "/a.md")
        #expect(paths(try CorpusScanner.scan(roots: [tree.root])) == [folders + "/a.md"])
    }

    @Test("two scans of one tree give the same listing")
    func determinism() throws {
        let tree = try TestTree()
        var random = SeededGenerator(seed: 7)
        for number in 0..<200 {
            let folder = Int.random(in: 0..<9, using: &random)
            try tree.write("x", to: "\(folder)/\(number).md")
        }
        let first = try CorpusScanner.scan(roots: [tree.root])
        #expect(try CorpusScanner.scan(roots: [tree.root]).files == first.files)
        #expect(first.files.count == 200)
    }

    @Test("a scan that takes longer than it may is given up")
    func outOfTime() throws {
        let tree = try TestTree()
        for number in 0..<20 { try tree.write("x", to: "\(number)/a.md") }
        #expect(throws: CorpusScanError.outOfTime) {
            try CorpusScanner.scan(roots: [tree.root], options: .init(timeBudget: .zero))
        }
        let listing = try CorpusScanner.scan(roots: [tree.root], options: .init(timeBudget: .seconds(600)))
        #expect(listing.files.count == 20)
        #expect(listing.folders.count == 21)
    }

    @Test("formats are known by their names and their stamps")
    func formats() {
        for (name, format) in [
            ("a.HTM", DocumentFormat.html), ("b.pdf", .pdf), ("c.docx", .docx), ("d.odt", .odt), ("e.epub", .epub),
            ("f.eml", .email), ("g.vtt", .subtitles), ("h.srt", .subtitles), ("README", .plainText),
        ] {
            let bytes = Array(name.utf8)
            let found = DocumentFormat(fileName: bytes.span)
            #expect(found == format)
        }
        for format in DocumentFormat.allCases {
            #expect(DocumentFormat(stamp: format.stamp) == format)
            #expect(DocumentFormat(stamp: format.stamp | 0xF0) == format)
        }
        #expect(Set(DocumentFormat.allCases.map(\.stamp)).count == DocumentFormat.allCases.count)
    }
}
