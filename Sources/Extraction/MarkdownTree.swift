import CMarkGFM
import Glibc

/// A Markdown text as cmark-gfm parses it, walked through in the order of the text.
///
/// This file alone touches the C library: what leaves it are values. Tables, strikethrough and bare links
/// are recognised. The walk is cmark's own iteration, so that the depth of nesting costs no stack.
@safe struct MarkdownTree: ~Copyable {
    /// What a node is; what the parser of blocks does not care for is `other`.
    enum Kind: Equatable, Sendable {
        case document, blockQuote, list, item, codeBlock, htmlBlock, paragraph, heading, table, tableRow, tableCell
        case text, softBreak, lineBreak, code, inlineHTML, emphasis, strong, strikethrough, link, image
        case other
    }

    /// A step of the walk: a node is entered or left. Nodes without children are entered only.
    struct Step: Sendable {
        var isEntering: Bool
        var kind: Kind
        /// The text of leaves.
        var literal: [UInt8]
        /// The first line, 1-based, as cmark reports it.
        var startLine: Int
        /// The first column, 1-based and in bytes, as cmark reports it.
        var startColumn: Int
        /// The last line.
        var endLine: Int
        /// Of a heading its level, of an ordered list its first number.
        var number: Int
        /// Whether a list is ordered, a code block fenced, a table row the header.
        var flag: Bool
    }

    private let root: OpaquePointer
    private let parser: OpaquePointer
    private let iterator: OpaquePointer

    /// Parses `text`, which must be valid UTF-8; nil when memory is short.
    init?(_ text: ArraySlice<UInt8>) {
        cmark_gfm_core_extensions_ensure_registered()
        guard let parser = unsafe cmark_parser_new(CMARK_OPT_DEFAULT) else { return nil }
        for name in ["table", "strikethrough", "autolink"] {
            if let found = unsafe cmark_find_syntax_extension(name) {
                unsafe cmark_parser_attach_syntax_extension(parser, found)
            }
        }
        unsafe text.withUnsafeBytes { region in
            if let base = region.baseAddress {
                unsafe cmark_parser_feed(parser, base.assumingMemoryBound(to: CChar.self), region.count)
            }
        }
        guard let root = unsafe cmark_parser_finish(parser), let iterator = unsafe cmark_iter_new(root) else {
            unsafe cmark_parser_free(parser)
            return nil
        }
        unsafe self.root = root
        unsafe self.parser = parser
        unsafe self.iterator = iterator
    }

    deinit {
        unsafe cmark_iter_free(iterator)
        unsafe cmark_node_free(root)
        unsafe cmark_parser_free(parser)
    }

    /// The next step, or nil at the end.
    mutating func next() -> Step? {
        let event = unsafe cmark_iter_next(iterator)
        guard event != CMARK_EVENT_DONE, event != CMARK_EVENT_NONE, let node = unsafe cmark_iter_get_node(iterator)
        else { return nil }
        let kind = unsafe kind(of: node)
        var step = unsafe Step(
            isEntering: event == CMARK_EVENT_ENTER, kind: kind, literal: [],
            startLine: Int(cmark_node_get_start_line(node)), startColumn: Int(cmark_node_get_start_column(node)),
            endLine: Int(cmark_node_get_end_line(node)), number: 0, flag: false)
        guard step.isEntering else { return step }
        switch kind {
        case .text, .code, .inlineHTML, .codeBlock, .htmlBlock:
            if let literal = unsafe cmark_node_get_literal(node) {
                step.literal = unsafe Array(UnsafeRawBufferPointer(start: literal, count: strlen(literal)))
            }
            if kind == .codeBlock {
                var (length, offset, character) = (Int32(0), Int32(0), CChar(0))
                step.flag = unsafe cmark_node_get_fenced(node, &length, &offset, &character) != 0
            }
        case .heading: step.number = unsafe Int(cmark_node_get_heading_level(node))
        case .list:
            step.flag = unsafe cmark_node_get_list_type(node) == CMARK_ORDERED_LIST
            step.number = unsafe Int(cmark_node_get_list_start(node))
        case .tableRow: step.flag = unsafe cmark_gfm_extensions_get_table_row_is_header(node) != 0
        default: break
        }
        return step
    }

    /// What the entity reference `text`, for example `&amp;`, stands for, or nil when it is none.
    static func decodedEntity(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        guard var tree = MarkdownTree(text) else { return nil }
        while let step = tree.next() {
            if step.kind == .text { return step.literal.elementsEqual(text) ? nil : step.literal }
        }
        return nil
    }
}

private func kind(of node: OpaquePointer) -> MarkdownTree.Kind {
    switch unsafe cmark_node_get_type(node) {
    case CMARK_NODE_DOCUMENT: .document
    case CMARK_NODE_BLOCK_QUOTE: .blockQuote
    case CMARK_NODE_LIST: .list
    case CMARK_NODE_ITEM: .item
    case CMARK_NODE_CODE_BLOCK: .codeBlock
    case CMARK_NODE_HTML_BLOCK: .htmlBlock
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_SOFTBREAK: .softBreak
    case CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_CODE: .code
    case CMARK_NODE_HTML_INLINE: .inlineHTML
    case CMARK_NODE_EMPH: .emphasis
    case CMARK_NODE_STRONG: .strong
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    default: unsafe extensionKind(of: node)
    }
}

/// Extensions number their nodes at run time; their names are fixed.
private func extensionKind(of node: OpaquePointer) -> MarkdownTree.Kind {
    switch unsafe cmark_node_get_type_string(node).map({ unsafe String(cString: $0) }) {
    case "table": .table
    case "table_row", "table_header": .tableRow
    case "table_cell": .tableCell
    case "strikethrough": .strikethrough
    default: .other
    }
}
