import Foundation
import SystemInterface
import SystemPackage
import TestSupport
import Testing

/// How often the answers over the bundled library are right, held to what was reached before.
@Suite("Answers over the bundled library") struct RelevanceTests {
    @Test("the judged questions name sections that exist, and none stands in both halves")
    func questionsAreSound() throws {
        let library = try Library.shared.get()
        var seen: Set<String> = []
        for half in Half.allCases {
            let questions = try JudgedQuestion.of(half)
            #expect(questions.count == 170)
            for question in questions {
                var key = question.text
                switch question.expectation {
                case .covered(let sections): #expect(library.sections.isSuperset(of: sections), "line \(question.line)")
                case .followUp(let first, let sections):
                    #expect(library.sections.isSuperset(of: sections), "line \(question.line)")
                    key = first + key
                case .offSubject, .missing: break
                }
                #expect(seen.insert(key).inserted, "“\(key)” is asked twice")
            }
        }
    }

    @Test("no share of right replies is lower than recorded", arguments: Half.allCases)
    func floors(half: Half) throws {
        let questions = try JudgedQuestion.of(half)
        let outcomes = try Outcomes(asking: questions, in: Library.shared.get())
        // Who sees a question of the half that is held back begins to mend it.
        let shown = half == .dev ? Dictionary(uniqueKeysWithValues: questions.map { ($0.line, $0.text) }) : [:]
        try expectNoLower(outcomes, than: "\(half)-outcomes.tsv", in: Half.folder, showing: shown)
    }
}

@Suite("Answers over small folders of like documents") struct SmallFolderTests {
    @Test("what should be quoted stands in the folder, and no question is asked twice of it")
    func questionsAreSound() throws {
        for folder in try SmallFolder.all() {
            #expect(!folder.documents.isEmpty)
            #expect(Set(folder.questions.map(\.text)).count == folder.questions.count, "\(folder.name)")
            for question in folder.questions {
                guard case .covered(let texts) = question.expectation else { continue }
                #expect(
                    texts.allSatisfy { text in folder.documents.values.contains { $0.contains(text) } },
                    "line \(question.line)")
            }
        }
    }

    @Test("no share of right replies is lower than recorded")
    func floors() throws {
        let folders = try SmallFolder.all()
        let questions = folders.flatMap(\.questions).map { ($0.line, $0.text) }
        try expectNoLower(
            Outcomes(asking: folders), than: "outcomes.tsv", in: SmallFolder.place,
            showing: Dictionary(uniqueKeysWithValues: questions))
    }
}

/// Falls below a recorded count fail. After a change for the better, or one that is worth its price, record anew with
/// `QUOTH_RECORD_GOLDENS=1 swift test --filter RelevanceTests` and commit the figures with the change.
///
/// - Parameter texts: the questions that may be seen, by their lines.
private func expectNoLower(
    _ outcomes: Outcomes, than name: String, in folder: FilePath, showing texts: [Int: String]
) throws {
    if Environment.variable("QUOTH_RECORD_GOLDENS") != nil {
        try golden(outcomes.text, named: name, in: URL(fileURLWithPath: folder.string), isRecording: true)
    }
    let recorded = Outcomes.recorded(
        String(decoding: try readFile(folder.appending(name), upTo: 1 << 20), as: UTF8.self))
    #expect(Set(recorded.keys) == Set(outcomes.virtues))
    for (virtue, floor) in recorded {
        let reached = outcomes.has[virtue, default: []].count
        #expect(
            reached >= floor.count,
            """
            \(name): \(virtue.rawValue) fell from \(floor.count) to \(reached)
            \(difference(from: floor.lacking, to: outcomes.lacks[virtue, default: []], texts))
            """)
    }
}

/// Which questions were lost and which were won.
private func difference(from old: Set<Int>, to new: Set<Int>, _ texts: [Int: String]) -> String {
    func list(_ lines: Set<Int>) -> String {
        lines.sorted().map { line in texts[line].map { "\n  \(line): \($0)" } ?? " \(line)" }.joined()
    }
    return "lost:\(list(new.subtracting(old)))\nwon:\(list(old.subtracting(new)))"
}
