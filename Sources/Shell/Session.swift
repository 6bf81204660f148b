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
///     var session = Session(
///         engine: engine, surroundings: machine, sources: files, lines: editor, output: terminal, options: options)
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
        /// Only documents that match are searched, see `DocumentScope`.
        public var scope: String?
        /// Questions that got no answer are kept on this machine.
        public var keepsGaps: Bool
        /// What is taller than the window is shown in a pager.
        public var usesPager: Bool

        public init(
            version: String, style: Style = Style(), isBundledCorpus: Bool = false,
            answer: AnswerOptions = AnswerOptions(), scope: String? = nil, keepsGaps: Bool = false,
            usesPager: Bool = true
        ) {
            self.version = version
            self.style = style
            self.isBundledCorpus = isBundledCorpus
            self.answer = answer
            self.scope = scope
            self.keepsGaps = keepsGaps
            self.usesPager = usesPager
        }
    }

    let engine: any ChatEngine
    let surroundings: any ChatSurroundings
    let sources: any SourceFiles
    var lines: any LineSource
    private let output: any TextSink
    var options: Options

    var conversation = Conversation()
    /// The last question with its answer, the talk before it, and the index that answered: passages are named by numbers
    /// that only that index knows.
    var last: Exchange?
    /// What was asked since the chat began, for `:export`.
    var transcript = Transcript()
    /// Of the newest generation that was asked for, within the scope.
    private var answerer: Answerer?
    private var hasReader = true

    struct Exchange {
        var cited: CitedAnswer
        var before: Conversation
        var answerer: Answerer
        /// How many of the best passages were listed beneath the answer.
        var listedCount: Int
    }

    public init(
        engine: any ChatEngine, surroundings: any ChatSurroundings, sources: any SourceFiles, lines: any LineSource,
        output: any TextSink, options: Options
    ) {
        self.engine = engine
        self.surroundings = surroundings
        self.sources = sources
        self.lines = lines
        self.output = output
        self.options = options
    }

    /// Chats until the user leaves or something ends it.
    public mutating func run() -> SessionEnd {
        show(banner)
        // A scope that was asked for and matches nothing is said before the first question, not after it.
        if options.scope != nil, engine.snapshot() != nil { _ = currentAnswerer() }
        while hasReader {
            switch lines.nextLine(prompt: prompt) {
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

    @discardableResult
    mutating func take(_ line: ChatLine) -> Next {
        switch line {
        case .empty: break
        case .command(.quit): return .leave
        case .command(let command): obey(command)
        case .mistake(let message): say(message)
        case .courtesy(let courtesy): say(courtesy.reply)
        case .tooLong(let byteCount):
            say(
                "That question is \(Wording.grouped(byteCount)) bytes long, and \(Wording.grouped(ChatLine.questionByteLimit)) are "
                    + "the most. Please ask it in fewer words.")
        case .question(let question): ask(question, in: conversation)
        }
        return .goOn
    }

    /// Where the search is limited, the prompt says so.
    private var prompt: String {
        guard let scope = options.scope else { return "quoth> " }
        let shown = SafeText.neutralise(scope.replacing("\n", with: " "), keepsLayout: false)
        return "quoth [\(shown.count > 24 ? shown.prefix(23) + "…" : shown)]> "
    }

    private var banner: [StyledText] {
        let separator = style.isPlain ? ", " : " · "
        let counts = engine.snapshot().map {
            Wording.count($0.documentCount, "document") + ", " + Wording.count($0.passageCount, "passage")
        }
        let facts = ["Quoth \(options.version)", counts ?? "", engine.freshness].filter { !$0.isEmpty }
        return StyledText(facts.joined(separator: separator)).wrapped(width: style.width)
            + StyledText("Ask a question, or :help. Ctrl-D leaves.").wrapped(width: style.width) + [.empty]
    }

    // MARK: Questions

    /// What answers within the scope from the newest generation; nil when nothing can, and then why has been said.
    mutating func currentAnswerer() -> Answerer? {
        var snapshot = engine.freshSnapshot()
        if snapshot == nil {
            if let reason = engine.waitForIndex() {
                say(reason)
                return nil
            }
            snapshot = engine.snapshot()
        }
        guard let snapshot else {
            say("There is no index to answer from. :reindex makes one.")
            return nil
        }
        if let answerer, answerer.searcher.snapshot === snapshot, answerer.searcher.scope?.pattern == options.scope {
            return answerer
        }
        do {
            let scope = try options.scope.map { try DocumentScope(matching: $0, in: snapshot) }
            answerer = Answerer(searcher: Searcher(snapshot: snapshot, scope: scope))
            if let scope, scope.documentCount == 0 {
                say("No document matches \(Wording.pattern(scope.pattern)). :in alone searches all; :files lists them.")
            }
        } catch {
            say("The documents cannot be listed: \(error)")
            return nil
        }
        return answerer
    }

    /// - Parameters:
    ///   - passageCount: how many of the best passages are listed beneath the answer; nil for what is set.
    ///   - isRepeated: the last question is asked once more.
    mutating func ask(
        _ question: String, in conversation: Conversation, passageCount: Int? = nil, isRepeated: Bool = false
    ) {
        guard let answerer = currentAnswerer() else { return }
        let listedCount = passageCount ?? options.answer.passageCount
        let answer: Answer
        do {
            answer = try answerer.answer(
                question, in: conversation,
                options: AnswerOptions(passageCount: listedCount, leastConfidence: options.answer.leastConfidence))
        } catch {
            say("The question cannot be answered: \(error)")
            return
        }
        let cited = CitedAnswer(answer, files: sources)
        last = Exchange(cited: cited, before: conversation, answerer: answerer, listedCount: listedCount)
        transcript.append(cited, index: answerer.searcher.snapshot, replacesLast: isRepeated)
        self.conversation = conversation
        self.conversation.note(answer)

        let renderer = renderer(for: answerer)
        let reading = renderer.readingLines(answer)
        let lines = renderer.answerLines(cited) + renderer.passageLines(answer, count: listedCount)
        // The reading belongs to the question and stands right under it.
        show((reading.isEmpty ? [.empty] : reading) + lines + [.empty])
        if answer.status == .notCovered, options.keepsGaps, !isRepeated {
            keepGap(answer.reading?.question ?? question)
        }
    }

    private mutating func keepGap(_ question: String) {
        guard let reason = surroundings.keepGap(question) else { return }
        options.keepsGaps = false
        say("Unanswered questions are no longer kept: \(reason)")
    }

    func renderer(for answerer: Answerer) -> AnswerRenderer {
        AnswerRenderer(style: style, searcher: answerer.searcher, setting: .chat)
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

    /// Shows lines that may be more than the window holds.
    mutating func page(_ lines: [StyledText]) {
        guard hasReader else { return }
        let text = lines.rendered(style)
        hasReader = options.usesPager && !style.isPlain ? output.page(text) : output.write(text)
    }

    /// Shows sentences, indented and wrapped; each line of the text by itself.
    mutating func say(_ text: String) {
        show(
            text.split(separator: "\n").flatMap {
                StyledText(String($0)).wrapped(width: style.width, indent: AnswerRenderer.indent)
            })
    }

    /// Shows a report whose lines have their own layout; only what is wider than the window is wrapped.
    mutating func report(_ text: String) {
        show(
            text.split(separator: "\n").flatMap { line -> [StyledText] in
                let whole = StyledText.spaces(AnswerRenderer.indent) + StyledText(String(line))
                if whole.width <= style.width { return [whole] }
                let inset = AnswerRenderer.indent + line.prefix { $0 == " " }.count
                return StyledText(String(line)).wrapped(width: style.width, indent: inset, hanging: inset + 2)
            })
    }
}
