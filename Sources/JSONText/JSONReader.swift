/// Reads JSON text as RFC 8259 defines it, with nothing added.
///
/// ```swift
/// let value = try JSONReader.value(of: Array(#"{"n": 1}"#.utf8))
/// ```
///
/// It refuses what the standard leaves open: a byte order mark, a key that comes twice, and half a surrogate pair. Any
/// bytes at all are either read or refused with a ``JSONTextError``. Cost: linear in the bytes.
public enum JSONReader {
    /// The greatest nesting that can be asked for: what a thread with a small stack can bear.
    public static let greatestDepth = 512

    /// Reads the one value that `bytes` hold, white space around it allowed.
    ///
    /// - Parameter maximumDepth: how many arrays and objects may lie within each other; 0 allows none. More than
    ///   ``greatestDepth`` counts as that.
    public static func value(of bytes: ArraySlice<UInt8>, maximumDepth: Int = 64) throws(JSONTextError) -> JSONValue {
        var parser = JSONParser(bytes: bytes, maximumDepth: min(maximumDepth, greatestDepth))
        return try parser.document()
    }

    /// Reads the one value that `bytes` hold; see ``value(of:maximumDepth:)``.
    public static func value(of bytes: [UInt8], maximumDepth: Int = 64) throws(JSONTextError) -> JSONValue {
        try value(of: bytes[...], maximumDepth: maximumDepth)
    }
}

/// A recursive descent over the grammar of RFC 8259, section 2; the depth limit bounds the recursion.
private struct JSONParser {
    private let bytes: ArraySlice<UInt8>
    private let maximumDepth: Int
    private var index: Int

    init(bytes: ArraySlice<UInt8>, maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
        index = bytes.startIndex
    }

    mutating func document() throws(JSONTextError) -> JSONValue {
        let value = try value(depth: 0)
        skipWhiteSpace()
        guard index == bytes.endIndex else { throw .trailingContent(at: position(index)) }
        return value
    }

    private mutating func value(depth: Int) throws(JSONTextError) -> JSONValue {
        skipWhiteSpace()
        switch peek {
        case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
        case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): return try number()
        default: throw unexpected(.value)
        }
    }

    private mutating func array(depth: Int) throws(JSONTextError) -> [JSONValue] {
        try enter(depth)
        var elements: [JSONValue] = []
        skipWhiteSpace()
        if skip(UInt8(ascii: "]")) { return elements }
        while true {
            elements.append(try value(depth: depth))
            skipWhiteSpace()
            if skip(UInt8(ascii: "]")) { return elements }
            guard skip(UInt8(ascii: ",")) else { throw unexpected(.commaOrArrayEnd) }
        }
    }

    private mutating func object(depth: Int) throws(JSONTextError) -> JSONObject {
        try enter(depth)
        var members: [JSONObject.Member] = []
        var keys: Set<[UInt8]> = []
        skipWhiteSpace()
        if skip(UInt8(ascii: "}")) { return JSONObject(members) }
        while true {
            skipWhiteSpace()
            let start = index
            guard peek == UInt8(ascii: "\"") else { throw unexpected(members.isEmpty ? .keyOrEnd : .key) }
            let key = try string()
            guard keys.insert(Array(key.utf8)).inserted else { throw .duplicateKey(at: position(start)) }
            skipWhiteSpace()
            guard skip(UInt8(ascii: ":")) else { throw unexpected(.colon) }
            members.append(JSONObject.Member(key, try value(depth: depth)))
            skipWhiteSpace()
            if skip(UInt8(ascii: "}")) { return JSONObject(members) }
            guard skip(UInt8(ascii: ",")) else { throw unexpected(.commaOrObjectEnd) }
        }
    }

    /// Steps over the opening bracket, if the nesting allows it.
    private mutating func enter(_ depth: Int) throws(JSONTextError) {
        guard depth <= maximumDepth else { throw .tooDeep(limit: max(0, maximumDepth), at: position(index)) }
        index += 1
    }

    private mutating func string() throws(JSONTextError) -> String {
        let start = index
        index += 1
        var text: [UInt8] = []
        while true {
            let runStart = index
            while let byte = peek, byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { index += 1 }
            text += bytes[runStart..<index]
            guard let byte = peek else { throw unexpected(.stringEnd) }
            if byte < 0x20 { throw .rawControlCharacter(byte, at: position(index)) }
            if skip(UInt8(ascii: "\"")) { break }
            try escape(into: &text)
        }
        guard let string = String(validating: text, as: UTF8.self) else { throw .invalidUTF8(at: position(start)) }
        return string
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONTextError) {
        let start = index
        index += 1
        guard let letter = peek else { throw unexpected(.escape) }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(letter)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text += String(try escapedScalar(start: start)).utf8
        default: throw .invalidEscape(at: position(start))
        }
    }

    /// Reads the digits of the `\u` escape that began at `start`, and the second escape of a surrogate pair.
    private mutating func escapedScalar(start: Int) throws(JSONTextError) -> Unicode.Scalar {
        let first = try codeUnit(start: start)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard UTF16.isLeadSurrogate(first) else { throw .loneSurrogate(at: position(start)) }
        let second = index
        guard skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) else {
            if index == bytes.endIndex { throw unexpected(.escape) }
            throw .loneSurrogate(at: position(start))
        }
        let trail = try codeUnit(start: second)
        // The two halves carry ten bits each above U+10000 (RFC 2781, section 2.2).
        guard UTF16.isTrailSurrogate(trail),
            let scalar = Unicode.Scalar(0x1_0000 + (UInt32(first & 0x3FF) << 10 | UInt32(trail & 0x3FF)))
        else { throw .loneSurrogate(at: position(start)) }
        return scalar
    }

    private mutating func codeUnit(start: Int) throws(JSONTextError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek else { throw unexpected(.escape) }
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw .invalidEscape(at: position(start))
            }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }

    private mutating func number() throws(JSONTextError) -> JSONValue {
        let start = index
        _ = skip(UInt8(ascii: "-"))
        if !skip(UInt8(ascii: "0")) { try digits() }
        var isInteger = true
        if skip(UInt8(ascii: ".")) {
            isInteger = false
            try digits()
        }
        if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
            isInteger = false
            if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
            try digits()
        }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        if isInteger, let integer = Int(text) { return .integer(integer) }
        guard let number = Double(text), number.isFinite else { throw .numberOutOfRange(at: position(start)) }
        return .number(number)
    }

    private mutating func digits() throws(JSONTextError) {
        let start = index
        while let byte = peek, Self.isDigit(byte) { index += 1 }
        guard index > start else { throw unexpected(.digit) }
    }

    private mutating func literal(_ name: String, _ value: JSONValue) throws(JSONTextError) -> JSONValue {
        for byte in name.utf8 {
            guard skip(byte) else { throw unexpected(.literal) }
        }
        return value
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    private var peek: UInt8? { index < bytes.endIndex ? bytes[index] : nil }

    private mutating func skip(_ byte: UInt8) -> Bool {
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipWhiteSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    private func unexpected(_ expected: JSONExpectation) -> JSONTextError {
        guard let byte = peek else { return .endOfText(expected: expected, at: position(index)) }
        return .unexpectedByte(byte, expected: expected, at: position(index))
    }

    private func position(_ index: Int) -> JSONPosition {
        let before = bytes[bytes.startIndex..<index]
        return JSONPosition(line: 1 + before.count { $0 == 0x0A }, byteOffset: before.count)
    }
}
