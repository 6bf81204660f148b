import TestSupport
import Testing

@testable import MappedStorage

@Suite("bytes written and read")
struct ByteReaderTests {
    /// One value of every kind that a writer knows.
    enum Value: Equatable {
        case byte(UInt8)
        case short(UInt16)
        case word(UInt32)
        case long(UInt64)
        case varint(UInt64)
        case signed(Int64)
        case string([UInt8])

        static func random(_ random: inout SeededGenerator) -> Value {
            let bits = random.next() >> UInt64(random.int(0...63))
            return switch random.int(0...6) {
            case 0: .byte(UInt8(truncatingIfNeeded: bits))
            case 1: .short(UInt16(truncatingIfNeeded: bits))
            case 2: .word(UInt32(truncatingIfNeeded: bits))
            case 3: .long(bits)
            case 4: .varint(bits)
            case 5: .signed(random.oneIn(2) ? Int64(bitPattern: bits) : -Int64(bits >> 1))
            default: .string(random.bytes(random.int(0...200)))
            }
        }

        func append(to writer: inout ByteWriter) {
            switch self {
            case .byte(let value): writer.append(value)
            case .short(let value): writer.append(value)
            case .word(let value): writer.append(value)
            case .long(let value): writer.append(value)
            case .varint(let value): writer.appendVarint(value)
            case .signed(let value): writer.appendSignedVarint(value)
            case .string(let value): writer.appendString(value)
            }
        }

        /// Reads a value of the same kind.
        func readBack(_ reader: inout ByteReader) throws(MalformedBytes) -> Value {
            switch self {
            case .byte: .byte(try reader.read(UInt8.self))
            case .short: .short(try reader.read(UInt16.self))
            case .word: .word(try reader.read(UInt32.self))
            case .long: .long(try reader.read(UInt64.self))
            case .varint: .varint(try reader.readVarint())
            case .signed: .signed(try reader.readSignedVarint())
            case .string: .string(try reader.readString())
            }
        }
    }

    @Test("what was written is read, and every truncation is an error", arguments: 0..<UInt64(200))
    func identityAndTruncation(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let values = (0..<random.int(1...12)).map { _ in Value.random(&random) }
        var writer = ByteWriter()
        for value in values { value.append(to: &writer) }
        let bytes = writer.bytes
        #expect(writer.byteCount == bytes.count)

        var reader = ByteReader(bytes.rawBytes)
        for value in values {
            let found = try value.readBack(&reader)
            #expect(found == value)
        }
        #expect(reader.remainingByteCount == 0)

        for length in 0..<bytes.count {
            var reader = ByteReader(bytes.rawBytes.extracting(0..<length))
            var foundAll = true
            do throws(MalformedBytes) {
                for value in values {
                    // Up to the cut nothing may differ either.
                    let found = try value.readBack(&reader)
                    #expect(found == value)
                }
            } catch {
                foundAll = false
            }
            #expect(!foundAll, "seed \(seed), \(length) of \(bytes.count) bytes")
            #expect(reader.offset <= length)
        }
    }

    @Test("integers are little-endian")
    func endianness() {
        var writer = ByteWriter()
        writer.append(UInt32(0x0403_0201))
        writer.append(UInt16(0x0605))
        #expect(writer.bytes == [1, 2, 3, 4, 5, 6])
    }

    @Test(
        "the extremes of varints keep their bytes",
        arguments: [(0, 1), (127, 1), (128, 2), (16_383, 2), (16_384, 3), (UInt64.max, 10)])
    func varintLengths(value: UInt64, byteCount: Int) throws {
        var writer = ByteWriter()
        writer.appendVarint(value)
        #expect(writer.byteCount == byteCount)
        var reader = ByteReader(writer.bytes.rawBytes)
        let found = try reader.readVarint()
        #expect(found == value)
    }

    @Test("signed varints hold every extreme", arguments: [0, -1, 1, Int64.min, Int64.max, Int64.min + 1])
    func signedExtremes(value: Int64) throws {
        var writer = ByteWriter()
        writer.appendSignedVarint(value)
        var reader = ByteReader(writer.bytes.rawBytes)
        let found = try reader.readSignedVarint()
        #expect(found == value)
    }

    @Test(
        "a varint beyond 64 bits is an error",
        arguments: [
            Array(repeating: UInt8(0xFF), count: 9) + [2],
            Array(repeating: UInt8(0xFF), count: 10) + [0],
            Array(repeating: UInt8(0x80), count: 40),
        ])
    func longVarints(bytes: [UInt8]) {
        var reader = ByteReader(bytes.rawBytes)
        var thrown: MalformedBytes?
        do { _ = try reader.readVarint() } catch { thrown = error }
        #expect(thrown == .varintTooLong(offset: 0))
    }

    @Test("a count above its limit is an error, one at the limit is not")
    func counts() throws {
        var writer = ByteWriter()
        writer.appendVarint(7)
        let bytes = writer.bytes
        var reader = ByteReader(bytes.rawBytes)
        let count = try reader.readCount("things", atMost: 7)
        #expect(count == 7)
        var again = ByteReader(bytes.rawBytes)
        var thrown: MalformedBytes?
        do { _ = try again.readCount("things", atMost: 6) } catch { thrown = error }
        #expect(thrown == .outOfRange(what: "things", value: 7, limit: 6))
    }

    @Test(
        "a reader that begins behind the end, or is asked for less than nothing, throws",
        arguments: [-1, 1, 5, Int.max])
    func impossibleRequests(count: Int) {
        let bytes: [UInt8] = []
        var reader = ByteReader(bytes.rawBytes, offset: 0)
        var thrown: MalformedBytes?
        do { _ = try reader.readBytes(count) } catch { thrown = error }
        #expect(thrown == .truncated(offset: 0, neededByteCount: count))
        var beyond = ByteReader(bytes.rawBytes, offset: 3)
        var other: MalformedBytes?
        do { _ = try beyond.read(UInt8.self) } catch { other = error }
        #expect(other == .truncated(offset: 3, neededByteCount: 1))
    }

    @Test("a string that would end one byte behind the last is an error, however it is read")
    func stringOneByteShort() {
        let bytes: [UInt8] = [3, 0x61, 0x62]
        var whole = ByteReader(bytes.rawBytes)
        var passed = ByteReader(bytes.rawBytes)
        var looked = ByteReader(bytes.rawBytes)
        var compared = ByteReader(bytes.rawBytes)
        var found: [UInt8] = []
        var thrown: [MalformedBytes] = []
        do { found = try whole.readString() } catch { thrown.append(error) }
        do { try passed.skip(Int(passed.readVarint())) } catch { thrown.append(error) }
        do { _ = try looked.readSpan(Int(looked.readVarint())) } catch { thrown.append(error) }
        do { _ = try compared.compareString(with: [0x61, 0x62, 0x63]) } catch { thrown.append(error) }
        #expect(thrown == Array(repeating: .truncated(offset: 1, neededByteCount: 3), count: 4))
        #expect(found.isEmpty)
    }

    @Test("padding fills up to the multiple and no further", arguments: 0...130)
    func padding(byteCount: Int) {
        var writer = ByteWriter()
        writer.append(contentsOf: Array(repeating: 7, count: byteCount))
        writer.pad(toMultipleOf: 64)
        #expect(writer.byteCount == (byteCount + 63) / 64 * 64)
        #expect(writer.bytes.prefix(byteCount).allSatisfy { $0 == 7 })
        #expect(writer.bytes.dropFirst(byteCount).allSatisfy { $0 == 0 })
    }
}
