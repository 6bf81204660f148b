/// Writes JSON text, byte for byte the same for the same calls.
///
/// ```swift
/// var writer = JSONWriter()
/// writer.object { writer in
///     writer.member("v", 1)
///     writer.member("question", "What is TENS?")
///     writer.member("score", 5.2149, decimals: 2)
///     writer.key("terms")
///     writer.array { writer in writer.string("tens") }
/// }
/// writer.newline()
/// ```
///
/// Members keep the order of the calls; there is no white space between tokens. Strings come out safe for a terminal
/// and for a script: control characters (C0, DEL and C1), the line and paragraph separators U+2028 and U+2029, and the
/// characters that turn the direction of writing are escaped. To call a method where JSON has no place for its result
/// (a value in an object without a key, a second value on a line) is a programmer's error and traps.
public struct JSONWriter: Sendable {
    private enum Place { case line, array, object }

    /// What has been written.
    public private(set) var bytes: [UInt8]
    private var place = Place.line
    private var isFirst = true
    private var hasKey = false

    /// A writer that goes on after `bytes`.
    public init(after bytes: consuming [UInt8] = []) { self.bytes = bytes }

    /// Ends a line of JSON Lines.
    public mutating func newline() {
        precondition(place == .line && !isFirst, "a line ends after its value")
        bytes.append(0x0A)
        isFirst = true
    }

    /// Writes `null`.
    public mutating func null() {
        beginValue()
        bytes += "null".utf8
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        beginValue()
        bytes += (value ? "true" : "false").utf8
    }

    /// Writes an integer in full.
    public mutating func integer(_ value: Int) {
        beginValue()
        bytes += String(value).utf8
    }

    /// Writes a number with exactly `decimals` places after the point, its exact value rounded half to even.
    ///
    /// What rounds to zero has no minus sign. What is not finite is `null`, since JSON has no other word for it.
    ///
    /// - Parameter decimals: 0 to 22; what lies outside counts as the nearer end.
    public mutating func number(_ value: Double, decimals: Int) {
        guard value.isFinite else { return null() }
        beginValue()
        bytes += FixedPoint.digits(of: value, decimals: decimals)
    }

    /// Writes a number with the fewest digits that read back as the same `Double`; `null` where it is not finite.
    public mutating func number(_ value: Double) {
        guard value.isFinite else { return null() }
        beginValue()
        bytes += value.description.utf8
    }

    /// Writes a string.
    public mutating func string(_ text: String) {
        beginValue()
        quote(text)
    }

    /// Writes a string that is at hand as bytes; every ill-formed piece of UTF-8 becomes U+FFFD.
    public mutating func string(utf8 text: [UInt8]) { string(String(decoding: text, as: UTF8.self)) }

    /// Writes a string that is at hand as bytes; every ill-formed piece of UTF-8 becomes U+FFFD.
    public mutating func string(utf8 text: ArraySlice<UInt8>) { string(String(decoding: text, as: UTF8.self)) }

    /// Writes an array of the values that `body` writes.
    public mutating func array<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try enclose(.array, UInt8(ascii: "["), UInt8(ascii: "]"), body)
    }

    /// Writes an object of the members that `body` writes.
    public mutating func object<Failure: Error>(
        _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        try enclose(.object, UInt8(ascii: "{"), UInt8(ascii: "}"), body)
    }

    /// Writes the key of the member whose value the next call writes. That no key comes twice is the caller's business.
    public mutating func key(_ key: String) {
        precondition(place == .object && !hasKey, "a key stands in an object, before one value")
        separate()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        hasKey = true
    }

    /// Writes a member whose value is a truth value, or `null`.
    public mutating func member(_ key: String, _ value: Bool?) {
        self.key(key)
        if let value { bool(value) } else { null() }
    }

    /// Writes a member whose value is an integer, or `null`.
    public mutating func member(_ key: String, _ value: Int?) {
        self.key(key)
        if let value { integer(value) } else { null() }
    }

    /// Writes a member whose value is a number with `decimals` places, or `null`; see ``number(_:decimals:)``.
    public mutating func member(_ key: String, _ value: Double?, decimals: Int) {
        self.key(key)
        if let value { number(value, decimals: decimals) } else { null() }
    }

    /// Writes a member whose value is a string, or `null`.
    public mutating func member(_ key: String, _ value: String?) {
        self.key(key)
        if let value { string(value) } else { null() }
    }

    /// Writes a member whose value is a string at hand as bytes; see ``string(utf8:)``.
    public mutating func member(_ key: String, utf8 value: [UInt8]) {
        self.key(key)
        string(utf8: value)
    }

    /// Writes a value that was read or put together, with the shortest form of its numbers.
    public mutating func value(_ value: JSONValue) {
        switch value {
        case .null: null()
        case .bool(let value): bool(value)
        case .integer(let value): integer(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let elements):
            array { writer in
                for element in elements { writer.value(element) }
            }
        case .object(let object):
            self.object { writer in
                for member in object.members {
                    writer.key(member.key)
                    writer.value(member.value)
                }
            }
        }
    }

    private mutating func enclose<Failure: Error>(
        _ inner: Place, _ open: UInt8, _ close: UInt8, _ body: (inout JSONWriter) throws(Failure) -> Void
    ) throws(Failure) {
        beginValue()
        let outer = place
        bytes.append(open)
        place = inner
        isFirst = true
        // However the body ends, by an error too, the text is well formed: whoever catches it may go on writing.
        defer {
            if hasKey { null() }
            bytes.append(close)
            place = outer
            isFirst = false
        }
        try body(&self)
    }

    private mutating func beginValue() {
        switch place {
        case .line:
            precondition(isFirst, "a line holds one value")
            isFirst = false
        case .array: separate()
        case .object:
            precondition(hasKey, "a value in an object stands after a key")
            hasKey = false
        }
    }

    private mutating func separate() {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
    }

    private mutating func quote(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes += "\\\"".utf8
            case "\\": bytes += "\\\\".utf8
            case "\n": bytes += "\\n".utf8
            case "\r": bytes += "\\r".utf8
            case "\t": bytes += "\\t".utf8
            case _ where Self.mustEscape(scalar):
                let digits = String(scalar.value, radix: 16)
                bytes += "\\u".utf8
                bytes += repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count)
                bytes += digits.utf8
            default: bytes += UTF8.encode(scalar)!
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    /// Whether a scalar, all of them below U+10000, acts on a terminal or a script instead of showing.
    ///
    /// The directional ones are those with the property Bidi_Control (Unicode Standard Annex 9, section 2).
    private static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x2028, 0x2029: true
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
