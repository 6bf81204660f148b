import SystemInterface

/// Standard output: answers and reports, and nothing else.
enum Output {
    /// - Throws: `ProgramFailure` with status 74; a reader that went away ends the program quietly.
    static func write(_ bytes: [UInt8]) throws {
        do throws(SystemError) {
            try StandardStream.output.write(bytes)
        } catch {
            if error.isBrokenPipe { ExitStatus.answered.end() }
            throw ProgramFailure("standard output: cannot write: \(error.errno)", .inputOutput)
        }
    }

    static func write(_ text: String) throws {
        try write(Array(text.utf8))
    }
}
