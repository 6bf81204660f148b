internal import Documents

extension BlockLayout {
    /// A column of less width than this is no use.
    private static let leastColumnWidth = 10
    /// Spaces between columns.
    private static let columnGap = 2

    /// The rows of a table in columns, each cell wrapped to its own; nil where the window is too narrow for that, or where
    /// the text is to be linear.
    func table(_ rows: [Piece], indent: Int) -> [StyledText]? {
        guard !style.isPlain, rows.count > 1 else { return nil }
        let cells = rows.map { Self.cells(of: $0.text) }
        let columnCount = cells.map(\.count).max() ?? 0
        guard columnCount > 1 else { return nil }
        let natural = (0..<columnCount).map { column in
            cells.map { $0.count > column ? DisplayWidth.columns(of: $0[column]) : 0 }.max() ?? 0
        }
        let available = style.width - indent - Self.columnGap * (columnCount - 1)
        // A column as narrow as this would cut words.
        let least = (0..<columnCount).map { column in
            cells.flatMap { $0.count > column ? $0[column].split(separator: " ") : [] }.reduce(
                Self.leastColumnWidth
            ) { max($0, DisplayWidth.columns(of: String($1))) }
        }
        guard let widths = Self.widths(natural, least: least, available: available) else { return nil }

        var lines: [StyledText] = []
        for (piece, row) in zip(rows, cells) {
            let wrapped = row.enumerated().map { column, cell in
                (piece.block.kind == .tableHeader ? StyledText(cell, isEmphasised: true) : emphasised(cell)).wrapped(
                    width: widths[column])
            }
            for number in 0..<(wrapped.map(\.count).max() ?? 0) {
                var line = StyledText.spaces(indent)
                for (column, cell) in wrapped.enumerated() {
                    let text = cell.count > number ? cell[number] : .empty
                    line = line + text
                    if column + 1 < wrapped.count {
                        line = line + .spaces(widths[column] - text.width + Self.columnGap)
                    }
                }
                lines.append(line.withoutTrailingSpaces)
            }
            // Where cells take several lines, an empty one keeps the rows apart.
            if wrapped.contains(where: { $0.count > 1 }) { lines.append(.empty) }
        }
        if lines.last?.runs.isEmpty ?? false { lines.removeLast() }
        return lines
    }

    /// What each column gets: what it would like, and where that is too much in all, the widest give way first.
    private static func widths(_ natural: [Int], least: [Int], available: Int) -> [Int]? {
        var widths = natural
        while widths.reduce(0, +) > available {
            let shrinkable = widths.indices.filter { widths[$0] > least[$0] }
            guard let widest = shrinkable.max(by: { widths[$0] < widths[$1] }) else { return nil }
            widths[widest] -= 1
        }
        return widths
    }

    /// The cells of a row, which extraction has joined with vertical bars; one at either end may be empty.
    private static func cells(of row: String) -> [String] {
        let folded = row.split(whereSeparator: \.isNewline).joined(separator: " ")
        return (" " + folded + " ").split(separator: " | ", omittingEmptySubsequences: false).map { cell in
            var cell = cell[...]
            while cell.first == " " { cell.removeFirst() }
            while cell.last == " " { cell.removeLast() }
            return String(cell)
        }
    }
}
