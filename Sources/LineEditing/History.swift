import Glibc
import SystemInterface
public import SystemPackage

/// The lines asked before, kept in memory and, given a path, in a file.
///
/// The file is plain UTF-8, one entry a line, oldest first, and readable by its owner alone. Each entry is appended
/// under a lock, so two sessions that share the file lose nothing of each other; each sees what the other wrote at its next
/// line. The file is never reached through a link. When it holds twice the limit it is cut to
/// the newest entries.
///
/// An entry is one line of text without control characters. A line that is empty or that starts with a space is not
/// kept, nor is one that repeats the entry before it.
///
///     let history = History(path: "/home/ada/.local/state/quoth/history")
///     try history.load()
///     try history.append("What is nerve block?")
public final class History {
    /// The file, or `nil` for a history that ends with the session.
    public let path: FilePath?

    /// The most entries that are kept in memory.
    public let limit: Int

    /// The entries, oldest first.
    public private(set) var entries: [String] = []

    /// Counts the loads; what was handed on before the last one no longer holds.
    private(set) var loadCount = 0

    /// Counts the entries appended since the last load.
    private(set) var appendedCount = 0

    /// The file as it was when it was last read or written: which one, and up to where its entries are in memory.
    private var seen: (status: FileStatus, end: Int)?

    /// The most bytes read of a file; the end of a larger one is read.
    private static let maximumFileByteCount = 64 << 20

    /// - Parameters:
    ///   - path: The file; its folder must exist. `nil` keeps nothing beyond the session.
    ///   - limit: The most entries kept, at least 1.
    public init(path: FilePath?, limit: Int = 10_000) {
        self.path = path
        self.limit = max(limit, 1)
    }

    /// Reads the file anew; one that does not exist yet is empty.
    ///
    /// - Throws: ``LineEditingError`` when the file cannot be read or may not be used. The entries in memory stay.
    public func load() throws(LineEditingError) {
        guard let path else { return }
        var lines: [String] = []
        var seen: (status: FileStatus, end: Int)?
        do throws(SystemError) {
            // Opened for writing too: the mode is repaired here, and a file that is too long is cut.
            let file = try OpenFile.appending(path, creating: false)
            let status = try file.status()
            try check(status, path)
            try file.lock(.exclusive)
            if status.mode != 0o600 { try file.setPermissions(.ownerReadWrite) }
            let end = Int(try file.status().byteCount)
            lines = try entries(of: file, in: 0..<end)
            seen = (status, end)
            if lines.count >= 2 * limit, let current = named(path), current.isSameFile(as: status) {
                lines.removeFirst(lines.count - limit)
                // The longer file serves as well; the next session tries again.
                do throws(SystemError) {
                    try replaceFile(at: path, with: lines)
                    seen = named(path).map { ($0, Int($0.byteCount)) }
                } catch {}
            }
        } catch {
            guard error.errno == .noSuchFileOrDirectory else { throw readable(error, path) }
        }
        entries = lines.suffix(limit)
        self.seen = seen
        loadCount += 1
        appendedCount = 0
    }

    /// Takes over what other sessions appended to the file meanwhile. A file that cannot be read brings nothing; the next
    /// ``append(_:)`` says why.
    public func refresh() {
        guard let path, let current = named(path) else { return }
        guard let seen else {
            // Another session made the file.
            if entries.isEmpty { try? load() }
            return
        }
        guard current.isSameFile(as: seen.status), current.byteCount >= seen.end else {
            // Another session cut the file to its newest entries.
            try? load()
            return
        }
        guard current.byteCount > seen.end else { return }
        do throws(SystemError) {
            let file = try OpenFile.appending(path, creating: false)
            try file.lock(.exclusive)
            try takeOver(file, to: Int(try file.status().byteCount))
        } catch {}
    }

    /// Keeps a line, in memory and then in the file.
    ///
    /// - Throws: ``LineEditingError`` when the file cannot be written; the line is then kept in memory only.
    public func append(_ line: String) throws(LineEditingError) {
        guard let entry = Self.entry(line), entry != entries.last else { return }
        guard let path else { return remember([entry]) }
        do throws(SystemError) {
            while try !append(Array(entry.utf8) + [UInt8(ascii: "\n")], toFileAt: path) {}
            remember([entry])
        } catch {
            remember([entry])
            throw readable(error, path)
        }
    }

    private func remember(_ lines: [String]) {
        for line in lines where line != entries.last {
            entries.append(line)
            appendedCount += 1
        }
        // In larger steps, lest every line moves all the others.
        if entries.count >= limit + limit / 4 + 1 { entries.removeFirst(entries.count - limit) }
    }

