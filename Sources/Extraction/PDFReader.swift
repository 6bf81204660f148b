import Documents
import SystemInterface
import SystemPackage

/// Reads PDF with the help of poppler's `pdftotext`, which says where each word stands on its page.
///
/// The program gets the bytes on its standard input, and no name of a file: what it reads is what was read here.
enum PDFReader {
    private static let programName = DocumentFormat.pdf.neededProgram?.name ?? ""

    /// - Parameters:
    ///   - program: `pdftotext`, or what takes its place; nil where it is not installed.
    ///   - workingSeconds: processor time for the program.
    ///   - outputByteLimit: how much it may say: more than the words of the largest books take.
    static func read(
        _ content: [UInt8], with program: FilePath? = Environment.executable(named: programName),
        workingSeconds: Int = ExtractionLimits.workingSeconds, outputByteLimit: Int = 512 << 20
    ) throws(ExtractionFailure) -> Document {
        guard let program else { throw ExtractionFailure(.programMissing, detail: "\(programName) from poppler-utils") }
        let output: [UInt8]?
        let status: TerminationStatus
        do {
            (output, status) = try run(program, on: content, workingSeconds, outputByteLimit)
        } catch {
            throw ExtractionFailure(.malformed, detail: "\(programName): \(error.errno)")
        }
        guard let output else { throw ExtractionFailure(.unpacksTooFar) }
        switch status {
        case .exited(0): break
        case .exited where contains(content, "/Encrypt"): throw ExtractionFailure(.encrypted)
        case .exited(let code):
            throw ExtractionFailure(.malformed, detail: "\(programName) gave it up with status \(code)")
        // SIGXCPU.
        case .signalled(24): throw ExtractionFailure(.tookTooLong)
        case .signalled(let number):
            throw ExtractionFailure(.malformed, detail: "\(programName) was ended by signal \(number)")
        }
        let reader = LayoutReader()
        try MarkupParser.parseHTML(output.map { $0 == 0 ? 0x20 : $0 }, into: reader)
        guard reader.pages.contains(where: { !$0.lines.isEmpty }) else { throw ExtractionFailure(.noText) }
        var document = PDFLayout(reader.pages).document()
        if document.blocks.count >= DocumentFormat.maximumBlockCount { throw ExtractionFailure(.tooManyBlocks) }
        let title = collapsed(reader.title)
        if isTitle(title) { document.title = title }
        return document
    }

    /// What the program says, nil for too much, and how it ended.
    private static func run(
        _ program: FilePath, on content: [UInt8], _ workingSeconds: Int, _ outputByteLimit: Int
    ) throws(SystemError) -> (output: [UInt8]?, status: TerminationStatus) {
        // The shell limits itself and becomes the program, which keeps the limits. Whoever does not end at the first is killed
        // at the second.
        let command = "ulimit -S -t \(workingSeconds); ulimit -H -t \(workingSeconds + 1); exec \"$0\" \"$@\""
        // In this process's own group, so that whoever ends one ends the other.
        var child = try ChildProcess(
            executable: "/bin/sh",
            argumentBytes: ["-c", command].map { Array($0.utf8) } + [program.bytes]
                + ["-q", "-enc", "UTF-8", "-bbox-layout", "-", "-"].map { Array($0.utf8) },
            joinsGroup: true)
        do throws(SystemError) {
            // It reads all of this before it says anything. Another that did not would keep this process waiting, and both be
            // ended for their silence.
            try child.write(content)
        } catch {
            // One that gives the file up early has no use for the rest, and says why.
            guard error.isBrokenPipe else { throw error }
        }
        child.closeInput()
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while case let count = try child.read(into: &buffer), count > 0 {
            // With the child its pipe goes, at which it ends; signals are not sent from behind the filter.
            if output.count + count > outputByteLimit { return (nil, .exited(0)) }
            output.append(contentsOf: buffer[..<count])
        }
        return (output, try child.wait())
    }

    /// Programs fill the title in with the name of a file or of themselves.
    private static func isTitle(_ text: String) -> Bool {
        let lower = text.lowercased()
        return lower.utf8.count > 2 && !lower.hasPrefix("microsoft word") && !lower.hasPrefix("untitled")
            && !lower.hasPrefix("powerpoint")
            && ![".doc", ".docx", ".pdf", ".tex", ".dvi", ".indd", ".qxd", ".odt"].contains {
                lower.hasSuffix($0)
            }
    }
}

/// A line of a page as `pdftotext -bbox-layout` gives it; lengths are in points, from the upper left corner.
struct PDFLine {
    var text: [UInt8] = []
    var left = 0.0
    var top = 0.0
    var right = 0.0
    var bottom = 0.0
    /// Counts the blocks of the page.
    var block = 0

    var height: Double { bottom - top }
}

struct PDFPage {
    var width: Double
    var height: Double
    var lines: [PDFLine] = []
}

private final class LayoutReader: MarkupReceiver {
    private(set) var pages: [PDFPage] = []
    private(set) var title: [UInt8] = []
    private var block = 0
    private var line: PDFLine?
    private var isInWord = false
    private var isInTitle = false
    let isDone = false

    func open(_ element: String, _ attributes: MarkupAttributes) {
        func number(_ name: String) -> Double { attributes[name].flatMap { Double($0) } ?? 0 }
        switch element {
        case "title": isInTitle = true
        case "page":
            pages.append(PDFPage(width: number("width"), height: number("height")))
            block = 0
        case "block": block += 1
        case "line":
            line = PDFLine(
                left: number("xmin"), top: number("ymin"), right: number("xmax"), bottom: number("ymax"), block: block)
        case "word":
            isInWord = true
            if line?.text.isEmpty == false { line?.text.append(0x20) }
        default: break
        }
    }

    func close(_ element: String) {
        switch element {
        case "title": isInTitle = false
        case "word": isInWord = false
        case "line":
            if let line, !line.text.isEmpty, !pages.isEmpty { pages[pages.count - 1].lines.append(line) }
            line = nil
        default: break
        }
    }

    func text(_ bytes: [UInt8], sourceEnd: Int) {
        if isInTitle { title += bytes }
        // A word holds no blanks, and control characters are no part of any.
        if isInWord { line?.text.append(contentsOf: bytes.lazy.filter { $0 > 0x20 }) }
    }
}
