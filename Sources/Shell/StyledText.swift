/// A line of output, or text that is to become lines: runs of text with what is to be done to them.
///
/// This is the one way from any text to the output: a run neutralises what it is made of, and only ``rendered(_:)`` writes
/// control sequences.
struct StyledText {
    struct Run {
        let text: String
        var isEmphasised = false
        /// A URL in ASCII without control characters.
        var link: String?

        /// - Parameter text: whatever it holds; it stands in one line, so newlines are escaped like other controls.
        init(_ text: String, isEmphasised: Bool = false, link: String? = nil) {
            self.text = SafeText.neutralise(text, keepsLayout: false)
            self.isEmphasised = isEmphasised
            self.link = link.map { SafeText.neutralise($0, keepsLayout: false) }
        }

        /// A part of a run's text, which has been neutralised already; joiners would not survive that alone.
        fileprivate init(part: some StringProtocol, of run: Run) {
            text = String(part)
            isEmphasised = run.isEmphasised
            link = run.link
        }
    }

    var runs: [Run] = []

    static let empty = StyledText()

    /// White space of any kind counts as a space.
    init(_ text: String = "", isEmphasised: Bool = false, link: String? = nil) {
        append(text, isEmphasised: isEmphasised, link: link)
    }

    mutating func append(_ text: String, isEmphasised: Bool = false, link: String? = nil) {
        let text = text.unicodeScalars.contains { Self.isLineSpace($0) } ? Self.folded(text) : text
        if !text.isEmpty { runs.append(Run(text, isEmphasised: isEmphasised, link: link)) }
    }

    /// Text in which words are emphasised.
    ///
    /// - Parameter emphasised: ranges of the UTF-8 of the neutralised text, which the closure is given; ascending, disjoint
    ///   and on scalar boundaries.
    init(_ text: String, emphasised: ([UInt8]) -> [Range<Int>]) {
        let whole = Run(Self.folded(text))
        let bytes = Array(whole.text.utf8)
        var end = 0
        func append(_ range: Range<Int>, _ isEmphasised: Bool) {
            guard !range.isEmpty else { return }
            var run = Run(part: String(decoding: bytes[range], as: UTF8.self), of: whole)
            run.isEmphasised = isEmphasised
            runs.append(run)
        }
        for range in emphasised(bytes) {
            append(end..<range.lowerBound, false)
            append(range, true)
            end = range.upperBound
        }
        append(end..<bytes.count, false)
    }

