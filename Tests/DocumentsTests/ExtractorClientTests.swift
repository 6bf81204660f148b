import Documents
import SystemInterface
import SystemPackage
import TestSupport
import Testing

/// How a message begins, as `printf` takes it.
let mark = #"Q\00\#(ExtractionProtocol.version)"#

@Suite struct ExtractorClientTests {
    private struct Stop: Error {}

    private func corpusFile(_ path: FilePath, _ format: DocumentFormat = .markdown) -> CorpusFile {
        let status = FileStatus(
            kind: .regular, byteCount: 0, modified: 0, changed: 0, inode: 0, device: 0, owner: 0, mode: 0)
        return CorpusFile(
            rootIndex: 0, folder: path.removingLastComponent(),
            relativePath: path.lastComponent.map { FilePath(root: nil, [$0]) } ?? path, status: status, format: format)
    }

    private func collect(
        _ client: ExtractorClient, _ file: CorpusFile
    ) throws -> (documents: [Document], summary: ExtractionSummary) {
        var documents: [Document] = []
        let summary = try client.documents(in: file) { documents.append($0) }
        return (documents, summary)
    }

    @Test("one process serves file after file and reports status, size and hash")
    func serving() throws {
        let tree = try TestTree()
        let client = try ExtractorClient()
        for number in 0..<20 {
            let text = "# Title \(number)\n\nText.\n"
            let path = try tree.write(text, to: "\(number).md")
            let (documents, summary) = try collect(client, corpusFile(path))
            #expect(documents.map(\.title) == ["Title \(number)"])
            #expect(documents[0].blocks.map(\.kind) == [.heading, .paragraph])
            #expect(summary.failure == nil)
            #expect(summary.byteCount == Int64(text.utf8.count))
            #expect(summary.contentHash == ContentHash.of(Array(text.utf8)))
            #expect(summary.statusBefore == (try FileStatus(of: path, followLinks: false)))
            #expect(!summary.changedWhileRead)
        }
    }

