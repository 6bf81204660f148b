/// Files as gzip makes them (RFC 1952), for fixtures.
public enum GzipFixture {
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    /// One member with the content, which is not compressed.
    public static func member(_ content: [UInt8]) -> [UInt8] {
        var packed: [UInt8] = []
        var rest = content[...]
        repeat {
            let block = rest.prefix(0xFFFF)
            rest = rest.dropFirst(block.count)
            let length = UInt16(block.count)
            packed += [rest.isEmpty ? 1 : 0] + ArchiveFixture.little(length) + ArchiveFixture.little(~length) + block
        } while !rest.isEmpty
        return header + packed + ArchiveFixture.little(ArchiveFixture.checksum(content))
            + ArchiveFixture.little(UInt32(content.count))
    }

    /// One member that unpacks to so many letters in a thousandth of the room.
    public static func bomb(byteCount: Int) -> [UInt8] {
        header + ArchiveFixture.deflatedBomb(prefix: "", byteCount: byteCount, suffix: "").bytes
    }
}
