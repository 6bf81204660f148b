import Glibc
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@Suite struct ProcessTests {
    private func everything(from child: borrowing ChildProcess) throws -> [UInt8] {
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1000)
        while case let count = try child.read(into: &buffer), count > 0 { output += buffer[..<count] }
        return output
    }

    @Test("what is written to a child comes back through the other pipe")
    func echo() throws {
        var child = try ChildProcess(executable: "/bin/cat")
        let text = Array("line one\nline two\n".utf8)
        try child.write(text)
        child.closeInput()
        #expect(try everything(from: child) == text)
        #expect(try child.wait() == .exited(0))
        #expect(try child.wait() == .exited(0))
    }

    @Test("arguments arrive as they are, and the exit status is reported")
    func arguments() throws {
        var child = try ChildProcess(
            executable: "/bin/sh", arguments: ["-c", "printf '%s|' \"$@\"; exit 7", "sh", "a b", "", "ü\n"],
            errorStream: .discarded)
        #expect(try everything(from: child) == Array("a b||ü\n|".utf8))
        #expect(try child.wait() == .exited(7))
    }

    @Test("a child that crashes does not explain itself on the pipe that it answers on")
    func crashes() throws {
        let child = try ChildProcess(executable: "/bin/sh", arguments: ["-c", "printf %s \"$SWIFT_BACKTRACE\""])
        let asked = Environment.variable("SWIFT_BACKTRACE")
        #expect(String(decoding: try everything(from: child), as: UTF8.self) == asked ?? "enable=no")
    }

    @Test("a child that a signal ends is told from one that exits")
    func signals() throws {
        var child = try ChildProcess(executable: "/bin/sh", arguments: ["-c", "kill -SEGV $$"])
        #expect(try child.wait() == .signalled(SIGSEGV))
        var sleeper = try ChildProcess(executable: "/bin/sleep", arguments: ["1000"])
        sleeper.kill()
        #expect(try sleeper.wait() == .signalled(SIGKILL))
    }

    @Test("a child inherits nothing but its three streams")
    func descriptors() throws {
        let tree = try TestTree()
        let file = try OpenFile.creating(tree.path("f"))
        // A copy that survives execution, as a careless parent of ours might leave it.
        let leaked = dup(file.descriptor.rawValue)
        defer { close(leaked) }
        var child = try ChildProcess(executable: "/bin/ls", arguments: ["/proc/self/fd"])
        let listed = String(decoding: try everything(from: child), as: UTF8.self).split(separator: "\n")
        _ = try child.wait()
        // The fourth is the folder that ls itself has open.
        #expect(listed.map(String.init) == ["0", "1", "2", "3"])
    }

    @Test("a child has a session of its own, out of the terminal's reach, unless it is to join its parent's group")
    func session() throws {
        // Of what the kernel says, behind the name: state, parent, group, session, terminal (proc(5)).
        func ids(_ child: borrowing ChildProcess) throws -> [Int32] {
            let text = String(decoding: try everything(from: child), as: UTF8.self)
            let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ")
            return fields.dropFirst(3).prefix(3).compactMap { Int32($0) }
        }
        let own = try ChildProcess(executable: "/bin/cat", arguments: ["/proc/self/stat"])
        #expect(try ids(own) == [own.identifier, own.identifier, 0])
        let joined = try ChildProcess(executable: "/bin/cat", arguments: ["/proc/self/stat"], joinsGroup: true)
        #expect(try ids(joined).prefix(2) == [getpgrp(), getsid(0)])
    }

    @Test("many children at once on many threads see the end of their input")
    func concurrency() async throws {
        await withTaskGroup(of: Bool.self) { group in
            for number in 0..<24 {
                group.addTask {
                    do {
                        var child = try ChildProcess(executable: "/bin/cat")
                        let text = Array("child \(number)".utf8)
                        try child.write(text)
                        child.closeInput()
                        var output: [UInt8] = []
                        var buffer = [UInt8](repeating: 0, count: 64)
                        while case let count = try child.read(into: &buffer), count > 0 { output += buffer[..<count] }
                        return try output == text && child.wait() == .exited(0)
                    } catch {
                        return false
                    }
                }
            }
            for await result in group { #expect(result) }
        }
    }

    @Test("writing to a child that has ended is an error, not the end of this process")
    func brokenPipe() throws {
        var child = try ChildProcess(executable: "/bin/true")
        #expect(try child.wait() == .exited(0))
        let error = #expect(throws: SystemError.self) {
            for _ in 0..<100 { try child.write([UInt8](repeating: 0x61, count: 4096)) }
        }
        #expect(error?.isBrokenPipe == true)
        child.closeInput()
        #expect(throws: SystemError.self) { try child.write([0x61]) }
    }

    @Test("a child gets the default disposition of SIGPIPE back")
    func brokenPipeInChild() throws {
        // Bits 12 of the masks stand for signal 13, SIGPIPE.
        var child = try ChildProcess(executable: "/bin/grep", arguments: ["SigIgn", "/proc/self/status"])
        let line = String(decoding: try everything(from: child), as: UTF8.self)
        _ = try child.wait()
        let mask = UInt64(line.split(whereSeparator: \.isWhitespace).last ?? "", radix: 16)
        #expect(mask.map { $0 & (1 << 12) } == 0)
    }

    @Test("a program that does not exist cannot be started")
    func missingProgram() throws {
        let error = #expect(throws: SystemError.self) { _ = try ChildProcess(executable: "/nonexistent/program") }
        #expect(error?.errno == .noSuchFileOrDirectory)
        let folder = #expect(throws: SystemError.self) { _ = try ChildProcess(executable: "/tmp") }
        #expect(folder?.errno == .permissionDenied)
    }

    @Test("a signal sets the flag and ends nothing; clearing forgets it")
    func interrupt() throws {
        InterruptFlag.install()
        InterruptFlag.install()
        #expect(InterruptFlag.current == nil)
        #expect(latest(after: SIGINT) == .interrupt)
        #expect(latest(after: SIGTERM) == .terminate)
        #expect(latest(after: SIGHUP) == .hangUp)
        #expect(InterruptFlag.current?.exitStatus == 129)
        InterruptFlag.clear()
        #expect(InterruptFlag.current == nil)
    }

    /// The flag once a signal to this process has arrived; another thread than this one may take it.
    private func latest(after signal: Int32) -> InterruptFlag.Request? {
        InterruptFlag.clear()
        kill(getpid(), signal)
        for _ in 0..<10_000 where InterruptFlag.current == nil { usleep(1000) }
        return InterruptFlag.current
    }
}
