import TestSupport
import Testing

@testable import Extraction

@Suite struct TextMarkupTests {
    private func blocks(_ text: String, _ name: String) throws -> [String] {
        let source = Array(text.utf8)
        let document = try #require(try PlainTextParser.parse(source, fileName: name)).document
        #expect(violations(document, source: source) == [])
        return sketch(document)
    }

    @Test("of reStructuredText the text is read, and directives, options, targets and examples are not taken for it")
    func restructuredText() throws {
        let text = """
            .. _valves:

            ======
            Valves
            ======

            :Author: A. Nonymous

            Opening
            \"\"\"\"\"\"\"

            Turn the wheel to the left::

                $ open --slowly

                done

            .. note::
               :class: wide

               Valve 7 sticks.

            .. code-block:: python
               :linenos:

               import valves

            .. function:: turn(wheel, by=1)

               Turns a wheel.

               :param by: how far, in turns
               :rtype: int

            .. versionadded:: 3.5
            .. versionchanged:: 3.6 Faster.

            =====  =====
            Wheel  Turns
            =====  =====
            one    2
            =====  =====

            >>> turn(1)
            1

            The end.
            """
        #expect(
            try blocks(text, "valves.rst") == [
                "h1 4 Valves", "h2 9 Opening", "p 12 Turn the wheel to the left:", "code 14-16 $ open --slowly⏎done",
                "p 21 Valve 7 sticks.", "code 26 import valves", "h6 28 turn(wheel, by=1)", "p 30 Turns a wheel.",
                "p 32 by: how far, in turns", "p 36 Faster.", "p 39 Wheel  Turns", "p 41 one    2",
                "code 44-45 >>> turn(1)⏎1", "p 47 The end.",
            ])
    }

    @Test("of AsciiDoc the text is read, and attributes, delimiters and continuations are not taken for it")
    func asciiDoc() throws {
        let text = """
            = Valves
            :toc: left

            == Opening

            [[open]]
            Turn the wheel to the left.
            +
            It may stick.

            [source,sh]
            ----
            == not a heading

            open --slowly
            ----

            --force::
                Turns it in any case.

            // nobody reads this
            ////
            nor this
            ////

            .A table
            |===
            |one |2
            |===

            include::more.adoc[]

            Closing
            -------
            The end.
            """
        let expected = [
            "h1 1 Valves", "h2 4 Opening", "p 7 Turn the wheel to the left.", "p 9 It may stick.",
            "code 13-15 == not a heading⏎open --slowly", "p 18-19 --force⏎Turns it in any case.", "p 26 A table",
            "p 28 |one |2", "h2 33 Closing", "p 35 The end.",
        ]
        #expect(try blocks(text, "valves.adoc") == expected)
        #expect(try blocks(text, "valves.txt") == expected)
    }

    @Test("a text without markup is read as it is, whatever its name")
    func noMarkup() throws {
        let text = "One line.\n\n:not: a field\n"
        #expect(try blocks(text, "a.txt") == ["p 1 One line.", "p 3 :not: a field"])
        #expect(try blocks(text, "README") == ["p 1 One line.", "p 3 :not: a field"])
    }

    @Test("random lines of markup never break what a document must keep", arguments: 0..<UInt64(40))
    func randomLines(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let pieces = [
            "", "", ".. note::", ".. code-block:: c", "..", ".. [1] x", ".. |a|", ":a: b", ":param x: y", "::", "a::",
            ">>> a",
            "====", "----", "+", "////", "....", "[x]", "|===", "--", ".T", "= A", "Word", "   deep", "\t:b:", "* item",
            "1. a", "__ x",
            "+--+", "== ==", "if::[]", ".. :: x", ".. a::b", ":", "...", "////x", "```",
        ]
        for name in ["a.rst", "a.adoc"] {
            let lines = (0..<random.int(0...40)).map { _ in
                String(repeating: " ", count: random.int(0...4)) + random.pick(pieces)
            }
            let source = Array(lines.joined(separator: random.pick(["\n", "\r\n"])).utf8)
            guard let document = try PlainTextParser.parse(source, fileName: name)?.document else { continue }
            #expect(violations(document, source: source) == [], "seed \(seed)")
        }
    }
}
