import JSONText
import Retrieval
import SystemInterface
import SystemPackage

/// An update of the index in a process of its own, so that a chat never waits for it.
///
/// The process is this program again, `quoth index --report-progress`, which says on its standard output, a JSON object a
/// line, how far it is, and at last what it did or why it failed.
struct BackgroundUpdate: ~Copyable {
    enum Message {
        case progress(IndexUpdate.Progress)
        case done(IndexUpdate.Report)
        case failed(ProgramFailure)
    }

    private var child: ChildProcess
    private var pending: [UInt8] = []

    init(of workspace: Workspace) throws(SystemError) {
        child = try ChildProcess(
            executable: try Environment.executablePath(),
            arguments: ["index", "--report-progress"] + workspace.options.arguments, errorStream: .discarded)
        child.closeInput()
    }

    /// To be waited for; ``messages()`` then has some.
    var descriptor: Int32 { child.outputDescriptor }

    /// The messages that have come; blocks until there is one or more. The last of all is `.done` or `.failed`.
    mutating func messages() -> [Message] {
        var messages: [Message] = []
        while messages.isEmpty {
            var buffer = [UInt8](repeating: 0, count: 4096)
            guard let count = try? child.read(into: &buffer), count > 0 else {
                return [
                    .failed(
                        ProgramFailure(
                            "the process that updates the index ended early; `quoth index` may say more", .internal))
                ]
            }
            pending += buffer[..<count]
            while let end = pending.firstIndex(of: 0x0A) {
                if let message = UpdateReport.message(Array(pending[..<end])) { messages.append(message) }
                pending.removeSubrange(...end)
            }
        }
        return messages
    }

    /// Ends it; the index stays as it was.
    consuming func stop() {
        child.abandon()
    }
}

/// The lines by which an updating process tells how far it is.
enum UpdateReport {
    static func progressLine(_ progress: IndexUpdate.Progress) -> [UInt8] {
        line { object in
            object.member("files", progress.fileCount)
            object.member("total_files", progress.totalFileCount)
            object.member("bytes", Int(progress.byteCount))
            object.member("total_bytes", Int(progress.totalByteCount))
        }
    }

    static func doneLine(_ report: IndexUpdate.Report) -> [UInt8] {
        line { object in
            object.member("new", report.newFileCount)
            object.member("changed", report.changedFileCount)
            object.member("removed", report.removedFileCount)
            object.member("rebuilt", report.isRebuilt)
        }
    }

    static func failureLine(_ failure: ProgramFailure) -> [UInt8] {
        line { object in
            object.member("error", failure.message)
            object.member("status", Int(failure.status.rawValue))
        }
    }

    private static func line(_ body: (inout JSONWriter) -> Void) -> [UInt8] {
        var writer = JSONWriter()
        writer.object(body)
        writer.newline()
        return writer.bytes
    }

    static func message(_ line: [UInt8]) -> BackgroundUpdate.Message? {
        guard let value = (try? JSONReader.value(of: line))?.object else { return nil }
        if let reason = value["error"]?.string {
            let status = value["status"]?.integer.flatMap { Int32(exactly: $0) }.flatMap(ExitStatus.init)
            return .failed(ProgramFailure(reason, status ?? .internal))
        }
        if let total = value["total_files"]?.integer {
            return .progress(
                IndexUpdate.Progress(
                    fileCount: value["files"]?.integer ?? 0, totalFileCount: total,
                    byteCount: Int64(value["bytes"]?.integer ?? 0),
                    totalByteCount: Int64(value["total_bytes"]?.integer ?? 0)))
        }
        guard let new = value["new"]?.integer else { return nil }
        var report = IndexUpdate.Report()
        report.newFileCount = new
        report.changedFileCount = value["changed"]?.integer ?? 0
        report.removedFileCount = value["removed"]?.integer ?? 0
        report.isRebuilt = value["rebuilt"]?.bool ?? false
        return .done(report)
    }
}
