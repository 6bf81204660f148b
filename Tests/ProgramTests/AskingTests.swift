import Foundation
import TestSupport
import Testing

/// Questions on the command line and in pipes.
@Suite("Asking the program") struct AskingTests {
    @Test("a question on the command line, quoted or not, gets its answer and status 0")
    func oneQuestion() throws {
        let notes = try Notes()
        let quoted = try notes.quoth("'What is a honeybee?'")
        #expect(quoted.status == 0)
        #expect(quoted.errors.isEmpty)
        #expect(quoted.text.contains("A honeybee is an insect that lives in a colony and makes honey."))
        #expect(quoted.text.contains("[1] bees.md:7"))
        #expect(try notes.quoth("What is a honeybee?").output == quoted.output)
        #expect(try notes.quoth("ask What is a honeybee?").output == quoted.output)
    }

    @Test(
        "arguments mean the same however they are written",
        arguments: [
            ("-C notes --json What is a honeybee?", "--json --corpus=notes -- What is a honeybee?"),
            ("What --plain is a -q honeybee? -C notes", "-qC notes --plain 'What is a honeybee?' --color never"),
            ("-C notes --no-refresh --index other a kite", "--no-refresh --index=other -C notes a kite"),
            ("-C notes/places How high is the lighthouse?", "-C=notes/places How high is the lighthouse?"),
            ("-C notes --language klingon a kite", "--language=klingon -C notes a kite"),
            ("-C notes status", "status --corpus=notes"), ("-C notes status report", "--corpus=notes status report"),
            ("ask -C notes status", "-C notes -- status"), ("-C notes help me", "--corpus=notes help me"),
            ("-C notes index --rebuild", "index --rebuild -C notes"),
            ("-qC notes check --full", "check --full -qC notes"),
            ("-C notes ask what is a honeybee", "-C notes -- what is a honeybee"),
            ("-C notes --color never ask status", "ask -C notes --color=never status"),
            ("-C notes -x a kite", "--corpus=notes -x a kite"), ("-C notes --index", "--corpus=notes --index"),
            ("-C notes --index --json a kite", "--corpus=notes --index --json a kite"), ("-C", "--plain -C"),
            ("-C notes ''", "--corpus=notes ''"),
        ])
    func writtenOtherwise(arguments: (String, String)) throws {
        let notes = try Notes()
        for index in ["", "--index other"] { try #require(notes.quoth("index \(index)").status == 0) }
        let first = try notes.sandbox.run("quoth \(arguments.0)")
        let second = try notes.sandbox.run("quoth \(arguments.1)")
        #expect(first.status == second.status)
        #expect(first.text == second.text)
        #expect(String(decoding: first.errors, as: UTF8.self) == String(decoding: second.errors, as: UTF8.self))
    }

    @Test(
        "a question that begins as a command does gets no help that it did not ask for, but the way to ask it",
        arguments: ["check my hives", "-C notes gaps in the roof", "help with my bees", "index of plants"])
    func commandName(arguments: String) throws {
        let outcome = try Notes().sandbox.run("quoth \(arguments)")
        #expect(outcome.status == 64)
        #expect(outcome.output.isEmpty)
        let question = arguments.replacing("-C notes ", with: "")
        #expect(outcome.errorText.contains("To ask it as a question: quoth ask \(question)\n"), "\(outcome)")
        #expect(try Notes().quoth("help index").text.contains("--rebuild"))
    }

    @Test("every option of asking that takes a value is known where the arguments are put in order")
    func optionsWithValues() throws {
        struct Dump: Decodable {
            struct Argument: Decodable {
                struct Name: Decodable { var kind: String, name: String }
                var kind: String
                var names: [Name]?
            }
            struct Command: Decodable {
                var commandName: String
                var arguments: [Argument]?
                var subcommands: [Command]?
            }
            var command: Command
        }
        let output = try Notes().sandbox.run("quoth --experimental-dump-help").output
        let dump = try JSONDecoder().decode(Dump.self, from: Data(output))
        let ask = try #require(dump.command.subcommands?.first { $0.commandName == "ask" })
        let names = try #require(ask.arguments).filter { $0.kind == "option" }.flatMap { $0.names ?? [] }
        #expect(!names.isEmpty)
        // Each is given a value that is a command's name: had it not been known, the name would be taken for the command.
        for name in names {
            let option = (name.kind == "long" ? "--" : "-") + name.name
            let outcome = try Notes().sandbox.run("quoth \(option) status --no-such-option")
            #expect(!outcome.errorText.contains("quoth status --help"), "\(option): \(outcome)")
        }
    }

    @Test("a list is given whole, and steps keep their numbers")
    func lists() throws {
        let notes = try Notes()
        let dangers = try notes.quoth("'What are the dangers of beekeeping?'")
        #expect(dangers.text.contains("- stings, which swell for a day or two"))
        #expect(dangers.text.contains("- an allergic reaction, which is rare and can kill"))
        let steps = try notes.quoth("'How is honey harvested?'")
        for step in ["1. Smoke the hive.", "2. Lift the frames.", "3. Spin the combs."] {
            #expect(steps.text.contains(step), "\(steps)")
        }
    }

    @Test("what the documents do not hold is refused with status 1")
    func refusal() throws {
        let outcome = try Notes().quoth("'Who won the 1956 World Series?'")
        #expect(outcome.status == 1)
        #expect(outcome.text.contains("Not covered"))
        #expect(outcome.errors.isEmpty)
    }

    @Test("what does not occur may stand in files that could not be read, and that is said")
    func unreadFiles() throws {
        let notes = try Notes()
        #expect(try !notes.quoth("where is the dentist").text.contains("not read"))
        try notes.sandbox.write("dentist,40\n", to: "notes/costs.csv")
        try notes.sandbox.write("hidden\n", to: "notes/.costs")
        let text = try notes.quoth("where is the dentist").text.replacing(/\s+/, with: " ")
        #expect(
            text.contains("\"dentist\" does not occur in them. 1 other file was not read; `quoth status` says why."))
        try notes.sandbox.write("no PDF\n", to: "notes/costs.pdf")
        #expect(try notes.quoth("where is the dentist").text.contains("2 other files were"))
    }

