import Foundation
import SystemPackage
import TestSupport
import Testing

@testable import MappedStorage

@Suite("the disk")
struct DiskFileSystemTests {
    private let disk = DiskFileSystem()

    /// Passes everything on to the disk until it is told to fail, and notes the calls.
    private final class Failing: FileSystem, @unchecked Sendable {
        private(set) var calls: [String] = []
        var failingCall: String?

        private func note(_ call: String, _ path: FilePath) throws(StorageError) {
            calls.append("\(call) \(path.lastComponent?.string ?? "")")
            if call == failingCall { throw .failed(operation: call, path: path, code: .ioError) }
        }

        func createFolder(_ path: FilePath) throws(StorageError) {
            try note("createFolder", path)
            try DiskFileSystem().createFolder(path)
        }
        func write(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) {
            try note("write", path)
            try DiskFileSystem().write(parts, to: path)
        }
        func append(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) {
            try note("append", path)
            try DiskFileSystem().append(parts, to: path)
        }
        func synchronizeFile(_ path: FilePath) throws(StorageError) {
            try note("synchronizeFile", path)
            try DiskFileSystem().synchronizeFile(path)
        }
        func synchronizeFolder(_ path: FilePath) throws(StorageError) {
            try note("synchronizeFolder", path)
            try DiskFileSystem().synchronizeFolder(path)
        }
        func rename(_ path: FilePath, to newPath: FilePath) throws(StorageError) {
            try note("rename", path)
            try DiskFileSystem().rename(path, to: newPath)
        }
        func remove(_ path: FilePath) throws(StorageError) {
            try note("remove", path)
            try DiskFileSystem().remove(path)
        }
        func names(in folder: FilePath) throws(StorageError) -> [String] {
            try note("names", folder)
            return try DiskFileSystem().names(in: folder)
        }
    }

    @Test("appending writes behind what is there, and to no file that is not")
    func appending() throws {
        let folder = try ScratchFolder()
        try disk.write([[1], [2, 3]], to: folder.file("file"))
        try disk.append([[4], [], [5, 6]], to: folder.file("file"))
        #expect(try folder.bytes(of: "file") == [1, 2, 3, 4, 5, 6])
        let error = #expect(throws: StorageError.self) { try disk.append([[1]], to: folder.file("other")) }
        #expect(error?.description.contains("other") == true)
    }

    @Test("replacing writes beside the file, synchronises, renames, synchronises the folder: in this order")
    func replacingOrder() throws {
        let folder = try ScratchFolder()
        try folder.write([1, 2, 3], to: "file")
        let recorder = Failing()
        try recorder.replace(folder.file("file"), with: [4])
        #expect(try folder.bytes(of: "file") == [4])
        #expect(
            recorder.calls == [
                "write file.new", "synchronizeFile file.new", "rename file.new",
                "synchronizeFolder \(folder.path.lastComponent?.string ?? "")",
            ])
        #expect(try folder.names == ["file"])
    }

    @Test(
        "a replacement that fails before the renaming leaves the old bytes",
        arguments: ["write", "synchronizeFile", "rename"])
    func failedReplacement(call: String) throws {
        let folder = try ScratchFolder()
        try folder.write([1, 2, 3], to: "file")
        let failing = Failing()
        failing.failingCall = call
        #expect(throws: StorageError.self) { try failing.replace(folder.file("file"), with: [4]) }
        #expect(try folder.bytes(of: "file") == [1, 2, 3])
        #expect(failing.calls.last?.hasPrefix(call) == true)
    }

    @Test("writing empties a file that was there, and only the owner can read it")
    func writing() throws {
        let folder = try ScratchFolder()
        try disk.write([[1], [], [2, 3, 4]], to: folder.file("file"))
        try disk.write([[5]], to: folder.file("file"))
        #expect(try folder.bytes(of: "file") == [5])
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.file("file").string)
        let mode = attributes[.posixPermissions] as? Int
        #expect(mode.map { $0 & 0o077 } == 0)
    }

    @Test("writing does not follow a link out of the folder")
    func writingThroughLink() throws {
        let folder = try ScratchFolder()
        try folder.write([1], to: "target")
        try FileManager.default.createSymbolicLink(
            atPath: folder.file("link").string, withDestinationPath: folder.file("target").string)
        #expect(throws: StorageError.self) { try disk.write([[2]], to: folder.file("link")) }
        #expect(try folder.bytes(of: "target") == [1])
    }

    @Test("folders are created with their parents, and again without complaint")
    func folders() throws {
        let folder = try ScratchFolder()
        let deep = folder.file("a/b/c")
        try disk.createFolder(deep)
        try disk.createFolder(deep)
        #expect(try disk.names(in: folder.file("a/b")) == ["c"])
        try folder.write([1], to: "file")
        #expect(throws: StorageError.self) { try disk.createFolder(folder.file("file/below")) }
    }

    @Test("removing what is not there is no error; removing a folder is")
    func removing() throws {
        let folder = try ScratchFolder()
        try folder.write([1], to: "file")
        try disk.remove(folder.file("file"))
        try disk.remove(folder.file("file"))
        #expect(try folder.names.isEmpty)
        try disk.createFolder(folder.file("inner"))
        #expect(throws: StorageError.self) { try disk.remove(folder.file("inner")) }
    }

    @Test("the names of a folder are all there, and a missing folder is not found")
    func names() throws {
        let folder = try ScratchFolder()
        let wanted = (0..<300).map { "name-\($0)" }
        for name in wanted { try folder.write([], to: name) }
        #expect(try Set(disk.names(in: folder.path)) == Set(wanted))
        do {
            _ = try disk.names(in: folder.file("none"))
            Issue.record("expected an error")
        } catch {
            guard case .notFound = error else {
                Issue.record("expected .notFound, got \(error)")
                return
            }
        }
    }

    @Test("operations on what is missing say so")
    func missing() throws {
        let folder = try ScratchFolder()
        #expect(throws: StorageError.self) { try disk.synchronizeFile(folder.file("none")) }
        #expect(throws: StorageError.self) { try disk.synchronizeFolder(folder.file("none")) }
        #expect(throws: StorageError.self) { try disk.rename(folder.file("none"), to: folder.file("other")) }
        #expect(throws: StorageError.self) { try disk.write([[1]], to: folder.file("none/file")) }
    }

    @Test(
        "a full device is an error with its reason", .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
    func fullDevice() {
        do {
            try disk.write([[1, 2, 3]], to: "/dev/full")
            Issue.record("expected an error")
        } catch {
            guard case .failed(_, "/dev/full", .noSpace) = error else {
                Issue.record("expected no space, got \(error)")
                return
            }
        }
    }
}
