/// A JSON value.
///
/// Two values are equal when they hold the same bytes: unlike `String`, canonically equivalent spellings of a text
/// differ, as they do in every other JSON tool. An integer never equals a number with a fraction or an exponent.
public enum JSONValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number written without fraction and exponent that `Int` can hold.
    case integer(Int)
    /// Any other number: the nearest finite `Double`.
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The truth value, if this is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The integer, if this is one.
    public var integer: Int? { if case .integer(let value) = self { value } else { nil } }

    /// The number, if this is one, whether written as an integer or not.
    public var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// The text, if this is a string.
    public var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The elements, if this is an array.
    public var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }

    /// The object, if this is one.
    public var object: JSONObject? { if case .object(let value) = self { value } else { nil } }

    public static func == (left: JSONValue, right: JSONValue) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.integer(let left), .integer(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }
}

/// A JSON object: members in the order in which they were written.
///
/// Two objects are equal when they have equal members in the same order.
public struct JSONObject: Sendable, Equatable {
    /// A key and its value.
    public struct Member: Sendable, Equatable {
        public let key: String
        public let value: JSONValue

        public init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }

        public static func == (left: Member, right: Member) -> Bool {
            left.key.utf8.elementsEqual(right.key.utf8) && left.value == right.value
        }
    }

    /// The members in order. ``JSONReader`` makes sure that no key comes twice.
    public let members: [Member]

    public init(_ members: [Member]) { self.members = members }

    /// The value of the first member with exactly the bytes of `key`, or nil. Cost: linear in the members.
    public subscript(key: String) -> JSONValue? {
        members.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
    }
}
