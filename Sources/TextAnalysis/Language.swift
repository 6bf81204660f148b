/// A human language that the analyzer knows a stemmer for.
public struct Language: Hashable, Sendable {
    private let index: UInt8

    private init(index: Int) {
        self.index = UInt8(index)
    }

    /// Finds a language by its English name, its own name, or its ISO 639 code.
    ///
    /// Letter case does not matter, and a region after `-` or `_` is ignored: `english`, `en`, `en-GB`, `Deutsch`,
    /// `ger` and `deu` all name a language. Gives `nil` for any other name.
    ///
    /// - Parameter name: The name or code.
    public init?(named name: String) {
        let wanted = name.lowercased()
        let code = wanted.prefix { $0 != "-" && $0 != "_" }
        let found = Self.entries.firstIndex { entry in
            entry.name == wanted || entry.ownName == wanted || entry.codes.contains { $0 == code }
        }
        guard let found else { return nil }
        self.init(index: found)
    }

    /// Snowball's name of the language, as in `english`.
    public var name: String { Self.entries[Int(index)].name }

    /// The language's ISO 639-1 code, as in `en`.
    public var code: String { Self.entries[Int(index)].codes[0] }

    /// English, the language of an analyzer that is told nothing else.
    public static let english = all.first { $0.name == "english" } ?? Language(index: 0)

    /// Every language, in alphabetical order of the English names.
    public static let all: [Language] = entries.indices.map { Language(index: $0) }

    /// Whether numbers have a decimal comma and points between thousands.
    var hasDecimalComma: Bool { Self.entries[Int(index)].traits.contains(.decimalComma) }

    /// Whether an apostrophe separates two words, as in French *l'eau*.
    var elides: Bool { Self.entries[Int(index)].traits.contains(.elision) }

    /// Whether I and ı are one letter and İ and i another, and suffixes of names follow an apostrophe.
    var isTurkish: Bool { name == "turkish" }

    /// Whether a number with a point is an ordinal, as in German *3. Mai*.
    var writesOrdinalsWithPoint: Bool { Self.entries[Int(index)].traits.contains(.pointedOrdinals) }

    /// A text in lower case as the language has it: in Turkish I becomes ı, and İ i.
    public func lowercased(_ text: String) -> String {
        guard isTurkish else { return text.lowercased() }
        return String(text.map { $0 == "I" ? "ı" : $0 == "İ" ? "i" : $0 }).lowercased()
    }

    private struct Traits: OptionSet {
        let rawValue: UInt8
        static let decimalComma = Traits(rawValue: 1)
        static let elision = Traits(rawValue: 2)
        static let pointedOrdinals = Traits(rawValue: 4)
    }

    private struct Entry {
        let name: String
        let ownName: String
        let codes: [String]
        let traits: Traits
    }

    private static let entries: [Entry] = [
        Entry(name: "arabic", ownName: "العربية", codes: ["ar", "ara"], traits: []),
        Entry(name: "armenian", ownName: "հայերեն", codes: ["hy", "hye", "arm"], traits: .decimalComma),
        Entry(
            name: "basque", ownName: "euskara", codes: ["eu", "eus", "baq"], traits: [.decimalComma, .pointedOrdinals]),
        Entry(name: "catalan", ownName: "català", codes: ["ca", "cat"], traits: [.decimalComma, .elision]),
        Entry(name: "danish", ownName: "dansk", codes: ["da", "dan"], traits: [.decimalComma, .pointedOrdinals]),
        Entry(name: "dutch", ownName: "nederlands", codes: ["nl", "nld", "dut"], traits: .decimalComma),
        Entry(name: "english", ownName: "english", codes: ["en", "eng"], traits: []),
        Entry(name: "finnish", ownName: "suomi", codes: ["fi", "fin"], traits: [.decimalComma, .pointedOrdinals]),
        Entry(name: "french", ownName: "français", codes: ["fr", "fra", "fre"], traits: [.decimalComma, .elision]),
        Entry(
            name: "german", ownName: "deutsch", codes: ["de", "deu", "ger"], traits: [.decimalComma, .pointedOrdinals]),
        Entry(name: "greek", ownName: "ελληνικά", codes: ["el", "ell", "gre"], traits: .decimalComma),
        Entry(name: "hindi", ownName: "हिन्दी", codes: ["hi", "hin"], traits: []),
        Entry(name: "hungarian", ownName: "magyar", codes: ["hu", "hun"], traits: [.decimalComma, .pointedOrdinals]),
        Entry(name: "indonesian", ownName: "bahasa indonesia", codes: ["id", "ind"], traits: .decimalComma),
        Entry(name: "irish", ownName: "gaeilge", codes: ["ga", "gle"], traits: []),
        Entry(name: "italian", ownName: "italiano", codes: ["it", "ita"], traits: [.decimalComma, .elision]),
        Entry(name: "lithuanian", ownName: "lietuvių", codes: ["lt", "lit"], traits: .decimalComma),
        Entry(name: "nepali", ownName: "नेपाली", codes: ["ne", "nep"], traits: []),
        Entry(
            name: "norwegian", ownName: "norsk", codes: ["no", "nor", "nb", "nn", "nob", "nno"],
            traits: [.decimalComma, .pointedOrdinals]),
        Entry(name: "portuguese", ownName: "português", codes: ["pt", "por"], traits: .decimalComma),
        Entry(name: "romanian", ownName: "română", codes: ["ro", "ron", "rum"], traits: .decimalComma),
        Entry(name: "russian", ownName: "русский", codes: ["ru", "rus"], traits: .decimalComma),
        Entry(name: "serbian", ownName: "srpski", codes: ["sr", "srp"], traits: [.decimalComma, .pointedOrdinals]),
        Entry(name: "spanish", ownName: "español", codes: ["es", "spa"], traits: .decimalComma),
        Entry(name: "swedish", ownName: "svenska", codes: ["sv", "swe"], traits: .decimalComma),
        Entry(name: "tamil", ownName: "தமிழ்", codes: ["ta", "tam"], traits: []),
        Entry(name: "turkish", ownName: "türkçe", codes: ["tr", "tur"], traits: [.decimalComma, .pointedOrdinals]),
        Entry(name: "yiddish", ownName: "ייִדיש", codes: ["yi", "yid"], traits: []),
    ]
}
