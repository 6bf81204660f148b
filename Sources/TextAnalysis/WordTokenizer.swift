/// Cuts a text into words of letters, marks and digits, and normalises them.
///
/// A form is case-folded (ß → ss, ς → σ), in NFC whatever the text is in, keeps its accents and has at most 64 bytes.
/// Soft hyphens, zero-width characters and variation selectors vanish. The rules, with examples:
///
/// | text | forms |
/// |---|---|
/// | x-ray, and/or | x ray, and or |
/// | John's, John’s | john |
/// | don't, O’Neill | dont, oneill |
/// | l'eau (French, Italian, Catalan) | l eau |
/// | İzmir'de (Turkish) | izmir |
/// | U.S., e.g. (single letters between points) | us, eg |
/// | 10,000 and 1,234.5 (German: 10.000 and 1.234,5) | 10000, 1234.5 |
/// | 3.5 (German: 3,5 too), 1.2.3 | 3.5, 1.2.3 |
/// | 10 000 with no-break or thin spaces | 10000 |
/// | 500mg, 5µg, 2.5kg | 500 mg, 5 μg, 2.5 kg |
/// | covid19, B12, 1990s, 3D | covid19, b12, 1990s, 3d |
/// | CO₂, m² | co2, m |
/// | 東京 (also kana, Thai, Lao, Khmer, Burmese, Yi) | 東 京 |
///
/// Takes one pass over the bytes and time linear in them, whatever they are.
public struct WordTokenizer: Tokenizer {
    /// Names the rules; a change of any form for any text changes it.
    public let identity = "words-1"

    /// Forms are cut to so many bytes, on a scalar boundary.
    public static let longestForm = 64

    private let isTurkish: Bool
    private let elides: Bool
    private let hasDecimalComma: Bool

    /// Decomposed scalars collected of one word: composing four into one still fills the longest form.
    private static let mostScalars = 4 * longestForm

    /// Makes a tokenizer with a language's rules for apostrophes, numbers and the letter I.
    ///
    /// - Parameter language: The language of the texts.
    public init(language: Language = .english) {
        isTurkish = language.isTurkish
        elides = language.elides
        hasDecimalComma = language.hasDecimalComma
    }

    public func tokenize(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
        // Positions are 32-bit; 1 GiB leaves room for forms that are longer than their source.
        let text = text.extracting(first: min(text.count, 1 << 30))
        buffer.map.read(text, caresForCapitalI: isTurkish)
        let folded = buffer.appendFolded(text)
        var index = 0
        while true {
            index = appendPlainWords(of: text, from: index, folded: folded, to: &buffer)
            guard index < text.count else { return }
            // What is no plain word begins here.
            index = appendToken(of: text, at: index, to: &buffer)
        }
    }

    /// Appends the word at `index`, whatever it is made of, or passes over what stands between words. Gives the index behind it.
    func appendToken(of text: Span<UInt8>, at index: Int, to buffer: inout TokenBuffer) -> Int {
        let byte = text[index]
        if byte >= 0x80 {
            let scalar = text.scalar(at: index)
            switch role(of: scalar.value) {
            case .word, .alone: return appendWord(of: text, from: index, to: &buffer)
            default: return index + scalar.byteCount
            }
        }
        if Self.separates(byte) { return index + 1 }
        return byte <= UInt8(ascii: "9")
            ? appendNumber(of: text, from: index, to: &buffer) : appendWord(of: text, from: index, to: &buffer)
    }

    /// Whether letters of ASCII fold to small letters of ASCII in the language.
    var foldsPlainly: Bool { !isTurkish }

    /// Whether a word of ASCII letters may go on with the byte behind them: a digit, an abbreviation's point, an apostrophe, or
    /// the beginning of something beyond ASCII.
    @inline(__always)
    static func mayGoOn(_ byte: UInt8, isSingle: Bool) -> Bool {
        byte >= 0x80 || byte &- 0x30 < 10 || byte == UInt8(ascii: "'") || byte == UInt8(ascii: ".") && isSingle
    }

    /// Whether a byte is ASCII and no letter or digit.
    @inline(__always)
    static func separates(_ byte: UInt8) -> Bool {
        byte < 0x80 && byte &- 0x30 >= 10 && (byte | 0x20) &- 0x61 >= 26
    }

    // MARK: Words

    /// How many tokens room is made for at a time.
    private static let tokenRoom = 256

