internal import TextAnalysis

/// What a question asks about a subject: its treatment, symptoms, causes and so on.
///
/// A heading often names the intent in other words than the question does ("Prognosis" for "how long can I live with …").
/// The classes are small, hand-written sets of words; a question and a heading agree when they share a class.
struct IntentClasses: OptionSet, Hashable, Sendable {
    let rawValue: UInt32

    static let definition = IntentClasses(rawValue: 1)

    /// A class a line; the first is the definition, which a bare subject as question or heading means too.
    private static let table: [String] = [
        "definition define mean meaning information overview introduction about background history description summary name",
        "treatment treat therapy cure medication medicine drug manage management remedy surgery heal relieve relief",
        "symptom sign feel look",
        "cause reason etiology why origin due trigger",
        "diagnosis diagnose diagnostic test exam examination detect screening",
        "prevention prevent avoid protect protection stop",
        "risk danger dangerous safe safety susceptible harm harmful hazard chance",
        "outlook prognosis survival survive expectancy recover recovery fatal deadly long term last",
        "complication effect side problem reaction adverse consequence",
        "inherit inheritance genetic gene hereditary transmit passed mutation familial",
        "frequency prevalence incidence common rare affected often many",
        "stage phase grade",
        "research trial study studies",
        "cost price pay paid fee charge expensive cheap free insurance money",
        "step steps instruction guide tutorial procedure install setup configure",
        "requirement require need eligible eligibility qualify must",
        "contact phone email address call reach help support",
        "time when date deadline hour schedule duration",
        "place where location located",
        "benefit advantage help work effective effectiveness",
        "prepare preparation before ready beforehand",
        "after afterwards aftercare recovery",
    ]

    /// Words that ask nothing more than what something is.
    private static let neutralWords = "what is are was were do does mean means meant by called"

    /// The classes of each stem, for one analyzer.
    struct Lexicon: Sendable {
        private let classesOfStem: [[UInt8]: IntentClasses]
        private let neutralStems: Set<[UInt8]>

        init(analyzer: Analyzer) {
            let stemmer = analyzer.makeStemmer()
            var classes = [[UInt8]: IntentClasses](minimumCapacity: 256)
            for (number, line) in IntentClasses.table.enumerated() {
                for word in line.utf8.split(separator: UInt8(ascii: " ")) {
                    let stem = analyzer.term(of: Array(word)[...], using: stemmer)
                    classes[stem, default: []].insert(IntentClasses(rawValue: 1 << UInt32(number)))
                }
            }
            classesOfStem = classes
            neutralStems = Set(
                IntentClasses.neutralWords.utf8.split(separator: UInt8(ascii: " ")).map {
                    analyzer.term(of: Array($0)[...], using: stemmer)
                })
        }

        /// Whether a heading may have the word and still only name its subject.
        func isNeutral(_ stem: [UInt8]) -> Bool {
            neutralStems.contains(stem)
        }

        func classes(of stem: [UInt8]) -> IntentClasses {
            classesOfStem[stem] ?? []
        }
    }
}
