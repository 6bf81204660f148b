import Testing

@testable import Evaluation

private func text(_ run: Run, tag: String = "t") -> String { String(decoding: run.trec(tag: tag), as: UTF8.self) }

private func refusal(_ text: String) -> EvaluationError? {
    failure { () throws(EvaluationError) in try Run(trec: bytes(text)) }
}

@Suite("Runs")
struct RunTests {
    @Test("of a document's entries the best one stays")
    func duplicates() {
        var run = Run()
        run.rank([.init("a", score: 3), .init("b", score: 2), .init("a", score: 1)], for: "q")
        run.rank([.init("b", score: 0.5), .init("c", score: 0.25)], for: "q")
        #expect(run["q"] == [.init("a", score: 3), .init("b", score: 2), .init("c", score: 0.25)])
        #expect(run.queries == ["q"])
        #expect(run["other"].isEmpty)
    }

    @Test("the text has a line a document, queries in their order, ranks from 1")
    func trec() {
        var run = Run()
        run.rank([.init("d1", score: 2.5), .init("d2", score: 0.1)], for: "q2")
        run.rank([], for: "q0")
        run.rank([.init("d1", score: -1)], for: "q1")
        #expect(text(run) == "q2 Q0 d1 1 2.5 t\nq2 Q0 d2 2 0.1 t\nq1 Q0 d1 1 -1.0 t\n")
        #expect(text(Run()).isEmpty)
    }

    @Test("no more than a hundred documents of a query are written")
    func depth() throws {
        let long = run(["q": (0..<150).map { DocumentID("d\($0)") }, "r": ["d"]])
        let read = try Run(trec: long.trec(tag: "t"))
        #expect(read["q"] == Array(long["q"].prefix(100)))
        #expect(read["r"].count == 1)
    }

    @Test("white space and control characters in names are written as escapes, all else as it is")
    func escapes() {
        let names: KeyValuePairs = [
            "my notes.md": "my\\x20notes.md", "a\tb\nc\r": "a\\x09b\\x0ac\\x0d", "\u{A0}": "\\xc2\\xa0",
            "\u{3000}é": "\\xe3\\x80\\x80é", "\u{1B}": "\\x1b", "50%20": "50%20", "a\\b": "a\\b",
            "\\x20": "\\x5cx20", "\\\\xy": "\\\\x5cxy", "": "\\x", "\\x": "\\x5cx", "C:\\dir\\": "C:\\dir\\",
        ]
        for (name, column) in names {
            #expect(String(decoding: TRECField.column(for: name), as: UTF8.self) == column)
            #expect(TRECField.text(of: bytes(column)[...]) == name)
        }
        #expect(text(run(["a b": ["\\x"]]), tag: "my run") == "a\\x20b Q0 \\x5cx 1 -0.0 my\\x20run\n")
    }

    @Test("what is no escape of ours stands for itself")
    func foreignEscapes() {
        for column in ["\\xzz", "\\x4", "a\\x", "\\xff", "\\X20"] {
            #expect(TRECField.text(of: bytes(column)[...]) == column)
        }
        #expect(TRECField.text(of: [0xFF]) == nil)
    }

    @Test("a run that was written is read back as it was, whatever the names", arguments: 0..<100)
    func identity(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let alphabet: [Unicode.Scalar] = [
            "\\", "x", "2", "0", "a", " ", "\t", "\u{A0}", "é", "\u{301}", "%", "\u{2028}",
        ]
        func name() -> String {
            var name = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...6, using: &generator) {
                name.append(alphabet[generator.index(below: alphabet.count)])
            }
            return String(name)
        }
        var run = Run()
        for _ in 0..<5 {
            let entries = (0..<10).map { _ in
                Run.Entry(DocumentID(name()), score: .random(in: -1e6...1e6, using: &generator))
            }
            run.rank(entries, for: QueryID(name()))
        }
        #expect(try Run(trec: run.trec(tag: name())) == run)
    }

    @Test("ranks decide the order, equal ones go by document, and a document counts once")
    func order() throws {
        let run = try Run(
            trec: bytes("q Q0 c 3 9 t\r\nq Q0 b 1 1 t\r\n\r\nq\tQ0\ta\t1\t2\tt\nq Q0 b 4 8 t\nr Q0 a 0 1e-3 t"))
        #expect(run.queries == ["q", "r"])
        #expect(run["q"].map(\.document) == ["a", "b", "c"])
        #expect(run["r"] == [.init("a", score: 0.001)])
    }

    @Test("an empty file is an empty run")
    func empty() throws {
        #expect(try Run(trec: []) == Run())
        #expect(try Run(trec: bytes("\r\n\n")) == Run())
    }

    @Test("a score that is not finite becomes 0")
    func notFinite() {
        #expect(Run.Entry("d", score: .nan).score == 0)
        #expect(Run.Entry("d", score: -.infinity).score == 0)
    }

    @Test("a line that breaks the form is refused with its number")
    func malformed() {
        #expect(refusal("q Q0 d 1 1 t\nq Q0 d 1 t") == .wrongColumnCount(.run, line: 2, expected: 6, found: 5))
        #expect(refusal("q Q0 my notes.md 1 1 t") == .wrongColumnCount(.run, line: 1, expected: 6, found: 7))
        #expect(refusal("q Q0 d 1.5 1 t") == .malformedNumber(.run, line: 1, column: "rank"))
        #expect(refusal("q Q0 d 1 x t") == .malformedNumber(.run, line: 1, column: "score"))
        #expect(refusal("q Q0 d 1 nan t") == .malformedNumber(.run, line: 1, column: "score"))
        let invalid = bytes("q Q0 ") + [0xC3] + bytes(" 1 1 t")
        #expect(failure { () throws(EvaluationError) in try Run(trec: invalid) } == .invalidUTF8(.run, line: 1))
    }
}
