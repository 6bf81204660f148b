public import Retrieval
internal import TextAnalysis

/// What the word before the cursor may become: a command, an argument of one, a document, a heading or a word of the corpus.
///
/// It stays quick on a corpus of any size: words come from the term dictionary, headings from a search, and the paths of the
/// documents are listed once for each generation of the index.
public final class LineCompletion {
    /// One way to complete the word.
    public struct Candidate: Equatable, Sendable {
        /// What takes the word's place.
        public let text: String
        /// What a list of candidates shows.
        public let display: String
        /// The offset in bytes of UTF-8 at which the word begins.
        public let start: Int
    }

    /// More candidates than this are of no use to anybody.
    static let limit = 200
    /// So many words are offered.
    static let wordLimit = 20
    /// So many headings are offered, before the words.
    static let headingLimit = 5
    /// A word of fewer letters is completed by too much.
    static let shortestWord = 2
    /// Headings are looked for among so many passages for each of so many completions of the last word.
    static let passagesSearched = 30, wordsSearched = 3

    private var paths: (snapshot: IndexSnapshot, names: [String])?

    public init() {}

    /// What may stand in place of the last word of a line that has been typed up to the cursor, best first.
    ///
    /// - Parameters:
    ///   - snapshot: the index to complete from; nil for none.
    ///   - files: names of files that begin as the given text does.
    public func candidates(
        for typed: String, snapshot: IndexSnapshot?, files: (_ typed: String) -> [String]
    ) -> [Candidate] {
        let start = typed.lastIndex(of: " ").map { typed.index(after: $0) } ?? typed.startIndex
        let word = String(typed[start...])
        let offset = typed[..<start].utf8.count
        func listed(_ texts: [String]) -> [Candidate] {
            texts.prefix(Self.limit).map { Candidate(text: $0, display: $0, start: offset) }
        }
        guard typed.first == ":" else {
            return snapshot.map { question(typed, word, offset, Searcher(snapshot: $0)) } ?? []
        }
        let words = typed.split(separator: " ")
        if offset == 0 {
            return Command.Name.allCases.filter { (":" + $0.rawValue).hasPrefix(word.lowercased()) }.map { name in
                let takesArgument = name.usage.contains(" ")
                return Candidate(
                    text: ":" + name.rawValue + (takesArgument ? " " : ""), display: ":" + name.rawValue, start: 0)
            }
        }
        // Which argument the cursor stands in, from 1.
        let place = word.isEmpty ? words.count : words.count - 1
        switch Command.Name(rawValue: words[0].dropFirst().lowercased()) {
        case .help where place == 1:
            let bare = word.hasPrefix(":") ? String(word.dropFirst()) : word
            return listed(
                Command.Name.allCases.map(\.rawValue).filter { $0.hasPrefix(bare) }.map {
                    (word.hasPrefix(":") ? ":" : "") + $0
                })
        case .set where place == 1:
            return Command.Setting.Key.allCases.map(\.rawValue).filter { $0.hasPrefix(word) }.map {
                Candidate(text: $0 + " ", display: $0, start: offset)
            }
        case .set where place == 2:
            switch Command.Setting.Key(rawValue: String(words[1])) {
            case .color, .plain, .gaps, .pager: return listed(["on", "off"].filter { $0.hasPrefix(word) })
            default: return []
            }
        case .in, .files:
            return (snapshot.map { documents(word, of: $0) } ?? []).prefix(Self.limit).map { path in
                // The folder stands in the line already.
                let name = path.dropLast().lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path[...]
                return Candidate(text: path, display: String(name), start: offset)
            }
        case .export:
            // Names of files may hold spaces, and the whole argument is one name.
            let name = String(typed.dropFirst(words[0].count).drop { $0 == " " })
            let nameOffset = typed.utf8.count - name.utf8.count
            return files(name).prefix(Self.limit).map { Candidate(text: $0, display: $0, start: nameOffset) }
        case .history:
            return snapshot.map { self.words(word, offset, Searcher(snapshot: $0)) } ?? []
        default: return []
        }
    }

