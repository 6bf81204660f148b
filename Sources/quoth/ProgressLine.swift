import Retrieval
import Shell
import SystemInterface

/// One line on standard error that says how far a long piece of work is; it appears after half a second and changes at most
/// four times a second.
struct ProgressLine {
    private let isShown: Bool
    /// For a program: lines on standard output, from the start.
    private let isReport: Bool
    private let start = ContinuousClock.now
    private var last: ContinuousClock.Instant?

    init(isShown: Bool) {
        self.isShown = isShown && StandardStream.error.isTerminal
        isReport = false
    }

    /// Tells a program how far the work is, see `UpdateReport`.
    init(forProgram: Void) {
        isShown = true
        isReport = true
    }

    mutating func show(_ state: IndexUpdate.Progress) {
        guard isShown, state.totalFileCount > 0 else { return }
        let now = ContinuousClock.now
        let elapsed = start.duration(to: now)
        guard isReport || elapsed > .milliseconds(500),
            last.map({ $0.duration(to: now) > .milliseconds(250) }) ?? true
        else { return }
        if isReport {
            try? StandardStream.output.write(UpdateReport.progressLine(state))
        } else {
            Self.replaceLine(with: Self.text(state, elapsed), isFirst: last == nil)
        }
        last = now
    }

    /// Writes the line over the one that stands there. A terminal that cannot do that gets the first line alone.
    static func replaceLine(with text: String, isFirst: Bool) {
        if canReplaceLines {
            try? StandardStream.error.write(Array("\r\u{1B}[K\(text)".utf8))
        } else if isFirst {
            try? StandardStream.error.write(Array((text + "\n").utf8))
        }
    }

    static func clearLine() {
        if canReplaceLines { try? StandardStream.error.write(Array("\r\u{1B}[K".utf8)) }
    }

    private static var canReplaceLines: Bool {
        let name = Environment.variable("TERM") ?? ""
        return !name.isEmpty && name != "dumb" && Environment.variable("ACCESSIBLE") != "1"
    }

    /// How far the work is after some time, in words.
    static func text(_ state: IndexUpdate.Progress, _ elapsed: Duration) -> String {
        let seconds = elapsed.inSeconds
        var line = "Indexing \(Wording.grouped(state.fileCount)) of \(Wording.count(state.totalFileCount, "file"))"
        if state.byteCount > 0, seconds > 0 {
            let rate = Double(state.byteCount) / seconds
            line += ", \(Wording.decimals(rate / 1e6, 1)) MB/s"
            let remaining = Int(Double(max(0, state.totalByteCount - state.byteCount)) / rate + 0.5)
            if remaining > 0 { line += ", about \(remaining) s left" }
        }
        return line
    }

    mutating func clear() {
        if last != nil, !isReport { Self.clearLine() }
        last = nil
    }
}
