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
            (":in a b", .within("a\nb")), (":in", .within(nil)), (":in **", .within(nil)), (":files", .files(nil)),
            (":files *.md", .files("*.md")), (":history", .history("")), (":history two words", .history("two words")),
            (":export a b.md", .export(file: "a b.md", .markdown)),
            (":export x.jsonl", .export(file: "x.jsonl", .jsonLines)),
            (":set", .settings), (":set gaps on", .set(.gaps(true))), (":set GAPS = no", .set(.gaps(false))),
            (":set min-confidence 0.5", .set(.leastConfidence(0.5))), (":set top 3", .set(.top(3))),
            (":set color off", .set(.colour(false))), (":set plain true", .set(.plain(true))),
            (":set pager 0", .set(.pager(false))), (":gaps", .gaps), (":skipped", .skipped), (":editor", .editor),
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
        #expect(ChatLine("Can you help me?") == .command(.help(nil)))
        #expect(ChatLine("Can I ask you a question?") == .courtesy(.greeting))
        #expect(ChatLine("What’s this?") == .courtesy(.identity))
        #expect(ChatLine("How are you?") == .courtesy(.wellBeing))
        #expect(ChatLine("ok") == .courtesy(.acknowledgement))
        #expect(ChatLine("No.") == .courtesy(.refusal))
        #expect(ChatLine("Thanks, bye!") == .command(.quit))
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
            ":export", ":export talk.txt", ":set gaps", ":set gaps perhaps", ":set gaps on off",
            ":set min-confidence 1.1",
            ":gaps now", ":skipped all",
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
            let argument = name == .top ? " 1" : name == .export ? " talk.md" : ""
            guard case .command = ChatLine(":" + name.rawValue + argument) else {
                Issue.record("\(name) is not understood")
                continue
            }
        }
    }
}
