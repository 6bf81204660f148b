/// Reads one JSON object (RFC 8259) field by field; values that are not strings stay as they are written.
///
/// The reader is strict about the grammar and keeps no tree. Nesting is counted, not recursed into.
struct JSONLine {
    /// A value of the outer object.
    enum Value: Equatable {
        case string([UInt8])
        /// The strings of an array that holds nothing else.
        case strings([[UInt8]])
        /// A number, `true` or `false`, as written.
        case literal([UInt8])
        case null
        /// Any other array or object, as written.
        case nested([UInt8])
    }

    /// Why a line is no JSON object; the message names no content.
    struct Problem: Error, Equatable {
        var reason: String
    }

    /// The deepest nesting that is read.
    static let maximumDepth = 512

    private let bytes: ArraySlice<UInt8>
    private var position: Int

    private init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        position = bytes.startIndex
    }

    /// Reads the object in `bytes`, valid UTF-8, and hands its fields over in their order.
    static func read(_ bytes: ArraySlice<UInt8>, field: ([UInt8], Value) -> Void) throws(Problem) {
        var reader = JSONLine(bytes)
        try reader.readObject(field)
    }

    private mutating func readObject(_ field: ([UInt8], Value) -> Void) throws(Problem) {
        passBlanks()
        guard take(0x7B) else { throw Problem(reason: "not a JSON object") }
        passBlanks()
        if !take(0x7D) {
            while true {
                passBlanks()
                let name = try string()
                passBlanks()
                guard take(0x3A) else { throw Problem(reason: "a colon is missing in the JSON object") }
                passBlanks()
                field(name, try value())
                passBlanks()
                if take(0x7D) { break }
                guard take(0x2C) else { throw Problem(reason: "a comma or brace is missing in the JSON object") }
            }
        }
        passBlanks()
        guard position == bytes.endIndex else { throw Problem(reason: "text follows the JSON object") }
    }

    private mutating func value() throws(Problem) -> Value {
        switch next {
        case 0x22: return .string(try string())
        case 0x5B, 0x7B:
            let start = position
            if let strings = try stringsOnly() { return .strings(strings) }
            position = start
            try passNested()
            return .nested(Array(bytes[start..<position]))
        default:
            let start = position
            try passScalar()
            let text = bytes[start..<position]
            return text.elementsEqual("null".utf8) ? .null : .literal(Array(text))
        }
    }

    /// The strings of an array of strings; nil, with the position anywhere, when it is something else.
    private mutating func stringsOnly() throws(Problem) -> [[UInt8]]? {
        guard take(0x5B) else { return nil }
        var strings: [[UInt8]] = []
        passBlanks()
        if take(0x5D) { return strings }
        while true {
            passBlanks()
            guard next == 0x22 else { return nil }
            strings.append(try string())
            passBlanks()
            if take(0x5D) { return strings }
            guard take(0x2C) else { return nil }
        }
    }

    /// Passes an array or object with everything inside, and checks its grammar.
    private mutating func passNested() throws(Problem) {
        let problem = Problem(reason: "malformed JSON array or object")
        var closers: [UInt8] = []
        while true {
            // A value is expected here.
            passBlanks()
            var isComplete = true
            if take(0x5B) {
                closers.append(0x5D)
                passBlanks()
                isComplete = next == 0x5D
                if isComplete { close() }
            } else if take(0x7B) {
                closers.append(0x7D)
                passBlanks()
                isComplete = next == 0x7D
                if isComplete { close() } else { try passName() }
            } else if next == 0x22 {
                _ = try string()
            } else {
                try passScalar()
            }
            if closers.count > Self.maximumDepth { throw Problem(reason: "JSON nested too deeply") }
            if !isComplete { continue }
            // A value is complete: what encloses it goes on or closes.
            while true {
                if closers.isEmpty { return }
                passBlanks()
                if next == closers.last {
                    close()
                } else if take(0x2C) {
                    passBlanks()
                    if closers.last == 0x7D { try passName() }
                    break
                } else {
                    throw problem
                }
            }
        }

        func close() {
            position += 1
            closers.removeLast()
        }

        func passName() throws(Problem) {
            _ = try string()
            passBlanks()
            guard take(0x3A) else { throw problem }
        }
    }

    /// Passes a number, `true`, `false` or `null`.
    private mutating func passScalar() throws(Problem) {
        let start = position
        while let byte = next, isLetter(byte) || (0x30...0x39).contains(byte) || [0x2B, 0x2D, 0x2E].contains(byte) {
            position += 1
        }
        let text = bytes[start..<position]
        let isWord =
            text.elementsEqual("true".utf8) || text.elementsEqual("false".utf8) || text.elementsEqual("null".utf8)
        guard isWord || isNumber(text) else { throw Problem(reason: "a JSON value is malformed") }
    }

    private func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
        var rest = text
        func digits() -> Int {
            let count = rest.prefix { (0x30...0x39).contains($0) }.count
            rest = rest.dropFirst(count)
            return count
        }
        if rest.first == 0x2D { rest = rest.dropFirst() }
        let startsWithZero = rest.first == 0x30
        let whole = digits()
        if whole == 0 || (startsWithZero && whole > 1) { return false }
        if rest.first == 0x2E {
            rest = rest.dropFirst()
            if digits() == 0 { return false }
        }
        if rest.first == 0x65 || rest.first == 0x45 {
            rest = rest.dropFirst()
            if rest.first == 0x2B || rest.first == 0x2D { rest = rest.dropFirst() }
            if digits() == 0 { return false }
        }
        return rest.isEmpty
    }

    /// Reads a string; an escaped surrogate without its partner becomes U+FFFD.
    private mutating func string() throws(Problem) -> [UInt8] {
        guard take(0x22) else { throw Problem(reason: "a JSON string is missing") }
        var result: [UInt8] = []
        while true {
            let start = position
            while let byte = next, byte != 0x22, byte != 0x5C, byte >= 0x20 { position += 1 }
            result.append(contentsOf: bytes[start..<position])
            guard let byte = next else { throw Problem(reason: "a JSON string has no end") }
            position += 1
            if byte == 0x22 { return result }
            guard byte == 0x5C else { throw Problem(reason: "a control character in a JSON string") }
            guard let escape = next else { throw Problem(reason: "a JSON string has no end") }
            position += 1
            switch escape {
            case 0x22, 0x5C, 0x2F: result.append(escape)
            case 0x62: result.append(0x08)
            case 0x66: result.append(0x0C)
            case 0x6E: result.append(0x0A)
            case 0x72: result.append(0x0D)
            case 0x74: result.append(0x09)
            case 0x75: try appendEscapedScalar(to: &result)
            default: throw Problem(reason: "an unknown escape in a JSON string")
            }
        }
    }

    private mutating func appendEscapedScalar(to result: inout [UInt8]) throws(Problem) {
        var value = try hexadecimal()
        if (0xD800..<0xDC00).contains(value) {
            let start = position
            if take(0x5C), take(0x75), case let low = try hexadecimal(), (0xDC00..<0xE000).contains(low) {
                value = 0x10000 + (value - 0xD800) << 10 + (low - 0xDC00)
            } else {
                position = start
            }
        }
        // Zero is of no use in a text and of much in an attack on a terminal or a file format.
        let scalar = value == 0 ? nil : Unicode.Scalar(value)
        result.append(contentsOf: UTF8.encode(scalar ?? "\u{FFFD}").map(Array.init) ?? [])
    }

    private mutating func hexadecimal() throws(Problem) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            let digit: UInt32? =
                switch next {
                case .some(let byte) where (0x30...0x39).contains(byte): UInt32(byte - 0x30)
                case .some(let byte) where (0x61...0x66).contains(byte | 0x20): UInt32((byte | 0x20) - 0x61 + 10)
                default: nil
                }
            guard let digit else { throw Problem(reason: "a malformed escape in a JSON string") }
            value = value << 4 | digit
            position += 1
        }
        return value
    }

    private var next: UInt8? { position < bytes.endIndex ? bytes[position] : nil }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    private mutating func passBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { position += 1 }
    }
}