    /// Appends words that are ASCII letters and digits up to a plain separator, as nearly all are in many languages, until
    /// something else begins. Their forms are where they stand in the folded text, which begins at `folded` in the forms.
    ///
    /// - Returns: Where that is, or the text's length.
    private func appendPlainWords(
        of text: Span<UInt8>, from start: Int, folded: Int, to buffer: inout TokenBuffer
    ) -> Int {
        var index = start
        var goesOn = true
        while goesOn {
            goesOn = false
            buffer.tokens.append(addingCapacity: Self.tokenRoom) { tokens in
                while !tokens.isFull {
                    index = buffer.map.start(from: index)
                    guard index < text.count, (text[index] | 0x20) &- 0x61 < 26, !(isTurkish && text[index] == 0x49)
                    else { return }
                    let end = buffer.map.end(from: index)
                    if end < text.count, endsInDoubt(text, from: index, to: end) { return }
                    tokens.append(
                        Token(
                            sourceStart: UInt32(truncatingIfNeeded: index), sourceEnd: UInt32(truncatingIfNeeded: end),
                            formStart: UInt32(truncatingIfNeeded: folded &+ index),
                            formEnd: UInt32(truncatingIfNeeded: folded &+ min(end, index &+ Self.longestForm))))
                    index = end
                }
                goesOn = true
            }
        }
        return index
    }

    /// Whether an ASCII word may go on behind `end`: with a letter beyond ASCII, an apostrophe or an abbreviation's point.
    private func endsInDoubt(_ text: Span<UInt8>, from start: Int, to end: Int) -> Bool {
        switch text[end] {
        case UInt8(ascii: "."): return end - start == 1
        case UInt8(ascii: "'"), UInt8(ascii: "I"): return true
        case 0x80...:
            let scalar = text.scalar(at: end).value
            return isApostrophe(scalar) || role(of: scalar) != .separator
        default: return false
        }
    }

    /// Appends the word that begins with the word scalar at `start`, whatever it is made of.
    private func appendWord(of text: Span<UInt8>, from start: Int, to buffer: inout TokenBuffer) -> Int {
        let formStart = buffer.forms.count
        if let (end, next) = scanWord(of: text, from: start, to: &buffer, composing: false) {
            buffer.addToken(source: start..<end, formStart: formStart)
            return next
        }
        buffer.forms.removeLast(buffer.forms.count - formStart)
        buffer.scalars.removeAll(keepingCapacity: true)
        guard let (end, next) = scanWord(of: text, from: start, to: &buffer, composing: true) else { return text.count }
        CaseFolding.composeWord(&buffer.scalars)
        for scalar in buffer.scalars {
            guard buffer.forms.count - formStart + utf8Length(scalar) <= Self.longestForm else { break }
            buffer.forms.appendScalar(scalar)
        }
        buffer.addToken(source: start..<end, formStart: formStart)
        return next
    }

    /// Walks over a word and collects its form: in `buffer.forms`, or when composing, decomposed in `buffer.scalars`.
    ///
    /// - Returns: Where the word's source ends and where to go on, or `nil` if the word needs composing and it was not
    ///   asked for.
    private func scanWord(
        of text: Span<UInt8>, from start: Int, to buffer: inout TokenBuffer, composing: Bool
    ) -> (end: Int, next: Int)? {
        let formStart = buffer.forms.count
        var isFull = false
        var isAlone = false
        var letterCount = 0
        // Stays true as long as the word is single letters with points between them.
        var isDotted = true
        var end = start
        var index = start
        while index < text.count {
            let scalar = text.scalar(at: index)
            let next = index + scalar.byteCount
            switch role(of: scalar.value) {
            case .ignorable:
                // It vanishes from the form, and from the source if nothing follows.
                index = next
                continue
            case .separator:
                if isAlone { return (end, index) }
                if isApostrophe(scalar.value) {
                    guard wordScalar(of: text, at: next) != nil else { return (end, index) }
                    if isPossessive(text, at: next) { return (end, next + 1) }
                    if elides { return (end, index) }
                    if isTurkish { return (end, endOfSuffix(of: text, from: next)) }
                    isDotted = false
                    index = next
                    continue
                }
                guard scalar.value == 0x2E, isDotted, letterCount == 1,
                    isSingleLetter(text, at: next)
                else { return (end, index) }
                letterCount = 0
                index = next
                continue
            case .alone:
                guard index == start else { return (end, index) }
                isAlone = true
            case .word:
                if isAlone { return (end, index) }
                letterCount += 1
                if letterCount > 1 || !abbreviates(scalar.value) { isDotted = false }
            case .mark:
                break
            }
            if composing {
                if buffer.scalars.count < Self.mostScalars {
                    CaseFolding.append(scalar.value, to: &buffer.scalars, foldingTurkish: isTurkish)
                }
            } else {
                guard let folded = simpleFolding(scalar.value) else { return nil }
                isFull = isFull || buffer.forms.count - formStart + utf8Length(folded) > Self.longestForm
                if !isFull { buffer.forms.appendScalar(folded) }
            }
            end = next
            index = next
        }
        return (end, index)
    }

