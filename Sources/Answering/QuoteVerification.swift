internal import Documents
internal import Retrieval

/// Whether a quote still stands in its source.
public enum CitationState: String, Sendable {
    /// Every quoted byte stands where the citation says.
    case verified
    /// The quote stands in the file, but elsewhere.
    case moved
    /// The file is there and no longer holds the quote, or not in its place and is too large to be searched.
    case changed
    /// The file is gone, or can no longer be read.
    case missing
}

/// Compares a quote with the bytes of its source as they are now. Whoever asks hands over the bytes: nothing is opened here.
public struct QuoteVerification: Sendable {
    public let state: CitationState
    /// Where the quote stands now; the citation's own places unless it moved.
    public let lines: ClosedRange<Int>?
    public let bytes: Range<Int>?
    /// Where the quote's header stands now, if it has one that stands further up.
    public let headerLines: ClosedRange<Int>?
    public let headerBytes: Range<Int>?

    /// - Parameter source: the file's bytes, or nil when it cannot be read.
    public init(of citation: Citation, source: [UInt8]?) {
        self.init(of: citation, in: source.map(SourceText.init))
    }

    /// - Parameter text: the file, or nil when it cannot be read.
    public init(of citation: Citation, in text: SourceText?) {
        guard let text else {
            self.init(.missing, citation)
            return
        }
        let source = text.bytes
        // A file that is the one that was indexed holds the quote. One that is read by extraction alone can say no more.
        let isIndexed = citation.document.contentHash != 0 && text.contentHash == citation.document.contentHash
        guard !isIndexed, !text.isPacked, let lines = citation.lines else {
            self.init(isIndexed ? .verified : .changed, citation)
            return
        }
        let runs = Self.quotedRuns(of: citation.quote.pieces, in: citation.quote.section)
        guard !runs.isEmpty else {
            self.init(ofWordsIn: citation, lines, text)
            return
        }
        // A header and its rows may move each by itself, as when rows are put in between.
        let headerRuns = Self.quotedRuns(of: citation.quote.header, in: citation.quote.section)
        guard let shift = Self.shift(of: runs, in: source), let headerShift = Self.shift(of: headerRuns, in: source)
        else {
            self.init(.changed, citation)
            return
        }
        guard shift != 0 || headerShift != 0 else {
            self.init(.verified, citation)
            return
        }
        let moved = Self.moved(citation.bytes, by: shift, in: text)
        let movedHeader = Self.moved(citation.headerBytes, by: headerShift, in: text)
        self.init(
            state: .moved, lines: moved.lines, bytes: moved.bytes,
            headerLines: movedHeader.lines ?? citation.headerLines,
            headerBytes: movedHeader.bytes)
    }

    /// By how many bytes the runs have moved, all of them by as many: 0 where they stand as they stood, or there are none; nil
    /// where they stand nowhere.
    private static func shift(of runs: [QuotedRun], in source: [UInt8]) -> Int? {
        func holds(shift: Int) -> Bool { runs.allSatisfy { $0.stands(in: source, at: $0.offset + shift) } }
        if holds(shift: 0) { return 0 }
        // The longest run is the least likely to stand somewhere by accident.
        guard let longest = runs.max(by: { $0.bytes.count < $1.bytes.count }) else { return nil }
        var from = 0
        while let found = QuotedText.firstOccurrence(of: longest.bytes[...], in: source[...], from: from) {
            if holds(shift: found - longest.offset) { return found - longest.offset }
            from = found + 1
        }
        return nil
    }

    /// Where bytes stand that have moved; nothing for none.
    private static func moved(
        _ bytes: Range<Int>?, by shift: Int, in text: SourceText
    ) -> (lines: ClosedRange<Int>?, bytes: Range<Int>?) {
        guard let bytes else { return (nil, nil) }
        let moved = (bytes.lowerBound + shift)..<(bytes.upperBound + shift)
        let first = text.lines.number(at: moved.lowerBound)
        return (first...max(first, text.lines.number(at: moved.upperBound - 1)), moved)
    }

