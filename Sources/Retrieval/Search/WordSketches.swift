internal import MappedStorage

/// The word forms of a segment by their lengths and letters, so that those near to a mistyped word are found without
/// comparing it with each.
///
/// Made when a segment is first asked for them, in one pass over its dictionary; about 33 bytes a form.
struct WordSketches: Sendable {
    private struct Entry: Sendable {
        /// Which letters of ASCII the form has.
        var letters: UInt64
        /// Where its bytes begin in the arena.
        var start: UInt32
        var documentFrequency: UInt32
        var byteCount: UInt8
        var firstByte: UInt8
    }

    /// By the forms' lengths in scalars.
    private var entries: [[Entry]] = []
    private var arena: [UInt8] = []

    init(of reader: borrowing SegmentReader) throws(StorageError) {
        // A closure cannot change what it is part of making.
        var entries: [[Entry]] = []
        var arena: [UInt8] = []
        try reader.forEachForm { form, frequency in
            guard let first = form.first else { return }
            let scalarCount = form.count { $0 & 0xC0 != 0x80 }
            while entries.count <= scalarCount { entries.append([]) }
            entries[scalarCount].append(
                Entry(
                    letters: Self.letters(of: form), start: UInt32(truncatingIfNeeded: arena.count),
                    documentFrequency: UInt32(clamping: frequency), byteCount: UInt8(clamping: form.count),
                    firstByte: first))
            arena += form
        }
        self.entries = entries
        self.arena = arena
    }

    private static func letters(of form: [UInt8]) -> UInt64 {
        var letters: UInt64 = 0
        for byte in form where byte < 0x80 { letters |= 1 << UInt64(byte & 63) }
        return letters
    }

    /// Calls `body` with the forms that few edits may lead to: `edits` to those that begin as the word does, one to others.
    ///
    /// An edit changes the length by at most one scalar, and takes away at most one letter and brings in at most one.
    func forEach(near word: [UInt8], edits: Int, _ body: (_ form: [UInt8], _ documentFrequency: Int) -> Void) {
        guard let first = word.first else { return }
        let letters = Self.letters(of: word)
        let scalarCount = word.count { $0 & 0xC0 != 0x80 }
        let lengths = (scalarCount - edits)...(scalarCount + edits)
        for length in lengths.clamped(to: 0...max(0, entries.count - 1)) where length < entries.count {
            for entry in entries[length] {
                var others = entry.letters ^ letters
                for _ in 0..<(entry.firstByte == first ? 2 * edits : 2) { others &= others &- 1 }
                if others != 0 { continue }
                let start = Int(entry.start)
                body(Array(arena[start..<(start + Int(entry.byteCount))]), Int(entry.documentFrequency))
            }
        }
    }
}
