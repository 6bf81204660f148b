internal import MappedStorage

// What a segment knows of a term
//
//     term info := document frequency (u32), forms (u32 into the forms), postings (u56), greatest impact (u8)
//     forms     := list …
//     list      := count, (bytes shared with the stem, rest (string), document frequency) … ; all varints, forms ascending

/// What the index knows of a term in one segment: 16 bytes.
struct TermInfo {
    static let byteCount = 16

    /// Passages of the segment that hold the term, dead ones included.
    var documentFrequency: UInt32
    /// Where the list of the term's forms begins.
    var forms: UInt32
    /// The start of the postings in their section; for a term of one passage the passage itself.
    var location: UInt64
    var greatestImpact: UInt8

    init(documentFrequency: UInt32, forms: UInt32, location: UInt64, greatestImpact: UInt8) {
        self.documentFrequency = documentFrequency
        self.forms = forms
        self.location = location
        self.greatestImpact = greatestImpact
    }

    /// Reads the info of the term with the given ordinal; the caller has checked that the table holds it.
    init(table: RawSpan, ordinal: Int) {
        let offset = ordinal * Self.byteCount
        documentFrequency = table.load(UInt32.self, at: offset)
        forms = table.load(UInt32.self, at: offset + 4)
        let packed = table.load(UInt64.self, at: offset + 8)
        location = packed & 0x00FF_FFFF_FFFF_FFFF
        greatestImpact = UInt8(packed >> 56)
    }

    func append(to writer: inout ByteWriter) {
        writer.append(documentFrequency)
        writer.append(forms)
        writer.append(location | UInt64(greatestImpact) << 56)
    }

    /// The posting of a term that stands in one passage only.
    var inlinedPosting: Posting? {
        guard documentFrequency == 1 else { return nil }
        return Posting(passage: UInt32(truncatingIfNeeded: location), impact: greatestImpact)
    }
}

/// A form of a term as it stands in text, case folded: the bytes and how many passages hold it.
struct WordForm: Hashable {
    var bytes: [UInt8]
    var documentFrequency: Int

    static func append(_ forms: [WordForm], of stem: ArraySlice<UInt8>, to writer: inout ByteWriter) {
        writer.appendVarint(UInt64(forms.count))
        for form in forms {
            let shared = zip(form.bytes, stem).prefix { $0 == $1 }.count
            writer.appendVarint(UInt64(shared))
            writer.appendString(form.bytes[shared...])
            writer.appendVarint(UInt64(form.documentFrequency))
        }
    }

    static func read(_ bytes: RawSpan, offset: Int, stem: [UInt8]) throws(MalformedBytes) -> [WordForm] {
        var reader = ByteReader(bytes, offset: offset)
        var forms: [WordForm] = []
        for _ in 0..<(try reader.readCount("forms", atMost: reader.remainingByteCount)) {
            let shared = try reader.readCount("shared prefix", atMost: stem.count)
            let rest = try reader.readString()
            let frequency = try reader.readCount("document frequency", atMost: Int(UInt32.max))
            forms.append(WordForm(bytes: stem[..<shared] + rest, documentFrequency: frequency))
        }
        return forms
    }
}
