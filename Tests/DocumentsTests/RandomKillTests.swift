import Glibc
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@testable import Documents

@Suite struct RandomKillTests {
    private func files(_ count: Int, in tree: TestTree) throws -> [CorpusFile] {
        try (0..<count).map { number in
            let text = "# Title \(number)\n\n" + String(repeating: "Text of number \(number).\n", count: 200)
            let path = try tree.write(text, to: "\(number).md")
            return CorpusFile(
                rootIndex: 0, folder: tree.root, relativePath: FilePath("\(number).md"),
                status: try FileStatus(of: path, followLinks: false), format: .markdown)
        }
    }

    @Test("an extractor that is killed at random between files loses none of them")
    func randomKills() throws {
        let tree = try TestTree()
        let files = try files(400, in: tree)
        let client = try ExtractorClient()
        var random = SeededGenerator(seed: 7)
        var killed = 0
        for (index, file) in files.enumerated() {
            // Whether the process is already gone when it is asked is chance.
            if random.oneIn(8), let identifier = client.processIdentifier {
                kill(identifier, SIGKILL)
                if random.oneIn(2) { usleep(UInt32(random.int(0...2000))) }
                killed += 1
            }
            var titles: [String] = []
            let summary = try client.documents(in: file) { titles.append($0.title) }
            #expect(summary.failure == nil)
            #expect(titles == ["Title \(index)"])
        }
        #expect(killed > 20)
    }

    @Test("an extractor that is killed after a file's first document loses that file and no other")
    func killedInTheMiddle() throws {
        let tree = try TestTree()
        let path = try tree.write(String(repeating: "{\"text\":\"one line\"}\n", count: 20_000), to: "c.jsonl")
        let lines = CorpusFile(
            rootIndex: 0, folder: tree.root, relativePath: FilePath("c.jsonl"),
            status: try FileStatus(of: path, followLinks: false), format: .jsonLines)
        let client = try ExtractorClient()
        for file in try files(3, in: tree) {
            let summary = try client.documents(in: lines) { _ in
                if let identifier = client.processIdentifier { kill(identifier, SIGKILL) }
            }
            #expect(summary.failure == ExtractionFailure(.crashed, detail: "signal 9"))
            #expect(try client.documents(in: file) { _ in }.failure == nil)
        }
    }

    @Test("a file that ends every process that is asked for it is blamed after the second")
    func deadlyFile() throws {
        let tree = try TestTree()
        let files = try files(2, in: tree)
        let requests = try files.map { file in
            try ExtractionProtocol.encode(.request(path: file.absolutePath, format: file.format)).count
        }
        try tree.write(ExtractionProtocol.encode(.end(ExtractionSummary())), to: tree.path("end"))
        // Serves the first file, and dies of the second.
        let client = ExtractorClient(
            executable: try tree.writeScript(
                """
                echo x >> \(tree.path("starts").string)
                if [ $(wc -l < \(tree.path("starts").string)) = 1 ]; then
                    head -c \(requests[0]) > /dev/null
                    cat \(tree.path("end").string)
                fi
                head -c \(requests[1]) > /dev/null
                kill -SEGV $$
                """, to: "deadly"))
        #expect(try client.documents(in: files[0]) { _ in }.failure == nil)
        #expect(
            try client.documents(in: files[1]) { _ in }.failure == ExtractionFailure(.crashed, detail: "signal 11"))
        #expect(try readFile(tree.path("starts"), upTo: 100) == Array("x\nx\n".utf8))
    }

    @Test("a process that says nothing is ended, and one that says too much")
    func silence() throws {
        let tree = try TestTree()
        let file = try files(1, in: tree)[0]
        let silent = ExtractorClient(executable: try tree.writeScript("sleep 100", to: "silent"), silentSeconds: 1)
        #expect(try silent.documents(in: file) { _ in }.failure?.kind == .tookTooLong)
        // A frame of the greatest length that is allowed, and no end of it.
        let flood = ExtractorClient(
            executable: try tree.writeScript(
                #"printf '\#(mark)\002\000\000\000\000\040'; exec cat /dev/zero"#, to: "flood"))
        #expect(try flood.documents(in: file) { _ in }.failure?.kind == .unpacksTooFar)
    }

    @Test("the process has no descriptor but its streams, no way to new rights, a filter of calls, and its limits")
    func isolation() throws {
        let tree = try TestTree()
        let client = try ExtractorClient()
        _ = try client.documents(in: try files(1, in: tree)[0]) { _ in }
        let process = try #require(client.processIdentifier)
        func lines(_ name: String) throws -> [String] {
            let text = try OpenFile.reading(FilePath("/proc/\(process)/\(name)")).readToEnd(upTo: 1 << 16)
            return String(decoding: text, as: UTF8.self).split(separator: "\n").map { line in
                line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
        }
        let status = try lines("status")
        #expect(status.contains("NoNewPrivs: 1"))
        #expect(status.contains("Seccomp: 2"))
        let limits = try lines("limits")
        let bytes = ExtractionLimits.addressSpaceByteCount
        #expect(limits.contains("Max address space \(bytes) \(bytes) bytes"))
        #expect(limits.contains { $0.hasPrefix("Max core file size 0 0") })
        #expect(limits.contains { $0.hasPrefix("Max open files \(ExtractionLimits.openFileCount) ") })
        let descriptors = try directoryEntries(of: FilePath("/proc/\(process)/fd"), followLinks: true)
        #expect(descriptors.map(\.name.string) == ["0", "1", "2"])
    }
}
