/// What a word does in a question.
public enum WordRole: Hashable, Sendable {
    /// So common that it is dropped.
    case stop
    /// A question or function word, which weighs little.
    case question
    /// Any other word.
    case content
}

/// The function words of a language.
///
/// Looks forms up in a hash table of its own, without allocating.
public struct StopWords: Sendable {
    /// Names the lists; a change of any word's role changes it.
    public let identity = "stop-1"

    /// The words' bytes, one after another.
    private var bytes: [UInt8] = []
    /// Open addressing with linear probing; the count is a power of two and at most half the slots are taken.
    private var slots: [Slot]
    private var longest = 0

    private struct Slot {
        var start: UInt16 = 0
        /// 0 for an empty slot.
        var count: UInt8 = 0
        var role = WordRole.content
    }

    /// Makes the lists of a language; for a language without lists every word is a content word.
    ///
    /// - Parameter language: The language of the words.
    public init(language: Language = .english) {
        let lists = Self.lists(for: language)
        // Each word may come twice, with and without accents.
        let wordCount = lists.stop.split(separator: " ").count + lists.question.split(separator: " ").count
        var slotCount = 1
        while slotCount < 4 * wordCount { slotCount *= 2 }
        slots = Array(repeating: Slot(), count: slotCount)
        for word in lists.stop.utf8.split(separator: UInt8(ascii: " ")) { insert(Array(word), as: .stop) }
        for word in lists.question.utf8.split(separator: UInt8(ascii: " ")) { insert(Array(word), as: .question) }
    }

    /// The role of a word.
    ///
    /// - Parameter form: A form as a ``Tokenizer`` makes it, or its surface.
    public func role(of form: ArraySlice<UInt8>) -> WordRole {
        guard form.count <= longest, !form.isEmpty else { return .content }
        let slot = slots[slotIndex(of: form)]
        return slot.count == 0 ? .content : slot.role
    }

    /// Adds a word with and without its accents, since people leave them out; the first role given counts.
    private mutating func insert(_ word: [UInt8], as role: WordRole) {
        var folded: [UInt8] = []
        AccentFolding.appendFolded(word[...], to: &folded)
        for form in [word, folded] {
            let index = slotIndex(of: form[...])
            guard slots[index].count == 0 else { continue }
            slots[index] = Slot(start: UInt16(bytes.count), count: UInt8(form.count), role: role)
            bytes += form
            longest = max(longest, form.count)
        }
    }

    /// The slot that holds a word, or the empty one where it would go.
    private func slotIndex(of form: ArraySlice<UInt8>) -> Int {
        // FNV-1a (Fowler, Noll, Vo 1991), 32 bits.
        var hash: UInt32 = 0x811C_9DC5
        for byte in form { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
        var index = Int(hash ^ hash >> 15) & (slots.count - 1)
        while slots[index].count != 0, !holds(form, in: slots[index]) {
            index = (index + 1) & (slots.count - 1)
        }
        return index
    }

    private func holds(_ form: ArraySlice<UInt8>, in slot: Slot) -> Bool {
        let start = Int(slot.start)
        return bytes[start..<start + Int(slot.count)] == form
    }
}
