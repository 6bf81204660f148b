/// Finds the inline text of one Markdown block in the source again.
///
/// cmark's columns of inline nodes are wrong after lazy continuations and in nested containers. So the
/// aligner does not use them: it walks the source beside cmark's nodes and knows from each node what must
/// stand next, delimiters, escapes, entities and link destinations included. Where the source shows
/// something else, it searches forward for the text within the block, and text that it does not find gets no
/// run. Whatever it does, a run is only ever made of source bytes that equal the text.
struct InlineAligner {
    private let bytes: [UInt8]
    /// The next source byte that belongs to no node yet.
    private var cursor = 0
    /// Where the block ends in the source.
    private var end = 0
    /// How many block quotes the block stands in: so many marks may start each of its lines.
    private var quoteDepth = 0
    /// How many bytes searches may still pass over in this block.
    private var searchBudget = 0
    /// The delimiters of the links and images that are open.
    private var openers: [Opener] = []
    private var entities: [[UInt8]: [UInt8]?] = [:]

    private enum Opener {
        case bracket
        case angle
        case none
    }

    init(_ source: SourceText) {
        bytes = source.bytes
    }

    /// Starts with a block whose text stands in `range`.
    mutating func start(_ range: Range<Int>, quoteDepth: Int) {
        cursor = range.lowerBound
        end = max(range.lowerBound, range.upperBound)
        self.quoteDepth = quoteDepth
        searchBudget = 4 * (end - cursor) + 4096
        openers.removeAll()
    }

    /// Passes the number signs of a heading.
    mutating func passHeadingMark() {
        while byte(0) == 0x23 { cursor += 1 }
        passBlanks()
    }

    /// Passes the marks of containers and the first bar of a table row, at the start of its line.
    mutating func passRowStart() {
        passLinePrefix()
        if byte(0) == 0x7C { cursor += 1 }
    }

    /// Passes the bar at the end of a table cell.
    mutating func passCellEnd() {
        while let next = byte(0), next != 0x7C, !isLineEnd(next) { cursor += next == 0x5C && byte(1) == 0x7C ? 2 : 1 }
        if byte(0) == 0x7C { cursor += 1 }
    }

    mutating func passBlanks() {
        while let next = byte(0), next == 0x20 || next == 0x09 { cursor += 1 }
    }

    /// Adds the text of a text node.
    mutating func addText(_ literal: [UInt8], to builder: inout DocumentBuilder) {
        var position = 0
        var runStart = cursor
        func flush(_ builder: inout DocumentBuilder, _ cursor: Int) {
            if runStart < cursor { builder.copy(runStart..<cursor) }
        }
        while position < literal.count {
            let length = scalarLength(literal, at: position)
            if byte(0) == 0x26, let (name, value) = entity(), literal[position...].starts(with: value) {
                flush(&builder, cursor)
                builder.insert(value)
                cursor += name
                position += value.count
                runStart = cursor
            } else if byte(0) == 0x5C, byte(1) == literal[position], isPunctuation(literal[position]) {
                flush(&builder, cursor)
                runStart = cursor + 1
                cursor += 2
                position += 1
            } else if matches(literal, position, length) {
                cursor += length
                position += length
            } else {
                flush(&builder, cursor)
                let chunk = searchable(literal, from: position)
                if let found = search(literal[chunk]) {
                    cursor = found
                } else {
                    builder.insert(literal[chunk])
                    position = chunk.upperBound
                }
                runStart = cursor
            }
        }
        flush(&builder, cursor)
    }

