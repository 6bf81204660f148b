import MappedStorage
import TestSupport
import Testing

@testable import Retrieval

@Suite("dictionaries")
struct DictionaryTests {
    /// Distinct strings in byte order; many are prefixes of each other, and some are not UTF-8.
    private func strings(_ random: inout SeededGenerator, _ count: Int) -> [[UInt8]] {
        var set: Set<[UInt8]> = []
        for _ in 0..<count {
            var string: [UInt8] = random.oneIn(3) ? (set.first ?? []) : []
            for _ in 0..<random.int(0...6) { string.append(random.oneIn(9) ? UInt8(random.int(0...255)) : 0x61) }
            set.insert(string)
        }
        return set.sorted { $0.lexicographicallyPrecedes($1) }
    }

    private func encode(_ strings: [[UInt8]]) -> [UInt8] {
        var writer = ByteWriter()
        TermDictionary.append(strings.map { $0[...] }, to: &writer)
        return writer.bytes
    }

    @Test("every string is found at its place, and no other string is found", arguments: 0..<UInt64(120))
    func lookUp(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let strings = strings(&random, random.int(0...200))
        let places = Dictionary(uniqueKeysWithValues: strings.enumerated().map { ($0.element, $0.offset) })
        let bytes = encode(strings)
        let dictionary = try TermDictionary(bytes.rawBytes)
        #expect(dictionary.count == strings.count)
        for (place, string) in strings.enumerated() {
            #expect(try dictionary.ordinal(of: string) == place, "seed \(seed)")
            #expect(try dictionary.string(at: place) == string, "seed \(seed)")
            for other in [Array(string.dropLast()), string + [0], string + [0x61]] {
                #expect(try dictionary.ordinal(of: other) == places[other], "seed \(seed)")
            }
        }
        #expect(try dictionary.ordinal(of: [UInt8]()) == places[[]])
        #expect(try dictionary.ordinal(of: [UInt8](repeating: 0xFF, count: 9)) == nil)
        var all: [[UInt8]] = []
        try dictionary.forEachString { ordinal, string in
            #expect(ordinal == all.count)
            all.append(string)
            return true
        }
        #expect(all == strings, "seed \(seed)")
    }

    @Test("walking ends when it is told to", arguments: [1, 31, 32, 33, 64])
    func stopping(limit: Int) throws {
        let bytes = encode((0..<100).map { [UInt8($0)] })
        var seen = 0
        try TermDictionary(bytes.rawBytes).forEachString { _, _ in
            seen += 1
            return seen < limit
        }
        #expect(seen == limit)
    }

    @Test("an empty dictionary holds nothing")
    func empty() throws {
        let bytes = encode([])
        let dictionary = try TermDictionary(bytes.rawBytes)
        #expect(dictionary.count == 0)
        #expect(try dictionary.ordinal(of: Array("any".utf8)) == nil)
    }

    @Test("a dictionary cut short is an error or lacks words, and never has others", arguments: [3, 40, 100])
    func truncated(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let strings = strings(&random, count)
        let bytes = encode(strings)
        for length in bytes.indices {
            let part = Array(bytes[..<length])
            var thrown = false
            do throws(MalformedBytes) {
                let dictionary = try TermDictionary(part.rawBytes)
                var at = 0
                try dictionary.forEachString { _, string in
                    #expect(string == strings[at])
                    at += 1
                    return true
                }
            } catch {
                thrown = true
            }
            #expect(thrown, "\(length) of \(bytes.count) bytes")
        }
    }

    @Test("a damaged dictionary gives an error or an answer", arguments: 0..<UInt64(80))
    func damaged(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let strings = strings(&random, random.int(1...120))
        let sound = encode(strings)
        for _ in 0..<60 {
            var bytes = sound
            for _ in 0..<random.int(1...3) { bytes[random.int(0...(bytes.count - 1))] = UInt8(random.int(0...255)) }
            guard let dictionary = try? TermDictionary(bytes.rawBytes) else { continue }
            for string in strings.prefix(20) {
                if let place = try? dictionary.ordinal(of: string) {
                    #expect((0..<dictionary.count).contains(place), "seed \(seed)")
                }
            }
            var seen = 0
            try? dictionary.forEachString { _, _ in
                seen += 1
                return true
            }
            #expect(seen <= dictionary.count)
        }
    }

