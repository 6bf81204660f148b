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
    var builder: DocumentBuilder
    /// The content of the `title` element.
    var title: [UInt8] = []
    /// What the `html` element declares.
    private(set) var language: String?
    /// The page sends its readers to another one at once.
    private(set) var leadsElsewhere = false

    /// The text that is parsed, where blocks are to point into it.
    let source: SourceText?
    /// Where in `source` begins what is parsed.
    let sourceStart: Int
    /// What is parsed, where that has a place in `source`: byte for byte but for blanks.
    let parsed: [UInt8]
    let readsMainOnly: Bool

    struct Element {
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
    struct LetterCount {
        var linked = 0
        var all = 0
    }

    struct List {
        var group: UInt32
        var isOrdered: Bool
        var ordinal: Int
        var awaitsFirstParagraph = false
        /// A description list: what its terms and descriptions are is told apart at the end of the term.
        var isDescription = false
        var hasOpenTerm = false
    }

    struct Table {
        var group: UInt32
        var isLayout = false
        var cellCount = 0
        var headerCellCount = 0
        var paragraphCount = 0
        /// The lists around it.
        var listDepth: Int
        var isInRow = false
    }

    var elements: [Element] = []
    var skipDepth = 0
    var mainDepth = 0
    var boldDepth = 0
    var linkDepth = 0
    var listingDepth = 0
    /// What of the open block is links.
    var links = LinkBar()
    var letters = LetterCount()
    var quoteDepth: Int
    var lists: [List] = []
    var tables: [Table] = []
    var headingLevel = 0
    var lastHeadingLevel = 0
    var preDepth = 0
    var isInTerm = false
    var isInTitle = false
    var isOpen = false
    var openKind = Block.Kind.paragraph
    // White space that has been seen and stands before whatever text comes next.
    var blank: Blank = .none
    var afterLineBreak = false

    enum Blank: Equatable {
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

    func closeBlock(_ name: String, _ element: Element) {
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

    func openBlock(_ name: String, _ attributes: MarkupAttributes) {
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
}

/// A cell beyond so many bytes with yet another paragraph holds a page, not a datum.
private let cellByteLimit = 1000
