internal import Answering
internal import Documents
internal import Retrieval

/// The lines of a source file around a quote, with their numbers; quoted lines are marked.
struct SourceListing {
    /// So many lines before and after the quote are shown.
    static let contextLineCount = 2
    /// Of a longer line the beginning is shown.
    static let lineByteLimit = 4096
    /// Of a quote of more lines the first are shown.
    static let lineLimit = 60

    let style: Style

    /// - Parameters:
    ///   - bytes: the file as it is now, or nil.
    ///   - isTooLarge: whether it is there and only too large to be read whole.
    func lines(of citation: Citation, bytes: [UInt8]?, isTooLarge: Bool = false) -> [StyledText] {
        let path =
            StyledText.spaces(AnswerRenderer.indent) + StyledText(SafeText.neutralise(fileName: citation.document.path))
        let source = bytes.map(SourceText.init)
        let verification = QuoteVerification(of: citation, in: source)
        guard let bytes else {
            if isTooLarge { return [path] + remark("the file is too large to be shown") + extracted(citation) }
            return [path] + remark("the file is gone, or cannot be read")
        }
        // Of what is packed, as of formats without lines, the text as it was extracted is all there is to show.
        let lines = source?.isPacked == false ? verification.lines : nil
        var result = [path]
        switch verification.state {
        case .verified, .missing: break
        case .moved: result += remark(Wording.state(verification) ?? "")
        case .changed:
            result += remark(
                "changed since it was indexed; this is what "
                    + (lines == nil ? "was read from it then" : "stands there now"))
        }
        guard let lines else { return result + extracted(citation, isPacked: source?.isPacked == true) }
        guard !bytes.isEmpty else { return result + remark("the file is empty") }
        var all = SourceLines(of: Self.text(of: bytes), endingWith: citation.onlyLine == nil ? .any : .lineFeeds)
        let count = all.count
        let quoted = lines.clamped(to: 1...count)
        let first = max(1, quoted.lowerBound - Self.contextLineCount)
        let last = min(count, quoted.upperBound + Self.contextLineCount, first + Self.lineLimit - 1)
        let digits = String(last).utf8.count
        // The header of a table whose rows stand further down.
        let header = verification.headerLines.map { Array($0.clamped(to: 1...count)) } ?? []
        for number in header.filter({ $0 < first }) + Array(first...last) {
            let isQuoted = verification.state != .changed && (lines.contains(number) || header.contains(number))
            result += self.lines(of: all.contents(of: number), number: number, digits: digits, isQuoted: isQuoted)
        }
        if last < quoted.upperBound { result += remark("and \(Wording.count(quoted.upperBound - last, "line")) more") }
        return result
    }

    private func lines(of line: ArraySlice<UInt8>, number: Int, digits: Int, isQuoted: Bool) -> [StyledText] {
        let digitString = String(number)
        let padding = String(repeating: " ", count: max(0, digits - digitString.utf8.count))
        let head = "  \(isQuoted ? ">" : " ") \(padding)\(digitString)  "
        var text = String(decoding: line.prefix(Self.lineByteLimit), as: UTF8.self)
        if line.count > Self.lineByteLimit { text += " …" }
        // The indentation of code and nested lists is kept as far as there is room.
        let inset = min(text.utf8.prefix { $0 == 0x20 }.count, style.width / 4)
        let wrapped = StyledText(text).wrapped(width: style.width, indent: head.utf8.count + inset)
        guard let first = wrapped.first else { return [StyledText(head).withoutTrailingSpaces] }
        return [StyledText(head) + first.dropping(spaces: head.utf8.count + inset, keeping: inset)]
            + wrapped.dropFirst()
    }

    /// The quote as it was extracted from a file that has no lines to show.
    private func extracted(_ citation: Citation, isPacked: Bool = false) -> [StyledText] {
        let place =
            citation.pages.map { "page \(Place.range($0)), " }
            ?? citation.lines.map {
                "\($0.count == 1 ? "line" : "lines") \(Place.range($0))\(isPacked ? " of what is packed" : ""), "
            }
        var result = remark((place ?? "") + "as it was extracted")
        for piece in citation.quote.header + citation.quote.pieces {
            let text = citation.quote.text(of: piece).split(whereSeparator: \.isNewline).joined(separator: " ")
            result += StyledText("  > " + text).wrapped(width: style.width, indent: AnswerRenderer.indent)
        }
        return result
    }

    private func remark(_ text: String) -> [StyledText] {
        StyledText("(\(text))").wrapped(width: style.width, indent: AnswerRenderer.indent)
    }

    /// The bytes of a file without a mark at its beginning; one in UTF-16 is read as its mark says.
    private static func text(of bytes: [UInt8]) -> [UInt8] {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            let low = bytes[0] == 0xFF ? 0 : 1
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { index in
                UInt16(bytes[index + low]) | UInt16(bytes[index + 1 - low]) << 8
            }
            return Array(String(decoding: units, as: UTF16.self).utf8)
        }
        return bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    }
}
