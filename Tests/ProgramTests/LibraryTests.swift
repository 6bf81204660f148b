import SystemInterface
import SystemPackage
import TestSupport
import Testing

/// The bundled library, asked in the program's three ways: what most people ask first must be right, cited and verbatim.
@Suite("The bundled library") struct LibraryTests {
    private static let difference = [
        "visits/faq.md", "basics/pain-management-and-interventional-pain-management.md", "basics/pain-management.md",
    ]
    private static let meaning = ["basics/interventional-pain-management.md", "visits/faq.md"]
    private static let safest = ["visits/faq.md", "medicines/safest-medicines-for-long-term-use.md"]
    private static let common = ["visits/faq.md", "basics/common-interventions-for-pain-relief.md"]
    private static let parts = [
        "basics/parts-of-interventional-pain-medicine.md", "basics/interventional-pain-management.md", "visits/faq.md",
    ]

    /// Questions, the documents that may answer, and words that a right answer holds.
    private static let questions: [(text: String, documents: [String], words: [String])] = [
        (
            "What’s the difference between pain management and interventional pain management?", difference,
            ["procedures"]
        ),
        ("What is meant by interventional pain management?", meaning, ["techniques that block or change pain signals"]),
        ("What is the safest pain medication for long term use?", safest, ["Paracetamol (acetaminophen)"]),
        ("What is the most common intervention for pain relief?", common, ["medicine"]),
        ("What are the parts of interventional pain medicine?", parts, ["Nerve blocks", "Infusions", "Injections"]),

        ("How does interventional pain management differ from ordinary pain management?", difference, ["procedures"]),
        ("pain management vs interventional pain management", difference, ["procedures"]),
        ("Explain interventional pain management", meaning, ["techniques that block or change pain signals"]),
        ("Define interventional pain management", meaning, ["techniques that block or change pain signals"]),
        ("Which painkiller is safest to take for years?", safest, ["Paracetamol (acetaminophen)"]),
        ("What pain reliever can I take long term with the least risk?", safest, ["least\nrisk"]),
        ("Is there a safe painkiller for long-term use?", safest, ["Paracetamol"]),
        ("What is the safest pain reliever to use every day?", safest, ["Paracetamol (acetaminophen)"]),
        ("How do people most commonly treat pain?", common, ["medicine"]),
        ("What are the most common ways to relieve pain?", common, ["Pain medicines", "Physical therapies"]),
        ("What does interventional pain medicine consist of?", parts, ["Nerve blocks", "Infusions", "Injections"]),
        ("what are the components of interventional pain management", parts, ["procedures"]),
        ("What kinds of treatments are part of interventional pain medicine?", parts, ["Nerve blocks", "Injections"]),
        (
            "Which procedures belong to interventional pain medicine?",
            parts + ["basics/common-interventions-for-pain-relief.md"], ["nerve blocks"]
        ),
        ("what is interventionel pain management", meaning, ["techniques that block or change pain signals"]),
    ]

    private static let offSubject = [
        "Who won the 1956 World Series?", "What is the capital of Australia?", "How do I bake sourdough bread?",
        "Which planet has the most moons?", "Who painted the Mona Lisa?", "How do I write a for loop in Python?",
        "When was the Berlin Wall built?", "How tall is the Eiffel Tower?", "What is the plot of Hamlet?",
        "Which stocks pay the highest dividend?",
    ]

    private static let corpus = packageFolder().appending("Corpus")
    /// A sandbox in which the library is indexed.
    private static let sandbox = Result {
        let sandbox = try Sandbox()
        #expect(try sandbox.run("quoth index -C '\(corpus)'").status == 0)
        return sandbox
    }

    private func ask(_ arguments: String, _ lines: [String] = []) throws -> Sandbox.Outcome {
        try Self.sandbox.get().run(
            "quoth -C '\(Self.corpus)' \(arguments)", input: Array(lines.map { $0 + "\n" }.joined().utf8))
    }

