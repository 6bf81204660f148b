import Documents
import MappedStorage
import SystemPackage
import TestSupport
import Testing

@testable import Retrieval

@Suite("records of an index")
struct RecordTests {
    // MARK: Blocks

    private func blocks(_ random: inout SeededGenerator) -> (blocks: [Block], textLength: Int) {
        var blocks: [Block] = []
        var text = random.int(0...50)
        var source = random.int(0...1000)
        for _ in 0..<random.int(0...8) {
            text += random.int(0...3)
            let length = random.int(0...300)
            var runs: [SourceMap.Run] = []
            var run = 0
            while run < length, !random.oneIn(4) {
                run += random.int(0...(length - run))
                let runLength = random.int(0...(length - run))
                source = max(0, source + random.int(-20...40))
                runs.append(.init(textOffset: run, sourceOffset: source, length: runLength, line: random.int(1...500)))
                run += runLength
                source += runLength
            }
            let line = random.int(0...9000)
            blocks.append(
                Block(
                    kind: random.pick(Block.Kind.allCases), level: UInt8(random.int(0...7)), quoted: random.oneIn(3),
                    ordinal: random.oneIn(9) ? .max : UInt32(random.int(0...20)),
                    group: random.oneIn(9) ? .max : UInt32(random.int(0...20)), textRange: text..<(text + length),
                    firstLine: line, lastLine: line + random.int(0...40), sourceMap: SourceMap(runs: runs)))
            text += length
        }
        return (blocks, text)
    }

