import Documents
import Retrieval
import SystemInterface
import SystemPackage

/// Keeps an index in agreement with its corpus for as long as the process runs.
///
/// Something happens in a watched folder; when nothing more has for a moment, the corpus is listed again and what differs
/// taken in. Listing again, instead of following each event, costs a walk and can miss nothing.
struct IndexWatch {
    /// Nothing must have happened for so long before the index is touched, …
    private static let quietMilliseconds = 300
    /// … but after so long it is in any case.
    private static let patience = Duration.seconds(5)
    /// How often signals are looked for.
    private static let stepMilliseconds = 250
    /// How often the corpus is listed where its folders cannot be watched or are not there.
    private static let pollSeconds = 10
    /// A folder may appear while others are being watched, and others in it; beyond so many rounds the next event will tell.
    private static let roundLimit = 8

    private let workspace: Workspace
    private let output: OutputOptions

    init(_ workspace: Workspace, _ output: OutputOptions) {
        self.workspace = workspace
        self.output = output
    }

    /// Returns never but by a signal.
    func run(rebuild: Bool) throws {
        InterruptFlag.install()
        let watch: FolderWatch
        do throws(SystemError) { watch = try FolderWatch() } catch { throw ProgramFailure(error) }
        var mustRebuild = rebuild
        var isFirst = true
        var problem: String?
        while true {
            var isWatched = true
            do {
                let listing = try watchedListing(watch, &isWatched)
                let report = try workspace.update(
                    to: listing, rebuild: mustRebuild,
                    progress: ProgressLine(isShown: isFirst && !output.json && !output.quiet))
                mustRebuild = false
                problem = nil
                if isFirst || !report.isUnchanged { try tell(report) }
                if isFirst && !isWatched {
                    Diagnostics.say(
                        "quoth: not all folders can be watched (fs.inotify.max_user_watches); "
                            + "looking for changes every \(Self.pollSeconds) seconds instead")
                }
                isFirst = false
            } catch let failure as ProgramFailure {
                stopIfAsked()
                // At the start it is the user's; later a folder may come back and another writer end.
                if isFirst { throw failure }
                isWatched = false
                if problem != failure.message { failure.report() }
                problem = failure.message
            }
            try wait(watch, isWatched: isWatched)
        }
    }

    /// The corpus with every folder of it watched: what changes after this is told.
    private func watchedListing(_ watch: borrowing FolderWatch, _ isWatched: inout Bool) throws -> CorpusListing {
        var known: Set<Int32> = []
        var listing = try workspace.listing()
        for _ in 0..<Self.roundLimit {
            let count = known.count
            for folder in listing.folders {
                do throws(SystemError) {
                    known.insert(try watch.add(folder))
                } catch {
                    // A folder that has gone is in the next listing no more.
                    if error.errno == .noSpace { isWatched = false }
                }
            }
            if known.count == count || !isWatched { break }
            listing = try workspace.listing()
        }
        return listing
    }

    private func wait(_ watch: borrowing FolderWatch, isWatched: Bool) throws {
        let start = ContinuousClock.now
        var changed: ContinuousClock.Instant?
        while true {
            stopIfAsked()
            let isQuiet: Bool
            do throws(SystemError) {
                isQuiet = try !watch.waitForChange(
                    milliseconds: changed == nil ? Self.stepMilliseconds : Self.quietMilliseconds)
            } catch {
                throw ProgramFailure(error)
            }
            if let first = changed {
                if isQuiet || first.duration(to: .now) > Self.patience { return }
            } else if !isQuiet {
                changed = .now
            } else if !isWatched, start.duration(to: .now) > .seconds(Self.pollSeconds) {
                return
            }
        }
    }

    private func stopIfAsked() {
        if let request = InterruptFlag.current {
            (ExitStatus(rawValue: request.exitStatus) ?? .interrupted).end()
        }
    }

    private func tell(_ report: IndexUpdate.Report) throws {
        // A corpus without documents may get some.
        guard !output.quiet, let snapshot = try? workspace.snapshot() else { return }
        if output.json {
            try Output.write(Reports.json(of: report, snapshot))
        } else {
            try Output.write(Reports.text(of: report, snapshot) + "\n")
        }
    }
}