    private func simpleFolding(_ value: UInt32) -> UInt32? {
        isTurkish && value == 0x49 ? 0x0131 : CaseFolding.simpleFolding(value)
    }

    private func role(of value: UInt32) -> ScalarTraits.Role {
        if value < 0x80 {
            let isWord = value &- 0x30 < 10 || (value | 0x20) &- 0x61 < 26
            return isWord ? .word : .separator
        }
        if value < 0x800, UnicodeTables.simpleFoldings[Int(value) - 0x80] != 0 { return .word }
        return ScalarTraits(value).role
    }

    /// The scalar at an index if it is one that words are made of.
    private func wordScalar(of text: Span<UInt8>, at index: Int) -> UInt32? {
        guard index < text.count else { return nil }
        let scalar = text.scalar(at: index)
        return role(of: scalar.value) == .word ? scalar.value : nil
    }

    /// The straight and typographic apostrophes, and the quotation marks and letters that are typed in their place.
    private func isApostrophe(_ value: UInt32) -> Bool {
        switch value {
        case 0x27, 0x2018, 0x2019, 0x201B, 0x02BB, 0x02BC, 0xFF07: return true
        default: return false
        }
    }

    /// Whether an `s` that ends a word stands at an index.
    private func isPossessive(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard text[index] | 0x20 == UInt8(ascii: "s") else { return false }
        return !continuesWord(text, at: index + 1)
    }

    /// Whether a word scalar can be an abbreviation by itself: no digit, and nothing of Hangul, where one letter in
    /// composed text is several in decomposed text.
    private func abbreviates(_ value: UInt32) -> Bool {
        switch value {
        case 0x30...0x39, 0x1100...0x11FF, 0xAC00...0xD7A3: return false
        default: return true
        }
    }

    /// Whether a letter that is a word by itself stands at an index.
    private func isSingleLetter(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard let letter = wordScalar(of: text, at: index), abbreviates(letter) else { return false }
        var next = index + text.scalar(at: index).byteCount
        while next < text.count {
            let scalar = text.scalar(at: next)
            let role = role(of: scalar.value)
            guard role == .mark || role == .ignorable else { break }
            // Further marks than any letter carries make it no abbreviation and must not cost time.
            guard next - index < Self.longestForm else { return false }
            next += scalar.byteCount
        }
        return !continuesWord(text, at: next)
    }

    private func continuesWord(_ text: Span<UInt8>, at index: Int) -> Bool {
        guard index < text.count else { return false }
        let scalar = text.scalar(at: index)
        switch role(of: scalar.value) {
        case .word, .mark, .ignorable: return true
        case .alone: return false
        case .separator: return isApostrophe(scalar.value) && wordScalar(of: text, at: index + scalar.byteCount) != nil
        }
    }

    /// Where the run of letters that begins at an index ends.
    private func endOfSuffix(of text: Span<UInt8>, from start: Int) -> Int {
        var index = start
        while index < text.count {
            let scalar = text.scalar(at: index)
            switch role(of: scalar.value) {
            case .word, .mark, .ignorable: index += scalar.byteCount
            case .separator, .alone: return index
            }
        }
        return index
    }

    // MARK: Numbers

    /// Units that are split from the number before them. Longer words stay: `3d`, `1990s`, `2nd`.
    private static let units: WordTable<Void> = {
        var table = WordTable<Void>()
        table.insert(
            words: """
                mg mcg ug ng kg ml dl cl ul cm mm nm um km ft lb lbs oz hz khz mhz ghz kb mb gb tb kib mib gib kw kwh mw mv kv \
                ma mah ms ns min mins hr hrs sec secs kcal cal kj kpa hpa mmhg mol mmol iu mph kmh px dpi rpm am pm
                """, ())
        return table
    }()

