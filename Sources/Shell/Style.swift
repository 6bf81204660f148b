/// How output is to look.
public struct Style: Sendable {
    /// The width of lines where the output is no terminal.
    public static let widthWithoutTerminal = 72
    /// In a narrower window than this lines are wrapped as for this.
    static let leastWidth = 20

    /// Columns that a line may take.
    public var width: Int {
        didSet { width = max(width, Self.leastWidth) }
    }
    /// Key words are emphasised.
    public var hasColour: Bool
    /// Static linear text for screen readers: no emphasis, nothing that only makes sense in columns.
    public var isPlain: Bool
    /// Citations are hyperlinks (OSC 8); only with colour.
    public var hasLinks: Bool

    /// - Parameters:
    ///   - width: at least 20; less counts as 20.
    ///   - hasColour: without effect when `isPlain`.
    ///   - hasLinks: without effect unless there is colour.
    public init(
        width: Int = Style.widthWithoutTerminal, hasColour: Bool = false, isPlain: Bool = false, hasLinks: Bool = false
    ) {
        self.width = max(width, Self.leastWidth)
        self.hasColour = hasColour
        self.isPlain = isPlain
        self.hasLinks = hasLinks
    }
}
