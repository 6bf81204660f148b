import ArgumentParser
import Documents
import Glibc
import Retrieval
import SystemInterface
import SystemPackage
import TextAnalysis

/// The corpus that a command works on, and its index: which folders, where, how fresh.
final class Workspace {
    let roots: [FilePath]
    /// Names the corpus among the user's files.
    let name: String
    let indexFolder: FilePath
    /// Nobody named the folder of the index: it is the program's own, which keeps nothing there that cannot be made again.
    private let ownsIndex: Bool
    /// Of the language that was given; else of the index that is there, or of most of the documents.
    private(set) var analyzer: Analyzer
    private let languageIsGiven: Bool
    let configuration: Configuration
    /// The options that name it.
    let options: CorpusOptions
    /// The folders were named by the user, and not merely found.
    let isNamed: Bool
    private let honoursIgnoreFiles: Bool

    /// The documents are those that come with the program.
    var isBundledCorpus: Bool {
        // Known by its name, and by a document that every release of it has.
        roots.count == 1 && (try? FileStatus(of: roots[0].appending("visits/faq.md"), followLinks: false)) != nil
            && roots[0].lastComponent == "Corpus"
    }

    /// - Throws: `ProgramFailure` with status 64 for an unknown language, 66 for a corpus that is not there.
    init(_ options: CorpusOptions) throws {
        let configuration = try Configuration()
        let languageName = options.language ?? configuration[.language]?.text ?? "auto"
        let language = Language(named: languageName)
        guard language != nil || languageName.lowercased() == "auto" else {
            let names = Language.all.map(\.name).joined(separator: ", ")
            let origin = options.language == nil ? configuration[.language].map { "\($0.origin): " } ?? "" : ""
            throw ProgramFailure("\(origin)unknown language “\(languageName)”; known are auto, \(names)", .usage)
        }
        self.options = options
        self.configuration = configuration
        honoursIgnoreFiles = !options.noIgnore && configuration.flag(.ignore) ?? true

        let named = (options.corpus.isEmpty ? configuration.corpus : options.corpus).map { FilePath($0) }
        isNamed = !named.isEmpty
        var roots: [FilePath] = []
        for root in isNamed ? named : [try Self.foundRoot()] {
            do throws(SystemError) {
                roots.append(try canonicalPath(root))
            } catch {
                throw ProgramFailure(
                    "no documents at \(root): \(error.errno). "
                        + "Name a folder of documents with --corpus", .noInput)
            }
        }
        self.roots = roots
        if !isNamed { try Self.refuseUnnamed(roots[0]) }
        name = Self.name(of: roots)
        indexFolder = options.index.map { FilePath($0) } ?? Self.defaultIndexFolder(named: name)
        ownsIndex = options.index == nil
        if ownsIndex { try Self.refuseForeign(indexFolder) }
        languageIsGiven = language != nil
        analyzer = Analyzer(language: language ?? IndexSnapshot.language(ofIndexIn: indexFolder) ?? .english)
    }

    private static func foundRoot() throws -> FilePath {
        let bundled = FilePath("Corpus")
        if let status = try? FileStatus(of: bundled, followLinks: true), status.kind == .directory { return bundled }
        do throws(SystemError) {
            return try Environment.currentDirectory()
        } catch {
            throw ProgramFailure(error)
        }
    }

    /// A home folder or the whole disk is not indexed because somebody happened to stand there.
    private static func refuseUnnamed(_ root: FilePath) throws {
        let home = Environment.homeDirectory().flatMap { try? canonicalPath($0) }
        if root == home || root.components.isEmpty {
            throw ProgramFailure(
                "\(root) is not indexed without being named: use --corpus \(root), or a folder in it", .noInput)
        }
    }

    /// `$XDG_CACHE_HOME/quoth/<name>-<hash of the roots>`.
    private static func defaultIndexFolder(named name: String) -> FilePath {
        var cache = FilePath("/tmp/quoth-\(Environment.effectiveUser)")
        if let named = Environment.path("XDG_CACHE_HOME"), named.isAbsolute {
            cache = named.appending("quoth")
        } else if let home = Environment.homeDirectory() {
            cache = home.appending(".cache/quoth")
        }
        return cache.appending(name)
    }

