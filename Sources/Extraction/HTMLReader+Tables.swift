import Documents

/// Lists and tables: what opens and closes their items and rows.
extension HTMLReader {
    // MARK: Lists

    func openList(isOrdered: Bool, first: Int, isDescription: Bool) {
        endBlock()
        lists.append(
            List(group: builder.newGroup(), isOrdered: isOrdered, ordinal: first - 1, isDescription: isDescription))
    }

    func openItem(number: Int?) {
        endBlock()
        guard !lists.isEmpty else { return }
        lists[lists.count - 1].awaitsFirstParagraph = true
        lists[lists.count - 1].ordinal = number ?? (lists[lists.count - 1].ordinal + 1)
    }

    /// A term that asks is a heading; another one stays open for its description.
    func endTerm() {
        guard isInTerm else { return }
        isInTerm = false
        guard isOpen, !lists.isEmpty else { return }
        if builder.openText.last == 0x3F {
            builder.reviseOpen(kind: .heading, level: min(lastHeadingLevel + 1, 6))
            endBlock()
            lists[lists.count - 1].awaitsFirstParagraph = false
            lists[lists.count - 1].hasOpenTerm = false
        } else {
            lists[lists.count - 1].hasOpenTerm = true
        }
    }

    func openDescription() {
        if isOpen, lists.last?.hasOpenTerm == true, let last = builder.openText.last {
            builder.insert(last == 0x3A ? " ".utf8 : ": ".utf8)
            blank = .none
            lists[lists.count - 1].hasOpenTerm = false
            return
        }
        endBlock()
    }

    // MARK: Tables

    var isInCell: Bool { tables.last.map { !$0.isLayout && $0.isInRow } ?? false }

    /// The bytes of the row so far.
    var openByteCount: Int { isOpen ? builder.openText.count : 0 }

    func layOut() {
        endRow()
        if !tables.isEmpty { tables[tables.count - 1].isLayout = true }
    }

    func beginRow() {
        endRow()
        endBlock()
        guard !tables.isEmpty, !tables[tables.count - 1].isLayout else { return }
        let index = tables.count - 1
        tables[index].isInRow = true
        tables[index].cellCount = 0
        tables[index].headerCellCount = 0
    }

    func beginCell(isHeader: Bool) {
        guard isInCell else {
            endBlock()
            return
        }
        let index = tables.count - 1
        tables[index].cellCount += 1
        tables[index].paragraphCount = 0
        if isHeader { tables[index].headerCellCount += 1 }
        if tables[index].cellCount > 1 {
            if !isOpen { begin(.tableRow, group: tables[index].group, at: nil) }
            builder.insert(" | ".utf8)
        }
        blank = .none
    }

    func endRow() {
        guard let table = tables.last, table.isInRow else { return }
        if table.cellCount > 0, table.headerCellCount == table.cellCount, isOpen {
            builder.reviseOpen(kind: .tableHeader, level: 0)
            openKind = .tableHeader
        }
        // A row of empty cells says nothing.
        if isOpen, builder.openText.allSatisfy({ $0 == 0x20 || $0 == 0x7C }) { builder.discard() }
        endBlock()
        tables[tables.count - 1].isInRow = false
    }
}
