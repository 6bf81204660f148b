import TextAnalysis

/// The forms of a text's tokens.
func forms(_ text: String, language: Language = .english) -> [String] {
    forms(Array(text.utf8), language: language)
}

/// The forms of a byte sequence's tokens.
func forms(_ bytes: [UInt8], language: Language = .english) -> [String] {
    var buffer = TokenBuffer()
    WordTokenizer(language: language).tokenize(bytes.span, into: &buffer)
    return buffer.indices.map { String(decoding: buffer.form($0), as: UTF8.self) }
}

/// A language that must exist.
func language(_ name: String) -> Language {
    Language(named: name) ?? .english
}
