extension QuestionLexicon {
    private static func set(_ words: String) -> Set<String> {
        Set(words.split { $0 == " " || $0 == "\n" }.map(String.init))
    }

    static let german = QuestionLexicon(
        reason: ["warum", "weshalb", "wieso", "aus welchem grund", "wozu"],
        manner: ["wie"],
        degrees: set(
            """
            hoch viel viele lange lang oft weit groß alt teuer schwer schnell tief breit häufig stark warm kalt spät früh
            """),
        quantity: ["wieviel", "wieviele", "welche menge", "welche dosis"],
        time: ["wann", "welchem jahr", "welches jahr", "welchem tag", "welchem monat"],
        place: ["wo", "woher", "wohin", "welchem land", "welcher stadt", "welchem ort"],
        person: ["wer", "wen", "wem", "wessen"],
        definition: [
            "was ist", "was sind", "was war", "was waren", "was bedeutet", "was bedeuten", "was heißt", "was heisst",
            "was versteht man unter", "was meint man mit",
        ],
        definingQuestion: "Was ist @?",
        list: ["nenne", "was für"],
        which: ["welche", "welcher", "welches", "welchen"],
        severals: set(
            """
            risiken gefahren nebenwirkungen vorteile nachteile arten sorten ursachen symptome anzeichen schritte formen teile
            folgen möglichkeiten beispiele gründe bestandteile komplikationen behandlungen methoden mittel medikamente
            übungen fragen ziele wege regeln merkmale aufgaben
            """),
        difference: ["unterschied zwischen", "unterschiede zwischen"],
        links: ["und"],
        superlative: ["am besten", "am meisten", "am wenigsten", "am häufigsten"],
        superlativeEndings: ["ste", "sten", "ster", "stes"],
        superlativeArticles: set("der die das den dem"),
        openingVerbs: set(
            """
            ist sind war waren kann können darf dürfen muss müssen soll sollen sollte will wird werden wurde hat haben hilft
            gibt tut macht braucht
            """))

    static let turkish = QuestionLexicon(
        questionWordReach: 40,
        reason: ["neden", "niçin", "niye", "nedeni", "sebebi"],
        manner: ["nasıl", "nasıldır"],
        quantity: ["kaç", "kaçtır", "kaçıncı", "ne kadar", "ne kadardır", "ne sıklıkla"],
        time: ["ne zaman", "ne zamandır", "hangi yıl", "hangi yılda", "hangi gün", "hangi ay", "hangi ayda"],
        place: ["nerede", "nereden", "nereye", "neresi", "neresidir", "nerededir", "hangi ülkede", "hangi şehirde"],
        person: ["kim", "kimi", "kime", "kimin", "kimdir", "kimler", "kimlerdir", "kimden"],
        definition: ["nedir", "ne demek", "ne demektir", "ne anlama gelir"],
        definingQuestion: "@ nedir?",
        list: ["nelerdir", "neler", "nelere", "neleri"],
        which: ["hangi", "hangileri", "hangileridir"],
        severals: set(
            """
            riskleri riskler belirtileri belirtiler etkileri çeşitleri türleri türler nedenleri nedenler adımları adımlar
            faydaları zararları tehlikeleri parçaları bölümleri yolları yöntemler yöntemleri örnekleri ilaçlar
            """),
        difference: ["arasındaki fark", "arasındaki farklar", "arasında ne fark"],
        links: ["ile", "ve"],
        comparesBefore: true,
        superlative: ["en"],
        decisionWords: ["mı", "mi", "mu", "mü", "mıdır", "midir", "mudur", "müdür"])

    static let french = QuestionLexicon(
        reason: ["pourquoi"],
        manner: ["comment"],
        quantity: ["combien", "quelle quantité", "quelle dose"],
        time: ["quand", "quelle année", "quel jour", "quel mois"],
        place: ["où", "quel pays", "quelle ville"],
        person: ["qui"],
        definition: [
            "qu'est-ce que", "qu'est-ce qu", "qu'est-ce qu'un", "qu'est-ce qu'une", "que signifie", "que signifient",
            "c'est quoi",
            "que veut dire",
        ],
        definingQuestion: "Qu'est-ce que @ ?",
        which: ["quels", "quelles", "quel", "quelle"],
        severals: set(
            """
            risques dangers effets avantages inconvénients types sortes causes symptômes signes étapes formes parties
            exemples raisons complications traitements méthodes médicaments exercices
            """),
        difference: ["différence entre", "différences entre"],
        links: ["et"],
        superlative: ["le plus", "la plus", "les plus", "le moins", "la moins", "le meilleur", "la meilleure"],
        openingVerbs: set("est-ce est sont peut peuvent faut doit"))

