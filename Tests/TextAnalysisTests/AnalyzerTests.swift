import TestSupport
import Testing
import TextAnalysis

@Suite("terms")
struct AnalyzerTests {
    private func term(_ word: String, _ name: String = "english") -> String {
        let analyzer = Analyzer(language: language(name))
        return String(decoding: analyzer.term(of: Array(word.utf8)[...], using: analyzer.makeStemmer()), as: UTF8.self)
    }

    @Test(
        "English stems are Porter2's",
        arguments: [
            ("consign", "consign"), ("consigned", "consign"), ("consistency", "consist"), ("consolations", "consol"),
            ("knightly", "knight"), ("kneeling", "kneel"), ("knives", "knive"), ("generously", "generous"),
            ("generate", "generat"), ("skies", "sky"), ("dying", "die"), ("news", "news"), ("proceed", "proceed"),
            ("hopping", "hop"), ("hoping", "hope"), ("ties", "tie"), ("cries", "cri"), ("gas", "gas"),
            ("happy", "happi"),
            ("10000", "10000"), ("covid19", "covid19"),
        ])
    func porter2(word: String, stem: String) {
        #expect(term(word) == stem)
    }

    @Test(
        "accents go after stemming, in English before it",
        arguments: [
            ("english", "cafés", "cafe"), ("english", "naïveté", "naivet"), ("german", "häuser", "haus"),
            ("german", "bücher", "buch"), ("french", "continuées", "continu"), ("french", "été", "ete"),
            ("turkish", "ağaçlar", "agac"), ("turkish", "kadınlar", "kadin"), ("spanish", "canción", "cancion"),
            ("russian", "книги", "книг"), ("swedish", "flickorna", "flick"), ("danish", "bøgerne", "bog"),
        ])
    func languages(name: String, word: String, expected: String) {
        #expect(term(word, name) == expected)
    }

    @Test(
        "surfaces lose the accents of Latin, Greek, Cyrillic, Hebrew and Arabic letters and no others",
        arguments: [
            ("é", "e"), ("ö", "o"), ("ø", "o"), ("ğ", "g"), ("ı", "i"), ("æœþ", "aeoeth"), ("łđħŧ", "ldht"), ("ệ", "e"),
            ("ά", "α"), ("ᾳ", "α"), ("ё", "е"), ("й", "й"), ("が", "が"), ("क़", "क़"), ("한", "한"), ("أ", "ا"),
            ("שָׁ", "ש"), ("plain", "plain"), ("x\u{332}", "x"), ("", ""),
        ])
    func surfaces(form: String, expected: String) {
        #expect(Analyzer().fold(Array(form.utf8)[...]) == Array(expected.utf8))
    }

    @Test("a stem is appended behind what is there")
    func append() {
        let stemmer = Stemmer(language: .english)
        var result = Array("x".utf8)
        stemmer.appendStem(of: Array("tablets".utf8)[...], to: &result)
        #expect(result == Array("xtablet".utf8))
        #expect(stemmer.stem([]).isEmpty)
    }

    @Test("a word that is known to be ASCII gets the same stem the faster way", arguments: 0..<UInt64(20))
    func asciiStems(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let stemmer = Stemmer(language: .english)
        let endings =
            "s ed ing ly er or y e al ul ll ic ism ent ant ion ized ational fulness ousli biliti ee ies ied 's d g t m c r n l"
            .split(separator: " ").map { Array($0.utf8) }
        let letters = Array("abcdefghijklmnopqrstuvwxyzaeiouy0'".utf8)
        for _ in 0..<2000 {
            var word = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                letters[Int.random(in: letters.indices, using: &random)]
            }
            word += endings.randomElement(using: &random) ?? []
            if Bool.random(using: &random) { word += letters.randomElement(using: &random).map { [$0] } ?? [] }
            var stem: [UInt8] = []
            stemmer.appendStem(of: word[...], isASCII: true, to: &stem)
            #expect(stem == stemmer.stem(word[...]), "\(String(decoding: word, as: UTF8.self))")
        }
    }

    @Test("the installed library has every language, and each stems a word of its own")
    func everyLanguage() {
        let words = [
            "arabic": "الكتاب", "armenian": "քաղաքների", "basque": "etxeak", "catalan": "cases", "danish": "husene",
            "dutch": "huizen", "english": "houses", "finnish": "talossa", "french": "maisons", "german": "häuser",
            "greek": "σπιτια", "hindi": "लड़कियों", "hungarian": "házakban", "indonesian": "makanan", "irish": "bhfear",
            "italian": "case", "lithuanian": "namai", "nepali": "घरहरू", "norwegian": "husene", "portuguese": "casas",
            "romanian": "casele", "russian": "книги", "serbian": "kuće", "spanish": "casas", "swedish": "husen",
            "tamil": "வீடுகள்", "turkish": "evler", "yiddish": "הײַזער",
        ]
        #expect(words.keys.sorted() == Language.all.map(\.name))
        for language in Language.all {
            let word = Array((words[language.name] ?? "").utf8)
            #expect(Stemmer(language: language).stem(word[...]) != word, "\(language.name)")
        }
    }

    @Test("an analyzer's identity names tokenizer, language and stop list")
    func identity() {
        #expect(Analyzer().identity == "words-1 english stop-3")
        #expect(Analyzer(language: language("german")).identity == "words-1 german stop-3")
    }
}

