/// The patterns of one ignore file, with the meaning that gitignore(5) gives them.
///
/// The last pattern that matches decides. Blank lines and lines that start with `#` count for nothing,
/// `\` takes the next character literally, trailing blanks go unless escaped, `!` re-includes, a slash at
/// the end limits a pattern to folders, a slash elsewhere anchors it to the folder of the ignore file, `*`
/// and `?` and `[…]` never match a slash, and `**` as a whole component matches any number of folders.
/// Names are compared as bytes.
public struct IgnoreRules: Sendable {
    /// What the rules say about a path.
    public enum Verdict: Sendable {
        /// The last pattern that matches excludes it.
        case ignored
        /// The last pattern that matches is a negation.
        case included
    }

    private var rules: [Rule] = []

    /// The rules in the bytes of an ignore file; a byte-order mark and CRLF line ends are tolerated.
    public init(_ bytes: [UInt8]) {
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
        for line in content.split(separator: 0x0A) {
            if let rule = Rule(line: line.last == 0x0D ? line.dropLast() : line) { rules.append(rule) }
        }
    }

    /// Whether there is no rule.
    public var isEmpty: Bool { rules.isEmpty }

    /// What the rules say about the path that consists of `components` beneath the ignore file's folder.
    ///
    /// - Returns: nil when no pattern matches. Whether a folder above is excluded is the caller's question:
    ///   what stands beneath an excluded folder cannot be re-included.
    /// - Complexity: O(rules · pattern length · name length).
    public func verdict(for components: ArraySlice<[UInt8]>, isDirectory: Bool) -> Verdict? {
        for rule in rules.reversed() where isDirectory || !rule.directoriesOnly {
            if rule.matches(components) { return rule.negated ? .included : .ignored }
        }
        return nil
    }
}

/// One pattern, taken apart.
private struct Rule: Sendable {
    /// A part of a pattern between slashes.
    enum Part: Equatable, Sendable {
        case name([Token])
        /// `**`: any number of components.
        case anyComponents
    }

    /// A step of matching within one name.
    enum Token: Equatable, Sendable {
        case byte(UInt8)
        case anyByte
        case anyBytes
        case oneOf([ClosedRange<UInt8>], negated: Bool)
    }

    var parts: [Part] = []
    var negated = false
    var directoriesOnly = false

    init?(line: ArraySlice<UInt8>) {
        var rest = trimmingTrailingBlanks(line)
        if rest.first == 0x23 { return nil }
        if rest.first == 0x21 {
            negated = true
            rest = rest.dropFirst()
        }
        if rest.last == 0x2F {
            directoriesOnly = true
            rest = rest.dropLast()
        }
        var anchored = false
        if rest.first == 0x2F {
            anchored = true
            rest = rest.dropFirst()
        }
        if rest.isEmpty { return nil }
        var pieces = rest.split(separator: 0x2F, omittingEmptySubsequences: false)[...]
        if pieces.count > 1 { anchored = true }
        if !anchored { parts.append(.anyComponents) }
        while let piece = pieces.popFirst() {
            if piece.elementsEqual([0x2A, 0x2A]) {
                // A trailing `/**` matches everything inside, so at least one component follows.
                if parts.last != .anyComponents { parts.append(.anyComponents) }
                if pieces.isEmpty { parts.append(.name([.anyBytes])) }
            } else {
                guard let tokens = Rule.tokens(of: piece) else { return nil }
                parts.append(.name(tokens))
            }
        }
    }

    /// The steps of one part of a pattern, or nil when a class or an escape has no end: it matches nothing.
    private static func tokens(of piece: ArraySlice<UInt8>) -> [Token]? {
        var tokens: [Token] = []
        var rest = piece
        while let byte = rest.popFirst() {
            switch byte {
            case 0x5C:
                guard let next = rest.popFirst() else { return nil }
                tokens.append(.byte(next))
            case 0x2A:
                if tokens.last != .anyBytes { tokens.append(.anyBytes) }
            case 0x3F: tokens.append(.anyByte)
            case 0x5B:
                guard let token = characterClass(&rest) else { return nil }
                tokens.append(token)
            default: tokens.append(.byte(byte))
            }
        }
        return tokens
    }

