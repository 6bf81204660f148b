import Documents

/// Turns the elements of an HTML document into blocks.
///
/// - Paragraphs, headings, lists, definition lists, tables, preformatted text and block quotes become blocks of their kinds.
///   A term of a definition list that asks a question is a heading; another one and its first description are one item,
///   joined by a colon.
/// - A table whose cells hold headings, tables or several paragraphs lays out a page and is no table.
/// - White space is collapsed; a line end within it stays one, so that the text keeps the source's lines.
/// - Scripts, styles, forms' controls, hidden elements and what navigates are left out (``HTMLBoilerplate``), and so are
///   paragraphs of little but links and what leads from page to page (``LinkBar``). What stands beside the text is left out
///   only where it is mostly links.
/// - A listing of source code that is made of one element a line is preformatted text.
/// - Where the page has a `main` element, only its content counts.
final class HTMLReader: MarkupReceiver {
    private(set) var builder: DocumentBuilder
    /// The content of the `title` element.
    private(set) var title: [UInt8] = []
    /// What the `html` element declares.
    private(set) var language: String?
    /// The page sends its readers to another one at once.
    private(set) var leadsElsewhere = false

    /// The text that is parsed, where blocks are to point into it.
    private let source: SourceText?
    /// Where in `source` begins what is parsed.
    private let sourceStart: Int
    /// What is parsed, where that has a place in `source`: byte for byte but for blanks.
    private let parsed: [UInt8]
    private let readsMainOnly: Bool

    private struct Element {
        var name: String
        /// Everything inside is left out.
        var isSkipped = false
        var isMain = false
        var isBold = false
        var isLink = false
        /// Holds a listing of source code, whose lines are elements.
        var isListing = false
        /// Of what is left out if it is links: what was there before it.
        var before: (blocks: DocumentBuilder.Mark, letters: LetterCount)?
    }

    /// Letters and digits that were read.
    private struct LetterCount {
        var linked = 0
        var all = 0
    }

    private struct List {
        var group: UInt32
        var isOrdered: Bool
        var ordinal: Int
        var awaitsFirstParagraph = false
        /// A description list: what its terms and descriptions are is told apart at the end of the term.
        var isDescription = false
        var hasOpenTerm = false
    }

    private struct Table {
        var group: UInt32
        var isLayout = false
        var cellCount = 0
        var headerCellCount = 0
        var paragraphCount = 0
        /// The lists around it.
        var listDepth: Int
        var isInRow = false
    }

    private var elements: [Element] = []
    private var skipDepth = 0
    private var mainDepth = 0
    private var boldDepth = 0
    private var linkDepth = 0
    private var listingDepth = 0
    /// What of the open block is links.
    private var links = LinkBar()
    private var letters = LetterCount()
    private var quoteDepth: Int
    private var lists: [List] = []
    private var tables: [Table] = []
    private var headingLevel = 0
    private var lastHeadingLevel = 0
    private var preDepth = 0
    private var isInTerm = false
    private var isInTitle = false
    private var isOpen = false
    private var openKind = Block.Kind.paragraph
    // White space that has been seen and stands before whatever text comes next.
    private var blank: Blank = .none
    private var afterLineBreak = false

    private enum Blank: Equatable {
        case none
        case space
        /// A line end; where it stands in the source, if that is known.
        case lineEnd(Int?)
    }

    /// - Parameters:
    ///   - source: the text of the file, where that has lines; nil where the document is part of another file.
    ///   - part: what is parsed, if that is a part of the source with blanks in place of some of its bytes, and where it begins.
    ///   - builder: takes the blocks, behind those that it has; see ``finish()``.
    ///   - quoteDepth: the block quotes around what is parsed.
    ///   - headingLevel: of the heading above it; 0 for none.
    init(
        source: SourceText?, part: (bytes: [UInt8], start: Int)? = nil, builder: consuming DocumentBuilder,
        readsMainOnly: Bool = false,
        quoteDepth: Int = 0, headingLevel: Int = 0
    ) {
        self.source = source
        sourceStart = part?.start ?? 0
        parsed = part?.bytes ?? source?.bytes ?? []
        self.quoteDepth = quoteDepth
        lastHeadingLevel = headingLevel
        self.builder = builder
        self.readsMainOnly = readsMainOnly
    }

    var isDone: Bool { builder.hasTooManyBlocks }

    /// Closes what is open and gives the builder back.
    func finish() -> DocumentBuilder {
        endBlock()
        return builder
    }

    // MARK: Elements

