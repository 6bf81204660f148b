import Foundation
import SystemInterface
import TestSupport
import Testing

@Suite("The configuration") struct ConfigurationTests {
    private let notes: Notes

    init() throws {
        notes = try Notes()
    }

    private func configure(_ text: String) throws {
        try notes.sandbox.write(text, to: "home/.config/quoth/config")
    }

    @Test("the file names the documents, the environment overrules it, and options overrule both")
    func order() throws {
        let sandbox = notes.sandbox
        try sandbox.write("# Tides\n\n## What is a tide?\n\nA tide is a rise of the sea.\n", to: "tides/tide.md")
        try sandbox.write("# Clouds\n\n## What is a cloud?\n\nA cloud is water in the air.\n", to: "clouds/cloud.md")
        try configure("# mine\ncorpus = \(sandbox.path("tides"))\n\n  top=1\n")
        #expect(try sandbox.run("quoth what is a tide").text.contains("[1] tide.md:5"))
        #expect(try sandbox.run("QUOTH_CORPUS=clouds quoth what is a cloud").text.contains("[1] cloud.md:5"))
        #expect(try sandbox.run("QUOTH_CORPUS=clouds quoth -C notes what is a kite").text.contains("kites.jsonl"))
        let passages = { (command: String) in try Reply.all(try sandbox.run(command))[0].passages?.count }
        #expect(try passages("quoth --json -C notes what is a kite") == 1)
        #expect(try passages("QUOTH_TOP=2 quoth --json -C notes what is a kite") == 2)
        #expect(try passages("QUOTH_TOP=2 quoth --json -n 3 -C notes what is a kite") == 3)
        #expect(try passages("QUOTH_TOP=0 quoth --json -C notes what is a kite") == nil)
    }

    @Test("a corpus may be named from the home folder, and on several lines")
    func severalCorpora() throws {
        try notes.sandbox.write(
            "# Tides\n\n## What is a tide?\n\nA tide is a rise of the sea.\n", to: "home/tides/tide.md")
        try configure("corpus = ~/tides\ncorpus = \"\(notes.sandbox.path("notes"))\"\n")
        #expect(try notes.sandbox.run("quoth what is a tide").text.contains("[1] tide.md:5"))
        #expect(try notes.sandbox.run("quoth what is a kite").text.contains("kites.jsonl"))
    }

