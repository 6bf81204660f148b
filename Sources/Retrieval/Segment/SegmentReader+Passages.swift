internal import Documents
internal import MappedStorage

extension SegmentReader {
    /// The title and headings that a passage stands under.
    func place(of passage: PassageRecord) throws(StorageError) -> PassagePlace {
        let section = try section(at: Int(passage.section))
        let document = try document(at: Int(section.document))
        return PassagePlace(title: try title(of: document), headings: try headings(of: section))
    }

    func body(of passage: PassageRecord) throws(StorageError) -> [UInt8] {
        try text(Int(passage.textStart), byteCount: Int(passage.textLength))
    }

    /// The section that holds a passage, and where in its text the passage stands.
    func section(ofPassage index: Int) throws(StorageError) -> (section: StoredSection, range: Range<Int>) {
        let record = try passage(at: index)
        let section = try section(at: Int(record.section))
        let (start, overflow) = record.textStart.subtractingReportingOverflow(section.textStart)
        guard !overflow, Int(start) + Int(record.textLength) <= Int(section.textLength) else {
            throw .damaged(path: path, detail: "passage \(index) lies outside its section")
        }
        return (try storedSection(section), Int(start)..<(Int(start) + Int(record.textLength)))
    }

    private func storedSection(_ section: SectionRecord) throws(StorageError) -> StoredSection {
        let document = try document(at: Int(section.document))
        let file = try file(at: Int(document.file))
        let properties = try properties(of: document)
        return StoredSection(
            document: StoredDocument(
                root: Int(file.root), path: try filePath(of: file), identifier: properties.identifier,
                title: properties.title, url: properties.url, contentHash: properties.contentHash),
            headings: try headings(of: section).map { String(decoding: $0, as: UTF8.self) },
            hasHeading: section.flags.contains(.hasHeading),
            text: try text(Int(section.textStart), byteCount: Int(section.textLength)),
            blocks: try blocks(of: section))
    }

    /// A section's heading and those above it, outermost first, one that repeats the document's title left out.
    func headings(of section: SectionRecord) throws(StorageError) -> [[UInt8]] {
        var path: [[UInt8]] = []
        var current = section
        var depth = 0
        while true {
            if current.flags.contains(.hasHeading), !current.flags.contains(.isTitle) {
                let heading = try blocks(of: current, limit: 1).first?.textRange ?? 0..<0
                path.append(try text(Int(current.textStart) + heading.lowerBound, byteCount: heading.count))
            }
            // No outline is that deep: a damaged parent must not lead in circles for ever.
            guard current.parent != SectionRecord.noParent, depth < 1000 else { break }
            current = try self.section(at: Int(current.parent))
            depth += 1
        }
        return path.reversed()
    }
}