    @Test("the forms of a word are read as they were written, and a cut is an error", arguments: 0..<UInt64(200))
    func wordForms(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let stem = random.bytes(random.int(0...8))
        let forms = (0..<random.int(0...6)).map { _ in
            WordForm(
                bytes: Array(stem.prefix(random.int(0...8))) + random.bytes(random.int(0...5)),
                documentFrequency: random.int(0...Int(UInt32.max)))
        }
        var writer = ByteWriter()
        let prefix = random.bytes(random.int(0...5))
        writer.append(contentsOf: prefix)
        WordForm.append(forms, of: stem[...], to: &writer)
        let bytes = writer.bytes
        #expect(try WordForm.read(bytes.rawBytes, offset: prefix.count, stem: stem) == forms, "seed \(seed)")
        for length in prefix.count..<bytes.count {
            #expect(throws: MalformedBytes.self, "seed \(seed), \(length) of \(bytes.count)") {
                let part = Array(bytes[..<length])
                return try WordForm.read(part.rawBytes, offset: prefix.count, stem: stem)
            }
        }
    }

    @Test("a form that shares more with the stem than the stem has is an error")
    func sharedTooMuch() {
        var writer = ByteWriter()
        WordForm.append(
            [WordForm(bytes: Array("treating".utf8), documentFrequency: 3)], of: Array("treat".utf8)[...], to: &writer)
        let bytes = writer.bytes
        #expect(throws: MalformedBytes.self) { try WordForm.read(bytes.rawBytes, offset: 0, stem: Array("trea".utf8)) }
    }

    @Test("term infos keep their fields", arguments: [UInt64(0), 1, 0x00FF_FFFF_FFFF_FFFF])
    func termInfo(location: UInt64) {
        var writer = ByteWriter()
        for impact in [UInt8(0), 255] {
            TermInfo(documentFrequency: 5, forms: .max, location: location, greatestImpact: impact).append(to: &writer)
        }
        let bytes = writer.bytes
        #expect(bytes.count == 2 * TermInfo.byteCount)
        let second = TermInfo(table: bytes.rawBytes, ordinal: 1)
        #expect(second.documentFrequency == 5 && second.forms == .max)
        #expect(second.location == location && second.greatestImpact == 255)
    }

    @Test("a table of strings numbers them as a dictionary would", arguments: 0..<UInt64(12))
    func stringTable(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = ByteStringTable<Void>()
        var numbers: [[UInt8]: Int] = [:]
        var order: [[UInt8]] = []
        // Enough to make the table grow twice.
        for _ in 0..<9000 {
            let padding = random.int(0...2)
            var string = random.oneIn(2) ? random.bytes(random.int(0...3)) : Array(String(random.int(0...9000)).utf8)
            // Strings that differ in the middle alone, beyond and within what the table compares first.
            if random.oneIn(3) {
                let frame = Array(repeating: UInt8(ascii: "x"), count: [4, 8, 130][random.int(0...2)])
                string = frame + string + frame
            }
            let framed = random.bytes(padding) + string + random.bytes(2)
            let range = padding..<(padding + string.count)
            #expect(table.id(of: framed, range) == numbers[string])
            let (id, isNew) = table.intern(framed, range)
            #expect(isNew == (numbers[string] == nil))
            if isNew {
                numbers[string] = order.count
                order.append(string)
            }
            #expect(id == numbers[string], "seed \(seed)")
        }
        #expect(table.count == order.count)
        #expect((0..<table.count).allSatisfy { Array(table[$0]) == order[$0] })
        let sorted = order.indices.sorted { order[$0].lexicographicallyPrecedes(order[$1]) }
        #expect(table.sortedIDs() == sorted)
    }
}
