import CLibStemmer

/// Reduces words to stems by the Snowball algorithm of a language; English is Porter2 (Porter 2001).
///
/// Holds the working memory of the C library, so each thread needs one of its own.
@safe public final class Stemmer {
    /// The language whose algorithm is applied.
    public let language: Language

    private let handle: OpaquePointer?

    /// Makes a stemmer; where the installed library lacks the language, every word is its own stem.
    ///
    /// - Parameter language: The language of the words.
    public init(language: Language) {
        self.language = language
        unsafe handle = sb_stemmer_new(language.name, "UTF_8")
    }

    deinit {
        unsafe sb_stemmer_delete(handle)
    }

    /// The stem of a word.
    ///
    /// - Parameter form: A form as a ``Tokenizer`` makes it.
    public func stem(_ form: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        appendStem(of: form, to: &result)
        return result
    }

    /// Appends the stem of a word to an array without other allocations.
    ///
    /// - Parameters:
    ///   - form: A form as a ``Tokenizer`` makes it.
    ///   - result: Where the stem's bytes go.
    public func appendStem(of form: ArraySlice<UInt8>, to result: inout [UInt8]) {
        guard !form.isEmpty, let length = Int32(exactly: form.count) else { return }
        unsafe form.withUnsafeBufferPointer { word in
            guard let handle = unsafe handle, let stem = unsafe sb_stemmer_stem(handle, word.baseAddress, length) else {
                // Without memory, or without an algorithm, the word itself is the only stem we can give.
                unsafe result.append(contentsOf: word)
                return
            }
            let stemLength = unsafe Int(sb_stemmer_length(handle))
            unsafe result.append(contentsOf: UnsafeBufferPointer(start: stem, count: stemLength))
        }
    }
}
