/// The light markup of a text file, as far as it is not prose: reStructuredText or AsciiDoc.
///
/// A line of such a file may be an instruction to the program that formats it, or part of an example. Told apart here is what a
/// reader of the finished page would see, and in what role; inline marks are left as they are written.
///
/// Sources: *reStructuredText Markup Specification* (docutils), sections "Explicit Markup Blocks", "Literal Blocks" and "Tables";
/// *AsciiDoc Language Documentation* (Eclipse Foundation), "Delimited Blocks", "Attribute Entries" and "List Continuation".
struct TextMarkup: Sendable {
    enum Language: Sendable {
        case restructuredText
        case asciiDoc
    }

    /// What a line is.
    enum Role: Equatable, Sendable {
        /// A line as of a text without markup, of which so much is left.
        case text(Range<Int>)
        /// The first line of a paragraph.
        case paragraph(Range<Int>)
        case heading(level: Int, Range<Int>)
        case code
        /// Seen by nobody, and the end of what stands before it.
        case nothing
    }

    /// Lines that belong to one before them because they are indented deeper.
    private struct Body {
        enum Content {
            case prose
            case code
            case nothing
        }

        var content: Content
        var indent: Int
        /// Only options have been seen yet.
        var isInOptions: Bool
    }

    let language: Language
    private var body: Body?
    /// A paragraph ended with two colons at this indent: what follows deeper is an example.
    private var announced: Int?
    private var isInDoctest = false
    /// The delimiter that ends the open block of AsciiDoc, and whether the block is seen.
    private var fence: (line: [UInt8], isSeen: Bool)?
    /// The characters under headings of reStructuredText, in the order in which they came: the first marks the highest rank.
    private var adornments: [UInt8] = []

    init(_ language: Language) {
        self.language = language
    }

    /// The markup of a file, by its name or else by what none but such a file holds; nil for none.
    init?(fileName: String, source: SourceText) {
        let name = fileName.lowercased()
        if name.hasSuffix(".rst") || name.hasSuffix(".rst.txt") {
            self.init(.restructuredText)
        } else if name.hasSuffix(".adoc") || name.hasSuffix(".asciidoc") {
            self.init(.asciiDoc)
        } else if name.hasSuffix(".txt"), let language = Self.language(of: source) {
            self.init(language)
        } else {
            return nil
        }
    }

    private static func language(of source: SourceText) -> Language? {
        for line in 1...source.lineCount {
            let bytes = source.bytes[source.range(ofLine: line)]
            switch bytes.first {
            case 0x2E where directive(bytes) != nil: return .restructuredText
            case 0x2B where bytes.count == 1: return .asciiDoc
            case 0x5B where bytes.starts(with: Array("[[".utf8)) && bytes.suffix(2).elementsEqual("]]".utf8):
                return .asciiDoc
            case 0x5B where bytes.elementsEqual("[verse]".utf8) || bytes.starts(with: Array("[source".utf8)):
                return .asciiDoc
            case 0x69 where isBlockMacro(bytes): return .asciiDoc
            default: continue
            }
        }
        return nil
    }

    // MARK: Line by line

    /// An empty line was read.
    mutating func passEmptyLine() { isInDoctest = false }

    /// What a line with something visible is.
    ///
    /// - Parameters:
    ///   - content: the visible part of the line.
    ///   - indent: the column at which that begins.
    ///   - heading: the number of bytes of the one line of the open paragraph, if there is one: a rule beneath makes it a heading.
    mutating func role(of content: Range<Int>, in bytes: [UInt8], indent: Int, beneath heading: Int?) -> Role {
        switch language {
        case .restructuredText: restructuredRole(of: content, in: bytes, indent: indent)
        case .asciiDoc: asciiDocRole(of: content, in: bytes, indent: indent, beneath: heading)
        }
    }

