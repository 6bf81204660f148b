import Shell
import Testing

@Suite("A line of the chat") struct CommandTests {
    @Test(
        "is a command behind a colon, a slash or a full stop",
        arguments: [
            (":help", Command.help(nil)), ("?", .help(nil)), (":", .help(nil)), (":?", .help(nil)),
            ("/help", .help(nil)),
            (".help", .help(nil)), ("help", .help(nil)), ("Help me!", .help(nil)), (":HELP Source", .help(.source)),
            (":help :source", .help(.source)), ("help top", .help(.top)), (":source", .source(1)),
            (":source 2", .source(2)),
            (":source [2]", .source(2)), (":context 3", .context(3)), ("  :why  ", .why), (":near", .near),
            (":again", .again),
            (":new", .new), (":top 5", .top(5)), (":top 0", .top(0)), (":status", .status), (":reindex", .reindex),
            (":q", .quit), (".quit", .quit), ("/exit", .quit), ("exit", .quit), ("Quit.", .quit),
        ])
    func command(line: String, command: Command) {
        #expect(ChatLine(line) == .command(command))
    }

    @Test(
        "is a question if it is nothing else",
        arguments: [
            "What is help?", "/etc/passwd is what?", ".net", "exit wounds", "help with sleep", "thanks to whom?",
            "hi-fi", "...",
            "who are you to say", "source 1",
        ])
    func question(line: String) {
        #expect(ChatLine(line) == .question(line))
    }

    @Test("may be a courtesy")
    func courtesy() {
        #expect(ChatLine("Hello!") == .courtesy(.greeting))
        #expect(ChatLine("good morning") == .courtesy(.greeting))
        #expect(ChatLine("Thank you very much.") == .courtesy(.thanks))
        #expect(ChatLine("Who are you?") == .courtesy(.identity))
        #expect(ChatLine(" \t\u{A0}") == .empty)
    }

    @Test(
        "that is no command names the nearest",
        arguments: [
            (":sorce", "source"), (":qiut", "quit"), (":sta", "status"), (":contxet 1", "context"), (":agian", "again"),
            (":whyy", "why"), (":exti", "help"),
        ])
    func nearest(line: String, name: String) {
        guard case .mistake(let message) = ChatLine(line) else {
            Issue.record("\(line) is no mistake")
            return
        }
        #expect(message.contains("Did you mean :\(name)?") == (name != "help"), "\(message)")
        #expect(message.hasSuffix(":help lists all."))
    }

    @Test(
        "with a wrong argument says how it is used",
        arguments: [
            ":source x", ":source 0", ":source 1 2", ":source -1", ":top", ":top 51", ":top -1", ":why not", ":new 1",
        ])
    func wrongArgument(line: String) {
        guard case .mistake(let message) = ChatLine(line) else {
            Issue.record("\(line) is no mistake")
            return
        }
        #expect(message.contains("Usage: :"))
    }

    @Test("every command has a summary, a usage and an example that it understands")
    func everyCommand() {
        for name in Command.Name.allCases {
            #expect(name.usage.hasPrefix(":" + name.rawValue))
            #expect(!name.summary.isEmpty)
            guard case .command = ChatLine(":" + name.rawValue + (name == .top ? " 1" : "")) else {
                Issue.record("\(name) is not understood")
                continue
            }
        }
    }
}
