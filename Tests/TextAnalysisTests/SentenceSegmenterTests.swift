import Testing
import TextAnalysis

@Suite("sentences")
struct SentenceSegmenterTests {
    private func sentences(_ text: String, _ name: String = "english") -> [String] {
        let bytes = Array(text.utf8)
        return SentenceSegmenter(language: language(name)).sentences(in: bytes.span).map {
            String(decoding: bytes[$0], as: UTF8.self)
        }
    }

    @Test(
        "English text falls into the sentences between the bars",
        arguments: [
            "It hurts.| Why?| It must not!| The end",
            "Pain, e.g. Backache, is common.| So are i.e. Headaches.",
            "Dr. Smith and Mr. Jones met Prof. Who vs. Bob.| They left.",
            "Take approx. 5 tablets.| See No. 5 and Fig. 3, p. 12, vol. 2.| Is it? No. It is not."
                .replacing("it? No", with: "it?| No").replacing("No. It", with: "No.| It"),
            "The U.S. Army came to the U.S. in 1944.| He left the U.S.| The army stayed.",
            "By J. Smith and J. R. R. Tolkien.| John F. Kennedy spoke.| A. Miller wrote.",
            "He has hepatitis C.| Symptoms are few.| Take vitamin C.| The dose is 3.5 mg.| It rose by 3.5.| Then it fell.",
            "Wait... what?| Well...| That is it.| Oh… no.| Hm…| Yes. . . . no.",
            "Really?!| Yes!!| No.",
            "“Stop!” he said.| “Stop.”| ‘Go.’| (It works.)| [So it does.]| He said (quietly). |Then he left.",
            "“Did it hurt?”| She laughed.| \"No.\"| **Bold.**| Next.",
            "It works.[1]| It does.[12][a]| Here too.²| End.",
            "Yahoo! announced it.| Yahoo! said so.",
            "At 5 p.m. Monday he left.| It was 5 p.m.| He left.| Acme Inc. Boston grew.| Acme Inc.| It grew.",
            "Use mRNA.| mRNA works.| iPhones too. end of line",
            "He is tall, etc. They say.".replacing("etc. T", with: "etc.| T"),
            "In 2010.| 20 people came.| It was 1984.| They came.",
            "Smith et al. Report on it.| Smith et al. (2010) did.| Visit St. Louis.| Main St.| The end.",
            "She has a Ph.D. Her thesis won.".replacing("D. H", with: "D.| H"),
            "See example.com for more.| Or www.example.com.| Done.",
            "1. Wash your hands.| 2. Dry them.| 12. Leave.",
            "One line\nand the next.| New\r\nline.",
            "A heading\n\n|Text without stop\n \t\n|More",
            "Take these:\n|- one\n|- two\nwrapped\n|* three\n|• four",
            "Do:\n|1. Wash\n|2. Dry\n|10. Leave",
            "Do:\n|1) Wash\n|(2) Dry\n|a) Leave",
            "He was born in\n1984.| He grew to be\n12. |Then\n2. nothing".replacing("12. |Then", with: "12.| Then"),
            "The range is 5\n-3 or so\n–4",
            "東京です。|大阪！|本当？|はい「終わり。」|次",
            "यह है।| वह था।",
            "Is he?| (Yes.)| – No.",
            "It ends. – but goes on.",
            "I know.| I. Newton knew.",
            "Nothing", "...", "?!", "a.b.c", "", " \n ",
        ])
    func english(marked: String) {
        expect(marked, "english")
    }

    @Test(
        "abbreviations and ordinals follow the language",
        arguments: [
            (
                "german",
                "Am 3. Mai kam Dr. Müller.| Die 2. Auflage erschien im 21. Jahrhundert.| Es war 1984.| Danach nicht."
            ),
            (
                "german",
                "Viele, z. B. Ärzte, d. h. Menschen, sagen z.B. Folgendes.| Vgl. Abs. 3 und Nr. 5 bzw. Abb. 2.| Ende."
            ),
            ("german", "Er kam usw.| Das war es.| 5 Mio. Euro.| „Halt.“| Nein.| »Doch.«| Er fand 25.| Danach ging er."),
            ("german", "Er kam am\n3. Mai an.| Sie nicht."),
            ("french", "M. Dupont et Mme. Curie.| Voir p. 5, p. ex. Paris.| Né en 300 av. J.-C. à Rome.| Fin."),
            ("spanish", "El Sr. López vive en EE.UU. Madrid.| ¿Qué?| ¡Ya!| Ud. Sabe."),
            ("italian", "Il sig. Rossi e la sig.ra Bianchi.| Vedi pag. 3.| Fine."),
            ("dutch", "Dhr. Jansen, d.w.z. Piet, bijv. Amsterdam.| Einde."),
            ("portuguese", "O Sr. Silva viu a pág. 3.| Fim."),
            ("swedish", "Kom t.ex. Måndag, bl.a. Anna.| Slut."),
            ("turkish", "Prof. Dr. Yılmaz geldi.| 21. Yüzyıl bkz. Tablo 3.| Son."),
            ("greek", "Τι είναι;| Είναι αυτό.| Τέλος"),
            ("russian", "Это так.| Почему?| Потому что."),
        ])
    func languages(name: String, marked: String) {
        expect(marked, name)
    }

    private func expect(_ marked: String, _ name: String) {
        let expected = marked.split(separator: "|").map { $0.trimming(while: \.isWhitespace) }.filter { !$0.isEmpty }
        #expect(sentences(marked.replacing("|", with: ""), name) == expected)
    }

    @Test(
        "long monotonous text is cut without ever looking far back or ahead",
        arguments: [
            "a", ".", ". ", "a. ", "A. ", "\n", " ", "1. ", ". . ", "(", ". (", "“", "?\"", "[1]", ".[1", "a) \n", "é",
            "。", "\n- ",
            "1.1", "U.S. ", "-",
        ])
    func linear(unit: String) {
        let unit = Array(unit.utf8)
        var bytes: [UInt8] = []
        while bytes.count < 1 << 17 { bytes += unit }
        for prefix in ["", "a)" + String(repeating: " ", count: 1 << 16) + "x\n"] {
            let text = Array(prefix.utf8) + bytes
            let ranges = SentenceSegmenter().sentences(in: text.span)
            #expect(ranges.reduce(0) { $0 + $1.count } <= text.count)
            var buffer = TokenBuffer()
            for name in ["english", "german", "turkish"] {
                buffer.removeAll()
                WordTokenizer(language: language(name)).tokenize(text.span, into: &buffer)
                #expect(buffer.forms.count <= text.count * 2)
            }
        }
    }
}

extension String {
    fileprivate func replacing(_ part: String, with other: String) -> String {
        split(separator: part, omittingEmptySubsequences: false).joined(separator: other)
    }
}

extension Substring {
    fileprivate func trimming(while predicate: (Character) -> Bool) -> String {
        var result = drop(while: predicate)
        while let last = result.last, predicate(last) { result.removeLast() }
        return String(result)
    }
}
