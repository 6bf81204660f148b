import Answering
import Documents
import Glibc
import Retrieval
import SystemInterface
import SystemPackage
import TextAnalysis

/// Measures the engine on a file of passages, one a line, and prints `name value` lines for the script to compare.
///
///     benchmark generate MEGABYTES PASSAGES QUESTIONS   writes passages, and questions as kind TAB text
///     benchmark index PASSAGES FOLDER WORKERS           builds an index, prints its rate and its size by section
///     benchmark questions FOLDER QUESTIONS [exhaustive] top 10 by postings, warm, in this process: p50, p95, p99 in µs
///     benchmark full FOLDER QUESTIONS                   the same with the second stage
///     benchmark answer FOLDER QUESTIONS PASSAGES        whole answers: ranked, quoted, and compared with the source
///     benchmark once FOLDER QUESTION                    opens the index and asks once
///     benchmark kernel NAME ROUNDS                      runs one kernel, for counting its instructions
@main
struct Benchmark {
    static func main() throws {
        let arguments = CommandLine.arguments
        switch (arguments.dropFirst().first, arguments.count) {
        case ("generate", 5): try generate(megabytes: Int(arguments[2]) ?? 1, arguments[3], arguments[4])
        case ("index", 5): try index(arguments[2], FilePath(arguments[3]), workers: Int(arguments[4]) ?? 1)
        case ("questions", 4...): try questions(FilePath(arguments[2]), arguments[3], exhaustive: arguments.count > 4)
        case ("full", 4): try full(FilePath(arguments[2]), arguments[3])
        case ("answer", 5): try answer(FilePath(arguments[2]), arguments[3], arguments[4])
        case ("once", 4): try once(FilePath(arguments[2]), arguments[3])
        case ("kernel", 4): try Kernels.run(arguments[2], rounds: Int(arguments[3]) ?? 1)
        default:
            print("usage: benchmark generate|index|questions|full|answer|once|kernel …, see Benchmark.swift")
            exit(64)
        }
    }

    static func generate(megabytes: Int, _ passages: String, _ questions: String) throws {
        var text = GeneratedText(seed: 1)
        let output = try Output(passages)
        var asked: [String] = []
        var byteCount = 0
        var count = 0
        while byteCount < megabytes * 1_000_000 {
            let passage = text.passage()
            output.write(passage + "\n")
            byteCount += passage.utf8.count
            count += 1
            // Questions come from passages all over the text, each kind 500 times.
            if byteCount / (megabytes * 2000) >= asked.count / 2, asked.count < 1000 {
                asked.append("keyword\t" + text.question(from: passage, wordCount: 2...3, keywords: true))
                asked.append("question\t" + text.question(from: passage, wordCount: 8...20, keywords: false))
            }
        }
        output.finish()
        let list = try Output(questions)
        for line in asked { list.write(line + "\n") }
        list.finish()
        print("passages", count)
    }

    /// The lines of a file.
    static func lines(of path: String) throws -> [ArraySlice<UInt8>] {
        let bytes = try OpenFile.reading(FilePath(path)).readToEnd(upTo: 8 << 30)
        return bytes.split(separator: 0x0A)
    }

    static func index(_ path: String, _ folder: FilePath, workers: Int) throws {
        // Each by itself, as the peers get them.
        let lines = try lines(of: path).map { Array($0) }
        let perFile = passagesPerFile(of: lines.count)
        var files: [CorpusFile] = []
        for start in stride(from: 0, to: lines.count, by: perFile) {
            let byteCount = lines[start..<min(lines.count, start + perFile)].reduce(0) { $0 + $1.count }
            let name = "part-" + String(1_000_000 + start / perFile)
            files.append(
                CorpusFile(
                    rootIndex: 0, folder: "/", relativePath: FilePath(name),
                    status: FileStatus(
                        kind: .regular, byteCount: Int64(byteCount), modified: 1, changed: 1, inode: 1, device: 1,
                        owner: 0, mode: 0o600),
                    format: .plainText))
        }
        let root = CorpusRoot(path: "/", canonicalPath: "/")
        let listing = CorpusListing(roots: [root], files: CorpusFiles(files))
        let byteCount = lines.reduce(0) { $0 + $1.count }
        let numbers = Dictionary(uniqueKeysWithValues: files.enumerated().map { ($0.element.relativePath, $0.offset) })
        let start = ContinuousClock.now
        let processorStart = processorSeconds()
        _ = try IndexUpdate(folder: folder, analyzer: Analyzer(language: .english)).run(
            listing, rebuild: true, threadCount: workers,
            makeExtractor: {
                { file, body in
                    let number = numbers[file.relativePath] ?? 0
                    let passages = lines[(number * perFile)..<min(lines.count, (number + 1) * perFile)]
                    var offset = 0
                    for (index, line) in passages.enumerated() {
                        let block = Block(
                            kind: .paragraph, textRange: 0..<line.count, firstLine: index + 1, lastLine: index + 1)
                        body(Document(text: line, blocks: [block], sourceOffset: offset))
                        offset += line.count + 1
                    }
                    return ExtractionSummary(statusBefore: file.status, contentHash: UInt64(number))
                }
            })
        let seconds = start.duration(to: .now) / .seconds(1)
        let spent = processorSeconds() - processorStart
        // Giving the passages' memory back is no part of it.
        withExtendedLifetime(lines) {}
        print("build-rate-MB/s", Double(byteCount) / seconds / 1e6)
        // On a busy machine this is the figure that repeats.
        print("build-rate-MB/processor-s", Double(byteCount) / spent / 1e6)
        print("peak-memory-MB", peakMemory() / 1_000_000)
        let inspection = try IndexInspection(folder: folder)
        print("passages", inspection.passageCount, "segments", inspection.segmentCount)
        for section in inspection.sections {
            print("size-\(section.name)", Double(section.byteCount) / Double(byteCount))
        }
        print("size-without-text", Double(inspection.byteCount - inspection.textByteCount) / Double(byteCount))
    }