    static let spanish = QuestionLexicon(
        reason: ["por qué"],
        manner: ["cómo"],
        quantity: ["cuánto", "cuánta", "cuántos", "cuántas"],
        time: ["cuándo", "en qué año", "qué año"],
        place: ["dónde", "adónde", "qué país", "qué ciudad"],
        person: ["quién", "quiénes"],
        definition: ["qué es", "qué son", "qué significa", "qué significan", "qué quiere decir"],
        definingQuestion: "¿Qué es @?",
        which: ["cuáles", "cuál", "qué"],
        severals: set(
            """
            riesgos peligros efectos ventajas desventajas tipos clases causas síntomas signos pasos formas partes ejemplos
            razones complicaciones tratamientos métodos medicamentos ejercicios beneficios
            """),
        difference: ["diferencia entre", "diferencias entre"],
        links: ["y", "e"],
        superlative: ["el más", "la más", "los más", "las más", "el mejor", "la mejor", "el menos", "la menos"],
        openingVerbs: set("es son puede pueden puedo debo hay está"))

    static let italian = QuestionLexicon(
        reason: ["perché"],
        manner: ["come"],
        quantity: ["quanto", "quanta", "quanti", "quante"],
        time: ["quando", "quale anno", "che anno"],
        place: ["dove", "dov'è", "quale paese", "quale città"],
        person: ["chi", "di chi"],
        definition: [
            "che cos'è", "cos'è", "cosa è", "che cosa sono", "cosa sono", "cosa significa", "che cosa significa",
        ],
        definingQuestion: "Che cos'è @?",
        which: ["quali", "quale", "qual"],
        severals: set(
            """
            rischi pericoli effetti vantaggi svantaggi tipi cause sintomi segni passi forme parti esempi ragioni complicazioni
            trattamenti metodi farmaci esercizi
            """),
        difference: ["differenza tra", "differenza fra", "differenze tra", "differenze fra"],
        links: ["e", "ed"],
        superlative: ["il più", "la più", "i più", "le più", "il migliore", "la migliore", "il meno", "la meno"],
        openingVerbs: set("è sono può possono posso devo ha"))

    static let dutch = QuestionLexicon(
        reason: ["waarom", "waardoor"],
        manner: ["hoe"],
        degrees: set("hoog veel lang vaak ver groot oud duur zwaar snel diep breed"),
        quantity: ["hoeveel", "welke dosis"],
        time: ["wanneer", "welk jaar", "welke dag"],
        place: ["waar", "welk land", "welke stad"],
        person: ["wie", "wiens"],
        definition: ["wat is", "wat zijn", "wat betekent", "wat betekenen", "wat houdt"],
        definingQuestion: "Wat is @?",
        which: ["welke", "welk"],
        severals: set(
            """
            risico's gevaren bijwerkingen voordelen nadelen soorten oorzaken symptomen stappen vormen delen voorbeelden
            redenen complicaties behandelingen methoden medicijnen oefeningen
            """),
        difference: ["verschil tussen", "verschillen tussen"],
        links: ["en"],
        superlativeEndings: ["ste"],
        superlativeArticles: set("de het"),
        openingVerbs: set("is zijn kan kunnen mag mogen moet moeten heeft hebben helpt"))

    static let portuguese = QuestionLexicon(
        reason: ["por que", "por quê", "porque"],
        manner: ["como"],
        quantity: ["quanto", "quanta", "quantos", "quantas"],
        time: ["quando", "que ano", "qual ano"],
        place: ["onde", "aonde", "que país", "que cidade"],
        person: ["quem"],
        definition: ["o que é", "o que são", "o que significa", "o que significam"],
        definingQuestion: "O que é @?",
        which: ["quais", "qual", "que"],
        severals: set(
            """
            riscos perigos efeitos vantagens desvantagens tipos causas sintomas sinais passos formas partes exemplos razões
            complicações tratamentos métodos medicamentos exercícios
            """),
        difference: ["diferença entre", "diferenças entre"],
        links: ["e"],
        superlative: ["o mais", "a mais", "os mais", "as mais", "o melhor", "a melhor", "o menos", "a menos"],
        openingVerbs: set("é são pode podem posso devo há está"))

    static let swedish = QuestionLexicon(
        reason: ["varför"],
        manner: ["hur"],
        degrees: set("hög högt mycket många länge långt lång ofta stor stort gammal dyr snabbt djup"),
        time: ["när", "vilket år", "vilken dag"],
        place: ["var", "vart", "vilket land", "vilken stad"],
        person: ["vem", "vilka personer", "vems"],
        definition: ["vad är", "vad var", "vad betyder", "vad menas med", "vad innebär"],
        definingQuestion: "Vad är @?",
        which: ["vilka", "vilken", "vilket"],
        severals: set(
            """
            risker risker faror biverkningar fördelar nackdelar typer sorter orsaker symtom symptom tecken steg former delar
            exempel skäl komplikationer behandlingar metoder läkemedel övningar riskerna farorna biverkningarna fördelarna
            """),
        difference: ["skillnaden mellan", "skillnad mellan"],
        links: ["och"],
        superlative: ["bästa", "största", "högsta", "säkraste", "vanligaste"],
        openingVerbs: set("är kan får måste ska bör har hjälper finns"))
}
