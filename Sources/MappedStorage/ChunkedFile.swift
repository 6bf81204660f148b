internal import Synchronization
public import SystemPackage

/// A file whose contents are covered by one CRC-32C for every 16 KiB, checked when a chunk is first touched.
///
///     file   := payload, chunk checksum (u32) × chunk count, footer
///     footer := payload length (u64), chunk count (u32), checksum of the table (u32), magic (u64)
///
/// Opening reads the table alone, so that a large file costs what is read of it. A checksum finds accidents, not
/// attackers: whoever parses the payload validates it all the same.
@safe
public struct ChunkedFile: ~Copyable, @unchecked Sendable {
    public static let chunkByteCount = 16 * 1024
    private static let footerByteCount = 24
    /// "QUOTHCHK", little-endian.
    private static let magic: UInt64 = 0x4B48_4348_544F_5551

    private let file: MappedFile
    public let payloadByteCount: Int
    /// The checksum of the chunk table, which stands for the whole file in a manifest.
    public let tableChecksum: Checksum
    // A bit for each chunk already found sound. Bits only ever turn on, so that relaxed access is enough.
    private let sound: UnsafeMutablePointer<Atomic<UInt64>>
    private let soundWordCount: Int

    public var path: FilePath { file.path }
    public var byteCount: Int { file.byteCount }

    /// Maps the file and checks its footer and chunk table.
    public init(path: FilePath) throws(StorageError) {
        let file = try MappedFile(path: path)
        let (payloadByteCount, checksum) = try Self.readFooter(of: file)
        self.payloadByteCount = payloadByteCount
        tableChecksum = checksum
        soundWordCount = (Self.chunkCount(for: payloadByteCount) + 63) / 64
        unsafe sound = .allocate(capacity: max(1, soundWordCount))
        for word in 0..<soundWordCount { unsafe (sound + word).initialize(to: Atomic(0)) }
        self.file = file
    }

    private static func readFooter(of file: borrowing MappedFile) throws(StorageError) -> (Int, Checksum) {
        let bytes = file.bytes
        guard bytes.byteCount >= footerByteCount else {
            throw .damaged(path: file.path, detail: "\(bytes.byteCount) bytes are too few for a footer")
        }
        let footer = bytes.byteCount - footerByteCount
        guard bytes.load(UInt64.self, at: footer + 16) == magic else {
            throw .damaged(path: file.path, detail: "the footer is missing; the file may have been cut short")
        }
        let payload = bytes.load(UInt64.self, at: footer)
        let chunkCount = Int(bytes.load(UInt32.self, at: footer + 8))
        guard payload <= UInt64(footer), chunkCount == Self.chunkCount(for: Int(payload)),
            Int(payload) + 4 * chunkCount == footer
        else {
            throw .damaged(path: file.path, detail: "the footer does not fit the length of \(bytes.byteCount) bytes")
        }
        let checksum = Checksum(of: bytes.extracting(Int(payload)..<footer))
        guard checksum.value == bytes.load(UInt32.self, at: footer + 12) else {
            throw .damaged(path: file.path, detail: "the chunk table has a wrong checksum")
        }
        return (Int(payload), checksum)
    }

    /// The payload's bytes in `range`, every chunk of them checked.
    ///
    /// - Throws: `.damaged` when the range lies outside the payload or a chunk's checksum is wrong.
    @_lifetime(borrow self)
    public func verifiedBytes(_ range: Range<Int>) throws(StorageError) -> RawSpan {
        try verify(range)
        return file.bytes.extracting(range)
    }

    /// A copy of the payload's bytes in `range`, every chunk of them checked; throws as `verifiedBytes`.
    public func copiedBytes(_ range: Range<Int>) throws(StorageError) -> [UInt8] {
        try verifiedBytes(range).copied()
    }

    /// The payload, for whoever has had its chunks checked.
    public var payload: RawSpan {
        @_lifetime(borrow self)
        get { file.bytes.extracting(0..<payloadByteCount) }
    }

