import Foundation

/// A file of the program's sources, taken apart as far as the rules of the house need it.
struct SourceFile: CustomStringConvertible {
    /// The target, which is the folder beneath `Sources`.
    let target: String
    /// The path beneath `Sources`.
    let path: String
    /// The lines without comments and without the insides of string literals.
    let codeLines: [String]

    var description: String { path }

    /// The modules that the file imports.
    var imports: [String] {
        codeLines.compactMap { line in
            let words = line.split(separator: " ").map(String.init)
            guard let keyword = words.firstIndex(of: "import"), keyword + 1 < words.count,
                words[..<keyword].allSatisfy({ $0.hasPrefix("@") || Self.accessLevels.contains($0) })
            else { return nil }
            // `import struct Module.Name` names a declaration behind a kind.
            let name = keyword + 2 < words.count ? words[keyword + 2] : words[keyword + 1]
            return name.split(separator: ".").first.map(String.init)
        }
    }

    private static let accessLevels: Set<String> = ["public", "internal", "package", "fileprivate", "private"]

    /// Whether `word` stands in the code as a word of its own.
    func holds(word: String) -> Bool {
        codeLines.contains { line in
            line.split { !($0.isLetter || $0.isNumber || $0 == "_") }.contains { $0 == word }
        }
    }

    /// Whether `text` stands in the code, with no letter, digit or point before it.
    func holds(call text: String) -> Bool {
        codeLines.contains { line in
            line.ranges(of: text).contains { range in
                guard range.lowerBound > line.startIndex else { return true }
                let before = line[line.index(before: range.lowerBound)]
                return !(before.isLetter || before.isNumber || before == "_" || before == ".")
            }
        }
    }
}

/// The program's own source files, as they lie beside the tests.
enum SourceTree {
    static let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static let files: [SourceFile] = {
        let root = package.appending(path: "Sources")
        let paths = (FileManager.default.enumerator(atPath: root.path)?.allObjects ?? []).compactMap { $0 as? String }
        return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            guard let text = try? String(contentsOf: root.appending(path: path), encoding: .utf8) else { return nil }
            return SourceFile(
                target: String(path.prefix { $0 != "/" }), path: path, codeLines: codeLines(of: text))
        }
    }()

    /// The lines of a source text, comments and the text of string literals left out; interpolations are left in.
    static func codeLines(of text: String) -> [String] {
        var lines: [String] = []
        var line = ""
        var commentDepth = 0
        // Open literals, innermost last: how each ends, and how many parentheses are open in its interpolation.
        var literals: [(isLong: Bool, hashes: Int, parentheses: Int?)] = []
        let characters = Array(text.replacing("\r\n", with: "\n"))
        var index = 0

        func starts(_ string: String, at place: Int) -> Bool {
            characters[place...].starts(with: string)
        }

        while index < characters.count {
            let character = characters[index]
            if character == "\n" {
                lines.append(line)
                line = ""
                // A literal of one line cannot go on; whatever was misread ends with its line.
                if let last = literals.last, !last.isLong, last.parentheses == nil { literals.removeLast() }
                index += 1
            } else if commentDepth > 0 {
                if starts("/*", at: index) {
                    commentDepth += 1
                    index += 2
                } else if starts("*/", at: index) {
                    commentDepth -= 1
                    index += 2
                } else {
                    index += 1
                }
            } else if let literal = literals.last, literal.parentheses == nil {
                let hashes = String(repeating: "#", count: literal.hashes)
                let end = (literal.isLong ? "\"\"\"" : "\"") + hashes
                if starts(end, at: index) {
                    literals.removeLast()
                    line.append("\"")
                    index += end.count
                } else if starts("\\" + hashes + "(", at: index) {
                    literals[literals.count - 1].parentheses = 1
                    line.append(" ")
                    index += 2 + literal.hashes
                } else if character == "\\", literal.hashes == 0 {
                    index += 2
                } else {
                    index += 1
                }
            } else if starts("//", at: index) {
                while index < characters.count, characters[index] != "\n" { index += 1 }
            } else if starts("/*", at: index) {
                commentDepth = 1
                index += 2
            } else if character == "\"" || character == "#" {
                var hashes = 0
                while index + hashes < characters.count, characters[index + hashes] == "#" { hashes += 1 }
                if index + hashes < characters.count, characters[index + hashes] == "\"" {
                    let isLong = starts("\"\"\"", at: index + hashes)
                    literals.append((isLong, hashes, nil))
                    line.append("\"")
                    index += hashes + (isLong ? 3 : 1)
                } else {
                    line.append(character)
                    index += 1
                }
            } else {
                if let open = literals.last?.parentheses {
                    let change = character == "(" ? 1 : character == ")" ? -1 : 0
                    literals[literals.count - 1].parentheses = open + change == 0 ? nil : open + change
                }
                line.append(character)
                index += 1
            }
        }
        lines.append(line)
        return lines
    }
}
