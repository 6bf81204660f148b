/// What a person sees of the bytes that a program writes to its terminal.
///
/// The model knows what a line editor and a chat use: printing with automatic margins, the control characters CR, LF,
/// BS, TAB and BEL, moving the cursor, inserting, deleting and erasing, and scrolling at the last row. Colours are
/// passed over. A resize cuts or widens rows and does not wrap them anew. Characters are UTF-8; those of East Asia take
/// two columns and combining marks none.
public struct TerminalScreen: Sendable {
    public private(set) var columnCount: Int
    public private(set) var rowCount: Int

    /// The cursor's row and column, counted from 0.
    public private(set) var cursor = (row: 0, column: 0)

    /// Whether the program has asked for pastes to be bracketed.
    public private(set) var bracketsPastes = false

    /// How often the bell rang.
    public private(set) var bellCount = 0

    /// The rows that have left at the top, oldest first.
    public private(set) var scrolledRows: [String] = []

    /// A column holds a character, the empty string behind a wide one, or a space.
    private var cells: [[String]]
    /// Whether each row goes on in the next because it was full.
    private var rowsContinued: [Bool]
    private var scrolledRowsContinued: [Bool] = []
    /// The cursor stands behind the last column; the next character goes to the next row.
    private var wrapsNext = false
    private var saved = (row: 0, column: 0)
    private var insertsCells = false
    private var undecoded: [UInt8] = []
    private var state = State.text

    private enum State {
        case text
        case escape
        case control(String)
        case string
        case stringEscape
        case designation
    }

    public init(columnCount: Int = 80, rowCount: Int = 24) {
        self.columnCount = columnCount
        self.rowCount = rowCount
        cells = Array(repeating: Array(repeating: " ", count: columnCount), count: rowCount)
        rowsContinued = Array(repeating: false, count: rowCount)
    }

    /// The rows as text, spaces at their ends removed.
    public var rows: [String] { cells.map(Self.text) }

    /// The rows joined by newlines, empty ones at the end removed.
    public var text: String {
        var rows = rows
        while rows.last == "" { rows.removeLast() }
        return rows.joined(separator: "\n")
    }

    /// The text with what has scrolled away above it.
    public var textWithHistory: String { (scrolledRows + [text]).joined(separator: "\n") }

    /// The text with what has scrolled away above it, rows joined again that wrapped by themselves.
    public var unwrappedText: String {
        var text = ""
        for (row, isContinued) in zip(scrolledRows + rows, scrolledRowsContinued + rowsContinued) {
            let padding = isContinued ? String(repeating: " ", count: max(0, columnCount - Self.width(of: row))) : "\n"
            text += row + padding
        }
        while text.last == "\n" { text.removeLast() }
        return text
    }

    /// The row in which the cursor stands.
    public var cursorRow: String { rows[cursor.row] }

    public mutating func resize(columnCount: Int, rowCount: Int) {
        for row in cells.indices {
            if cells[row].count > columnCount { cells[row].removeLast(cells[row].count - columnCount) }
            while cells[row].count < columnCount { cells[row].append(" ") }
        }
        while cells.count > rowCount {
            if cursor.row < cells.count - 1 {
                cells.removeLast()
                rowsContinued.removeLast()
            } else {
                scrollAway()
                cursor.row -= 1
            }
        }
        while cells.count < rowCount { appendRow() }
        self.columnCount = columnCount
        self.rowCount = rowCount
        cursor = (min(cursor.row, rowCount - 1), min(cursor.column, columnCount - 1))
        wrapsNext = false
    }

    /// Takes bytes that the program wrote.
    public mutating func receive(_ bytes: some Sequence<UInt8>) {
        for byte in bytes { receive(byte) }
    }

