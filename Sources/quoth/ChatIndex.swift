import Answering
import Retrieval
import Shell
import SystemInterface
import SystemPackage

/// The index behind a chat: whole generations, changed between questions, brought up to date by a process of its own.
///
/// The first prompt never waits for that process, whatever the size of the corpus.
final class ChatIndex: ChatEngine {
    /// So long the chat waits at its start for what the update says: a small corpus is looked through by then.
    private static let patience: Int32 = 20
    /// Where a look at the files takes longer than a question can wait, one starts another when the last one ended so long ago.
    private static let interval = Duration.seconds(10)

    private let workspace: Workspace
    private let refreshes: Bool
    /// The generation that was last taken up.
    private(set) var current: IndexSnapshot?
    private var update: BackgroundUpdate?
    private var lastEnd: ContinuousClock.Instant?
    /// How long the last look at the files took that found nothing new; nil before the first.
    private var lookDuration: Duration?
    private var progress: IndexUpdate.Progress?
    private var start = ContinuousClock.now
    /// Why the last update failed.
    private var failure: ProgramFailure?
    /// What was said of the last failure, so that it is not said again while nothing else happens.
    private var saidReason: String?
    private(set) var freshness = ""
    /// What was learnt while no line was read.
    private var unsaid: String?

    /// - Throws: `ProgramFailure` where there is no index and none can be made, or the one that is there cannot be used.
    init(_ workspace: Workspace, _ settings: AskSettings) throws {
        self.workspace = workspace
        refreshes = settings.refreshes
        do {
            current = try workspace.snapshot()
        } catch let failure as ProgramFailure {
            guard refreshes, failure.status == .noInput || workspace.isRemedied(failure) else { throw failure }
        }
        guard refreshes else {
            freshness = "as last indexed"
            return
        }
        beginUpdate()
        let before = current?.generation
        if waitForInput(on: descriptor.map { [$0] } ?? [], milliseconds: Self.patience) { _ = receive() }
        if let failure, current == nil { throw failure }
        if update != nil {
            freshness = current == nil ? "reading the documents for the first time" : "looking for changes"
        } else {
            freshness = failure != nil ? "as last indexed" : current?.generation == before ? "up to date" : "updated"
        }
    }

    /// Ends an update that is under way; the index stays as it was.
    func close() {
        if let running = update.take() { running.stop() }
    }

    // MARK: The update

    /// To be waited for while an update runs; then ``receive()`` has something to take.
    var descriptor: Int32? {
        switch update {
        case .some(let update): update.descriptor
        case nil: nil
        }
    }

    private func beginUpdate() {
        guard update == nil else { return }
        failure = nil
        progress = nil
        start = .now
        do throws(SystemError) {
            update = try BackgroundUpdate(of: workspace)
        } catch {
            failure = ProgramFailure("the index cannot be brought up to date: \(error)", .inputOutput)
        }
    }

    /// Takes what the update says.
    ///
    /// - Returns: what the user should know of it, in a sentence; nil for nothing.
    func receive() -> String? {
        guard let messages = update?.messages() else { return nil }
        for message in messages {
            switch message {
            case .progress(let progress): self.progress = progress
            case .done(let report): return end(report)
            case .failed(let failure): return end(failure: failure)
            }
        }
        return nil
    }

    private func end(_ report: IndexUpdate.Report) -> String? {
        update = nil
        lastEnd = .now
        saidReason = nil
        let isFirst = current == nil
        renew()
        if report.isUnchanged { lookDuration = start.duration(to: .now) }
        guard let current, !report.isUnchanged else { return nil }
        freshness = "up to date"
        return isFirst
            ? "Ready: \(Wording.count(current.documentCount, "document")), \(Wording.count(current.passageCount, "passage"))."
            : Reports.text(of: report, current)
    }

    private func end(failure: ProgramFailure) -> String? {
        update = nil
        lastEnd = .now
        // Another process may be at it: its index is taken up as soon as it is there.
        renew()
        self.failure = failure
        guard failure.message != saidReason else { return nil }
        saidReason = failure.message
        return "Not brought up to date: \(failure.message)"
    }

