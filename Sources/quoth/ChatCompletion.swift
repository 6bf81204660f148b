import LineEditing
import Retrieval
import Shell
import SystemInterface
import SystemPackage

/// What Tab offers: commands, their arguments, documents, headings, and words of the corpus.
struct ChatCompletion {
    private let index: ChatIndex
    private let completion = LineCompletion()

    init(_ index: ChatIndex) {
        self.index = index
    }

    func completions(line: String, cursor: Int) -> [Completion] {
        let typed = String(decoding: Array(line.utf8).prefix(cursor), as: UTF8.self)
        return completion.candidates(for: typed, snapshot: index.current, files: Self.files).map {
            Completion(text: $0.text, display: $0.display, replaceFrom: $0.start)
        }
    }

    /// The files whose path begins as `typed` does, folders with a slash behind them.
    private static func files(_ typed: String) -> [String] {
        let slash = typed.lastIndex(of: "/")
        let folder = slash.map { String(typed[...$0]) } ?? ""
        let start = slash.map { String(typed[typed.index(after: $0)...]) } ?? typed
        let entries = (try? directoryEntries(of: FilePath(folder.isEmpty ? "." : folder))) ?? []
        return entries.filter { entry in
            let name = entry.name.string
            return name.hasPrefix(start) && (!name.hasPrefix(".") || start.hasPrefix("."))
        }.map { folder + $0.name.string + ($0.kind == .directory ? "/" : "") }.sorted()
    }
}
