/// What Tab does with the candidates: what it inserts, and how it lists them. Pure.
struct CompletionList {
    /// The most candidates that are listed.
    static let maximumListedCount = 60

    var candidates: [Completion]

    /// What takes the place of `word`, or `nil` when nothing is gained by inserting.
    ///
    /// A single candidate is inserted; of several, what all their texts begin with, where that is longer than the word
    /// and all begin at the same place.
    func insertion(for word: String) -> String? {
        guard let first = candidates.first else { return nil }
        if candidates.count == 1 { return first.text == word ? nil : first.text }
        guard candidates.allSatisfy({ $0.replaceFrom == first.replaceFrom }) else { return nil }
        // By scalars and not by characters: "e" is no common beginning of "e" and "é" written as two scalars.
        var common = Array(first.text.unicodeScalars)
        for candidate in candidates.dropFirst() {
            let same = zip(common, candidate.text.unicodeScalars).prefix { $0 == $1 }.count
            common.removeLast(common.count - same)
        }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: common)
        let insertion = String(text)
        return insertion.utf8.count > word.utf8.count ? insertion : nil
    }

    /// The rows of the list in a window of `columnCount` columns: in columns, read downwards, with two spaces between. The
    /// first few, where they take more than half of the window, have rows of their own, so that the others need not.
    ///
    /// - Parameter width: The columns that a text takes.
    func rows(columnCount: Int, width: (String) -> Int) -> [String] {
        let all = candidates.prefix(Self.maximumListedCount).map { Self.neutralised($0.display) }
        let wideRows = Array(all.prefix { width($0) > columnCount / 2 })
        let listed = Array(all.dropFirst(wideRows.count))
        let widest = listed.map(width).max() ?? 0
        // One column stays free, for some terminals go to the next row when the last is filled.
        let perRow = max(1, (columnCount - 1 + 2) / (widest + 2))
        let rowCount = (listed.count + perRow - 1) / perRow
        var rows =
            wideRows
            + (0..<rowCount).map { row in
                var text = ""
                for index in stride(from: row, to: listed.count, by: rowCount) {
                    text += listed[index]
                    if index + rowCount < listed.count {
                        text += String(repeating: " ", count: widest + 2 - width(listed[index]))
                    }
                }
                return text
            }
        if candidates.count > all.count { rows.append("… and \(candidates.count - all.count) more") }
        return rows
    }

    /// The text with everything replaced that could move the cursor or turn the writing direction.
    static func neutralised(_ text: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: scalars.append("\u{FFFD}")
            case .format where scalar.properties.isBidiControl: scalars.append("\u{FFFD}")
            default: scalars.append(scalar)
            }
        }
        return String(scalars)
    }
}
