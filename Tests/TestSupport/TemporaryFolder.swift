public import Foundation
public import SystemPackage

/// A new folder that is removed with all it holds when the value goes.
public final class TemporaryFolder: Sendable {
    public let url: URL

    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("quoth-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: url)
    }

    /// The path of `name` in the folder, or of the folder itself.
    public func path(_ name: String = "") -> FilePath {
        name.isEmpty ? FilePath(url.path) : FilePath(url.path).appending(name)
    }

    /// Writes a file, and the folders that it needs, and returns its path.
    @discardableResult
    public func write(_ contents: String, to name: String) throws -> FilePath {
        let file = url.appendingPathComponent(name)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(contents.utf8).write(to: file)
        return path(name)
    }

    /// The contents of a file in the folder, read as UTF-8.
    public func contents(of name: String) throws -> String {
        String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
    }
}
