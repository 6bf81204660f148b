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

    /// A dictionary of the strings, each with postings of some kind, and what should be known of them.
    private func encode(_ strings: [[UInt8]], _ random: inout SeededGenerator) -> (bytes: [UInt8], infos: [TermInfo]) {
        var builder = TermDictionaryBuilder()
        var infos: [TermInfo] = []
        var postings = 0
        var forms = 0
        var formsOfBlock = 0
        for (ordinal, string) in strings.enumerated() {
            if ordinal % TermDictionary.blockLength == 0 { formsOfBlock = forms }
            let frequency = random.oneIn(2) ? 1 : random.int(2...Int(UInt32.max))
            let length = random.int(0...20_000)
            var place = TermInfo.Postings.list(postings..<(postings + length))
            if frequency == 1 {
                let passage = UInt32(truncatingIfNeeded: random.next())
                place = .one(passage: passage, impact: random.oneIn(2) ? nil : UInt8(random.int(1...63)))
            } else {
                postings += length
            }
            builder.append(string.span, documentFrequency: frequency, place, forms: forms)
            infos.append(
                TermInfo(
                    ordinal: ordinal, documentFrequency: frequency, postings: place, formsOfBlock: formsOfBlock))
            forms += random.int(1...9)
        }
        return (builder.finish().bytes, infos)
    }

    @Test("every term is found with what is known of it, and no other", arguments: 0..<UInt64(120))
    func lookUp(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var strings = strings(&random, random.int(0...200))
        if random.oneIn(3) {
            // Longer than what the lengths of an entry hold by themselves.
            let long = [UInt8](repeating: 0xFF, count: random.int(14...40))
            strings += [long, long + [UInt8](repeating: 0x61, count: random.int(1...40))]
        }
        let places = Dictionary(uniqueKeysWithValues: strings.enumerated().map { ($0.element, $0.offset) })
        let (bytes, infos) = encode(strings, &random)
        let dictionary = try TermDictionary(bytes.rawBytes, count: strings.count)
        for (place, string) in strings.enumerated() {
            #expect(try dictionary.info(of: string) == infos[place], "seed \(seed)")
            for other in [Array(string.dropLast()), string + [0], string + [0x61]] {
                #expect(try dictionary.info(of: other)?.ordinal == places[other], "seed \(seed)")
            }
        }
        #expect(try dictionary.info(of: [])?.ordinal == places[[]])
        #expect(try dictionary.info(of: [UInt8](repeating: 0xFF, count: 99)) == nil)
        var all: [[UInt8]] = []
        try dictionary.forEachTerm { string, info in
            #expect(info == infos[all.count], "seed \(seed)")
            all.append(string)
            return true
        }
        #expect(all == strings, "seed \(seed)")
        for prefix in [[0x61], [0x61, 0x61, 0x61], strings.last ?? []] {
            var found: [[UInt8]] = []
            try dictionary.forEachTerm(beginningWith: prefix) { string, _ in
                found.append(string)
                return true
            }
            #expect(found == strings.filter { $0.starts(with: prefix) }, "seed \(seed)")
        }
    }

    @Test("walking ends when it is told to", arguments: [1, 31, 32, 33, 64])
    func stopping(limit: Int) throws {
        var random = SeededGenerator(seed: 1)
        let bytes = encode((0..<100).map { [UInt8($0)] }, &random).bytes
        var seen = 0
        try TermDictionary(bytes.rawBytes, count: 100).forEachTerm { _, _ in
            seen += 1
            return seen < limit
        }
        #expect(seen == limit)
    }

    @Test("an empty dictionary holds nothing")
    func empty() throws {
        var random = SeededGenerator(seed: 1)
        let bytes = encode([], &random).bytes
        #expect(try TermDictionary(bytes.rawBytes, count: 0).info(of: Array("any".utf8)) == nil)
    }

    @Test("a dictionary cut short is an error, and never has other words", arguments: [3, 40, 100])
    func truncated(count: Int) {
        var random = SeededGenerator(seed: UInt64(count))
        let strings = strings(&random, count)
        let bytes = encode(strings, &random).bytes
        for length in bytes.indices {
            let part = Array(bytes[..<length])
            var thrown = false
            do throws(MalformedBytes) {
                let dictionary = try TermDictionary(part.rawBytes, count: strings.count)
                var at = 0
                try dictionary.forEachTerm { string, _ in
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
        let sound = encode(strings, &random).bytes
        for _ in 0..<60 {
            var bytes = sound
            for _ in 0..<random.int(1...3) { bytes[random.int(0...(bytes.count - 1))] = UInt8(random.int(0...255)) }
            guard let dictionary = try? TermDictionary(bytes.rawBytes, count: strings.count) else { continue }
            for string in strings.prefix(20) {
                if let info = try? dictionary.info(of: string) {
                    #expect(strings.indices.contains(info.ordinal) && info.documentFrequency > 0, "seed \(seed)")
                }
            }
            var seen = 0
            try? dictionary.forEachTerm { _, _ in
                seen += 1
                return true
            }
            #expect(seen <= strings.count)
        }
    }

    private func append(_ forms: [WordForm], of stem: [UInt8], _ endings: WordEndings, to writer: inout ByteWriter) {
        for (index, form) in forms.enumerated() {
            WordForm.append(
                form.bytes.span, documentFrequency: form.documentFrequency, of: stem.span, isFirst: index == 0,
                isLast: index == forms.count - 1, endings, to: &writer)
        }
    }

    @Test("the forms of a word are read as they were written, and a cut is an error", arguments: 0..<UInt64(200))
    func wordForms(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let stem = random.bytes(random.int(0...24))
        let frequency = random.int(1...Int(UInt32.max))
        var forms = (0..<random.int(1...6)).map { _ in
            WordForm(
                bytes: Array(stem.prefix(random.int(0...24))) + random.bytes(random.int(0...20)),
                documentFrequency: random.oneIn(2) ? 1 : random.int(0...Int(UInt32.max)))
        }
        // The only form stands where the term does.
        if forms.count == 1 { forms[0].documentFrequency = frequency }
        var counter = WordEndings.Counter()
        // Some of the endings are among the commonest, some are not.
        for form in forms where random.oneIn(2) { counter.count(form.bytes.span, of: stem.span) }
        let endings = counter.commonest
        var writer = ByteWriter()
        let prefix = random.bytes(random.int(0...5))
        writer.append(contentsOf: prefix)
        append(forms, of: stem, endings, to: &writer)
        let bytes = writer.bytes

        func read(_ bytes: [UInt8]) throws(MalformedBytes) -> [WordForm] {
            var reader = ByteReader(bytes.rawBytes, offset: prefix.count)
            return try WordForm.read(&reader, of: stem, documentFrequency: frequency, endings)
        }
        #expect(try read(bytes) == forms, "seed \(seed)")
        var skipping = ByteReader(bytes.rawBytes, offset: prefix.count)
        try WordForm.skip(&skipping)
        #expect(skipping.remainingByteCount == 0, "seed \(seed)")
        for length in prefix.count..<bytes.count {
            #expect(throws: MalformedBytes.self, "seed \(seed), \(length) of \(bytes.count)") {
                try read(Array(bytes[..<length]))
            }
        }
    }

    @Test("a form that leaves out more of the stem than the stem has is an error")
    func leftOutTooMuch() {
        var writer = ByteWriter()
        let endings = WordEndings.Counter().commonest
        append([WordForm(bytes: Array("tr".utf8), documentFrequency: 3)], of: Array("treat".utf8), endings, to: &writer)
        let bytes = writer.bytes
        #expect(throws: MalformedBytes.self) {
            var reader = ByteReader(bytes.rawBytes)
            return try WordForm.read(&reader, of: Array("tr".utf8), documentFrequency: 3, endings)
        }
    }

    @Test("the endings that spare most are kept, and are read as they were written")
    func endings() throws {
        var counter = WordEndings.Counter()
        let words = ["treat": 1, "treats": 40, "treating": 30, "treatment": 2, "treatmentwise": 900]
        for (word, count) in words {
            for _ in 0..<count { counter.count(Array(word.utf8).span, of: Array("treat".utf8).span) }
        }
        var writer = ByteWriter()
        counter.commonest.append(to: &writer)
        let bytes = writer.bytes
        // "wise" with what stands before it is longer than what is counted.
        #expect(bytes.starts(with: Array("\u{3}ing\u{1}s\u{4}ment".utf8)))
        #expect(bytes.dropFirst(11).allSatisfy { $0 == 0 } && bytes.count == 11 + 11)
        var reader = ByteReader(bytes.rawBytes)
        #expect(try WordEndings(&reader) == counter.commonest)
        for length in bytes.indices {
            #expect(throws: MalformedBytes.self) {
                var reader = ByteReader(Array(bytes[..<length]).rawBytes)
                _ = try WordEndings(&reader)
            }
        }
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
        let gathered = table.gathered(sorted)
        #expect(gathered.count == sorted.count)
        for (index, number) in sorted.enumerated() {
            let string = gathered[index]
            #expect(string.indices.map { string[$0] } == order[number])
        }
    }
}
