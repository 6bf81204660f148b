/// A place in the bytes that were read.
public struct JSONPosition: Sendable, Hashable {
    /// The line, from 1; LF ends a line.
    public let line: Int
    /// The bytes before this place, from the start of what was read.
    public let byteOffset: Int

    public init(line: Int, byteOffset: Int) {
        self.line = line
        self.byteOffset = byteOffset
    }
}

/// Why bytes are not JSON text, and where.
public enum JSONTextError: Error, Sendable, Hashable {
    /// The text stops where `expected` should stand.
    case endOfText(expected: JSONExpectation, at: JSONPosition)
    /// `found` stands where `expected` should stand.
    case unexpectedByte(UInt8, expected: JSONExpectation, at: JSONPosition)
    /// Something other than white space follows the value.
    case trailingContent(at: JSONPosition)
    /// Arrays and objects are nested more deeply than `limit`.
    case tooDeep(limit: Int, at: JSONPosition)
    /// A key comes twice in one object.
    case duplicateKey(at: JSONPosition)
    /// A control character stands unescaped in a string.
    case rawControlCharacter(UInt8, at: JSONPosition)
    /// A backslash is not followed by one of the escapes of JSON.
    case invalidEscape(at: JSONPosition)
    /// A `\u` escape of half a surrogate pair lacks the other half.
    case loneSurrogate(at: JSONPosition)
    /// The string that starts here is not valid UTF-8.
    case invalidUTF8(at: JSONPosition)
    /// The number that starts here is too large for a `Double`.
    case numberOutOfRange(at: JSONPosition)

    /// Where the text is wrong.
    public var position: JSONPosition {
        switch self {
        case .endOfText(_, let position), .unexpectedByte(_, _, let position), .trailingContent(let position),
            .tooDeep(_, let position), .duplicateKey(let position), .rawControlCharacter(_, let position),
            .invalidEscape(let position), .loneSurrogate(let position), .invalidUTF8(let position),
            .numberOutOfRange(let position):
            position
        }
    }

    /// What is wrong and how to mend it, without the place; it never quotes the text.
    public var problem: String {
        switch self {
        case .endOfText(let expected, _):
            "the text ends where \(expected.rawValue) is expected; it may have been cut off"
        case .unexpectedByte(let byte, let expected, _):
            "\(expected.rawValue) is expected, and byte \(Self.hexadecimal(byte)) stands there"
        case .trailingContent: "something follows the value; write one value, and in JSON Lines one a line"
        case .tooDeep(let limit, _): "arrays and objects are nested more than \(limit) deep; flatten them"
        case .duplicateKey: "a key comes twice in one object; keep one of them"
        case .rawControlCharacter(let byte, _):
            "control character \(Self.hexadecimal(byte)) stands bare in a string; write it as an escape"
        case .invalidEscape:
            "a backslash is not followed by an escape of JSON; write \\\\ for a backslash itself"
        case .loneSurrogate: "a \\u escape is half of a surrogate pair; write both halves"
        case .invalidUTF8: "a string is not valid UTF-8; convert the file to UTF-8"
        case .numberOutOfRange: "a number is too large; its magnitude must be below 1.8e308"
        }
    }

    private static func hexadecimal(_ byte: UInt8) -> String {
        "0x" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}

extension JSONTextError: CustomStringConvertible {
    /// The place and the problem in one line.
    public var description: String { "line \(position.line), byte \(position.byteOffset): \(problem)" }
}

/// What JSON text needs at some place.
public enum JSONExpectation: String, Sendable, Hashable {
    case value = "a value"
    case keyOrEnd = "a key in quotation marks or }"
    case key = "a key in quotation marks"
    case colon = "a colon"
    case commaOrArrayEnd = "a comma or ]"
    case commaOrObjectEnd = "a comma or }"
    case stringEnd = "a closing quotation mark"
    case escape = "the rest of an escape"
    case digit = "a digit"
    case literal = "true, false or null"
}
