public import Documents
import SystemInterface
public import SystemPackage

/// Extracts the documents of one file, whatever its format.
public enum FileExtractor {
    /// Reads the file at `path` as `format` and hands over its documents in order. A path that leads through a symbolic link is
    /// refused: what it names may lie outside of the corpus.
    ///
    /// What is wrong with the file is in the summary. A file that is read whole and changes meanwhile is
    /// read once more; a file of JSON Lines is read once, as its documents have left already.
    ///
    /// - Throws: only what `body` throws.
    public static func extract<Failure: Error>(
        _ path: FilePath, as format: DocumentFormat, _ body: (Document) throws(Failure) -> Void
    ) throws(Failure) -> ExtractionSummary {
        if format.isStreamed { return try streamed(path, body) }
        var summary = ExtractionSummary()
        let content: [UInt8]
        do {
            let read = try readFileStably(
                path, upTo: DocumentFormat.maximumByteCount, throughLinks: false)
            summary.statusBefore = read.before
            summary.statusAfter = read.after
            content = read.bytes
        } catch {
            summary.failure = failure(error)
            return summary
        }
        summary.byteCount = Int64(content.count)
        summary.contentHash = ContentHash.of(content)

        let parsed: ParsedFile?
        do {
            if let inner = unpackedName(of: path) {
                parsed = try GzipFile.unpacked(content).flatMap { (unpacked) throws(ExtractionFailure) in
                    try parse(unpacked, as: format, at: inner)?.withoutSourceMaps()
                }
            } else {
                parsed = try parse(content, as: format, at: path)
            }
        } catch {
            summary.failure = error
            return summary
        }
        guard let parsed else {
            summary.failure = ExtractionFailure(.binary)
            return summary
        }
        var document = parsed.document
        summary.repairedByteCount = Int64(parsed.repairedByteCount)
        summary.encoding = parsed.encoding
        document.contentHash = summary.contentHash
        if document.title.isEmpty {
            document.title = titleFromFirstHeading(document) ?? fileTitle(unpackedName(of: path) ?? path)
        }
        document.limitNames()
        // Text without a single visible character is no document, and no fault either.
        if !document.blocks.isEmpty {
            try body(document)
            summary.documentCount = 1
        }
        return summary
    }

    /// The file's document, or nil when it is binary where text was expected.
    private static func parse(
        _ content: [UInt8], as format: DocumentFormat, at path: FilePath
    ) throws(ExtractionFailure) -> ParsedFile? {
        switch format {
        case .plainText, .jsonLines:
            return try PlainTextParser.parse(content, fileName: path.lastComponent?.string ?? "")
        case .markdown: return try MarkdownParser.parse(content)
        case .html: return try HTMLParser.parse(content)
        case .email: return try EmailParser.parse(content)
        case .subtitles: return try SubtitleParser.parse(content)
        case .docx, .odt, .epub:
            // What is no archive at all, and not only a broken one, is another thing under a wrong name.
            if content.allSatisfy(isBlank) { return ParsedFile(Document()) }
            guard content.starts(with: [0x50, 0x4B]) else { return nil }
            switch format {
            case .docx: return ParsedFile(try WordDocument.read(content))
            case .odt: return ParsedFile(try OpenDocument.read(content))
            default: return ParsedFile(try EPUBPublication.read(content))
            }
        case .pdf:
            if content.allSatisfy(isBlank) { return ParsedFile(Document()) }
            // Readers look for the mark in the first kilobyte (ISO 32000-1, annex H.3.4.1).
            guard contains(Array(content.prefix(1024)), "%PDF-") else { return nil }
            return ParsedFile(try PDFReader.read(content))
        }
    }

    private static func streamed<Failure: Error>(
        _ path: FilePath, _ body: (Document) throws(Failure) -> Void
    ) throws(Failure) -> ExtractionSummary {
        var summary = ExtractionSummary()
        var hash = ContentHash()
        var parser = JSONLinesParser(fallbackTitle: fileTitle(path))
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        func take(_ outcome: JSONLinesParser.Outcome) throws(Failure) {
            switch outcome {
            case .document(var document):
                document.limitNames()
                try body(document)
                summary.documentCount += 1
            case .bad(let line):
                summary.badLineCount += 1
                if summary.badLines.count < ExtractionSummary.maximumListedLines { summary.badLines.append(line) }
            }
        }
        do {
            let file = try OpenFile.reading(path, throughLinks: false)
            summary.statusBefore = try file.status()
            var isFirst = true
            while true {
                let count: Int
                count = try file.read(into: &buffer)
                if count == 0 { break }
                if isFirst, buffer[..<count].prefix(8192).contains(0) {
                    summary.failure = ExtractionFailure(.binary)
                    return summary
                }
                isFirst = false
                hash.update(buffer.span.extracting(..<count))
                summary.byteCount += Int64(count)
                try parser.read(buffer[..<count], take)
            }
            try parser.finish(take)
            summary.statusAfter = try file.status()
            summary.contentHash = hash.value
        } catch let error as SystemError {
            summary.failure = failure(error)
        } catch let error as Failure {
            throw error
        } catch {}
        summary.repairedByteCount = Int64(parser.repairedByteCount)
        return summary
    }

    private static func failure(_ error: SystemError) -> ExtractionFailure {
        error.errno == .fileTooLarge
            ? ExtractionFailure(.tooLarge) : ExtractionFailure(.unreadable, detail: error.errno.description)
    }

    /// What the file is called that gzip packed; nil for one that it did not.
    private static func unpackedName(of path: FilePath) -> FilePath? {
        let bytes = path.lastComponent?.bytes ?? []
        guard let name = DocumentFormat.unpackedName(bytes.span) else { return nil }
        return FilePath(bytes: Array(bytes.prefix(name.count)))
    }

    /// The file's name without its extension.
    private static func fileTitle(_ path: FilePath) -> String {
        path.stem ?? path.lastComponent?.string ?? ""
    }
}
