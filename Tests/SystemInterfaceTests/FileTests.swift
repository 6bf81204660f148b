import SystemInterface
import SystemPackage
import TestSupport
import Testing

@Suite struct FileTests {
    @Test("a path keeps bytes that are not UTF-8, and a zero byte makes none")
    func pathBytes() throws {
        let bytes: [UInt8] = [0x2F, 0x61, 0xFF, 0x0A, 0x1B, 0x2F, 0xC3]
        let path = try #require(FilePath(bytes: bytes))
        #expect(path.bytes == bytes)
        #expect(path.lastComponent?.bytes == [0xC3])
        #expect(FilePath(bytes: [0x61, 0, 0x62]) == nil)
        #expect(FilePath.Component(bytes: [0x61, 0x2F, 0x62]) == nil)
        #expect(FilePath.Component(bytes: []) == nil)
        #expect(FilePath.Component(bytes: [0xFE])?.bytes == [0xFE])
    }

    @Test("a file's status tells kind, size and permissions, and a link only when it is not followed")
    func status() throws {
        let tree = try TestTree()
        let file = try tree.write("hello", to: "f")
        try setMode(0o640, of: file)
        try makeSymbolicLink(tree.path("l"), to: "f")
        let status = try FileStatus(of: file, followLinks: false)
        #expect(status.kind == .regular)
        #expect(status.byteCount == 5)
        #expect(status.mode == 0o640)
        #expect(status.owner == Environment.effectiveUser)
        #expect(try FileStatus(of: tree.path("l"), followLinks: true) == status)
        #expect(try FileStatus(of: tree.path("l"), followLinks: false).kind == .symbolicLink)
        #expect(try FileStatus(of: tree.root, followLinks: false).kind == .directory)
        #expect(try FileStatus(of: "/dev/null", followLinks: false).kind == .other)
        #expect(try OpenFile.reading(file).status() == status)
    }

    @Test("a missing file is reported with its path and the system's reason")
    func missing() throws {
        let error = #expect(throws: SystemError.self) { try readFile("/nonexistent/file", upTo: 10) }
        #expect(error == SystemError(operation: "open", path: "/nonexistent/file", errno: .noSuchFileOrDirectory))
        #expect(error?.description == "cannot open /nonexistent/file: No such file or directory")
    }

    @Test("the entries of a folder come in the order of their bytes, whatever the names hold")
    func entries() throws {
        let tree = try TestTree()
        let names: [[UInt8]] = [
            Array("b".utf8), Array("B".utf8), [0xFF, 0xFE], Array("new\nline".utf8), Array("esc\u{1B}[31m".utf8),
            Array(repeating: 0x78, count: 255), Array("e\u{301}".utf8), Array("é".utf8), Array(".hidden".utf8),
        ]
        for name in names {
            let component = try #require(FilePath.Component(bytes: name))
            try tree.write([], to: tree.root.appending(component))
        }
        let found = try directoryEntries(of: tree.root)
        #expect(found.map(\.name.bytes) == names.sorted { $0.lexicographicallyPrecedes($1) })
        #expect(found.allSatisfy { $0.kind == .regular })
    }

    @Test("a folder behind a link is listed only on request")
    func entriesThroughLink() throws {
        let tree = try TestTree()
        try tree.write("x", to: "folder/file")
        try makeSymbolicLink(tree.path("link"), to: "folder")
        #expect(throws: SystemError.self) { try directoryEntries(of: tree.path("link")) }
        #expect(try directoryEntries(of: tree.path("link"), followLinks: true).map(\.name.string) == ["file"])
    }

    @Test("reading takes regular files only and never waits for the writer of a FIFO")
    func refusals() throws {
        let tree = try TestTree()
        try tree.write("x", to: "file")
        try makeSymbolicLink(tree.path("link"), to: "file")
        try #require(tree.makeFIFO("fifo"))
        func errno(_ path: FilePath) -> Errno? {
            do {
                _ = try readFile(path, upTo: 100)
                return nil
            } catch {
                return error.errno
            }
        }
        #expect(errno(tree.path("file")) == nil)
        #expect(errno(tree.path("link")) == .tooManySymbolicLinkLevels)
        #expect(errno(tree.path("fifo")) == .invalidArgument)
        #expect(errno(tree.root) == .isDirectory)
        #expect(errno("/dev/zero") == .invalidArgument)
    }

