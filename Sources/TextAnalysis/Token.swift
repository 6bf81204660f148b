/// A word of a text: where it stands, and its normalised form in the forms of a ``TokenBuffer``.
public struct Token: Hashable, Sendable {
    @usableFromInline let sourceStart: UInt32
    @usableFromInline let sourceEnd: UInt32
    @usableFromInline let formStart: UInt32
    @usableFromInline let formEnd: UInt32

    @usableFromInline
    init(sourceStart: UInt32, sourceEnd: UInt32, formStart: UInt32, formEnd: UInt32) {
        self.sourceStart = sourceStart
        self.sourceEnd = sourceEnd
        self.formStart = formStart
        self.formEnd = formEnd
    }

    /// The bytes of the text that the token covers; never empty, on scalar boundaries.
    @inlinable public var source: Range<Int> { Int(sourceStart)..<Int(sourceEnd) }

    /// The bytes of ``TokenBuffer/forms`` that hold the normalised form; never empty, at most 64 bytes.
    @inlinable public var form: Range<Int> { Int(formStart)..<Int(formEnd) }
}

/// The tokens of a text in ascending, disjoint order, with their forms in one arena.
///
/// The arena holds the text with its ASCII letters in lower case, in which most forms stand as they are, and behind it the forms that
/// were made otherwise.
///
/// Reuse a buffer for many texts: ``removeAll()`` keeps what it has allocated.
public struct TokenBuffer: Sendable {
    @usableFromInline var tokens: [Token] = []

    /// Bytes of which ``Token/form`` says which make a token's normalised form.
    public internal(set) var forms: [UInt8] = []

    /// Where the words of the text at hand are.
    var map = WordMap()

    /// Decomposed scalars of the word at hand, kept here so that its memory serves the next word.
    var scalars: [UInt32] = []

    /// Makes an empty buffer.
    public init() {}

    /// How many tokens the buffer holds.
    @inlinable public var count: Int { tokens.count }

    /// The indices of the tokens.
    @inlinable public var indices: Range<Int> { tokens.indices }

    /// The token at an index in `0 ..< count`.
    @inlinable public subscript(index: Int) -> Token { tokens[index] }

    /// The normalised form of the token at an index in `0 ..< count`: valid UTF-8, 1 to 64 bytes.
    @inlinable public func form(_ index: Int) -> ArraySlice<UInt8> { forms[tokens[index].form] }

    /// Removes all tokens and forms but keeps their memory.
    public mutating func removeAll() {
        tokens.removeAll(keepingCapacity: true)
        forms.removeAll(keepingCapacity: true)
    }

    /// Appends a text with its ASCII letters in lower case to `forms`; gives where it begins there.
    mutating func appendFolded(_ text: Span<UInt8>) -> Int {
        let start = forms.count
        forms.append(addingCapacity: text.count) { output in
            // Filled first and written then: so the compiler folds sixteen bytes at a time.
            output.append(repeating: 0, count: text.count)
            var folded = output.mutableSpan
            for index in 0..<text.count {
                let byte = text[index]
                folded[index] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
        }
        return start
    }

    /// Adds the token whose form is everything in `forms` from `formStart` on, unless that is nothing.
    mutating func addToken(source: Range<Int>, formStart: Int) {
        guard forms.count > formStart else { return }
        tokens.append(
            Token(
                sourceStart: UInt32(truncatingIfNeeded: source.lowerBound),
                sourceEnd: UInt32(truncatingIfNeeded: source.upperBound),
                formStart: UInt32(truncatingIfNeeded: formStart),
                formEnd: UInt32(truncatingIfNeeded: forms.count)))
    }
}