    /// Of a source that does not hold the text as it is.
    private init(ofWordsIn citation: Citation, _ lines: ClosedRange<Int>, _ text: SourceText) {
        let source = text.bytes
        let quoted = QuotedText(of: citation.quote, isInJSON: citation.onlyLine != nil)
        // Nearly always it stands in the very lines; only where it does not, the whole file is searched.
        let isDocument = citation.onlyLine != nil
        let range = isDocument ? text.documentLines.range(of: lines) : text.lines.range(of: lines)
        if let range, quoted.stands(in: source[range]) {
            self.init(.verified, citation)
        } else if isDocument {
            let line = text.firstDocumentLine { quoted.stands(in: $0) }
            self.init(
                state: line == nil ? .changed : .moved, lines: line.map { $0...$0 } ?? lines, bytes: nil,
                headerLines: citation.headerLines, headerBytes: nil)
        } else {
            self.init(quoted.stands(in: source[...]) ? .verified : .changed, citation)
        }
    }

    /// Of a source that is there, but too large to be searched for a quote that no longer stands in its place.
    public init(ofUnsearched citation: Citation) {
        self.init(.changed, citation)
    }

    /// Compares a quote with the one line that it was taken from, if nothing in the source is a literal copy of it.
    ///
    /// - Returns: nil where the line does not hold it, or not as words with what JSON writes between them: the whole source
    ///   may tell more.
    public init?(of citation: Citation, line: [UInt8]) {
        guard Self.quotedRuns(of: citation.quote.pieces, in: citation.quote.section).isEmpty,
            QuotedText(of: citation.quote, isInJSON: true).stands(in: line[...])
        else {
            return nil
        }
        self.init(.verified, citation)
    }

    /// Compares a quote with what stands in its place, if the source holds literal copies of it.
    ///
    /// - Parameter bytes: the source's from the citation's first byte on.
    /// - Returns: nil where something else stands there, or a header elsewhere is quoted, too: the whole source may tell more.
    public init?(of citation: Citation, bytes: [UInt8]) {
        let runs = Self.quotedRuns(of: citation.quote.pieces, in: citation.quote.section)
        guard let start = citation.bytes?.lowerBound, citation.quote.header.isEmpty, !runs.isEmpty,
            runs.allSatisfy({ $0.stands(in: bytes, at: $0.offset - start) })
        else { return nil }
        self.init(.verified, citation)
    }

    /// Whatever became of the quote, the citation's own places.
    private init(_ state: CitationState, _ citation: Citation) {
        self.init(
            state: state, lines: citation.lines, bytes: citation.bytes, headerLines: citation.headerLines,
            headerBytes: citation.headerBytes)
    }

    private init(
        state: CitationState, lines: ClosedRange<Int>?, bytes: Range<Int>?, headerLines: ClosedRange<Int>?,
        headerBytes: Range<Int>?
    ) {
        self.state = state
        self.lines = lines
        self.bytes = bytes
        self.headerLines = headerLines
        self.headerBytes = headerBytes
    }

    private struct QuotedRun {
        var offset: Int
        var bytes: [UInt8]

        func stands(in source: [UInt8], at start: Int) -> Bool {
            start >= 0 && start + bytes.count <= source.count
                && source[start..<(start + bytes.count)].elementsEqual(bytes)
        }
    }

    /// The stretches of a quote's pieces that are literal copies of the source.
    private static func quotedRuns(of pieces: [Quote.Piece], in section: StoredSection) -> [QuotedRun] {
        var runs: [QuotedRun] = []
        for piece in pieces {
            let block = section.blocks[piece.block]
            let start = block.textRange.lowerBound
            for run in block.sourceMap.runs {
                let from = max(piece.range.lowerBound, start + run.textOffset)
                let to = min(piece.range.upperBound, start + run.textOffset + run.length)
                guard from < to else { continue }
                runs.append(
                    QuotedRun(
                        offset: run.sourceOffset + from - start - run.textOffset,
                        bytes: Array(section.text[from..<to])))
            }
        }
        return runs
    }
}
