import SystemInterface
public import SystemPackage

/// A folder in which the built programs run as people run them: from a shell, with a home and a cache of their own.
public final class Sandbox: Sendable {
    private let tree: TestTree
    /// Where the shell keeps what a command wrote, apart from the folder that the command sees.
    private let streams: TestTree

    public init() throws {
        tree = try TestTree()
        streams = try TestTree()
        try makeDirectory(tree.path("home"), mode: 0o700)
    }

    /// What a command left behind.
    public struct Outcome: Sendable, CustomStringConvertible {
        /// The bytes on standard output.
        public let output: [UInt8]
        /// The bytes on standard error.
        public let errors: [UInt8]
        /// The exit status of the shell: that of its last command, or 128 and the number of the signal that ended it.
        public let status: Int32

        public var text: String { String(decoding: output, as: UTF8.self) }
        public var errorText: String { String(decoding: errors, as: UTF8.self) }
        public var description: String { "status \(status)\n-- output\n\(text)-- errors\n\(errorText)" }
    }

    /// The folder of the built programs: that of the test bundle.
    public static var programs: FilePath {
        get throws { try builtProgram("quoth").removingLastComponent() }
    }

    /// The path of a name in the folder.
    public func path(_ name: String) -> FilePath { tree.path(name) }

    /// The folder itself.
    public var root: FilePath { tree.root }

    /// Writes a file, and the folders that it needs.
    @discardableResult
    public func write(_ content: String, to name: String) throws -> FilePath { try tree.write(content, to: name) }

    /// Writes a file, and the folders that it needs.
    @discardableResult
    public func write(_ content: [UInt8], to name: String) throws -> FilePath {
        try tree.write(content, to: tree.path(name))
    }

    /// Runs `script` with the system's shell, in the folder, the built programs on the path; `input` is what it reads.
    ///
    /// The environment holds a path, a home, a cache and a locale, and nothing of the test's own.
    public func run(_ script: String, input: [UInt8] = []) throws -> Outcome {
        let key = String(UInt64.random(in: 0 ... .max), radix: 36)
        let places = (input: "\(key).in", output: "\(key).out", errors: "\(key).err")
        try streams.write(input, to: streams.path(places.input))
        let path = "\(try Self.programs):\(Environment.variable("PATH") ?? "/usr/bin:/bin")"
        let framed = """
            cd '\(root)' && exec <'\(streams.path(places.input))' >'\(streams.path(places.output))' \
            2>'\(streams.path(places.errors))' || exit 125
            \(script)
            """
        var child = try ChildProcess(
            executable: "/usr/bin/env",
            arguments: [
                "-i", "PATH=\(path)", "HOME=\(root.appending("home"))", "XDG_CACHE_HOME=\(root.appending("cache"))",
                "LC_ALL=C.UTF-8", "TERM=dumb", "TMPDIR=\(root)", "/bin/sh", "-c", framed,
            ])
        child.closeInput()
        let status: Int32 =
            switch try child.wait() {
            case .exited(let status): status
            case .signalled(let signal): 128 + signal
            }
        return Outcome(
            output: try readFile(streams.path(places.output), upTo: 1 << 28),
            errors: try readFile(streams.path(places.errors), upTo: 1 << 28), status: status)
    }
}

/// The folder that holds the package, found from a test's own source file.
public func packageFolder(file: String = #filePath) -> FilePath {
    FilePath(file).removingLastComponent().removingLastComponent().removingLastComponent()
}
