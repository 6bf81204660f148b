import SystemInterface
public import SystemPackage

/// The messages between a program and the process that extracts documents for it.
///
/// Every message is a frame: `Q`, the version, the kind, a zero byte, the payload's length as 32 bits
/// little-endian, the payload. A request names one file and its format; the reply is any number of document
/// frames and one end frame. Numbers in payloads are LEB128, at most 64 bits; texts are a length and UTF-8;
/// offsets are differences to the one before, so that ascending order needs no check of its own. The reading
/// side believes nothing: it checks every length, range and text, and throws ``ExtractionProtocolError``.
public enum ExtractionProtocol {
    /// The version of the protocol; both sides must have the same.
    public static let version: UInt8 = 3

    /// The largest payload, in bytes (512 MiB): a document of the largest size of which every byte was
    /// repaired to three, and its blocks.
    public static let maximumPayloadByteCount = 512 << 20

    /// A message.
    public enum Message: Equatable, Sendable {
        /// Extract the file at `path`.
        case request(path: FilePath, format: DocumentFormat)
        /// A document of the file.
        case document(Document)
        /// The file is done.
        case end(ExtractionSummary)
    }

    /// The frame that carries `message`.
    ///
    /// - Throws: ``ExtractionProtocolError/payloadTooLong(byteCount:)``.
    public static func encode(_ message: Message) throws(ExtractionProtocolError) -> [UInt8] {
        var writer = PayloadWriter()
        let kind: FrameKind
        switch message {
        case .request(let path, let format):
            kind = .request
            writer.byte(format.rawValue)
            writer.bytes(path.bytes)
        case .document(let document):
            kind = .document
            writer.document(document)
        case .end(let summary):
            kind = .end
            writer.summary(summary)
        }
        let count = writer.output.count - headerByteCount
        guard count <= maximumPayloadByteCount else { throw .payloadTooLong(byteCount: count) }
        let header = [0x51, version, kind.rawValue, 0] + (0..<4).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
        for (index, byte) in header.enumerated() { writer.output[index] = byte }
        return writer.output
    }

    static let headerByteCount = 8

    enum FrameKind: UInt8 {
        case request = 1
        case document = 2
        case end = 3
    }
}

/// Why bytes are not a message of the extraction protocol.
public enum ExtractionProtocolError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The frame does not start with the protocol's mark, or is of no known kind.
    case notAFrame
    /// The other side speaks another version.
    case wrongVersion(found: UInt8)
    /// The payload is longer than ``ExtractionProtocol/maximumPayloadByteCount``.
    case payloadTooLong(byteCount: Int)
    /// The payload contradicts itself; the associated value names the field.
    case malformed(String)
    /// The bytes ended inside a frame.
    case endedInsideFrame

    /// What is wrong and, where something can be done, what.
    public var description: String {
        switch self {
        case .notAFrame: "not a message of the extraction protocol"
        case .wrongVersion(let found):
            "extraction protocol version \(found) where \(ExtractionProtocol.version) was expected; "
                + "install quoth and quoth-extract from the same release"
        case .payloadTooLong(let byteCount): "a message of \(byteCount) bytes is too long"
        case .malformed(let field): "malformed \(field)"
        case .endedInsideFrame: "ended in the middle of a message"
        }
    }
}

