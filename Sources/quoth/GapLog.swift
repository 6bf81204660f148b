import LineEditing
import SystemInterface
import SystemPackage

/// The questions that got no answer, kept for one index only after the user asked for it: one line each in a file of plain
/// text that nobody else may read.
struct GapLog {
    private let file: History

    /// - Parameter name: the index that the questions were asked of.
    /// - Returns: nil when there is no place for it.
    init?(of name: String) {
        guard var folder = StateFolder.path() else { return nil }
        folder.append("gaps")
        guard (try? makeDirectories(folder)) != nil else { return nil }
        file = History(path: folder.appending(name + ".txt"))
    }

    var path: FilePath? { file.path }

    /// Oldest first.
    func questions() throws(LineEditingError) -> [String] {
        try file.load()
        return file.entries
    }

    /// Forgets them all.
    func clear() throws(SystemError) {
        guard let path = file.path, (try? FileStatus(of: path, followLinks: false)) != nil else { return }
        try removeFile(path)
    }

    /// - Throws: `LineEditingError` when the file cannot be written.
    func keep(_ question: String) throws(LineEditingError) {
        try file.append(question)
    }
}
