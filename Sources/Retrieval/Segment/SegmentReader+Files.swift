internal import Documents
internal import MappedStorage
internal import TextAnalysis

extension SegmentReader {
    func key(ofFile index: Int) throws(StorageError) -> Catalog.Key {
        let file = try file(at: index)
        return Catalog.Key(root: Int(file.root), path: try filePath(of: file))
    }

    /// Marks the passages of the given files as dead, and counts the terms that they take with them.
    func kill(
        filesIn keys: Set<Catalog.Key>, in tombstones: inout Tombstones, analyzer: Analyzer
    ) throws(StorageError) {
        let stemmer = analyzer.makeStemmer()
        var tokens = TokenBuffer()
        for index in 0..<Int(counts.files) where keys.contains(try key(ofFile: index)) {
            for document in try documents(ofFile: index) {
                let passages = try passages(ofDocument: document)
                guard let first = passages.first, !tombstones.isDead[first] else { continue }
                tombstones.deadDocumentCount += 1
                for passage in passages {
                    tombstones.kill(passage: passage)
                    for stem in try stems(ofPassage: passage, analyzer, stemmer, &tokens) {
                        guard let (ordinal, _) = try term(stem) else { continue }
                        tombstones.deadPassagesOfTerm[ordinal, default: 0] += 1
                    }
                }
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
        let file = try file(at: index)
        let end = Int(file.firstDocument) + Int(file.documentCount)
        guard end <= Int(counts.documents) else {
            throw .damaged(path: path, detail: "the documents of file \(index) lie beyond their table")
        }
        return Int(file.firstDocument)..<end
    }

    func passages(ofDocument index: Int) throws(StorageError) -> Range<Int> {
        let document = try document(at: index)
        let lower = try firstPassage(ofSection: document.firstSection)
        let upper = try firstPassage(ofSection: document.firstSection &+ document.sectionCount)
        guard lower <= upper else {
            throw .damaged(path: path, detail: "the passages of document \(index) are out of order")
        }
        return lower..<upper
    }

    /// The first passage whose section is the given one or a later one: passages ascend by section.
    private func firstPassage(ofSection section: UInt32) throws(StorageError) -> Int {
        var low = 0
        var high = Int(counts.passages)
        while low < high {
            let middle = (low + high) / 2
            if try passage(at: middle).section < section { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func restoredDocument(at index: Int) throws(StorageError) -> Document {
        let record = try document(at: index)
        let properties = try properties(of: record)
        var blocks: [Block] = []
        var end = 0
        for number in Int(record.firstSection)..<(Int(record.firstSection) + Int(record.sectionCount)) {
            let section = try section(at: number)
            let (shift, overflow) = section.textStart.subtractingReportingOverflow(record.textStart)
            guard !overflow, shift >= end, Int(shift) + Int(section.textLength) <= Int(record.textLength) else {
                throw .damaged(path: path, detail: "section \(number) lies outside its document")
            }
            for var block in try self.blocks(of: section) {
                block.textRange = (block.textRange.lowerBound + Int(shift))..<(block.textRange.upperBound + Int(shift))
                blocks.append(block)
            }
            end = Int(shift) + Int(section.textLength)
        }
        return Document(
            identifier: properties.identifier, title: properties.title, url: properties.url,
            metadata: properties.metadata,
            text: try text(Int(record.textStart), byteCount: Int(record.textLength)),
            blocks: blocks, language: properties.language.isEmpty ? nil : properties.language,
            contentHash: properties.contentHash)
    }
}
