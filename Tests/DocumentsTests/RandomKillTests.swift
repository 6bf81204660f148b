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

    @Test("an extractor that is killed at random loses only the file that it was on", arguments: [true, false])
    func randomKills(announces: Bool) throws {
        let tree = try TestTree()
        let files = try files(400, in: tree)
        let client = try ExtractorClient()
        var random = SeededGenerator(seed: announces ? 7 : 8)
        var killed = 0
        var lost: [ExtractionFailure.Kind] = []
        var announced = 0
        for (index, file) in files.enumerated() {
            if announces {
                announced = max(announced, index)
                while announced < min(index + 8, files.count) {
                    client.expect(files[announced])
                    announced += 1
                }
            }
            // Between two files or in the middle of one, as chance has it: the process works ahead of this one.
            if random.oneIn(8), let identifier = client.processIdentifier {
                if random.oneIn(2) { usleep(UInt32(random.int(0...2000))) }
                kill(identifier, SIGKILL)
                killed += 1
            }
            var titles: [String] = []
            let summary = try client.documents(in: file) { titles.append($0.title) }
            if let failure = summary.failure {
                lost.append(failure.kind)
            } else {
                #expect(titles == ["Title \(index)"])
                #expect(summary.documentCount == 1)
            }
        }
        #expect(killed > 20)
        #expect(lost.count <= killed)
        #expect(lost.allSatisfy { $0 == .crashed })
        // With or without a loss, the client serves on.
        #expect(try client.documents(in: files[0]) { _ in }.failure == nil)
    }

    @Test("announced files are answered in order; another file than the next one forgets them")
    func announcements() throws {
        let tree = try TestTree()
        let files = try files(300, in: tree)
        let client = try ExtractorClient()
        for file in files { client.expect(file) }
        for (index, file) in files.enumerated() {
            var titles: [String] = []
            #expect(try client.documents(in: file) { titles.append($0.title) }.failure == nil)
            #expect(titles == ["Title \(index)"])
        }
        for file in files[..<10] { client.expect(file) }
        for index in [5, 3, 299, 0] {
            var titles: [String] = []
            #expect(try client.documents(in: files[index]) { titles.append($0.title) }.failure == nil)
            #expect(titles == ["Title \(index)"])
        }
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