    /// The entries that hold `text`, upper and lower case alike, oldest first; all of them for an empty text.
    public func entries(matching text: String) -> [String] {
        let wanted = text.lowercased()
        let kept = entries.suffix(limit)
        return wanted.isEmpty ? Array(kept) : kept.filter { $0.lowercased().contains(wanted) }
    }

    /// The entries appended since the count was `count`, oldest first.
    func entries(appendedAfter count: Int) -> ArraySlice<String> {
        entries.suffix(min(appendedCount - count, limit))
    }

    /// The form in which a line is kept, or `nil` when it is not.
    ///
    /// Line ends and tabs become spaces, other control characters go, and so do spaces at the end.
    static func entry(_ line: String) -> String? {
        var scalars = String.UnicodeScalarView()
        for scalar in line.unicodeScalars {
            switch scalar {
            case "\n", "\r", "\t", "\u{85}", "\u{2028}", "\u{2029}": scalars.append(" ")
            case _ where scalar.properties.generalCategory == .control: continue
            default: scalars.append(scalar)
            }
        }
        while scalars.last == " " { scalars.removeLast() }
        // A longer line could not be edited again.
        guard let first = scalars.first, first != " " else { return nil }
        let entry = String(scalars)
        return entry.utf8.count <= LineEditor.maximumLineByteCount ? entry : nil
    }

    // MARK: The file

    /// What the path names now, links not followed; nil when it names nothing.
    private func named(_ path: FilePath) -> FileStatus? { try? FileStatus(of: path, followLinks: false) }

    private func check(_ status: FileStatus, _ path: FilePath) throws(SystemError) {
        func refuse(_ reason: Errno) -> SystemError { SystemError(operation: "use", path: path, errno: reason) }
        guard status.kind == .regular else { throw refuse(.tooManySymbolicLinkLevels) }
        guard status.isOwnedByThisUser else { throw refuse(.notPermitted) }
    }

    private func readable(_ error: SystemError, _ path: FilePath) -> LineEditingError {
        switch error.errno {
        case .tooManySymbolicLinkLevels, .isDirectory, .noSuchAddressOrDevice: .historyNotARegularFile(path: path)
        case .notPermitted: .historyNotOwned(path: path)
        default: .historyUnavailable(path: path, errno: error.errno)
        }
    }

    /// The entries in a range of the file's bytes; of a long range those at its end.
    private func entries(of file: borrowing OpenFile, in range: Range<Int>) throws(SystemError) -> [String] {
        let start = max(range.lowerBound, range.upperBound - Self.maximumFileByteCount)
        let bytes = try file.bytes(start..<range.upperBound)
        var lines: [String] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst(start > range.lowerBound ? 1 : 0) {
            guard let entry = Self.entry(String(decoding: line, as: UTF8.self)), entry != lines.last else { continue }
            lines.append(entry)
        }
        return lines
    }

    /// Remembers what other sessions appended to the file, which is locked, up to `end`.
    private func takeOver(_ file: borrowing OpenFile, to end: Int) throws(SystemError) {
        let status = try file.status()
        if let seen, seen.status.isSameFile(as: status), end > seen.end {
            remember(try entries(of: file, in: seen.end..<end))
        }
        seen = (status, end)
    }

    /// Appends to the file; false when another session has put a new file in its place meanwhile.
    private func append(_ bytes: [UInt8], toFileAt path: FilePath) throws(SystemError) -> Bool {
        let file = try OpenFile.appending(path)
        try check(try file.status(), path)
        try file.lock(.exclusive)
        let status = try file.status()
        guard let current = named(path), current.isSameFile(as: status) else { return false }
        if status.mode != 0o600 { try file.setPermissions(.ownerReadWrite) }
        let end = Int(status.byteCount)
        // A session that was killed while it wrote may have left a line without its end.
        let isTorn = end == 0 ? false : try file.bytes(end - 1..<end) != [UInt8(ascii: "\n")]
        // What cannot be read of the others' entries is no reason not to keep this one.
        try? takeOver(file, to: end)
        do throws(SystemError) {
            try file.write(isTorn ? [UInt8(ascii: "\n")] + bytes : bytes)
        } catch {
            try? file.truncate(to: Int64(end))
            throw error
        }
        seen?.end = end + (isTorn ? 1 : 0) + bytes.count
        return true
    }

    /// Puts a file with these lines in the place of the one at `path`, whose lock must be held.
    private func replaceFile(at path: FilePath, with lines: [String]) throws(SystemError) {
        var name = path
        name.extension = (path.extension.map { $0 + "." } ?? "") + "\(getpid()).new"
        try? removeFile(name)
        do throws(SystemError) {
            let file = try OpenFile.creating(name)
            try file.setPermissions(.ownerReadWrite)
            try file.write(lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] })
            try file.synchronize()
            try renameFile(name, to: path)
        } catch {
            try? removeFile(name)
            throw error
        }
    }
}
