import Answering
import Testing

@Suite("Kinds of questions") struct QuestionTests {
    @Test(
        "the kind of a question is told from its words",
        arguments: [
            ("What is a swarm?", QuestionKind.definition),
            ("What does foulbrood mean?", .definition),
            ("What kinds of honey are there?", .list),
            ("What are the risks of beekeeping?", .list),
            ("How do I light a smoker?", .manner),
            ("How many people live there?", .quantity),
            ("Why are hives scorched?", .reason),
            ("Do bees fly in the rain?", .decision),
            ("Who built the church?", .person),
            ("When was the village founded?", .time),
            ("What year did the mill burn down?", .time),
            ("Where does the village lie?", .place),
            ("Which honey keeps longest?", .other),
            ("Which honey is the darkest?", .superlative),
            ("What is the difference between a hive and a swarm?", .difference("a hive", "a swarm")),
            ("blossom honey vs forest honey", .difference("blossom honey", "forest honey")),
            ("Is heather honey the same as forest honey?", .difference("heather honey", "forest honey")),
        ])
    func kind(question: String, expected: QuestionKind) throws {
        let library = try SmallLibrary(["a.md": "# A\n\nText."])
        let kind = Question(question, searcher: library.answerer.searcher).kind
        if case .difference(let first, let second) = expected, case .difference(let left, let right) = kind {
            #expect(first.hasSuffix(left) && second.hasSuffix(right))
        } else {
            #expect(kind == expected)
        }
    }
}