    /// Appends the number at `start`, or the word that a digit begins. Gives the index behind it.
    private func appendNumber(of text: Span<UInt8>, from start: Int, to buffer: inout TokenBuffer) -> Int {
        let formStart = buffer.forms.count
        var end = endOfDigits(of: text, from: start)
        let firstGroup = end
        appendDigits(of: text, in: start..<end, formStart: formStart, to: &buffer)

        if end - start <= 3, text[start] != UInt8(ascii: "0"), let mark = groupMark(of: text, at: end) {
            while isGroup(text, mark: mark, at: end) {
                let digits = end + mark.count
                appendDigits(of: text, in: digits..<digits + 3, formStart: formStart, to: &buffer)
                end = digits + 3
            }
        }
        let isGrouped = end > firstGroup
        if hasDecimalComma, let fraction = digits(of: text, behind: UInt8(ascii: ","), at: end),
            // 1,2,3 is a list.
            !(start > 1 && text[start - 1] == UInt8(ascii: ",") && isDigit(text, at: start - 2)),
            digits(of: text, behind: UInt8(ascii: ","), at: fraction.upperBound) == nil
        {
            appendFraction(of: text, fraction, formStart: formStart, to: &buffer)
            end = fraction.upperBound
        } else {
            while let fraction = digits(of: text, behind: UInt8(ascii: "."), at: end) {
                appendFraction(of: text, fraction, formStart: formStart, to: &buffer)
                end = fraction.upperBound
                if isGrouped { break }
            }
        }
        if end == firstGroup, end < text.count, isLetterOrMark(text, at: end), !isUnit(text, at: end) {
            buffer.forms.removeLast(buffer.forms.count - formStart)
            return appendWord(of: text, from: start, to: &buffer)
        }
        buffer.addToken(source: start..<end, formStart: formStart)
        return end
    }

    private func appendFraction(
        of text: Span<UInt8>, _ digits: Range<Int>, formStart: Int, to buffer: inout TokenBuffer
    ) {
        guard buffer.forms.count - formStart < Self.longestForm - 1 else { return }
        buffer.forms.append(UInt8(ascii: "."))
        appendDigits(of: text, in: digits, formStart: formStart, to: &buffer)
    }

    private func appendDigits(
        of text: Span<UInt8>, in range: Range<Int>, formStart: Int, to buffer: inout TokenBuffer
    ) {
        let room = Self.longestForm - (buffer.forms.count - formStart)
        for index in range.prefix(max(room, 0)) { buffer.forms.append(text[index]) }
    }

    private func isDigit(_ text: Span<UInt8>, at index: Int) -> Bool {
        index < text.count && text[index] &- 0x30 < 10
    }

    private func endOfDigits(of text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while isDigit(text, at: end) { end += 1 }
        return end
    }

    private func digits(of text: Span<UInt8>, behind point: UInt8, at index: Int) -> Range<Int>? {
        guard index < text.count, text[index] == point, isDigit(text, at: index + 1) else { return nil }
        return index + 1..<endOfDigits(of: text, from: index + 1)
    }

    /// What may stand between groups of three digits at an index: the language's mark, or a space that does not break.
    private func groupMark(of text: Span<UInt8>, at index: Int) -> (value: UInt32, count: Int)? {
        guard index < text.count else { return nil }
        let scalar = text.scalar(at: index)
        let comma: UInt32 = hasDecimalComma ? 0x2E : 0x2C
        switch scalar.value {
        case comma, 0xA0, 0x2009, 0x202F: return (scalar.value, scalar.byteCount)
        default: return nil
        }
    }

    private func isGroup(_ text: Span<UInt8>, mark: (value: UInt32, count: Int), at index: Int) -> Bool {
        guard index < text.count, text.scalar(at: index).value == mark.value else { return false }
        let digits = index + mark.count
        return isDigit(text, at: digits) && isDigit(text, at: digits + 1) && isDigit(text, at: digits + 2)
            && !isDigit(text, at: digits + 3)
    }

    /// Whether what follows a number makes it part of a word; an apostrophe does, for *1990's*.
    private func isLetterOrMark(_ text: Span<UInt8>, at index: Int) -> Bool {
        let scalar = text.scalar(at: index).value
        switch role(of: scalar) {
        case .word, .mark, .ignorable: return true
        case .alone: return false
        case .separator: return isApostrophe(scalar)
        }
    }

    /// Whether a unit and nothing more of the word stands at an index.
    private func isUnit(_ text: Span<UInt8>, at index: Int) -> Bool {
        var letters: [UInt8] = []
        var end = index
        // Both the micro sign and the Greek letter stand for micro.
        let first = text.scalar(at: index)
        if first.value == 0xB5 || first.value == 0x3BC {
            letters.append(UInt8(ascii: "u"))
            end += first.byteCount
        }
        while end < text.count, letters.count <= 4, (text[end] | 0x20) &- 0x61 < 26 {
            letters.append(text[end] | 0x20)
            end += 1
        }
        guard !continuesWord(text, at: end) else { return false }
        if letters.count == 1, end == index + 1 {
            // 5g and 5L are quantities; 5G, 3D and 10K are names.
            switch text[index] {
            case UInt8(ascii: "g"), UInt8(ascii: "l"), UInt8(ascii: "L"), UInt8(ascii: "m"): return true
            default: return false
            }
        }
        return Self.units[letters[...]] != nil
    }
}
