import SystemInterface
import TestSupport
import Testing

/// Documents in other languages than English, indexed and asked by the program.
@Suite("Languages") struct LanguageTests {
    /// A folder `texts` with documents of the given names.
    private func sandbox(_ documents: KeyValuePairs<String, String>) throws -> Sandbox {
        let sandbox = try Sandbox()
        for (name, text) in documents { try sandbox.write(text, to: "texts/" + name) }
        return sandbox
    }

    private func german() throws -> Sandbox {
        try sandbox([
            "honig.md": """
            # Honig

            Honig ist ein süßer Stoff, den Bienen aus Nektar machen. Die Bienen lagern ihn in Waben.

            ## Wie wird Honig geerntet?

            Honig wird im Sommer geerntet. Die Ernte hat drei Schritte:

            1. Der Imker nimmt die Waben aus dem Stock.
            2. Er öffnet die Deckel der Waben.
            3. Er schleudert die Waben.

            ## Warum kristallisiert Honig?

            Honig kristallisiert, weil er viel Traubenzucker enthält. Kühle Räume, z. B. Keller, beschleunigen das.

            ## Wann wurde der Verein gegründet?

            Der Imkerverein wurde am 3. Mai 1921 gegründet. Damals hatte er zwölf Mitglieder.

            """,
            "turm.md": """
            # Der Leuchtturm von Norderhafen

            Der Leuchtturm von Norderhafen ist ein runder Turm aus Backstein.

            ## Welche Gefahren gibt es für Besucher?

            Die Gefahren für Besucher sind:

            - nasse Stufen
            - starker Wind auf der Galerie

            """,
        ])
    }

    private func turkish() throws -> Sandbox {
        try sandbox([
            "bal.md": """
            # Bal

            Bal, arıların çiçek özünden yaptığı tatlı bir besindir. Arılar balı peteklerde saklar.

            ## Bal nasıl hasat edilir?

            Bal yaz sonunda hasat edilir. Önce petekler kovandan çıkarılır ve sonra süzülür.

            ## Bal neden şekerlenir?

            Bal şekerlenir çünkü içinde çok üzüm şekeri vardır. Serin yerler bunu hızlandırır.

            """,
            "isparta.md": """
            # ISPARTA

            Isparta, gülleriyle tanınan bir şehirdir. İstanbul'dan Isparta'ya otobüsle dokuz saatte gidilir.

            ## Gül bahçesi gezmenin riskleri nelerdir?

            Gül bahçesi gezmenin riskleri şunlardır:

            - arı sokması
            - güneş çarpması

            """,
        ])
    }

    private func answer(_ question: String, in sandbox: Sandbox) throws -> (status: Int32, text: String) {
        let outcome = try sandbox.run(
            "quoth -C texts --plain '\(question.split(separator: "'").joined(separator: "'\\''"))'")
        return (outcome.status, outcome.text)
    }

    @Test("German documents are noticed; endings, umlauts, abbreviations and ordinals are German")
    func germanAnswers() throws {
        let sandbox = try german()
        #expect(try sandbox.run("quoth index -C texts").text.contains("as german"))
        #expect(try sandbox.run("quoth status -C texts").text.contains("\nLanguage   german\n"))
        let expected = [
            ("Was ist Honig?", "Honig ist ein süßer Stoff"), ("Wie erntet man Honig?", "1. Der Imker nimmt"),
            ("WARUM KRISTALLISIERT HONIG?", "z. B. Keller, beschleunigen das."),
            ("Wann wurde der Imkerverein gegründet?", "am 3. Mai 1921 gegründet"),
            ("Was sind die Gefahren für Besucher?", "- starker Wind auf der Galerie"),
            ("Was ist der Leuchtturm von Norderhafen?", "ein runder Turm aus Backstein"),
        ]
        for (question, quote) in expected {
            let (status, text) = try answer(question, in: sandbox)
            #expect(status == 0, "\(question)")
            #expect(text.contains(quote), "\(question): \(text)")
        }
        for question in ["Wer gewann die Weltmeisterschaft 1954?", "Wie repariert man ein Fahrrad?"] {
            #expect(try answer(question, in: sandbox).status == 1, "\(question)")
        }
    }

    @Test("Turkish documents are noticed; dotted and dotless i fold as in Turkish, and the question word comes last")
    func turkishAnswers() throws {
        let sandbox = try turkish()
        #expect(try sandbox.run("quoth index -C texts").text.contains("as turkish"))
        let expected = [
            ("Bal nedir?", "arıların çiçek özünden yaptığı"),
            ("Bal nasıl hasat edilir?", "Bal yaz sonunda hasat edilir."),
            ("BAL NEDEN ŞEKERLENİR?", "çünkü içinde çok üzüm şekeri vardır"),
            ("ısparta nedir?", "gülleriyle tanınan bir şehirdir"),
            ("İSTANBUL'DAN ISPARTA'YA NASIL GİDİLİR?", "otobüsle dokuz saatte gidilir"),
            ("Gül bahçelerinin riskleri nelerdir?", "- güneş çarpması"),
            // A slip in a word that the language's own capital begins.
            ("Ispata nedir?", "gülleriyle tanınan bir şehirdir"),
        ]
        for (question, quote) in expected {
            let (status, text) = try answer(question, in: sandbox)
            #expect(status == 0, "\(question)")
            #expect(text.contains(quote), "\(question): \(text)")
        }
        for question in ["1954 dünya kupasını kim kazandı?", "Bisiklet nasıl onarılır?"] {
            #expect(try answer(question, in: sandbox).status == 1, "\(question)")
        }
    }

    @Test("an index has one language, that of most documents; status names the others, and --language chooses")
    func mixed() throws {
        let sandbox = try german()
        try sandbox.write(
            "# Tea\n\nTea is made with hot water. It should not be left in the pot for too long, because it gets bitter.\n",
            to: "texts/tea.md")
        try sandbox.write("---\nlang: tr\n---\n\n# Çay\n\nÇay sıcak içilir.\n", to: "texts/cay.md")
        _ = try sandbox.run("quoth index -C texts")
        let status = try sandbox.run("quoth status -C texts").text
        #expect(status.contains("Language   german; of the documents, 1 english, 1 turkish: "), "\(status)")
        let json = try sandbox.run("quoth status --json -C texts").text
        #expect(json.contains(#""language":"german","languages":{"german":2,"english":1,"turkish":1}"#), "\(json)")
        // Words are found as they are written, whatever language they are of.
        #expect(try answer("What is tea made with?", in: sandbox).text.contains("hot water"))

        #expect(try sandbox.run("quoth -C texts --language english 'What is tea?'").status == 65)
        #expect(try sandbox.run("quoth index --rebuild -C texts --language english").status == 0)
        #expect(
            try sandbox.run("quoth status -C texts").text.contains("\nLanguage   english; of the documents, 2 german"))
        #expect(try sandbox.run("quoth index --rebuild -C texts").text.contains("as german"))
        #expect(try sandbox.run("quoth -C texts --language klingonisch x").status == 64)
    }
}
