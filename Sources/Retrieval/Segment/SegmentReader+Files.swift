internal import Documents
internal import MappedStorage
internal import TextAnalysis

extension SegmentReader {
    func key(ofFile index: Int) throws(StorageError) -> Catalog.Key {
        let file = try file(at: index)
        return Catalog.Key(root: file.root, path: try filePath(of: file))
    }

    /// The files of the given name: files ascend by it, and one whose documents once filled several segments stands here more
    /// than once when those were merged. O(log files).
    private func files(of key: Catalog.Key) throws(StorageError) -> Range<Int> {
        var low = 0
        var high = Int(counts.files)
        while low < high {
            let middle = (low + high) / 2
            if try self.key(ofFile: middle) < key { low = middle + 1 } else { high = middle }
        }
        while high < Int(counts.files), try self.key(ofFile: high) == key { high += 1 }
        return low..<high
    }

    /// Marks the passages of the given files as dead, and counts the terms that they take with them.
    func kill(
        filesIn keys: Set<Catalog.Key>, in tombstones: inout Tombstones, analyzer: Analyzer
    ) throws(StorageError) {
        let stemmer = analyzer.makeStemmer()
        var tokens = TokenBuffer()
        for key in keys {
            for file in try files(of: key) {
                for document in try documents(ofFile: file) {
                    try kill(document: document, in: &tombstones, analyzer, stemmer, &tokens)
                }
            }
        }
    }

    private func kill(
        document: Int, in tombstones: inout Tombstones, _ analyzer: Analyzer, _ stemmer: Stemmer,
        _ tokens: inout TokenBuffer
    ) throws(StorageError) {
        let passages = try passages(ofDocument: document)
        guard let first = passages.first, !tombstones.isDead[first] else { return }
        tombstones.deadDocumentCount += 1
        for passage in passages {
            tombstones.kill(passage: passage)
            for stem in try stems(ofPassage: passage, analyzer, stemmer, &tokens) {
                guard let info = try term(stem) else { continue }
                tombstones.deadPassagesOfTerm[info.ordinal, default: 0] += 1
            }
        }
    }

    private func stems(
        ofPassage index: Int, _ analyzer: Analyzer, _ stemmer: Stemmer, _ tokens: inout TokenBuffer
    ) throws(StorageError) -> Set<[UInt8]> {
        let record = try passage(at: index)
        let place = try place(of: record)
        var forms: Set<ArraySlice<UInt8>> = []
        for field in [place.title, try body(of: record)] + place.headings {
            tokens.removeAll()
            analyzer.tokenizer.tokenize(field.span, into: &tokens)
            for token in 0..<tokens.count where analyzer.stopWords.role(of: tokens.form(token)) != .stop {
                forms.insert(tokens.form(token))
            }
        }
        return Set(forms.map { analyzer.term(of: $0, using: stemmer) })
    }

    /// The documents of a file that are alive, as extraction gave them.
    func liveDocuments(ofFile index: Int, tombstones: Tombstones?) throws(StorageError) -> [Document] {
        var live: [Document] = []
        for document in try documents(ofFile: index) {
            // All passages of a document live and die together.
            if let first = try passages(ofDocument: document).first, tombstones?.isDead[first] == true { continue }
            live.append(try restoredDocument(at: document))
        }
        return live
    }

    func documents(ofFile index: Int) throws(StorageError) -> Range<Int> {
        try file(at: index).documents
    }

    func passages(ofDocument index: Int) throws(StorageError) -> Range<Int> {
        try document(at: index).passages
    }

    private func restoredDocument(at index: Int) throws(StorageError) -> Document {
        let record = try document(at: index)
        let properties = try properties(of: record)
        var blocks: [Block] = []
        var end = 0
        for number in record.sections {
            let section = try section(at: number)
            let shift = section.text.lowerBound - record.text.lowerBound
            guard shift >= end, section.text.upperBound <= record.text.upperBound else {
                throw .damaged(path: path, detail: "section \(number) lies outside its document")
            }
            for var block in try self.blocks(of: section) {
                block.textRange = (block.textRange.lowerBound + shift)..<(block.textRange.upperBound + shift)
                blocks.append(block)
            }
            end = shift + section.text.count
        }
        return Document(
            identifier: properties.identifier, title: properties.title, url: properties.url,
            metadata: properties.metadata,
            text: try text(record.text),
            blocks: blocks, language: properties.language.isEmpty ? nil : properties.language,
            contentHash: properties.contentHash, sourceOffset: try sourceOffset(of: record) ?? 0)
    }
}
