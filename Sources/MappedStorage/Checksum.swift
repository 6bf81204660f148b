internal import CChecksum

/// A CRC-32C (Castagnoli) checksum: it finds accidents, not attackers, so whoever parses checked bytes still
/// validates every offset and count.
public struct Checksum: Hashable, Sendable {
    public let value: UInt32

    public init(value: UInt32) {
        self.value = value
    }

    /// The checksum of `bytes`. Linear; several gigabytes a second where the processor has the instruction.
    public init(of bytes: RawSpan) {
        value = unsafe bytes.withUnsafeBytes { unsafe quoth_crc32c(0, $0.baseAddress, $0.count) }
    }

    public init(of bytes: [UInt8]) {
        self.init(of: bytes.rawBytes)
    }

    /// The checksum of what this one is of with `bytes` behind it; that of nothing is 0.
    public func extended(by bytes: RawSpan) -> Checksum {
        Checksum(value: unsafe bytes.withUnsafeBytes { unsafe quoth_crc32c(value, $0.baseAddress, $0.count) })
    }

    /// The same by table look-up alone, for tests of the two against each other.
    static func portable(of bytes: [UInt8]) -> Checksum {
        Checksum(value: unsafe bytes.withUnsafeBytes { unsafe quoth_crc32c_portable(0, $0.baseAddress, $0.count) })
    }
}
