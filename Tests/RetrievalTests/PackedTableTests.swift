import MappedStorage
import TestSupport
import Testing

@testable import Retrieval

@Suite("packed tables")
struct PackedTableTests {
    private struct Table {
        var rows: [[UInt64]]
        var columnCount: Int
        var bytes: [UInt8]

        init(_ rows: [[UInt64]], columnCount: Int) {
            self.rows = rows
            self.columnCount = columnCount
            var builder = PackedTableBuilder(columnCount: columnCount)
            for row in rows {
                var numbers = PackedTable.Row()
                for (column, number) in row.enumerated() { numbers.numbers[column] = number }
                builder.append(numbers)
            }
            bytes = builder.finish().bytes
        }

        /// The bytes of the group that holds a row.
        func group(with row: Int) -> [UInt8] {
            let first = 4 * PackedTable.groupCount(of: rows.count)
            let group = row / PackedTable.groupLength
            let start = group == 0 ? 0 : Int(bytes.rawBytes.load(UInt32.self, at: 4 * (group - 1)))
            return Array(bytes[(first + start)..<(first + Int(bytes.rawBytes.load(UInt32.self, at: 4 * group)))])
        }

        func read(_ row: Int, in group: [UInt8]) throws(MalformedBytes) -> [UInt64] {
            let found = try PackedTable.row(row, of: rows.count, columnCount: columnCount, inGroup: group.rawBytes)
            return (0..<columnCount).map { found.numbers[$0] }
        }
    }

    /// Columns of every kind: constant, even, nearly even, small, of all 64 bits.
    private func table(_ random: inout SeededGenerator, rowCount: Int) -> Table {
        let columnCount = random.int(1...PackedTable.columnLimit)
        let kinds = (0..<columnCount).map { _ in random.int(0...4) }
        let starts = (0..<columnCount).map { _ in random.next() >> UInt64(random.int(0...63)) }
        let steps = (0..<columnCount).map { _ in UInt64(random.int(0...5000)) }
        let rows = (0..<rowCount).map { row in
            (0..<columnCount).map { column in
                switch kinds[column] {
                case 0: starts[column]
                case 1: starts[column] &+ steps[column] &* UInt64(row)
                case 2: starts[column] &+ steps[column] &* UInt64(row) &+ UInt64(random.int(0...900))
                case 3: UInt64(random.int(0...7))
                default: random.next()
                }
            }
        }
        return Table(rows, columnCount: columnCount)
    }

    @Test("rows are read as they were written, and a group cut short is an error", arguments: 0..<UInt64(60))
    func identity(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let table = table(&random, rowCount: random.pick([1, 2, 127, 128, 129, 300]))
        for row in table.rows.indices {
            #expect(try table.read(row, in: table.group(with: row)) == table.rows[row], "seed \(seed), row \(row)")
        }
        let group = table.group(with: 0)
        for length in group.indices {
            #expect(throws: MalformedBytes.self, "seed \(seed), \(length) of \(group.count)") {
                try table.read(0, in: Array(group[..<length]))
            }
        }
    }

    @Test("what is constant or grows evenly takes no bits, and what nearly does takes few")
    func size() {
        let even = Table((0..<128).map { (row: UInt64) in [7, 1000 * row, .max - row] }, columnCount: 3)
        #expect(even.bytes.count < 20)
        let rows = (0..<128).map { (row: Int) -> [UInt64] in
            let noise = row * row % 16
            return [UInt64(1_000_000 + 1000 * row + noise)]
        }
        let nearly = Table(rows, columnCount: 1)
        #expect(nearly.bytes.count <= 128 * 5 / 8 + 12)
    }

    @Test("a damaged group gives an error or a row", arguments: 0..<UInt64(40))
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: 500 + seed)
        let table = table(&random, rowCount: 200)
        let sound = table.group(with: 150)
        var readCount = 0
        for _ in 0..<100 {
            var group = sound
            for _ in 0..<random.int(1...3) { group[random.int(0...(group.count - 1))] = UInt8(random.int(0...255)) }
            let row = random.int(128...199)
            if let found = try? table.read(row, in: group) {
                readCount += 1
                #expect(found.count == table.columnCount)
            }
        }
        // Most of a group are values, any of which is as good as another.
        #expect(readCount > 0 || sound.count < 40)
    }

    @Test("a document's place in its file is read as it was written, and one that cannot be is none")
    func sourceOffsets() {
        for (offset, textStart) in [(0, 0), (0, 90), (7, 0), (1 << 50, 3), (5, 1 << 40)] {
            let row = SourceOffset.row(offset, textStart: textStart)
            #expect(SourceOffset.offset(row, textStart: textStart) == offset)
        }
        var row = PackedTable.Row()
        for number: UInt64 in [.max - 90, 1 << 63, UInt64(Int.max)] {
            row.numbers[0] = number
            #expect(SourceOffset.offset(row, textStart: 90) == nil)
        }
    }

    @Test("a row that names what is not there, or more text than there is, is an error")
    func limits() throws {
        let limits = RecordCounts(files: 2, documents: 3, sections: 4, passages: 5, text: 100, strings: 50, blocks: 60)
        let document = DocumentRecord(
            number: 2, file: 1, text: 10..<90, sections: 1..<4, passages: 2..<5, properties: 50, language: 0,
            contentHash: .max)
        #expect(try DocumentRecord(document.row, number: 2, limits) == document)
        for (column, number) in [(0, 2), (1, 101), (2, 91), (3, 5), (4, 4), (6, 4), (7, 51), (8, 51)] {
            var row = document.row
            row.numbers[column] = UInt64(number)
            #expect(throws: MalformedBytes.self, "column \(column)") { try DocumentRecord(row, number: 2, limits) }
            row.numbers[column] = .max
            #expect(throws: MalformedBytes.self, "column \(column)") { try DocumentRecord(row, number: 2, limits) }
        }
        let section = SectionRecord(
            number: 3, parent: 1, text: 20..<60, blocks: 60, blockCount: 2, level: 2, flags: .hasHeading,
            document: document)
        let row = section.row
        let read = try SectionRecord(row, number: 3, document: document, limits)
        #expect(read.text == section.text && read.parent == 1 && read.blocks == 60 && read.flags == .hasHeading)
        #expect(try SectionRecord.document(row, limits) == 2)
        for (column, number) in [(1, 4), (2, 51), (3, 71), (4, 61), (6, 256), (7, 256)] {
            var row = row
            row.numbers[column] = UInt64(number)
            #expect(throws: MalformedBytes.self, "column \(column)") {
                try SectionRecord(row, number: 3, document: document, limits)
            }
        }
        let passage = PassageRecord(text: 30..<55, header: 22..<28, section: section)
        #expect(try PassageRecord(passage.row, section: section).text == passage.text)
        #expect(try PassageRecord(passage.row, section: section).header == passage.header)
        var beyond = passage.row
        for (column, number) in [(2, 31), (3, 41), (4, 39)] {
            var row = passage.row
            row.numbers[column] = UInt64(number)
            #expect(throws: MalformedBytes.self, "column \(column)") { try PassageRecord(row, section: section) }
        }
        beyond.numbers[0] = 4
        #expect(throws: MalformedBytes.self) { try PassageRecord.section(beyond, limits) }
    }
}
