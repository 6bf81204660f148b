import SystemInterface
import SystemPackage
import TestSupport

/// A half of the judged questions over the bundled library.
enum Half: String, CaseIterable, CustomStringConvertible {
    /// May be looked at while the program is tuned.
    case dev
    /// Is never looked at to choose anything: it tells whether what was learned on the other half holds.
    case held

    var description: String { rawValue }

    /// The folder of the questions and of what was recorded about them.
    static var folder: FilePath {
        packageFolder().appending("Tests/RelevanceTests/Fixtures")
    }
}

/// A section of the library: a document, and a heading in it.
struct Section: Hashable {
    var path: String
    var heading: String
}

/// A question, and what a person who had read the library would expect.
struct JudgedQuestion {
    enum Expectation {
        /// One of these sections answers it.
        case covered([Section])
        /// It is on another subject.
        case offSubject
        /// It is on the subject, but no document holds its answer.
        case missing
        /// After a first question it is to be read in that one's light; one of these sections answers it.
        case followUp(first: String, [Section])
    }

    /// The line in the file of its half, from 1.
    var line: Int
    var text: String
    var expectation: Expectation

    /// The questions of a half, in the order of the file.
    static func of(_ half: Half) throws -> [Self] {
        let bytes = try readFile(Half.folder.appending("\(half).tsv"), upTo: 1 << 20)
        return try String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).enumerated()
            .filter { !$0.element.isEmpty && !$0.element.hasPrefix("#") }
            .map { try Self(line: $0.offset + 1, fields: $0.element.split(separator: "\t").map(String.init)) }
    }

    struct Malformed: Error {
        var line: Int
    }

    private init(line: Int, fields: [String]) throws {
        self.line = line
        switch (fields.first, fields.count) {
        case ("covered", 4):
            text = fields[2]
            expectation = .covered(try Self.sections(fields[3], line: line))
        case ("off-subject", 2):
            text = fields[1]
            expectation = .offSubject
        case ("missing", 2):
            text = fields[1]
            expectation = .missing
        case ("follow-up", 4):
            text = fields[2]
            expectation = .followUp(first: fields[1], try Self.sections(fields[3], line: line))
        default: throw Malformed(line: line)
        }
    }

    private static func sections(_ field: String, line: Int) throws -> [Section] {
        try field.components(separatedBy: " | ").map { text in
            guard let mark = text.firstIndex(of: "#") else { throw Malformed(line: line) }
            return Section(path: String(text[..<mark]), heading: String(text[text.index(after: mark)...]))
        }
    }
}

extension String {
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