    @Test(
        "questions of stop words, of marks and of nothing are refused", arguments: ["the of and", "???", "", "  \t "])
    func noWords(question: String) throws {
        let notes = try Notes()
        #expect(try notes.quoth("'\(question)'").status == 1)
    }

    @Test("a pipe gets one answer a line, in order, and the status of the worst; empty lines are no questions")
    func pipe() throws {
        let notes = try Notes()
        let questions = "What is a honeybee?\n\nWho won the cup?\r\n   \nHow high is the lighthouse?"
        let outcome = try notes.pipe(questions, "--json")
        let replies = try Reply.all(outcome)
        #expect(outcome.status == 1)
        #expect(replies.map(\.n) == [1, 2, 3])
        #expect(replies.map(\.question) == ["What is a honeybee?", "Who won the cup?", "How high is the lighthouse?"])
        #expect(replies.map(\.status) == ["answered", "not_covered", "answered"])
        #expect(replies[2].answer?.contains("34 metres") == true)
        #expect(try notes.pipe("What is a honeybee?\nHow high is the lighthouse?\n", "--json").status == 0)
        #expect(try notes.pipe("", "--json").output.isEmpty)
    }

    @Test("a file of questions is read like a pipe, and - is the pipe")
    func file() throws {
        let notes = try Notes()
        try notes.sandbox.write("What is a honeybee?\nWhat is a kite?\n", to: "questions.txt")
        let fromFile = try notes.quoth("--json -f questions.txt")
        #expect(try Reply.all(fromFile).count == 2)
        let fromPipe = try notes.sandbox.run("quoth -C notes --json -f - <questions.txt")
        #expect(fromPipe.output == fromFile.output)
        let missing = try notes.quoth("-f none.txt")
        #expect(missing.status == 66)
        #expect(missing.output.isEmpty)
        #expect(missing.errorText.contains("none.txt"))
    }

    /// Runs commands of a shell that ask at descriptor 3 and read the answers at 4, each when they like.
    private static func throughPipes(_ notes: Notes, _ commands: String) throws -> Sandbox.Outcome {
        try notes.sandbox.run(
            """
            mkfifo questions answers
            quoth -C notes --json <questions >answers &
            exec 3>questions 4<answers
            """ + "\n" + commands)
    }

    @Test("each answer of a pipe is there before the next question is asked")
    func flushed() throws {
        let notes = try Notes()
        _ = try notes.quoth("index")
        // The second question is written only when the answer to the first has come through the other pipe.
        let outcome = try Self.throughPipes(
            notes,
            """
            echo 'What is a honeybee?' >&3
            read -r first <&4
            echo 'What is a kite?' >&3
            read -r second <&4
            exec 3>&-
            wait $!
            printf '%s\\n%s\\n' "$first" "$second"
            """)
        #expect(try Reply.all(outcome).map(\.n) == [1, 2])
    }

