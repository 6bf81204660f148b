import SystemInterface
import SystemPackage
import TestSupport
import Testing

/// What README.md promises.
@Suite("README.md") struct ReadmeTests {
    private static let text = Result {
        String(decoding: try readFile(packageFolder().appending("README.md"), upTo: 1 << 20), as: UTF8.self)
    }

    /// The code block that follows the comment `<!-- name -->`.
    private func block(_ name: String) throws -> [Substring] {
        let lines = try Self.text.get().split(separator: "\n", omittingEmptySubsequences: false)
        let start = try #require(lines.firstIndex(of: "<!-- \(name) -->"), "README.md has no block \(name)")
        return Array(lines[(start + 2)...].prefix { $0 != "```" })
    }

    @Test("the transcript is what the program writes, to the letter")
    func transcript() throws {
        let sandbox = try Sandbox()
        var replayed: [String] = []
        for line in try block("transcript") where line.hasPrefix("$ ") {
            let outcome = try sandbox.run("cd '\(packageFolder())' && \(line.dropFirst(2))")
            #expect(outcome.errors.isEmpty)
            if !replayed.isEmpty { replayed.append("") }
            replayed +=
                [String(line)]
                + outcome.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
        }
        #expect(replayed.count > 10)
        #expect(try block("transcript").joined(separator: "\n") == replayed.joined(separator: "\n"))
    }

    @Test("both commands install what Package.swift says the libraries come from")
    func packages() throws {
        let manifest = String(
            decoding: try readFile(packageFolder().appending("Package.swift"), upTo: 1 << 20), as: UTF8.self)
        let providers = manifest.matches(of: /\.apt\(\[([^\]]*)\]\)/).flatMap {
            $0.1.split(separator: ",").map { $0.filter { $0 != "\"" && $0 != " " } }
        }
        #expect(providers.count >= 4)
        for command in ["run", "test"] {
            let line = try block(command).joined(separator: "\n")
            for package in providers + ["libedit-dev"] {
                #expect(line.contains(" \(package) "), "\(command): \(package)")
            }
        }
    }
}
