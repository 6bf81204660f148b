/// PDF files made in memory (ISO 32000-1): lines of Helvetica at places of pages.
public struct PDFFixture {
    /// A line of text, in points from the lower left corner of an A4 page.
    public struct Line {
        public var text: String
        public var size: Double
        public var left: Double
        public var baseline: Double

        public init(_ text: String, size: Double = 11, left: Double = 72, baseline: Double) {
            self.text = text
            self.size = size
            self.left = left
            self.baseline = baseline
        }
    }

    public var pages: [[Line]] = []
    public var title: String?
    /// The trailer says that a password is needed, and none fits.
    public var isEncrypted = false

    public init() {}

    public func bytes() -> [UInt8] {
        var objects: [String] = []
        let kids = pages.indices.map { "\(5 + 2 * $0) 0 R" }.joined(separator: " ")
        objects.append("<< /Type /Catalog /Pages 2 0 R >>")
        objects.append("<< /Type /Pages /Kids [\(kids)] /Count \(pages.count) >>")
        objects.append("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
        objects.append("<< /Title (\(title ?? "")) >>")
        for (index, page) in pages.enumerated() {
            objects.append(
                "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents \(6 + 2 * index) 0 R "
                    + "/Resources << /Font << /F1 3 0 R >> >> >>")
            let content =
                "BT\n"
                + page.map { "/F1 \($0.size) Tf 1 0 0 1 \($0.left) \($0.baseline) Tm (\(escaped($0.text))) Tj\n" }
                .joined()
                + "ET"
            objects.append("<< /Length \(latin(content).count) >>\nstream\n\(content)\nendstream")
        }
        if isEncrypted {
            let hash = String(repeating: "5A", count: 32)
            objects.append("<< /Filter /Standard /V 1 /R 2 /O <\(hash)> /U <\(hash)> /P -4 >>")
        }
        var file = latin("%PDF-1.4\n")
        var offsets: [Int] = []
        for (index, object) in objects.enumerated() {
            offsets.append(file.count)
            file += latin("\(index + 1) 0 obj\n\(object)\nendobj\n")
        }
        let start = file.count
        file += latin("xref\n0 \(objects.count + 1)\n0000000000 65535 f \n")
        for offset in offsets {
            let digits = String(offset)
            file += latin(String(repeating: "0", count: 10 - digits.utf8.count) + digits + " 00000 n \n")
        }
        let encryption = isEncrypted ? " /Encrypt \(objects.count) 0 R /ID [<00> <00>]" : ""
        file += latin("trailer << /Size \(objects.count + 1) /Root 1 0 R /Info 4 0 R\(encryption) >>\n")
        return file + latin("startxref\n\(start)\n%%EOF\n")
    }

    private func escaped(_ text: String) -> String {
        text.map { "\\()".contains($0) ? "\\\($0)" : String($0) }.joined()
    }

    /// One byte for each character, the bullet in its place of WinAnsi.
    private func latin(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { $0 == "•" ? 0x95 : UInt8(truncatingIfNeeded: $0.value) }
    }
}