    /// Checks every chunk that holds bytes of `range`.
    ///
    /// - Throws: `.damaged` when the range lies outside the payload or a chunk's checksum is wrong.
    public func verify(_ range: Range<Int>) throws(StorageError) {
        guard range.lowerBound >= 0, range.upperBound <= payloadByteCount else {
            throw .damaged(path: path, detail: "bytes \(range) lie outside the payload of \(payloadByteCount) bytes")
        }
        if !range.isEmpty {
            for chunk in (range.lowerBound / Self.chunkByteCount)...((range.upperBound - 1) / Self.chunkByteCount) {
                try verify(chunk: chunk)
            }
        }
    }

    /// Where the payload begins in memory, for kernels that check a range once and then read it without further checks.
    /// Valid as long as the file value lives; nil for an empty file.
    @unsafe
    public var payloadAddress: UnsafeRawPointer? {
        unsafe file.bytes.withUnsafeBytes { $0.baseAddress }
    }

    /// Checks every chunk anew, those found sound before included.
    public func verifyAll() throws(StorageError) {
        for chunk in 0..<Self.chunkCount(for: payloadByteCount) {
            try require(isSound(chunk), chunk)
        }
    }

    private func verify(chunk: Int) throws(StorageError) {
        let bit: UInt64 = 1 << UInt64(chunk % 64)
        if unsafe sound[chunk / 64].load(ordering: .relaxed) & bit != 0 { return }
        try require(isSound(chunk), chunk)
        unsafe sound[chunk / 64].bitwiseOr(bit, ordering: .relaxed)
    }

    private func require(_ isSound: Bool, _ chunk: Int) throws(StorageError) {
        guard isSound else {
            let start = chunk * Self.chunkByteCount
            throw .damaged(path: path, detail: "the 16 KiB from byte \(start) on have a wrong checksum")
        }
    }

    private func isSound(_ chunk: Int) -> Bool {
        let start = chunk * Self.chunkByteCount
        let end = min(start + Self.chunkByteCount, payloadByteCount)
        let expected = file.bytes.load(UInt32.self, at: payloadByteCount + 4 * chunk)
        return Checksum(of: file.bytes.extracting(start..<end)).value == expected
    }

    private static func chunkCount(for payloadByteCount: Int) -> Int {
        (payloadByteCount + chunkByteCount - 1) / chunkByteCount
    }

    /// What to write behind a payload to make it a chunked file, and the checksum that stands for it.
    public static func trailer(for payload: [UInt8]) -> (bytes: [UInt8], tableChecksum: Checksum) {
        trailer(forParts: [payload])
    }

    /// The same for a payload in several parts, which need not be joined first.
    public static func trailer(forParts parts: [[UInt8]]) -> (bytes: [UInt8], tableChecksum: Checksum) {
        var trailer = Trailer()
        for part in parts { trailer.add(part) }
        return trailer.finish()
    }

    /// The trailer of a payload that is written piece by piece.
    public struct Trailer {
        public private(set) var payloadByteCount = 0
        private var table = ByteWriter()
        private var chunk = Checksum(value: 0)
        /// Until the chunk at hand is full.
        private var room = ChunkedFile.chunkByteCount

        public init() {}

        /// Adds the payload's next bytes.
        public mutating func add(_ part: [UInt8]) {
            let bytes = part.rawBytes
            payloadByteCount += bytes.byteCount
            var start = 0
            while start < bytes.byteCount {
                let end = min(start + room, bytes.byteCount)
                chunk = chunk.extended(by: bytes.extracting(start..<end))
                room -= end - start
                start = end
                if room == 0 { endChunk() }
            }
        }

        private mutating func endChunk() {
            table.append(chunk.value)
            chunk = Checksum(value: 0)
            room = ChunkedFile.chunkByteCount
        }

        /// What to write behind the payload, and the checksum that stands for it.
        public consuming func finish() -> (bytes: [UInt8], tableChecksum: Checksum) {
            if room < ChunkedFile.chunkByteCount { endChunk() }
            let checksum = Checksum(of: table.bytes)
            table.append(UInt64(payloadByteCount))
            table.append(UInt32(ChunkedFile.chunkCount(for: payloadByteCount)))
            table.append(checksum.value)
            table.append(ChunkedFile.magic)
            return (table.bytes, checksum)
        }
    }

    deinit {
        unsafe sound.deinitialize(count: soundWordCount)
        unsafe sound.deallocate()
    }
}