    /// Adds the content of a code span.
    mutating func addCode(_ literal: [UInt8], to builder: inout DocumentBuilder) {
        var fence = 0
        // Between the nodes before and the span stands nothing but its fence; else the text is searched.
        if byte(0) != 0x60, let found = search([0x60]) { cursor = found }
        while byte(0) == 0x60 {
            cursor += 1
            fence += 1
        }
        var position = 0
        while position < literal.count {
            let length = scalarLength(literal, at: position)
            if matches(literal, position, length) {
                builder.copy(cursor..<cursor + length)
                cursor += length
                position += length
            } else if let next = byte(0), isLineEnd(next), literal[position] == 0x20 {
                passLineEnd()
                builder.insert([0x20])
                position += 1
            } else if byte(0) == 0x5C, byte(1) == 0x7C, literal[position] == 0x7C {
                cursor += 1
            } else if byte(0) == 0x20 {
                cursor += 1
            } else if let next = byte(0), isLineEnd(next) {
                passLineEnd()
            } else {
                builder.insert(literal[position...])
                position = literal.count
            }
        }
        while let next = byte(0), next == 0x20 || isLineEnd(next) {
            if isLineEnd(next) { passLineEnd() } else { cursor += 1 }
        }
        while fence > 0, byte(0) == 0x60 {
            cursor += 1
            fence -= 1
        }
    }

    /// Passes inline HTML, of which only a line break leaves a trace.
    mutating func passHTML(_ literal: [UInt8], in builder: inout DocumentBuilder) {
        let isBreak = literal.count > 3 && String(decoding: literal.prefix(3), as: UTF8.self).lowercased() == "<br"
        if isBreak { builder.insert([0x20]) }
        for expected in literal {
            if let next = byte(0), isLineEnd(next), isLineEnd(expected) {
                passLineEnd()
            } else if byte(0) == expected {
                cursor += 1
            } else if expected != 0x20 && expected != 0x09 && !isLineEnd(expected) {
                break
            }
        }
    }

    /// Adds a line end, be it soft or hard.
    mutating func addLineBreak(to builder: inout DocumentBuilder) {
        var position = cursor
        while position < end, !isLineEnd(bytes[position]) { position += 1 }
        guard position < end else {
            builder.insert([0x0A])
            return
        }
        cursor = position
        builder.copyLineEnd(at: position)
        passLineEnd()
    }

    /// Passes the delimiter before or after emphasis or strikethrough.
    mutating func passDelimiter(_ kind: MarkdownTree.Kind) {
        switch kind {
        case .strikethrough:
            for _ in 0..<2 where byte(0) == 0x7E { cursor += 1 }
        default:
            for _ in 0..<(kind == .strong ? 2 : 1) where byte(0) == 0x2A || byte(0) == 0x5F { cursor += 1 }
        }
    }

    /// Passes what stands before the text of a link or image.
    mutating func enterLink(isImage: Bool) {
        if isImage, byte(0) == 0x21, byte(1) == 0x5B {
            cursor += 2
            openers.append(.bracket)
        } else if !isImage, byte(0) == 0x5B {
            cursor += 1
            openers.append(.bracket)
        } else if !isImage, byte(0) == 0x3C {
            cursor += 1
            openers.append(.angle)
        } else {
            openers.append(.none)
        }
    }

    /// Passes what stands after the text of a link or image: destination and title, or a reference.
    mutating func leaveLink() {
        switch openers.popLast() ?? .none {
        case .none: break
        case .angle:
            if byte(0) == 0x3E { cursor += 1 }
        case .bracket:
            guard byte(0) == 0x5D else { return }
            cursor += 1
            if byte(0) == 0x28, let after = endOfDestination(cursor) {
                cursor = after
            } else if byte(0) == 0x5B, let after = endOfLabel(cursor) {
                cursor = after
            }
        }
    }

    /// The offset after `(destination "title")` at `start`, or nil when that is none.
    ///
    /// Brackets that only look like a destination may be many, so the way there counts as searching.
    private mutating func endOfDestination(_ start: Int) -> Int? {
        var position = start + 1
        defer { searchBudget -= min(position, end) - start }
        let end = min(end, start + max(0, searchBudget))
        func passBlanks() { while position < end, isBlank(bytes[position]) { position += 1 } }
        passBlanks()
        if position < end, bytes[position] == 0x3C {
            while position < end, bytes[position] != 0x3E { position += bytes[position] == 0x5C ? 2 : 1 }
            position += 1
        } else {
            var depth = 0
            while position < end, !isBlank(bytes[position]) {
                if bytes[position] == 0x5C { position += 1 }
                if position < end, bytes[position] == 0x28 { depth += 1 }
                if position < end, bytes[position] == 0x29 {
                    if depth == 0 { break }
                    depth -= 1
                }
                position += 1
            }
        }
        passBlanks()
        if position < end, [0x22, 0x27, 0x28].contains(bytes[position]) {
            let close: UInt8 = bytes[position] == 0x28 ? 0x29 : bytes[position]
            position += 1
            while position < end, bytes[position] != close { position += bytes[position] == 0x5C ? 2 : 1 }
            position += 1
            passBlanks()
        }
        return position < end && bytes[position] == 0x29 ? position + 1 : nil
    }

