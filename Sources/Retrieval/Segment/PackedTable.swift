internal import MappedStorage

// The format of a table of numbers, in groups of 128 rows
//
//     table  := end of each group, counted from the end of these (u32), group …
//     group  := column …, rows
//     column := bits a value (7 bits of a byte), whether a slope follows (the eighth), base (signed varint), slope (signed varint)
//     rows   := the values of the first row, of the second …, bit-packed, lowest first
//
// The number in row r of a group is base + slope · r + value, modulo 2^64: numbers that hardly change take few bits, and so do
// those that grow evenly, such as the places of records in a stream; what is the same in all rows, or grows by the same, takes none.

enum PackedTable {
    static let groupLength = 128
    static let columnLimit = 10

    /// The numbers of a row; those behind the table's columns are 0.
    struct Row {
        var numbers = InlineArray<10, UInt64>(repeating: 0)
    }

    static func groupCount(of rowCount: Int) -> Int {
        (rowCount + groupLength - 1) / groupLength
    }

    /// How many rows so many bytes can hold at most: a group takes its end and two bytes for each column.
    static func rowLimit(ofByteCount byteCount: Int, columnCount: Int) -> Int {
        byteCount / (4 + 2 * columnCount) * groupLength
    }

    /// Reads a row out of the bytes of its group.
    ///
    /// - Parameter columnCount: 1 … `columnLimit`.
    static func row(
        _ row: Int, of rowCount: Int, columnCount: Int, inGroup bytes: RawSpan
    ) throws(MalformedBytes) -> Row {
        var reader = ByteReader(bytes)
        let inGroup = row % groupLength
        let groupRowCount = min(groupLength, rowCount - (row - inGroup))
        var numbers = InlineArray<10, UInt64>(repeating: 0)
        var widths = InlineArray<10, Int>(repeating: 0)
        var rowBitCount = 0
        for column in 0..<columnCount {
            let head = try reader.read(UInt8.self)
            let width = Int(head & 0x7F)
            guard width <= 64 else { throw .outOfRange(what: "column width", value: UInt64(width), limit: 64) }
            widths[column] = width
            rowBitCount += width
            numbers[column] = UInt64(bitPattern: try reader.readSignedVarint())
            if head & 0x80 != 0 {
                numbers[column] &+= UInt64(bitPattern: try reader.readSignedVarint()) &* UInt64(inGroup)
            }
        }
        let needed = (groupRowCount * rowBitCount + 7) >> 3
        guard needed <= reader.remainingByteCount else {
            throw .truncated(offset: reader.offset, neededByteCount: needed)
        }
        var bit = 8 * reader.offset + inGroup * rowBitCount
        for column in 0..<columnCount where widths[column] > 0 {
            numbers[column] &+= bytes.bits(at: bit, count: widths[column])
            bit += widths[column]
        }
        return Row(numbers: numbers)
    }
}

extension PackedTable.Row {
    /// - Parameter numbers: not negative, at most `columnLimit`.
    init(_ numbers: [Int]) {
        for (column, number) in numbers.enumerated() { self.numbers[column] = UInt64(number) }
    }

    mutating func add(_ number: Int, to column: Int) { numbers[column] &+= UInt64(number) }

    func number(_ column: Int, _ what: String, atMost limit: Int) throws(MalformedBytes) -> Int {
        let value = numbers[column]
        guard value <= UInt64(limit) else { throw .outOfRange(what: what, value: value, limit: UInt64(limit)) }
        return Int(value)
    }

    /// The number of one of `count` things.
    func number(_ column: Int, _ what: String, of count: Int) throws(MalformedBytes) -> Int {
        guard count > 0 else { throw .outOfRange(what: what, value: numbers[column], limit: 0) }
        return try number(column, what, atMost: count - 1)
    }

    /// A start and, in the next column, a count.
    func range(_ column: Int, _ what: String, upTo limit: Int) throws(MalformedBytes) -> Range<Int> {
        let start = try number(column, what, atMost: limit)
        return start..<(start + (try number(column + 1, what, atMost: limit - start)))
    }

