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
/// file, that file has failed and the next one starts another process. A client belongs to one thread;
/// several threads use one each.
public final class ExtractorClient {
    private let executable: FilePath
    private var session: Session?
    /// Whether any process of this client ever answered: then an early death is the file's fault.
    private var hasAnswered = false

    /// A client that uses the program at `executable`.
    public init(executable: FilePath) {
        self.executable = executable
    }

    /// A client that uses the `quoth-extract` beside the running executable.
    public convenience init() throws(SystemError) {
        let own = try Environment.executablePath()
        self.init(executable: own.removingLastComponent().appending("quoth-extract"))
    }

    /// Extracts `file` and hands each of its documents to `body` in order.
    ///
    /// What is wrong with the file is in the summary's ``ExtractionSummary/failure``, never thrown.
    ///
    /// - Throws: ``ExtractorError`` when no process can be had, and what `body` throws; the process is then
    ///   ended and the client stays usable.
    public func documents(in file: CorpusFile, body: (Document) throws -> Void) throws -> ExtractionSummary {
        var documentCount = 0
        do {
            let session = try startedSession()
            do {
                try session.child.write(
                    try ExtractionProtocol.encode(.request(path: file.absolutePath, format: file.format)))
            } catch let error as SystemError where error.isBrokenPipe {
                // It ended between two files; the reading below finds out how.
            }
            while let message = try session.nextMessage() {
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
        } catch {
            endSession()
            throw error
        }
        return try failedByDeath(after: documentCount)
    }

    private func startedSession() throws(ExtractorError) -> Session {
        if let session { return session }
        do {
            let started = Session(child: try ChildProcess(executable: executable))
            session = started
            return started
        } catch {
            throw .cannotStart(error)
        }
    }

    /// The process ended without a last word for this file.
    private func failedByDeath(after documentCount: Int) throws -> ExtractionSummary {
        guard let session else { return failed(.crashed, detail: "", after: documentCount) }
        self.session = nil
        // One that only closed its output would let the wait last for ever; one that has ended keeps its status.
        session.child.kill()
        let status = try session.child.wait()
        if !hasAnswered, case .exited = status { throw ExtractorError.unusable(executable, status) }
        // SIGPROF and SIGXCPU end a process whose time is up.
        if status == .signalled(27) || status == .signalled(24) {
            return failed(.tookTooLong, detail: "", after: documentCount)
        }
        return failed(.crashed, detail: explain(status), after: documentCount)
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
    var child: ChildProcess
    private var reader = ExtractionMessageReader()
    private var chunk = [UInt8](repeating: 0, count: 1 << 18)

    init(child: consuming ChildProcess) {
        self.child = child
    }

    /// The next message, or nil when the process has closed its output.
    func nextMessage() throws -> ExtractionProtocol.Message? {
        while true {
            if let message = try reader.next() { return message }
            let count = try child.read(into: &chunk)
            if count == 0 { return nil }
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
