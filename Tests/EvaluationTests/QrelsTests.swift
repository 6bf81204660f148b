import Evaluation
import Testing

private func refusal(_ text: String) -> EvaluationError? {
    failure { () throws(EvaluationError) in try Qrels(bytes(text)) }
}

@Suite("Relevance judgements")
struct QrelsTests {
    @Test("BEIR's form is a header and three columns between tabs")
    func beir() throws {
        let qrels = try Qrels(bytes("query-id\tcorpus-id\tgrade\nq2\td 1\t2\nq1\td1\t0\textra\nq2\td3\t1\n"))
        #expect(qrels.queries == ["q2", "q1"])
        #expect(qrels["q2"] == ["d 1": 2, "d3": 1])
        #expect(qrels["q1"] == ["d1": 0])
    }

    @Test("TREC's form is four columns between white space without a header", arguments: [" ", "\t", " \t "])
    func trec(gap: String) throws {
        let lines = [["q2", "0", "d1", "2"], ["q1", "Q0", "d\\x201", "-1"]]
        let qrels = try Qrels(bytes(lines.map { $0.joined(separator: gap) + "\n" }.joined()))
        #expect(qrels.queries == ["q2", "q1"])
        #expect(qrels["q2"] == ["d1": 2])
        #expect(qrels["q1"] == ["d 1": -1])
    }

    @Test("an empty file, blank lines and a header alone hold no judgements")
    func empty() throws {
        for text in ["", "\n\r\n", "query-id\tcorpus-id\tscore", "query-id\tcorpus-id\tscore\r\n"] {
            #expect(try Qrels(bytes(text)) == Qrels())
        }
    }

    @Test("line ends of Windows, blank lines and a byte order mark make no difference")
    func windows() throws {
        let qrels = try Qrels(bytes("\u{FEFF}query-id\tcorpus-id\tscore\r\n\r\nq\td\t1\r\n"))
        #expect(qrels["q"] == ["d": 1])
    }

    @Test("the last judgement of a pair counts")
    func duplicates() throws {
        let qrels = try Qrels(bytes("q 0 d 1\nq 0 e 1\nq 0 d 3\n"))
        #expect(qrels.queries == ["q"])
        #expect(qrels["q"] == ["d": 3, "e": 1])
    }

    @Test("a grade may have a fraction, which is dropped, and white space around it")
    func grades() throws {
        #expect(try Qrels(bytes("a\tb\tc\nq\td\t1.0\nq\te\t2.9\nq\tf\t 3 \n"))["q"] == ["d": 1, "e": 2, "f": 3])
        for grade in ["x", "", "inf", "nan", "1000001", "-1e7", "1 2"] {
            #expect(refusal("a\tb\tc\nq\td\t\(grade)\n") == .malformedNumber(.judgements, line: 2, column: "grade"))
        }
    }

    @Test("an unknown query has no judgements")
    func unknown() throws {
        #expect(try Qrels(bytes("q 0 d 1"))["other"].isEmpty)
    }

    @Test("a first line of neither form is refused, a missing header included")
    func unknownForm() {
        #expect(refusal("q1\td1\t1\n") == .unknownForm(line: 1))
        #expect(refusal("\nq1 d1 1\n") == .unknownForm(line: 2))
        #expect(refusal("q1,d1,1\n") == .unknownForm(line: 1))
    }

    @Test("a line that breaks the form is refused with its number")
    func malformed() {
        #expect(
            refusal("a\tb\tc\nq d 1\n") == .wrongColumnCount(.judgements, line: 2, expected: 3, found: 1))
        #expect(
            refusal("q 0 d 1\nq 0 d\n") == .wrongColumnCount(.judgements, line: 2, expected: 4, found: 3))
        #expect(refusal("q 0 d 1\n\nq 0 d x\n") == .malformedNumber(.judgements, line: 3, column: "grade"))
        #expect(refusal("a\tb\tc\n\td\t1\n") == .emptyIdentifier(.judgements, line: 2))
        let invalid = bytes("a\tb\tc\n") + [0xFF] + bytes("\td\t1\n")
        #expect(
            failure { () throws(EvaluationError) in try Qrels(invalid) } == .invalidUTF8(.judgements, line: 2))
    }

    @Test("damage at every byte is either refused or read")
    func damage() throws {
        for text in ["query-id\tcorpus-id\tgrade\nq1\td1\t1\r\nq2\té\t2\n", "q1 0 d\\x20 1\nq2 0 é 2\n"].map(bytes) {
            for index in text.indices {
                for replacement in UInt8.min...UInt8.max {
                    var damaged = text
                    damaged[index] = replacement
                    let error = failure { () throws(EvaluationError) in
                        let qrels = try Qrels(damaged)
                        #expect(qrels.queries.count <= 3)
                    }
                    if let error { #expect(error.description.hasPrefix("judgements, line ")) }
                }
            }
        }
    }
}
