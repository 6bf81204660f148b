internal import Documents
internal import Retrieval
internal import TextAnalysis

/// "What about the second one?" behind an answer that is a list: that item is meant.
extension FollowUp {
    var listItem: Completion? {
        let items = talk.listedItems
        guard items.count > 1 else { return nil }
        for (index, word) in words.enumerated().dropFirst() where words[index - 1].key == "the" {
            guard let place = Self.place(named: word.key, of: items.count), items.indices.contains(place) else {
                continue
            }
            let next = index + 1 < words.count && !words[index + 1].isSetOff ? words[index + 1].key : ""
            let takesNoun = Self.nouns.contains(next)
            guard next.isEmpty || takesNoun || WordClasses.auxiliaries.contains(next) else { continue }
            let name = Self.name(of: items[place])
            guard !name.isEmpty else { return nil }
            let referent = Referent(text: name, kind: .unknown, isPlural: nil, isSure: true)
            let start = index - 1
            return Completion(
                question: utterance.text(replacing: [start: (takesNoun ? 3 : 2, name)]), referents: [referent],
                word: utterance.text(of: start..<(takesNoun ? index + 2 : index + 1)))
        }
        return nil
    }

    private static let nouns = WordSet("one item point option step entry choice")
    private static let places = [
        "first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "seventh": 6, "eighth": 7, "ninth": 8,
        "tenth": 9, "1st": 0, "2nd": 1, "3rd": 2, "4th": 3, "5th": 4,
    ]

    private static func place(named ordinal: String, of count: Int) -> Int? {
        ordinal == "last" ? count - 1 : places[ordinal]
    }

    /// What an item begins with, up to a comma, a colon or a bracket: enough to say which one it is.
    private static func name(of item: String) -> String {
        var end = item.startIndex
        while end < item.endIndex {
            let next = item.index(after: end)
            if "(–—".contains(item[end]) { break }
            if ",:;.".contains(item[end]), next == item.endIndex || item[next].isWhitespace { break }
            end = next
        }
        return item[..<end].split(whereSeparator: \.isWhitespace).prefix(longestName).joined(separator: " ")
    }

    /// In words.
    private static let longestName = 10
}

extension Quote {
    /// The items of a list that it quotes, without those of lists within it.
    var listItems: [String] {
        let items = pieces.filter { section.blocks[$0.block].kind == .listItem }
        let level = items.map { section.blocks[$0.block].level }.min()
        return items.filter { section.blocks[$0.block].level == level }.map(text(of:))
    }
}
