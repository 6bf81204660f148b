import Documents
import SystemInterface
import SystemPackage
import TestSupport
import Testing

/// The program `quoth-extract`, run as a process.
@Suite struct ProgramTests {
    private func run(_ arguments: [String], input: [UInt8]) throws -> (output: String, status: TerminationStatus) {
        let program = try Environment.executablePath().removingLastComponent().appending("quoth-extract")
        var child = try ChildProcess(executable: program, arguments: arguments, errorStream: .discarded)
        // A program that refuses its arguments may be gone before it is written to.
        try? child.write(input)
        child.closeInput()
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = try child.read(into: &buffer), count > 0 { output += buffer[..<count] }
        let status = try child.wait()
        return (String(decoding: output, as: UTF8.self), status)
    }

    @Test("it ends quietly at the end of its input")
    func endOfInput() throws {
        let (output, status) = try run([], input: [])
        #expect(output.isEmpty)
        #expect(status == .exited(0))
    }

    @Test("it says its version, and refuses other arguments")
    func arguments() throws {
        let (output, status) = try run(["--version"], input: [])
        #expect(output.hasPrefix("quoth-extract "))
        #expect(status == .exited(0))
        #expect(try run(["file.md"], input: []).status == .exited(64))
    }

    @Test("it ends with an error when what it is asked makes no sense")
    func garbage() throws {
        #expect(try run([], input: Array("garbage".utf8)).status == .exited(1))
        #expect(try run([], input: [0x51, ExtractionProtocol.version, 1]).status == .exited(1))
        let end = try ExtractionProtocol.encode(.end(ExtractionSummary()))
        #expect(try run([], input: end).status == .exited(1))
    }
}
