/// Cuts a text into words and normalises their forms.
public protocol Tokenizer: Sendable {
    /// Names the rules, so that an index built with others can be told apart, as in `words-1`.
    var identity: String { get }

    /// Appends the tokens of a text to a buffer, in ascending order of their disjoint source ranges.
    ///
    /// - Parameters:
    ///   - text: UTF-8. Bytes that are not valid UTF-8 separate words. What lies beyond 1 GiB is ignored.
    ///   - buffer: Where the tokens go; it need not be empty.
    func tokenize(_ text: Span<UInt8>, into buffer: inout TokenBuffer)
}
