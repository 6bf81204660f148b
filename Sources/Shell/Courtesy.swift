/// What people say to a chat besides asking. It is answered as a person would, and not searched for.
public enum Courtesy: Equatable, Sendable {
    case greeting, wellBeing, thanks, acknowledgement, refusal, identity

    var reply: String {
        switch self {
        case .greeting: "Hello. Ask a question, or :help."
        case .wellBeing: "Ready when you are. Ask a question, or :help."
        case .thanks: "You are welcome."
        case .acknowledgement: "Good. Ask on, or :quit."
        case .refusal: "All right. Try other words, :near for what comes closest, or :help."
        case .identity:
            "Quoth finds the sentences of these documents that answer a question, and quotes them with file and lines. It makes "
                + "nothing up: where they do not answer, it says so. :help lists what it can do."
        }
    }

    /// What a line of nothing but these words means; nil for anything else.
    static func said(_ words: [String]) -> ChatLine? {
        guard words.count <= longest else { return nil }
        let bare = words.map { word in
            String(word.lowercased().replacing("’", with: "'").filter { $0.isLetter || $0 == "'" })
        }.filter { !$0.isEmpty }
        let text = bare.joined(separator: " ")
        if calls.contains(text) { return .command(.help(nil)) }
        if farewells.contains(text) { return .command(.quit) }
        if let courtesy = courtesies.first(where: { $0.phrases.contains(text) }) { return .courtesy(courtesy.meaning) }
        if bare.count == 2, bare[0] == "help", let name = Command.Name(rawValue: bare[1]) {
            return .command(.help(name))
        }
        return nil
    }

    private static let longest = 6

    private static let calls: Set<String> = [
        "help", "help me", "help please", "please help", "i need help", "commands", "can you help", "can you help me",
        "can you help me please", "could you help me", "can you please help me", "i need some help",
        "how does this work",
        "how do i use this",
    ]

    private static let farewells: Set<String> = [
        "quit", "exit", "bye", "goodbye", "good bye", "bye bye", "bye quoth", "see you", "see you later", "good night",
        "that's all", "that is all", "thanks bye", "thank you bye", "thanks and bye", "q",
    ]

    private static let courtesies: [(phrases: Set<String>, meaning: Courtesy)] = [
        (
            [
                "hello", "hi", "hey", "hello there", "hi there", "hey there", "good morning", "good afternoon",
                "good evening", "good day", "greetings", "hello quoth", "hi quoth", "hey quoth", "hallo", "hiya",
                "i have a question", "can i ask a question", "can i ask something", "can i ask you something",
                "can i ask you a question", "may i ask a question", "may i ask you something",
            ], .greeting
        ),
        (
            [
                "how are you", "how are you doing", "how are you today", "hello how are you", "hi how are you",
                "how do you do", "how's it going", "what's up", "are you there",
            ], .wellBeing
        ),
        (
            [
                "thanks", "thank you", "thx", "ty", "many thanks", "thanks a lot", "thank you very much", "cheers",
                "thank you so much", "thanks very much", "thanks so much", "ok thanks", "okay thanks", "ok thank you",
                "great thanks", "perfect thanks", "thanks quoth", "thank you quoth", "that helps", "that helped",
                "very helpful", "much appreciated",
            ], .thanks
        ),
        (
            [
                "ok", "okay", "k", "yes", "yep", "yeah", "sure", "great", "good", "nice", "cool", "perfect", "i see",
                "got it", "understood", "right", "all right", "alright", "fine", "wow", "interesting",
            ], .acknowledgement
        ),
        (["no", "nope", "wrong", "that is wrong", "that's wrong", "not that", "no thanks", "no thank you"], .refusal),
        (
            [
                "who are you", "what are you", "what can you do", "what do you do", "how do you work", "what is this",
                "what's this", "who made you", "are you a bot", "are you human", "are you an ai", "what is quoth",
                "what can i ask", "what can i ask you", "what do you know",
            ], .identity
        ),
    ]
}