    /// Takes up the newest generation, if there is another.
    private func renew() {
        if current?.isCurrent ?? false { return }
        if let newest = try? workspace.snapshot() { current = newest }
    }

    /// What should be said before the next prompt; nil for nothing.
    func takeNotice() -> String? { unsaid.take() }

    // MARK: ChatEngine

    func snapshot() -> IndexSnapshot? {
        if let descriptor, waitForInput(on: [descriptor], milliseconds: 0) { unsaid = receive() ?? unsaid }
        if refreshes, let lastEnd, lastEnd.duration(to: .now) > Self.interval { beginUpdate() }
        renew()
        return current
    }

    func freshSnapshot() -> IndexSnapshot? {
        // Where a look is quick, each question has one of its own, and is answered from what that finds.
        if refreshes, current != nil, lookDuration ?? .zero < Workspace.checkBudget {
            beginUpdate()
            let begun = ContinuousClock.now
            while let descriptor {
                let rest = Int32((Workspace.checkBudget - begun.duration(to: .now)).inSeconds * 1000)
                guard rest > 0, waitForInput(on: [descriptor], milliseconds: rest) else { break }
                unsaid = receive() ?? unsaid
            }
        }
        return snapshot()
    }

    func waitForIndex() -> String? {
        if update == nil { beginUpdate() }
        if let reason = waitForUpdate(), current == nil { return reason }
        return current == nil ? failure?.message ?? "There is no index yet." : nil
    }

    /// Waits for the end of the update, telling how far it is.
    ///
    /// - Returns: nil, or why it did not come to its end.
    private func waitForUpdate() -> String? {
        let silenced = SilencedTerminal()
        let reason = waitSilently()
        // Held to the very end, and not a statement less.
        _ = consume silenced
        return reason
    }

    private func waitSilently() -> String? {
        InterruptFlag.clear()
        let isShown = StandardStream.error.isTerminal
        var isLineShown = false
        defer { if isLineShown { ProgressLine.clearLine() } }
        let begun = ContinuousClock.now
        while let descriptor {
            if waitForInput(on: [descriptor], milliseconds: 250) { _ = receive() }
            if InterruptFlag.current != nil {
                if InterruptFlag.current == .interrupt { InterruptFlag.clear() }
                return "Not waited for. The documents are still being read; a status line will say when they are ready."
            }
            guard isShown, update != nil, begun.duration(to: .now) > .milliseconds(500) else { continue }
            let state = progress.map { ProgressLine.text($0, start.duration(to: .now)) } ?? "Looking at the documents"
            ProgressLine.replaceLine(with: "  \(state) (Ctrl-C: do not wait)", isFirst: !isLineShown)
            isLineShown = true
        }
        return failure?.message
    }

    func status() -> String {
        reported { inspection in
            Reports.text(
                of: inspection, inspection.differences(from: try workspace.listing()),
                languages: try inspection.documentLanguages())
                + Reports.text(of: workspace.configuration)
        }
    }

    func skipped() -> String {
        reported { Reports.skippedText(of: $0) ?? "Nothing was skipped." }
    }

    private func reported(_ report: (IndexInspection) throws -> String) -> String {
        do {
            return try report(try IndexInspection(folder: workspace.indexFolder))
        } catch let failure as ProgramFailure {
            return failure.message
        } catch IndexError.notFound where update != nil {
            return "The documents are being read for the first time."
        } catch {
            return "\(error)"
        }
    }

    func reindex() -> String {
        let before = current?.generation
        beginUpdate()
        if let reason = waitForUpdate() { return reason }
        guard let current else { return "There is no index." }
        let size =
            "\(Wording.count(current.documentCount, "document")), \(Wording.count(current.passageCount, "passage"))"
        return (current.generation == before ? "Up to date: " : "Brought up to date: ") + size + "."
    }
}
