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
                found.append(("a descriptor's flag", Self.error(fcntl(descriptor, F_SETFD, FD_CLOEXEC))))
                close(descriptor)
                found.append(("its own limits", Self.error(Self.call("prlimit", 0, 4, 0, 0))))
                let listed = unsafe open(folder, O_RDONLY | O_DIRECTORY)
                found.append(("listing", Self.error(listed)))
                close(listed)
                continuation.resume(returning: found)
            }.start()
        }
        for (what, error) in found {
            switch what {
            case "the filter": #expect(error == 0)
            case "reading", "listing", "a descriptor's flag", "its own limits": #expect(error == nil, "\(what)")
            default: #expect(error == EPERM, "\(what)")
            }
        }
        #expect(found.count == 18)
        #expect(try readFile(FilePath(file), upTo: 100) == Array("text".utf8))
        // Other threads are as free as before.
        try tree.write("more", to: "more.txt")
    }

    /// Calls of the C library with arguments that make them harmless, and fail for another reason or none without the filter.
    private static let refused: [(name: String, arguments: [Int])] = [
        // Input for a terminal, what a file may be used for, and whatever else a device takes.
        ("ioctl", [-1, 0x5412]), ("ioctl", [-1, 0x4008_6602]), ("ioctl", [-1, 0]),
        ("setxattr", []), ("lsetxattr", []), ("fsetxattr", [-1]), ("removexattr", []), ("lremovexattr", []),
        ("fremovexattr", [-1]), ("kill", [Int(getpid()), 0]), ("tgkill", [0, 0, 0]),
        ("pidfd_send_signal", [-1, 0, 0, 0]), ("fcntl", [-1, Int(F_SETOWN), 0]), ("fcntl", [-1, 15, 0]),
        ("setpgid", [0, 0]), ("setsid", []), ("prlimit", [Int(getpid()), 4, 0, 0]), ("setpriority", [9, 0, 0]),
        ("sched_setscheduler", [-1, 0, 0]), ("process_madvise", [-1]), ("shmget", [0, 0, 0]), ("shmat", [-1, 0, 0]),
        ("semget", [0, -1, 0]), ("msgget", [0, 0]), ("open_tree", [-1]), ("fsopen", []),
    ]

    /// Most of these functions the C library shows to those alone who ask for more than POSIX.
    private static func call(_ name: String, _ arguments: Int...) -> Int32 { call(name, arguments) }

    private static func call(_ name: String, _ arguments: [Int]) -> Int32 {
        guard let symbol = unsafe dlsym(nil, name) else { return 0 }
        typealias Function = @convention(c) (Int, Int, Int, Int, Int, Int) -> Int32
        let function = unsafe unsafeBitCast(symbol, to: Function.self)
        let padded = arguments + repeatElement(0, count: 6 - arguments.count)
        return function(padded[0], padded[1], padded[2], padded[3], padded[4], padded[5])
    }

    @Test("behind the filter no device is ordered, no attribute changed, and no other process reached")
    func reach() async {
        let found: [(String, Int32?)] = await withCheckedContinuation { continuation in
            Thread {
                _ = quoth_restrict_process()
                continuation.resume(
                    returning: Self.refused.map { ($0.name, Self.error(Self.call($0.name, $0.arguments))) })
            }.start()
        }
        #expect(found.count == Self.refused.count)
        for (name, error) in found { #expect(error == EPERM, "\(name)") }
        for (name, arguments) in Self.refused where !["setsid", "setpgid"].contains(name) {
            #expect(Self.error(Self.call(name, arguments)) != EPERM, "\(name) is refused without the filter")
        }
    }
}