    /// The offset after `[label]` at `start`, or nil when that is none.
    private func endOfLabel(_ start: Int) -> Int? {
        var position = start + 1
        while position < min(end, start + 1002), bytes[position] != 0x5D {
            if bytes[position] == 0x5B { return nil }
            position += bytes[position] == 0x5C ? 2 : 1
        }
        return position < end && bytes[position] == 0x5D ? position + 1 : nil
    }

    private func byte(_ offset: Int) -> UInt8? {
        cursor + offset < end ? bytes[cursor + offset] : nil
    }

    private func matches(_ literal: [UInt8], _ position: Int, _ length: Int) -> Bool {
        guard cursor + length <= end else { return false }
        for offset in 0..<length where bytes[cursor + offset] != literal[position + offset] { return false }
        return true
    }

    /// Passes a line end and what containers put at the start of the next line.
    private mutating func passLineEnd() {
        if byte(0) == 0x0D { cursor += byte(1) == 0x0A ? 2 : 1 } else { cursor += 1 }
        passLinePrefix()
    }

    /// Passes what containers put at the start of a line.
    mutating func passLinePrefix() {
        passBlanks()
        for _ in 0..<quoteDepth {
            guard byte(0) == 0x3E else { break }
            cursor += 1
            passBlanks()
        }
    }

    /// The part of the literal, from `position` on, that stands in the source literally if at all.
    private func searchable(_ literal: [UInt8], from position: Int) -> Range<Int> {
        var stop = position + scalarLength(literal, at: position)
        while stop < literal.count, stop - position < 24, !isPunctuation(literal[stop]) {
            stop += scalarLength(literal, at: stop)
        }
        return position..<stop
    }

    /// Where the chunk stands next in the block, or nil when that is nowhere or the search would be too long.
    private mutating func search(_ chunk: ArraySlice<UInt8>) -> Int? {
        guard let first = chunk.first else { return nil }
        var position = cursor
        while position + chunk.count <= end, searchBudget > 0 {
            searchBudget -= 1
            if bytes[position] == first, bytes[position..<position + chunk.count] == chunk { return position }
            position += 1
        }
        return nil
    }

    /// The length and the meaning of the entity reference at the cursor, or nil when there is none.
    private mutating func entity() -> (length: Int, value: [UInt8])? {
        var length = 1
        while length < 40, let next = byte(length), isLetter(next) || (0x30...0x39).contains(next) || next == 0x23 {
            length += 1
        }
        guard length > 1, byte(length) == 0x3B else { return nil }
        let name = Array(bytes[cursor...cursor + length])
        let value: [UInt8]?
        if let known = entities[name] {
            value = known
        } else {
            value = MarkdownTree.decodedEntity(name[...])
            entities[name] = .some(value)
        }
        return value.map { (length + 1, $0) }
    }
}

/// The length of the UTF-8 scalar that starts at `position`, never beyond the end.
private func scalarLength(_ bytes: [UInt8], at position: Int) -> Int {
    let length =
        switch bytes[position] {
        case 0xC0...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xFF: 4
        default: 1
        }
    return min(length, bytes.count - position)
}

private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == 0x0A || byte == 0x0D
}

/// Whether the byte is ASCII punctuation, which a backslash may escape.
private func isPunctuation(_ byte: UInt8) -> Bool {
    (0x21...0x2F).contains(byte) || (0x3A...0x40).contains(byte) || (0x5B...0x60).contains(byte)
        || (0x7B...0x7E).contains(byte)
}
