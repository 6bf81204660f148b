import CSandbox
import Foundation
import Glibc
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@Suite struct SandboxTests {
    /// What a call said: nil for success, else the error number.
    private static func error(_ result: Int32) -> Int32? { result == -1 ? errno : nil }

    @Test("behind the filter there is no socket, and files can be read and not changed")
    func filter() async throws {
        let tree = try TestTree()
        let file = try tree.write("text", to: "file.txt").string
        let other = tree.path("other").string
        let folder = tree.root.string
        // The filter holds for a thread and what it starts; this one ends with its test.
        let found: [(String, Int32?)] = await withCheckedContinuation { continuation in
            Thread {
                var found: [(String, Int32?)] = []
                found.append(("the filter", quoth_restrict_process()))
                let stream = Int32(SOCK_STREAM.rawValue)
                found.append(("an internet socket", Self.error(socket(AF_INET, stream, 0))))
                found.append(("a local socket", Self.error(socket(AF_UNIX, stream, 0))))
                found.append(("writing", Self.error(unsafe open(file, O_WRONLY))))
                found.append(("writing and reading", Self.error(unsafe open(file, O_RDWR))))
                found.append(("creating", Self.error(unsafe open(other, O_RDONLY | O_CREAT, 0o600))))
                found.append(("emptying", Self.error(unsafe open(file, O_RDONLY | O_TRUNC))))
                found.append(("removing", Self.error(unsafe unlink(file))))
                found.append(("renaming", Self.error(unsafe rename(file, other))))
                found.append(("linking", Self.error(unsafe link(file, other))))
                found.append(("linking by name", Self.error(unsafe symlink(file, other))))
                found.append(("making a folder", Self.error(unsafe mkdir(other, 0o700))))
                found.append(("changing the mode", Self.error(unsafe chmod(file, 0o777))))
                found.append(("cutting", Self.error(unsafe truncate(file, 0))))
                let descriptor = unsafe open(file, O_RDONLY)
                found.append(("reading", Self.error(descriptor)))
                close(descriptor)
                let listed = unsafe open(folder, O_RDONLY | O_DIRECTORY)
                found.append(("listing", Self.error(listed)))
                close(listed)
                continuation.resume(returning: found)
            }.start()
        }
        for (what, error) in found {
            switch what {
            case "the filter": #expect(error == 0)
            case "reading", "listing": #expect(error == nil, "\(what)")
            default: #expect(error == EPERM, "\(what)")
            }
        }
        #expect(found.count == 16)
        #expect(try readFile(FilePath(file), upTo: 100) == Array("text".utf8))
        // Other threads are as free as before.
        try tree.write("more", to: "more.txt")
    }
}
