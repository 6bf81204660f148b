import Answering
import Retrieval
import Shell
import SystemInterface
import SystemPackage

/// Reads the files that answers are quoted from. The last one is kept, because answers often come from one file.
final class SourceReader: SourceFiles {
    /// What is read whole, in bytes. Only files whose lines are documents are larger.
    private static let wholeByteLimit = 1 << 30

    private let roots: [FilePath]
    private var last: (path: FilePath, status: FileStatus, text: SourceText)?
    /// The file of which the last single line was read.
    private var lastOfLine: FilePath?

    init(roots: [FilePath]) {
        self.roots = roots
    }

    func bytes(of document: StoredDocument) -> [UInt8]? {
        text(of: document)?.bytes
    }

    func text(of document: StoredDocument) -> SourceText? {
        guard let path = path(of: document), let status = try? FileStatus(of: path, followLinks: false) else {
            return nil
        }
        if let last, last.path == path, last.status == status { return last.text }
        guard let text = (try? readFile(path, upTo: Self.wholeByteLimit, throughLinks: false)).map(SourceText.init)
        else {
            return nil
        }
        last = (path, status, text)
        return text
    }

    func isTooLarge(_ document: StoredDocument) -> Bool {
        guard let path = path(of: document), let file = try? OpenFile.reading(path, throughLinks: false),
            let status = try? file.status()
        else { return false }
        return status.byteCount > Int64(Self.wholeByteLimit)
    }

    func bytes(_ range: Range<Int>, of document: StoredDocument) -> [UInt8]? {
        guard let path = path(of: document) else { return nil }
        return try? OpenFile.reading(path, throughLinks: false).bytes(range)
    }

    func line(at offset: Int, of document: StoredDocument) -> [UInt8]? {
        guard let path = path(of: document) else { return nil }
        return try? OpenFile.reading(path, throughLinks: false).line(at: offset)
    }

    /// Read piece by piece, so that a large file takes no memory. A file that is asked for again is worth being kept whole.
    func line(_ number: Int, of document: StoredDocument) -> [UInt8]? {
        guard let path = path(of: document), path != last?.path, path != lastOfLine,
            let file = try? OpenFile.reading(path, throughLinks: false)
        else { return nil }
        lastOfLine = path
        return try? file.line(number)
    }

    func absolutePath(of document: StoredDocument) -> [UInt8]? {
        path(of: document)?.bytes
    }

    /// The file beneath its root. An index is not trusted with paths: one that leads out of the root names nothing. Nor is the
    /// corpus with links: one in place of a folder is not followed when the file is read.
    private func path(of document: StoredDocument) -> FilePath? {
        guard roots.indices.contains(document.root), let relative = FilePath(bytes: document.path) else { return nil }
        let root = roots[document.root]
        // A root that is a file is its own and only document.
        if let status = try? FileStatus(of: root, followLinks: false), status.kind == .regular { return root }
        return root.lexicallyResolving(relative)
    }
}
