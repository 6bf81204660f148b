import Answering
import ArgumentParser
import Evaluation
import JSONText
import Retrieval
import Shell
import SystemInterface
import SystemPackage

/// `quoth eval`: how well the index ranks judged documents, how two rankings compare, and how follow-up questions are read.
struct Eval: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Score the ranking over a judged set, compare two runs, or show how follow-up questions are read.",
        discussion: """
            FOLDER is a judged set as BEIR lays it out: corpus.jsonl, queries.jsonl and qrels/test.tsv (or qrels.tsv). The \
            files may be named one by one, too: queries are JSON Lines with _id and text; judgements are tab-separated \
            query, document and grade, or TREC qrels. A document's rank is that of its best passage; documents are named by \
            their _id, else by their path.

            --compare takes one or two TREC runs, of this program or another. Two are compared with each other; one is the \
            baseline of what the index ranks now. The interval of a difference is a paired bootstrap over the queries.
            """)

    @OptionGroup var corpus: CorpusOptions
    @OptionGroup var output: OutputOptions

    @Argument(help: ArgumentHelp("A judged set.", valueName: "folder"))
    var folder: String?

    @Option(help: ArgumentHelp("The queries, as JSON Lines.", valueName: "file"))
    var queries: String?

    @Option(help: ArgumentHelp("The judgements.", valueName: "file"))
    var qrels: String?

    @Option(help: ArgumentHelp("Which judgements of the folder: qrels/<name>.tsv.", valueName: "name"))
    var split = "test"

    @Option(
        name: .customLong("run"),
        help: ArgumentHelp("Write the 100 best documents of each query as a TREC run.", valueName: "file"))
    var runFile: String?

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Compare two runs, or what the index ranks now with one.", valueName: "run"))
    var compare: [String] = []

    @Option(help: ArgumentHelp("Where the bootstrap's random numbers begin.", valueName: "number"))
    var seed = 1

    @Option(help: ArgumentHelp("The least grade that counts as relevant.", valueName: "grade"))
    var minGrade = 1

    @Option(
        help: ArgumentHelp(
            "Conversations, as JSON Lines with _id, title, history and question; prints how each question is read.",
            valueName: "file"))
    var turns: String?

    func validate() throws {
        if turns != nil {
            guard folder == nil, queries == nil, qrels == nil, runFile == nil, compare.isEmpty else {
                throw ValidationError("--turns goes with no queries, judgements or runs.")
            }
            return
        }
        if seed < 0 { throw ValidationError("--seed is a whole number from 0 on.") }
        if compare.count > 2 { throw ValidationError("--compare takes one run or two, not \(compare.count).") }
        if !compare.isEmpty, folder == nil, qrels == nil {
            throw ValidationError("Name the judgements to compare by with --qrels, or a judged set.")
        }
        if compare.count == 2, runFile != nil {
            throw ValidationError("--run writes what the index ranks; a comparison of two runs ranks nothing.")
        }
        if compare.count == 2 { return }
        if folder == nil, queries == nil {
            throw ValidationError("Name a judged set, the queries with --queries, or turns with --turns.")
        }
        if folder == nil, qrels == nil, runFile == nil {
            throw ValidationError("Name the judgements with --qrels, or a file for the run with --run.")
        }
    }

    func run() throws {
        if let turns { return try resolve(JudgedFiles.read(FilePath(turns), as: Turns.init(jsonLines:))) }
        let files = try JudgedFiles(folder: folder, split: split, queries: queries, judgements: qrels)
        let judged = try files.judgements.map { try JudgedFiles.read($0, as: Qrels.init) }
        let written = try compare.map { try JudgedFiles.read(FilePath($0), as: Run.init(trec:)) }
        if let judged, written.count == 2 {
            return try report(measured(written[0], judged), measured(written[1], judged), named: compare)
        }
        guard let queries = files.queries else { return }
        let topics = try JudgedFiles.read(queries, as: Topics.init(jsonLines:))
        let ranking = try rank(topics, over: files.documents)
        if let runFile { try Self.write(ranking.trec(tag: "quoth"), to: runFile) }
        guard let judged else { return }
        let metrics = measured(ranking, judged)
        if let baseline = written.first {
            try report(measured(baseline, judged), metrics, named: [compare[0], "index"])
        } else {
            try report(metrics)
        }
    }

    // MARK: Ranking

    private func rank(_ topics: Topics, over documents: FilePath?) throws -> Run {
        var options = corpus
        if options.corpus.isEmpty, let documents { options.corpus = [documents.string] }
        let workspace = try Workspace(options)
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

    private func measured(_ run: Run, _ judged: Qrels) -> Metrics {
        let metrics = Metrics(of: run, against: judged, minimumGrade: minGrade)
        guard !output.quiet, !output.json else { return metrics }
        if metrics.queries.isEmpty {
            Diagnostics.say("quoth: no query has a document of grade \(max(1, minGrade)) or better; see --min-grade")
        } else if metrics.queriesWithoutDocuments > 0 {
            Diagnostics.say(
                "quoth: \(metrics.queriesWithoutDocuments) of \(metrics.queries.count) judged queries found no document "
                    + "and count 0")
        }
        return metrics
    }

    // MARK: Reports

    private func report(_ metrics: Metrics) throws {
        if output.json {
            var writer = JSONWriter()
            writer.object { object in
                for metric in Metric.allCases { object.member(metric.rawValue, metrics[metric], decimals: 4) }
                object.member("queries", metrics.queries.count)
            }
            writer.newline()
            try Output.write(writer.bytes)
        } else {
            var text = ""
            for metric in Metric.allCases { text += "\(metric.rawValue)\t\(Wording.decimals(metrics[metric], 4))\n" }
            text += "queries\t\(metrics.queries.count)\n"
            try Output.write(text)
        }
    }

    /// Both runs' figures, the difference, and between what it might lie for other queries of the kind.
    private func report(_ baseline: Metrics, _ candidate: Metrics, named names: [String]) throws {
        let comparisons = Metric.allCases.map { metric in
            (metric, PairedComparison(of: metric, from: baseline, to: candidate, seed: UInt64(seed)))
        }
        let queryCount = comparisons.first?.1.queryCount ?? 0
        if output.json {
            var writer = JSONWriter()
            writer.object { object in
                object.member("baseline", names[0])
                object.member("candidate", names[1])
                object.member("queries", queryCount)
                object.member("seed", seed)
                for (metric, comparison) in comparisons {
                    object.key(metric.rawValue)
                    object.object { object in
                        object.member("baseline", baseline[metric], decimals: 4)
                        object.member("candidate", candidate[metric], decimals: 4)
                        object.member("difference", comparison.difference, decimals: 4)
                        object.member("low", comparison.lowerBound, decimals: 4)
                        object.member("high", comparison.upperBound, decimals: 4)
                        object.member("better", comparison.wins)
                        object.member("equal", comparison.ties)
                        object.member("worse", comparison.losses)
                    }
                }
            }
            writer.newline()
            return try Output.write(writer.bytes)
        }
        var text = "baseline\t\(names[0])\ncandidate\t\(names[1])\n"
        text += "metric\tbaseline\tcandidate\tdifference\t95% interval\tbetter\tequal\tworse\n"
        for (metric, comparison) in comparisons {
            let cells = [
                metric.rawValue, Wording.decimals(baseline[metric], 4), Wording.decimals(candidate[metric], 4),
                Self.signed(comparison.difference),
                "\(Self.signed(comparison.lowerBound)) … \(Self.signed(comparison.upperBound))",
                "\(comparison.wins)", "\(comparison.ties)", "\(comparison.losses)",
            ]
            text += cells.joined(separator: "\t") + "\n"
        }
        try Output.write(text + "queries\t\(queryCount)\n")
    }

    private static func signed(_ value: Double) -> String {
        let digits = Wording.decimals(value, 4)
        return digits.hasPrefix("-") ? digits : "+" + digits
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

    private static func write(_ bytes: [UInt8], to path: String) throws {
        do throws(SystemError) {
            let file = try OpenFile.creating(
                FilePath(path), permissions: [.ownerReadWrite, .groupRead, .otherRead], replacing: true,
                throughLinks: true)
            try file.write(bytes)
        } catch {
            throw ProgramFailure(error)
        }
    }
}
