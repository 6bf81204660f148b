import Documents
import Testing

@testable import Extraction

@Suite struct MessageTests {
    private func message(_ text: String) throws -> ParsedFile {
        try #require(try EmailParser.parse(Array(text.replacing("\n", with: "\r\n").utf8)))
    }

    @Test("a plain message has its subject as heading and title, and what its header says")
    func plain() throws {
        let parsed = try message(
            "From: =?utf-8?q?J=C3=BCrgen?= <j@x>\nSubject: The\n  lease =?iso-8859-1?B?5PY=?= =?utf-8?Q?_ok?=\n\nIt ends\nin May.\n"
        )
        #expect(parsed.document.title == "The lease äö ok")
        #expect(sketch(parsed.document) == ["h1 0 The lease äö ok", "p 0 It ends⏎in May."])
        #expect(parsed.document.metadata.map(\.1) == ["Jürgen <j@x>"])
    }

    @Test("of alternatives the plain text counts; attachments do not; encodings are undone")
    func parts() throws {
        let text = """
            Subject: S
            Content-Type: multipart/mixed; boundary="out er"

            preamble
            --out er
            Content-Type: multipart/alternative; boundary=in

            --in
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            Caf=E9 is =
            open.
            --in
            Content-Type: text/html

            <p>Not this.</p>
            --in--
            --out er
            Content-Type: text/html
            Content-Transfer-Encoding: base64

            PHA+VG9vIDxiPmh0bWw8L2I+LjwvcD4=
            --out er
            Content-Type: text/plain
            Content-Disposition: attachment; filename=a.txt

            Not that.
            --out er--
            epilogue
            """
        #expect(sketch(try message(text).document) == ["h1 0 S", "p 0 Café is open.", "p 0 Too html."])
    }

    @Test("a boundary that only begins as another one is none")
    func longerBoundary() throws {
        let text = """
            Subject: S
            Content-Type: multipart/mixed; boundary=b1

            --b1
            Content-Type: multipart/alternative; boundary=b12

            --b12
            Content-Type: text/plain

            Plain.
            --b1--not the last one
            --b12
            Content-Type: text/html

            <p>Not this.</p>
            --b12--
            --b1--\u{20}
            """
        #expect(sketch(try message(text).document) == ["h1 0 S", "p 0 Plain.⏎--b1--not the last one"])
    }

    @Test("parts inside parts come to an end")
    func nesting() throws {
        let text = String(repeating: "Content-Type: multipart/mixed; boundary=b\n\n--b\n", count: 5000) + "\nx"
        #expect(sketch(try message(text).document) == ["p 0 x"])
    }

    @Test("subtitles are what is said, without numbers, times, tags and repetitions")
    func subtitles() throws {
        let text =
            "WEBVTT\n\nNOTE no speech\n\n1\n00:01.000 --> 00:02.000 align:start\n<v Bob>Hello <i>there</i>.\n\n00:02.000 --> 00:03.000\nHello\nworld\n\n2\n00:03.000 --> 00:04.000\nworld\n"
        let parsed = try #require(try SubtitleParser.parse(Array(text.utf8)))
        #expect(violations(parsed.document, source: Array(text.utf8)) == [])
        #expect(sketch(parsed.document) == ["p 7-11 Hello there. Hello world"])
    }
}
