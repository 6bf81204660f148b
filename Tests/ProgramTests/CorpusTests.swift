import SystemInterface
import SystemPackage
import TestSupport
import Testing

/// Corpora that are not as one hopes for.
@Suite("Corpora the program is pointed at") struct CorpusTests {
    @Test(
        "a corpus that is not there ends with 66, what was looked at and what would do",
        arguments: ["", "index", "status"])
    func missing(command: String) throws {
        let sandbox = try Sandbox()
        let outcome = try sandbox.run("quoth \(command) -C nowhere \(command.isEmpty ? "'what is it'" : "")")
        #expect(outcome.status == 66)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("nowhere"))
        #expect(outcome.errorText.contains("--corpus"))
    }

    @Test("an empty corpus ends with 66 and what is supported")
    func empty() throws {
        let sandbox = try Sandbox()
        try makeDirectory(sandbox.path("void"), mode: 0o755)
        for command in ["what is it", "index"] {
            let outcome = try sandbox.run("quoth \(command == "index" ? command : "ask \(command)") -C void")
            #expect(outcome.status == 66)
            #expect(outcome.output.isEmpty)
            #expect(outcome.errorText.contains("void"))
            #expect(outcome.errorText.contains(".md"))
        }
        // Nothing that can be read is as good as nothing at all.
        try sandbox.write([0, 1, 2, 0, 0], to: "void/picture.png")
        #expect(try sandbox.run("quoth ask what is it -C void").status == 66)
    }

    @Test("a corpus that becomes empty answers nothing; one that vanishes loses no index")
    func vanishing() throws {
        let notes = try Notes()
        #expect(try notes.quoth("what is a kite").status == 0)
        _ = try notes.sandbox.run("mv notes away")
        let gone = try notes.quoth("what is a kite")
        #expect(gone.status == 66)
        #expect(gone.output.isEmpty)
        _ = try notes.sandbox.run("mv away notes")
        #expect(try notes.quoth("index").text.hasPrefix("Up to date"))
        _ = try notes.sandbox.run("rm -r notes/*")
        #expect(try notes.quoth("what is a kite").status == 66)
    }

    @Test("a document of another folder than the first is told apart from one of the same path")
    func sameName() throws {
        let sandbox = try Sandbox()
        try sandbox.write("The lease of the flat ends in May.\n", to: "a/lease.txt")
        try sandbox.write("The lease of the garage ends in June.\n", to: "b/lease.txt")
        func quoth(_ arguments: String) throws -> String {
            try sandbox.run("quoth -C a -C b \(arguments)").text
        }
        #expect(try quoth("When does the lease of the flat end?").contains("[1] lease.txt:1  "))
        #expect(try quoth("When does the lease of the garage end?").contains("[1] lease.txt:1, folder 2  "))
        let json = try quoth("--json When does the lease of the garage end?")
        #expect(json.contains("\"path\":\"lease.txt\",\"root\":1,"))
        #expect(try !quoth("--json When does the lease of the flat end?").contains("\"root\""))
    }

    /// A user with no rights, to whom the built programs are readable.
    private static let stranger = "setpriv --reuid=65534 --regid=65534 --clear-groups"

    private static var canBeStranger: Bool {
        guard Environment.effectiveUser == 0 else { return true }
        return (try? Sandbox().run("\(stranger) quoth --version").status) == 0
    }

    @Test(
        "what may not be read is said: a folder ends with 66, a file is skipped and listed", .enabled(if: canBeStranger)
    )
    func unreadable() throws {
        let notes = try Notes()
        let sandbox = notes.sandbox
        let user = Environment.effectiveUser == 0 ? Self.stranger : ""
        _ = try sandbox.run(
            """
            cp notes/bees.md notes/closed.md; chmod 000 notes/closed.md
            mkdir shut; echo 'A secret is kept.' >shut/a.txt; chmod 000 shut
            chmod 777 . home
            """)
        let folder = try sandbox.run("\(user) quoth -C shut what is a secret")
        #expect(folder.status == 66)
        #expect(folder.output.isEmpty)
        #expect(folder.errorText.contains("shut: Permission denied"))
        #expect(try sandbox.run("\(user) quoth -C notes what is a kite").status == 0)
        let status = try sandbox.run("\(user) quoth status -C notes")
        #expect(status.text.contains("unreadable: Permission denied\n    closed.md"))
        #expect(try sandbox.run("chmod 700 shut; chmod 600 notes/closed.md").status == 0)
    }