    @Test("several threads work with a client each")
    func threads() async throws {
        let tree = try TestTree()
        let lines = (0..<500).map { #"{"_id":"\#($0)","text":"Text number \#($0)."}"# }
        let file = corpusFile(try tree.write(lines.joined(separator: "\n"), to: "c.jsonl"), .jsonLines)
        await withTaskGroup(of: [String].self) { group in
            for _ in 0..<4 {
                group.addTask {
                    var identifiers: [String] = []
                    _ = try? ExtractorClient().documents(in: file) { identifiers.append($0.identifier) }
                    return identifiers
                }
            }
            for await identifiers in group { #expect(identifiers == (0..<500).map(String.init)) }
        }
    }

    @Test("a file that is missing, a FIFO, a link or a folder fails by itself and the next one is served")
    func badFiles() throws {
        let tree = try TestTree()
        let good = corpusFile(try tree.write("fine", to: "good.md"))
        try makeSymbolicLink(tree.path("link.md"), to: "good.md")
        try #require(tree.makeFIFO("fifo.md"))
        let client = try ExtractorClient()
        for name in ["missing.md", "link.md", "fifo.md", "."] {
            for format in DocumentFormat.allCases {
                let (documents, summary) = try collect(client, corpusFile(tree.path(name), format))
                #expect(documents.isEmpty)
                #expect(summary.failure?.kind == .unreadable)
                #expect(summary.statusAfter == nil)
            }
            #expect(try collect(client, good).documents.count == 1)
        }
    }

    @Test("a file that may not be read fails with the system's reason")
    func permission() throws {
        let tree = try TestTree()
        let own = try Environment.executablePath().removingLastComponent().appending("quoth-extract")
        let copy = try tree.write(try readFile(own, upTo: 1 << 30), to: tree.path("quoth-extract"))
        try setMode(0o755, of: copy)
        let secret = try tree.write("secret", to: "secret.md")
        try setMode(0, of: secret)
        // For the superuser nothing is unreadable, so that the extractor has to be somebody else.
        let isSuperuser = Environment.effectiveUser == 0
        let drop = isSuperuser ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : ""
        let wrapper = try tree.writeScript("exec \(drop)\(copy.string)", to: "wrapper")
        let client = ExtractorClient(executable: wrapper)
        let (documents, summary) = try collect(client, corpusFile(secret))
        #expect(documents.isEmpty)
        #expect(summary.failure == ExtractionFailure(.unreadable, detail: "Permission denied"))
        try setMode(0o644, of: secret)
        #expect(try collect(client, corpusFile(secret)).documents.count == 1)
    }

    @Test("names that are no UTF-8 reach the extractor byte for byte")
    func hostileName() throws {
        let tree = try TestTree()
        let name = try #require(FilePath.Component(bytes: [0xFF, 0x0A, 0x1B, 0x5B, 0xC3] + Array(".md".utf8)))
        let path = try tree.write(Array("fine".utf8), to: tree.root.appending(name))
        let (documents, summary) = try collect(try ExtractorClient(), corpusFile(path))
        #expect(documents.map { String(decoding: $0.text, as: UTF8.self) } == ["fine"])
        #expect(summary.failure == nil)
    }

    @Test("what the body throws comes out, and the client serves on")
    func throwingBody() throws {
        let tree = try TestTree()
        let lines = String(repeating: "{\"text\":\"one line\"}\n", count: 20_000)
        let file = corpusFile(try tree.write(lines, to: "c.jsonl"), .jsonLines)
        let client = try ExtractorClient()
        var count = 0
        #expect(throws: Stop.self) {
            _ = try client.documents(in: file) { _ in
                count += 1
                if count == 3 { throw Stop() }
            }
        }
        #expect(count == 3)
        #expect(try collect(client, file).documents.count == 20_000)
    }

    @Test("a process that dies on a file fails that file and is replaced for the next")
    func crash() throws {
        let tree = try TestTree()
        let own = try Environment.executablePath().removingLastComponent().appending("quoth-extract")
        // The first process that is started serves; the second dies at once; the third serves again.
        let wrapper = try tree.writeScript(
            """
            echo x >> \(tree.path("starts").string)
            if [ $(wc -l < \(tree.path("starts").string)) = 2 ]; then kill -SEGV $$; fi
            exec \(own.string)
            """, to: "wrapper")
        let client = ExtractorClient(executable: wrapper)
        let file = corpusFile(try tree.write("fine", to: "a.md"))
        #expect(try collect(client, file).summary.failure == nil)
        #expect(throws: Stop.self) { _ = try client.documents(in: file) { _ in throw Stop() } }
        let (documents, summary) = try collect(client, file)
        #expect(documents.isEmpty)
        #expect(summary.failure == ExtractionFailure(.crashed, detail: "signal 11"))
        #expect(try collect(client, file).documents.count == 1)
    }

    @Test("a process whose processor time is up has taken too long")
    func slow() throws {
        let tree = try TestTree()
        let client = ExtractorClient(executable: try tree.writeScript("kill -PROF $$", to: "slow"))
        #expect(try collect(client, corpusFile("/x")).summary.failure == ExtractionFailure(.tookTooLong))
    }

    @Test(
        "garbage, half a reply and a reply that nobody asked for fail the file",
        arguments: [
            ("echo garbage; sleep 100", ExtractionFailure.Kind.invalidReply),
            (#"printf '\#(mark)\002\000\005\000\000\000abcde'; sleep 100"#, .invalidReply),
            (#"printf '\#(mark)\001\000\003\000\000\000\001\001/'; sleep 100"#, .invalidReply),
            (#"printf '\#(mark)\002\000\377\377\377\377'; sleep 100"#, .invalidReply),
            (#"printf '\#(mark)\002\000\005\000\000\000ab'; kill -KILL $$"#, .crashed),
            ("exec >&-; kill -KILL $$", .crashed),
        ])
    func badReplies(script: String, expected: ExtractionFailure.Kind) throws {
        let tree = try TestTree()
        let client = ExtractorClient(executable: try tree.writeScript(script, to: "bad"))
        let (documents, summary) = try collect(client, corpusFile("/x"))
        #expect(documents.isEmpty)
        #expect(summary.failure?.kind == expected)
    }

    @Test("a program that is missing, exits at once or is of another release is an error of its own")
    func unusable() throws {
        let tree = try TestTree()
        let file = corpusFile("/x")
        let missing = #expect(throws: ExtractorError.self) {
            try collect(ExtractorClient(executable: tree.path("none")), file)
        }
        #expect(
            missing?.description
                == "cannot start \(tree.path("none").string): No such file or directory; "
                + "quoth-extract belongs beside quoth: `swift build` builds both, and both are to be installed")
        let exits = try tree.writeScript("exit 127", to: "exits")
        #expect(throws: ExtractorError.unusable(exits, .exited(127))) {
            try collect(ExtractorClient(executable: exits), file)
        }
        let next = ExtractionProtocol.version + 1
        let newer = try tree.writeScript(#"printf 'Q\00\#(next)\002\000\000\000\000\000'; sleep 100"#, to: "newer")
        #expect(throws: ExtractorError.wrongVersion(newer, found: next)) {
            try collect(ExtractorClient(executable: newer), file)
        }
    }
}
