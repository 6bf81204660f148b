public import SystemInterface
public import SystemPackage

/// Why no extracting process is at work.
public enum ExtractorError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The program could not be started.
    case cannotStart(SystemError)
    /// The program at the path ended before it answered anything; it exited with this status.
    case unusable(FilePath, TerminationStatus)
    /// The program at the path belongs to another release.
    case wrongVersion(FilePath, found: UInt8)

    /// What happened and what helps.
    public var description: String {
        switch self {
        case .cannotStart(let error):
            "\(error.description); quoth-extract belongs beside quoth: `swift build` builds both, and both are to be installed"
        case .unusable(let path, let status):
            "\(path.string) does not work (\(explain(status))); install quoth and quoth-extract again"
        case .wrongVersion(let path, let found):
            "\(path.string) speaks protocol version \(found) where \(ExtractionProtocol.version) was expected; "
                + "install quoth and quoth-extract from the same release"
        }
    }
}

/// Extracts documents with the help of a process of its own, which untrusted files may crash.
///
/// The process is started with the first file and serves all that follow; if it ends in the middle of a
/// file, that file has failed and the next one starts another process. Only a process that was started for a file is taken to
/// have ended because of it: one that served others before may have been ended from outside, or be worn out by them, so that
/// another one is asked once more. One that says nothing for ``ExtractionLimits/silentSeconds``, or answers more than
/// ``ExtractionLimits/replyByteCount(ofFileOf:)``, is ended.
///
/// A client belongs to one thread; several threads use one each.
public final class ExtractorClient {
    private let executable: FilePath
    private let silentMilliseconds: Int
    private var session: Session?
    /// Whether any process of this client ever answered: then an early death is the file's fault.
    private var hasAnswered = false

    /// A client that uses the program at `executable`.
    ///
    /// - Parameter silentSeconds: how long the process may take to say anything.
    public init(executable: FilePath, silentSeconds: Int = ExtractionLimits.silentSeconds) {
        self.executable = executable
        silentMilliseconds = 1000 * silentSeconds
    }

    /// The number of the process that is at work now, or nil.
    var processIdentifier: Int32? { session?.child.identifier }

    /// A client that uses the `quoth-extract` beside the running executable.
    public convenience init() throws(SystemError) {
        let own = try Environment.executablePath()
        self.init(executable: own.removingLastComponent().appending("quoth-extract"))
    }

    /// Extracts `file` and hands each of its documents to `body` in order.
    ///
    /// What is wrong with the file is in the summary's ``ExtractionSummary/failure``, never thrown.
    ///
    /// - Throws: ``ExtractorError`` when no process can be had, `CancellationError` when `InterruptFlag` asks to stop before the
    ///   reply is whole, and what `body` throws; the process is then ended and the client stays usable.
    public func documents(in file: CorpusFile, body: (Document) throws -> Void) throws -> ExtractionSummary {
        let isStartedForFile = session == nil
        let session = try startedSession()
        var documentCount = 0
        do {
            try ask(session, for: file)
            session.limit = ExtractionLimits.replyByteCount(ofFileOf: file.status.byteCount)
            while let message = try session.nextMessage(milliseconds: silentMilliseconds) {
                hasAnswered = true
                switch message {
                case .document(let document):
                    documentCount += 1
                    try body(document)
                case .end(var summary):
                    if summary.documentCount != documentCount {
                        summary.failure = ExtractionFailure(.invalidReply, detail: "documents are missing")
                        summary.documentCount = documentCount
                    }
                    return summary
                case .request:
                    throw ExtractionProtocolError.notAFrame
                }
            }
        } catch let error as ExtractionProtocolError {
            endSession()
            if case .wrongVersion(let found) = error, !hasAnswered {
                throw ExtractorError.wrongVersion(executable, found: found)
            }
            return failed(.invalidReply, detail: error.description, after: documentCount)
        } catch let error as Session.Excess {
            endSession()
            // The file is not at fault where somebody wants to stop.
            if InterruptFlag.current != nil { throw CancellationError() }
            return failed(error == .silence ? .tookTooLong : .unpacksTooFar, detail: "", after: documentCount)
        } catch {
            endSession()
            throw error
        }
        let status = try ended(session)
        // SIGPROF ends a process whose time for the file is up.
        if status == .signalled(27) { return failed(.tookTooLong, detail: "", after: documentCount) }
        if !isStartedForFile, documentCount == 0 { return try documents(in: file, body: body) }
        return failed(.crashed, detail: explain(status), after: documentCount)
    }