    @Test("blocks are read as they were written, and a cut is an error", arguments: 0..<UInt64(200))
    func blockStream(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let blocks = blocks(&random).blocks
        let start = blocks.first?.textRange.lowerBound ?? 0
        var writer = ByteWriter()
        let end = blocks.last?.textRange.upperBound ?? start
        BlockStream.append(blocks[...], text: start..<end, to: &writer)
        let bytes = writer.bytes
        let expected = blocks.map { block in
            var block = block
            block.textRange = (block.textRange.lowerBound - start)..<(block.textRange.upperBound - start)
            return block
        }
        let found = try BlockStream.read(bytes.rawBytes, count: blocks.count, textLength: end - start)
        #expect(found == expected, "seed \(seed)")
        let few = blocks.count / 2
        #expect(
            try BlockStream.read(bytes.rawBytes, count: few, textLength: end - start) == Array(expected[..<few]))
        for length in 0..<bytes.count {
            let part = Array(bytes[..<length])
            #expect(throws: MalformedBytes.self, "seed \(seed), \(length) of \(bytes.count)") {
                try BlockStream.read(part.rawBytes, count: blocks.count, textLength: end - start)
            }
        }
        // The last block ends with its section's text; one before it that reaches beyond is never given.
        if expected.count > 1, let last = expected.dropLast().last {
            #expect(throws: MalformedBytes.self) {
                try BlockStream.read(bytes.rawBytes, count: blocks.count, textLength: last.textRange.upperBound - 1)
            }
        }
    }

    @Test("a level beyond what the format holds becomes the deepest that it does")
    func deepLevel() throws {
        var writer = ByteWriter()
        let block = Block(kind: .listItem, level: 200, textRange: 0..<1, firstLine: 1, lastLine: 1)
        BlockStream.append([block], text: 0..<1, to: &writer)
        let bytes = writer.bytes
        #expect(try BlockStream.read(bytes.rawBytes, count: 1, textLength: 1).map(\.level) == [7])
    }

    @Test("damaged blocks give an error, or blocks in order inside the text", arguments: 0..<UInt64(100))
    func damagedBlocks(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let (blocks, textLength) = blocks(&random)
        var writer = ByteWriter()
        BlockStream.append(
            blocks[...], text: (blocks.first?.textRange.lowerBound ?? 0)..<textLength, to: &writer)
        guard writer.byteCount > 0 else { return }
        for _ in 0..<100 {
            var bytes = writer.bytes
            for _ in 0..<random.int(1...4) {
                bytes[random.int(0...(bytes.count - 1))] = random.oneIn(2) ? 0xFF : UInt8(random.int(0...255))
            }
            guard let found = try? BlockStream.read(bytes.rawBytes, count: blocks.count, textLength: textLength) else {
                continue
            }
            var end = 0
            for block in found {
                #expect(block.textRange.lowerBound >= end && block.textRange.upperBound <= textLength, "seed \(seed)")
                end = block.textRange.upperBound
                var run = 0
                for each in block.sourceMap.runs {
                    #expect(each.textOffset >= run && each.textEnd <= block.textRange.count, "seed \(seed)")
                    run = each.textEnd
                }
            }
        }
    }

    // MARK: Files with checksums of their own

    /// Writes a payload as a chunked file and describes it as a manifest would.
    private func write(_ payload: [UInt8], to name: String, in folder: ScratchFolder) throws -> IndexManifest.File {
        let (trailer, checksum) = ChunkedFile.trailer(for: payload)
        try folder.write(payload + trailer, to: name)
        return .init(name: name, byteCount: payload.count + trailer.count, checksum: checksum)
    }

    private func tombstones(_ random: inout SeededGenerator) -> Tombstones {
        var tombstones = Tombstones(passageCount: random.int(0...70))
        for passage in tombstones.isDead.indices where random.oneIn(3) { tombstones.kill(passage: passage) }
        tombstones.deadDocumentCount = random.int(0...9)
        for _ in 0..<random.int(0...20) {
            tombstones.deadPassagesOfTerm[random.int(0...100_000)] = random.int(0...tombstones.isDead.count)
        }
        return tombstones
    }

    private func catalog(_ random: inout SeededGenerator) -> Catalog {
        var catalog = Catalog()
        func number() -> Int64 { Int64(bitPattern: random.next() >> UInt64(random.int(0...63))) }
        var keys: Set<Catalog.Key> = []
        for _ in 0..<random.int(0...6) {
            keys.insert(.init(root: random.int(0...3), path: random.bytes(random.int(0...12))))
        }
        for key in keys.sorted() {
            catalog.entries.append(
                .init(
                    root: key.root, path: key.path, format: UInt8(random.int(0...255)),
                    status: .init(
                        byteCount: number(), modified: number(), changed: number(), inode: random.next(),
                        device: random.next()),
                    contentHash: random.next(), fingerprint: random.next(),
                    documentCount: random.int(0...Int(UInt32.max)),
                    repairedByteCount: random.pick([0, random.int(0...1_000_000)]),
                    badLineCount: random.pick([0, random.int(0...9)]),
                    encoding: random.pick(["", "windows-1252"]), problem: random.pick(["", "is encrypted"])))
        }
        for _ in 0..<random.int(0...3) {
            catalog.rest.skipped.append(
                .init(root: random.int(0...3), path: random.bytes(5), reason: "reason “\(number())”"))
        }
        catalog.rest.skipCounts = (0..<random.int(0...3)).map { .init(reason: "r\($0)", count: random.int(0...1000)) }
        return catalog
    }

    private func manifest(_ random: inout SeededGenerator) -> IndexManifest {
        func file() -> IndexManifest.File {
            .init(
                name: "seg-\(random.int(1...99))", byteCount: random.int(0...1 << 40),
                checksum: Checksum(value: UInt32(truncatingIfNeeded: random.next())))
        }
        var manifest = IndexManifest(analyzerIdentity: "words-1 english stop-3", roots: [])
        manifest.generation = random.next()
        manifest.nextFileNumber = UInt64(random.int(0...1_000_000))
        manifest.roots = (0..<random.int(0...3)).map { _ in random.bytes(random.int(0...20)) }
        manifest.corpusID = random.next()
        manifest.documentCount = random.int(0...1_000_000)
        manifest.catalog = file()
        for _ in 0..<random.int(0...4) {
            var segment = IndexManifest.Segment(
                file: file(), texts: (0..<random.int(0...3)).map { _ in file() },
                passageCount: random.int(0...1_000_000), documentCount: random.int(0...1_000_000))
            if random.oneIn(2) {
                segment.tombstones = file()
                segment.deadPassageCount = random.int(0...segment.passageCount)
            }
            manifest.segments.append(segment)
            manifest.passageCount += segment.passageCount - segment.deadPassageCount
        }
        return manifest
    }

    @Test("tombstones, catalogs and manifests are read as they were written", arguments: 0..<UInt64(200))
    func identity(seed: UInt64) throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: seed)
        let tombstones = tombstones(&random)
        let tombs = try write(tombstones.encoded(), to: "tomb-1", in: folder)
        #expect(
            try Tombstones.read(tombs, in: folder.path, passageCount: tombstones.isDead.count) == tombstones,
            "seed \(seed)")
        let catalog = catalog(&random)
        #expect(try Catalog.read(write(catalog.encoded(), to: "catalog-2", in: folder), in: folder.path) == catalog)
        let manifest = manifest(&random)
        #expect(try IndexManifest.decode(manifest.encoded(), path: "CURRENT") == manifest, "seed \(seed)")
    }

    /// Calls `read` with every byte of `payload` changed and with every truncation, with right checksums around them, so that
    /// the parser is what is tested; it must throw `IndexError` or return.
    private func damage<Value>(
        _ payload: [UInt8], _ random: inout SeededGenerator, read: ([UInt8]) throws -> Value
    ) {
        func isReported(_ bytes: [UInt8], _ trace: String) {
            do {
                _ = try read(bytes)
            } catch is IndexError {
            } catch {
                Issue.record("\(trace): \(error)")
            }
        }
        for index in payload.indices {
            var bytes = payload
            bytes[index] = random.pick([0xFF, 0, 0x7F, 0x80, bytes[index] ^ 1, UInt8(random.int(0...255))])
            isReported(bytes, "byte \(index)")
            isReported(Array(payload[..<index]), "cut at \(index)")
        }
    }

    @Test("damage at any byte of tombstones gives an error or tombstones of the same segment", arguments: 0..<UInt64(8))
    func damagedTombstones(seed: UInt64) throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: seed)
        let tombstones = tombstones(&random)
        damage(tombstones.encoded(), &random) { payload in
            let file = try write(payload, to: "tomb-1", in: folder)
            let found = try Tombstones.read(file, in: folder.path, passageCount: tombstones.isDead.count)
            #expect(found.isDead.count == tombstones.isDead.count)
            #expect(found.deadPassageCount == found.isDead.count { $0 })
        }
        let file = try write(tombstones.encoded(), to: "tomb-1", in: folder)
        #expect(throws: IndexError.self) {
            try Tombstones.read(file, in: folder.path, passageCount: tombstones.isDead.count + 1)
        }
    }

    @Test("damage at any byte of a catalog gives an error or files in order, each once", arguments: 0..<UInt64(8))
    func damagedCatalog(seed: UInt64) throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: seed)
        let catalog = catalog(&random)
        damage(catalog.encoded(), &random) { payload in
            let found = try Catalog.read(write(payload, to: "catalog-1", in: folder), in: folder.path)
            #expect(zip(found.entries, found.entries.dropFirst()).allSatisfy { $0.key < $1.key })
        }
    }

    @Test("a catalog that names a file twice is damaged")
    func doubleEntry() throws {
        let folder = try ScratchFolder()
        var random = SeededGenerator(seed: 3)
        var catalog = Catalog()
        while catalog.entries.isEmpty { catalog = self.catalog(&random) }
        catalog.entries.append(catalog.entries[catalog.entries.count - 1])
        let file = try write(catalog.encoded(), to: "catalog-1", in: folder)
        #expect(throws: IndexError.self) { try Catalog.read(file, in: folder.path) }
    }

    @Test("every change of a manifest is found by its checksum", arguments: 0..<UInt64(10))
    func damagedManifest(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = manifest(&random).encoded()
        for index in bytes.indices {
            var changed = bytes
            changed[index] ^= UInt8(random.int(1...255))
            #expect(throws: IndexError.self, "byte \(index)") { try IndexManifest.decode(changed, path: "CURRENT") }
            #expect(throws: IndexError.self, "cut at \(index)") {
                try IndexManifest.decode(Array(bytes[..<index]), path: "CURRENT")
            }
        }
    }

    @Test(
        "a manifest with a right checksum over wrong bytes gives an error or names in its folder",
        arguments: 0..<UInt64(20))
    func forgedManifest(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        damage(Array(manifest(&random).encoded().dropLast(4)), &random) { body in
            var writer = ByteWriter()
            writer.append(contentsOf: body)
            writer.append(Checksum(of: body).value)
            let found = try IndexManifest.decode(writer.bytes, path: "CURRENT")
            #expect(found.fileNames.allSatisfy { !$0.contains("/") && !$0.contains(".") && !$0.isEmpty })
            #expect(found.segments.allSatisfy { $0.deadPassageCount <= $0.passageCount })
        }
    }

    @Test(
        "a manifest may not name a file elsewhere",
        arguments: ["../seg-1", "/etc/passwd", "a/b", "", ".", "SEG-1", "a\0"])
    func namesOutside(name: String) {
        var manifest = IndexManifest(analyzerIdentity: "x", roots: [])
        manifest.catalog.name = name
        #expect(throws: IndexError.self) { try IndexManifest.decode(manifest.encoded(), path: "CURRENT") }
    }

    @Test("a corpus has the same number whatever the order of its files, and another when a file differs")
    func corpusID() {
        var random = SeededGenerator(seed: 12)
        var catalog = Catalog()
        while catalog.entries.count < 3 { catalog = self.catalog(&random) }
        let id = catalog.corpusID
        catalog.entries.reverse()
        #expect(catalog.corpusID == id)
        catalog.entries[0].status.modified &+= 1
        #expect(catalog.corpusID == id)
        var other = catalog
        other.entries[1].contentHash ^= 1
        #expect(other.corpusID != id)
        other = catalog
        other.entries[1].path.append(0x61)
        #expect(other.corpusID != id)
        other = catalog
        other.entries.removeLast()
        #expect(other.corpusID != id)
    }
}