/// Puts messages together from bytes as they arrive.
public struct ExtractionMessageReader: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0

    /// A reader that has seen nothing.
    public init() {}

    /// Adds bytes that arrived.
    public mutating func append(_ bytes: ArraySlice<UInt8>) {
        if start > 0, start >= buffer.count / 2 {
            buffer.removeSubrange(..<start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// Whether bytes are left that no message has used.
    public var hasPendingBytes: Bool { start < buffer.count }

    /// The next message, or nil when more bytes are needed.
    ///
    /// After an error the reader is of no further use: where the next frame starts is not known.
    public mutating func next() throws(ExtractionProtocolError) -> ExtractionProtocol.Message? {
        let available = buffer.count - start
        if available > 0, buffer[start] != 0x51 { throw .notAFrame }
        if available > 1, buffer[start + 1] != ExtractionProtocol.version {
            throw .wrongVersion(found: buffer[start + 1])
        }
        guard available >= ExtractionProtocol.headerByteCount else { return nil }
        guard let kind = ExtractionProtocol.FrameKind(rawValue: buffer[start + 2]), buffer[start + 3] == 0 else {
            throw .notAFrame
        }
        let count = (0..<4).reduce(0) { $0 | Int(buffer[start + 4 + $1]) << ($1 * 8) }
        guard count <= ExtractionProtocol.maximumPayloadByteCount else { throw .payloadTooLong(byteCount: count) }
        guard available - ExtractionProtocol.headerByteCount >= count else { return nil }

        let payload = start + ExtractionProtocol.headerByteCount
        var reader = PayloadReader(buffer, payload..<payload + count)
        let message: ExtractionProtocol.Message
        switch kind {
        case .request:
            guard let format = DocumentFormat(rawValue: try reader.byte("format")) else { throw .malformed("format") }
            guard let path = FilePath(bytes: try reader.bytes("path")), !path.isEmpty else { throw .malformed("path") }
            message = .request(path: path, format: format)
        case .document: message = .document(try reader.document())
        case .end: message = .end(try reader.summary())
        }
        guard reader.isAtEnd else { throw .malformed("end of the payload") }
        start = payload + count
        return message
    }
}

/// Appends the parts of a payload after the place of the frame's header.
private struct PayloadWriter {
    var output = [UInt8](repeating: 0, count: ExtractionProtocol.headerByteCount)

    mutating func byte(_ value: UInt8) { output.append(value) }

    mutating func flag(_ value: Bool) { output.append(value ? 1 : 0) }

    mutating func number(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        output.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A negative number, which no valid document holds, becomes one that the reading side refuses.
    mutating func number(_ value: Int) { number(UInt64(bitPattern: Int64(value))) }

    mutating func bytes(_ value: [UInt8]) {
        number(value.count)
        output.append(contentsOf: value)
    }

    mutating func text(_ value: String) {
        number(value.utf8.count)
        output.append(contentsOf: value.utf8)
    }

    mutating func document(_ document: Document) {
        text(document.identifier)
        text(document.title)
        text(document.url)
        number(document.metadata.count)
        for (name, value) in document.metadata {
            text(name)
            text(value)
        }
        flag(document.language != nil)
        if let language = document.language { text(language) }
        number(document.contentHash)
        number(document.sourceOffset)
        bytes(document.text)
        number(document.blocks.count)
        var textEnd = 0
        for block in document.blocks {
            byte(block.kind.rawValue)
            byte(block.level)
            flag(block.quoted)
            number(UInt64(block.ordinal))
            number(UInt64(block.group))
            number(block.textRange.lowerBound &- textEnd)
            number(block.textRange.count)
            textEnd = block.textRange.upperBound
            number(block.firstLine)
            number(block.lastLine &- block.firstLine)
            number(block.page)
            runs(block.sourceMap.runs)
        }
    }

    mutating func runs(_ runs: [SourceMap.Run]) {
        number(runs.count)
        var previous = SourceMap.Run(textOffset: 0, sourceOffset: 0, length: 0, line: 1)
        for run in runs {
            number(run.textOffset &- (previous.textOffset &+ previous.length))
            number(run.sourceOffset &- (previous.sourceOffset &+ previous.length))
            number(run.length)
            number(run.line &- previous.line)
            previous = run
        }
    }

    mutating func summary(_ summary: ExtractionSummary) {
        for status in [summary.statusBefore, summary.statusAfter] {
            flag(status != nil)
            guard let status else { continue }
            byte(status.kind.rawValue)
            for field in [status.byteCount, status.modified, status.changed] { number(UInt64(bitPattern: field)) }
            for field in [status.inode, status.device, UInt64(status.owner), UInt64(status.mode)] { number(field) }
        }
        number(summary.contentHash)
        number(UInt64(bitPattern: summary.byteCount))
        number(summary.documentCount)
        number(UInt64(bitPattern: summary.repairedByteCount))
        text(summary.encoding)
        number(summary.badLineCount)
        number(summary.badLines.count)
        for badLine in summary.badLines {
            number(badLine.line)
            text(badLine.reason)
        }
        flag(summary.failure != nil)
        if let failure = summary.failure {
            byte(failure.kind.rawValue)
            text(failure.detail)
        }
    }
}

/// Takes a payload apart and checks every part.
private struct PayloadReader {
    private let buffer: [UInt8]
    private var position: Int
    private let end: Int

    init(_ buffer: [UInt8], _ range: Range<Int>) {
        self.buffer = buffer
        position = range.lowerBound
        end = range.upperBound
    }

    var isAtEnd: Bool { position == end }

    mutating func byte(_ field: @autoclosure () -> String) throws(ExtractionProtocolError) -> UInt8 {
        guard position < end else { throw .malformed(field()) }
        defer { position += 1 }
        return buffer[position]
    }

    mutating func flag(_ field: @autoclosure () -> String) throws(ExtractionProtocolError) -> Bool {
        let value = try byte(field())
        guard value <= 1 else { throw .malformed(field()) }
        return value == 1
    }

    mutating func word(_ field: @autoclosure () -> String) throws(ExtractionProtocolError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte(field())
            let bits = UInt64(next & 0x7F)
            // The tenth byte has room for one bit, and a zero at the end would be a second way to write a number.
            guard shift < 63 || (shift == 63 && bits <= 1), next != 0 || shift == 0 else { throw .malformed(field()) }
            value |= bits << shift
            if next < 0x80 { return value }
            shift += 7
        }
    }

    /// A number that is at most `limit`, which is far from what would overflow in a sum.
    mutating func number(
        _ field: @autoclosure () -> String, upTo limit: Int = 1 << 56
    ) throws(ExtractionProtocolError) -> Int {
        let value = try word(field())
        guard value <= UInt64(limit) else { throw .malformed(field()) }
        return Int(value)
    }

    mutating func bytes(_ field: @autoclosure () -> String) throws(ExtractionProtocolError) -> [UInt8] {
        let count = try number(field())
        guard count <= end - position else { throw .malformed(field()) }
        defer { position += count }
        return Array(buffer[position..<position + count])
    }

    mutating func text(_ field: @autoclosure () -> String) throws(ExtractionProtocolError) -> String {
        let content = try bytes(field())
        guard let text = String(validating: content, as: UTF8.self) else { throw .malformed(field()) }
        return text
    }

    /// How many elements follow, of which each takes at least `byteCount` bytes of the payload.
    mutating func count(
        _ field: @autoclosure () -> String, ofAtLeast byteCount: Int
    ) throws(ExtractionProtocolError) -> Int {
        try number(field(), upTo: (end - position) / byteCount)
    }

    mutating func document() throws(ExtractionProtocolError) -> Document {
        var document = Document()
        document.identifier = try text("identifier")
        document.title = try text("title")
        document.url = try text("address")
        let fieldCount = try count("metadata", ofAtLeast: 2)
        for _ in 0..<fieldCount {
            let name = try text("metadata")
            document.metadata.append((name, try text("metadata")))
        }
        if try flag("language") { document.language = try text("language") }
        document.contentHash = try word("content hash")
        document.sourceOffset = try number("source offset")
        document.text = try bytes("text")
        guard isValidUTF8(document.text) else { throw .malformed("text") }
        let blockCount = try count("blocks", ofAtLeast: 11)
        guard blockCount <= DocumentFormat.maximumBlockCount else { throw .malformed("blocks") }
        document.blocks.reserveCapacity(blockCount)
        var textEnd = 0
        for _ in 0..<blockCount {
            let block = try block(in: document.text, after: textEnd)
            textEnd = block.textRange.upperBound
            document.blocks.append(block)
        }
        guard document.namesAreLimited else { throw .malformed("title or heading") }
        return document
    }

    private mutating func block(in text: [UInt8], after previousEnd: Int) throws(ExtractionProtocolError) -> Block {
        guard let kind = Block.Kind(rawValue: try byte("block kind")) else { throw .malformed("block kind") }
        let level = try byte("level")
        let quoted = try flag("quoted")
        let ordinal = UInt32(try number("ordinal", upTo: Int(UInt32.max)))
        let group = UInt32(try number("group", upTo: Int(UInt32.max)))
        let lower = previousEnd + (try number("block range", upTo: text.count - previousEnd))
        let upper = lower + (try number("block range", upTo: text.count - lower))
        for bound in [lower, upper] where bound < text.count && text[bound] & 0xC0 == 0x80 {
            throw .malformed("block range")
        }
        let firstLine = try number("line", upTo: Block.largestLine)
        let lastLine = firstLine + (try number("line", upTo: Block.largestLine - firstLine))
        let page = try number("page", upTo: Int(UInt32.max))
        // Line 0 says that the format has none, and then there is no last one either.
        guard firstLine >= 1 || lastLine == 0 else { throw .malformed("line") }
        return Block(
            kind: kind, level: level, quoted: quoted, ordinal: ordinal, group: group, textRange: lower..<upper,
            firstLine: firstLine, lastLine: lastLine, page: page,
            sourceMap: SourceMap(runs: try runs(within: upper - lower)))
    }

    private mutating func runs(within textLength: Int) throws(ExtractionProtocolError) -> [SourceMap.Run] {
        let runCount = try count("source map", ofAtLeast: 4)
        var runs: [SourceMap.Run] = []
        runs.reserveCapacity(runCount)
        var previous = SourceMap.Run(textOffset: 0, sourceOffset: 0, length: 0, line: 1)
        for _ in 0..<runCount {
            let textOffset = previous.textEnd + (try number("source map", upTo: textLength - previous.textEnd))
            let sourceOffset = previous.sourceEnd + (try number("source map"))
            let length = try number("source map", upTo: textLength - textOffset)
            let line = previous.line + (try number("source map"))
            guard length >= 1, sourceOffset <= SourceMap.largestOffset, line <= Block.largestLine else {
                throw .malformed("source map")
            }
            previous = SourceMap.Run(textOffset: textOffset, sourceOffset: sourceOffset, length: length, line: line)
            runs.append(previous)
        }
        return runs
    }

    mutating func summary() throws(ExtractionProtocolError) -> ExtractionSummary {
        var summary = ExtractionSummary()
        summary.statusBefore = try status()
        summary.statusAfter = try status()
        summary.contentHash = try word("content hash")
        summary.byteCount = Int64(try number("size"))
        summary.documentCount = try number("number of documents")
        summary.repairedByteCount = Int64(try number("number of repairs"))
        summary.encoding = try text("encoding")
        summary.badLineCount = try number("number of bad lines")
        let listed = try count("bad lines", ofAtLeast: 2)
        guard listed <= ExtractionSummary.maximumListedLines else { throw .malformed("bad lines") }
        for _ in 0..<listed {
            let line = try number("bad line")
            summary.badLines.append(ExtractionSummary.BadLine(line: line, reason: try text("bad line")))
        }
        if try flag("failure") {
            guard let kind = ExtractionFailure.Kind(rawValue: try byte("failure")) else { throw .malformed("failure") }
            summary.failure = ExtractionFailure(kind, detail: try text("failure"))
        }
        return summary
    }

    private mutating func status() throws(ExtractionProtocolError) -> FileStatus? {
        guard try flag("status") else { return nil }
        guard let kind = FileStatus.Kind(rawValue: try byte("status")) else { throw .malformed("status") }
        let byteCount = Int64(bitPattern: try word("status"))
        let modified = Int64(bitPattern: try word("status"))
        let changed = Int64(bitPattern: try word("status"))
        let inode = try word("status")
        let device = try word("status")
        let owner = UInt32(try number("status", upTo: Int(UInt32.max)))
        let mode = UInt32(try number("status", upTo: Int(UInt32.max)))
        return FileStatus(
            kind: kind, byteCount: byteCount, modified: modified, changed: changed, inode: inode, device: device,
            owner: owner, mode: mode)
    }
}

/// Whether the bytes are valid UTF-8.
private func isValidUTF8(_ bytes: [UInt8]) -> Bool {
    (try? UTF8Span(validating: bytes.span)) != nil
}
