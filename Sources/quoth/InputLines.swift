import SystemInterface
import SystemPackage

/// The lines of standard input or of a file, as they come: a line is handed over before the next one is waited for.
struct InputLines: ~Copyable {
    /// A longer line is no question.
    static let lineByteLimit = 64 * 1024

    enum Line {
        case text(String)
        /// Longer than `lineByteLimit`; the rest of it was passed over.
        case tooLong
        case notUTF8
    }

    private let file: OpenFile?
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    private var start = 0
    private var end = 0
    private var isAtEnd = false
    private var isFirst = true

    /// - Parameter file: nil for standard input.
    init(file: consuming OpenFile?) {
        self.file = file
    }

    private mutating func readMore() throws(SystemError) -> Int {
        if file == nil {
            do throws(SystemError) {
                return try StandardStream.input.read(into: &buffer)
            } catch {
                throw SystemError(operation: error.operation, path: "standard input", errno: error.errno)
            }
        }
        return try file?.read(into: &buffer) ?? 0
    }

    /// The next line without its line feed, or nil at the end of the input.
    mutating func next() throws(SystemError) -> Line? {
        var line: [UInt8] = []
        var isTooLong = false
        var hasBytes = false
        while true {
            if start == end {
                if !isAtEnd {
                    start = 0
                    end = try readMore()
                    isAtEnd = end == 0
                }
                if isAtEnd {
                    guard hasBytes else { return nil }
                    break
                }
            }
            hasBytes = true
            let rest = buffer[start..<end]
            let lineFeed = rest.firstIndex(of: 0x0A)
            let piece = rest[..<(lineFeed ?? end)]
            if line.count + piece.count > Self.lineByteLimit { isTooLong = true } else { line += piece }
            start = lineFeed.map { $0 + 1 } ?? end
            if lineFeed != nil { break }
        }
        // Editors that mark a file as UTF-8 do it in front of the first line.
        if isFirst, line.starts(with: [0xEF, 0xBB, 0xBF]) { line.removeFirst(3) }
        isFirst = false
        if isTooLong { return .tooLong }
        if line.last == 0x0D { line.removeLast() }
        guard let text = String(validating: line, as: UTF8.self) else { return .notUTF8 }
        return .text(text)
    }
}
