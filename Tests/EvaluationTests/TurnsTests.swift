import Evaluation
import Testing

private func turns(_ text: String) throws(EvaluationError) -> [Turns.Turn] {
    try Turns(jsonLines: bytes(text)).turns
}

@Suite("Turns of conversations")
struct TurnsTests {
    @Test("a turn is read with its history in order, and a rewrite passed over")
    func reading() throws {
        let text = """
            {"_id": "31_1", "dialog": "31", "turn": 1, "title": "cancer", "history": [], "question": "What is it?"}
            {"_id": "31_2", "dialog": "31", "turn": 2, "title": "cancer", "section": "s",\
             "history": ["What is it?", "An illness"], "question": "Is it treatable?", "rewrite": "Is cancer?"}
            """
        let first = Turns.Turn(
            id: "31_1", dialog: "31", number: 1, title: "cancer", history: [], question: "What is it?")
        let second = Turns.Turn(
            id: "31_2", dialog: "31", number: 2, title: "cancer", history: ["What is it?", "An illness"],
            question: "Is it treatable?")
        #expect(try turns(text) == [first, second])
    }

    @Test("only the name, the history and the question are needed")
    func optional() throws {
        let bare = Turns.Turn(id: "a", history: [], question: "x")
        #expect(try turns("{\"_id\":\"a\",\"history\":[],\"question\":\"x\"}\r\n") == [bare])
        #expect(try turns("{\"_id\":\"a\",\"title\":null,\"turn\":null,\"history\":[],\"question\":\"x\"}") == [bare])
        #expect(try turns("") == [])
    }

    @Test("a history is questions alone or with answers between them, as its length or its question marks tell")
    func exchanges() {
        func pairs(_ turn: Turns.Turn) -> [String] { turn.exchanges.map { "\($0.question)|\($0.answer ?? "")" } }
        #expect(pairs(Turns.Turn(id: "a", number: 3, history: ["p", "q"], question: "x")) == ["p|", "q|"])
        #expect(pairs(Turns.Turn(id: "a", number: 2, history: ["p", "A."], question: "x")) == ["p|A."])
        #expect(pairs(Turns.Turn(id: "a", number: 3, history: ["p", "A", "q", "B"], question: "x")) == ["p|A", "q|B"])
        #expect(pairs(Turns.Turn(id: "a", history: ["p?", "A."], question: "x")) == ["p?|A."])
        #expect(pairs(Turns.Turn(id: "a", history: ["p?", "q?"], question: "x")) == ["p?|", "q?|"])
        #expect(pairs(Turns.Turn(id: "a", history: ["p?"], question: "x")) == ["p?|"])
        #expect(pairs(Turns.Turn(id: "a", history: [], question: "x")) == [])
    }

    @Test("a row that lacks something or has it of the wrong kind is refused with its line")
    func malformed() {
        func only(_ line: String) -> EvaluationError? {
            failure { () throws(EvaluationError) in try turns("\n" + line) }
        }
        #expect(only("{\"_id\":\"a\",\"question\":\"x\"}") == .missingKey(.turns, line: 2, key: "history"))
        #expect(only("{\"_id\":\"a\",\"history\":[]}") == .missingKey(.turns, line: 2, key: "question"))
        let strings = "an array of strings"
        #expect(
            only("{\"_id\":\"a\",\"history\":[\"x\",1],\"question\":\"x\"}")
                == .wrongKind(.turns, line: 2, key: "history", expected: strings))
        #expect(
            only("{\"_id\":\"a\",\"history\":\"x\",\"question\":\"x\"}")
                == .wrongKind(.turns, line: 2, key: "history", expected: strings))
        #expect(
            only("{\"_id\":\"a\",\"turn\":1.5,\"history\":[],\"question\":\"x\"}")
                == .wrongKind(.turns, line: 2, key: "turn", expected: "an integer"))
        #expect(
            only("{\"_id\":\"a\",\"title\":3,\"history\":[],\"question\":\"x\"}")
                == .wrongKind(.turns, line: 2, key: "title", expected: "a string"))
        let row = "{\"_id\":\"a\",\"history\":[],\"question\":\"x\"}"
        #expect(only(row + "\n" + row) == .duplicateIdentifier(.turns, line: 3, firstLine: 2))
    }
}