    /// The rank of a heading that is underlined with the given character.
    mutating func headingLevel(adornment: UInt8) -> Int {
        if language == .asciiDoc {
            return (Array("=-~^+".utf8).firstIndex(of: adornment) ?? 4) + 1
        }
        if let known = adornments.firstIndex(of: adornment) { return min(known + 1, 6) }
        adornments.append(adornment)
        return min(adornments.count, 6)
    }

    /// Whether a line of one repeated character may underline a heading.
    func isAdornment(_ line: ArraySlice<UInt8>) -> Bool {
        guard language == .restructuredText, let first = line.first, line.count >= 4 else { return false }
        return Array("\"'`:.<>!$%&".utf8).contains(first) && line.allSatisfy { $0 == first }
    }
}

// MARK: reStructuredText

extension TextMarkup {
    /// Directives whose body is an example or data.
    private static let codeDirectives: Set<String> = [
        "code", "code-block", "sourcecode", "parsed-literal", "productionlist", "doctest", "testcode", "testoutput",
        "math", "prompt", "ipython",
    ]
    /// Directives of which a reader sees nothing, or no text.
    private static let unseenDirectives: Set<String> = [
        "toctree", "contents", "image", "figure", "literalinclude", "include", "highlight", "highlightlang", "index",
        "module", "currentmodule", "py:module", "py:currentmodule", "raw", "role", "default-role", "meta", "testsetup",
        "testcleanup", "tabularcolumns", "graphviz", "digraph", "sectionauthor", "moduleauthor", "codeauthor",
        "automodule", "autoclass", "autofunction", "autosummary", "autodata", "autoexception", "target-notes", "title",
        "sectnum", "program", "default-domain", "kernel-doc", "cssclass", "class", "plot", "inheritance-diagram",
    ]
    /// Directives that describe something by name: what is named heads the description.
    private static let descriptions: Set<String> = [
        "function", "method", "classmethod", "staticmethod", "attribute", "data", "exception", "decorator", "option",
        "cmdoption", "envvar", "describe", "object", "confval", "macro", "type", "var", "member", "opcode", "setting",
        "django-admin", "templatetag", "templatefilter", "fieldlookup", "2to3fixer", "pdbcommand", "rubric", "property",
    ]
    /// Fields of a description that are prose.
    private static let proseFields: Set<String> = [
        "param", "parameter", "arg", "argument", "keyword", "kwarg", "raises", "raise", "except", "exception", "return",
        "returns", "var", "ivar", "cvar",
    ]

    /// The name of the directive on a line and where its arguments begin, both counted from the line's start; nil for no directive.
    fileprivate static func directive(_ line: ArraySlice<UInt8>) -> (name: String, argumentOffset: Int)? {
        guard line.starts(with: [0x2E, 0x2E, 0x20]) else { return nil }
        let rest = line.dropFirst(3).drop(while: isBlank)
        var end = rest.startIndex
        while end < rest.endIndex,
            isLetter(rest[end]) || (0x30...0x39).contains(rest[end]) || [0x2D, 0x5F].contains(rest[end])
                || rest[end] == 0x3A && end + 1 < rest.endIndex && isLetter(rest[end + 1])
        {
            end += 1
        }
        let colons = rest[end...]
        guard end > rest.startIndex, colons.starts(with: [0x3A, 0x3A]), colons.dropFirst(2).first.map(isBlank) ?? true
        else { return nil }
        let arguments = colons.dropFirst(2).drop(while: isBlank)
        return (String(decoding: rest[..<end], as: UTF8.self), arguments.startIndex - line.startIndex)
    }

