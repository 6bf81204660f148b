import Foundation
import SystemPackage
import TestSupport

/// A line of `quoth --json --top 5`, as far as it is judged.
private struct Reply: Decodable {
    struct Place: Decodable {
        var path: String
        var heading: [String]
    }
    var status: String
    var citations: [Place]
    var passages: [Place]
}

/// A reply, with its places resolved to sections.
struct Judged {
    var isAnswered: Bool
    var citations: [Section]
    var passages: [Section]
}

/// The bundled library, indexed once for all tests.
final class Library: Sendable {
    static let shared = Result { try Library() }

    private let sandbox: Sandbox
    /// The first heading of each document, which its leading section goes by.
    let titles: [String: String]
    /// Every section that there is.
    let sections: Set<Section>

    private init() throws {
        sandbox = try Sandbox()
        let corpus = URL(fileURLWithPath: packageFolder().appending("Corpus").string)
        var titles: [String: String] = [:]
        var sections: Set<Section> = []
        for path in try FileManager.default.subpathsOfDirectory(atPath: corpus.path) where path.hasSuffix(".md") {
            let text = try String(contentsOf: corpus.appendingPathComponent(path), encoding: .utf8)
            for line in text.split(separator: "\n") where line.hasPrefix("#") {
                let heading = line.drop { $0 == "#" }.trimmingCharacters(in: .whitespaces)
                if titles[path] == nil { titles[path] = heading }
                sections.insert(Section(path: path, heading: heading))
            }
        }
        self.titles = titles
        self.sections = sections
        let outcome = try sandbox.run("\(command) index")
        if outcome.status != 0 { throw Failure(outcome: outcome) }
    }

    private var command: String { "QUOTH_CORPUS='\(packageFolder().appending("Corpus"))' quoth" }

    struct Failure: Error {
        var outcome: Sandbox.Outcome
    }

    /// The replies to the lines, `count` of them: without it one a line.
    func replies(to lines: [String], isConversation: Bool = false, count: Int? = nil) throws -> [Judged] {
        let outcome = try sandbox.run(
            "\(command) --no-refresh --json --top 5\(isConversation ? " --conversation" : "")",
            input: Array(lines.map { $0 + "\n" }.joined().utf8))
        let replies = try outcome.text.split(separator: "\n").map {
            try JSONDecoder().decode(Reply.self, from: Data($0.utf8))
        }
        guard replies.count == count ?? lines.count, outcome.status <= 1 else { throw Failure(outcome: outcome) }
        return replies.map {
            Judged(
                isAnswered: $0.status == "answered", citations: $0.citations.map(section),
                passages: $0.passages.map(section))
        }
    }

    private func section(_ place: Reply.Place) -> Section {
        Section(path: place.path, heading: place.heading.last ?? titles[place.path] ?? "")
    }
}
