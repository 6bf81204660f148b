import Documents
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@Suite struct IgnoreRulesTests {
    private func verdict(_ rules: String, _ path: String) -> IgnoreRules.Verdict? {
        let isDirectory = path.hasSuffix("/")
        let components = path.split(separator: "/").map { Array($0.utf8) }
        return IgnoreRules(Array(rules.utf8)).verdict(for: components[...], isDirectory: isDirectory)
    }

    /// Cases after gitignore(5): pattern, path (a slash at the end for a folder), whether it is ignored.
    static let cases: [(String, String, Bool)] = [
        ("foo", "foo", true), ("foo", "a/b/foo", true), ("foo", "foobar", false), ("foo", "foo/", true),
        ("foo/", "foo/", true), ("foo/", "foo", false), ("foo/", "a/foo/", true),
        ("/foo", "foo", true), ("/foo", "a/foo", false), ("a/foo", "a/foo", true), ("a/foo", "b/a/foo", false),
        ("a/foo/", "a/foo/", true), ("a/foo/", "a/foo", false),
        ("*.txt", "a.txt", true), ("*.txt", "d/a.txt", true), ("*.txt", "a.txt.md", false), ("*.txt", ".txt", true),
        ("/*.txt", "a.txt", true), ("/*.txt", "d/a.txt", false), ("d/*.txt", "d/a.txt", true),
        ("d/*.txt", "d/e/a.txt", false), ("d/*", "d/e/", true), ("d/*", "d/", false),
        ("?.md", "a.md", true), ("?.md", "ab.md", false), ("a?b", "a/b", false),
        ("[abc].md", "b.md", true), ("[a-c]x", "bx", true), ("[a-c]x", "dx", false), ("[!a-c]x", "dx", true),
        ("[!a-c]x", "ax", false), ("[^a]x", "bx", true), ("[]]x", "]x", true), ("[]-]x", "-x", true),
        ("[a\\]]x", "]x", true), ("[[:digit:]]x", "7x", true), ("[[:digit:]]x", "ax", false),
        ("[[:alpha:]_]x", "_x", true), ("[abc", "a", false), ("[abc", "[abc", false),
        ("**/foo", "foo", true), ("**/foo", "a/b/foo", true), ("**/a/foo", "x/a/foo", true),
        ("a/**", "a/b", true), ("a/**", "a/b/c", true), ("a/**", "a/", false),
        ("a/**/b", "a/b", true), ("a/**/b", "a/x/b", true), ("a/**/b", "a/x/y/b", true), ("a/**/b", "a/x/c", false),
        ("**", "x", true), ("**/", "x", false), ("**/", "x/", true), ("a**b", "axxb", true), ("a**b", "ax/xb", false),
        ("\\#x", "#x", true), ("#x", "#x", false), ("\\!x", "!x", true), ("\\*x", "*x", true), ("\\*x", "ax", false),
        ("x  ", "x", true), ("x\\ ", "x ", true), ("x\\ ", "x", false), ("x\\", "x", false), ("x\\", "x\\", false),
        ("x\t", "x\t", true), ("x\r", "x", true), ("", "x", false), ("/", "x", false), ("!", "x", false),
        ("*a*b*c*", "xxaxxbxxcxx", true), ("*a*b*c*", "xxaxxcxxbxx", false), ("é", "é", true),
    ]

    @Test("patterns mean what gitignore says", arguments: cases)
    func patterns(pattern: String, path: String, isIgnored: Bool) {
        #expect((verdict(pattern, path) == .ignored) == isIgnored)
    }

    @Test("the last pattern that matches decides, negations included")
    func order() {
        #expect(verdict("*.txt\n!keep.txt\n", "keep.txt") == .included)
        #expect(verdict("!keep.txt\n*.txt\n", "keep.txt") == .ignored)
        #expect(verdict("*.txt\n!keep.txt\nkeep.txt", "keep.txt") == .ignored)
        #expect(verdict("# comment\n\n*.md", "a.txt") == nil)
    }

    @Test("a byte-order mark and CRLF line ends are tolerated")
    func encodings() {
        #expect(verdict("\u{FEFF}*.txt\r\n!a.txt\r\n", "b.txt") == .ignored)
        #expect(verdict("\u{FEFF}*.txt\r\n!a.txt\r\n", "a.txt") == .included)
    }

    @Test("names that are no UTF-8 are matched byte by byte")
    func bytes() {
        let rules = IgnoreRules([0xFF, 0x2A])
        #expect(rules.verdict(for: [[0xFF, 0x61]], isDirectory: false) == .ignored)
        #expect(rules.verdict(for: [[0xFE, 0x61]], isDirectory: false) == nil)
    }

    @Test("a pattern full of stars is matched in polynomial time")
    func stars() {
        let pattern = String(repeating: "a*", count: 200) + "b"
        #expect(verdict(pattern, String(repeating: "a", count: 255)) == nil)
        let deep = String(repeating: "**/a/", count: 100) + "b"
        #expect(verdict(deep, Array(repeating: "a", count: 500).joined(separator: "/")) == nil)
    }

    private static let git = Environment.executable(named: "git")

    @Test(
        "what is listed of a generated tree is what git does not ignore", .enabled(if: git != nil),
        arguments: 0..<UInt64(24))
    func asGit(seed: UInt64) throws {
        let git = try #require(Self.git)
        var random = SeededGenerator(seed: seed)
        let names = [
            "a", "b", "foo", "foo.md", "bar.md", "x1.md", "build", "a b.md", "[x].md", "#n.md", "!m.md", "q\\.md",
        ]
        let patterns = [
            "*.md", "foo", "/foo", "foo/", "build/", "!foo.md", "!*.md", "a/**", "**/foo", "a/**/b", "**/build/**",
            "[a-f]*",
            "[!a-f]*.md", "/a/*", "!/a/b/", "b/foo.md", "x?.md", "a\\ b.md", "a b.md  ", "\\[x\\].md", "\\#n.md",
            "\\!m.md",
            "# comment", "", "*", "!*/", "/*", "!/a", "foo/bar.md", "[[:alpha:]]?.md", "q\\\\.md", "*/foo.md", "**",
            "!**/bar.md",
        ]
        let tree = try TestTree()
        var folders = [tree.root]
        for _ in 0..<8 { folders.append(random.pick(folders).appending(random.pick(["a", "b", "foo", "build"]))) }
        for _ in 0..<40 {
            // A name may be a folder's already.
            _ = try? tree.write(Array("text\n".utf8), to: random.pick(folders).appending(random.pick(names)))
        }
        for _ in 0..<3 {
            let lines = (0..<random.int(1...5)).map { _ in random.pick(patterns) }
            _ = try? tree.write(
                Array(lines.joined(separator: "\n").utf8), to: random.pick(folders).appending(".gitignore"))
        }
        func run(_ arguments: [String]) throws -> [UInt8] {
            var child = try ChildProcess(executable: git, arguments: ["-C", tree.root.string] + arguments)
            child.closeInput()
            var output: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 4096)
            while case let count = try child.read(into: &buffer), count > 0 { output += buffer[..<count] }
            #expect(try child.wait() == .exited(0))
            return output
        }
        _ = try run(["init", "-q"])
        let listed = try run([
            "-c", "core.excludesFile=/dev/null", "ls-files", "--others", "--exclude-standard", "-z",
        ])
        let expected = Set(
            listed.split(separator: 0).filter { !$0.split(separator: 0x2F).contains { $0.first == 0x2E } })
        let listing = try CorpusScanner.scan(roots: [tree.root])
        let skipped = listing.skipped.filter { $0.reason == .unsupportedFormat }.map(\.path)
        let found = Set((listing.files.map(\.relativePath) + skipped).map { $0.bytes[...] })
        #expect(found == expected, "seed \(seed)")
    }
}
