import Foundation
import SystemInterface
import SystemPackage
import TestSupport

/// A folder of one to sixty documents that are much alike, as people keep them, and what is asked of it.
struct SmallFolder {
    var name: String
    /// By the names of the files.
    var documents: [String: String]
    var questions: [Question]

    struct Question {
        enum Expectation {
            /// The quote holds one of these texts.
            case covered([String])
            case offSubject
            /// On the subject, but what is asked, or who, is not in the folder.
            case missing
        }

        /// The line in the file of questions, from 1.
        var line: Int
        var text: String
        var expectation: Expectation
    }

    struct Malformed: Error {
        var line: Int
    }

    /// Where the folders and their questions are.
    static var place: FilePath { packageFolder().appending("Tests/RelevanceTests/Fixtures/folders") }

    /// All folders that questions are put to, in the order of the questions.
    static func all() throws -> [Self] {
        var folders: [Self] = []
        let lines = try text("questions.tsv").split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() where !line.isEmpty && !line.hasPrefix("#") {
            let fields = line.split(separator: "\t").map(String.init)
            guard fields.count >= 3, let expectation = expectation(of: fields) else { throw Malformed(line: index + 1) }
            if folders.last?.name != fields[0] { folders.append(try Self(named: fields[0])) }
            folders[folders.count - 1].questions.append(
                Question(line: index + 1, text: fields[2], expectation: expectation))
        }
        return folders
    }

    private static func expectation(of fields: [String]) -> Question.Expectation? {
        switch (fields[1], fields.count) {
        case ("covered", 4): .covered(fields[3].components(separatedBy: " | "))
        case ("off-subject", 3): .offSubject
        case ("missing", 3): .missing
        default: nil
        }
    }

    private static func text(_ name: String) throws -> String {
        String(decoding: try readFile(place.appending(name), upTo: 1 << 20), as: UTF8.self)
    }

    private init(named name: String) throws {
        self.name = name
        questions = []
        documents = [:]
        for part in try Self.text("\(name).txt").components(separatedBy: "=== ").dropFirst() {
            let end = part.firstIndex(of: "\n") ?? part.endIndex
            documents[String(part[..<end])] = String(part[end...].dropFirst())
        }
    }
}

extension Outcomes {
    /// Asks the built program all questions, each over its folder.
    init(asking folders: [SmallFolder]) throws {
        struct Reply: Decodable {
            struct Citation: Decodable {
                var quote: String
            }
            var status: String
            var citations: [Citation]
        }
        let sandbox = try Sandbox()
        for folder in folders {
            for (name, text) in folder.documents { try sandbox.write(text, to: "\(folder.name)/\(name)") }
            let outcome = try sandbox.run(
                "quoth -C '\(folder.name)' --json", input: Array(folder.questions.map { $0.text + "\n" }.joined().utf8))
            let replies = try outcome.text.split(separator: "\n").map {
                try JSONDecoder().decode(Reply.self, from: Data($0.utf8))
            }
            guard replies.count == folder.questions.count, outcome.status <= 1 else {
                throw Library.Failure(outcome: outcome)
            }
            for (question, reply) in zip(folder.questions, replies) {
                let isAnswered = reply.status == "answered"
                switch question.expectation {
                case .covered(let texts):
                    record(.answered, question.line, isAnswered)
                    record(
                        .quotedRight, question.line,
                        reply.citations.contains { citation in texts.contains { citation.quote.contains($0) } })
                case .offSubject: record(.refusedOffSubject, question.line, !isAnswered)
                case .missing: record(.refusedMissing, question.line, !isAnswered)
                }
            }
        }
    }
}
