import ArgumentParser
import Documents
import Glibc
import Retrieval
import Shell
import SystemInterface

/// The statuses with which the program ends, as `sysexits.h` numbers them.
enum ExitStatus: Int32 {
    case answered = 0
    case notCovered = 1
    case usage = 64
    case damagedIndex = 65
    case noInput = 66
    case `internal` = 70
    case inputOutput = 74
    case hungUp = 129
    case interrupted = 130
    case terminated = 143

    /// Ends the process; what is open is closed by the system.
    func end() -> Never {
        exit(rawValue)
    }
}

/// Why the program ends early: a message for people, on standard error, and a status for scripts.
struct ProgramFailure: Error {
    var message: String
    var status: ExitStatus
    /// Another process is writing the index: a moment later it may be there.
    private(set) var isBusy = false
    /// An earlier version of the program made the index.
    private(set) var isOfEarlierVersion = false

    init(_ message: String, _ status: ExitStatus) {
        self.message = message
        self.status = status
    }

    init(_ error: IndexError) {
        let status: ExitStatus
        switch error {
        case .notFound: status = .noInput
        case .foreignFolder: status = .usage
        case .cancelled: status = InterruptFlag.current.flatMap { ExitStatus(rawValue: $0.exitStatus) } ?? .interrupted
        case .extraction: status = .internal
        case _ where error.isUnusableIndex: status = .damagedIndex
        default: status = .inputOutput
        }
        self.init(error.description, status)
        if case .locked = error { isBusy = true }
        isOfEarlierVersion = error.isOfEarlierVersion
    }

    init(_ error: SystemError) {
        self.init(error.description, .inputOutput)
    }

    func report() {
        Diagnostics.say("quoth: \(message)")
    }
}

/// Messages to the person at the terminal.
enum Diagnostics {
    static func say(_ message: String) {
        // Nobody is left to tell when standard error itself fails.
        try? StandardStream.error.write(Array((SafeText.neutralise(message) + "\n").utf8))
    }
}
