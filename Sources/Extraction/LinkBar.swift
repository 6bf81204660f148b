/// How much of a block is links: one that is little else names other pages and says nothing.
struct LinkBar {
    /// A sentence may name a few things with links.
    private static let leastLinkCount = 3
    private static let leastShare = 0.8
    private static let leastShareOfNeighbours = 0.5
    /// What links to neighbouring pages say of themselves (HTML Living Standard, section 4.6.7, and what makers of manuals add).
    private static let neighbours: Set<String> = [
        "next", "prev", "previous", "up", "home", "contents", "index", "start", "first", "last",
    ]

    private var linkCount = 0
    private var neighbourCount = 0
    private var linkedByteCount = 0
    private var otherByteCount = 0

    /// A link begins; `relation` is its `rel`.
    mutating func begin(relation: String?) {
        linkCount += 1
        let words = relation?.lowercased().split(separator: " ") ?? []
        if words.contains(where: { Self.neighbours.contains(String($0)) }) { neighbourCount += 1 }
    }

    /// Text of the block; what stands between words does not count.
    ///
    /// - Returns: how many bytes of it are letters and digits.
    mutating func add(_ text: ArraySlice<UInt8>, isLinked: Bool) -> Int {
        let count = text.count { isLetter($0) || $0 >= 0x80 || (0x30...0x39).contains($0) }
        if isLinked { linkedByteCount += count } else { otherByteCount += count }
        return count
    }

    /// The same links with nothing of their text yet: what a block begins with that opens inside a link.
    var startingAnew: LinkBar {
        var links = self
        links.linkedByteCount = 0
        links.otherByteCount = 0
        return links
    }

    private func isLinked(by share: Double) -> Bool {
        Double(linkedByteCount) >= share * Double(linkedByteCount + otherByteCount)
    }

    /// Whether the block is links and little else.
    var isAll: Bool { linkCount >= Self.leastLinkCount && isLinked(by: Self.leastShare) }

    /// Whether the block leads to the pages before and behind this one.
    var leadOn: Bool { neighbourCount > 1 && isLinked(by: Self.leastShareOfNeighbours) }
}
