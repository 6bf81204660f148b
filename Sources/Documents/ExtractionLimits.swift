/// How much of the machine one file may take, however it is made.
public enum ExtractionLimits {
    /// The address space of the extracting process, in bytes. The largest file (64 MiB of text) takes 1.1 GiB.
    public static let addressSpaceByteCount = 3 << 30
    /// Processor time for one document, in seconds: of the extracting process, and as much of a program that helps it.
    public static let workingSeconds = 30
    /// Time on the clock without a word from the extracting process, in seconds: more than the processor time, for a busy
    /// machine, and still an end for what waits for ever.
    public static let silentSeconds = 180
    /// Descriptors that the extracting process may have open.
    public static let openFileCount = 16

    /// What an archive may unpack to, in bytes, all members that are read together: 100 times its size, for text packs that
    /// well at most, and 16 MiB in any case, but never more than twice what any file may have.
    public static func unpackedByteCount(ofFileOf byteCount: Int) -> Int {
        min(max(100 * byteCount, 16 << 20), 2 * DocumentFormat.maximumByteCount)
    }

    /// What the extracting process may answer to one file, in bytes: text, and for each block and run some numbers. Beyond
    /// that it is ended. The densest known, a file of bare list items, takes 12 bytes for one of the source.
    public static func replyByteCount(ofFileOf byteCount: Int64) -> Int64 {
        max(64 * byteCount, 256 << 20)
    }
}
