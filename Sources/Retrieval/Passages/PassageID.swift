/// Names a passage within one generation of an index: its segment's passages count on from those of the segments before.
public struct PassageID: Hashable, Comparable, Sendable {
    public let rawValue: UInt32

    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    public static func < (left: PassageID, right: PassageID) -> Bool {
        left.rawValue < right.rawValue
    }
}
