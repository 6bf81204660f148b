/// One way to complete the word before the cursor.
public struct Completion: Sendable, Equatable {
    /// What takes the word's place, a space behind it included where one is wanted.
    public var text: String

    /// What the list of candidates shows.
    public var display: String

    /// The offset in bytes of UTF-8 at which the word begins in the line; the word ends at the cursor.
    public var replaceFrom: Int

    public init(text: String, display: String, replaceFrom: Int) {
        self.text = text
        self.display = display
        self.replaceFrom = replaceFrom
    }
}
