import Evaluation
import JSONText
import Testing

private func topics(_ text: String) throws(EvaluationError) -> [Topics.Topic] {
    try Topics(jsonLines: bytes(text)).topics
}

@Suite("Queries")
struct TopicsTests {
    @Test("queries come in the order of the file, further keys and blank lines passed over")
    func reading() throws {
        let text = """
            {"_id": "q2", "text": "What is TENS?", "answers": ["x"], "n": 1}

            {"text":"caf\\u00e9 \\ud83d\\ude00","_id":"q 1"}
            """
        #expect(
            try topics(text) == [.init(id: "q2", text: "What is TENS?"), .init(id: "q 1", text: "café 😀")])
    }

    @Test("an empty file and one of blank lines hold no queries", arguments: ["", "\n", "\r\n \t\r\n", "\u{FEFF}"])
    func empty(text: String) throws {
        #expect(try topics(text).isEmpty)
    }

    @Test("line ends of Windows and a byte order mark make no difference")
    func windows() throws {
        let text = "\u{FEFF}{\"_id\":\"a\",\"text\":\"x\"}\r\n{\"_id\":\"b\",\"text\":\"\"}\r\n"
        #expect(try topics(text) == [.init(id: "a", text: "x"), .init(id: "b", text: "")])
    }

    @Test("an identifier that comes twice is refused with both its lines")
    func duplicate() {
        let row = #"{"_id":"a","text":"x"}"#
        #expect(
            failure { () throws(EvaluationError) in try topics(row + "\n\n" + row) }
                == .duplicateIdentifier(.queries, line: 3, firstLine: 1))
    }

    @Test("identifiers that only look alike are two")
    func alike() throws {
        let text = "{\"_id\":\"\u{E9}\",\"text\":\"\"}\n{\"_id\":\"e\u{301}\",\"text\":\"\"}"
        #expect(try topics(text).count == 2)
    }

    @Test("what is not such an object is refused with its line and the reason")
    func malformed() {
        func second(_ line: String) -> EvaluationError? {
            failure { () throws(EvaluationError) in try topics("{\"_id\":\"a\",\"text\":\"x\"}\r\n" + line) }
        }
        #expect(second("[1]") == .notAnObject(.queries, line: 2))
        #expect(second("{\"text\":\"x\"}") == .missingKey(.queries, line: 2, key: "_id"))
        #expect(second("{\"_id\":\"b\"}") == .missingKey(.queries, line: 2, key: "text"))
        #expect(
            second("{\"_id\":7,\"text\":\"x\"}")
                == .wrongKind(.queries, line: 2, key: "_id", expected: "a string"))
        #expect(second("{\"_id\":\"\",\"text\":\"x\"}") == .emptyIdentifier(.queries, line: 2))
        #expect(
            second("{\"_id\":\"b\" 1}")
                == .malformedJSON(
                    .queries, line: 2,
                    .unexpectedByte(0x31, expected: .commaOrObjectEnd, at: JSONPosition(line: 1, byteOffset: 11))))
    }

    @Test("an error reads as one line with the place and the remedy")
    func messages() {
        let error = failure { () throws(EvaluationError) in try topics("\n{\"_id\":\"b\" 1}") }
        #expect(error?.description == "queries, line 2, byte 11: a comma or } is expected, and byte 0x31 stands there")
        #expect(
            EvaluationError.missingKey(.turns, line: 3, key: "history").description
                == "turns, line 3: there is no \"history\"; add it")
    }

    @Test("damage at every byte is either refused or read")
    func damage() throws {
        let text = bytes("{\"_id\":\"a\",\"text\":\"x\\n\"}\r\n{\"_id\":\"b\",\"text\":\"é\"}\n")
        for index in text.indices {
            for bit in 0..<8 {
                var damaged = text
                damaged[index] ^= 1 << bit
                let error = failure { () throws(EvaluationError) in
                    let topics = try Topics(jsonLines: damaged).topics
                    #expect((1...2).contains(topics.count))
                }
                if let error { #expect(error.description.hasPrefix("queries, line ")) }
            }
        }
    }
}
