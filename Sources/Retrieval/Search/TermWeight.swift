/// The idf-free weight of a term in a passage: what the passage's fields make of its frequencies, 0 … 2.
///
///     tf = 4·title/(.7 + .3 L/pivot) + 8·heading/(.7 + .3 L/pivot) + body/(.25 + .75 L/pivot)
///     weight = tf/(1.2 + tf) · (1 + .25 [no title] + .75 [no headings]) + .25 [in the title] + .75 [in the headings]
///
/// Field weights inside one saturation follow Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple weighted
/// fields" (2004). The whole of it is fixed when the passage is indexed, so that one impact a posting is enough.
struct TermWeight {
    private let titleFactor: Double
    private let headingFactor: Double
    private let bodyFactor: Double
    private let missingFieldFactor: Double

    /// Lengths in terms, stop words not counted; 0 where the passage has no such field.
    init(titleLength: Int, headingLength: Int, bodyLength: Int) {
        typealias C = RankingConstants
        func factor(_ length: Int, share: Double, pivot: Double) -> Double {
            1 / ((1 - share) + share * Double(length) / pivot)
        }
        titleFactor = C.titleWeight * factor(titleLength, share: C.titleLengthShare, pivot: C.titlePivot)
        headingFactor = C.headingWeight * factor(headingLength, share: C.headingLengthShare, pivot: C.headingPivot)
        bodyFactor = factor(bodyLength, share: C.bodyLengthShare, pivot: C.bodyPivot)
        missingFieldFactor =
            1 + (titleLength == 0 ? C.missingTitleBonus : 0) + (headingLength == 0 ? C.missingHeadingBonus : 0)
    }

    /// The weight of a term that occurs so often in each field.
    func value(inTitle title: Int, inHeadings headings: Int, inBody body: Int) -> Double {
        typealias C = RankingConstants
        let frequency = titleFactor * Double(title) + headingFactor * Double(headings) + bodyFactor * Double(body)
        return frequency / (C.saturation + frequency) * missingFieldFactor
            + (title > 0 ? C.titlePresence : 0) + (headings > 0 ? C.headingPresence : 0)
    }
}