    func open(_ name: String, _ attributes: MarkupAttributes) {
        var element = Element(name: name)
        defer { elements.append(element) }
        if skipDepth > 0 {
            element.isSkipped = true
            skipDepth += 1
            return
        }
        if name == "title" { isInTitle = title.isEmpty }
        if name == "html" { language = attributes["lang"] ?? attributes["xml:lang"] ?? language }
        switch HTMLBoilerplate.fate(of: name, attributes) {
        case .text: break
        // In the middle of a line or a row nothing can be taken back.
        case .leftOutIfLinks where !HTMLBoilerplate.isInline(name) && name != "td" && !isInCell && !isInTerm:
            endBlock()
            element.before = (builder.mark, letters)
        case .leftOut, .leftOutIfLinks:
            element.isSkipped = true
            skipDepth += 1
            // What is left out still separates, unless it stands in the middle of a line.
            if !HTMLBoilerplate.isInline(name) { endBlock() }
            return
        }
        if name == "main" || attributes["role"] == "main" {
            element.isMain = true
            mainDepth += 1
        }
        switch name {
        case "b", "strong":
            element.isBold = true
            boldDepth += 1
        case "br": lineBreak()
        case "a" where attributes["href"] != nil:
            element.isLink = true
            linkDepth += 1
            links.begin(relation: attributes["rel"])
        case "meta": leadsElsewhere = leadsElsewhere || HTMLBoilerplate.leadsElsewhere(attributes)
        case "div" where listingDepth > 0: lineBreak()
        case "div" where preDepth == 0 && !isInCell && HTMLBoilerplate.isListing(attributes):
            element.isListing = true
            listingDepth += 1
            endBlock()
            preDepth += 1
        case "a", "span", "em", "i", "code", "tt", "sup", "sub", "small", "font", "abbr", "acronym", "cite", "kbd",
            "var",
            "samp", "u", "s", "q", "mark", "time", "ins", "del", "img", "wbr", "bdi", "bdo", "label", "dfn", "big",
            "strike", "data", "ruby", "rt", "rp", "title", "link":
            break
        default: openBlock(name, attributes)
        }
    }

    func close(_ name: String) {
        guard let element = elements.popLast() else { return }
        if element.isSkipped {
            skipDepth -= 1
            return
        }
        if element.isMain { mainDepth -= 1 }
        if element.isLink { linkDepth -= 1 }
        closeBlock(name, element)
        if let before = element.before {
            endBlock()
            let linked = letters.linked - before.letters.linked
            let all = letters.all - before.letters.all
            if Double(linked) >= HTMLBoilerplate.leastShareOfLinks * Double(all) { builder.goBack(to: before.blocks) }
        }
    }

    private func closeBlock(_ name: String, _ element: Element) {
        switch name {
        case "div" where element.isListing:
            listingDepth -= 1
            endBlock()
            preDepth = max(0, preDepth - 1)
        case "div" where listingDepth > 0: break
        case "title": isInTitle = false
        case "b", "strong": if element.isBold { boldDepth -= 1 }
        case "h1", "h2", "h3", "h4", "h5", "h6", "summary":
            endBlock()
            headingLevel = 0
        case "pre":
            endBlock()
            preDepth = max(0, preDepth - 1)
        case "blockquote":
            endBlock()
            quoteDepth = max(0, quoteDepth - 1)
        case "ul", "ol", "dl", "menu", "dir":
            if isInCell { blank = blank == .none ? .space : blank } else { endBlock() }
            if !isInCell, !lists.isEmpty { lists.removeLast() }
        case "dt": endTerm()
        case "td", "th": blank = .none
        case "tr": endRow()
        case "table":
            endRow()
            endBlock()
            if !tables.isEmpty { tables.removeLast() }
        case "p", "div", "li", "dd", "section", "article", "header", "body", "html", "center", "address", "figure",
            "figcaption", "details", "fieldset", "form", "main", "hr", "caption", "thead", "tbody", "tfoot":
            endParagraph()
        default: break
        }
    }