    private mutating func restructuredRole(of content: Range<Int>, in bytes: [UInt8], indent: Int) -> Role {
        let line = bytes[content]
        if let announced {
            self.announced = nil
            if indent > announced { body = Body(content: .code, indent: announced, isInOptions: false) }
        }
        if var open = body {
            if indent <= open.indent {
                body = nil
            } else {
                if open.isInOptions, Self.field(line) != nil { return .nothing }
                open.isInOptions = false
                body = open
                if open.content == .code { return .code }
                if open.content == .nothing { return .nothing }
            }
        }
        if isInDoctest { return .code }
        if line.starts(with: Array(">>> ".utf8)) {
            isInDoctest = true
            return .code
        }
        if line.starts(with: Array(".. ".utf8)) || line.elementsEqual("..".utf8) || line.starts(with: Array("__ ".utf8))
        {
            return explicitRole(of: content, line, indent: indent)
        }
        if Self.isTableBorder(line) { return .nothing }
        if let field = Self.field(line) {
            guard Self.proseFields.contains(field.name) else { return .nothing }
            let text = content.lowerBound + field.textOffset..<content.upperBound
            return text.isEmpty ? .nothing : .paragraph(text)
        }
        if line.suffix(2).elementsEqual("::".utf8) {
            announced = indent
            if line.count == 2 { return .nothing }
            return .text(content.lowerBound..<(content.upperBound - 1))
        }
        return .text(content)
    }

    private mutating func explicitRole(of content: Range<Int>, _ line: ArraySlice<UInt8>, indent: Int) -> Role {
        guard let (fullName, offset) = Self.directive(line) else {
            // A footnote is read; a target, a substitution and a comment are not.
            if line.starts(with: Array(".. [".utf8)), let end = line.firstIndex(of: 0x5D) {
                let text = line[(end + 1)...].drop(while: isBlank)
                body = Body(content: .prose, indent: indent, isInOptions: false)
                return text.isEmpty ? .nothing : .paragraph(text.startIndex..<text.endIndex)
            }
            body = Body(content: .nothing, indent: indent, isInOptions: false)
            return .nothing
        }
        let name = fullName.split(separator: ":").last.map { $0.lowercased() } ?? fullName
        let arguments = content.lowerBound + offset..<content.upperBound
        if Self.codeDirectives.contains(name) {
            body = Body(content: .code, indent: indent, isInOptions: true)
            return .nothing
        }
        if Self.unseenDirectives.contains(name) && (name != "class" || !fullName.contains(":")) && name != "title" {
            body = Body(content: .nothing, indent: indent, isInOptions: false)
            return .nothing
        }
        body = Body(content: .prose, indent: indent, isInOptions: true)
        if arguments.isEmpty { return .nothing }
        if Self.descriptions.contains(name) || name == "class" { return .heading(level: 6, arguments) }
        if ["versionadded", "versionchanged", "deprecated", "versionremoved"].contains(name) {
            // The version in front is no sentence.
            let text = line[arguments].drop { !isBlank($0) }.drop(while: isBlank)
            return text.isEmpty ? .nothing : .paragraph(text.startIndex..<text.endIndex)
        }
        return .paragraph(arguments)
    }

    /// The first word of the field's name with which a line begins, and where what is to be read begins: the rest of the name,
    /// if it has more words, and the text.
    private static func field(_ line: ArraySlice<UInt8>) -> (name: String, textOffset: Int)? {
        guard line.first == 0x3A, let second = line.dropFirst().first, isLetter(second) else { return nil }
        guard let end = line.dropFirst().firstIndex(of: 0x3A),
            line.dropFirst(end + 1 - line.startIndex).first.map(isBlank) ?? true
        else { return nil }
        let name = line[(line.startIndex + 1)..<end]
        guard !name.contains(0x60) else { return nil }
        let first = name.prefix { !isBlank($0) }
        let text = first.count < name.count ? line[first.endIndex...] : line[(end + 1)...]
        return (String(decoding: first, as: UTF8.self), text.drop(while: isBlank).startIndex - line.startIndex)
    }

    /// Whether a line is drawn above, between or below the rows of a table.
    private static func isTableBorder(_ line: ArraySlice<UInt8>) -> Bool {
        if line.first == 0x2B { return line.count > 2 && line.allSatisfy { [0x2B, 0x2D, 0x3D].contains($0) } }
        guard line.first == 0x3D || line.first == 0x2D, line.contains(0x20), let mark = line.first else { return false }
        return line.allSatisfy { $0 == mark || $0 == 0x20 } && line.filter { $0 == mark }.count >= 4
    }
}

