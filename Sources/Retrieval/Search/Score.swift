/// A score, or a part of one, as a whole number of ten-thousandths of a point, so that parts add up to the last digit.
///
/// Ten points are what words alone can give, where every field is made of the question's; how they stand together can give
/// as much again. The scale does not depend on the question or the corpus, because each question's weights are divided by
/// their sum.
public struct Score: Hashable, Comparable, Sendable {
    public let tenThousandths: Int

    public init(tenThousandths: Int) {
        self.tenThousandths = tenThousandths
    }

    /// - Parameter share: 1 for ten points.
    init(share: Double) {
        tenThousandths = Int((share * 100_000).rounded())
    }

    public static let zero = Score(tenThousandths: 0)

    /// The score in points.
    public var points: Double { Double(tenThousandths) / 10_000 }

    public static func < (left: Score, right: Score) -> Bool { left.tenThousandths < right.tenThousandths }
    public static func + (left: Score, right: Score) -> Score {
        Score(tenThousandths: left.tenThousandths + right.tenThousandths)
    }
    public static func - (left: Score, right: Score) -> Score {
        Score(tenThousandths: left.tenThousandths - right.tenThousandths)
    }

    func scaled(by factor: Double) -> Score {
        Score(tenThousandths: Int((Double(tenThousandths) * factor).rounded()))
    }
}

extension Score: CustomStringConvertible {
    /// Points with four decimals, such as "3.2300".
    public var description: String {
        let magnitude = abs(tenThousandths)
        let fraction = String(magnitude % 10_000)
        return (tenThousandths < 0 ? "-" : "") + String(magnitude / 10_000) + "."
            + String(repeating: "0", count: 4 - fraction.count) + fraction
    }
}