    @Test(
        "what is wrong is said with file, line and remedy",
        arguments: [
            ("top = 1\nlanguag = german\n", "config:2: unknown key “languag”; did you mean language?"),
            ("zzzzzzzz = 1\n", "config:1: unknown key “zzzzzzzz”; known are corpus, language,"),
            ("\n\nnonsense\n", "config:3: expected key = value"),
            ("gaps = perhaps\n", "config:1: gaps takes on or off, not “perhaps”"),
            ("min-confidence = 2\n", "config:1: min-confidence takes a number from 0 to 1, not “2”"),
            ("color = blue\n", "config:1: color takes auto, always or never, not “blue”"),
            ("corpus = notes\n", "config:1: corpus takes an absolute path or one that begins with ~/"),
            ("language = klingon\n", "config:1: unknown language “klingon”; known are"),
            ("corpus =\n", "config:1: corpus needs a value"),
        ])
    func mistakes(text: String, message: String) throws {
        try configure(text)
        let outcome = try notes.sandbox.run("quoth -C notes what is a kite")
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains(message), "\(outcome)")
        #expect(outcome.output.isEmpty)
    }

    @Test("a wrong variable is said by its name")
    func wrongVariable() throws {
        let outcome = try notes.sandbox.run("QUOTH_TOP=many quoth -C notes what is a kite")
        #expect(outcome.status == 64)
        #expect(outcome.errorText.contains("$QUOTH_TOP: top takes a number from 0 to 50, not “many”"))
    }

    @Test("status says what is set, and where")
    func status() throws {
        #expect(try notes.quoth("index").status == 0)
        var text = try notes.quoth("status").text
        #expect(text.contains("home/.config/quoth/config would be read, and does not exist"))
        try configure("gaps = on\ntop = 4\n")
        text = try notes.sandbox.run("QUOTH_PLAIN=yes quoth status -C notes").text
        #expect(text.contains("  gaps = on  (\(notes.sandbox.path("home/.config/quoth/config")):1)"))
        #expect(text.contains("  plain = yes  ($QUOTH_PLAIN)"))
        let json = try notes.sandbox.run("quoth status --json -C notes").text
        #expect(json.contains(#""settings":[{"key":"gaps","value":"on","origin":""#), "\(json)")
    }

    @Test("colour is what the option says, then the program's variable, then those of all programs, then the file")
    func colour() throws {
        let sandbox = notes.sandbox
        try configure("color = always\n")
        let hasColour = { (command: String) in
            try sandbox.run(command).output.contains(0x1B)
        }
        #expect(try hasColour("quoth -C notes what is a kite"))
        #expect(try !hasColour("NO_COLOR=1 quoth -C notes what is a kite"))
        #expect(try hasColour("NO_COLOR=1 QUOTH_COLOR=always quoth -C notes what is a kite"))
        #expect(try !hasColour("QUOTH_COLOR=always quoth --color never -C notes what is a kite"))
        #expect(try !hasColour("ACCESSIBLE=1 quoth --color always -C notes what is a kite"))
        try configure("color = never\n")
        #expect(try hasColour("CLICOLOR_FORCE=1 quoth -C notes what is a kite"))
        #expect(try !hasColour("NO_COLOR=1 CLICOLOR_FORCE=1 quoth -C notes what is a kite"))
    }

    @Test("questions without an answer are kept only where that is set, for each corpus by itself")
    func gaps() throws {
        let sandbox = notes.sandbox
        #expect(try notes.quoth("who painted the zebra").status == 1)
        #expect(try notes.quoth("gaps").text.contains("are not kept"))
        try configure("gaps = on\n")
        #expect(try notes.pipe("Who painted the zebra?\nWhat is a kite?\nWho fed the zebra?\n").status == 1)
        #expect(try notes.quoth("gaps").text.hasPrefix("  \"zebra\" does not occur (2 questions)\n"))
        #expect(
            try notes.quoth("gaps --json").text.hasPrefix(#"{"v":1,"missing":"zebra","questions":[{"question":"Who "#))
        try sandbox.write("# Zebras\n\n## Who fed the zebra?\n\nThe keeper fed the zebra.\n", to: "notes/zebra.md")
        #expect(try notes.quoth("gaps").text.contains("answered by now"))
        #expect(try sandbox.run("quoth gaps -C notes/places").text == "No question has gone without an answer.\n")
        #expect(try notes.quoth("gaps --clear").status == 0)
        #expect(try notes.quoth("gaps").text == "No question has gone without an answer.\n")
    }

    @Test("--in limits the search, and a pattern that matches nothing is an error")
    func within() throws {
        #expect(try notes.quoth("what is a kite --in '*.md'").status == 1)
        #expect(try notes.quoth("what is a honeybee --in '*.md'").text.contains("[1] bees.md"))
        #expect(try notes.quoth("when was the lighthouse built --in places --in '*.md'").text.contains("oddenby.txt"))
        let outcome = try notes.quoth("what is a kite --in '*.pdf'")
        #expect(outcome.status == 66)
        #expect(outcome.errorText.contains("no document matches --in *.pdf"))
    }

    @Test("questions come from a file, a link to one, a pipe, or standard input under the name of -")
    func questionFiles() throws {
        let sandbox = notes.sandbox
        try sandbox.write("What is a kite?\n", to: "questions")
        for source in ["-f questions", "-f link", "--file pipe", "-f - <questions", "<questions"] {
            let outcome = try sandbox.run(
                "ln -sf questions link; rm -f pipe; mkfifo pipe; cat questions >pipe & quoth -C notes --json \(source)")
            #expect(outcome.status == 0, "\(source): \(outcome)")
            #expect(try Reply.all(outcome).map(\.question) == ["What is a kite?"], "\(source)")
            _ = try sandbox.run("timeout 1 cat pipe >rest")
        }
        let folder = try sandbox.run("quoth -C notes -f notes")
        #expect(folder.status == 66)
        #expect(folder.errorText.contains("Is a directory"))
    }

    // MARK: What is made from the definitions of the commands

    @Test("completions for three shells, which bash can read")
    func completions() throws {
        let sandbox = notes.sandbox
        for shell in ["bash", "zsh", "fish"] {
            let outcome = try sandbox.run("quoth --generate-completion-script \(shell)")
            #expect(outcome.status == 0)
            for word in ["min-confidence", "gaps", "no-refresh"] { #expect(outcome.text.contains(word), "\(shell)") }
        }
        #expect(
            try sandbox.run(
                "quoth --generate-completion-script bash >q && bash -n q && bash -c '. ./q; complete -p quoth'"
            )
            .text.contains("quoth"))
    }

    @Test("the manual page names every option, command, command of the chat, and setting")
    func manual() throws {
        let page = try notes.sandbox.run("quoth --generate-manual").text
        #expect(page.hasPrefix(".TH QUOTH 1 "))
        for word in [
            #"\-\-min\-confidence PROBABILITY"#, "quoth status", ":export FILE", #"QUOTH_MIN_CONFIDENCE"#,
            ".SH EXIT STATUS",
            "NO_COLOR", #"\-\-rebuild"#,
        ] { #expect(page.contains(word), "\(word)") }
        #expect(!page.contains(#"report\-progress"#))
        // A line that begins with a full stop is a request, and these are all that stand in it.
        for line in page.split(separator: "\n") where line.hasPrefix(".") {
            #expect([".TH", ".SH", ".SS", ".TP", ".PP"].contains(String(line.prefix(3))), "\(line)")
        }
    }

    @Test("the help of the program holds the options of asking")
    func help() throws {
        for arguments in ["--help", "-h", "help"] {
            let text = try notes.sandbox.run("quoth \(arguments)").text
            for word in ["--in <glob>", "--conversation", "status", "quoth [<options>] [<question> ...]"] {
                #expect(text.contains(word), "\(word)")
            }
        }
    }
}
