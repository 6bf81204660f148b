import Documents

/// Parses subtitles (SubRip, and WebVTT as the W3C has it): what is said, in paragraphs that end with a sentence.
///
/// Numbers, times, settings and tags are left out. A cue that repeats the end of the one before, as captions that scroll do,
/// is left out too.
enum SubtitleParser {
    /// A paragraph is closed at the end of a sentence beyond so many bytes, and anyway beyond eight times as many.
    private static let paragraphByteCount = 300

    /// The document in the file whose bytes are `file`, or nil when it is binary.
    static func parse(_ file: [UInt8]) throws(ExtractionFailure) -> ParsedFile? {
        guard let source = SourceText(decoding: file) else { return nil }
        var builder = DocumentBuilder(source: source)
        var isOpen = false
        var isInCue = false
        var lastLine: [UInt8] = []
        for line in 1...source.lineCount {
            let range = source.range(ofLine: line)
            let bytes = source.bytes[range]
            if bytes.allSatisfy(isBlank) {
                isInCue = false
                continue
            }
            // Whatever stands before the times of a cue, its number, name or a note, is no speech.
            if contains(Array(bytes), "-->") {
                isInCue = true
                continue
            }
            guard isInCue, Array(bytes) != lastLine else { continue }
            lastLine = Array(bytes)
            if !isOpen {
                builder.begin(.paragraph, line: line)
                isOpen = true
            } else {
                builder.insert(" ".utf8)
            }
            copySpeech(of: range, in: source, to: &builder)
            let length = builder.openText.count
            let ends = builder.openText.last.map { [0x2E, 0x3F, 0x21].contains($0) } ?? false
            if length > paragraphByteCount && ends || length > 8 * paragraphByteCount {
                builder.finish()
                isOpen = false
            }
        }
        if builder.hasTooManyBlocks { throw ExtractionFailure(.tooManyBlocks) }
        return ParsedFile(builder.document(), source)
    }

    /// Adds a line without what stands in angle brackets.
    private static func copySpeech(of range: Range<Int>, in source: SourceText, to builder: inout DocumentBuilder) {
        var start = range.lowerBound
        while start < range.upperBound {
            guard let tag = source.bytes[start..<range.upperBound].firstIndex(of: 0x3C),
                let end = source.bytes[tag..<range.upperBound].firstIndex(of: 0x3E)
            else {
                builder.copy(start..<range.upperBound)
                return
            }
            if start < tag { builder.copy(start..<tag) }
            start = end + 1
        }
    }
}