    private static func onOneLine(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    @Test("what people ask first, in twenty wordings, is answered from the right document")
    func answers() throws {
        let replies = try Reply.all(try ask("--json", Self.questions.map(\.text)))
        try #require(replies.count == Self.questions.count)
        for (question, reply) in zip(Self.questions, replies) {
            #expect(reply.status == "answered", "\(question.text)")
            let citation = try #require(reply.citations?.first, "\(question.text)")
            #expect(question.documents.contains(citation.path), "\(question.text): \(citation.path)")
            let quotes = reply.citations?.map(\.quote).joined(separator: "\n") ?? ""
            for word in question.words {
                #expect(Self.onOneLine(quotes).contains(Self.onOneLine(word)), "\(question.text): \(quotes)")
            }
        }
    }

    @Test("every quote is what stands in the file, at the lines and in the bytes that are cited")
    func verbatim() throws {
        let more = [
            "What does titration mean?", "How does ACT differ from CBT?", "How do I use a walking stick?",
            "What are the risks of a nerve block?", "Who should not use TENS?",
            "What are the three steps of the WHO ladder?",
        ]
        let replies = try Reply.all(try ask("--json", Self.questions.map(\.text) + more))
        var count = 0
        for citation in replies.flatMap({ $0.citations ?? [] }) {
            let bytes = try readFile(Self.corpus.appending(citation.path), upTo: 1 << 20)
            let start = try #require(citation.byteStart)
            let end = try #require(citation.byteEnd)
            try #require(start < end && end <= bytes.count)
            let place = "\(citation.path):\(citation.lineStart)-\(citation.lineEnd)"
            #expect(bytes[..<start].count { $0 == 0x0A } + 1 == citation.lineStart, "\(place)")
            #expect(bytes[..<end].count { $0 == 0x0A } + 1 == citation.lineEnd, "\(place)")
            let source = String(decoding: bytes[start..<end], as: UTF8.self)
            #expect(citation.state == "verified")
            if Self.marks.allSatisfy({ !source.contains($0) }) {
                // Prose stands there byte for byte, line breaks and all.
                #expect(Array(source.utf8) == Array(citation.quote.utf8), "\(place)")
            } else {
                // Marks of lists, tables and emphasis lie inside the bytes and outside the quote; no word does.
                #expect(Self.words(source) == Self.words(citation.quote), "\(place)")
            }
            count += 1
        }
        #expect(count >= Self.questions.count + more.count - 1)
    }

    private static let marks = ["\n- ", "\n1. ", "\n\n", "|", "**", "`"]

    private static func words(_ text: String) -> [String] {
        text.replacing("**", with: "").split { $0.isWhitespace || $0 == "|" }.map(String.init).filter { word in
            word != "-" && !word.allSatisfy { $0 == "-" } && word.wholeMatch(of: /[0-9]+\./) == nil
        }
    }

    @Test("ten questions on other subjects are refused with status 1")
    func refusals() throws {
        for reply in try Reply.all(try ask("--json", Self.offSubject)) {
            #expect(reply.status == "not_covered", "\(reply.question ?? ""): \(reply.answer ?? "")")
        }
        for question in Self.offSubject.prefix(3) { #expect(try ask("'\(question)'").status == 1) }
    }

    @Test("one question, a pipe and JSON give the same places")
    func sameEverywhere() throws {
        let questions = Self.questions.prefix(5).map(\.text)
        let replies = try Reply.all(try ask("--json", questions))
        let piped = try ask("", questions).text
        for (question, reply) in zip(questions, replies) {
            let place = try place(of: reply)
            #expect(piped.contains(place))
            let alone = try ask("'\(question)'")
            #expect(alone.status == 0)
            #expect(alone.text.contains(place))
            #expect(piped.contains(alone.text))
        }
    }

    @Test("the chat gives the same places, in a window of 80 by 24, and shows the source")
    func chat() throws {
        let questions = Self.questions.prefix(5).map(\.text)
        let places = try Reply.all(try ask("--json", questions)).map(place)
        let sandbox = try Self.sandbox.get()
        let terminal = try PseudoTerminal(
            running: try builtProgram("quoth"), arguments: ["-C", Self.corpus.string],
            environment: [
                "HOME": sandbox.root.appending("home").string, "PAGER": "cat", "TERM": "xterm", "LC_ALL": "C.UTF-8",
                "XDG_CACHE_HOME": sandbox.root.appending("cache").string,
            ])
        func prompt() throws {
            try terminal.expect("a prompt") { $0.cursorRow == "quoth>" && $0.cursor.column == 7 }
        }
        try prompt()
        for (question, place) in zip(questions, places) {
            terminal.send(question + "\r")
            try terminal.expect(place)
            try prompt()
        }
        terminal.send(":source 1\r")
        try terminal.expect("- Nerve blocks, which numb a nerve or group of nerves with local")
        try prompt()
        terminal.send("Who won the 1956 World Series?\r")
        try terminal.expect("Not covered: no passage in these documents answers that.")
        try prompt()
        terminal.send("\u{4}")
        #expect(try terminal.waitForExit() == .exited(0))
    }

    /// A citation as it is shown to people.
    private func place(of reply: Reply) throws -> String {
        let citation = try #require(reply.citations?.first)
        let lines =
            citation.lineStart == citation.lineEnd
            ? "\(citation.lineStart)" : "\(citation.lineStart)-\(citation.lineEnd)"
        return "[1] \(citation.path):\(lines)"
    }

    @Test("the library is large, every document names its sources with their years, and no step of a list is lost")
    func soundness() throws {
        // Shell tools, for they go through 90,000 words in no time and a debug build does not.
        func run(_ script: String) throws -> String {
            try Self.sandbox.get().run("cd '\(Self.corpus)' && \(script)").text
        }
        let documents = try run("find . -name '*.md' | wc -l")
        #expect(try #require(Int(documents.filter(\.isNumber))) >= 60)
        let words = try run("find . -name '*.md' -exec cat {} + | wc -w")
        #expect(try #require(Int(words.filter(\.isNumber))) >= 35_000)
        #expect(try run("grep -rLE '^  - \".*\\b(19|20)[0-9]{2}\\b' .") == "", "documents without a dated source")
        #expect(try run("grep -rE '^  - \"' . | grep -vE '\\b(19|20)[0-9]{2}\\b'") == "", "sources without a year")
        #expect(try run("grep -rL '^## .*?$' .") == "", "documents without a heading that asks")
        let gaps = """
            find . -name '*.md' -exec awk '
              FNR == 1 { last = 0 }
              /^[0-9]+\\. / { if ($1 + 0 != last + 1) print FILENAME ": " $0; last = $1 + 0; next }
              !/^ / { last = 0 }' {} +
            """
        #expect(try run(gaps) == "", "a step was lost")
    }
}
