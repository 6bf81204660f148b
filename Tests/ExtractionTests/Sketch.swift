import Documents

/// A document's blocks in one line each, to compare at a glance.
///
/// `h2 4 Title` is a heading of level 2 on line 4; `p`, `i1`, `th`, `tr`, `code` the other kinds with their
/// level; `#3` an ordinal, `g2` a group, `>` a quote, `4-5` lines; line feeds show as `⏎`.
func sketch(_ document: Document) -> [String] {
    document.blocks.map { block in
        let kind =
            switch block.kind {
            case .paragraph: "p"
            case .heading: "h"
            case .listItem: "i"
            case .tableHeader: "th"
            case .tableRow: "tr"
            case .code: "code"
            }
        var parts = [block.quoted ? ">" : "", kind, block.level > 0 ? "\(block.level)" : ""].joined()
        if block.ordinal > 0 { parts += " #\(block.ordinal)" }
        if block.group > 0 { parts += " g\(block.group)" }
        parts += block.firstLine == block.lastLine ? " \(block.firstLine)" : " \(block.firstLine)-\(block.lastLine)"
        return parts + " "
            + document.text(of: block).split(separator: "\n", omittingEmptySubsequences: false)
            .joined(separator: "⏎")
    }
}

/// What every document must keep, given the bytes it was extracted from; the violations in words.
///
/// Lines are counted by line feeds, CRLF and lone CR as the extractors promise.
func violations(_ document: Document, source: [UInt8]) -> [String] {
    var found: [String] = []
    if String(validating: document.text, as: UTF8.self) == nil { found.append("the text is not UTF-8") }
    var end = -1
    for (index, block) in document.blocks.enumerated() {
        let range = block.textRange
        if range.isEmpty { found.append("block \(index) is empty") }
        if range.lowerBound != end + 1 { found.append("block \(index) does not start after one line feed") }
        if range.upperBound > document.text.count { found.append("block \(index) ends beyond the text") }
        if block.lastLine < block.firstLine || block.firstLine < 1 { found.append("block \(index) has bad lines") }
        end = range.upperBound
        if end < document.text.count, document.text[end] != 0x0A { found.append("no line feed after block \(index)") }
        var (textEnd, sourceEnd) = (0, 0)
        for run in block.sourceMap.runs {
            if run.length < 1 || run.textOffset < textEnd || run.sourceOffset < sourceEnd {
                found.append("the runs of block \(index) do not ascend")
            }
            (textEnd, sourceEnd) = (run.textEnd, run.sourceEnd)
            if sourceEnd > source.count || textEnd > range.count {
                found.append("a run of block \(index) goes too far")
                continue
            }
            let text = document.text[range.lowerBound + run.textOffset..<range.lowerBound + run.textEnd]
            if !source[run.sourceOffset..<run.sourceEnd].elementsEqual(text) {
                found.append("a run of block \(index) differs from the source")
            }
            if lineNumber(of: run.sourceOffset, in: source) != run.line {
                found.append("a run of block \(index) has a wrong line")
            }
            if !(block.firstLine...max(block.firstLine, block.lastLine)).contains(run.line) {
                found.append("a run of block \(index) stands outside its lines")
            }
        }
    }
    if end + (document.blocks.isEmpty ? 1 : 0) != document.text.count { found.append("text follows the last block") }
    return found
}

/// The share of the text that runs account for.
func coverage(_ document: Document) -> Double {
    let mapped = document.blocks.flatMap(\.sourceMap.runs).reduce(0) { $0 + $1.length }
    return Double(mapped) / Double(max(1, document.text.count - document.blocks.count + 1))
}

private func lineNumber(of offset: Int, in source: [UInt8]) -> Int {
    var line = 1
    for position in 0..<offset {
        if source[position] == 0x0A { line += 1 }
        if source[position] == 0x0D, position + 1 < source.count, source[position + 1] != 0x0A { line += 1 }
    }
    return line
}
