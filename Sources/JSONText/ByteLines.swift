/// The lines of a file of bytes, numbered from 1, as JSON Lines and tables of columns have them.
///
/// A line ends with LF or CR LF, which are not part of it; a lone CR is an ordinary byte. A byte order mark before the
/// first line is left out. Bytes after the last LF are a line; nothing after it is none. Cost: linear in the bytes.
public struct ByteLines: Sequence, Sendable {
    /// One line: its number, from 1, and its bytes without the line end.
    public struct Line: Sendable {
        public let number: Int
        public let bytes: ArraySlice<UInt8>

        /// Whether the line holds nothing but spaces and tabs.
        public var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || $0 == 0x09 } }
    }

    /// Walks the lines in order.
    public struct Iterator: IteratorProtocol {
        private var rest: ArraySlice<UInt8>
        private var number = 0

        init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

        public mutating func next() -> Line? {
            guard !rest.isEmpty else { return nil }
            number += 1
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            var line = rest[rest.startIndex..<end]
            rest = end < rest.endIndex ? rest[(end + 1)...] : rest[end...]
            if line.last == 0x0D { line.removeLast() }
            return Line(number: number, bytes: line)
        }
    }

    private let bytes: ArraySlice<UInt8>

    /// The lines of `bytes`.
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes
    }

    /// The lines of `bytes`.
    public init(_ bytes: [UInt8]) { self.init(bytes[...]) }

    public func makeIterator() -> Iterator { Iterator(bytes) }
}
