import Answering
import Documents
import Extraction
import MappedStorage
import Retrieval
import Shell
import SystemPackage
import TestSupport
import TextAnalysis

/// A folder of documents with its index.
final class TinyLibrary: ChatEngine, ChatSurroundings, SourceFiles {
    let folder: TemporaryFolder
    private(set) var answerer: Answerer
    var freshness = "up to date"
    /// There is no index before the chat has waited for it.
    var isBeingMade = false
    /// Why waiting for the first index gives none.
    var waitingFails: String?
    /// The files are there, and too large to be read whole.
    var sourcesAreTooLarge = false
    /// What the user writes in the editor.
    var edited = EditedText.text("")
    var asked: [String] = []
    private(set) var keptGaps: [String] = []

    init(_ files: [String: String] = TinyLibrary.files) throws {
        folder = try TemporaryFolder()
        for (name, contents) in files { try folder.write(contents, to: "corpus/" + name) }
        answerer = try Self.index(folder)
    }

    private static func index(_ folder: TemporaryFolder) throws -> Answerer {
        let analyzer = Analyzer()
        let update = IndexUpdate(folder: folder.path("index"), analyzer: analyzer)
        let listing = try CorpusScanner.scan(roots: [folder.path("corpus")])
        _ = try update.run(
            listing,
            extractor: { file, body in FileExtractor.extract(file.absolutePath, as: file.format) { body($0) } })
        return Answerer(
            searcher: Searcher(snapshot: try IndexSnapshot(folder: folder.path("index"), analyzer: analyzer)))
    }

    // MARK: ChatEngine

    func snapshot() -> IndexSnapshot? { isBeingMade ? nil : answerer.searcher.snapshot }

    func freshSnapshot() -> IndexSnapshot? { snapshot() }

    func waitForIndex() -> String? {
        if waitingFails == nil { isBeingMade = false }
        return waitingFails
    }

    func skipped() -> String { "nothing was skipped" }

    func status() -> String {
        "\(answerer.searcher.snapshot.documentCount) documents\n\(answerer.searcher.snapshot.passageCount) passages"
    }

    func reindex() -> String {
        do {
            answerer = try Self.index(folder)
            return "done"
        } catch {
            return "\(error)"
        }
    }

    // MARK: ChatSurroundings

    func history(matching text: String) -> [String] { text.isEmpty ? asked : asked.filter { $0.contains(text) } }

    func write(_ text: [UInt8], to file: String, replacing: Bool) -> FileWriting {
        if file.hasPrefix("/") { return .failed("no room there") }
        if !replacing, (try? folder.contents(of: file)) != nil { return .exists }
        do {
            try folder.write(String(decoding: text, as: UTF8.self), to: file)
            return .written
        } catch {
            return .failed("\(error)")
        }
    }

    func edit() -> EditedText { edited }

    func keepGap(_ question: String) -> String? {
        keptGaps.append(question)
        return nil
    }

    func gaps() -> [String] { keptGaps }

    // MARK: SourceFiles

    func bytes(of document: StoredDocument) -> [UInt8]? {
        guard !sourcesAreTooLarge else { return nil }
        let name = "corpus/" + String(decoding: document.path, as: UTF8.self)
        return (try? folder.contents(of: name)).map { Array($0.utf8) }
    }

    func isTooLarge(_ document: StoredDocument) -> Bool { sourcesAreTooLarge }

    func absolutePath(of document: StoredDocument) -> [UInt8]? {
        Array("/library/".utf8) + document.path
    }

    // MARK: Chats

    /// What a screen shows of a chat in which the lines are typed one after another.
    func transcript(
        _ typed: [String], style: Style = Style(), isBundledCorpus: Bool = false, keepsGaps: Bool = false,
        end: LineResult = .endOfInput
    ) -> String {
        run(typed.map(LineResult.line) + [end], style: style, isBundledCorpus: isBundledCorpus, keepsGaps: keepsGaps)
            .screen
    }

    func run(
        _ results: [LineResult], style: Style = Style(), isBundledCorpus: Bool = false, keepsGaps: Bool = false,
        writeLimit: Int = .max
    ) -> (screen: String, end: SessionEnd) {
        let screen = Screen(writeLimit: writeLimit)
        var session = Session(
            engine: self, surroundings: self, sources: self, lines: Script(results: results, screen: screen),
            output: screen,
            options: Session.Options(
                version: "1.0", style: style, isBundledCorpus: isBundledCorpus, keepsGaps: keepsGaps))
        let end = session.run()
        return (screen.text, end)
    }
}

/// Keeps what is written, and how it would look with what was typed.
final class Screen: TextSink {
    private(set) var text = ""
    private var writesLeft: Int

    init(writeLimit: Int = .max) { writesLeft = writeLimit }

    func write(_ text: String) -> Bool {
        guard writesLeft > 0 else { return false }
        writesLeft -= 1
        self.text += text
        return true
    }

    func type(_ text: String) { self.text += text }
}

/// Lines as somebody types them, who then leaves.
struct Script: LineSource {
    var results: [LineResult]
    let screen: Screen

    mutating func nextLine(prompt: String) -> LineResult {
        guard !results.isEmpty else { return .endOfInput }
        let next = results.removeFirst()
        switch next {
        case .line(let line): screen.type(prompt + line + "\n")
        case .interrupted: screen.type(prompt + "^C\n")
        default: screen.type(prompt)
        }
        return next
    }
}

extension TinyLibrary {
    /// Sentences are few and plain, so that the goldens do not hang on how text is cut into sentences.
    static let files = [
        "procedures/epidural.md": """
        # Epidural steroid injection

        ## What is an epidural steroid injection?

        An epidural steroid injection puts medicine into the space
        around the nerves of the *spine*.

        ## What are the risks of an epidural steroid injection?

        The risks of an epidural steroid injection are:

        - a headache that is worse on sitting up
        - bleeding, above all with medicines that
          thin the blood
        - an infection, which is rare

        ## How do I prepare for an epidural steroid injection?

        To prepare for an epidural steroid injection:

        1. Tell the clinic about your medicines.
        2. Arrange a lift home.

        ## How long does the relief of an epidural steroid injection last?

        | Condition | Relief |
        | --- | --- |
        | Sciatica | weeks to months |
        | Stenosis | often shorter |
        """,
        "procedures/tens.md": """
        # TENS

        ## What is TENS?

        TENS is a small machine that sends gentle electrical pulses through pads on the skin.

        ## How do I set a TENS machine?

        ```
        mode\tburst
          rate\t100
        ```
        """,
        "approaches/neuromodulation.md": """
        # Neuromodulation

        ## What is neuromodulation?

        Neuromodulation changes the signals of nerves with electricity or with medicine.

        ## Is neuromodulation safe?

        Neuromodulation is safe for most people.
        """,
        "conditions/gout.md": """
        # Gout

        ## What is gout?

        Gout is a painful swelling of a joint that crystals of uric acid cause.
        """,
        "conditions/sciatica.md": """
        # Sciatica

        ## What is sciatica?

        Sciatica is pain that runs from the back down the leg.
        """,
    ]
}