    @Test("what changes while a pipe waits is in the answer to a later question, and what vanishes ends nothing")
    func changedMeanwhile() throws {
        let notes = try Notes()
        _ = try notes.quoth("index")
        // A machine that is busy may have no time for a look before each question; before one of twenty it has.
        let outcome = try Self.throughPipes(
            notes,
            """
            echo 'What is a gimbal?' >&3
            read -r first <&4
            echo 'A gimbal is a ring that turns about an axis.' >notes/gimbal.txt
            for attempt in $(seq 20); do
              sleep 1.1
              echo 'What is a gimbal?' >&3
              read -r second <&4
              case $second in *gimbal.txt*) break ;; esac
            done
            mv notes gone
            sleep 1.1
            echo 'What is a gimbal?' >&3
            read -r third <&4
            exec 3>&-
            wait $!
            printf '%s\n%s\n%s\n' "$first" "$second" "$third"
            """)
        let replies = try Reply.all(outcome)
        #expect(replies.map(\.status) == ["not_covered", "answered", "answered"])
        #expect(replies.map { $0.citations?.first?.state } == [nil, "verified", "missing"])
    }

    @Test("a pipe as one conversation reads a follow-up in its light; an empty line begins another")
    func conversation() throws {
        let notes = try Notes()
        let lines = "What is beekeeping?\nWhat are its dangers?\n\nWhat are its dangers?\n"
        let replies = try Reply.all(try notes.pipe(lines, "--json --conversation"))
        #expect(replies.map(\.n) == [1, 2, 3])
        #expect(replies[1].reading != nil)
        #expect(replies[2].reading == nil)
        #expect(try Reply.all(try notes.pipe(lines, "--json")).allSatisfy { $0.reading == nil })
    }

    @Test("a question of the same talk that the documents meet as it stands gets nothing added to it")
    func wholeQuestionInConversation() throws {
        let notes = try Notes()
        try notes.sandbox.write(
            "# Weather\n\n## What makes wind?\n\nThe sun makes wind by warming the land.\n", to: "notes/weather.md")
        let lines = "What is a kite?\nWhat makes wind?\n"
        let replies = try Reply.all(try notes.pipe(lines, "--json --conversation"))
        #expect(replies.map(\.reading) == [nil, nil])
        #expect(replies.last?.citations?.first?.path == "weather.md")
    }

