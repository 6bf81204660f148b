package import TextAnalysis

/// Numbers and units that are written in letters or in short: "two" and "2", "milligrams" and "mg".
package struct SameWords: Sendable {
    private let others: [[UInt8]: [[UInt8]]]

    package static func of(_ language: Language) -> SameWords? { language == .english ? english : nil }

    private static let english = SameWords(table)

    /// - Parameter table: a line has forms that mean the same, separated by spaces.
    init(_ table: String) {
        var others: [[UInt8]: [[UInt8]]] = [:]
        for line in table.split(separator: "\n") {
            let forms = line.split(separator: " ").map { Array($0.utf8) }
            for form in forms { others[form, default: []] += forms.filter { $0 != form } }
        }
        self.others = others
    }

    /// What else a form may be written as.
    package func of(_ form: [UInt8]) -> [[UInt8]] { others[form] ?? [] }

    // No line for "one", which mostly counts nothing, nor for units that are words of another sense ("in", "pound").
    static let table = """
        two 2 twice
        three 3
        four 4
        five 5
        six 6
        seven 7
        eight 8
        nine 9
        ten 10
        eleven 11
        twelve 12 dozen
        thirteen 13
        fourteen 14
        fifteen 15
        sixteen 16
        seventeen 17
        eighteen 18
        nineteen 19
        twenty 20
        thirty 30
        forty 40
        fifty 50
        sixty 60
        seventy 70
        eighty 80
        ninety 90
        hundred 100
        thousand 1000
        million 1000000
        first 1st
        second 2nd
        third 3rd
        fourth 4th
        fifth 5th
        percent percentage
        mg milligram milligrams milligramme milligrammes
        kg kilogram kilograms kilo kilos
        g gram grams gramme grammes
        ml millilitre millilitres milliliter milliliters
        km kilometre kilometres kilometer kilometers
        cm centimetre centimetres centimeter centimeters
        mm millimetre millimetres millimeter millimeters
        min mins minute minutes
        h hr hrs hour hours
        kb kib kilobyte kilobytes
        mb mib megabyte megabytes
        gb gib gigabyte gigabytes
        tb tib terabyte terabytes
        """
}
