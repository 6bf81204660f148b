import CLibStemmer

/// Reduces words to stems by the Snowball algorithm of a language; English is Porter2 (Porter 2001).
///
/// Holds the working memory of the C library, so each thread needs one of its own.
@safe public final class Stemmer {
    /// The language whose algorithm is applied.
    public let language: Language

    private let handle: OpaquePointer?
    /// The same algorithm over single bytes, a fifth faster; of a language whose stems of ASCII words it gives too.
    private let asciiHandle: OpaquePointer?

    /// Makes a stemmer; where the installed library lacks the language, every word is its own stem.
    ///
    /// - Parameter language: The language of the words.
    public init(language: Language) {
        self.language = language
        unsafe handle = sb_stemmer_new(language.name, "UTF_8")
        unsafe asciiHandle = language == .english ? sb_stemmer_new(language.name, "ISO_8859_1") : nil
    }

    deinit {
        unsafe sb_stemmer_delete(handle)
        unsafe sb_stemmer_delete(asciiHandle)
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
    ///   - isASCII: Whether the form is known to be ASCII.
    ///   - result: Where the stem's bytes go.
    public func appendStem(of form: ArraySlice<UInt8>, isASCII: Bool = false, to result: inout [UInt8]) {
        guard !form.isEmpty, let length = Int32(exactly: form.count) else { return }
        if isASCII, language == .english, Self.keepsEnglish(form.span) {
            result += form
            return
        }
        unsafe form.withUnsafeBufferPointer { word in
            guard let handle = unsafe isASCII ? asciiHandle ?? handle : handle,
                let stem = unsafe sb_stemmer_stem(handle, word.baseAddress, length)
            else {
                // Without memory, or without an algorithm, the word itself is the only stem we can give.
                unsafe result.append(contentsOf: word)
                return
            }
            let stemLength = unsafe Int(sb_stemmer_length(handle))
            unsafe result.append(contentsOf: UnsafeBufferPointer(start: stem, count: stemLength))
        }
    }

    /// Whether an English word is its own stem by its last letters alone, as every fourth of a corpus's distinct words is: no step
    /// of Porter2 and none of its exceptions ends in them.
    private static func keepsEnglish(_ word: Span<UInt8>) -> Bool {
        guard word.count > 2 else { return false }
        let last = word[word.count - 1]
        let before = word[word.count - 2]
        for index in word.indices where word[index] == UInt8(ascii: "'") { return false }
        switch last {
        case UInt8(ascii: "c"): return before != UInt8(ascii: "i")
        case UInt8(ascii: "d"): return before != UInt8(ascii: "e")
        case UInt8(ascii: "e"), UInt8(ascii: "i"), UInt8(ascii: "s"), UInt8(ascii: "y"): return false
        case UInt8(ascii: "g"), UInt8(ascii: "t"): return before != UInt8(ascii: "n")
        case UInt8(ascii: "l"):
            return before != UInt8(ascii: "a") && before != UInt8(ascii: "u") && before != UInt8(ascii: "l")
        case UInt8(ascii: "m"): return before != UInt8(ascii: "s")
        case UInt8(ascii: "n"): return before != UInt8(ascii: "o")
        case UInt8(ascii: "r"): return before != UInt8(ascii: "e") && before != UInt8(ascii: "o")
        default: return true
        }
    }
}
