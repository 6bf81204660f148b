import TestSupport
import Testing

/// Standard input, output and error, when they are not what one hopes for.
@Suite("The program's streams") struct StreamTests {
    @Test("a reader that goes away ends it quietly")
    func closedPipe() throws {
        let notes = try Notes()
        let outcome = try notes.sandbox.run(
            """
            i=0
            while [ $i -lt 3000 ]; do echo 'What is a honeybee?'; i=$((i+1)); done >questions
            { quoth -C notes <questions; echo "status $?" >&2; } | head -n 1
            """)
        #expect(outcome.text.hasPrefix("  A honeybee is an insect"))
        // Not 141, which is what a signal would have made of it, and no complaint.
        #expect(outcome.errorText == "status 0\n")
    }

    @Test(
        "a full disk is an error of output, for every command",
        arguments: ["what is a kite", "index", "status", "--help", "check"])
    func full(arguments: String) throws {
        let notes = try Notes()
        _ = try notes.quoth("index")
        let outcome = try notes.sandbox.run("quoth \(arguments) -C notes >/dev/full")
        #expect(outcome.status == 74)
        #expect(outcome.errorText.contains("standard output: cannot write: No space left on device"))
    }

    @Test("closed streams are errors and not crashes")
    func closed() throws {
        let notes = try Notes()
        let input = try notes.sandbox.run("quoth -C notes <&-")
        #expect(input.status == 74)
        #expect(input.errorText.contains("standard input"))
        #expect(input.output.isEmpty)
        #expect(try notes.sandbox.run("quoth -C notes what is a kite >&-").status == 74)
        #expect(try notes.sandbox.run("quoth -C none what is a kite 2>&-").status == 66)
        #expect(try notes.sandbox.run("quoth -C notes what is a kite <&-").status == 0)
        let folder = try notes.sandbox.run("quoth -C notes <notes")
        #expect(folder.status == 74)
        #expect(folder.output.isEmpty)
    }

    @Test("a file that the program's streams were not given cannot be overwritten by it")
    func lowDescriptors() throws {
        let notes = try Notes()
        // With all three streams closed, the files that it opens must not become its standard streams.
        #expect(try notes.sandbox.run("quoth index -C notes <&- >&- 2>&-").status == 74)
        #expect(try notes.quoth("check --full").status == 0)
    }

    @Test("a mark of UTF-8 in front of the first question is none of its text")
    func byteOrderMark() throws {
        let notes = try Notes()
        let marked = try notes.sandbox.run("quoth -C notes --json", input: Array("\u{FEFF}What is a kite?\r\n".utf8))
        let plain = try notes.sandbox.run("quoth -C notes --json", input: Array("What is a kite?\n".utf8))
        #expect(plain.status == 0)
        #expect(marked.output == plain.output)
    }

    @Test("bad lines are refused one by one, and the stream goes on")
    func badLines() throws {
        let notes = try Notes()
        var input = Array("What is a kite?\n".utf8)
        input += [0xC3, 0x28, 0x0A]
        input += [UInt8](repeating: UInt8(ascii: "a"), count: 70_000) + [0x0A]
        input += Array("\u{1B}[2J\u{7} \u{9B}31m\n".utf8)
        input += [UInt8](repeating: UInt8(ascii: "b"), count: 1_000_000) + [0x0A]
        input += Array("the of and\nWhat is a honeybee?".utf8)
        let outcome = try notes.quoth("--json", input: input)
        let replies = try Reply.all(outcome)
        #expect(
            replies.map(\.status) == [
                "answered", "error", "error", "not_covered", "error", "not_covered", "answered",
            ])
        #expect(replies[1].error?.contains("UTF-8") == true)
        #expect(replies[2].error?.contains("64 KiB") == true)
        #expect(outcome.status == 1)
        #expect(!holdsControls(outcome.output))

        let text = try notes.quoth("", input: input)
        #expect(text.errorText.contains("line 2: the line is not UTF-8"))
        #expect(text.errorText.contains("line 3: a line of more than 64 KiB"))
        #expect(!holdsControls(text.output))
        #expect(!holdsControls(text.errors))
    }

    @Test("a question of 64 KiB is still a question")
    func longQuestion() throws {
        let notes = try Notes()
        let words = String(repeating: "honeybee colony queen hive ", count: 2_400)
        let outcome = try notes.pipe(String(words.prefix(65_535)) + "\n", "--json")
        #expect(try Reply.all(outcome).map { $0.status == "error" } == [false])
    }

    @Test("a run that waits for its next question ends by the signal, and the next one works")
    func interrupted() throws {
        let notes = try Notes()
        _ = try notes.quoth("index")
        let outcome = try notes.sandbox.run(
            """
            mkfifo questions
            quoth -C notes <questions >answers &
            child=$!
            exec 3>questions
            echo 'What is a kite?' >&3
            until grep -q kites answers; do sleep 0.02; done
            kill -TERM $child
            wait $child
            """)
        #expect(outcome.status == 143)
        #expect(try notes.quoth("What is a kite?").status == 0)
    }
}