    private func openBlock(_ name: String, _ attributes: MarkupAttributes) {
        if isInCell, let table = tables.last {
            switch name {
            case "h1", "h2", "h3", "h4", "h5", "h6", "table", "pre": layOut()
            case "ul", "ol", "dl": if table.cellCount == 1 { layOut() }
            case "p", "div":
                tables[tables.count - 1].paragraphCount += 1
                if table.cellCount == 1 && table.paragraphCount > 1 || cellByteLimit < openByteCount { layOut() }
            default: break
            }
        }
        switch name {
        case "tr": beginRow()
        case "td", "th": beginCell(isHeader: name == "th")
        case _ where isInCell: blank = blank == .none ? .space : blank
        case "h1", "h2", "h3", "h4", "h5", "h6":
            endBlock()
            headingLevel = Int(name.utf8.last ?? 0x31) - 0x30
            lastHeadingLevel = headingLevel
        case "summary":
            endBlock()
            headingLevel = min(lastHeadingLevel + 1, 6)
        case "pre":
            endBlock()
            preDepth += 1
        case "blockquote":
            endBlock()
            quoteDepth += 1
        case "ul", "menu", "dir", "dl": openList(isOrdered: false, first: 1, isDescription: name == "dl")
        case "ol": openList(isOrdered: true, first: Int(attributes["start"] ?? "") ?? 1, isDescription: false)
        case "li": openItem(number: attributes["value"].flatMap { Int($0) })
        case "dt":
            endBlock()
            isInTerm = true
            if lists.last?.isDescription != true { openList(isOrdered: false, first: 1, isDescription: true) }
            lists[lists.count - 1].awaitsFirstParagraph = true
        case "dd": openDescription()
        case "table":
            endBlock()
            tables.append(Table(group: builder.newGroup(), listDepth: lists.count))
        default: endBlock()
        }
    }

    // MARK: Lists

    private func openList(isOrdered: Bool, first: Int, isDescription: Bool) {
        endBlock()
        lists.append(
            List(group: builder.newGroup(), isOrdered: isOrdered, ordinal: first - 1, isDescription: isDescription))
    }

    private func openItem(number: Int?) {
        endBlock()
        guard !lists.isEmpty else { return }
        lists[lists.count - 1].awaitsFirstParagraph = true
        lists[lists.count - 1].ordinal = number ?? (lists[lists.count - 1].ordinal + 1)
    }

    /// A term that asks is a heading; another one stays open for its description.
    private func endTerm() {
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

    private func openDescription() {
        if isOpen, lists.last?.hasOpenTerm == true, let last = builder.openText.last {
            builder.insert(last == 0x3A ? " ".utf8 : ": ".utf8)
            blank = .none
            lists[lists.count - 1].hasOpenTerm = false
            return
        }
        endBlock()
    }

    // MARK: Tables

    private var isInCell: Bool { tables.last.map { !$0.isLayout && $0.isInRow } ?? false }

    /// The bytes of the row so far.
    private var openByteCount: Int { isOpen ? builder.openText.count : 0 }

    private func layOut() {
        endRow()
        if !tables.isEmpty { tables[tables.count - 1].isLayout = true }
    }

    private func beginRow() {
        endRow()
        endBlock()
        guard !tables.isEmpty, !tables[tables.count - 1].isLayout else { return }
        let index = tables.count - 1
        tables[index].isInRow = true
        tables[index].cellCount = 0
        tables[index].headerCellCount = 0
    }

    private func beginCell(isHeader: Bool) {
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

    private func endRow() {
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

    private func addPreformatted(_ bytes: [UInt8], at start: Int?, sourceEnd: Int) {
        // Between the lines of a listing, which end by themselves.
        if elements.last?.isListing ?? false, bytes.allSatisfy(isBlank) { return }
        if !isOpen {
            if bytes.allSatisfy(isBlank) { return }
            begin(.code, group: lists.last?.group ?? 0, at: start ?? sourceEnd)
        }
        add(bytes[...], at: start)
    }

    private func addProse(_ bytes: [UInt8], at start: Int?, sourceEnd: Int) {
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

    private func add(_ bytes: ArraySlice<UInt8>, at start: Int?) {
        let count = links.add(bytes, isLinked: linkDepth > 0)
        letters.all += count
        if linkDepth > 0 { letters.linked += count }
        builder.isBold = boldDepth > 0
        if let start { builder.copy(start..<start + bytes.count) } else { builder.insert(bytes) }
        builder.isBold = false
    }

    private func addBlank() {
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
    private func lineBreak() {
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

    private func beginText(at place: Int) {
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

    private func begin(_ kind: Block.Kind, level: Int = 0, ordinal: Int = 0, group: UInt32 = 0, at place: Int?) {
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

    private func endBlock() {
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
    private func endParagraph() {
        if isInCell || isInTerm || headingLevel > 0 || lists.last?.hasOpenTerm == true {
            if isOpen, blank == .none { blank = .space }
        } else {
            endBlock()
        }
    }
}

/// A cell beyond so many bytes with yet another paragraph holds a page, not a datum.
private let cellByteLimit = 1000
