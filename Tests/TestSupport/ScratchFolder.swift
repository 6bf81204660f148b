import Foundation
public import SystemPackage

/// An empty folder for one test, removed with all it holds when the value goes away.
public final class ScratchFolder {
    public let path: FilePath

    public init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "quoth-scratch-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = FilePath(url.path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path.string) }

    /// The path of `name` in the folder.
    public func file(_ name: String) -> FilePath { path.appending(name) }

    @discardableResult
    public func write(_ bytes: [UInt8], to name: String) throws -> FilePath {
        try Data(bytes).write(to: URL(fileURLWithPath: file(name).string))
        return file(name)
    }

    public func bytes(of name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(fileURLWithPath: file(name).string)))
    }

    public var names: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: path.string).sorted() }
    }
}