    // MARK: Documents

    /// The paths that begin so, as far as the next folder.
    private func documents(_ typed: String, of snapshot: IndexSnapshot) -> [String] {
        let isNegated = typed.hasPrefix("!")
        let typed = isNegated ? String(typed.dropFirst()) : typed
        let depth = typed.count { $0 == "/" }
        var found: [String] = []
        for path in names(of: snapshot) where path.hasPrefix(typed) {
            let parts = path.split(separator: "/", omittingEmptySubsequences: false)
            let next = parts.prefix(depth + 1).joined(separator: "/") + (parts.count > depth + 1 ? "/" : "")
            // Paths ascend, so those of a folder come together.
            if next != found.last { found.append(next) }
        }
        return found.map { (isNegated ? "!" : "") + $0 }
    }

    private func names(of snapshot: IndexSnapshot) -> [String] {
        if let paths, paths.snapshot === snapshot { return paths.names }
        var names: Set<String> = []
        try? snapshot.forEachFile { _, path, _ in
            // A name with spaces or that is no text cannot be typed as a pattern.
            if let name = String(validating: path, as: UTF8.self), !name.contains(where: \.isWhitespace) {
                names.insert(name)
            }
            return true
        }
        let sorted = names.sorted()
        paths = (snapshot, sorted)
        return sorted
    }

    // MARK: Questions

    private func question(_ typed: String, _ word: String, _ offset: Int, _ searcher: Searcher) -> [Candidate] {
        let words = words(word, offset, searcher)
        return headings(typed, word, offset, words, searcher) + words
    }

    /// Words of the corpus, those in most passages first, written on as the word was begun.
    private func words(_ typed: String, _ offset: Int, _ searcher: Searcher) -> [Candidate] {
        // What opens a quotation or a parenthesis belongs to no word.
        let bare = typed.drop { !$0.isLetter && !$0.isNumber }
        guard bare.count >= Self.shortestWord,
            let words = try? searcher.words(beginningWith: String(bare), limit: Self.wordLimit)
        else { return [] }
        let start = offset + typed.utf8.count - bare.utf8.count
        let folded = Array(bare.lowercased().unicodeScalars)
        let isShouted = bare.count > 1 && bare == bare.uppercased() && bare != bare.lowercased()
        return words.map { word in
            var text = word
            if word.unicodeScalars.starts(with: folded), folded.count == bare.unicodeScalars.count {
                let rest = String(String.UnicodeScalarView(word.unicodeScalars.dropFirst(folded.count)))
                text = bare + (isShouted ? rest.uppercased() : rest)
            }
            return Candidate(text: text, display: text, start: start)
        }
    }

    /// Headings that begin with everything that has been typed, to be asked as they stand.
    private func headings(
        _ typed: String, _ word: String, _ offset: Int, _ words: [Candidate], _ searcher: Searcher
    ) -> [Candidate] {
        let before = typed[..<typed.index(typed.endIndex, offsetBy: -word.count)]
        guard !before.isEmpty else { return [] }
        let endings = word.isEmpty ? [""] : words.prefix(Self.wordsSearched).map(\.text)
        var found: [Candidate] = []
        let sought = typed.lowercased()
        for ending in endings {
            let query = searcher.query(before + ending)
            guard !query.isEmpty, let passages = try? searcher.topPassages(Self.passagesSearched, for: query) else {
                continue
            }
            for ranked in passages where found.count < Self.headingLimit {
                guard let passage = try? searcher.storedPassage(ranked.id), let heading = passage.section.headings.last,
                    heading.lowercased().hasPrefix(sought)
                else { continue }
                let rest = String(heading.dropFirst(before.count))
                let candidate = Candidate(text: rest, display: rest, start: offset)
                if rest.count > word.count, !found.contains(candidate) { found.append(candidate) }
            }
        }
        return found
    }
}
