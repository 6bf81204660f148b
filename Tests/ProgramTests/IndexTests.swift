import SystemInterface
import SystemPackage
import TestSupport
import Testing

/// The index on disk, as its owner deals with it.
@Suite("The program's index") struct IndexTests {
    private static let questions = [
        "What is a honeybee?", "How high is the lighthouse of Oddenby?", "Who won the cup?",
    ]

    private func answers(_ notes: Notes, _ options: String = "") throws -> Sandbox.Outcome {
        try notes.sandbox.run(
            "quoth -C notes --index store --json \(options)",
            input: Array(Self.questions.map { $0 + "\n" }.joined().utf8))
    }

    @Test("an index is made once, brought up to date by what changed, and made anew when asked")
    func updates() throws {
        let notes = try Notes()
        #expect(try notes.quoth("index").text == "Indexed 4 documents, 6 passages.\n")
        #expect(try notes.quoth("index").text == "Up to date: 4 documents, 6 passages.\n")
        try notes.sandbox.write("A zeppelin is an airship.\n", to: "notes/new.txt")
        _ = try notes.sandbox.run("rm notes/kites.jsonl; echo 'It is white.' >>notes/places/oddenby.txt")
        #expect(try notes.quoth("index").text.hasSuffix("1 new, 1 changed, 1 removed files.\n"))
        #expect(try notes.quoth("index --rebuild").text.hasPrefix("Indexed 3 documents"))
        let json = try notes.quoth("index --json")
        #expect(
            keys(of: json.output) == ["v", "index", "documents", "passages", "rebuilt", "new", "changed", "removed"])
        #expect(try notes.quoth("index --quiet").output.isEmpty)
    }

    @Test("the same documents and questions give the same bytes")
    func deterministic() throws {
        let notes = try Notes()
        let first = try answers(notes)
        #expect(try answers(notes).output == first.output)
        _ = try notes.sandbox.run("cp -r notes copy && quoth index -C copy --index other")
        let elsewhere = try notes.sandbox.run(
            "quoth -C copy --index other --json", input: Array(Self.questions.map { $0 + "\n" }.joined().utf8))
        #expect(try withoutIdentifier(elsewhere) == withoutIdentifier(first))
    }

    @Test("after an update the answers are those of an index made anew")
    func updateEqualsRebuild() throws {
        let notes = try Notes()
        _ = try answers(notes)
        try notes.sandbox.write("A honeybee queen is the mother of the colony.\n", to: "notes/a.txt")
        _ = try answers(notes)
        _ = try notes.sandbox.run("rm notes/kites.jsonl; mv notes/bees.md notes/places/")
        let updated = try answers(notes)
        _ = try notes.sandbox.run("quoth index --rebuild -C notes --index store")
        #expect(try withoutIdentifier(answers(notes)) == withoutIdentifier(updated))
    }

    /// The output without the index's identifier, which names a generation.
    private func withoutIdentifier(_ outcome: Sandbox.Outcome) throws -> String {
        outcome.text.replacing(/"index":\{"id":"[0-9a-f]+"/, with: "\"index\":{\"id\":\"\"")
    }

    @Test(
        "whatever file is cut, changed or gone, the answers are the same or the index is called damaged, with the remedy"
    )
    func damage() throws {
        let notes = try Notes()
        let good = try answers(notes)
        _ = try notes.sandbox.run("cp -r store kept")
        let names = try notes.sandbox.run("ls store").text.split(separator: "\n").map(String.init)
        #expect(names.count == 5)
        for name in names where name != "LOCK" {
            let bytes = try readFile(notes.sandbox.path("kept/\(name)"), upTo: 1 << 20)
            var damaged: [[UInt8]?] = [
                nil, [], Array(bytes.dropLast()), Array(bytes.prefix(bytes.count / 2)), bytes + [0],
            ]
            for step in 0..<12 {
                var copy = bytes
                copy[step * (bytes.count - 1) / 11] ^= 0x41
                damaged.append(copy)
            }
            for (number, content) in damaged.enumerated() {
                if let content {
                    try notes.sandbox.write(content, to: "store/\(name)")
                } else {
                    _ = try notes.sandbox.run("rm store/\(name)")
                }
                let outcome = try answers(notes, "--no-refresh")
                if outcome.status == 65 || (content == nil && name == "CURRENT") {
                    #expect(outcome.output.isEmpty)
                    #expect(outcome.errorText.contains("quoth index"), "\(name) \(number): \(outcome)")
                } else {
                    #expect(outcome.output == good.output, "\(name) \(number): \(outcome)")
                }
                let check = try notes.sandbox.run("quoth check --full -C notes --index store")
                #expect(check.status == (content == nil && name == "CURRENT" ? 66 : 65), "\(name) \(number): \(check)")
                #expect(check.output.isEmpty)
                #expect(check.errorText.contains("quoth index"), "\(name) \(number): \(check)")
                _ = try notes.sandbox.run("rm -rf store; cp -r kept store")
            }
        }
        // The remedy that is named works.
        try notes.sandbox.write([1, 2, 3], to: "store/CURRENT")
        #expect(try answers(notes).status == 65)
        #expect(try notes.sandbox.run("quoth index --rebuild -C notes --index store").status == 0)
        #expect(try withoutIdentifier(answers(notes)) == withoutIdentifier(good))
    }

    @Test("an index that is cut short while it is read ends the program with a message, and not by a signal")
    func cutWhileRead() throws {
        let notes = try Notes()
        _ = try answers(notes)
        let outcome = try notes.sandbox.run(
            """
            mkfifo questions
            quoth -C notes --index store --no-refresh <questions >answers &
            child=$!
            exec 3>questions
            echo 'What is a kite?' >&3
            until grep -q kites answers; do sleep 0.02; done
            for file in store/seg-* store/text-*; do : >$file; done
            echo 'How high is the lighthouse of Oddenby?' >&3
            exec 3>&-
            wait $child
            """)
        #expect(outcome.status == 74, "\(outcome)")
        #expect(outcome.errorText.contains("quoth index --rebuild"), "\(outcome)")
    }

    @Test("an index of an older or a newer format is refused with its number and the remedy")
    func formats() throws {
        let notes = try Notes()
        _ = try answers(notes)
        // The major version stands behind eight bytes of magic.
        for (version, word) in [(UInt8(0), "old format 0"), (200, "format 200")] {
            var bytes = try readFile(notes.sandbox.path("store/CURRENT"), upTo: 1 << 20)
            bytes[8] = version
            try notes.sandbox.write(bytes, to: "store/CURRENT")
            for options in ["", "--no-refresh"] {
                let outcome = try answers(notes, options)
                #expect(outcome.status == 65)
                #expect(outcome.output.isEmpty)
                #expect(outcome.errorText.contains(word), "\(outcome)")
                #expect(outcome.errorText.contains("quoth index --rebuild"))
            }
        }
        #expect(try notes.sandbox.run("quoth index --rebuild -C notes --index store").status == 0)
        #expect(try answers(notes).status == 1)
    }

    @Test("the program's own index of an older format is made anew unasked, as long as the question may refresh it")
    func ownIndexOfOlderFormat() throws {
        let notes = try Notes()
        func ask(_ options: String = "") throws -> Sandbox.Outcome {
            try notes.sandbox.run("quoth -C notes \(options) What is a honeybee?")
        }
        let fresh = try ask()
        #expect(fresh.status == 0)
        let files = try notes.sandbox.run("ls cache/quoth/*/CURRENT").text.split(separator: "\n").map(String.init)
        #expect(files.count == 1)
        let path = try #require(files.first)
        var bytes = try readFile(notes.sandbox.path(path), upTo: 1 << 20)
        bytes[8] = 0
        try notes.sandbox.write(bytes, to: path)

        let kept = try ask("--no-refresh")
        #expect(kept.status == 65)
        #expect(kept.errorText.contains("old format 0"))
        #expect(kept.errorText.contains("quoth index --rebuild"))
        let anew = try ask()
        #expect(anew.status == 0)
        #expect(anew.output == fresh.output)
        #expect(anew.errorText.isEmpty)
        #expect(try ask("--no-refresh").output == fresh.output)

        // A newer one may be another installation's, which goes on using it.
        bytes[8] = 200
        try notes.sandbox.write(bytes, to: path)
        #expect(try ask().status == 65)
    }

    @Test("an index of another language or corpus is refused with the remedy")
    func others() throws {
        let notes = try Notes()
        _ = try answers(notes)
        let language = try answers(notes, "--language german")
        #expect(language.status == 65)
        #expect(language.output.isEmpty)
        #expect(language.errorText.contains("german"))
        #expect(language.errorText.contains("--rebuild"))
        try notes.sandbox.write("A zeppelin is an airship.\n", to: "second/a.txt")
        let corpus = try notes.sandbox.run("quoth -C second --index store what is a zeppelin")
        #expect(corpus.status == 65)
        #expect(corpus.errorText.contains("--index"))
        let folder = try notes.sandbox.run("quoth -C notes --index notes/bees.md what is a kite")
        #expect(folder.status == 74)
        #expect(folder.output.isEmpty)
    }

    @Test("status and check tell of the index and change nothing")
    func reports() throws {
        let notes = try Notes()
        for command in ["status", "check"] {
            let outcome = try notes.quoth(command)
            #expect(outcome.status == 66)
            #expect(outcome.errorText.contains("`quoth index` makes one"))
        }
        _ = try notes.quoth("index")
        let status = try notes.quoth("status")
        #expect(status.text.contains("Documents  4 in 3 files, 6 passages"))
        #expect(status.text.contains("State      up to date"))
        try notes.sandbox.write("A zeppelin is an airship.\n", to: "notes/new.txt")
        #expect(try notes.quoth("status").text.contains("1 new, 0 changed, 0 removed files since"))
        #expect(try notes.quoth("status").text.contains("1 new, 0 changed, 0 removed files since"))
        #expect(try notes.quoth("check --full").text == "The index is sound: 4 files checked, every checksum.\n")
        #expect(try notes.quoth("check").text == "The index is sound: 4 files checked.\n")
        #expect(
            try notes.quoth("check --full --json").text == "{\"v\":1,\"sound\":true,\"files\":4,\"full\":true}\n")
        let json = try notes.quoth("status --json")
        #expect(Array(keys(of: json.output).prefix(6)) == ["v", "index", "roots", "folder", "documents", "files"])
    }

    @Test("the index lies in the user's cache, and nobody else may look into it")
    func place() throws {
        let notes = try Notes()
        _ = try notes.quoth("index")
        let listing = try notes.sandbox.run("ls cache/quoth; stat -c %a cache/quoth/*; stat -c %a cache/quoth/*/*")
        let lines = listing.text.split(separator: "\n")
        #expect(lines.first?.hasPrefix("notes-") == true)
        #expect(lines.dropFirst().first == "700")
        #expect(lines.dropFirst(2).allSatisfy { $0 == "600" })
    }

    @Test("a judged set is scored, as text, as JSON and as a run")
    func evaluation() throws {
        let notes = try Notes()
        try notes.sandbox.write(
            """
            {"_id": "q1", "text": "What is a honeybee?"}
            {"_id": "q2", "text": "Who flew a kite over Oddenby?"}

            """, to: "queries.jsonl")
        try notes.sandbox.write(
            "query-id\tcorpus-id\tscore\nq1\tbees.md\t1\nq2\tkite-2\t1\n", to: "qrels.tsv")
        let text = try notes.quoth("eval --queries queries.jsonl --qrels qrels.tsv --run run.trec")
        #expect(text.status == 0)
        #expect(text.text.contains("ndcg@10\t1.0000") || text.text.contains("nDCG@10\t1.0000"), "\(text)")
        let run = try String(decoding: readFile(notes.sandbox.path("run.trec"), upTo: 1 << 20), as: UTF8.self)
        #expect(run.hasPrefix("q1 Q0 bees.md 1 "))
        #expect(run.contains("q2 Q0 kite-2 1 "))
        let json = try notes.quoth("eval --json --queries queries.jsonl --qrels qrels.tsv")
        #expect(json.text.contains("\"queries\":2"))
        for bad in ["eval --queries none.jsonl --qrels qrels.tsv", "eval --queries queries.jsonl --qrels none.tsv"] {
            let outcome = try notes.quoth(bad)
            #expect(outcome.status == 66)
            #expect(outcome.output.isEmpty)
        }
        try notes.sandbox.write("rubbish\n", to: "bad.jsonl")
        let bad = try notes.quoth("eval --queries bad.jsonl --qrels qrels.tsv")
        #expect(bad.output.isEmpty)
        #expect(bad.status == 66)
        #expect(bad.errorText.contains("1"))
    }

    @Test("a folder as BEIR lays it out is a corpus, its questions and its judgements; another split can be named")
    func judgedFolder() throws {
        let notes = try Notes()
        let set = try JudgedSet(in: notes)
        let text = try notes.sandbox.run("quoth eval set")
        #expect(text.status == 0, "\(text)")
        #expect(text.text.contains("P@1\t0.5000\n"), "\(text)")
        #expect(text.text.hasSuffix("queries\t2\n"))
        #expect(try notes.sandbox.run("quoth eval set --split dev").text.hasSuffix("queries\t1\n"))
        #expect(try notes.sandbox.run("quoth eval set --min-grade 2").text.contains("P@1\t1.0000\n"))
        let missing = try notes.sandbox.run("quoth eval set --split train")
        #expect(missing.status == 66)
        #expect(missing.errorText.contains("qrels/train.tsv"))
        try notes.sandbox.write(set.judgements + "q3\tb\tmany\n", to: "set/qrels/test.tsv")
        let malformed = try notes.sandbox.run("quoth eval set")
        #expect(malformed.status == 66)
        #expect(malformed.errorText.contains("set/qrels/test.tsv: judgements, line 4: the grade"), "\(malformed)")
        #expect(malformed.output.isEmpty)
    }

    @Test("the files of a judged set may be links and pipes, and the run may go to one")
    func judgedLinksAndPipes() throws {
        let notes = try Notes()
        _ = try JudgedSet(in: notes)
        let plain = try notes.sandbox.run("quoth eval set --run set.run")
        let links = try notes.sandbox.run(
            """
            mkdir links && cd links && mkdir qrels
            ln -s ../set/corpus.jsonl ../set/queries.jsonl . && ln -s ../../set/qrels/test.tsv qrels/test.tsv
            cd .. && quoth eval links
            """)
        #expect(links.status == 0 && links.text == plain.text, "\(links)")
        let pipes = try notes.sandbox.run(
            """
            mkfifo qrels && cat set/qrels/test.tsv > qrels &
            quoth eval set --queries /dev/stdin --qrels qrels < set/queries.jsonl
            """)
        #expect(pipes.status == 0 && pipes.text == plain.text, "\(pipes)")
        let run = try notes.sandbox.run("quoth eval set --run /dev/stdout | cat")
        #expect(run.text == (try notes.sandbox.run("cat set.run").text) + plain.text, "\(run)")
        #expect(
            try notes.sandbox.run("quoth eval --compare set.run /dev/stdin --qrels set/qrels/test.tsv < set.run").status
                == 0)
    }

    @Test("two runs are compared with intervals that are the same every time; one with what the index ranks")
    func comparison() throws {
        let notes = try Notes()
        _ = try JudgedSet(in: notes)
        try notes.sandbox.write("q1 Q0 b 1 2.0 x\nq2 Q0 b 1 2.0 x\n", to: "old.run")
        try notes.sandbox.write("q1 Q0 a 1 2.0 x\nq2 Q0 b 1 2.0 x\n", to: "new.run")
        let text = try notes.sandbox.run("quoth eval --qrels set/qrels/test.tsv --compare old.run new.run")
        #expect(text.status == 0, "\(text)")
        #expect(text.text.hasPrefix("baseline\told.run\ncandidate\tnew.run\nmetric\t"))
        #expect(text.text.contains("P@1\t0.5000\t1.0000\t+0.5000\t+0.0000 … +1.0000\t1\t1\t0\n"), "\(text)")
        #expect(
            try notes.sandbox.run("quoth eval --qrels set/qrels/test.tsv --compare old.run new.run").text == text.text)
        let json = try notes.sandbox.run("quoth eval set --json --compare old.run")
        #expect(json.text.hasPrefix(#"{"baseline":"old.run","candidate":"index","queries":2,"seed":1,"nDCG@10":{"#))
        for wrong in [
            "eval --compare old.run new.run", "eval set --compare old.run new.run third.run",
            "eval set --turns t.jsonl", "eval --compare old.run --qrels set/qrels/test.tsv",
        ] {
            let outcome = try notes.sandbox.run("quoth " + wrong)
            #expect(outcome.status == 64, "\(wrong): \(outcome)")
        }
        try notes.sandbox.write("q1 Q0 a first 2.0 x\n", to: "bad.run")
        let bad = try notes.sandbox.run("quoth eval set --compare bad.run")
        #expect(bad.status == 66)
        #expect(bad.errorText.contains("bad.run: run, line 1: the rank"))
    }

    /// Two documents, two questions and their judgements, in a folder of its own.
    private struct JudgedSet {
        let judgements = "query-id\tcorpus-id\tscore\nq1\ta\t2\nq2\tb\t1\n"

        init(in notes: Notes) throws {
            try notes.sandbox.write(
                """
                {"_id": "a", "title": "Otters", "text": "An otter eats fish and crabs."}
                {"_id": "b", "title": "Herons", "text": "A heron waits in shallow water."}

                """, to: "set/corpus.jsonl")
            try notes.sandbox.write(
                """
                {"_id": "q1", "text": "What does an otter eat?"}
                {"_id": "q2", "text": "Do otters eat fish?"}

                """, to: "set/queries.jsonl")
            try notes.sandbox.write(judgements, to: "set/qrels/test.tsv")
            try notes.sandbox.write("query-id\tcorpus-id\tscore\nq1\ta\t1\n", to: "set/qrels/dev.tsv")
        }
    }

    @Test("first questions that come at the same time are all answered, whoever makes the index")
    func together() throws {
        let notes = try Notes()
        // Enough text that the one who comes first is still at work when the others come.
        for number in 0..<200 {
            let lines = (0..<40).map { "Ship \(number) carries cargo \($0) to the harbour of Oddenby.\n\n" }
            try notes.sandbox.write(lines.joined(), to: "notes/ships/\(number).txt")
        }
        let outcome = try notes.sandbox.run(
            """
            for i in 1 2 3 4 5 6; do quoth -C notes what is a honeybee >answer$i 2>&1 & done
            wait
            cat answer?
            """)
        let answers = outcome.text.split(separator: "\n").filter { $0.contains("A honeybee is an insect") }
        #expect(answers.count == 6, "\(outcome)")
        #expect(!outcome.text.contains("quoth:"), "\(outcome)")
    }

    @Test("an index that finds no room is an error with its reason, and the one that is there still answers")
    func noRoom() throws {
        let notes = try Notes()
        // No file may grow beyond 1 or 2 KiB, depending on the shell's unit; what is written meets the same error as on
        // a full disk.
        let none = try notes.sandbox.run("ulimit -f 2; quoth index -C notes --index store")
        #expect(none.status == 74)
        #expect(none.output.isEmpty)
        #expect(none.errorText.contains("store/"), "\(none)")
        let good = try answers(notes)
        try notes.sandbox.write("A zeppelin is an airship.\n", to: "notes/new.txt")
        let old = try notes.sandbox.run("ulimit -f 2; quoth -C notes --index store what is a honeybee")
        #expect(old.status == 0, "\(old)")
        #expect(try notes.sandbox.run("quoth check --full -C notes --index store").status == 0)
        #expect(good.status == 1)
        #expect(try notes.sandbox.run("quoth -C notes --index store what is a zeppelin").status == 0)
    }

    /// Runs `script` while `quoth index`, process `$child`, waits for a document that takes for ever: an extractor that never answers
    /// stands in for it.
    ///
    /// - Parameter setting: what the shell does before it starts the program.
    private func whileReading(
        _ notes: Notes, under setting: String = ":", _ script: String
    ) throws -> Sandbox.Outcome {
        try notes.sandbox.write("#!/bin/sh\necho $$ >extractor\nexec sleep 600\n", to: "slow/quoth-extract")
        return try notes.sandbox.run(
            """
            cp \(Sandbox.programs)/quoth slow/ && chmod +x slow/quoth-extract
            \(setting)
            slow/quoth index -C notes --index store &
            child=$!
            while [ ! -s extractor ]; do sleep 0.02; done
            \(script)
            """)
    }

    @Test(
        "a stopped run ends with the signal's status, leaves no process and no half of an index",
        arguments: [("INT", 130), ("TERM", 143)])
    func stopped(signal: String, status: Int32) throws {
        let notes = try Notes()
        let outcome = try whileReading(
            notes,
            """
            kill -\(signal) $child
            wait $child
            status=$?
            i=0
            while kill -0 $(cat extractor) 2>/dev/null && [ $i -lt 500 ]; do sleep 0.02; i=$((i+1)); done
            kill -0 $(cat extractor) 2>/dev/null && echo 'the extractor lives on'
            ls store
            exit $status
            """)
        #expect(outcome.status == status, "\(outcome)")
        #expect(outcome.text == "LOCK\n", "\(outcome)")
        #expect(outcome.errorText.contains("stopped"), "\(outcome)")
        #expect(try answers(notes).status == 1)
    }

    @Test("a stop while the last file is read leaves the index as it was, with what it had of that file")
    func stoppedAtLastFile() throws {
        let notes = try Notes()
        let good = try answers(notes)
        _ = try notes.sandbox.run("cp -r store kept && echo >>notes/bees.md")
        let outcome = try whileReading(
            notes,
            """
            kill -INT $child
            wait $child
            """)
        #expect(outcome.status == 130, "\(outcome)")
        #expect(try notes.sandbox.run("diff -r store kept").status == 0)
        #expect(try answers(notes, "--no-refresh").output == good.output)
    }

    @Test("under nohup a hang-up ends nothing")
    func hangUp() throws {
        let notes = try Notes()
        let outcome = try whileReading(
            notes, under: "trap '' HUP",
            """
            kill -HUP $child
            sleep 0.3
            kill -0 $child || echo 'gone'
            kill -TERM $child
            wait $child
            """)
        #expect(outcome.status == 143, "\(outcome)")
        #expect(outcome.output.isEmpty)
    }

    @Test("a folder that holds other files is no place for an index, and nothing in it is touched")
    func foreignFolder() throws {
        let notes = try Notes()
        for name in ["text-editor.txt", "catalog-2026.csv", "seg-01", "text-1.bak", "tomb-", "CURRENT"] {
            try notes.sandbox.write("mine\n", to: "mine/\(name)")
            for command in ["-C notes --index mine What is a kite?", "index --rebuild -C notes --index mine"] {
                let outcome = try notes.sandbox.run("quoth \(command)")
                #expect(outcome.status == 64, "\(name) \(outcome)")
                #expect(outcome.errorText.contains("“\(name)”"), "\(outcome)")
            }
            #expect(try notes.sandbox.run("cat mine/* && rm mine/*").text == "mine\n")
        }
        // What is put beside an index stays, however it is named.
        #expect(try notes.sandbox.run("quoth index -C notes --index mine").status == 0)
        try notes.sandbox.write("mine\n", to: "mine/text-editor.txt")
        try notes.sandbox.write("# Bees\n\nBees hum.\n", to: "notes/bees.md")
        #expect(try notes.sandbox.run("quoth index -C notes --index mine").status == 0)
        #expect(try notes.sandbox.run("cat mine/text-editor.txt").text == "mine\n")
    }

    @Test("an index beneath its own corpus is no part of it, and does not make itself out of date")
    func beneathCorpus() throws {
        let notes = try Notes()
        func quoth(_ arguments: String) throws -> Sandbox.Outcome {
            try notes.sandbox.run("quoth \(arguments) -C notes --index notes/store")
        }
        #expect(try quoth("index").status == 0)
        #expect(try quoth("index").text.hasPrefix("Up to date"))
        #expect(try !quoth("status").text.contains("store/"))
        #expect(try quoth("What is a honeybee?").status == 0)
    }

    @Test("without its extractor the program says so and ends with 70; an index that is there still answers")
    func noExtractor() throws {
        let notes = try Notes()
        _ = try notes.sandbox.run("mkdir alone && cp \(Sandbox.programs)/quoth alone/")
        let outcome = try notes.sandbox.run("alone/quoth -C notes what is a kite")
        #expect(outcome.status == 70 || outcome.status == 74, "\(outcome)")
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorText.contains("quoth-extract"))
        _ = try notes.quoth("index")
        #expect(try notes.sandbox.run("alone/quoth -C notes --no-refresh what is a kite").status == 0)
    }

    @Test("a watched corpus is kept current until the watch is interrupted")
    func watch() throws {
        let notes = try Notes()
        let outcome = try notes.sandbox.run(
            """
            quoth index --watch -C notes --index store &
            watcher=$!
            ask() { i=0; until quoth --no-refresh -C notes --index store "$1" | grep -q "$2"; do
                i=$((i + 1)); [ $i -lt 300 ] || { echo "no $2"; break; }; sleep 0.1; done; }
            ask 'What is a kite?' 'tethered craft'
            mkdir -p notes/deep/er && echo 'A zorg is a beast.' > notes/deep/er/zorg.md
            ask 'What is a zorg?' 'a beast'
            echo 'A zorg is a plant.' > notes/deep/er/zorg.md
            ask 'What is a zorg?' 'a plant'
            mv notes elsewhere
            sleep 0.5
            mv elsewhere notes
            rm -r notes/deep
            ask 'What is a zorg?' 'Not covered'
            kill -INT $watcher
            wait $watcher
            """)
        #expect(outcome.status == 130, "\(outcome)")
        #expect(!outcome.text.contains("no "), "\(outcome)")
        #expect(outcome.text.contains("Indexed"))
        #expect(outcome.text.contains("1 new, 0 changed, 0 removed files."))
        #expect(outcome.text.contains("0 new, 0 changed, 1 removed files."))
    }

    @Test("a root that vanished is an error, and its index stays as it was")
    func vanishedRoot() throws {
        let notes = try Notes()
        _ = try answers(notes)
        let before = try notes.sandbox.run("cat store/CURRENT | sha256sum").text
        _ = try notes.sandbox.run("mv notes elsewhere")
        #expect(try notes.sandbox.run("quoth index -C notes --index store").status == 66)
        #expect(try notes.sandbox.run("quoth -C notes --index store 'What is a kite?'").status == 66)
        #expect(try notes.sandbox.run("cat store/CURRENT | sha256sum").text == before)
        _ = try notes.sandbox.run("mv elsewhere notes")
        #expect(try notes.sandbox.run("quoth -C notes --index store 'What is a kite?'").status == 0)
    }
}