    private func startedSession() throws(ExtractorError) -> Session {
        if let session { return session }
        do throws(SystemError) {
            // Libraries that give up say so on standard error, which is no place for what a document brings about.
            let started = Session(child: try ChildProcess(executable: executable, errorStream: .discarded))
            session = started
            return started
        } catch {
            throw .cannotStart(error)
        }
    }

    private func ask(_ session: Session, for file: CorpusFile) throws {
        let request = try ExtractionProtocol.encode(.request(path: file.absolutePath, format: file.format))
        do throws(SystemError) {
            try session.child.write(request)
        } catch {
            // One that has ended: reading finds out how.
            guard error.isBrokenPipe else { throw error }
        }
    }

    /// How the process ended that closed its output without a last word for a file.
    private func ended(_ session: Session) throws -> TerminationStatus {
        self.session = nil
        // One that only closed its output would let the wait last for ever; one that has ended keeps its status.
        session.child.kill()
        let status = try session.child.wait()
        if !hasAnswered, case .exited = status { throw ExtractorError.unusable(executable, status) }
        return status
    }

    private func failed(
        _ kind: ExtractionFailure.Kind, detail: String, after documentCount: Int
    ) -> ExtractionSummary {
        ExtractionSummary(documentCount: documentCount, failure: ExtractionFailure(kind, detail: detail))
    }

    /// Kills the process: where it stands in its reply is not known any more.
    private func endSession() {
        session?.child.kill()
        session = nil
    }
}

/// A running process and what it has sent so far.
private final class Session {
    /// Why a process is ended that is alive.
    enum Excess: Error {
        /// It says nothing.
        case silence
        /// It says too much.
        case flood
    }

    var child: ChildProcess
    /// How many bytes may still come.
    var limit: Int64 = 0
    private var reader = ExtractionMessageReader()
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)

    init(child: consuming ChildProcess) {
        self.child = child
    }

    /// How long a wait goes on without a look at whether somebody wants to stop, in milliseconds: not to be noticed.
    private static let attentionMilliseconds = 100

    /// Waits for output, no longer than `milliseconds` and only until somebody wants to stop; says whether there is some.
    ///
    /// A document that takes for ever must not keep Ctrl-C waiting.
    private func waitForOutput(milliseconds: Int) throws -> Bool {
        var left = milliseconds
        repeat {
            if try child.waitForOutput(milliseconds: min(left, Self.attentionMilliseconds)) { return true }
            left -= Self.attentionMilliseconds
        } while left > 0 && InterruptFlag.current == nil
        return false
    }

    /// The next message, or nil when the process has closed its output.
    func nextMessage(milliseconds: Int) throws -> ExtractionProtocol.Message? {
        while true {
            if let message = try reader.next() { return message }
            guard try waitForOutput(milliseconds: milliseconds) else { throw Excess.silence }
            let count = try child.read(into: &chunk)
            if count == 0 { return nil }
            limit -= Int64(count)
            if limit < 0 { throw Excess.flood }
            reader.append(chunk[..<count])
        }
    }
}

private func explain(_ status: TerminationStatus) -> String {
    switch status {
    case .exited(let code): "exit status \(code)"
    case .signalled(let number): "signal \(number)"
    }
}