@Suite("languages")
struct LanguageTests {
    @Test(
        "a language is found by English name, own name, code and region, in any case",
        arguments: [
            ("english", "english"), ("English", "english"), ("en", "english"), ("EN", "english"), ("en-GB", "english"),
            ("en_US", "english"), ("eng", "english"), ("German", "german"), ("deutsch", "german"), ("de", "german"),
            ("ger", "german"), ("deu", "german"), ("Türkçe", "turkish"), ("tr", "turkish"), ("FRANÇAIS", "french"),
            ("nb", "norwegian"), ("pt-BR", "portuguese"), ("русский", "russian"),
        ])
    func found(name: String, expected: String) {
        #expect(Language(named: name)?.name == expected)
    }

    @Test("other names find nothing", arguments: ["", "klingon", "porter", "e", "english ", "-", "zh"])
    func unknown(name: String) {
        #expect(Language(named: name) == nil)
    }

    @Test("every language is found by its own name and code and equals itself alone")
    func roundTrip() {
        for language in Language.all {
            #expect(Language(named: language.name) == language)
            #expect(Language(named: language.code) == language)
        }
        #expect(Set(Language.all).count == Language.all.count)
        #expect(Language.english.name == "english")
    }
}

@Suite("stop words")
struct StopWordsTests {
    private func role(_ word: String, _ name: String = "english") -> WordRole {
        StopWords(language: language(name)).role(of: Array(word.utf8)[...])
    }

    @Test("Lucene's 33 words are stop words and nothing else is")
    func english() {
        let stop = """
            a an and are as at be but by for if in into is it no not of on or such that the their then there these they this
            to was will with
            """.split { $0 == " " || $0 == "\n" }.map(String.init)
        #expect(stop.count == 33)
        for word in stop { #expect(role(word) == .stop, "\(word)") }
    }

    @Test(
        "question and function words weigh little",
        arguments: ["what", "how", "does", "many", "mean", "means", "meant", "i", "dont"])
    func question(word: String) {
        #expect(role(word) == .question)
    }

    @Test(
        "other words are content",
        arguments: ["pain", "us", "ill", "well", "before", "", "th", "thee", "whatsoeverandmore"])
    func content(word: String) {
        #expect(role(word) == .content)
    }

    @Test(
        "the lists of other languages know their words with and without accents",
        arguments: [
            ("german", "der", WordRole.stop), ("german", "für", .stop), ("german", "fur", .stop),
            ("german", "warum", .question),
            ("german", "schmerz", .content), ("turkish", "için", .stop), ("turkish", "icin", .stop),
            ("turkish", "nasıl", .question),
            ("turkish", "nasil", .question), ("french", "à", .stop), ("french", "pourquoi", .question),
            ("french", "douleur", .content),
            ("spanish", "qué", .question), ("italian", "perché", .question), ("dutch", "waarom", .question),
            ("portuguese", "não", .stop), ("swedish", "på", .stop), ("swedish", "varför", .question),
            ("finnish", "ja", .stop), ("finnish", "kipu", .content), ("danish", "hvorfor", .question),
            ("norwegian", "ikke", .stop), ("russian", "почему", .question), ("russian", "боль", .content),
            ("hungarian", "miért", .question), ("romanian", "când", .question), ("catalan", "però", .question),
            ("indonesian", "bagaimana", .question), ("greek", "γιατι", .question), ("basque", "eta", .content),
        ])
    func languages(name: String, word: String, expected: WordRole) {
        #expect(role(word, name) == expected)
    }
}