    /// What is left of a range without as much at its start as a column says, and at its end as the next does.
    func part(of whole: Range<Int>, _ column: Int, _ what: String) throws(MalformedBytes) -> Range<Int> {
        let start = try number(column, what, atMost: whole.count)
        let end = try number(column + 1, what, atMost: whole.count - start)
        return (whole.lowerBound + start)..<(whole.upperBound - end)
    }
}

/// Collects the rows of a table.
struct PackedTableBuilder: Sendable {
    private let columnCount: Int
    /// The rows of the group that is not full yet, one after the other.
    private var rows: [UInt64] = []
    private var ends: [UInt32] = []
    private var groups = ByteWriter()

    init(columnCount: Int) {
        self.columnCount = columnCount
    }

    var byteCount: Int { groups.byteCount + 4 * ends.count + 8 * rows.count }

    /// Calls `body` with every row so far.
    func forEachRow(_ body: (PackedTable.Row) -> Void) {
        let bytes = groups.bytes
        var start = 0
        for end in ends {
            let group = bytes.rawBytes.extracting(start..<Int(end))
            for row in 0..<PackedTable.groupLength {
                do throws(MalformedBytes) {
                    body(
                        try PackedTable.row(
                            row, of: PackedTable.groupLength, columnCount: columnCount, inGroup: group))
                } catch {
                    preconditionFailure("a group as it was written: \(error)")
                }
            }
            start = Int(end)
        }
        for start in stride(from: 0, to: rows.count, by: columnCount) {
            var row = PackedTable.Row()
            for column in 0..<columnCount { row.numbers[column] = rows[start + column] }
            body(row)
        }
    }

    /// - Parameter row: as many numbers as the table has columns.
    mutating func append(_ row: PackedTable.Row) {
        for column in 0..<columnCount { rows.append(row.numbers[column]) }
        if rows.count == columnCount * PackedTable.groupLength { endGroup() }
    }

    private mutating func endGroup() {
        let rowCount = rows.count / columnCount
        guard rowCount > 0 else { return }
        var columns: [Column] = []
        for index in 0..<columnCount {
            let level = Column(index, of: columnCount, in: rows, slope: 0)
            let (span, overflow) = Int64(bitPattern: rows[rows.count - columnCount + index])
                .subtractingReportingOverflow(Int64(bitPattern: rows[index]))
            var best = level
            if rowCount > 1, !overflow, level.width > 0 {
                let inclined = Column(index, of: columnCount, in: rows, slope: span / Int64(rowCount - 1))
                if inclined.width < level.width { best = inclined }
            }
            groups.append(UInt8(best.width) | (best.slope == 0 ? 0 : 0x80))
            groups.appendSignedVarint(best.base)
            if best.slope != 0 { groups.appendSignedVarint(best.slope) }
            columns.append(best)
        }
        var packer = BitPacker()
        for row in 0..<rowCount {
            for (index, column) in columns.enumerated() where column.width > 0 {
                let number = Int64(bitPattern: rows[row * columnCount + index])
                let value = UInt64(bitPattern: number &- column.slope &* Int64(row) &- column.base)
                packer.append(value, bitCount: column.width, to: &groups)
            }
        }
        packer.finish(&groups)
        ends.append(UInt32(groups.byteCount))
        rows.removeAll(keepingCapacity: true)
    }

    /// The whole table.
    consuming func finish() -> ByteWriter {
        endGroup()
        var table = ByteWriter(reservingCapacity: byteCount)
        for end in ends { table.append(end) }
        table.append(contentsOf: groups.bytes)
        return table
    }

    /// How the numbers of a column in one group are written.
    private struct Column {
        let slope: Int64
        let base: Int64
        let width: Int

        init(_ index: Int, of columnCount: Int, in rows: [UInt64], slope: Int64) {
            var least = Int64.max
            var greatest = Int64.min
            var predicted: Int64 = 0
            for at in stride(from: index, to: rows.count, by: columnCount) {
                let rest = Int64(bitPattern: rows[at]) &- predicted
                least = min(least, rest)
                greatest = max(greatest, rest)
                predicted &+= slope
            }
            self.slope = slope
            base = least
            width = 64 - UInt64(bitPattern: greatest &- least).leadingZeroBitCount
        }
    }
}
