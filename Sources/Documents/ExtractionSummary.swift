public import SystemInterface

/// What became of the extraction of one file.
public struct ExtractionSummary: Equatable, Sendable {
    /// The file's status when it was opened, or nil when it could not be.
    public var statusBefore: FileStatus?
    /// The file's status after its last byte was read, or nil when that was not reached.
    public var statusAfter: FileStatus?
    /// The ``ContentHash`` of the file's bytes; 0 when they were not all read.
    public var contentHash: UInt64
    /// How many bytes were read.
    public var byteCount: Int64
    /// How many documents were delivered.
    public var documentCount: Int
    /// How many bytes of the file were not valid in its encoding and were replaced by U+FFFD.
    public var repairedByteCount: Int64
    /// The name of the encoding that the file's text was taken to be in, where it is not UTF-8; else empty.
    public var encoding: String
    /// How many lines of a JSON Lines file held no document.
    public var badLineCount: Int
    /// The first of the bad lines, at most ``maximumListedLines``.
    public var badLines: [BadLine]
    /// Why the file as a whole failed, or nil when it did not. Documents may have been delivered before.
    public var failure: ExtractionFailure?

    /// How many bad lines a summary names; the count goes on beyond it.
    public static let maximumListedLines = 100

    /// Whether the file changed while it was read, so that what was delivered may be a mix of two states.
    public var changedWhileRead: Bool {
        guard let statusBefore, let statusAfter else { return false }
        return statusBefore != statusAfter || statusAfter.byteCount != byteCount
    }

    /// A line of a JSON Lines file that holds no document.
    public struct BadLine: Equatable, Sendable {
        /// The number of the line, 1-based.
        public var line: Int
        /// Why it holds none, in a few words of this program; never text of the file.
        public var reason: String

        /// The line number `line` with `reason`.
        public init(line: Int, reason: String) {
            self.line = line
            self.reason = reason
        }
    }

    /// A summary with the given fields.
    public init(
        statusBefore: FileStatus? = nil, statusAfter: FileStatus? = nil, contentHash: UInt64 = 0,
        byteCount: Int64 = 0, documentCount: Int = 0, repairedByteCount: Int64 = 0, encoding: String = "",
        badLineCount: Int = 0, badLines: [BadLine] = [], failure: ExtractionFailure? = nil
    ) {
        self.statusBefore = statusBefore
        self.statusAfter = statusAfter
        self.contentHash = contentHash
        self.byteCount = byteCount
        self.documentCount = documentCount
        self.repairedByteCount = repairedByteCount
        self.encoding = encoding
        self.badLineCount = badLineCount
        self.badLines = badLines
        self.failure = failure
    }
}

/// Why nothing, or not everything, was extracted from a file.
public struct ExtractionFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The kinds of failure; the raw values are part of the extraction protocol.
    public enum Kind: UInt8, CaseIterable, Sendable {
        /// The operating system refused to open or read the file.
        case unreadable = 1
        /// The file holds zero bytes near its start and no mark of UTF-16.
        case binary = 2
        /// The file is larger than ``DocumentFormat/maximumByteCount``.
        case tooLarge = 3
        /// The document has more blocks than ``DocumentFormat/maximumBlockCount``.
        case tooManyBlocks = 4
        /// The format's parser gave up.
        case malformed = 5
        /// The extracting process ended in the middle of the file.
        case crashed = 6
        /// The extracting process used more time than it may for one document.
        case tookTooLong = 7
        /// The extracting process answered something that is no valid reply.
        case invalidReply = 8
        /// The document is encrypted, and asks for a password.
        case encrypted = 9
        /// The document holds no text, only pictures of it or nothing at all.
        case noText = 10
        /// The document unpacks to more than ``ExtractionLimits`` allow.
        case unpacksTooFar = 11
        /// A program that the format needs is not installed.
        case programMissing = 12
    }

    /// What kind of failure it was.
    public var kind: Kind
    /// What else is known: the system's reason, the signal; may be empty.
    public var detail: String

    /// A failure of the given kind.
    public init(_ kind: Kind, detail: String = "") {
        self.kind = kind
        self.detail = detail
    }

    /// The failure in a few words.
    public var description: String {
        let summary =
            switch kind {
            case .unreadable: "unreadable"
            case .binary: "binary, not text"
            case .tooLarge: "larger than \(DocumentFormat.maximumByteCount >> 20) MiB"
            case .tooManyBlocks: "more than \(DocumentFormat.maximumBlockCount) blocks"
            case .malformed: "malformed"
            case .crashed: "the extractor ended unexpectedly"
            case .tookTooLong: "the extractor took too long"
            case .invalidReply: "the extractor gave an invalid reply"
            case .encrypted: "encrypted"
            case .noText: "no text in it, only pictures or nothing"
            case .unpacksTooFar: "unpacks to too much"
            case .programMissing: "a program that reads it is missing"
            }
        return detail.isEmpty ? summary : "\(summary): \(detail)"
    }
}