// MARK: AsciiDoc

extension TextMarkup {
    private mutating func asciiDocRole(
        of content: Range<Int>, in bytes: [UInt8], indent: Int, beneath heading: Int?
    ) -> Role {
        let line = bytes[content]
        if let open = fence {
            if open.line.elementsEqual(line) {
                fence = nil
                return .nothing
            }
            return open.isSeen ? .code : .nothing
        }
        guard let first = line.first, indent == 0 else { return .text(content) }
        if line.count == 1, first == 0x2B { return .nothing }
        if let isSeen = Self.fence(line), !underlines(line, heading) {
            fence = (Array(line), isSeen)
            return .nothing
        }
        if Self.isDelimiter(line), !underlines(line, heading) { return .nothing }
        if first == 0x5B && line.last == 0x5D || line.starts(with: [0x2F, 0x2F]) || Self.isBlockMacro(line)
            || Self.isAttribute(line)
        {
            return .nothing
        }
        if first == 0x2E, let letter = line.dropFirst().first, isLetter(letter) {
            return .paragraph(content.lowerBound + 1..<content.upperBound)
        }
        if line.suffix(2).elementsEqual("::".utf8) {
            let term = line.dropLast(line.reversed().prefix { $0 == 0x3A }.count)
            return term.isEmpty ? .nothing : .paragraph(term.startIndex..<term.endIndex)
        }
        return .text(content)
    }

    /// Whether a rule makes the line above it a heading: both are about as long.
    private func underlines(_ line: ArraySlice<UInt8>, _ heading: Int?) -> Bool {
        guard let heading, let mark = line.first, [0x3D, 0x2D, 0x2B].contains(mark), line.count >= 3 else {
            return false
        }
        return abs(heading - line.count) <= 3
    }

    /// Whether a line begins a block that is taken as it stands; its value says whether a reader sees the block.
    private static func fence(_ line: ArraySlice<UInt8>) -> Bool? {
        if line.starts(with: [0x60, 0x60, 0x60]) { return line.count == 3 ? true : nil }
        guard let first = line.first, line.count >= 4, line.allSatisfy({ $0 == first }) else { return nil }
        switch first {
        case 0x2D, 0x2E, 0x2B: return true
        case 0x2F: return false
        default: return nil
        }
    }

    /// Whether a line begins or ends a block whose lines are read as others are, or draws a line.
    private static func isDelimiter(_ line: ArraySlice<UInt8>) -> Bool {
        if line.elementsEqual("--".utf8) || line.elementsEqual("'''".utf8) || line.elementsEqual("<<<".utf8) {
            return true
        }
        if line.first == 0x7C { return line.count >= 4 && line.dropFirst().allSatisfy { $0 == 0x3D } }
        guard let first = line.first, line.count >= 4, [0x3D, 0x2A, 0x5F].contains(first) else { return false }
        return line.allSatisfy { $0 == first }
    }

    /// `name::target[attributes]`: something is put in the line's place, an image or another file.
    fileprivate static func isBlockMacro(_ line: ArraySlice<UInt8>) -> Bool {
        let name = line.prefix(while: isLetter)
        return !name.isEmpty && line[name.endIndex...].starts(with: [0x3A, 0x3A]) && line.last == 0x5D
            && !line.contains(0x20)
    }

    /// `:name: value` or `:!name:`.
    private static func isAttribute(_ line: ArraySlice<UInt8>) -> Bool {
        guard line.first == 0x3A, let end = line.dropFirst().firstIndex(of: 0x3A), end > line.startIndex + 1 else {
            return false
        }
        return line[(line.startIndex + 1)..<end].allSatisfy { !isBlank($0) }
            && (line[(end + 1)...].first.map(isBlank) ?? true)
    }
}
