import ArgumentParser

/// Which documents, and where their index is.
struct CorpusOptions: ParsableArguments {
    @Option(
        name: [.customShort("C"), .long],
        help: ArgumentHelp(
            "A folder or file of documents; may be repeated. Without it: $QUOTH_CORPUS, ./Corpus, or the current folder.",
            valueName: "path"))
    var corpus: [String] = []

    @Option(help: ArgumentHelp("Where the index is kept, instead of in the cache folder.", valueName: "folder"))
    var index: String?

    @Option(help: ArgumentHelp("The language of the documents, for stemming and stop words.", valueName: "language"))
    var language: String = "english"

    @Flag(help: "Index files that .gitignore and .quothignore exclude, too.")
    var noIgnore = false
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

    @Option(help: ArgumentHelp("Colour: auto, always or never.", valueName: "when"))
    var color: Color = .auto

    @Flag(name: .shortAndLong, help: "No progress and no remarks on standard error.")
    var quiet = false
}