    /// Files of about a thousand passages each, a line a passage, whose documents are one passage long and have no title.
    static func passagesPerFile(of passageCount: Int) -> Int {
        max(1, min(1000, passageCount / 64))
    }

    static func peakMemory() -> Int {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage.ru_maxrss * 1024
    }

    /// The processor time of this process so far, its children left out.
    static func processorSeconds() -> Double {
        var usage = rusage()
        getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return Double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
            + Double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6
    }

    static func searcher(_ folder: FilePath) throws -> Searcher {
        Searcher(snapshot: try IndexSnapshot(folder: folder, analyzer: Analyzer(language: .english)))
    }

    static func questions(_ folder: FilePath, _ path: String, exhaustive: Bool) throws {
        let searcher = try searcher(folder)
        let asked = try lines(of: path).map {
            String(decoding: $0, as: UTF8.self).split(separator: "\t").map(String.init)
        }
        var checksum: UInt64 = 0
        for kind in ["keyword", "question"] {
            let texts = asked.filter { $0[0] == kind }.map { $0[1] }
            try report(kind, texts) { text in
                let found = try searcher.topByPostings(10, for: searcher.query(text), exhaustive: exhaustive)
                for each in found { checksum = checksum &* 31 &+ UInt64(each.score) &+ UInt64(each.passage.rawValue) }
            }
        }
        print("checksum", checksum)
    }

    static func full(_ folder: FilePath, _ path: String) throws {
        let searcher = try searcher(folder)
        let asked = try lines(of: path).map {
            String(decoding: $0, as: UTF8.self).split(separator: "\t").map(String.init)
        }
        for kind in ["keyword", "question"] {
            try report("full-" + kind, asked.filter { $0[0] == kind }.prefix(200).map { $0[1] }) { text in
                _ = try searcher.topPassages(10, for: searcher.query(text))
            }
        }
    }

    /// Everything between a question and its answer in this process, the quotes' sources compared, but for showing it.
    static func answer(_ folder: FilePath, _ questions: String, _ passages: String) throws {
        let answerer = Answerer(searcher: try searcher(folder))
        let lines = try lines(of: passages)
        let perFile = passagesPerFile(of: lines.count)
        // The files as `index` laid them out, in memory as a chat has them after the first answers.
        var files: [[UInt8]: SourceText] = [:]
        for start in stride(from: 0, to: lines.count, by: perFile) {
            let text = lines[start..<min(lines.count, start + perFile)].joined(separator: [0x0A])
            files[Array("part-\(1_000_000 + start / perFile)".utf8)] = SourceText(Array(text))
        }
        let asked = try self.lines(of: questions).map {
            String(decoding: $0, as: UTF8.self).split(separator: "\t").map(String.init)
        }
        var answered = 0
        var verified = 0
        for kind in ["keyword", "question"] {
            try report("answer-" + kind, asked.filter { $0[0] == kind }.prefix(200).map { $0[1] }) { text in
                let answer = try answerer.answer(text)
                answered += answer.status == .answered ? 1 : 0
                for part in answer.parts {
                    let citation = Citation(part.quote)
                    let source = files[citation.document.path]
                    verified += QuoteVerification(of: citation, in: source).state == .verified ? 1 : 0
                }
            }
        }
        print("answered", answered, "verified-quotes", verified)
    }

    /// Runs all questions three times; of each the fastest counts, since what is measured is warm.
    static func report(_ name: String, _ texts: [String], _ ask: (String) throws -> Void) rethrows {
        var times = [Double](repeating: .infinity, count: texts.count)
        for _ in 0..<3 {
            for (number, text) in texts.enumerated() {
                let start = ContinuousClock.now
                try ask(text)
                times[number] = min(times[number], start.duration(to: .now) / .microseconds(1))
            }
        }
        times.sort()
        for share in [50, 95, 99] where !times.isEmpty {
            print("\(name)-p\(share)-us", times[min(times.count - 1, times.count * share / 100)])
        }
    }

    static func once(_ folder: FilePath, _ question: String) throws {
        let searcher = try searcher(folder)
        let found = try searcher.topByPostings(10, for: searcher.query(question))
        print("found", found.count)
    }
}

/// A file that is written in large pieces.
final class Output {
    private let descriptor: Int32
    private var buffer: [UInt8] = []

    init(_ path: String) throws {
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    }

    func write(_ text: String) {
        buffer += text.utf8
        if buffer.count > 1 << 20 { flush() }
    }

    private func flush() {
        var done = 0
        while done < buffer.count {
            let count = buffer.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, buffer.count - done) }
            guard count > 0 else { fatalError("cannot write: \(errno)") }
            done += count
        }
        buffer.removeAll(keepingCapacity: true)
    }

    func finish() {
        flush()
        close(descriptor)
    }
}
