/// The name of a query or of a document, as the judged sets give it.
///
/// Two identifiers are equal when they have the same bytes, as for every other tool that reads these files; unlike
/// `String`, canonically equivalent spellings differ. They are ordered by their bytes, which is the order of their code
/// points. `Subject` only keeps the two kinds apart.
public struct Identifier<Subject>: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
    public let text: String

    public init(_ text: String) { self.text = text }
    public init(stringLiteral text: String) { self.text = text }

    public static func == (left: Self, right: Self) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }
    public static func < (left: Self, right: Self) -> Bool { left.text.utf8.lexicographicallyPrecedes(right.text.utf8) }

    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
        // A byte that no text holds keeps neighbouring fields of a compound key apart.
        hasher.combine(UInt8.max)
    }
}

/// What a ``QueryID`` names.
public enum QuerySubject {}

/// What a ``DocumentID`` names.
public enum DocumentSubject {}

public typealias QueryID = Identifier<QuerySubject>
public typealias DocumentID = Identifier<DocumentSubject>
