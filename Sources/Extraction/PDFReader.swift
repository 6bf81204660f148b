import Documents
import SystemInterface
import SystemPackage

/// Reads PDF with the help of poppler's `pdftotext`, which says where each word stands on its page.
enum PDFReader {
    private static let programName = DocumentFormat.pdf.neededProgram?.name ?? ""
    /// More than the words of the largest books take.
    private static let outputByteLimit = 512 << 20

    /// - Parameter isEncrypted: whether the file says that it is, which explains why it cannot be read.
    static func read(_ path: FilePath, isEncrypted: Bool) throws(ExtractionFailure) -> Document {
        guard let program = Environment.executable(named: programName) else {
            throw ExtractionFailure(.programMissing, detail: "\(programName) from poppler-utils")
        }
        let output: [UInt8]
        let status: TerminationStatus
        do {
            (output, status) = try run(program, path)
        } catch {
            throw ExtractionFailure(.malformed, detail: "\(programName): \(error.errno)")
        }
        switch status {
        case .exited(0): break
        case .exited where isEncrypted: throw ExtractionFailure(.encrypted)
        case .exited(let code):
            throw ExtractionFailure(.malformed, detail: "\(programName) gave it up with status \(code)")
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

    private static func run(
        _ program: FilePath, _ path: FilePath
    ) throws(SystemError) -> (output: [UInt8], status: TerminationStatus) {
        // In this process's own group, so that whoever ends one ends the other.
        var child = try ChildProcess(
            executable: program,
            argumentBytes: ["-q", "-enc", "UTF-8", "-bbox-layout"].map { Array($0.utf8) } + [path.bytes, [0x2D]],
            joinsGroup: true)
        child.closeInput()
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        while output.count < outputByteLimit {
            let count = try child.read(into: &buffer)
            if count == 0 { break }
            output.append(contentsOf: buffer[..<count])
        }
        if output.count >= outputByteLimit { child.kill() }
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