    @Test(
        "an index in the user's cache that another user made is not read",
        .enabled(if: Environment.effectiveUser == 0 && canBeStranger))
    func foreignIndex() throws {
        let notes = try Notes()
        _ = try notes.sandbox.run("quoth index -C notes && chmod -R a+rX cache && chmod 777 . home")
        let outcome = try notes.sandbox.run("\(Self.stranger) quoth -C notes what is a kite")
        #expect(outcome.status == 74, "\(outcome)")
        #expect(outcome.errorText.contains("belongs to another user"))
        #expect(try notes.sandbox.run("quoth -C notes what is a kite").status == 0)
    }

    @Test(
        "a file that cannot be opened any more keeps its documents, is listed, and costs no new generation",
        .enabled(if: canBeStranger))
    func unreadableLater() throws {
        let notes = try Notes()
        let sandbox = notes.sandbox
        let user = Environment.effectiveUser == 0 ? Self.stranger : ""
        func quoth(_ arguments: String) throws -> Sandbox.Outcome {
            try sandbox.run("\(user) quoth \(arguments) -C notes")
        }
        _ = try sandbox.run("chmod 777 . home")
        let bees = try quoth("--json What is a honeybee?")
        #expect(bees.text.contains("\"verified\""))
        #expect(try sandbox.run("chmod 000 notes/bees.md").status == 0)
        let closed = try quoth("--json What is a honeybee?")
        #expect(closed.status == 0, "\(closed)")
        #expect(closed.text.contains("bees.md"))
        #expect(closed.text.contains("\"missing\""))
        #expect(try quoth("status").text.contains("unreadable: Permission denied\n    bees.md"))
        let generation = try sandbox.run("ls -i cache/quoth/*/CURRENT").output
        #expect(try quoth("index").text.hasPrefix("Up to date"))
        #expect(try sandbox.run("ls -i cache/quoth/*/CURRENT").output == generation)
        #expect(try sandbox.run("chmod 644 notes/bees.md").status == 0)
        let open = try quoth("--json What is a honeybee?")
        #expect(open.text.contains("\"verified\""))
        #expect(try !quoth("status").text.contains("unreadable"))
        // Gone is gone.
        #expect(try sandbox.run("rm notes/bees.md; ln -s kites.md notes/bees.md").status == 0)
        #expect(try quoth("What is a honeybee?").status == 1)
    }

    @Test(
        "an index in a folder that may not be written to is used as it is, and said to be in the way of an update",
        .enabled(if: canBeStranger))
    func readOnly() throws {
        let notes = try Notes()
        let sandbox = notes.sandbox
        let user = Environment.effectiveUser == 0 ? Self.stranger : ""
        _ = try sandbox.run("chmod 777 . home && \(user) quoth index -C notes --index store && chmod 500 store")
        let current = try sandbox.run("\(user) quoth -C notes --index store what is a kite")
        #expect(current.status == 0)
        #expect(current.errorText.isEmpty)
        try sandbox.write("A zeppelin is an airship.\n", to: "notes/new.txt")
        let answer = try sandbox.run("\(user) quoth -C notes --index store what is a kite")
        #expect(answer.status == 0, "\(answer)")
        #expect(answer.errorText.contains("not up to date (1 new, 0 changed, 0 removed)"), "\(answer)")
        #expect(answer.errorText.contains("Permission denied"))
        _ = try sandbox.run("mkdir shut && chmod 555 shut")
        let nowhere = try sandbox.run("\(user) quoth -C notes --index shut/a/b what is a kite")
        #expect(nowhere.errorText.contains("shut/a: cannot create the folder: Permission denied"), "\(nowhere)")
        #expect(try sandbox.run("\(user) quoth -C notes --index store what is a zeppelin").status == 1)
        let update = try sandbox.run("\(user) quoth index -C notes --index store")
        #expect(update.status == 74)
        #expect(update.errorText.contains("Permission denied"))
        let status = try sandbox.run("\(user) quoth status -C notes --index store")
        #expect(status.text.contains("1 new, 0 changed, 0 removed"))
        _ = try sandbox.run("chmod 700 store")
    }

