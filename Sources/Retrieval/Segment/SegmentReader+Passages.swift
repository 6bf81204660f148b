internal import Documents
internal import MappedStorage

extension SegmentReader {
    /// The title and headings that a passage stands under.
    func place(of passage: PassageRecord) throws(StorageError) -> PassagePlace {
        PassagePlace(title: try title(of: passage.section.document), headings: try headings(of: passage.section))
    }

    /// What was indexed as a passage's own words: its text, beneath the header of the table that it continues.
    func body(of passage: PassageRecord) throws(StorageError) -> [UInt8] {
        let text = try text(passage.text)
        if passage.header.isEmpty { return text }
        return PassageRecord.body(text[...], underHeader: try self.text(passage.header)[...])
    }

    /// A passage of this segment with the section that holds it.
    ///
    /// - Parameter id: what names it in the generation.
    func storedPassage(at index: Int, id: PassageID) throws(StorageError) -> StoredPassage {
        let record = try passage(at: index)
        func inSection(_ range: Range<Int>) -> Range<Int> {
            let start = range.lowerBound - record.section.text.lowerBound
            return start..<(start + range.count)
        }
        return StoredPassage(
            id: id, section: try storedSection(record.section), range: inSection(record.text),
            header: inSection(record.header))
    }

    private func storedSection(_ section: SectionRecord) throws(StorageError) -> StoredSection {
        let file = try file(at: section.document.file)
        let properties = try properties(of: section.document)
        return StoredSection(
            document: StoredDocument(
                root: file.root, path: try filePath(of: file), identifier: properties.identifier,
                title: properties.title, url: properties.url, contentHash: properties.contentHash),
            headings: try headings(of: section).map { String(decoding: $0, as: UTF8.self) },
            hasHeading: section.flags.contains(.hasHeading),
            text: try text(section.text),
            blocks: try blocks(of: section),
            // A document of which the file's hash is known is the whole file.
            lineStart: section.document.contentHash == 0 ? try sourceOffset(of: section.document) : nil)
    }

    /// A section's heading and those above it, outermost first, one that repeats the document's title left out.
    func headings(of section: SectionRecord) throws(StorageError) -> [[UInt8]] {
        var path: [[UInt8]] = []
        var current = section
        while true {
            if current.flags.contains(.hasHeading), !current.flags.contains(.isTitle) {
                let heading = try blocks(of: current, limit: 1).first?.textRange ?? 0..<0
                let start = current.text.lowerBound + heading.lowerBound
                path.append(try text(start..<(start + heading.count)))
            }
            guard let parent = current.parent else { break }
            let above = try self.section(at: parent)
            // Each is of a lower level than those in it, so that this comes to an end soon.
            guard above.level < current.level else {
                throw .damaged(
                    path: self.path, detail: "section \(parent) is no parent of a section of level \(current.level)")
            }
            current = above
        }
        return path.reversed()
    }
}
