import Testing

@testable import TextAnalysis

@Suite("The language of a text")
struct LanguageDetectorTests {
    private func language(_ text: String) -> String? { LanguageDetector.shared.language(of: Array(text.utf8))?.name }

    @Test("plain paragraphs of many languages are told apart by their function words")
    func paragraphs() {
        let texts = [
            "english":
                "The lighthouse stands on a dune in the north of the island, and its light can be seen from far away.",
            "german":
                "Der Leuchtturm steht auf einer Düne im Norden der Insel, und sein Licht ist von weit her zu sehen.",
            "french": "Le phare se trouve sur une dune dans le nord de l'île, et sa lumière est visible de très loin.",
            "spanish": "El faro está en una duna en el norte de la isla, y su luz se puede ver desde muy lejos.",
            "italian": "Il faro si trova su una duna nel nord dell'isola, e la sua luce è visibile da molto lontano.",
            "portuguese": "O farol fica em uma duna no norte da ilha, e a sua luz pode ser vista de muito longe.",
            "dutch": "De vuurtoren staat op een duin in het noorden van het eiland, en het licht is van ver te zien.",
            "swedish":
                "Fyren står på en sandkulle i norra delen av ön, och ljuset är synligt från långt håll för alla som seglar.",
            "danish":
                "Fyret står på en klit i den nordlige del af øen, og lyset kan ses af mange, når det er mørkt og de sejler.",
            "finnish":
                "Majakka on saaren pohjoisosassa, ja sen valo näkyy kauas. Se on ollut siellä, kun kaikki muut ovat olleet poissa.",
            "turkish":
                "Deniz feneri adanın kuzeyinde bir tepededir ve ışığı çok uzaktan görülür. Bu fener için her yıl bir şenlik yapılır.",
            "russian":
                "Маяк стоит на дюне на севере острова, и его свет виден издалека. Он был построен в прошлом веке.",
            "greek":
                "Ο φάρος είναι στο βορρά του νησιού και το φως του φαίνεται από πολύ μακριά για όλους τους ναυτικούς.",
            "hungarian":
                "A torony egy dombon van a sziget északi részén, és a fénye nagyon messziről is látható, ha nem esik.",
            "romanian":
                "Farul este pe o dună în nordul insulei, iar lumina sa poate fi văzută de foarte departe și de toate vasele.",
            "indonesian":
                "Mercusuar itu ada di bukit pasir di utara pulau, dan cahayanya dapat dilihat dari tempat yang sangat jauh.",
            "catalan":
                "El far és en una duna al nord de l'illa, i la seva llum es pot veure des de molt lluny amb tots els vaixells.",
        ]
        for (name, text) in texts { #expect(language(text) == name, "\(text)") }
    }

    @Test("a few words, numbers, or words of no known language have none")
    func undecided() {
        #expect(language("") == nil)
        #expect(language("Der Leuchtturm steht") == nil)
        #expect(language("1871 34 20 12 9 1902 44 17 2001 5") == nil)
        #expect(language("lorem ipsum dolor sit amet consectetur adipiscing elit sed eiusmod tempor") == nil)
    }
}
