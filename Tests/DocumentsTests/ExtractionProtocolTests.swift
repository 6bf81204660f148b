import Documents
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@Suite struct ExtractionProtocolTests {
    private typealias Message = ExtractionProtocol.Message

    private func decodeAll(_ bytes: [UInt8]) throws(ExtractionProtocolError) -> [Message] {
        var reader = ExtractionMessageReader()
        reader.append(bytes[...])
        var messages: [Message] = []
        while let message = try reader.next() { messages.append(message) }
        if reader.hasPendingBytes { throw .endedInsideFrame }
        return messages
    }

    @Test("every message comes back as it was", arguments: 0..<300 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let messages = (0..<Int.random(in: 1...4, using: &random)).map { _ in randomMessage(&random) }
        let bytes = try messages.flatMap { try ExtractionProtocol.encode($0) }
        #expect(try decodeAll(bytes) == messages)

        // In pieces of any size it makes no difference.
        var reader = ExtractionMessageReader()
        var decoded: [Message] = []
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + Int.random(in: 1...40, using: &random))
            reader.append(bytes[position..<end])
            while let message = try reader.next() { decoded.append(message) }
            position = end
        }
        #expect(decoded == messages)
    }

    @Test("a message damaged in any byte is refused or still a valid message, and never a trap")
    func damage() throws {
        var refusals = 0
        for seed in 0..<12 as Range<UInt64> {
            var random = SeededGenerator(seed: seed)
            let bytes = try ExtractionProtocol.encode(randomMessage(&random))
            for position in bytes.indices {
                for mask: UInt8 in [0x01, 0x80, 0xFF, UInt8.random(in: 1...255, using: &random)] {
                    var damaged = bytes
                    damaged[position] ^= mask
                    do {
                        for case .document(let document) in try decodeAll(damaged) { checkInvariants(document) }
                    } catch {
                        refusals += 1
                    }
                }
            }
        }
        #expect(refusals > 1000)
    }

    @Test("a message cut off anywhere is incomplete, not wrong")
    func truncation() throws {
        var random = SeededGenerator(seed: 99)
        let bytes = try ExtractionProtocol.encode(.document(randomDocument(&random)))
        for length in 0..<bytes.count {
            var reader = ExtractionMessageReader()
            reader.append(bytes[..<length])
            #expect(try reader.next() == nil)
        }
    }

    @Test("random bytes are refused without a trap", arguments: 0..<200 as Range<UInt64>)
    func noise(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let payload = (0..<Int.random(in: 0...200, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random)
        }
        for kind: UInt8 in 1...3 {
            var reader = ExtractionMessageReader()
            reader.append([0x51, ExtractionProtocol.version, kind, 0, UInt8(payload.count), 0, 0, 0])
            reader.append(payload[...])
            // What passes for a document must keep what documents promise.
            if case .document(let document)? = try? reader.next() { checkInvariants(document) }
        }
        #expect(throws: ExtractionProtocolError.self) { try decodeAll([0x50] + payload) }
    }

    @Test("another version, an unknown kind and an absurd length are told apart")
    func headers() {
        #expect(throws: ExtractionProtocolError.notAFrame) { try decodeAll(Array("hello".utf8)) }
        #expect(throws: ExtractionProtocolError.wrongVersion(found: 9)) { try decodeAll([0x51, 9]) }
        #expect(throws: ExtractionProtocolError.notAFrame) {
            try decodeAll([0x51, ExtractionProtocol.version, 77, 0, 0, 0, 0, 0])
        }
        #expect(throws: ExtractionProtocolError.payloadTooLong(byteCount: 0xFFFF_FFFF)) {
            try decodeAll([0x51, ExtractionProtocol.version, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF])
        }
    }

    @Test("a document whose parts contradict each other is refused")
    func contradictions() {
        let text = Array("ab é".utf8)
        func block(_ range: Range<Int>, first: Int = 1, last: Int = 1, runs: [SourceMap.Run] = []) -> Block {
            Block(
                kind: .paragraph, textRange: range, firstLine: first, lastLine: last, sourceMap: SourceMap(runs: runs))
        }
        func run(_ text: Int, _ source: Int, _ length: Int, line: Int = 1) -> SourceMap.Run {
            SourceMap.Run(textOffset: text, sourceOffset: source, length: length, line: line)
        }
        let cases: [(String, Document)] = [
            ("beyond the text", Document(text: text, blocks: [block(0..<6)])),
            ("inside a character", Document(text: text, blocks: [block(0..<4)])),
            ("descending", Document(text: text, blocks: [block(3..<5), block(0..<2)])),
            ("overlapping", Document(text: text, blocks: [block(0..<3), block(2..<5)])),
            ("line zero", Document(text: text, blocks: [block(0..<2, first: 0)])),
            ("lines descending", Document(text: text, blocks: [block(0..<2, first: 5, last: 4)])),
            ("negative range", Document(text: text, blocks: [block(-2..<2)])),
            ("run beyond the block", Document(text: text, blocks: [block(0..<2, runs: [run(0, 0, 3)])])),
            ("empty run", Document(text: text, blocks: [block(0..<2, runs: [run(0, 0, 0)])])),
            ("runs overlapping", Document(text: text, blocks: [block(0..<3, runs: [run(0, 0, 2), run(1, 5, 1)])])),
            ("source descending", Document(text: text, blocks: [block(0..<3, runs: [run(0, 9, 1), run(1, 5, 1)])])),
            (
                "run lines descending",
                Document(text: text, blocks: [block(0..<3, runs: [run(0, 1, 1, line: 3), run(1, 5, 1, line: 2)])])
            ),
            ("a title too long", Document(title: String(repeating: "a", count: 1025))),
            (
                "a heading too long",
                Document(
                    text: [UInt8](repeating: 0x61, count: 1025),
                    blocks: [Block(kind: .heading, level: 1, textRange: 0..<1025, firstLine: 1, lastLine: 1)])
            ),
            ("text not UTF-8", Document(text: [0x61, 0xFF])),
            // An index could not be read again with these in it.
            ("line beyond all", Document(text: text, blocks: [block(0..<2, first: 1 << 32, last: 1 << 32)])),
            ("last line beyond all", Document(text: text, blocks: [block(0..<2, first: 1, last: 1 << 32)])),
            ("source beyond all", Document(text: text, blocks: [block(0..<3, runs: [run(0, 1 << 33, 1)])])),
            ("run line beyond all", Document(text: text, blocks: [block(0..<3, runs: [run(0, 1, 1, line: 1 << 32)])])),
        ]
        for (name, document) in cases {
            #expect(throws: ExtractionProtocolError.self, "\(name)") {
                try decodeAll(try ExtractionProtocol.encode(.document(document)))
            }
        }
    }

    private func checkInvariants(_ document: Document) {
        #expect(String(validating: document.text, as: UTF8.self) != nil)
        var end = 0
        for block in document.blocks {
            #expect(block.textRange.lowerBound >= end && block.textRange.upperBound <= document.text.count)
            #expect(block.firstLine >= 1 || block.lastLine == 0)
            #expect(block.lastLine >= block.firstLine && block.page >= 0)
            end = block.textRange.upperBound
            var (textEnd, sourceEnd) = (0, 0)
            for run in block.sourceMap.runs {
                #expect(run.textOffset >= textEnd && run.sourceOffset >= sourceEnd && run.length > 0)
                (textEnd, sourceEnd) = (run.textEnd, run.sourceEnd)
            }
            #expect(textEnd <= block.textRange.count)
        }
    }

    private func randomMessage(_ random: inout SeededGenerator) -> Message {
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            let bytes = (0..<Int.random(in: 1...30, using: &random)).map { _ in
                UInt8.random(in: 1...255, using: &random)
            }
            return .request(
                path: FilePath(bytes: [0x2F, 0x61] + bytes) ?? "/",
                format: DocumentFormat.allCases.randomElement(using: &random) ?? .plainText)
        case 1: return .document(randomDocument(&random))
        default: return .end(randomSummary(&random))
        }
    }

    private func randomText(_ random: inout SeededGenerator, upTo limit: Int) -> String {
        let alphabet: [Character] = ["a", "b", " ", "\n", "é", "漢", "😀", "e\u{301}", "\u{0}"]
        return String(
            (0..<Int.random(in: 0...limit, using: &random)).map { _ in alphabet.randomElement(using: &random) ?? "x" })
    }

    private func randomDocument(_ random: inout SeededGenerator) -> Document {
        var document = Document(
            identifier: randomText(&random, upTo: 5), title: randomText(&random, upTo: 9),
            url: randomText(&random, upTo: 5),
            language: Bool.random(using: &random) ? randomText(&random, upTo: 3) : nil,
            sourceOffset: Int.random(in: 0...1 << 50, using: &random))
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            document.metadata.append((randomText(&random, upTo: 4), randomText(&random, upTo: 4)))
        }
        var (line, source) = (1, 0)
        for index in 0..<Int.random(in: 0...6, using: &random) {
            if index > 0 { document.text.append(0x0A) }
            let start = document.text.count
            document.text += Array(randomText(&random, upTo: 20).utf8)
            var runs: [SourceMap.Run] = []
            var offset = 0
            line += Int.random(in: 0...3, using: &random)
            let first = line
            while offset < document.text.count - start, Bool.random(using: &random) {
                offset += Int.random(in: 0..<document.text.count - start - offset, using: &random)
                let length = Int.random(in: 1...document.text.count - start - offset, using: &random)
                source += Int.random(in: 0...1000, using: &random)
                runs.append(SourceMap.Run(textOffset: offset, sourceOffset: source, length: length, line: line))
                offset += length
                source += length
                line += Int.random(in: 0...1, using: &random)
            }
            document.blocks.append(
                Block(
                    kind: Block.Kind.allCases.randomElement(using: &random) ?? .code,
                    level: UInt8.random(in: 0...255, using: &random), quoted: Bool.random(using: &random),
                    ordinal: UInt32.random(in: 0 ... .max, using: &random),
                    group: UInt32.random(in: 0 ... .max, using: &random), textRange: start..<document.text.count,
                    firstLine: first, lastLine: line, sourceMap: SourceMap(runs: runs)))
        }
        return document
    }

    private func randomSummary(_ random: inout SeededGenerator) -> ExtractionSummary {
        func status() -> FileStatus? {
            Bool.random(using: &random)
                ? nil
                : FileStatus(
                    kind: .regular, byteCount: Int64.random(in: 0 ... .max, using: &random),
                    modified: Int64.random(in: .min ... .max, using: &random),
                    changed: Int64.random(in: .min ... .max, using: &random),
                    inode: UInt64.random(in: 0 ... .max, using: &random),
                    device: UInt64.random(in: 0 ... .max, using: &random),
                    owner: UInt32.random(in: 0 ... .max, using: &random),
                    mode: UInt32.random(in: 0...0o7777, using: &random))
        }
        var summary = ExtractionSummary(
            statusBefore: status(), statusAfter: status(), contentHash: UInt64.random(in: 0 ... .max, using: &random),
            byteCount: Int64.random(in: 0...1 << 50, using: &random),
            documentCount: Int.random(in: 0...9, using: &random),
            repairedByteCount: Int64.random(in: 0...1 << 40, using: &random),
            badLineCount: Int.random(in: 0...1 << 40, using: &random))
        for line in 0..<Int.random(in: 0...4, using: &random) {
            summary.badLines.append(.init(line: line, reason: randomText(&random, upTo: 6)))
        }
        if let kind = ExtractionFailure.Kind.allCases.randomElement(using: &random), Bool.random(using: &random) {
            summary.failure = ExtractionFailure(kind, detail: randomText(&random, upTo: 6))
        }
        return summary
    }
}
