public import Answering
internal import Retrieval

/// How a chat ended.
public enum SessionEnd: Equatable, Sendable {
    /// The user left.
    case left
    /// Nobody reads the output any more.
    case readerGone
    /// A signal with this number asked the process to end.
    case terminated(Int32)
    /// The input cannot be read, for the reason given.
    case inputFailed(String)
}

/// The chat: reads lines, answers questions, obeys commands.
///
///     var session = Session(engine: engine, sources: files, lines: editor, output: terminal)
///     let end = session.run()
///
/// It knows neither terminal nor files: what it needs from outside comes through protocols.
public struct Session {
    /// What may be chosen about a chat.
    public struct Options: Sendable {
        /// As the banner names it.
        public var version: String
        public var style: Style
        /// The documents are those that come with the program; then the help says what they are not.
        public var isBundledCorpus: Bool
        /// For every question; `passageCount` passages are listed beneath each answer.
        public var answer: AnswerOptions

        public init(
            version: String, style: Style = Style(), isBundledCorpus: Bool = false,
            answer: AnswerOptions = AnswerOptions()
        ) {
            self.version = version
            self.style = style
            self.isBundledCorpus = isBundledCorpus
            self.answer = answer
        }
    }

    static let prompt = "quoth> "

    let engine: any ChatEngine
    let sources: any SourceFiles
    private var lines: any LineSource
    private let output: any TextSink
    var options: Options

    var conversation = Conversation()
    /// The last question with its answer, the talk before it, and the index that answered: passages are named by numbers
    /// that only that index knows.
    var last: Exchange?
    private var hasReader = true

    struct Exchange {
        var cited: CitedAnswer
        var before: Conversation
        var answerer: Answerer
    }

    public init(
        engine: any ChatEngine, sources: any SourceFiles, lines: any LineSource, output: any TextSink, options: Options
    ) {
        self.engine = engine
        self.sources = sources
        self.lines = lines
        self.output = output
        self.options = options
    }

    /// Chats until the user leaves or something ends it.
    public mutating func run() -> SessionEnd {
        show(banner)
        while hasReader {
            switch lines.nextLine(prompt: Self.prompt) {
            case .interrupted: continue
            case .endOfInput:
                // The cursor still stands behind the prompt.
                show([.empty])
                return hasReader ? .left : .readerGone
            case .terminated(let signal): return .terminated(signal)
            case .failed(let reason): return .inputFailed(reason)
            case .line(let line):
                if take(ChatLine(line)) == .leave { return hasReader ? .left : .readerGone }
            }
        }
        return .readerGone
    }

    enum Next { case goOn, leave }

    private mutating func take(_ line: ChatLine) -> Next {
        switch line {
        case .empty: break
        case .command(.quit): return .leave
        case .command(let command): obey(command)
        case .mistake(let message): say(message)
        case .courtesy(.greeting): say("Hello. Ask a question, or :help.")
        case .courtesy(.thanks): say("You are welcome.")
        case .courtesy(.identity):
            say(
                "Quoth finds the sentences of these documents that answer a question, and quotes them. :help lists what it can do."
            )
        case .tooLong(let byteCount):
            say(
                "That question is \(Wording.grouped(byteCount)) bytes long, and \(Wording.grouped(ChatLine.questionByteLimit)) are "
                    + "the most. Please ask it in fewer words.")
        case .question(let question): ask(question, in: conversation)
        }
        return .goOn
    }

    private var banner: [StyledText] {
        let snapshot = engine.answerer.searcher.snapshot
        let separator = style.isPlain ? ", " : " · "
        let counts =
            Wording.count(snapshot.documentCount, "document") + ", " + Wording.count(snapshot.passageCount, "passage")
        let facts = ["Quoth \(options.version)", counts, engine.freshness].filter { !$0.isEmpty }
        return StyledText(facts.joined(separator: separator)).wrapped(width: style.width)
            + StyledText("Ask a question, or :help. Ctrl-D leaves.").wrapped(width: style.width) + [.empty]
    }

    // MARK: Questions

    mutating func ask(_ question: String, in conversation: Conversation) {
        engine.refresh()
        let answerer = engine.answerer
        let answer: Answer
        do {
            answer = try answerer.answer(question, in: conversation, options: options.answer)
        } catch {
            say("The question cannot be answered: \(error)")
            return
        }
        let cited = CitedAnswer(answer, files: sources)
        last = Exchange(cited: cited, before: conversation, answerer: answerer)
        self.conversation = conversation
        self.conversation.note(answer)

        let renderer = renderer(for: answerer)
        let reading = renderer.readingLines(answer)
        let lines = renderer.answerLines(cited) + renderer.passageLines(answer, count: options.answer.passageCount)
        // The reading belongs to the question and stands right under it.
        show((reading.isEmpty ? [.empty] : reading) + lines + [.empty])
    }

    func renderer(for answerer: Answerer) -> AnswerRenderer {
        AnswerRenderer(style: style, analyzer: answerer.searcher.analyzer, setting: .chat)
    }

    // MARK: Output

    /// The style, with the width that the window has now.
    var style: Style {
        var style = options.style
        if let columnCount = output.columnCount { style.width = columnCount }
        return style
    }

    mutating func show(_ lines: [StyledText]) {
        guard hasReader else { return }
        hasReader = output.write(lines.rendered(style))
    }

    /// Shows sentences, indented and wrapped; each line of the text by itself.
    mutating func say(_ text: String) {
        show(
            text.split(separator: "\n").flatMap {
                StyledText(String($0)).wrapped(width: style.width, indent: AnswerRenderer.indent)
            })
    }
}
