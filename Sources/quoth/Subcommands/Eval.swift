import Answering
import ArgumentParser
import Evaluation
import JSONText
import Retrieval
import SystemInterface
import SystemPackage

/// `quoth eval`: how well the index ranks judged documents, and how follow-up questions are read.
struct Eval: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Score the ranking over a judged set, or show how follow-up questions are read.",
        discussion: """
            Queries are JSON Lines with _id and text; judgements are tab-separated query, document and grade (BEIR), or \
            TREC qrels. A document's rank is that of its best passage; documents are named by their _id, else by their path.
            """)

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: OutputOptions

    @Option(help: ArgumentHelp("The queries, as JSON Lines.", valueName: "file"))
    var queries: String?

    @Option(help: ArgumentHelp("The judgements.", valueName: "file"))
    var qrels: String?

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Write the 100 best documents of each query as a TREC run.", valueName: "file"))
    var runFile: String?

    @Option(help: ArgumentHelp("The least grade that counts as relevant.", valueName: "grade"))
    var minGrade = 1

    @Option(
        help: ArgumentHelp(
            "Conversations, as JSON Lines with _id, title, history and question; prints how each question is read.",
            valueName: "file"))
    var turns: String?

    func validate() throws {
        if turns == nil && queries == nil {
            throw ValidationError("Name the queries with --queries, or turns with --turns.")
        }
        if queries != nil && qrels == nil && runFile == nil {
            throw ValidationError("Name the judgements with --qrels, or a file for the run with --run.")
        }
    }

    func run() throws {
        do {
            if let turns { return try resolve(Turns(jsonLines: Self.contents(of: turns))) }
            guard let queries else { return }
            let topics = try Topics(jsonLines: Self.contents(of: queries))
            let judged = try qrels.map { try Qrels(Self.contents(of: $0)) }
            let ranking = try rank(topics)
            if let runFile { try Self.write(ranking.trec(tag: "quoth"), to: runFile) }
            if let judged { try report(Metrics(of: ranking, against: judged, minimumGrade: minGrade)) }
        } catch let error as EvaluationError {
            throw ProgramFailure(error.description, .noInput)
        }
    }

    private func rank(_ topics: Topics) throws -> Run {
        let workspace = try Workspace(corpus)
        let snapshot = try workspace.freshSnapshot(refresh: true, showsProgress: !output.quiet && !output.json)
        let searcher = Searcher(snapshot: snapshot)
        var run = Run()
        do throws(IndexError) {
            for topic in topics.topics {
                let documents = try searcher.topDocuments(Run.writtenDepth, for: searcher.query(topic.text))
                run.rank(
                    documents.map { document in
                        let name =
                            document.document.identifier.isEmpty
                            ? String(decoding: document.document.path, as: UTF8.self) : document.document.identifier
                        return Run.Entry(DocumentID(name), score: document.score.points)
                    }, for: topic.id)
            }
        } catch {
            throw ProgramFailure(error)
        }
        return run
    }

    private func report(_ metrics: Metrics) throws {
        let shown: [Metric] = Metric.allCases
        if output.json {
            var writer = JSONWriter()
            writer.object { object in
                for metric in shown { object.member(metric.rawValue, metrics[metric], decimals: 4) }
                object.member("queries", metrics.queries.count)
            }
            writer.newline()
            try Output.write(writer.bytes)
        } else {
            var text = ""
            for metric in shown { text += "\(metric.rawValue)\t\(decimal(metrics[metric], places: 4))\n" }
            text += "queries\t\(metrics.queries.count)\n"
            try Output.write(text)
        }
    }

    private func resolve(_ turns: Turns) throws {
        for turn in turns.turns {
            var conversation = Conversation()
            for exchange in turn.exchanges {
                conversation.note(question: exchange.question, answer: exchange.answer, from: turn.title)
            }
            var writer = JSONWriter()
            writer.object { object in
                object.member("_id", turn.id.text)
                object.member("reading", conversation.reading(of: turn.question)?.question ?? turn.question)
            }
            writer.newline()
            try Output.write(writer.bytes)
        }
    }

    private static func contents(of path: String) throws -> [UInt8] {
        do throws(SystemError) {
            return try readFile(FilePath(path), upTo: 1 << 30)
        } catch {
            throw ProgramFailure(error.description, .noInput)
        }
    }

    private static func write(_ bytes: [UInt8], to path: String) throws {
        do throws(SystemError) {
            let file = try OpenFile.creating(
                FilePath(path), permissions: [.ownerReadWrite, .groupRead, .otherRead], replacing: true)
            try file.write(bytes)
        } catch {
            throw ProgramFailure(error)
        }
    }
}
