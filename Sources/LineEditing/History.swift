import Glibc
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
    private var seen: (status: stat, end: Int)?

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
        var seen: (status: stat, end: Int)?
        do throws(SystemCallError) {
            // Opened for writing too: the mode is repaired here, and a file that is too long is cut.
            let file = try OpenFile(at: path, flags: O_RDWR | O_APPEND)
            let status = try file.status()
            try check(status, path)
            try file.lock(exclusively: true)
            if status.permissions != 0o600 { try file.setMode(0o600) }
            let end = Int(try file.status().st_size)
            lines = try entries(of: file, in: 0..<end)
            seen = (status, end)
            if lines.count >= 2 * limit, let current = fileStatus(at: path), current.isSameFile(as: status) {
                lines.removeFirst(lines.count - limit)
                // The longer file serves as well; the next session tries again.
                do throws(SystemCallError) {
                    try replaceFile(at: path, with: lines)
                    seen = fileStatus(at: path).map { ($0, Int($0.st_size)) }
                } catch {}
            }
        } catch {
            guard error.errno == ENOENT else { throw readable(error, path) }
        }
        entries = lines.suffix(limit)
        self.seen = seen
        loadCount += 1
        appendedCount = 0
    }

    /// Takes over what other sessions appended to the file meanwhile. A file that cannot be read brings nothing; the next
    /// ``append(_:)`` says why.
    public func refresh() {
        guard let path, let current = fileStatus(at: path) else { return }
        guard let seen else {
            // Another session made the file.
            if entries.isEmpty { try? load() }
            return
        }
        guard current.isSameFile(as: seen.status), current.st_size >= seen.end else {
            // Another session cut the file to its newest entries.
            try? load()
            return
        }
        guard current.st_size > seen.end else { return }
        do throws(SystemCallError) {
            let file = try OpenFile(at: path, flags: O_RDWR | O_APPEND)
            try file.lock(exclusively: true)
            try takeOver(file, to: Int(try file.status().st_size))
        } catch {}
    }

    /// Keeps a line, in memory and then in the file.
    ///
    /// - Throws: ``LineEditingError`` when the file cannot be written; the line is then kept in memory only.
    public func append(_ line: String) throws(LineEditingError) {
        guard let entry = Self.entry(line), entry != entries.last else { return }
        guard let path else { return remember([entry]) }
        do throws(SystemCallError) {
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

    private func check(_ status: stat, _ path: FilePath) throws(SystemCallError) {
        guard status.isRegularFile else { throw SystemCallError(errno: ELOOP) }
        guard status.isOwnedByThisUser else { throw SystemCallError(errno: EPERM) }
    }

    private func readable(_ error: SystemCallError, _ path: FilePath) -> LineEditingError {
        switch error.errno {
        case ELOOP, EISDIR, ENXIO: .historyNotARegularFile(path: path)
        case EPERM: .historyNotOwned(path: path)
        default: .historyUnavailable(path: path, errno: error.errno)
        }
    }

    /// The entries in a range of the file's bytes; of a long range those at its end.
    private func entries(of file: borrowing OpenFile, in range: Range<Int>) throws(SystemCallError) -> [String] {
        let start = max(range.lowerBound, range.upperBound - Self.maximumFileByteCount)
        let bytes = try file.bytes(from: start, count: range.upperBound - start)
        var lines: [String] = []
        for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst(start > range.lowerBound ? 1 : 0) {
            guard let entry = Self.entry(String(decoding: line, as: UTF8.self)), entry != lines.last else { continue }
            lines.append(entry)
        }
        return lines
    }

    /// Remembers what other sessions appended to the file, which is locked, up to `end`.
    private func takeOver(_ file: borrowing OpenFile, to end: Int) throws(SystemCallError) {
        let status = try file.status()
        if let seen, seen.status.isSameFile(as: status), end > seen.end {
            remember(try entries(of: file, in: seen.end..<end))
        }
        seen = (status, end)
    }

    /// Appends to the file; false when another session has put a new file in its place meanwhile.
    private func append(_ bytes: [UInt8], toFileAt path: FilePath) throws(SystemCallError) -> Bool {
        let file = try OpenFile(at: path, flags: O_RDWR | O_APPEND | O_CREAT)
        try check(try file.status(), path)
        try file.lock(exclusively: true)
        let status = try file.status()
        guard let current = fileStatus(at: path), current.isSameFile(as: status) else { return false }
        if status.permissions != 0o600 { try file.setMode(0o600) }
        let end = Int(status.st_size)
        // A session that was killed while it wrote may have left a line without its end.
        let isTorn = end == 0 ? false : try file.bytes(from: end - 1, count: 1) != [UInt8(ascii: "\n")]
        // What cannot be read of the others' entries is no reason not to keep this one.
        try? takeOver(file, to: end)
        do throws(SystemCallError) {
            try file.append(isTorn ? [UInt8(ascii: "\n")] + bytes : bytes)
        } catch {
            try? file.truncate(to: end)
            throw error
        }
        seen?.end = end + (isTorn ? 1 : 0) + bytes.count
        return true
    }

    /// Puts a file with these lines in the place of the one at `path`, whose lock must be held.
    private func replaceFile(at path: FilePath, with lines: [String]) throws(SystemCallError) {
        var name = path
        name.extension = (path.extension.map { $0 + "." } ?? "") + "\(getpid()).new"
        removeFile(at: name)
        do throws(SystemCallError) {
            let file = try OpenFile(at: name, flags: O_WRONLY | O_CREAT | O_EXCL)
            try file.setMode(0o600)
            try file.append(lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] })
            try file.synchronize()
            try renameFile(at: name, to: path)
        } catch {
            removeFile(at: name)
            throw error
        }
    }
}
