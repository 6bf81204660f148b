import Answering
import Testing

/// A talk of which each answer came from a document of the given title.
private func talk(_ exchanges: (question: String, answer: String?, title: String?)...) -> Conversation {
    var talk = Conversation()
    for exchange in exchanges { talk.note(question: exchange.question, answer: exchange.answer, from: exchange.title) }
    return talk
}

/// A talk of which only the questions are known.
private func asked(_ questions: String...) -> Conversation {
    var talk = Conversation()
    for question in questions { talk.note(question: question, answer: nil) }
    return talk
}

extension Conversation {
    /// The question as it is understood; itself where it stands alone.
    fileprivate func understood(_ question: String) -> String { reading(of: question)?.question ?? question }
}

@Suite("Follow-up questions")
struct FollowUpTests {
    private let kites = talk(("What is a box kite?", "A box kite is a kite with two cells.", "Box kites"))

    @Test("the first question of a talk stands by itself, whatever it says")
    func first() {
        #expect(Conversation().reading(of: "Is it safe?") == nil)
        #expect(Conversation().reading(of: "Why?") == nil)
        #expect(Conversation().reading(of: "") == nil)
    }

    @Test("a pronoun stands for what the last question was about, with the word and the subject told")
    func pronoun() {
        #expect(kites.understood("How does it fly?") == "How does box kite fly?")
        #expect(kites.understood("What are its parts?") == "What are box kite's parts?")
        let reading = kites.reading(of: "How high does it fly?")
        #expect(reading?.question == "How high does box kite fly?")
        #expect(reading?.reference?.word == "it")
        #expect(reading?.reference?.subject == "box kite")
        #expect(asked("What are dragonflies?").understood("Where do they live?") == "Where do dragonflies live?")
        #expect(asked("What are dragonflies?").understood("And their eggs?") == "And dragonflies' eggs?")
    }