    /// An index where only this user's should be, and that somebody else made, could hold anything.
    private static func refuseForeign(_ folder: FilePath) throws {
        let user = Environment.effectiveUser
        guard user != 0, let status = try? FileStatus(of: folder, followLinks: false), status.owner != user else {
            return
        }
        throw ProgramFailure("\(folder) belongs to another user; name a folder of your own with --index", .inputOutput)
    }

    /// Names a corpus by its first folder and all of them.
    private static func name(of roots: [FilePath]) -> String {
        let key = roots.map(\.bytes).joined(separator: [0])
        let digits = String(ContentHash.of(Array(key)), radix: 16)
        let name = (roots[0].lastComponent?.string ?? "root").unicodeScalars
            .map { $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil) ? String($0) : "-" }
            .joined()
        return "\(name.prefix(40))-\(String(repeating: "0", count: 16 - digits.count) + digits)"
    }

    // MARK: The corpus as it is now

    /// Lists the files of the corpus.
    ///
    /// - Throws: `ProgramFailure` with status 66 when a root is not there, or an unnamed folder holds too many files.
    func listing() throws -> CorpusListing {
        guard let listing = try listing(within: nil) else { throw ProgramFailure("no list of documents", .internal) }
        return listing
    }

    /// Lists the files of the corpus; nil when that takes longer than `timeBudget`.
    private func listing(within timeBudget: Duration?) throws -> CorpusListing? {
        let options = CorpusScanner.Options(
            honoursIgnoreFiles: honoursIgnoreFiles, maximumFileCount: isNamed ? nil : 20_000,
            leftOutFolder: indexFolder, timeBudget: timeBudget)
        let listing: CorpusListing
        do throws(CorpusScanError) {
            listing = try CorpusScanner.scan(roots: roots, options: options)
        } catch {
            if error == .outOfTime { return nil }
            throw ProgramFailure(error.description, .noInput)
        }
        for root in listing.roots {
            if let problem = root.problem {
                throw ProgramFailure("no documents at \(root.path): \(problem.errno)", .noInput)
            }
        }
        return listing
    }

    // MARK: The index

    /// Brings the index up to date; a person at a terminal sees how far it is.
    ///
    /// - Throws: `ProgramFailure`.
    @discardableResult
    func update(rebuild: Bool = false, showsProgress: Bool) throws -> IndexUpdate.Report {
        try update(rebuild: rebuild, progress: ProgressLine(isShown: showsProgress))
    }

    func update(rebuild: Bool = false, progress: ProgressLine) throws -> IndexUpdate.Report {
        try update(to: try listing(), rebuild: rebuild, progress: progress)
    }

    /// Brings the index into agreement with a listing of the corpus. The program's own index is made anew where an earlier
    /// version of the program made it.
    func update(
        to listing: CorpusListing, rebuild: Bool = false, progress: ProgressLine
    ) throws -> IndexUpdate.Report {
        try InterruptFlag.during { try updateUnderFlag(to: listing, rebuild: rebuild, progress: progress) }
    }

    private func updateUnderFlag(
        to listing: CorpusListing, rebuild: Bool, progress: ProgressLine
    ) throws -> IndexUpdate.Report {
        var progress = progress
        if !languageIsGiven {
            let ofIndex = rebuild ? nil : IndexSnapshot.language(ofIndexIn: indexFolder)
            // Where documents cannot be read at all, the update below says so.
            follow(ofIndex ?? (try? CorpusLanguage.detected(in: listing, by: ExtractorClient())) ?? .english)
        }
        do throws(IndexError) {
            let report = try IndexUpdate(folder: indexFolder, analyzer: analyzer).run(
                listing, rebuild: rebuild, threadCount: Threads.processorCount,
                makeExtractor: {
                    let client = try ExtractorClient()
                    return { file, body in try client.documents(in: file, body: body) }
                },
                progress: { state in
                    progress.show(state)
                    return InterruptFlag.current == nil
                })
            progress.clear()
            return report
        } catch {
            progress.clear()
            let failure = ProgramFailure(error)
            guard !rebuild, isRemedied(failure) else { throw failure }
            return try updateUnderFlag(to: listing, rebuild: true, progress: progress)
        }
    }

    /// Bringing the index up to date puts an end to the failure: it is the program's own, and of an earlier version.
    func isRemedied(_ failure: ProgramFailure) -> Bool {
        ownsIndex && failure.isOfEarlierVersion
    }

    private func follow(_ language: Language) {
        if language != analyzer.language { analyzer = Analyzer(language: language) }
    }

    /// The index's newest generation.
    ///
    /// - Throws: `ProgramFailure`: 66 without an index or with nothing in it, 65 for one that cannot be used.
    func snapshot() throws -> IndexSnapshot {
        // Another process may have made it since, and anew.
        if !languageIsGiven, let language = IndexSnapshot.language(ofIndexIn: indexFolder) { follow(language) }
        let snapshot: IndexSnapshot
        do throws(IndexError) {
            snapshot = try IndexSnapshot(folder: indexFolder, analyzer: analyzer, roots: roots)
        } catch {
            throw ProgramFailure(error)
        }
        guard snapshot.documentCount > 0 else { throw emptyCorpus() }
        return snapshot
    }

    private func emptyCorpus() -> ProgramFailure {
        let places = roots.map(\.string).joined(separator: ", ")
        return ProgramFailure(
            "no documents in \(places): supported are Markdown (.md), plain text (.txt, .rst, README …), HTML, PDF, DOCX, ODT, EPUB, "
                + "e-mail (.eml), subtitles (.srt, .vtt) and JSON Lines (.jsonl); "
                + "`quoth status` lists what was skipped and why", .noInput)
    }

    /// What looking for changes may cost a question. A walk over 10,000 files that the system has seen takes some 40 ms.
    static let checkBudget = Duration.milliseconds(150)

    /// An index that is up to date, as far as can be: one that another process is writing, or that lies in a folder that
    /// cannot be written to, is used as it is, and so is one whose files cannot be looked through in the time that is given.
    /// What is quoted is compared with its source in any case.
    func freshSnapshot(
        refresh: Bool, showsProgress: Bool, within timeBudget: Duration? = nil
    ) throws -> IndexSnapshot {
        if refresh {
            do {
                _ = try updateInTurn(within: timeBudget, progress: ProgressLine(isShown: showsProgress))
            } catch let failure as ProgramFailure where failure.status == .inputOutput {
                guard let snapshot = try? snapshot() else { throw failure }
                // What another process writes is there soon.
                if !failure.isBusy { sayWhatIsMissing(for: failure, within: timeBudget) }
                return snapshot
            }
        }
        do {
            return try snapshot()
        } catch let failure as ProgramFailure where refresh && isRemedied(failure) {
            // The time was too short for a look at the files, and there is nothing to use as it is.
            try update(showsProgress: showsProgress)
            return try snapshot()
        }
    }

    /// Says that the index is not up to date and why it stays so; nothing where it is.
    private func sayWhatIsMissing(for failure: ProgramFailure, within timeBudget: Duration?) {
        guard let listing = try? listing(within: timeBudget), let inspection = try? IndexInspection(folder: indexFolder)
        else { return }
        let differences = inspection.differences(from: listing)
        guard differences != (0, 0, 0) else { return }
        let changes = Reports.changes(differences.new, differences.changed, differences.removed)
        Diagnostics.say("quoth: the index is not up to date (\(changes)): \(failure.message)")
    }

    /// Brings the index up to date. Where another process is making the very first one, that is waited for: there is nothing to use
    /// meanwhile.
    ///
    /// - Parameter timeBudget: for looking through the files where there is an index already.
    /// - Returns: nil when that took longer.
    /// - Throws: `ProgramFailure`.
    func updateInTurn(
        rebuild: Bool = false, within timeBudget: Duration? = nil, progress: ProgressLine
    ) throws -> IndexUpdate.Report? {
        while true {
            do {
                let isThere = (try? FileStatus(of: indexFolder.appending("CURRENT"), followLinks: false)) != nil
                guard let listing = try listing(within: isThere ? timeBudget : nil) else { return nil }
                return try update(to: listing, rebuild: rebuild, progress: progress)
            } catch let failure as ProgramFailure where failure.isBusy {
                if (try? snapshot()) != nil { throw failure }
                do throws(IndexError) {
                    try IndexUpdate.waitForOthers(in: indexFolder)
                } catch {
                    throw ProgramFailure(error)
                }
            }
        }
    }
}
