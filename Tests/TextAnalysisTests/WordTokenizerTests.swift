import Foundation
import Testing
import TextAnalysis

@Suite("words")
struct WordTokenizerTests {
    @Test(
        "English text gives these forms",
        arguments: [
            ("", []),
            ("Hello, World", ["hello", "world"]),
            ("x-ray and/or foo_bar", ["x", "ray", "and", "or", "foo", "bar"]),
            ("John's John’s JOHN'S the boys' JOHNʼS", ["john", "john", "john", "the", "boys", "john"]),
            ("don't don’t O'Neill rock'n'roll 'quoted' ''", ["dont", "dont", "oneill", "rocknroll", "quoted"]),
            ("it's what's s's", ["it", "what", "s"]),
            ("“quoted” – ‘single’…", ["quoted", "single"]),
            ("U.S. e.g. i.e., U.S.A, a.m. J.K. Rowling", ["us", "eg", "ie", "usa", "am", "jk", "rowling"]),
            (
                "end.Next A.Bad x.com file.txt U.S.Army",
                ["end", "next", "a", "bad", "x", "com", "file", "txt", "us", "army"]
            ),
            (
                "10,000 1,234,567.89 1,2,3 1,2345 0,123",
                ["10000", "1234567.89", "1", "2", "3", "1", "2345", "0", "123"]
            ),
            ("10,000, and 10,000. 12,34", ["10000", "and", "10000", "12", "34"]),
            ("10\u{A0}000 10\u{202F}000\u{202F}000 10 000", ["10000", "10000000", "10", "000"]),
            ("3.5 1.2.3 3. .5 v1.2", ["3.5", "1.2.3", "3", "5", "v1", "2"]),
            (
                "500mg 5µg 5μg 2.5kg 5G 5g 5L 10,000mg 20mmHg",
                [
                    "500", "mg", "5", "μg", "5", "μg", "2.5", "kg", "5g", "5", "g", "5", "l", "10000", "mg", "20",
                    "mmhg",
                ]
            ),
            (
                "covid19 B12 1990s 1990's 3D 2nd c-3po 50% 7mgs",
                [
                    "covid19", "b12", "1990s", "1990", "3d", "2nd", "c", "3po", "50", "7mgs",
                ]
            ),
            ("CO₂ H₂O m² word¹ １２ ＡＢＣ ٣٥ 2½", ["co2", "h2o", "m", "word", "12", "abc", "35", "2"]),
            ("Straße STRASSE ẞ ﬁne ŉ", ["strasse", "strasse", "ss", "fine", "n"]),
            ("ΟΔΟΣ οδός Ὀδυσσεύς", ["οδοσ", "οδόσ", "ὀδυσσεύσ"]),
            ("İstanbul I ı Îles", ["istanbul", "i", "ı", "îles"]),
            ("caf\u{65}\u{301} CAFÉ", ["café", "café"]),
            ("so\u{AD}ft zero\u{200B}width \u{FEFF}bom 1\u{FE0F}\u{20E3}", ["soft", "zerowidth", "bom", "1"]),
            ("\u{301}a \u{AD} =\u{338}", ["a"]),
            ("東京は x東y", ["東", "京", "は", "x", "東", "y"]),
            ("か\u{3099} カタカナー", ["が", "カタカナー"]),
            ("กิน", ["กิ", "น"]),
            ("한국어 \u{1112}\u{1161}\u{11AB}", ["한국어", "한"]),
            ("Привет, ЁЖ", ["привет", "ёж"]),
            ("a🙂b 🇩🇪", ["a", "b"]),
        ])
    func english(text: String, expected: [String]) {
        #expect(forms(text).map { Array($0.utf8) } == expected.map { Array($0.utf8) })
    }

    @Test(
        "apostrophes, numbers and the letter I follow the language",
        arguments: [
            ("french", "l'eau d’or aujourd'hui 3,5 10.000", ["l", "eau", "d", "or", "aujourd", "hui", "3.5", "10000"]),
            ("italian", "L'acqua dell'uomo", ["l", "acqua", "dell", "uomo"]),
            (
                "german", "3,5 1.234,5 10.000 1.2.3 3.5 1,2,3 0.123 3.5.2024",
                [
                    "3.5", "1234.5", "10000", "1.2.3", "3.5", "1", "2", "3", "0.123", "3.5.2024",
                ]
            ),
            (
                "turkish", "İzmir'de ISI KADINLAR Îlgaz I\u{302} IŞIK Iğ I",
                [
                    "izmir", "ısı", "kadınlar", "îlgaz", "î", "ışık", "ığ", "ı",
                ]
            ),
        ])
    func languages(name: String, text: String, expected: [String]) {
        #expect(forms(text, language: language(name)) == expected)
    }

    @Test("a source range covers the word and nothing around it")
    func sources() {
        let text = "“Café’s” (U.S.) so\u{AD}ft\u{AD} 500mg, İ"
        var buffer = TokenBuffer()
        let bytes = Array(text.utf8)
        WordTokenizer().tokenize(bytes.span, into: &buffer)
        let sources = buffer.indices.map { String(decoding: bytes[buffer[$0].source], as: UTF8.self) }
        #expect(sources == ["Café", "U.S", "so\u{AD}ft", "500", "mg", "İ"])
    }
}
