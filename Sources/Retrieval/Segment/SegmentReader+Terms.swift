internal import MappedStorage

extension SegmentReader {
    /// Looks up a stem: its ordinal and info, or nil. O(log terms) comparisons.
    ///
    /// Only the chunks that the search touches are checked, so that the first question does not wait for the whole dictionary.
    func term(_ stem: [UInt8]) throws(StorageError) -> (ordinal: Int, info: TermInfo)? {
        let count = try termCountOfDictionary()
        let blockCount = (count + TermDictionary.blockLength - 1) / TermDictionary.blockLength
        var low = 0
        var high = blockCount
        while low < high {
            let middle = (low + high) / 2
            if try compareFirstString(ofBlock: middle, of: blockCount, with: stem) > 0 {
                high = middle
            } else {
                low = middle + 1
            }
        }
        guard low > 0 else { return nil }
        let first = (low - 1) * TermDictionary.blockLength
        let start = try startOfTermBlock(low - 1, of: blockCount)
        let end = low < blockCount ? try startOfTermBlock(low, of: blockCount) : byteCount(of: .terms)
        guard start <= end else { throw damaged(.terms, .truncated(offset: start, neededByteCount: 1)) }
        let block = try bytes(of: .terms, start..<end)
        var found: Int?
        do {
            try TermDictionary.forEachString(
                in: block, ordinals: first..<min(first + TermDictionary.blockLength, count)
            ) { ordinal, candidate in
                if candidate == stem { found = ordinal }
                return candidate.lexicographicallyPrecedes(stem)
            }
        } catch {
            throw damaged(.terms, error)
        }
        guard let ordinal = found, ordinal < Int(counts.terms) else { return nil }
        return (ordinal, try termInfo(at: ordinal))
    }

    private func termCountOfDictionary() throws(StorageError) -> Int {
        Int(try bytes(of: .terms, 0..<4).load(UInt32.self, at: 0))
    }

    /// Where a block of the dictionary begins in its section.
    private func startOfTermBlock(_ block: Int, of blockCount: Int) throws(StorageError) -> Int {
        let entry = 4 + 4 * block
        return 4 + 4 * blockCount + Int(try bytes(of: .terms, entry..<(entry + 4)).load(UInt32.self, at: 0))
    }

    private func compareFirstString(
        ofBlock block: Int, of blockCount: Int, with stem: [UInt8]
    ) throws(StorageError) -> Int {
        let start = try startOfTermBlock(block, of: blockCount)
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
}
