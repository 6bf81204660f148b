import Documents

/// Text as it comes, and the blocks that it goes to.
extension HTMLReader {
    // MARK: Text

    func text(_ bytes: [UInt8], sourceEnd end: Int) {
        if isInTitle { title += bytes }
        guard skipDepth == 0, !isInTitle, !readsMainOnly || mainDepth > 0 else { return }
        // Where the piece stands in the source as it is, its bytes are copied from there.
        var start: Int?
        if end >= bytes.count, end <= parsed.count, parsed[(end - bytes.count)..<end].elementsEqual(bytes) {
            start = sourceStart + end - bytes.count
        }
        let sourceEnd = sourceStart + end
        if preDepth > 0 && !isInCell {
            addPreformatted(bytes, at: start, sourceEnd: sourceEnd)
        } else {
            addProse(bytes, at: start, sourceEnd: sourceEnd)
        }
    }

    func addPreformatted(_ bytes: [UInt8], at start: Int?, sourceEnd: Int) {
        // Between the lines of a listing, which end by themselves.
        if elements.last?.isListing ?? false, bytes.allSatisfy(isBlank) { return }
        if !isOpen {
            if bytes.allSatisfy(isBlank) { return }
            begin(.code, group: lists.last?.group ?? 0, at: start ?? sourceEnd)
        }
        add(bytes[...], at: start)
    }

    func addProse(_ bytes: [UInt8], at start: Int?, sourceEnd: Int) {
        var position = 0
        while position < bytes.count {
            if isBlank(bytes[position]) {
                var lineEnd: Int?
                while position < bytes.count, isBlank(bytes[position]) {
                    if bytes[position] == 0x0A, lineEnd == nil { lineEnd = position }
                    position += 1
                }
                guard isOpen else { continue }
                if let lineEnd {
                    blank = .lineEnd(start.map { $0 + lineEnd })
                } else if blank == .none {
                    blank = .space
                }
                continue
            }
            // Single blanks inside belong to the stretch, so that it is copied in one go.
            var end = position + 1
            while end < bytes.count {
                if !isBlank(bytes[end]) || bytes[end] == 0x20 && end + 1 < bytes.count && !isBlank(bytes[end + 1]) {
                    end += 1
                } else {
                    break
                }
            }
            if !isOpen { beginText(at: (start ?? sourceEnd) + (start == nil ? 0 : position)) }
            addBlank()
            add(bytes[position..<end], at: start.map { $0 + position })
            afterLineBreak = false
            position = end
        }
    }

    func add(_ bytes: ArraySlice<UInt8>, at start: Int?) {
        let count = links.add(bytes, isLinked: linkDepth > 0)
        letters.all += count
        if linkDepth > 0 { letters.linked += count }
        builder.isBold = boldDepth > 0
        if let start { builder.copy(start..<start + bytes.count) } else { builder.insert(bytes) }
        builder.isBold = false
    }

    func addBlank() {
        // Between cells there is one already.
        if builder.openText.last == 0x20 { blank = .none }
        switch blank {
        case .none: break
        case .space: builder.insert(" ".utf8)
        case .lineEnd(nil): builder.insert("\n".utf8)
        case .lineEnd(let place?): builder.copy(place..<place + 1)
        }
        blank = .none
    }

    /// `br` ends a line; two of them, with nothing between, end a paragraph.
    func lineBreak() {
        guard isOpen else { return }
        if preDepth > 0 && !isInCell {
            builder.insert("\n".utf8)
        } else if afterLineBreak, !isInCell, !isInTerm, headingLevel == 0 {
            endBlock()
        } else {
            blank = .lineEnd(nil)
            afterLineBreak = true
        }
    }

    // MARK: Blocks

    func beginText(at place: Int) {
        if isInCell, let table = tables.last {
            begin(.tableRow, group: table.group, at: place)
        } else if headingLevel > 0 {
            begin(.heading, level: headingLevel, at: place)
        } else if let list = lists.last {
            if list.awaitsFirstParagraph {
                begin(
                    .listItem, level: lists.count, ordinal: list.isOrdered ? list.ordinal : 0, group: list.group,
                    at: place)
                lists[lists.count - 1].awaitsFirstParagraph = false
            } else if list.isDescription && list.ordinal == 0 && builder.blocks.last?.kind == .heading {
                // What answers a term that is a heading stands beneath it as any text does.
                begin(.paragraph, at: place)
            } else if list.isDescription && builder.blocks.last?.group != list.group {
                begin(.paragraph, at: place)
            } else {
                begin(.paragraph, level: lists.count, group: list.group, at: place)
            }
        } else {
            begin(.paragraph, at: place)
        }
    }

    func begin(_ kind: Block.Kind, level: Int = 0, ordinal: Int = 0, group: UInt32 = 0, at place: Int?) {
        let line = source.flatMap { source in place.map { source.line(at: min($0, source.bytes.count)) } } ?? 1
        builder.begin(
            kind, level: level, quoted: quoteDepth > 0, ordinal: UInt32(clamping: max(0, ordinal)), group: group,
            line: line)
        isOpen = true
        blank = .none
        afterLineBreak = false
        openKind = kind
        // A link that has begun already counts for the block that it leads into.
        links = links.startingAnew
    }

    func endBlock() {
        if isOpen {
            let isLeftOut =
                switch openKind {
                case .paragraph: links.isAll || links.leadOn
                // Tables of names are often links, cell by cell.
                case .tableRow: links.leadOn
                default: false
                }
            if isLeftOut { builder.discard() }
            builder.finish()
        }
        links = LinkBar()
        isOpen = false
        blank = .none
        afterLineBreak = false
        if let last = lists.indices.last { lists[last].hasOpenTerm = false }
    }

    /// The end of a paragraph or something like it, which inside a table's cell or a term is only a blank.
    func endParagraph() {
        if isInCell || isInTerm || headingLevel > 0 || lists.last?.hasOpenTerm == true {
            if isOpen, blank == .none { blank = .space }
        } else {
            endBlock()
        }
    }
}