    @Test("the keys of JSON and their order are those of version 1")
    func keyOrder() throws {
        let notes = try Notes()
        let common = [
            "v", "n", "question", "status", "answer", "confidence", "score", "threshold", "citations", "near", "terms",
            "index",
        ]
        let outcome = try notes.pipe("What is a honeybee?\nWho won the 1956 World Series?\n", "--json")
        let lines = outcome.output.split(separator: 0x0A)
        try #require(lines.count == 2)
        #expect(keys(of: lines[0]) == common)
        #expect(keys(of: lines[1]) == common)
        let more = try notes.quoth("--json --top 2 --timing 'What is a honeybeee?'")
        #expect(keys(of: more.output) == common + ["reading", "passages", "milliseconds"])
        let bad = try notes.quoth("--json", input: [0xFF, 0x0A])
        #expect(keys(of: bad.output) == ["v", "n", "question", "status", "answer", "error"])

        let object = try #require(try JSONSerialization.jsonObject(with: Data(lines[0])) as? [String: Any])
        #expect(object["v"] as? Int == 1)
        let citation = try #require((object["citations"] as? [[String: Any]])?.first)
        #expect(
            Set(citation.keys) == [
                "n", "document", "path", "line_start", "line_end", "byte_start", "byte_end", "page", "heading", "quote",
                "sha256", "state",
            ])
        let refusal = try #require(try JSONSerialization.jsonObject(with: Data(lines[1])) as? [String: Any])
        #expect(refusal["answer"] is NSNull)
        #expect((refusal["citations"] as? [Any])?.isEmpty == true)
    }

    @Test("a document of JSON Lines goes by its identifier, and has lines but no bytes")
    func jsonLines() throws {
        let outcome = try Notes().quoth("--json 'Who flew the first kite over Oddenby?'")
        let citation = try #require(try Reply.all(outcome).first?.citations?.first)
        #expect(citation.document == "kite-2")
        #expect(citation.path == "kites.jsonl")
        #expect(citation.lineStart == 2)
        #expect(citation.byteStart == nil)
    }

    @Test("a quote from JSON Lines is looked for where its line began, then anywhere in the file")
    func changedJSONLines() throws {
        let notes = try Notes()
        _ = try notes.quoth("index")
        func cited(after command: String) throws -> String {
            _ = try notes.sandbox.run(command)
            let outcome = try notes.quoth("--no-refresh --json 'Who flew the first kite over Oddenby?'")
            let citation = try #require(try Reply.all(outcome).first?.citations?.first)
            return "\(citation.state) \(citation.lineStart)"
        }
        #expect(try cited(after: "true") == "verified 2")
        // A line before it of another length, then one more, then none.
        #expect(try cited(after: "sed -i 's/tethered craft/craft/' notes/kites.jsonl") == "verified 2")
        #expect(try cited(after: "sed -i '1i {}' notes/kites.jsonl") == "moved 3")
        #expect(try cited(after: "sed -i '1,2d' notes/kites.jsonl") == "moved 1")
        #expect(try cited(after: "sed -i 's/1902/1903/' notes/kites.jsonl") == "changed 2")
        // Too large to be searched, which is not to be gone.
        #expect(try cited(after: "truncate -s 1100M notes/kites.jsonl") == "changed 2")
        #expect(try cited(after: "rm notes/kites.jsonl") == "missing 2")
    }

    @Test("--top gives so many passages, best first, and --min-confidence refuses what is less sure")
    func options() throws {
        let notes = try Notes()
        let replies = try Reply.all(try notes.quoth("--json --top 2 'What is a honeybee?'"))
        #expect(replies.first?.passages?.count == 2)
        #expect(replies.first?.passages?.first?.path == "bees.md")
        #expect(try notes.quoth("--min-confidence 1 'Which metres are high?'").status == 1)
        #expect(try notes.quoth("--min-confidence 0 'What is a honeybee?'").status == 0)
        #expect(try notes.quoth("--explain 'What is a honeybee?'").text.contains("honeybee "))
        #expect(try notes.quoth("--timing 'What is a honeybee?'").text.contains(" ms\n"))
    }

    @Test("the manual names the statuses by which signals end the program")
    func statuses() throws {
        let manual = try Notes().sandbox.run("quoth --generate-manual").text
        #expect(
            manual.contains(
                "129\\fR\nTerminal closed.\n.TP\n\\fB130\\fR\nInterrupted.\n.TP\n\\fB143\\fR\nTerminated.\n"),
            "\(manual)")
    }

    @Test("wrong usage ends with 64, says what is wrong on standard error, and writes nothing else")
    func usage() throws {
        let notes = try Notes()
        for arguments in [
            "--nonsense", "--top 0 x", "--top many x", "--min-confidence 2 x", "--language klingon x",
            "-f questions.txt what", "--color blue x", "eval", "eval --queries q.jsonl", "check --depth 3",
            "--no-input --json",
        ] {
            let outcome = try notes.quoth(arguments)
            // Without a terminal standard input is a pipe, so the last of them reads no question and is no mistake.
            if arguments == "--no-input --json" {
                #expect(outcome.status == 0)
                continue
            }
            #expect(outcome.status == 64, "\(arguments): \(outcome)")
            #expect(outcome.output.isEmpty, "\(arguments)")
            #expect(!outcome.errors.isEmpty, "\(arguments)")
        }
    }

    @Test("help and version are answers: on standard output, with status 0")
    func help() throws {
        let notes = try Notes()
        for arguments in ["--help", "help", "index --help", "help status"] {
            let outcome = try notes.sandbox.run("quoth \(arguments)")
            #expect(outcome.status == 0)
            #expect(outcome.text.contains("USAGE"))
            #expect(outcome.errors.isEmpty)
        }
        #expect(try notes.sandbox.run("quoth --version").text == "1.0\n")
        #expect(try notes.sandbox.run("quoth-extract --version").status == 0)
    }

    @Test("a command may stand behind its options")
    func commandLast() throws {
        let notes = try Notes()
        let first = try notes.sandbox.run("quoth index -C notes")
        #expect(first.text.hasPrefix("Indexed "))
        #expect(try notes.sandbox.run("quoth -C notes index").text.hasPrefix("Up to date"))
        #expect(try notes.sandbox.run("quoth -C notes status").text.hasPrefix("Corpus "))
        #expect(try notes.sandbox.run("quoth ask -C notes status").text.contains("Not covered"))
    }

    @Test("the corpus is the one named, else the variable's, else Corpus, else the folder one stands in")
    func whichCorpus() throws {
        let notes = try Notes()
        try notes.sandbox.write("A zeppelin is an airship.\n", to: "elsewhere/Corpus/a.txt")
        try notes.sandbox.write("A velocipede is a bicycle.\n", to: "elsewhere/b.txt")
        let question = "--json 'What is a zeppelin?'"
        #expect(try notes.sandbox.run("cd elsewhere && quoth \(question)").status == 0)
        #expect(try notes.sandbox.run("cd elsewhere && quoth --json 'What is a velocipede?'").status == 1)
        #expect(try notes.sandbox.run("cd elsewhere && QUOTH_CORPUS=../notes quoth \(question)").status == 1)
        #expect(try notes.sandbox.run("cd elsewhere && QUOTH_CORPUS=../notes quoth -C Corpus \(question)").status == 0)
        #expect(try notes.sandbox.run("cd elsewhere/Corpus && quoth \(question)").status == 0)
        #expect(try notes.sandbox.run("quoth -C notes -C elsewhere/Corpus \(question)").status == 0)
        let home = try notes.sandbox.run("cd home && quoth \(question)")
        #expect(home.status == 66)
        #expect(home.errorText.contains("--corpus"))
    }
}