    @Test("a path that leads through a link is refused where it may not")
    func linksOnTheWay() throws {
        let tree = try TestTree()
        let file = try canonicalPath(try tree.write("text", to: "folder/inside/file"))
        let root = try canonicalPath(tree.root)
        #expect(try readFile(file, upTo: 10, throughLinks: false) == Array("text".utf8))
        try makeSymbolicLink(root.appending("link"), to: "folder")
        let through = root.appending("link").appending("inside").appending("file")
        #expect(try readFile(through, upTo: 10) == Array("text".utf8))
        let error = #expect(throws: SystemError.self) { try readFile(through, upTo: 10, throughLinks: false) }
        #expect(error?.errno == .tooManySymbolicLinkLevels)
        #expect(throws: SystemError.self) { try readFileStably(through, upTo: 10, throughLinks: false) }
        // A folder knows where it lies, whatever way led to it.
        let folder = try OpenFolder(root.appending("link").appending("inside"))
        let parent = try folder.parentStatus()
        #expect(parent == (try FileStatus(of: root.appending("folder"), followLinks: false)))
        #expect(parent != (try FileStatus(of: root.appending("link"), followLinks: false)))
    }

    @Test("the listing of a large folder ends when it is told to")
    func endedListing() throws {
        let tree = try TestTree()
        for number in 0..<3000 { try tree.write("", to: "\(number)") }
        let folder = try OpenFolder(tree.root)
        #expect(try folder.entries { false } == nil)
        #expect(try OpenFolder(tree.root).entries { true }?.entries.count == 3000)
    }

    @Test("a file of exactly the limit is read and one of a byte more is refused")
    func limits() throws {
        let tree = try TestTree()
        let content = (0..<70_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let file = try tree.write(content, to: tree.path("f"))
        #expect(try readFile(file, upTo: 70_000) == content)
        #expect(try readFile(file, upTo: .max) == content)
        let error = #expect(throws: SystemError.self) { try readFile(file, upTo: 69_999) }
        #expect(error?.errno == .fileTooLarge)
        #expect(try readFile(try tree.write([], to: tree.path("empty")), upTo: 0).isEmpty)
    }

    @Test("a file without size in its status is read to its end all the same")
    func sizeless() throws {
        let text = String(decoding: try readFile("/proc/self/status", upTo: 1 << 20), as: UTF8.self)
        #expect(text.contains("Pid:\t\(Environment.processIdentifier)"))
    }

    @Test("a steady file is read once and not flagged")
    func stable() throws {
        let tree = try TestTree()
        let read = try readFileStably(try tree.write("steady", to: "f"), upTo: 100)
        #expect(read.bytes == Array("steady".utf8))
        #expect(read.before == read.after)
        #expect(!read.changedWhileRead)
    }

    @Test("a file whose size never agrees with its bytes is flagged after the second reading")
    func unstable() throws {
        // The kernel reports size 0 for this file, which stands for any file that grows between the two looks.
        #expect(try readFileStably("/proc/self/status", upTo: 1 << 20).changedWhileRead)
    }

    @Test("creating refuses an existing file unless it may replace it, and never writes through a link")
    func creating() throws {
        let tree = try TestTree()
        let file = try tree.write("old", to: "f")
        #expect(throws: SystemError(operation: "create", path: file, errno: .fileExists)) {
            _ = try OpenFile.creating(file)
        }
        try OpenFile.creating(file, replacing: true).write(Array("new".utf8))
        try OpenFile.appending(file).write(Array("er".utf8))
        #expect(try readFile(file, upTo: 10) == Array("newer".utf8))
        try makeSymbolicLink(tree.path("link"), to: "f")
        #expect(throws: SystemError.self) { _ = try OpenFile.creating(tree.path("link"), replacing: true) }
    }

