import Testing

@testable import Retrieval

@Suite("What a question says with marks") struct AskedSymbolsTests {
    private func symbols(_ question: String) -> [String] {
        AskedSymbols(Array(question.utf8)).symbols.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(
        "marks that are no punctuation make a symbol",
        arguments: [
            ("What is the difference between == and is?", ["=="]),
            ("What does --amend do?", ["--amend"]),
            ("what does `set -e` do", ["-e"]),
            ("What is $PATH?", ["$PATH"]),
            ("What is $?", ["$?"]),
            ("How do I compile C++?", ["C++"]),
            ("Is #include (with <stdio.h>) needed?", ["#include", "<stdio.h>"]),
            ("Can I pay $5, or 50% of it, for and/or #1 at well-known shops -- today?!", []),
            ("What is CBT (\"cognitive\")?", []),
        ])
    func symbols(question: String, expected: [String]) {
        #expect(symbols(question) == expected)
    }

    @Test("a symbol stands by itself, not within a longer one")
    func found() {
        let asked = AskedSymbols(Array("== $PATH --no C++".utf8))
        func found(_ text: String) -> [Int] { asked.found(in: Array(text.utf8)[...]) }
        #expect(found("if a == b: echo \"$PATH\" (C++)") == [0, 1, 3])
        #expect(found("a === b, $PATHS, --not, C+++") == [])
        #expect(found("--no") == [2])
        #expect(found("==") == [0])
        #expect(found("") == [])
    }
}
