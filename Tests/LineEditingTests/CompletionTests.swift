import TestSupport
import Testing

@testable import LineEditing

@Suite("Completing with Tab")
struct CompletionTests {
    @Test("a single candidate is inserted, in the middle of a line too")
    func single() throws {
        let session = try EditorSession()
        session.terminal.send("what is neurom?" + .left + .tab)
        try session.expectRow("probe> what is neuromodulation?", cursorAt: 30)
        try session.expectLine("what is neuromodulation?", afterTyping: "")
    }

    @Test("of several the common beginning is inserted, and then they are listed")
    func several() throws {
        let session = try EditorSession()
        session.terminal.send("neu" + .tab)
        try session.expectRow("probe> neuro", cursorAt: 12)
        session.terminal.send(.tab)
        try session.terminal.expect("the list") {
            $0.text == "probe> neuro\nneuromodulation  neurolysis       neuropathy\nprobe> neuro"
                && $0.cursor == (2, 12)
        }
        session.terminal.send("p" + .tab)
        try session.expectLine("neuropathy", afterTyping: "")
    }

    @Test("letters beyond ASCII complete")
    func beyondASCII() throws {
        let session = try EditorSession()
        try session.expectLine("ağrı ağrı", afterTyping: "ağrı ağ" + .tab)
    }

    @Test("nothing to complete rings the bell and changes nothing")
    func nothing() throws {
        let session = try EditorSession()
        session.terminal.send("xyz" + .tab)
        try session.terminal.expect("a bell") { $0.bellCount == 1 }
        try session.expectLine("xyz", afterTyping: "")
    }

    @Test("a long list is cut at sixty and says how many more there are")
    func capped() throws {
        let session = try EditorSession()
        session.terminal.send("many" + .tab)
        try session.terminal.expect("the list") {
            $0.text.contains("… and 40 more") && $0.text.contains("item60") && !$0.text.contains("item61")
        }
        try session.expectRow("probe> many", cursorAt: 11)
    }

    @Test("what candidates show cannot steer the terminal")
    func neutralised() throws {
        let session = try EditorSession()
        session.terminal.send("evil" + .tab)
        try session.terminal.expect("\u{FFFD}[2Jone  two\u{FFFD}     three\u{FFFD}K")
    }

    @Test("a list beneath a line of several rows leaves the line whole")
    func longLine() throws {
        let session = try EditorSession(columnCount: 30, rowCount: 12)
        session.terminal.send("one two three four five six seven neuro" + .tab)
        try session.terminal.expect("the line and the list") {
            $0.text == """
                probe> one two three four five
                 six seven neuro
                neuromodulation
                neurolysis
                neuropathy
                probe> one two three four five
                 six seven neuro
                """
        }
        session.terminal.send("l" + .tab)
        try session.expectLine("one two three four five six seven neurolysis", afterTyping: "")
    }

    private func list(_ texts: [String]) -> CompletionList {
        CompletionList(candidates: texts.map { Completion(text: $0, display: $0, replaceFrom: 0) })
    }

    @Test("the common beginning is found by scalars, and only what gains something is inserted")
    func insertion() {
        #expect(list(["nerve", "nervous"]).insertion(for: "ne") == "nerv")
        #expect(list(["nerve", "nervous"]).insertion(for: "nerv") == nil)
        #expect(list(["nerve", "block"]).insertion(for: "") == nil)
        #expect(list(["nerve"]).insertion(for: "NER") == "nerve")
        #expect(list(["nerve"]).insertion(for: "nerve") == nil)
        #expect(list(["ağrı", "ağır"]).insertion(for: "a") == "ağ")
        #expect(list(["e\u{301}a", "e\u{300}a"]).insertion(for: "") == "e")
        #expect(list([]).insertion(for: "a") == nil)
        let apart = CompletionList(candidates: [
            Completion(text: "abc", display: "", replaceFrom: 0), Completion(text: "abd", display: "", replaceFrom: 2),
        ])
        #expect(apart.insertion(for: "") == nil)
    }

    @Test("the list is read downwards in columns that fit the window")
    func columns() {
        let rows = list(["a", "bb", "ccc", "d", "e"]).rows(columnCount: 14) { $0.count }
        #expect(rows == ["a    ccc  e", "bb   d"])
        #expect(list(["wide", "words"]).rows(columnCount: 3) { $0.count } == ["wide", "words"])
        #expect(list([]).rows(columnCount: 80) { $0.count } == [])
        // What comes first and is wide does not widen the columns of the others.
        #expect(
            list(["a long heading", "a", "b", "c"]).rows(columnCount: 20) { $0.count } == ["a long heading", "a  b  c"])
    }

    @Test("no row is wider than the window unless one candidate is, for any candidates and window")
    func columnsFit() {
        let seed: UInt64 = 20_260_401
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        for _ in 0..<1000 {
            let texts = (0..<1 + next(80)).map { _ in String(repeating: "x", count: 1 + next(30)) }
            let window = 2 + next(120)
            let rows = list(texts).rows(columnCount: window) { $0.count }
            let limit = max(window - 1, texts.map(\.count).max() ?? 0, "… and 20 more".count)
            #expect(rows.allSatisfy { $0.count <= limit }, "seed \(seed)")
            let shown = rows.joined().count { $0 == "x" }
            #expect(shown == texts.prefix(60).joined().count, "seed \(seed)")
        }
    }

    @Test("more than sixty candidates are counted and not shown")
    func more() {
        let rows = list((1...100).map { "item\($0)" }).rows(columnCount: 80) { $0.count }
        #expect(rows.last == "… and 40 more")
        #expect(rows.joined(separator: " ").split(separator: " ").count { $0.hasPrefix("item") } == 60)
    }
}
