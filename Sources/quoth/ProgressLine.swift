import Retrieval
import SystemInterface

/// One line on standard error that says how far a long piece of work is; it appears after half a second and changes at most
/// four times a second.
struct ProgressLine {
    private let isShown: Bool
    private let start = ContinuousClock.now
    private var last: ContinuousClock.Instant?

    init(isShown: Bool) {
        self.isShown = isShown && StandardStream.error.isTerminal
    }

    mutating func show(_ state: IndexUpdate.Progress) {
        guard isShown, state.totalFileCount > 0 else { return }
        let now = ContinuousClock.now
        let elapsed = start.duration(to: now)
        guard elapsed > .milliseconds(500), last.map({ $0.duration(to: now) > .milliseconds(250) }) ?? true else {
            return
        }
        last = now
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        var line = "Indexing \(state.fileCount) of \(state.totalFileCount) files"
        if state.byteCount > 0, seconds > 0 {
            let rate = Double(state.byteCount) / seconds
            line += ", \(Int(rate / 1e5 + 0.5) / 10).\(Int(rate / 1e5 + 0.5) % 10) MB/s"
            let remaining = Int(Double(state.totalByteCount - state.byteCount) / rate + 0.5)
            if remaining > 0 { line += ", about \(remaining) s left" }
        }
        try? StandardStream.error.write(Array("\r\u{1B}[K\(line)".utf8))
    }

    mutating func clear() {
        if last != nil { try? StandardStream.error.write(Array("\r\u{1B}[K".utf8)) }
        last = nil
    }
}
