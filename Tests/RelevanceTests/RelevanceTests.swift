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

    /// Falls below a recorded count fail. After a change for the better, or one that is worth its price, record anew with
    /// `QUOTH_RECORD_GOLDENS=1 swift test --filter RelevanceTests` and commit the figures with the change.
    @Test("no share of right replies is lower than recorded", arguments: Half.allCases)
    func floors(half: Half) throws {
        let questions = try JudgedQuestion.of(half)
        let outcomes = try Outcomes(asking: questions, in: Library.shared.get())
        let name = "\(half)-outcomes.tsv"
        if Environment.variable("QUOTH_RECORD_GOLDENS") != nil {
            try golden(outcomes.text, named: name, in: URL(fileURLWithPath: Half.folder.string), isRecording: true)
        }
        let recorded = Outcomes.recorded(
            String(decoding: try readFile(Half.folder.appending(name), upTo: 1 << 20), as: UTF8.self))
        for virtue in Virtue.allCases {
            let floor = try #require(recorded[virtue], "\(virtue.rawValue) is not recorded")
            let reached = outcomes.has[virtue, default: []].count
            #expect(
                reached >= floor.count,
                """
                \(half): \(virtue.rawValue) fell from \(floor.count) to \(reached)
                \(difference(from: floor.lacking, to: outcomes.lacks[virtue, default: []], questions, half))
                """)
        }
    }

    /// Which questions were lost and which were won.
    private func difference(from old: Set<Int>, to new: Set<Int>, _ questions: [JudgedQuestion], _ half: Half) -> String
    {
        let texts = Dictionary(uniqueKeysWithValues: questions.map { ($0.line, $0.text) })
        func list(_ lines: Set<Int>) -> String {
            lines.sorted().map { line in
                // Who sees a question of the half that is held back begins to mend it.
                half == .dev ? "\n  \(line): \(texts[line] ?? "")" : " \(line)"
            }.joined()
        }
        return "lost:\(list(new.subtracting(old)))\nwon:\(list(old.subtracting(new)))"
    }
}
