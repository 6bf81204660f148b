import Documents

/// Paragraphs of an office document on their way to blocks: runs of text that are bold or not.
struct OfficeParagraph {
    var runs: [(bytes: [UInt8], isBold: Bool)] = []

    var isEmpty: Bool { runs.allSatisfy { $0.bytes.allSatisfy(isBlank) } }

    var text: [UInt8] { runs.flatMap(\.bytes) }

    mutating func add(_ bytes: some Sequence<UInt8>, isBold: Bool = false) {
        if let last = runs.indices.last, runs[last].isBold == isBold {
            runs[last].bytes.append(contentsOf: bytes)
        } else {
            runs.append((Array(bytes), isBold))
        }
    }
}

extension DocumentBuilder {
    /// Adds a block whose text stands in no line of a source.
    mutating func add(
        _ paragraph: OfficeParagraph, as kind: Block.Kind, level: Int = 0, ordinal: Int = 0, group: UInt32 = 0
    ) {
        guard !paragraph.isEmpty else { return }
        begin(kind, level: level, ordinal: UInt32(clamping: max(0, ordinal)), group: group, line: 1)
        for run in paragraph.runs {
            isBold = run.isBold
            insert(run.bytes)
        }
        isBold = false
        finish()
    }
}

/// A table of an office document: its cells are joined row by row.
struct OfficeTable {
    var group: UInt32
    var row: [OfficeParagraph] = []
    var isHeaderRow = false
    /// Rows of a header repeat, as the format says.
    var isInHeader = false

    /// The row as a paragraph, cells joined by ` | `; nil when all cells are empty.
    mutating func endRow() -> (paragraph: OfficeParagraph, isHeader: Bool)? {
        defer {
            row = []
            isHeaderRow = false
        }
        guard row.contains(where: { !$0.isEmpty }) else { return nil }
        var joined = OfficeParagraph()
        for (index, cell) in row.enumerated() {
            if index > 0 { joined.add(" | ".utf8) }
            for run in cell.runs { joined.add(run.bytes) }
        }
        return (joined, isHeaderRow || isInHeader)
    }
}