    private static func isLineSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "\n" || scalar == "\t" || scalar == "\r"
    }

    private static func folded(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { result.append(isLineSpace(scalar) ? " " : scalar) }
        return String(result)
    }

    /// The text alone.
    var text: String { runs.map(\.text).joined() }

    var width: Int { runs.reduce(0) { $0 + DisplayWidth.columns(of: $1.text) } }

    static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum.runs += right.runs
        return sum
    }

    static func spaces(_ count: Int) -> StyledText {
        StyledText(String(repeating: " ", count: max(0, count)))
    }

    /// The text without the spaces at its end.
    var withoutTrailingSpaces: StyledText {
        var result = self
        while let last = result.runs.popLast() {
            let kept = last.text.utf8.reversed().drop { $0 == 0x20 }.count
            if kept == 0 { continue }
            result.runs.append(Run(part: String(decoding: last.text.utf8.prefix(kept), as: UTF8.self), of: last))
            break
        }
        return result
    }

    /// As many whole words of the text as take no more than so many columns; of a first word that is longer, a part.
    func cut(to width: Int) -> StyledText {
        guard self.width > width else { return withoutTrailingSpaces }
        // Where the last word ends that fits whole: the run, and how many characters of it.
        var end: (run: Int, count: Int)?
        var limit = (run: 0, count: 0)
        var column = 0
        var isInWord = false
        scan: for (index, run) in runs.enumerated() {
            for (count, character) in run.text.enumerated() {
                if character == " ", isInWord { end = (index, count) }
                isInWord = character != " "
                column += DisplayWidth.columns(of: character)
                if column > width { break scan }
                limit = (index, count + 1)
            }
        }
        let last = end ?? limit
        var result = StyledText.empty
        for run in runs[..<last.run] { result.runs.append(run) }
        result.runs.append(Run(part: runs[last.run].text.prefix(last.count), of: runs[last.run]))
        return result.withoutTrailingSpaces
    }

    /// The text with only `kept` of the spaces that it starts with in a run of their own.
    func dropping(spaces count: Int, keeping kept: Int = 0) -> StyledText {
        var result = self
        if let first = result.runs.first, first.text == String(repeating: " ", count: count) {
            result.runs.removeFirst()
        }
        return .spaces(kept) + result
    }

    // MARK: Lines

    /// Breaks the text into lines, see ``DisplayWidth/wrap(_:width:indent:hanging:)``.
    func wrapped(width: Int, indent: Int = 0, hanging: Int? = nil) -> [StyledText] {
        let hanging = hanging ?? indent
        var lines: [StyledText] = []
        var line = StyledText.empty
        var column = indent
        for word in words {
            let gap = word.followsSpace && !line.runs.isEmpty ? 1 : 0
            // A word that fits in no line, a path or an address, is left whole for whoever copies it; it starts where it comes.
            let fitsNowhere = word.width > width - hanging && column < width / 2
            if !line.runs.isEmpty, column + gap + word.width > width, !fitsNowhere {
                lines.append(.spaces(lines.isEmpty ? indent : hanging) + line)
                line = .empty
                column = hanging
            } else if gap > 0 {
                line.runs.append(Run(" "))
                column += 1
            }
            line.runs += word.runs
            column += word.width
        }
        if !line.runs.isEmpty { lines.append(.spaces(lines.isEmpty ? indent : hanging) + line) }
        return lines
    }

    private struct Word {
        var runs: [Run] = []
        var width = 0
        var followsSpace: Bool
    }

    /// The pieces between which a line may break.
    private var words: [Word] {
        var words: [Word] = []
        var word = Word(followsSpace: false)
        var last: (character: Character, isWide: Bool)?
        func end(followsSpace: Bool) {
            if !word.runs.isEmpty { words.append(word) }
            word = Word(followsSpace: followsSpace || word.runs.isEmpty && word.followsSpace)
        }
        for run in runs {
            var piece = ""
            func endPiece() {
                if !piece.isEmpty { word.runs.append(Run(part: piece, of: run)) }
                piece = ""
            }
            for character in run.text {
                if character == " " {
                    endPiece()
                    end(followsSpace: true)
                    last = nil
                    continue
                }
                let columns = DisplayWidth.columns(of: character)
                if let last, Self.mayBreak(between: last.character, last.isWide, and: character, columns == 2) {
                    endPiece()
                    end(followsSpace: false)
                }
                piece.append(character)
                word.width += columns
                last = (character, columns == 2)
            }
            endPiece()
        }
        end(followsSpace: false)
        return words
    }

    /// Between wide characters and their neighbours lines may break, but not before what closes or after what opens.
    private static func mayBreak(
        between left: Character, _ isLeftWide: Bool, and right: Character, _ isRightWide: Bool
    ) -> Bool {
        guard isLeftWide || isRightWide, !"([{「『（〈《【〔［｛“‘".contains(left) else { return false }
        return isRightWide ? !"、。，．：；？！」』）〉》】〕］｝ーゝ々".contains(right) : right.isLetter || right.isNumber
    }

    /// Lines of pieces that stay whole wherever one line can hold them.
    ///
    /// - Parameter pieces: with the spaces that separate each from the one before it in the same line.
    static func flow(_ pieces: [(gap: Int, text: StyledText)], width: Int, indent: Int, hanging: Int) -> [StyledText] {
        var lines: [StyledText] = []
        var line = StyledText.empty
        var column = indent
        for (gap, text) in pieces where !text.runs.isEmpty {
            if !line.runs.isEmpty {
                if column + gap + text.width <= width {
                    line = line + .spaces(gap) + text
                    column += gap + text.width
                    continue
                }
                lines.append(.spaces(lines.isEmpty ? indent : hanging) + line)
                line = .empty
                column = hanging
            }
            var parts = text.wrapped(width: width - column)
            line = parts.popLast() ?? .empty
            for part in parts { lines.append(.spaces(lines.isEmpty ? indent : hanging) + part) }
            column = (lines.isEmpty ? indent : hanging) + line.width
        }
        if !line.runs.isEmpty { lines.append(.spaces(lines.isEmpty ? indent : hanging) + line) }
        return lines
    }

    // MARK: Output

    /// The text as it goes out, with the control sequences that the style allows.
    func rendered(_ style: Style) -> String {
        let hasColour = style.hasColour && !style.isPlain
        var result = ""
        for run in runs {
            let link = hasColour && style.hasLinks ? run.link : nil
            if let link { result += "\u{1B}]8;;\(link)\u{1B}\\" }
            // SGR 1 and 22 (ECMA-48, 8.3.117): bold, and neither bold nor faint.
            result += hasColour && run.isEmphasised ? "\u{1B}[1m\(run.text)\u{1B}[22m" : run.text
            if link != nil { result += "\u{1B}]8;;\u{1B}\\" }
        }
        return result
    }
}

extension [StyledText] {
    /// The lines as they go out, each with its line feed.
    func rendered(_ style: Style) -> String {
        map { $0.rendered(style) + "\n" }.joined()
    }

    static func line(_ text: String) -> [StyledText] { [StyledText(text)] }
}