    private mutating func receive(_ byte: UInt8) {
        if byte < 0x80 {
            if !undecoded.isEmpty {
                undecoded = []
                receive("\u{FFFD}" as Unicode.Scalar)
            }
            receive(Unicode.Scalar(byte))
            return
        }
        undecoded.append(byte)
        let first = undecoded[0]
        let wanted = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC0 ? 2 : 1
        guard undecoded.count >= wanted else { return }
        let decoded = String(decoding: undecoded, as: UTF8.self)
        undecoded = []
        for scalar in decoded.unicodeScalars { receive(scalar) }
    }

    private mutating func receive(_ scalar: Unicode.Scalar) {
        switch state {
        case .text: receiveText(scalar)
        case .escape: receiveEscape(scalar)
        case .control(let parameters):
            if scalar.value >= 0x40 && scalar.value <= 0x7E {
                state = .text
                perform(scalar, parameters)
            } else {
                state = .control(parameters + String(scalar))
            }
        case .string:
            if scalar == "\u{7}" { state = .text }
            if scalar == "\u{1B}" { state = .stringEscape }
        case .stringEscape, .designation: state = .text
        }
    }

    private mutating func receiveText(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\u{1B}": state = .escape
        case "\r":
            cursor.column = 0
            wrapsNext = false
        case "\n", "\u{B}", "\u{C}": lineFeed()
        case "\u{8}":
            cursor.column = max(0, cursor.column - 1)
            wrapsNext = false
        case "\t": cursor.column = min(columnCount - 1, (cursor.column / 8 + 1) * 8)
        case "\u{7}": bellCount += 1
        default:
            if scalar.value >= 0x20 && scalar.value != 0x7F { put(scalar) }
        }
    }

    private mutating func receiveEscape(_ scalar: Unicode.Scalar) {
        state = .text
        switch scalar {
        case "[": state = .control("")
        case "]", "P", "_", "^", "X": state = .string
        case "(", ")", "*", "+", "#", " ": state = .designation
        case "7": saved = cursor
        case "8": move(toRow: saved.row, column: saved.column)
        case "D": lineFeed()
        case "E":
            cursor.column = 0
            lineFeed()
        case "M":
            if cursor.row > 0 { cursor.row -= 1 } else { insertRows(1) }
        case "c": self = TerminalScreen(columnCount: columnCount, rowCount: rowCount)
        default: break
        }
    }

    private mutating func lineFeed() {
        wrapsNext = false
        if cursor.row < rowCount - 1 {
            cursor.row += 1
        } else {
            scrollAway()
            appendRow()
        }
    }

    private mutating func scrollAway() {
        scrolledRows.append(Self.text(cells.removeFirst()))
        scrolledRowsContinued.append(rowsContinued.removeFirst())
    }

    private mutating func appendRow() {
        cells.append(Array(repeating: " ", count: columnCount))
        rowsContinued.append(false)
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        let width = Self.width(of: scalar)
        if width == 0 {
            var column = wrapsNext ? cursor.column : cursor.column - 1
            while column > 0 && cells[cursor.row][column] == "" { column -= 1 }
            if column >= 0 { cells[cursor.row][column].unicodeScalars.append(scalar) }
            return
        }
        if wrapsNext || cursor.column + width > columnCount {
            cursor.column = 0
            rowsContinued[cursor.row] = true
            lineFeed()
        }
        if insertsCells {
            cells[cursor.row].insert(contentsOf: Array(repeating: " ", count: width), at: cursor.column)
            cells[cursor.row].removeLast(width)
        }
        for column in cursor.column..<cursor.column + width { clearWide(at: column) }
        cells[cursor.row][cursor.column] = String(scalar)
        if width == 2 { cells[cursor.row][cursor.column + 1] = "" }
        cursor.column += width
        if cursor.column >= columnCount {
            cursor.column = columnCount - 1
            wrapsNext = true
        }
    }

    /// Half a wide character cannot stand.
    private mutating func clearWide(at column: Int) {
        let row = cursor.row
        if cells[row][column] == "" && column > 0 { cells[row][column - 1] = " " }
        if column + 1 < columnCount && cells[row][column + 1] == "" { cells[row][column + 1] = " " }
        cells[row][column] = " "
    }

    private mutating func move(toRow row: Int, column: Int) {
        cursor = (min(max(row, 0), rowCount - 1), min(max(column, 0), columnCount - 1))
        wrapsNext = false
    }

    private mutating func perform(_ final: Unicode.Scalar, _ text: String) {
        if text.hasPrefix("?") {
            if text == "?2004" { bracketsPastes = final == "h" }
            return
        }
        guard text.allSatisfy({ $0.isNumber || $0 == ";" || $0 == ":" }) else { return }
        let parameters = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        let first = parameters.first ?? 0
        let count = max(first, 1)
        switch final {
        case "A": move(toRow: cursor.row - count, column: cursor.column)
        case "B", "e": move(toRow: cursor.row + count, column: cursor.column)
        case "C", "a": move(toRow: cursor.row, column: cursor.column + count)
        case "D": move(toRow: cursor.row, column: cursor.column - count)
        case "E": move(toRow: cursor.row + count, column: 0)
        case "F": move(toRow: cursor.row - count, column: 0)
        case "G", "`": move(toRow: cursor.row, column: count - 1)
        case "d": move(toRow: count - 1, column: cursor.column)
        case "H", "f": move(toRow: count - 1, column: max(parameters.dropFirst().first ?? 1, 1) - 1)
        case "J": eraseDisplay(first)
        case "K": eraseRow(first)
        case "P":
            let end = min(cursor.column + count, columnCount)
            cells[cursor.row].removeSubrange(cursor.column..<end)
            while cells[cursor.row].count < columnCount { cells[cursor.row].append(" ") }
        case "@":
            let inserted = min(count, columnCount - cursor.column)
            cells[cursor.row].insert(contentsOf: Array(repeating: " ", count: inserted), at: cursor.column)
            cells[cursor.row].removeLast(inserted)
        case "X":
            for column in cursor.column..<min(cursor.column + count, columnCount) { clearWide(at: column) }
        case "L": insertRows(count)
        case "M":
            let deleted = min(count, rowCount - cursor.row)
            cells.removeSubrange(cursor.row..<cursor.row + deleted)
            rowsContinued.removeSubrange(cursor.row..<cursor.row + deleted)
            while cells.count < rowCount { appendRow() }
        case "h": if parameters.contains(4) { insertsCells = true }
        case "l": if parameters.contains(4) { insertsCells = false }
        case "s": saved = cursor
        case "u": move(toRow: saved.row, column: saved.column)
        default: break
        }
    }

    private mutating func insertRows(_ count: Int) {
        let inserted = min(count, rowCount - cursor.row)
        cells.removeLast(inserted)
        let empty = Array(repeating: Array(repeating: " ", count: columnCount), count: inserted)
        cells.insert(contentsOf: empty, at: cursor.row)
        rowsContinued.removeLast(inserted)
        rowsContinued.insert(contentsOf: Array(repeating: false, count: inserted), at: cursor.row)
    }

    private mutating func eraseRow(_ kind: Int) {
        let columns = kind == 0 ? cursor.column..<columnCount : kind == 1 ? 0..<cursor.column + 1 : 0..<columnCount
        for column in columns { clearWide(at: column) }
        if kind != 1 { rowsContinued[cursor.row] = false }
    }

    private mutating func eraseDisplay(_ kind: Int) {
        eraseRow(kind)
        let others = kind == 0 ? cursor.row + 1..<rowCount : kind == 1 ? 0..<cursor.row : 0..<rowCount
        for row in others {
            cells[row] = Array(repeating: " ", count: columnCount)
            rowsContinued[row] = false
        }
    }

    private static func text(_ row: [String]) -> String {
        var row = row[...]
        while row.last == " " { row.removeLast() }
        return row.joined()
    }

    private static func width(of text: String) -> Int {
        text.unicodeScalars.reduce(0) { $0 + width(of: $1) }
    }

    /// The columns of a character: two in the East Asian ranges of UAX #11 and for emoji, none for marks.
    static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: break
        }
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
            0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
            0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}