    @Test("bytes that are no text are replaced and counted, and what is no text at all is skipped and listed")
    func repaired() throws {
        let sandbox = try Sandbox()
        try sandbox.write(
            Array("# Café\n\nUn bistrot est un café à la française où l'on dîne. A bistro is a small restaurant ".utf8)
                + [0xFF] + Array("in France.\n".utf8), to: "notes/broken.md")
        // The same letters in Latin-1, and in UTF-16 without a mark.
        try sandbox.write(
            Array("A br".utf8) + [0xFB] + Array("lerie is a shop that sells roasted caf".utf8) + [0xE9]
                + Array(".\n".utf8), to: "notes/latin.md")
        try sandbox.write(
            "A crêperie is a shop that sells pancakes.\n".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] },
            to: "notes/wide.txt")
        try sandbox.write(Array("A blorp is small.".utf8) + [0, 0, 0] + Array("Really.\n".utf8), to: "notes/nul.txt")
        try sandbox.write(
            Array("{\"_id\": \"a\", \"text\": \"A gizmo is a thing.\"}\nrubbish\n".utf8), to: "notes/rows.jsonl")
        // Half of it is French.
        _ = try sandbox.run("quoth index -C notes --language english")
        let answer = try sandbox.run("quoth -C notes --json what is a bistro")
        #expect(try Reply.all(answer).first?.answer?.contains("\u{FFFD}") == true)
        #expect(try Reply.all(answer).first?.citations?.first?.state == "verified")
        #expect(try sandbox.run("quoth -C notes what is a gizmo").status == 0)
        let status = try sandbox.run("quoth status -C notes")
        #expect(status.text.contains("broken.md: 1 byte that is no text was replaced"))
        #expect(status.text.contains("1 file: windows-1252\n    latin.md"))
        #expect(status.text.contains("1 file: utf-16le\n    wide.txt"))
        #expect(try sandbox.run("quoth -C notes what is a brûlerie").text.contains("roasted café"))
        #expect(try sandbox.run("quoth -C notes what is a crêperie").text.contains("A crêperie is"))
        #expect(status.text.contains("rows.jsonl: 1 line held no document"))
        #expect(status.text.contains("binary, not text\n    nul.txt"))
        let json = try sandbox.run("quoth status -C notes --json").text
        #expect(json.contains("\"repaired_bytes\":1"))
        #expect(json.contains("\"first\":[\"nul.txt\"]"))
    }

    @Test("no document, file name or question puts a control character on any stream")
    func controls() throws {
        let sandbox = try Sandbox()
        let escape: [UInt8] = [0x1B, 0x5B, 0x33, 0x31, 0x6D]
        let title = Array("\u{1B}]0;owned\u{7}".utf8)
        let text =
            Array("# Zorgs ".utf8) + title + Array("\n\nA zorg is a ".utf8) + escape
            + Array("beast \u{9B}2J with \u{202E}desrever\u{202C} claws and a \u{7F}tail.\n".utf8)
        let name = Array("notes/evil".utf8) + escape + Array("\n\u{202E}".utf8) + [0xFF] + Array(".md".utf8)
        let path = try #require(FilePath(bytes: Array("\(sandbox.root)/".utf8) + name))
        try makeDirectory(sandbox.path("notes"), mode: 0o755)
        try OpenFile.creating(path, permissions: [.ownerReadWrite], replacing: true).write(text)
        let question = "What is a zorg\u{1B}\u{9B}\u{202E}?"
        var seen = 0
        for arguments in [
            "ask", "ask --json --top 3", "ask --explain --timing", "ask --plain", "ask --json --conversation",
        ] {
            let outcome = try sandbox.run("quoth \(arguments) -C notes", input: Array((question + "\n").utf8))
            #expect(!holdsControls(outcome.output), "\(arguments)")
            #expect(!holdsControls(outcome.errors), "\(arguments)")
            if outcome.text.contains("beast") { seen += 1 }
        }
        #expect(seen == 5, "the document answers")
        for arguments in [
            "index -C notes", "index -C notes --json", "status -C notes", "status -C notes --json", "check -C notes",
            "-C 'no\u{1B}[31mfolder' x", "--language '\u{1B}[31m' x", "'--\u{1B}[31m'", "--top '\u{1B}[31m' x",
            "-f '\u{1B}[31m'", "--index '\u{1B}[31m/x/y' -C notes check", "eval --queries '\u{1B}[31m' --qrels x",
        ] {
            let outcome = try sandbox.run("quoth \(arguments)")
            #expect(!holdsControls(outcome.output), "\(arguments)")
            #expect(!holdsControls(outcome.errors), "\(arguments)")
        }
    }

    @Test("FIFOs, sockets and links out of the corpus are passed over")
    func oddFiles() throws {
        let notes = try Notes()
        let outcome = try notes.sandbox.run(
            """
            mkfifo notes/pipe.md
            echo 'A secret is what stands outside.' >outside.txt
            ln -s ../outside.txt notes/link.txt
            ln -s . notes/loop
            ln -s /dev/zero notes/zero.txt
            quoth -C notes what is a kite
            """)
        #expect(outcome.status == 0)
        #expect(try notes.quoth("what is a secret").status == 1)
    }

    @Test("files that .gitignore and .quothignore name stay out unless --no-ignore is given")
    func ignored() throws {
        let notes = try Notes()
        try notes.sandbox.write("*.log.txt\n", to: "notes/.gitignore")
        try notes.sandbox.write("drafts/\n", to: "notes/.quothignore")
        try notes.sandbox.write("A zeppelin is an airship.\n", to: "notes/drafts/a.txt")
        try notes.sandbox.write("A velocipede is a bicycle.\n", to: "notes/b.log.txt")
        #expect(try notes.quoth("what is a zeppelin").status == 1)
        #expect(try notes.quoth("what is a velocipede").status == 1)
        #expect(try notes.quoth("--no-ignore what is a zeppelin").status == 0)
        #expect(try notes.quoth("--no-ignore what is a velocipede").status == 0)
    }

    @Test("an edited document is answered from as it is now; a source that changes behind an index is marked")
    func edited() throws {
        let notes = try Notes()
        #expect(try notes.quoth("how high is the lighthouse").text.contains("34 metres"))
        try notes.sandbox.write(
            "The lighthouse of Oddenby is 35 metres high, as was found in 1990.\n", to: "notes/places/oddenby.txt")
        let stale = try notes.quoth("--json --no-refresh how high is the lighthouse")
        #expect(try Reply.all(stale).first?.citations?.first?.state == "changed")
        let fresh = try notes.quoth("--json how high is the lighthouse")
        #expect(try Reply.all(fresh).first?.answer?.contains("35 metres") == true)
        #expect(try Reply.all(fresh).first?.citations?.first?.state == "verified")
        _ = try notes.sandbox.run("rm notes/places/oddenby.txt")
        let missing = try notes.quoth("--json --no-refresh how high is the lighthouse")
        #expect(try Reply.all(missing).first?.citations?.first?.state == "missing")
        #expect(try notes.quoth("how high is the lighthouse").status == 1)
    }
}