    @Test("pronouns agree: they with several things, it with one, she with a name")
    func agreement() {
        let zoo = asked("What are pandas?", "Tell me about bamboo.")
        #expect(zoo.understood("Do they eat much?") == "Do pandas eat much?")
        #expect(zoo.understood("How does it grow?") == "How does bamboo grow?")
        #expect(
            asked("Who was Mary Anning?", "What is a fossil?").understood("When did she die?")
                == "When did Mary Anning die?")
    }

    @Test("the subject stays through follow-ups, and changes with a question that names another")
    func centre() {
        var talk = kites
        talk.note(question: "How does it fly?", answer: "It leans on the wind.", from: "Box kites")
        talk.note(question: "Is it hard to build?", answer: "Six sticks are needed.", from: "Box kites")
        #expect(talk.understood("How long does it last?") == "How long does box kite last?")
        talk.note(question: "What is a wind sock?", answer: "A wind sock is a tube of cloth.", from: "Airfields")
        #expect(talk.understood("How long does it last?") == "How long does wind sock last?")
    }

    @Test("an article about a person is what its questions are about")
    func person() {
        let talk = talk(
            ("Where did Ada Byron grow up?", "She grew up in Kirkby. Her mother taught her.", "Ada Byron"))
        #expect(talk.understood("Did she have siblings?") == "Did Ada Byron have siblings?")
        #expect(talk.understood("What was her first book?") == "What was Ada Byron's first book?")
        #expect(talk.understood("How tall was Byron?") == "How tall was Ada Byron?")
        #expect(talk.understood("When was Silver Letters printed?") == "When was Silver Letters printed (Ada Byron)?")
        #expect(talk.reading(of: "Who was Lee Weston?") == nil)
    }

    @Test("another subject comes with an article of its own, or with none")
    func articles() {
        #expect(kites.understood("And a delta kite?") == "What is a delta kite?")
        #expect(kites.understood("What about dragon kites?") == "What is dragon kites?")
        #expect(kites.understood("What about this kite?") != "What is a this kite?")
    }

    @Test("a question asked again in nearly the same words stands by itself")
    func sameAgain() {
        var talk = kites
        talk.note(question: "how to tie a bridle", answer: "Tie the bridle with two knots.", from: "Knots")
        #expect(talk.reading(of: "How do I tie a bridle?") == nil)
        #expect(talk.reading(of: "how to tie a bridle") == nil)
    }

    @Test("he or she in a document about a thing makes it no person")
    func anybody() {
        let talk = talk(
            ("What is a wind sock?", "Ask the pilot; he or she knows. It shows him or her the wind.", "Wind Socks"))
        #expect(talk.reading(of: "How do gliders land?") == nil)
        #expect(talk.understood("Is it heavy?") == "Is wind sock heavy?")
    }

    @Test("a title says by itself what it names, and the rest of it is left out")
    func statedTitle() {
        let band = talk(("When was the first record made?", "The first record was made in 1990.", "Bluebell (band)"))
        #expect(band.understood("Did they tour?") == "Did Bluebell tour?")
    }

    @Test("a short answer is what the next question is about")
    func shortAnswer() {
        let talk = talk(
            ("Where was Ada Byron born?", "She was born in Kirkby.", "Ada Byron"),
            ("What was her first book?", "Silver Letters.", "Ada Byron"))
        #expect(talk.understood("Was it successful?") == "Was Silver Letters successful?")
    }

    @Test("he and she are people, whom an answer may name, and never a title that is no name")
    func people() {
        var talk = talk(
            (
                "who is the secretary?", "Tom Reed left. The secretary is Maud Vane of Reed Fencing. She has the keys.",
                "Allotment Society FAQ"
            ))
        #expect(talk.understood("how long has she been that?") == "how long has Maud Vane been that?")
        // A woman is not he; nobody else was asked for.
        #expect(talk.understood("did he pay?").contains("Allotment") == false)
        talk.note(question: "how long has she been that?", answer: "Since 2019.", from: "Allotment Society FAQ")
        talk.note(
            question: "Where do the hens live?", standsAlone: true, answer: "The hens live in the run.",
            from: "Farm notes"
        )
        #expect(talk.understood("who feeds them?") == "who feeds hens?")
        #expect(talk.understood("what is her number?") == "what is Maud Vane's number?")
    }

    @Test("a person is told by a title, and is neither a firm nor a place")
    func namesOfPeople() {
        let service = talk(
            (
                "when was the pump serviced?",
                "It was serviced in North Kirkby by Mr. Olaf Brun of Brun Pumps, since the Pump Works are closed.",
                "House notes"
            ))
        #expect(service.understood("what is his number?") == "what is Olaf Brun's number?")
    }

    @Test("a question that was answered as it stands says what is talked about, whatever its form")
    func answeredAsItStands() {
        var talk = kites
        talk.note(
            question: "where is the pump?", standsAlone: true, answer: "The pump stands in the shed.",
            from: "House notes")
        #expect(talk.understood("who serviced it?") == "who serviced pump?")
        // What the heading above the answer speaks of need not be in the answer.
        talk.note(
            question: "how long is the queue?", standsAlone: true, answer: "About 18 months.", from: "Society",
            beneath: ["How long is the queue?"])
        #expect(talk.understood("why is it so long?") == "why is queue so long?")
    }

    @Test("the difference between them is that between the last two things asked about")
    func twoThings() {
        let tools = asked("What is a chisel?", "What is a rasp?")
        #expect(
            tools.understood("what is the difference between them?")
                == "what is the difference between chisel and rasp?")
        #expect(tools.understood("which of them is sharper?") == "which of chisel and rasp is sharper?")
        #expect(asked("What is a rasp?").understood("is it hard to tell them apart?").contains("and") == false)
    }

    @Test("there is the place that the last answer named")
    func place() {
        let talk = talk(("Where did Ada Byron study?", "University of Kirkby, in the north", "Ada Byron"))
        #expect(talk.understood("What did she study there?") == "What did Ada Byron study at University of Kirkby?")
        #expect(talk.understood("Were there many students?").contains("at University") == false)
    }

    @Test("a side of something asks for that of the subject")
    func sides() {
        #expect(kites.understood("What are the risks?") == "What are the risks of box kite?")
        #expect(kites.understood("What are the main types?") == "What are the main types of box kite?")
        #expect(kites.understood("Are there any common problems?") == "Are there any common problems of box kite?")
        #expect(kites.understood("Can I fly alone?") == "Can I fly alone (box kite)?")
        #expect(kites.understood("When is the best time?") == "When is the best time (box kite)?")
    }

    @Test("one is one of what was talked about, and what a question asks for is no subject yet")
    func one() {
        #expect(kites.understood("Can I cross a field with one?") == "Can I cross a field with box kite?")
        var talk = kites
        talk.note(question: "Which medicines help?", answer: "None.", from: "Box kites")
        #expect(talk.understood("Is it heavy?") == "Is box kite heavy?")
    }

    @Test("this and that point back, with a noun behind them or without; a clause with that does not")
    func demonstratives() {
        #expect(kites.understood("Is this safe?") == "Is box kite safe?")
        #expect(kites.understood("Is this kite safe?") == "Is this kite safe (box kite)?")
        #expect(kites.understood("Which birds have feathers that shine?") == "Which birds have feathers that shine?")
    }

    @Test("a question with a subject of its own is taken as it stands")
    func selfContained() {
        for question in [
            "What is a wind sock?", "How do hot-air balloons work?", "Who invented the zip fastener?",
            "Is ibuprofen safe with alcohol?", "What causes thunder?", "Tell me about the Northern Lights.",
            "wind sock repair", "Which glue sticks to nylon?", "Is a drone safe if it flies at night?",
            "How do gliders land and how long do they stay up?", "What are the risks of parachutes?",
            "Which zebra won?",
        ] {
            #expect(kites.reading(of: question) == nil, "\(question)")
        }
    }

    @Test("what a question names itself is what its pronoun stands for; being safe to do something is said of nothing")
    func ownAntecedent() {
        #expect(kites.reading(of: "Is Lee Weston alive, and where does he live?") == nil)
        #expect(kites.understood("Is it safe to fly near Dover?") == "Is it safe to fly near Dover?")
    }
}

