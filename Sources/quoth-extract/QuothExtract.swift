import Documents
import Extraction
import Glibc
import SystemInterface

/// Extracts documents for `quoth` in a process of its own, which untrusted files may crash or exhaust.
///
/// Requests arrive on standard input and documents leave on standard output, as
/// ``ExtractionProtocol`` describes. The process ends quietly with its input, and with status 1 when a
/// request makes no sense.
@main
struct QuothExtract {
    /// The version of this program, which is that of `quoth`.
    static let version = "1.0"

    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments == ["--version"] {
            answer("quoth-extract \(version)\n", on: .output)
            exit(0)
        }
        if !arguments.isEmpty || StandardStream.input.isTerminal {
            answer("quoth-extract reads documents for quoth and is started by it; run quoth instead.\n", on: .error)
            exit(64)
        }
        ignoreBrokenPipeSignal()
        limitResources()
        do {
            try serve()
        } catch let error as SystemError where error.isBrokenPipe {
            // Whoever asked has gone.
        } catch let error as ExtractionProtocolError {
            answer("quoth-extract: \(error)\n", on: .error)
            exit(1)
        } catch {
            answer("quoth-extract: \(error)\n", on: .error)
            exit(74)
        }
    }

    private static func serve() throws {
        var reader = ExtractionMessageReader()
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            while let message = try reader.next() {
                guard case .request(let path, let format) = message else { throw ExtractionProtocolError.notAFrame }
                startTimer()
                let summary = try FileExtractor.extract(path, as: format) { document in
                    try StandardStream.output.write(try ExtractionProtocol.encode(.document(document)))
                    startTimer()
                }
                try StandardStream.output.write(try ExtractionProtocol.encode(.end(summary)))
            }
            let count = try StandardStream.input.read(into: &chunk)
            if count == 0 { break }
            reader.append(chunk[..<count])
        }
        if reader.hasPendingBytes { throw ExtractionProtocolError.endedInsideFrame }
    }

    private static func answer(_ text: String, on stream: StandardStream) {
        // There is nobody left to tell when this fails.
        try? stream.write(Array(text.utf8))
    }
}
