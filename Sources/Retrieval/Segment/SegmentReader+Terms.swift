internal import MappedStorage

extension SegmentReader {
    /// Looks up a stem: what the segment knows of it, or nil. O(log terms) comparisons.
    ///
    /// Only the chunks that the search touches are checked, so that the first question does not wait for the whole dictionary.
    func term(_ stem: [UInt8]) throws(StorageError) -> TermInfo? {
        let count = Int(counts.terms)
        let blockCount = TermDictionary.blockCount(of: count)
        let offsets = try bytes(of: .terms, 0..<(4 * blockCount))
        func beginning(of block: Int) -> Int {
            offsets.byteCount + Int(offsets.load(UInt32.self, at: 4 * block))
        }
        let found = try TermDictionary.lastBlock(of: blockCount) { (block) throws(StorageError) in
            try compareString(ofTermsAt: beginning(of: block), with: stem)
        }
        guard let found else { return nil }
        let start = beginning(of: found)
        let end = found + 1 < blockCount ? beginning(of: found + 1) : byteCount(of: .terms)
        guard start <= end else { throw damaged(.terms, .truncated(offset: start, neededByteCount: 1)) }
        let block = try bytes(of: .terms, start..<end)
        do {
            return try TermBlock.info(of: stem, in: block, ordinals: TermBlock.ordinals(ofBlock: found, of: count))
        } catch {
            throw damaged(.terms, error)
        }
    }

    /// Compares the string that stands somewhere in the dictionary.
    private func compareString(ofTermsAt start: Int, with stem: [UInt8]) throws(StorageError) -> Int {
        let end = byteCount(of: .terms)
        guard start < end else { throw damaged(.terms, .truncated(offset: start, neededByteCount: 1)) }
        // A stem is hardly ever longer than the 64 bytes that a form has at most; where one is, all are read.
        for length in [80, Int.max] {
            let upper = start + min(length, end - start)
            var reader = ByteReader(try bytes(of: .terms, start..<upper))
            do throws(MalformedBytes) {
                return try reader.compareString(with: stem)
            } catch {
                if upper == end { throw damaged(.terms, error) }
            }
        }
        throw damaged(.terms, .truncated(offset: start, neededByteCount: 1))
    }

    /// The forms of a term, ascending by bytes.
    func forms(of stem: [UInt8], _ info: TermInfo) throws(StorageError) -> [WordForm] {
        guard info.formsOfBlock <= byteCount(of: .forms) else {
            throw damaged(.forms, .truncated(offset: info.formsOfBlock, neededByteCount: 1))
        }
        return try readWindow(of: .forms, at: info.formsOfBlock) { (window) throws(MalformedBytes) in
            var reader = ByteReader(window)
            for _ in 0..<(info.ordinal % TermDictionary.blockLength) { try WordForm.skip(&reader) }
            return try WordForm.read(&reader, of: stem, documentFrequency: info.documentFrequency, endings)
        }
    }

    /// Calls `body` with every term and its forms, ascending by stem, until it returns false.
    func forEachTerm(
        _ body: ([UInt8], TermInfo, [WordForm]) throws(StorageError) -> Bool
    ) throws(StorageError) {
        var forms: [WordForm] = []
        try forEachTerm { (stem, info, reader) throws(MalformedBytes) in
            forms = try WordForm.read(&reader, of: stem, documentFrequency: info.documentFrequency, endings)
        } then: { (stem, info) throws(StorageError) in
            try body(stem, info, forms)
        }
    }

    /// Calls `body` with every word form and the passages that hold it, in the order of their stems.
    func forEachForm(_ body: (_ form: [UInt8], _ documentFrequency: Int) -> Void) throws(StorageError) {
        var buffer: [UInt8] = []
        try forEachTerm { (stem, info, reader) throws(MalformedBytes) in
            try WordForm.forEach(
                &reader, of: stem, documentFrequency: info.documentFrequency, endings, &buffer, body)
        } then: { (_, _) throws(StorageError) in
            true
        }
    }

    /// Lets `read` read the forms of every term, ascending by stem, until `then` returns false.
    private func forEachTerm(
        reading read: ([UInt8], TermInfo, inout ByteReader) throws(MalformedBytes) -> Void,
        then: ([UInt8], TermInfo) throws(StorageError) -> Bool
    ) throws(StorageError) {
        let forms = try bytes(of: .forms)
        var offset = 0
        try forEachTerm(beginningWith: []) { (stem, info) throws(StorageError) in
            if info.ordinal == 0 { offset = info.formsOfBlock }
            var reader = ByteReader(forms, offset: offset)
            do throws(MalformedBytes) {
                if info.ordinal % TermDictionary.blockLength == 0, info.formsOfBlock != offset {
                    throw .outOfRange(what: "forms", value: UInt64(info.formsOfBlock), limit: UInt64(offset))
                }
                try read(stem, info, &reader)
            } catch {
                throw damaged(.forms, error)
            }
            offset = reader.offset
            return try then(stem, info)
        }
    }

    /// Calls `body` with every term that begins with `prefix`, ascending, until it returns false.
    func forEachTerm(
        beginningWith prefix: [UInt8], _ body: ([UInt8], TermInfo) throws(StorageError) -> Bool
    ) throws(StorageError) {
        let dictionary = try bytes(of: .terms)
        var failure: StorageError?
        do {
            try TermDictionary(dictionary, count: Int(counts.terms)).forEachTerm(beginningWith: prefix) {
                (stem, info) throws(MalformedBytes) in
                do throws(StorageError) {
                    return try body(stem, info)
                } catch {
                    failure = error
                    return false
                }
            }
        } catch {
            throw damaged(.terms, error)
        }
        if let failure { throw failure }
    }
}
