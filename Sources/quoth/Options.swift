import ArgumentParser
import TextAnalysis

/// Which documents, and where their index is.
struct CorpusOptions: ParsableArguments {
    @Option(
        name: [.customShort("C"), .long],
        help: ArgumentHelp(
            "A folder or file of documents; may be repeated. Without it: $QUOTH_CORPUS, ./Corpus, or the current folder.",
            valueName: "path"), completion: .file())
    var corpus: [String] = []

    @Option(
        help: ArgumentHelp("Where the index is kept, instead of in the cache folder.", valueName: "folder"),
        completion: .directory)
    var index: String?

    @Option(
        help: ArgumentHelp(
            "The language of the documents; without it, that of most of them.", valueName: "language"),
        completion: .list(Language.all.map(\.name)))
    var language: String?

    @Flag(help: "Index files that .gitignore and .quothignore exclude, too.")
    var noIgnore = false

    /// The options as they are typed, for a process that is to work on the same documents.
    var arguments: [String] {
        corpus.flatMap { ["--corpus", $0] } + (index.map { ["--index", $0] } ?? [])
            + (language.map { ["--language", $0] } ?? []) + (noIgnore ? ["--no-ignore"] : [])
    }
}

/// How results are shown.
struct OutputOptions: ParsableArguments {
    enum Color: String, ExpressibleByArgument, CaseIterable {
        case auto, always, never
    }

    @Flag(help: "One JSON object a line.")
    var json = false

    @Flag(help: "Plain linear text: no colour, no alignment.")
    var plain = false

    @Option(help: ArgumentHelp("Colour: auto, always or never; auto without it.", valueName: "when"))
    var color: Color?

    @Flag(name: .shortAndLong, help: "No progress and no remarks on standard error.")
    var quiet = false
}