    @Test("what was written can be put on the disk, and removed")
    func synchronizing() throws {
        let tree = try TestTree()
        let file = try OpenFile.creating(tree.path("f"))
        try file.write(Array("new".utf8))
        try file.synchronize()
        #expect(try readFile(tree.path("f"), upTo: 10) == Array("new".utf8))
        try removeFile(tree.path("f"))
        #expect(try directoryEntries(of: tree.root).isEmpty)
    }

    @Test("folders above are created where they are missing, with the given permissions")
    func directories() throws {
        let tree = try TestTree()
        try makeDirectories(tree.path("a/b/c"), mode: 0o700)
        try makeDirectories(tree.path("a/b/c"), mode: 0o700)
        #expect(try FileStatus(of: tree.path("a/b"), followLinks: false).mode == 0o700)
        try tree.write("x", to: "file")
        #expect(throws: SystemError.self) { try makeDirectories(tree.path("file"), mode: 0o700) }
        #expect(throws: SystemError.self) { try makeDirectories(tree.path("file/sub"), mode: 0o700) }
    }

    @Test("an exclusive lock excludes others until it is let go")
    func locks() throws {
        let tree = try TestTree()
        let path = tree.path("LOCK")
        func isFree(_ sharing: FileLock.Sharing) throws -> Bool {
            let lock = try FileLock.ifFree(path, sharing)
            return lock != nil
        }
        /// Whether a shared and an exclusive lock could be had while this one is held.
        func areFree(whileHolding sharing: FileLock.Sharing) throws -> [Bool] {
            let lock = try FileLock.waiting(for: path, sharing)
            let free = [try isFree(.shared), try isFree(.exclusive)]
            _ = consume lock
            return free
        }
        #expect(try areFree(whileHolding: .exclusive) == [false, false])
        #expect(try areFree(whileHolding: .shared) == [true, false])
        #expect(try isFree(.exclusive))
        #expect(try FileStatus(of: path, followLinks: false).mode & 0o077 == 0)
    }

    @Test("the canonical path is free of links and dots")
    func canonical() throws {
        let tree = try TestTree()
        try tree.write("x", to: "a/f")
        try makeSymbolicLink(tree.path("l"), to: "a")
        #expect(try canonicalPath(tree.path("l/../l/./f")) == tree.path("a/f"))
        #expect(throws: SystemError.self) { try canonicalPath(tree.path("missing")) }
    }

    @Test("the process knows its executable, its folder and its environment")
    func environment() throws {
        #expect(try FileStatus(of: try Environment.executablePath(), followLinks: false).kind == .regular)
        #expect(try FileStatus(of: try Environment.currentDirectory(), followLinks: false).kind == .directory)
        #expect(Environment.variable("PATH")?.isEmpty == false)
        #expect(Environment.variable("QUOTH_NO_SUCH_VARIABLE") == nil)
        #expect(Environment.homeDirectory() != nil)
    }

    @Test("a watch tells of names that come, change and go in its folders, and of nothing else")
    func watching() throws {
        let tree = try TestTree()
        try tree.write("x", to: "inner/old.txt")
        let watch = try FolderWatch()
        try watch.add(tree.root)
        #expect(try !watch.waitForChange(milliseconds: 0))
        try tree.write("new", to: "new.txt")
        #expect(try watch.waitForChange(milliseconds: 5000))
        #expect(try !watch.waitForChange(milliseconds: 0))
        // A folder inside counts only once it is watched itself.
        try tree.write("y", to: "inner/old.txt")
        #expect(try !watch.waitForChange(milliseconds: 0))
        let first = try watch.add(tree.path("inner"))
        #expect(try watch.add(tree.path("inner")) == first)
        try tree.write("z", to: "inner/old.txt")
        #expect(try watch.waitForChange(milliseconds: 5000))
        try removeFile(tree.path("inner/old.txt"))
        #expect(try watch.waitForChange(milliseconds: 5000))
        #expect(throws: SystemError.self) { try watch.add(tree.path("nowhere")) }
    }

    @Test("a program is found in the folders of the path, a folder or a text of its name is not")
    func programs() {
        #expect(Environment.executable(named: "sh").map { $0.lastComponent == "sh" } == true)
        #expect(Environment.executable(named: "no-such-program-anywhere") == nil)
    }
}
