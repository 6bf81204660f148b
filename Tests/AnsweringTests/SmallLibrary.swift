import Answering
import Documents
import Extraction
import MappedStorage
import Retrieval
import SystemPackage
import TestSupport
import TextAnalysis

/// A few documents with their index, and what is asked of them.
final class SmallLibrary {
    private let folder: TemporaryFolder
    let answerer: Answerer

    init(_ files: [String: String] = SmallLibrary.files) throws {
        folder = try TemporaryFolder()
        for (name, contents) in files { try folder.write(contents, to: "corpus/" + name) }
        let analyzer = Analyzer()
        let update = IndexUpdate(folder: folder.path("index"), analyzer: analyzer)
        _ = try update.run(
            try CorpusScanner.scan(roots: [folder.path("corpus")]),
            extractor: { file, body in FileExtractor.extract(file.absolutePath, as: file.format) { body($0) } })
        answerer = Answerer(
            searcher: Searcher(snapshot: try IndexSnapshot(folder: folder.path("index"), analyzer: analyzer)))
    }

    /// The answer, whatever its confidence.
    func answer(_ question: String) throws -> Answer {
        try answerer.answer(question, options: AnswerOptions(leastConfidence: 0))
    }

    /// The quoted text, parts one after another.
    func quoted(_ question: String) throws -> String {
        try answer(question).parts.map(\.quote.text).joined(separator: "\n\n")
    }

    func source(_ document: StoredDocument) throws -> [UInt8] {
        Array(try folder.contents(of: "corpus/" + String(decoding: document.path, as: UTF8.self)).utf8)
    }
}

extension SmallLibrary {
    static let files = [
        "bees.md": """
        # Beekeeping

        ## Swarms

        A swarm is a cluster of bees that has left its hive with the old queen. This cluster rests on a branch for a few
        hours. Scouts look for a hollow tree in the meantime.

        ## Smoker

        A smoker calms bees because the smoke hides their alarm scent. It burns dry grass or cardboard.

        ## How do I light a smoker?

        To light a smoker:

        1. Put burning paper at the bottom.
        2. Add dry grass and pump the bellows.
        3. Close the lid when the smoke is cool and white.

        ## Equipment of a beginner

        A beginner needs a hive, a veil and gloves. The equipment of a beginner costs about 300 crowns. Used hives must
        be scorched before use, since spores of foulbrood survive in the wood for forty years.

        ## Bees and weather

        Bees do not fly in the rain. Below 10 degrees they stay in the hive as well.
        """,
        "honey.md": """
        # Honey

        ## Kinds of honey

        The kinds of honey sold at the market are:

        - blossom honey, which is light and sets early
        - forest honey, which is dark and stays liquid
        - heather honey, which sets like jelly

        Prices differ from year to year.

        ## Prices

        | Honey | Small jar | Large jar |
        | --- | --- | --- |
        | Blossom | 4 crowns | 7 crowns |
        | Forest | 6 crowns | 10 crowns |
        | Heather | 9 crowns | 16 crowns |

        ## Keeping

        Forest honey keeps longest of all kinds when the jar is closed and dark. Heather honey should be eaten within a
        year.
        """,
        "history.md": """
        # The village of Imkersrode

        Imkersrode was founded in 1412 by Duke Albrecht. It lies on the river Wiese in the north of the country. The
        church was built by the mason Hannes Oberlin between 1502 and 1511.

        The first school opened in 1788. A teacher named Grete Falk taught there for thirty years. The old mill burned
        down in 1803 because lightning struck the roof. Nobody was hurt.

        The village has 840 inhabitants today. Most of them work in the (much enlarged) glass factory, which was
        founded by A. B. Lindt.
        """,
    ]
}
