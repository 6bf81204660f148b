import Documents
import TestSupport
import Testing

@testable import Extraction

@Suite struct HTMLTests {
    private func parse(_ text: String) throws -> Document {
        try #require(try HTMLParser.parse(Array(text.utf8))).document
    }

    private func blocks(_ text: String) throws -> [String] {
        let document = try parse(text)
        #expect(violations(document, source: Array(text.utf8)) == [])
        return sketch(document)
    }

    @Test("headings, paragraphs and quotes become blocks on the lines where their text stands")
    func prose() throws {
        #expect(
            try blocks(
                """
                <html><head><title>T</title></head><body>
                <h1>One <em>and</em>
                   only</h1>
                <p>First line
                second &amp; <a href="x">third</a>.</p><blockquote><p>Said.</p></blockquote>
                Loose text
                <div>Another</div>
                </body></html>
                """) == [
                    "h1 2-3 One and⏎only", "p 4-5 First line⏎second & third.", ">p 5 Said.", "p 6 Loose text",
                    "p 7 Another",
                ])
    }

    @Test("what navigates, scripts, styles and hidden elements are left out")
    func boilerplate() throws {
        #expect(
            try blocks(
                """
                <body class="nav menu"><nav><a>Home</a></nav><script>var a = "<p>no</p>";</script>
                <style>p { }</style><div class="sphinxsidebar x">side</div><div role="navigation">way</div>
                <p hidden>secret</p><p>Text<a class="headerlink" href="#a">¶</a> stays.</p><footer>end</footer>
                <form><button>Send</button><select><option>one</select></form><ul id="toc"><li>What is it?</ul>
                """) == ["p 3 Text stays."])
    }

    @Test("what stands beside the text stays, unless it is mostly links")
    func besideText() throws {
        #expect(
            try blocks(
                """
                <h1>The inn</h1><div class="sidebar"><p>Look at <a href="a">the map</a> before you set out for it.</p>
                <ul><li>Boots<li>A lamp</ul></div>
                <aside><h2>More</h2><ul><li><a href="b">Other inns of the valley</a><li><a href="c">Mills</a></ul></aside>
                <ul class="menu"><li>Soup 4<li>Trout 9</ul><ul id="menu"><li><a href="d">Home</a></ul>
                <aside>Closed in May.</aside><p>Open <span class="sidebar">not this</span> all day.</p>
                """) == [
                    "h1 1 The inn", "p 1 Look at the map before you set out for it.", "i1 g1 2 Boots", "i1 g1 2 A lamp",
                    "i1 g3 4 Soup 4", "i1 g3 4 Trout 9", "p 5 Closed in May.", "p 5 Open all day.",
                ])
    }

    @Test("where a page has a main part, only that counts")
    func mainPart() throws {
        #expect(try blocks("<div>aside</div><main><p>It.</p></main><div>more</div>") == ["p 1 It."])
        #expect(try blocks("<div>aside</div><div role=\"main\">It.</div><div>more</div>") == ["p 1 It."])
        #expect(try blocks("<p>All of it.</p><main></main>") == ["p 1 All of it."])
    }

    @Test("lists keep their numbers, depths and further paragraphs")
    func lists() throws {
        #expect(
            try blocks(
                """
                <p>You need:</p><ol start=3><li>one<li><p>two</p><p>more</p>
                <ul><li>deep</li></ul></li><li value="9">nine</ol><p>After
                """) == [
                    "p 1 You need:", "i1 #3 g1 1 one", "i1 #4 g1 1 two", "p1 g1 1 more", "i2 g2 2 deep",
                    "i1 #9 g1 2 nine", "p 2 After",
                ])
    }

    @Test("a term that asks is a heading; another term and its description are one item")
    func definitions() throws {
        #expect(
            try blocks(
                """
                <h2>Questions</h2><dl><dt>What is it?</dt><dd>A thing.</dd><dd><p>Indeed.</p></dd></dl>
                <dl><dt>TENS</dt><dd>Current on the skin.</dd><dt><b>Block:</b><dd>An injection.</dl>
                """) == [
                    "h2 1 Questions", "h3 1 What is it?", "p 1 A thing.", "p 1 Indeed.",
                    "i1 g2 2 TENS: Current on the skin.", "i1 g2 2 Block: An injection.",
                ])
    }

    @Test("rows of tables join their cells; a table that lays out a page is none")
    func tables() throws {
        let found =
            try blocks(
                """
                <table><tr><th>Drug<th>Dose</tr><tr><td>A<br>b</td><td><p>1 g</p></td></tr>
                <tr><td></td><td> </td></tr></table>
                <table><tr><td><h2>Page</h2><p>Text.</p><p>More.</p></td><td>Column</td></tr></table>
                """)
        #expect(
            found == [
                "th g1 1 Drug | Dose", "tr g1 1 A⏎b | 1 g", "h2 3 Page", "p 3 Text.", "p 3 More.", "p 3 Column",
            ])
    }

    @Test("preformatted text keeps its lines and blanks")
    func preformatted() throws {
        #expect(
            try blocks("<pre>\n  a\n\n    b &lt; <i>c</i>\n</pre>x<br>y<br><br>z") == [
                "code 2-4   a⏎⏎    b < c", "p 5 x⏎y", "p 5 z",
            ])
    }

    @Test("a line of bold type heads what follows")
    func boldLines() throws {
        #expect(
            try blocks(
                """
                <h2>FAQ</h2><p><b>What is it?</b></p><p>A thing.</p><p><strong>How long?</strong><br>Long.</p>
                <p><b>Note</b> well.</p><p><b>The end.</b></p><p><b>Side effects</b></p><p>Some.</p>
                """) == [
                    "h2 1 FAQ", "h3 1 What is it?", "p 1 A thing.", "h3 1 How long?", "p 1 Long.", "p 2 Note well.",
                    "p 2 The end.", "h3 2 Side effects", "p 2 Some.",
                ])
    }

    @Test("title and language come from the page; its own first heading is the better title")
    func titles() throws {
        let page = try parse("<html lang=de><title>Knie \n Seite</title><p>Text.</p>")
        #expect(page.title == "Knie Seite")
        #expect(page.language == "de")
        #expect(try parse("<title>Site</title><h1>Knie <i>heute</i></h1><p>x</p>").title == "Knie heute")
        // The site's name may stand above the page's, as a heading of the same rank.
        for name in ["Knees - The Joint Book", "The Joint Book | Knees"] {
            let page = "<title>\(name)</title><h1>The Joint Book</h1><h1>Knees</h1><p>x</p><h1>The end</h1>"
            #expect(try parse(page).title == "Knees")
        }
        // Chapters are no names of the page.
        #expect(try parse("<title>Knees</title><h1>1. Bones</h1><p>x</p><h1>2. Pain</h1>").title == "Knees")
        #expect(try parse("<h1>Bones</h1><p>x</p><h1>Pain</h1>").title == "Bones")
    }

    @Test("a page that sends its readers on has no text, one that loads itself anew now and then has")
    func redirections() throws {
        func page(_ content: String) -> String { "<meta http-equiv=Refresh content='\(content)'><p>Redirecting." }
        for content in ["0; url=other.html", "5;URL='x'", " 0 ;url=x"] {
            let error = #expect(throws: ExtractionFailure.self) { try blocks(page(content)) }
            #expect(error?.kind == .noText, "\(content)")
        }
        for content in ["600; url=self.html", "30", "soon; url=x", "0"] {
            #expect(try blocks(page(content)) == ["p 1 Redirecting."], "\(content)")
        }
    }

    @Test("paragraphs of links and what leads from page to page are left out, text and tables with links are not")
    func links() throws {
        let link = "<a href=x>Some page</a>"
        #expect(try blocks("<p>\(link) > \(link) > \(link) > Here<p>Text.") == ["p 1 Text."])
        #expect(try blocks("<div>[\(link)]</div><p>Text.") == ["p 1 [Some page]", "p 1 Text."])
        let prose = "<p>There are \(link), \(link) and \(link)."
        #expect(try blocks(prose) == ["p 1 There are Some page, Some page and Some page."])
        let steps =
            "Next: <a href=a rel=next>Smoke</a>, Previous: <a href=b rel=prev>Hives</a>, Up: <a href=c rel=up>Bees</a>"
        #expect(try blocks("<p>\(steps)</p><p>Text.</p><p>\(steps)") == ["p 1 Text."])
        #expect(try blocks("<table><tr><td>\(steps)</table><p>Text.") == ["p 1 Text."])
        let rows = "<tr><th>\(link)<th>\(link)<th>\(link)<tr><td>\(link)<td>\(link)<td>\(link)"
        let row = "Some page | Some page | Some page"
        #expect(try blocks("<table>\(rows)</table>") == ["th g1 1 \(row)", "tr g1 1 \(row)"])
        #expect(try blocks("<ul><li>\(link) \(link) \(link)</ul>").count == 1)
        #expect(try blocks("<h1>\(link) \(link) \(link)</h1>").count == 1)
        // Links of pictures before a text say nothing of it.
        let pictures = "<a href=a rel=prev><img></a><a href=b rel=next><img></a>"
        #expect(try blocks(pictures + pictures + "Much text here.") == ["p 1 Much text here."])
    }

    @Test("a listing of one element a line is code with its lines, the numbers left out")
    func listings() throws {
        let page = """
            <p>Before.</p><div class="fragment"><div class="line"><span class="lineno">   1</span>int <a href=x>f</a>()</div>
            <div class="line"><span class="lineno">   2</span>{</div>
            <div class="line"><span class="lineno">   3</span>    return 7;</div>
            <div class="line"><span class="lineno">   4</span>}</div>
            </div><p>After.</p>
            """
        #expect(try blocks(page) == ["p 1 Before.", "code 1-4 int f()⏎{⏎    return 7;⏎}", "p 5 After."])
    }

    @Test("a page is read in the encoding that it declares, and its ASCII is mapped")
    func encodings() throws {
        let head = "<meta http-equiv='Content-Type' content='text/html; charset=koi8-r'><p>abc "
        let file = Array(head.utf8) + [0xD7, 0xCF, 0xC4, 0xC1] + Array(" def</p>".utf8)
        let parsed = try #require(try HTMLParser.parse(file))
        #expect(parsed.encoding == "koi8-r")
        #expect(sketch(parsed.document) == ["p 1 abc вода def"])
        let runs = parsed.document.blocks[0].sourceMap.runs
        #expect(runs.count == 2)
        #expect(runs.allSatisfy { $0.length == 4 })
    }

    @Test("entities, unclosed tags, wild nesting and what is no HTML give what can be had")
    func faults() throws {
        #expect(try blocks("<p>a &nbsp; &eacute;&#233;&bogus; b < c") == ["p 1 a \u{A0} éé&bogus; b < c"])
        let wild = try blocks("<p>one<div>two</div>three</b></i><li>four")
        #expect(wild == ["p 1 one", "p 1 two", "p 1 three", "p 1 four"])
        #expect(try blocks("plain text, no tags at all") == ["p 1 plain text, no tags at all"])
        #expect(try blocks("<!-- <p>no</p> --><![CDATA[x]]><p>yes").last == "p 1 yes")
    }

    @Test("what would take time with the square of its length is malformed; ordinary faults and long tags are not")
    func quadraticTime() throws {
        func failure(_ text: String) -> ExtractionFailure? {
            do throws(ExtractionFailure) {
                _ = try HTMLParser.parse(Array(text.utf8))
                return nil
            } catch {
                return error
            }
        }
        let count = 60_000
        let depth = String(repeating: "<div>", count: count)
        for tag in ["</span>", "</p>", "<body>"] {
            #expect(failure(depth + String(repeating: tag, count: count))?.kind == .malformed, "\(tag)")
        }
        let attributes = (0..<count).map { " a\($0)=1" }.joined()
        #expect(failure("<p\(attributes)>Text.")?.kind == .malformed)
        #expect(failure("<p title=\"\(attributes)\">Text.") == nil)
        #expect(failure("<p>a < b\(attributes)") == nil)
        #expect(failure(String(repeating: "</span><p>Text.", count: count)) == nil)

        var archive = ArchiveFixture()
        archive.add("word/document.xml", "<w:document><w:p\(attributes)/></w:document>")
        #expect(throws: ExtractionFailure.self) { try WordDocument.read(archive.finish()) }
    }

    @Test("depth costs no stack")
    func depth() throws {
        for tag in ["div", "b", "ul><li", "table><tr><td", "blockquote", "dl><dd"] {
            let text = String(repeating: "<\(tag)>", count: 20_000) + "deep"
            #expect(try parse(text).blocks.map(\.textRange.count) == [4], "\(tag)")
        }
    }

    @Test("whatever the tags, every run equals the source")
    func property() throws {
        let pieces = [
            "<p>", "</p>", "<b>", "</b>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "</table>", "<dl>",
            "<dt>",
            "<dd>", "<h2>", "</h2>", "<pre>", "</pre>", "<br>", "<div>", "</div>", "text ", "wörter\n", "  ", "&amp;",
            "?",
            "\n", "<", "Q: ", "A: ", "<span>", "</span>", "<nav>", "</nav>", "<script>", "</script>",
        ]
        var random = SystemRandomNumberGenerator()
        for _ in 0..<300 {
            let text = (0..<40).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let document = try parse(text)
            #expect(violations(document, source: Array(text.utf8)) == [], "\(text)")
        }
    }
}
