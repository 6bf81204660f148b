import Documents

/// Reads EPUB (EPUB 3.3, sections 4 and 5; EPUB 2 as well): the chapters in the order of the spine, as one document.
enum EPUBPublication {
    static func read(_ bytes: [UInt8]) throws(ExtractionFailure) -> Document {
        let archive = try ZipArchive(bytes)
        if let rights = try archive.member("META-INF/encryption.xml"),
            contains(rights, "rights.xml") || contains(rights, "kw=")
        {
            throw ExtractionFailure(.encrypted)
        }
        let container = ContainerReader()
        _ = MarkupParser.parseXML(try archive.requiredMember("META-INF/container.xml"), into: container)
        guard let packagePath = container.packagePath else {
            throw ExtractionFailure(.malformed, detail: "the container names no package")
        }
        let package = PackageReader()
        _ = MarkupParser.parseXML(try archive.requiredMember(packagePath), into: package)
        let folder = packagePath.split(separator: "/").dropLast().map(String.init)
        var builder = DocumentBuilder.withoutLines()
        for item in package.chapters {
            guard let content = try archive.member(path(item, in: folder)) else { continue }
            guard let source = SourceText(decoding: content, declared: TextEncoding.declared(inHTML: content)) else {
                continue
            }
            let reader = HTMLReader(source: nil, builder: builder)
            try MarkupParser.parseHTML(source.bytes, into: reader)
            builder = reader.finish()
            if builder.hasTooManyBlocks { throw ExtractionFailure(.tooManyBlocks) }
        }
        var document = builder.document()
        document.title = collapsed(package.title)
        document.language = package.language.isEmpty ? nil : collapsed(package.language)
        return document
    }

    /// The member that a reference from the package means: relative to the package's folder, percent-encoded (RFC 3986).
    static func path(_ reference: String, in folder: [String]) -> String {
        var parts = folder
        for part in reference.prefix(while: { $0 != "#" }).split(separator: "/") {
            switch part {
            case ".": break
            case "..": if !parts.isEmpty { parts.removeLast() }
            default: parts.append(percentDecoded(String(part)))
            }
        }
        return parts.joined(separator: "/")
    }

    private static func percentDecoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(2)
            if byte == 0x25, digits.count == 2, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

private final class ContainerReader: MarkupReceiver {
    private(set) var packagePath: String?
    let isDone = false

    func open(_ element: String, _ attributes: MarkupAttributes) {
        if element == "rootfile", packagePath == nil { packagePath = attributes["full-path"] }
    }

    func close(_ element: String) {}

    func text(_ bytes: [UInt8], sourceEnd: Int) {}
}

private final class PackageReader: MarkupReceiver {
    private(set) var title: [UInt8] = []
    private(set) var language: [UInt8] = []
    private var items: [String: String] = [:]
    private var spine: [String] = []
    private var element = ""
    let isDone = false

    /// References to the chapters, in their order.
    var chapters: [String] { spine.compactMap { items[$0] } }

    func open(_ element: String, _ attributes: MarkupAttributes) {
        self.element = element
        // The package's own elements may or may not have a prefix.
        switch element.split(separator: ":").last {
        case "item":
            guard let identifier = attributes["id"], let reference = attributes["href"],
                let type = attributes["media-type"], type.contains("html"),
                attributes["properties"]?.split(separator: " ").contains("nav") != true
            else { return }
            items[identifier] = reference
        case "itemref": if let identifier = attributes["idref"] { spine.append(identifier) }
        default: break
        }
    }

    func close(_ element: String) {
        // Of several titles the first is the main one.
        if element == "dc:title", !title.isEmpty { hasTitle = true }
        if element == "dc:language", !language.isEmpty { hasLanguage = true }
        self.element = ""
    }

    private var hasTitle = false
    private var hasLanguage = false

    func text(_ bytes: [UInt8], sourceEnd: Int) {
        if element == "dc:title", !hasTitle { title += bytes }
        if element == "dc:language", !hasLanguage { language += bytes }
    }
}
