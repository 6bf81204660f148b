extension StopWords {
    /// The stop words and the question words of a language, each separated by single spaces, as forms.
    static func lists(for language: Language) -> (stop: String, question: String) {
        switch language.name {
        case "catalan": (catalanStop, catalanQuestion)
        case "danish": (danishStop, danishQuestion)
        case "dutch": (dutchStop, dutchQuestion)
        case "english": (englishStop, englishQuestion)
        case "finnish": (finnishStop, finnishQuestion)
        case "french": (frenchStop, frenchQuestion)
        case "german": (germanStop, germanQuestion)
        case "greek": (greekStop, greekQuestion)
        case "hungarian": (hungarianStop, hungarianQuestion)
        case "indonesian": (indonesianStop, indonesianQuestion)
        case "italian": (italianStop, italianQuestion)
        case "norwegian": (norwegianStop, norwegianQuestion)
        case "portuguese": (portugueseStop, portugueseQuestion)
        case "romanian": (romanianStop, romanianQuestion)
        case "russian": (russianStop, russianQuestion)
        case "spanish": (spanishStop, spanishQuestion)
        case "swedish": (swedishStop, swedishQuestion)
        case "turkish": (turkishStop, turkishQuestion)
        default: ("", "")
        }
    }

    /// The 33 English stop words of Lucene's `EnglishAnalyzer`.
    private static let englishStop = """
        a an and are as at be but by for if in into is it no not of on or such that the their then there these they this \
        to was will with
        """

    // "us" is missing because U.S. has the same form; "ill", "well", "id" and "shell" because they are words without
    // their apostrophe too.
    private static let englishQuestion = """
        what which who whom whose when where why how whether whatever whichever whoever whenever wherever do does did doing \
        done can cannot could should would may might must shall ought has have had having were been being am isnt arent \
        wasnt werent dont doesnt didnt cant couldnt wont wouldnt shouldnt hasnt havent hadnt im ive youre youve theyre \
        theyve weve many much more most mean means meant meaning about any some each every both either neither all \
        another other others same own i me my mine myself we our ours ourselves you your yours yourself he him his himself \
        she her hers herself its itself them theirs themselves one ones from than so too also just only very really \
        actually else ever yet here those because though although while until since upon out up please tell explain \
        describe define let lets vs versus whats whos wheres hows whens something anything someone anyone somebody anybody \
        everything everyone thing things \
        want wants wanted know possible possibly able way ways get gets getting got
        """

    /// Content words that English asks with: where no document has them, they tell nothing of what it lacks.
    static let englishAsking = "difference differences differ differs between need needs"
    /// The same, behind "how".
    static let englishDegrees = "long often"

    private static let germanStop = """
        der die das den dem des ein eine einen einem einer eines und oder aber als am an auf aus bei bis da dass daß durch \
        es für im in ist ihr ihre ins mit nach nicht nur ob sich sie sind so um und vom von vor war wenn wie wir wird zu zum \
        zur er
        """
    private static let germanQuestion = """
        was wer wen wem wessen wann wo wohin woher warum weshalb wieso welche welcher welches welchen welchem wieviel wieviele \
        womit wofür woran worauf wodurch wozu viel viele kann kannst können könnt könnte könnten soll sollte sollten darf \
        dürfen muss muß müssen will wollen werden würde würden wurde wurden worden hat habe haben hatte hatten sein seine \
        seinen seiner bin bist waren gewesen ich du mich mir dich dir uns euch ihn ihm ihnen mein meine dein deine unser \
        man dies diese dieser dieses diesem diesen jede jeder jedes alle auch noch schon denn doch mal bitte etwas über \
        gibt bedeutet bedeuten heißt heisst heißen tun tut machen macht kein keine keinen sehr dann danach dabei damit dadurch dafür dagegen daher dazu deshalb dort hier \
        jedoch allerdings außerdem zudem trotzdem
        """

    private static let frenchStop = """
        le la les l un une des de du d et ou où à au aux en dans par pour sur avec sans ce c cet cette ces est sont était \
        il elle ils elles on se s ne n pas que qu qui y
        """
    private static let frenchQuestion = """
        quoi quel quelle quels quelles quand comment pourquoi combien lequel laquelle lesquels lesquelles dont puis peut \
        peuvent peux pouvez pourrait doit doivent dois devez devrait faut ai as a avons avez ont avait avaient avoir être \
        suis es sommes êtes étaient été sera seront serait fait faire font je j tu nous vous me m te t lui leur leurs mon \
        ma mes ton ta tes son sa ses notre nos votre vos tout tous toute toutes plus très aussi donc si mais comme entre \
        signifie signifient veut dire quelque quelques cela ça jusqu lorsqu puisqu quoiqu
        """

    private static let spanishStop = """
        el la los las un una unos unas de del al a y e o u en con por para sin sobre es son era que se su sus no lo le les \
        como más pero si
        """
    private static let spanishQuestion = """
        qué quién quiénes cuál cuáles cuándo cuánto cuánta cuántos cuántas dónde adónde cómo porqué quien quienes cual \
        cuales cuando cuanto donde puede pueden puedo puedes podría podrían debe deben debo debería hay ha han he has hemos \
        haber había ser sido fue fueron será sería estar está están estoy estaba hace hacer hacen tiene tienen tener yo tú \
        él ella ellos ellas nosotros usted ustedes me te nos mi mis tu tus nuestro nuestra este esta estos estas ese esa \
        esos esas esto eso significa significan quiere decir muy también ya todo todos toda todas algún alguna algunos
        """

    private static let italianStop = """
        il lo la i gli le l un uno una di d a da in con su per tra fra e ed o del dello della dell dei degli delle al allo \
        alla all ai agli alle dal dalla dall dai nel nella nell nei nelle sul sulla sull sui è sono era che non si se ma
        """
    private static let italianQuestion = """
        chi cosa cos quale quali qual quando dove dov come com perché quanto quanta quanti quante cui può possono posso \
        puoi potrebbe deve devono devo dovrebbe bisogna ho hai ha abbiamo avete hanno aveva avere essere sei siamo siete \
        stato stata erano fu sarà sarebbe fa fare fanno io tu lui lei noi voi loro mi ti ci vi mio mia tuo tua suo sua \
        nostro questo questa questi queste quello quella quelli quelle significa significano vuol dire più molto anche \
        tutto tutti tutta tutte c ne
        """

    private static let dutchStop = """
        de het een en of maar in op aan van voor met bij door uit over naar te tot als dat die dit is zijn was er niet om \
        ook ze zij hij
        """
    private static let dutchQuestion = """
        wat wie wiens waar wanneer waarom waarvoor waarmee waardoor hoe hoeveel welke welk kan kun kunt kunnen kon zou zouden \
        moet moeten mag mogen zal zullen wil willen word wordt worden werd werden heb hebt heeft hebben had hadden ben bent \
        waren geweest doe doet doen ik jij je u wij we jullie mij me hem haar ons onze mijn jouw uw hun deze veel meer \
        zeer nog dan zo betekent betekenen heet geen alle iets men
        """

    private static let portugueseStop = """
        o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem e ou é são era que se não ao \
        aos à às como mas mais
        """
    private static let portugueseQuestion = """
        quem qual quais quando onde aonde quanto quanta quantos quantas porque porquê pode podem posso poderia deve devem \
        devo deveria há tem têm tenho ter tinha ser sido foi foram será seria está estão estar estava faz fazer fazem eu tu \
        ele ela eles elas nós você vocês me te lhe lhes meu minha seu sua seus suas nosso nossa este esta estes estas esse \
        essa isso isto aquele aquela significa significam quer dizer muito também já todo todos toda todas algum alguma
        """

    private static let swedishStop = """
        en ett den det de och eller men i på av för från med till om som att är var vid inte så ut han hon
        """
    private static let swedishQuestion = """
        vad vem vems vilka vilken vilket när varför hur hurdan kan kunde ska skall skulle bör borde måste får fick vill har \
        hade ha vara varit blir blev bli gör göra jag du vi ni mig dig oss er honom henne dem min mitt mina din ditt dina sin \
        sitt sina vår vårt deras dess denna detta dessa många mycket mer mest också än betyder betyda heter alla något \
        någon några ingen inget finns man
        """

    private static let turkishStop = """
        ve veya ya ile bir bu şu o da de ki için gibi kadar ama fakat ise değil mi mı mu mü
        """
    private static let turkishQuestion = """
        ne neden niçin niye nasıl nedir nelerdir neler kim kime kimi kimin kimdir kimler hangi hangisi nerede nereden nereye \
        neresi kaç zaman var yok mıdır midir mudur müdür olur olan olarak oldu olmak olabilir eder etmek edilir yapılır \
        yapmak ben sen biz siz onlar bana sana ona bize size onlara benim senin onun bizim sizin onların beni seni onu \
        bunu bunun şunu her hiç tüm bütün çok daha en hem bazı şey demek demektir anlama gelir hakkında
        """
}