    /// The class whose opening bracket has been read; `rest` then starts after its closing bracket.
    private static func characterClass(_ rest: inout ArraySlice<UInt8>) -> Token? {
        var ranges: [ClosedRange<UInt8>] = []
        var negated = false
        if let first = rest.first, first == 0x21 || first == 0x5E {
            negated = true
            rest = rest.dropFirst()
        }
        var isFirst = true
        while let byte = rest.popFirst() {
            // A closing bracket in the first place stands for itself.
            if byte == 0x5D && !isFirst { return .oneOf(ranges, negated: negated) }
            isFirst = false
            if byte == 0x5B, rest.first == 0x3A {
                guard let named = namedClass(&rest) else { return nil }
                ranges += named
                continue
            }
            var lower = byte
            if byte == 0x5C {
                guard let escaped = rest.popFirst() else { return nil }
                lower = escaped
            }
            var upper = lower
            if rest.first == 0x2D, let end = rest.dropFirst().first, end != 0x5D {
                rest = rest.dropFirst(2)
                upper = end
                if end == 0x5C {
                    guard let escaped = rest.popFirst() else { return nil }
                    upper = escaped
                }
            }
            if lower <= upper { ranges.append(lower...upper) }
        }
        return nil
    }

    /// A POSIX class such as `[:alpha:]`, of which `[` has been read.
    private static func namedClass(_ rest: inout ArraySlice<UInt8>) -> [ClosedRange<UInt8>]? {
        guard let end = rest.indices.dropFirst().first(where: { rest[$0] == 0x3A }), rest[(end + 1)...].first == 0x5D
        else { return nil }
        let name = String(decoding: rest[(rest.startIndex + 1)..<end], as: UTF8.self)
        rest = rest[(end + 2)...]
        switch name {
        case "alpha": return [0x41...0x5A, 0x61...0x7A]
        case "digit": return [0x30...0x39]
        case "alnum": return [0x30...0x39, 0x41...0x5A, 0x61...0x7A]
        case "upper": return [0x41...0x5A]
        case "lower": return [0x61...0x7A]
        case "space": return [0x09...0x0D, 0x20...0x20]
        case "blank": return [0x09...0x09, 0x20...0x20]
        case "punct": return [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E]
        case "xdigit": return [0x30...0x39, 0x41...0x46, 0x61...0x66]
        case "cntrl": return [0x00...0x1F, 0x7F...0x7F]
        case "graph": return [0x21...0x7E]
        case "print": return [0x20...0x7E]
        default: return nil
        }
    }

    /// Whether the pattern matches the whole path.
    func matches(_ components: ArraySlice<[UInt8]>) -> Bool {
        // The classic two-pointer match: only the latest `**` has to be remembered, as an earlier one could
        // not do better.
        var part = 0
        var component = components.startIndex
        var retry: (part: Int, component: Int)?
        while component < components.endIndex {
            if part < parts.count {
                if parts[part] == .anyComponents {
                    retry = (part, component)
                    part += 1
                    continue
                }
                if case .name(let tokens) = parts[part], Rule.matches(tokens, components[component]) {
                    part += 1
                    component += 1
                    continue
                }
            }
            guard let last = retry else { return false }
            retry = (last.part, last.component + 1)
            part = last.part + 1
            component = last.component + 1
        }
        return part == parts.count
    }

    /// Whether the tokens match the whole name.
    private static func matches(_ tokens: [Token], _ name: [UInt8]) -> Bool {
        var token = 0
        var position = 0
        var retry: (token: Int, position: Int)?
        while position < name.count {
            if token < tokens.count {
                switch tokens[token] {
                case .anyBytes:
                    retry = (token, position)
                    token += 1
                    continue
                case .anyByte:
                    token += 1
                    position += 1
                    continue
                case .byte(let byte) where byte == name[position]:
                    token += 1
                    position += 1
                    continue
                case .oneOf(let ranges, let negated) where ranges.contains { $0.contains(name[position]) } != negated:
                    token += 1
                    position += 1
                    continue
                default: break
                }
            }
            guard let last = retry else { return false }
            retry = (last.token, last.position + 1)
            token = last.token + 1
            position = last.position + 1
        }
        return tokens[token...].allSatisfy { $0 == .anyBytes }
    }
}

/// The line without blanks at its end, but with those that a backslash protects.
private func trimmingTrailingBlanks(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var kept = line.startIndex
    var position = line.startIndex
    while position < line.endIndex {
        if line[position] == 0x5C, position + 1 < line.endIndex {
            position += 2
            kept = position
        } else {
            if line[position] != 0x20 { kept = position + 1 }
            position += 1
        }
    }
    return line[..<kept]
}
