/// All that turns a text of one language into terms and sentences.
///
/// ```swift
/// let analyzer = Analyzer(language: .english)
/// let stemmer = analyzer.makeStemmer()
/// var tokens = TokenBuffer()
/// analyzer.tokenizer.tokenize(text.span, into: &tokens)
/// for index in tokens.indices where analyzer.stopWords.role(of: tokens.form(index)) != .stop {
///     let term = analyzer.term(of: tokens.form(index), using: stemmer)
/// }
/// ```
///
/// A term is a stem without accents, a surface a form without accents.
public struct Analyzer: Sendable {
    /// The language of the texts.
    public let language: Language
    /// Cuts texts into words.
    public let tokenizer: WordTokenizer
    /// Tells function words from content words.
    public let stopWords: StopWords
    /// Cuts texts into sentences.
    public let segmenter: SentenceSegmenter

    /// Makes the analyzer of a language.
    ///
    /// - Parameter language: The language of the texts.
    public init(language: Language = .english) {
        self.language = language
        tokenizer = WordTokenizer(language: language)
        stopWords = StopWords(language: language)
        segmenter = SentenceSegmenter(language: language, functionWords: stopWords)
    }

    /// Names everything that decides which terms a text has, as in `words-1 english stop-3`.
    public var identity: String { "\(tokenizer.identity) \(language.name) \(stopWords.identity)" }

    /// Makes a stemmer of the language; each thread needs one of its own.
    public func makeStemmer() -> Stemmer { Stemmer(language: language) }

    /// A form without its accents, as in `café` → `cafe`.
    ///
    /// - Parameter form: A form as ``tokenizer`` makes it, or a stem of one.
    public func fold(_ form: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        AccentFolding.appendFolded(form, to: &result)
        return result
    }

    /// The term of a form: its stem without accents.
    ///
    /// - Parameters:
    ///   - form: A form as ``tokenizer`` makes it.
    ///   - stemmer: A stemmer of the language.
    public func term(of form: ArraySlice<UInt8>, using stemmer: Stemmer) -> [UInt8] {
        var result: [UInt8] = []
        appendTerm(of: form, using: stemmer, to: &result)
        return result
    }

    /// Appends the term of a form; for an ASCII form the only allocations are those of `result`.
    ///
    /// - Parameters:
    ///   - form: A form as ``tokenizer`` makes it.
    ///   - stemmer: A stemmer of the language.
    ///   - result: Where the term's bytes go.
    public func appendTerm(of form: ArraySlice<UInt8>, using stemmer: Stemmer, to result: inout [UInt8]) {
        if form.allSatisfy({ $0 < 0x80 }) {
            // An ASCII word may still get a stem with letters beyond ASCII, though hardly any algorithm does that.
            let start = result.count
            stemmer.appendStem(of: form, isASCII: true, to: &result)
            guard result[start...].contains(where: { $0 >= 0x80 }) else { return }
            let folded = fold(result[start...])
            result.replaceSubrange(start..., with: folded)
        } else if language == .english {
            // Porter's algorithm knows no accents; the others do, and tell words apart by them.
            stemmer.appendStem(of: fold(form)[...], to: &result)
        } else {
            AccentFolding.appendFolded(stemmer.stem(form)[...], to: &result)
        }
    }
}
