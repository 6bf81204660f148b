import Answering
import Retrieval
import Shell
import TestSupport
import Testing

@Suite("An answer as JSON") struct AnswerJSONTests {
    private func line(_ question: String, passageCount: Int = 0) throws -> String {
        let library = try TinyLibrary()
        let answer = try library.answerer.answer(question, options: AnswerOptions(passageCount: passageCount))
        let snapshot = library.answerer.searcher.snapshot
        let context = AnswerJSON.Context(
            number: 1, indexIdentifier: snapshot.identifier, documentCount: snapshot.documentCount,
            passageCount: passageCount > 0 ? passageCount : nil)
        return String(decoding: AnswerJSON.line(CitedAnswer(answer, files: library), context), as: UTF8.self)
    }

    @Test("an answered question")
    func answered() throws {
        try golden(try line("What are the risks of an epidural steroid injection?"), named: "answered.jsonl")
    }

    @Test("a question that is not covered")
    func notCovered() throws {
        try golden(try line("Which machine paints the joint of a kitchen table?"), named: "not-covered.jsonl")
    }

    @Test("a respelt question with passages")
    func respelt() throws {
        try golden(try line("what is neuromodulaton?", passageCount: 5), named: "respelt.jsonl")
    }
}