@Suite("Fragments of questions")
struct FragmentTests {
    private let safe = talk(("Is seaweed soup safe for children?", "Seaweed soup is safe.", "Soups"))

    @Test("for whom or when else is asked of the last question")
    func adjuncts() {
        #expect(safe.understood("And for older adults?") == "Is seaweed soup safe for older adults?")
        #expect(safe.understood("what about athletes?") == "Is seaweed soup safe for athletes?")
        #expect(safe.understood("And during pregnancy?") == "Is seaweed soup safe for children during pregnancy?")
        #expect(safe.understood("pregnant women?") == "Is seaweed soup safe for pregnant women?")
        #expect(safe.understood("And at night?") == "Is seaweed soup safe for children at night?")
    }

    @Test("another thing takes the place of the last, and is then talked about")
    func otherSubject() {
        #expect(safe.understood("What about miso?") == "Is miso safe for children?")
        #expect(safe.understood("And miso?") == "Is miso safe for children?")
        var talk = safe
        talk.note(question: "What about miso?", answer: "Miso is salty.", from: "Soups")
        #expect(talk.understood("How is it made?") == "How is miso made?")
    }

    @Test("a side of the subject is asked for as such")
    func sides() {
        #expect(safe.understood("What about side effects?") == "What about side effects of seaweed soup?")
        #expect(safe.understood("And the risks?") == "And the risks of seaweed soup?")
        #expect(safe.understood("Side effects?") == "Side effects of seaweed soup?")
    }

    @Test("a question word alone asks it of the last question")
    func questionWords() {
        #expect(safe.understood("Why?") == "Why is seaweed soup safe for children?")
        #expect(safe.understood("why not?") == "why not (seaweed soup)?")
        let duration = talk(("How long does glue dry?", "Glue dries for an hour.", "Glue"))
        #expect(duration.understood("Why?") == "Why does glue dry?")
        let kind = talk(("What is glue?", "Glue is sticky.", "Glue"))
        #expect(kind.understood("How so?") == "How so (Glue)?")
    }

    @Test("a subject that was added in brackets keeps both of them")
    func brackets() {
        let talk = talk(("Can I drive (nerve block)?", "Not for a day after a nerve block.", "Nerve blocks"))
        #expect(talk.understood("Why?") == "Why can I drive (nerve block)?")
    }

    @Test("another superlative takes the place of the last")
    func superlatives() {
        let talk = asked("Where is the tallest lighthouse?")
        #expect(talk.understood("What about the smallest?") == "Where is the smallest lighthouse?")
    }

    @Test("a question that was not covered still says what the talk is about")
    func notCovered() {
        var talk = safe
        talk.note(question: "What is kimchi?", answer: nil)
        #expect(talk.understood("Is it hot?") == "Is kimchi hot?")
    }

    @Test("\"that said\" says nothing of what was said")
    func turnOfPhrase() {
        #expect(safe.understood("That said, what is kimchi?") == "That said, what is kimchi?")
        #expect(safe.understood("Is that expensive?") != "Is that expensive?")
    }

    @Test("an item of the list that was answered is meant by its place")
    func listItem() throws {
        let library = try SmallLibrary()
        var talk = Conversation()
        talk.note(try library.answer("How do I light a smoker?"))
        #expect(talk.understood("what about the second step?") == "what about Add dry grass and pump the bellows?")
        #expect(
            talk.understood("why is the last one important?").contains("Close the lid when the smoke is cool and white")
        )
        #expect(talk.understood("what about the ninth one?").contains("Add dry") == false)
        talk.note(try library.answer("What is a swarm?"))
        #expect(talk.understood("what about the second step?").contains("Add dry") == false)
    }

    @Test("a question with a noun of its own is about the talk's subject only where the documents speak of both")
    func nounOfItsOwn() throws {
        let library = try SmallLibrary()
        var talk = Conversation()
        talk.note(try library.answer("What is a smoker?"))
        func subject(_ question: String) throws -> String? {
            try library.answerer.answer(question, in: talk).reading?.reference?.subject
        }
        // Both read like questions about what was talked of; only the first is one.
        #expect(talk.reading(of: "What does the scent do?") != nil)
        #expect(talk.reading(of: "What is the meaning of life?") != nil)
        #expect(try subject("What does the scent do?") != nil)
        #expect(try subject("What is the meaning of life?") == nil)
        #expect(try library.answerer.answer("What is the meaning of life?", in: talk).status == .notCovered)
        // What has a better answer by itself is taken as it stands.
        #expect(try subject("Who founded the village?") == nil)
    }
}
