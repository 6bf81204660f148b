import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import MappedStorage

@Suite("mapped files")
struct MappedFileTests {
    private func error(of path: FilePath) -> StorageError? {
        do {
            _ = try MappedFile(path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test("a mapped file has the file's bytes, none included", arguments: [0, 1, 4095, 4096, 4097, 100_000])
    func contents(byteCount: Int) throws {
        let folder = try ScratchFolder()
        let bytes = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = try MappedFile(path: folder.write(bytes, to: "file"))
        let copy = file.bytes.copied()
        #expect(file.byteCount == byteCount)
        #expect(copy == bytes)
    }

    @Test("a missing file is not found, and the path says which")
    func missing() throws {
        let folder = try ScratchFolder()
        guard case .notFound(let path) = error(of: folder.file("none")) else {
            Issue.record("expected .notFound, got \(String(describing: error(of: folder.file("none"))))")
            return
        }
        #expect(path == folder.file("none"))
    }

    @Test("a folder is no file")
    func folderInPlaceOfFile() throws {
        let folder = try ScratchFolder()
        guard case .damaged = error(of: folder.path) else {
            Issue.record("expected .damaged")
            return
        }
    }

    @Test("a symbolic link is not followed")
    func link() throws {
        let folder = try ScratchFolder()
        try folder.write([1], to: "target")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link").string, withDestinationPath: folder.file("target").string)
        guard case .failed(_, _, .tooManySymbolicLinkLevels) = error(of: folder.file("link")) else {
            Issue.record("expected a refusal, got \(String(describing: error(of: folder.file("link"))))")
            return
        }
    }

    @Test("a FIFO is refused without waiting for a writer")
    func fifo() throws {
        let folder = try ScratchFolder()
        let made = unsafe mkfifo(folder.file("fifo").string, 0o600)
        try #require(made == 0)
        guard case .damaged = error(of: folder.file("fifo")) else {
            Issue.record("expected .damaged")
            return
        }
    }

    @Test("a file's bytes stay while it is mapped, though its name is gone")
    func removed() throws {
        let folder = try ScratchFolder()
        let file = try MappedFile(path: folder.write([1, 2, 3], to: "file"))
        try DiskFileSystem().remove(folder.file("file"))
        let copy = file.bytes.copied()
        #expect(copy == [1, 2, 3])
    }
}
