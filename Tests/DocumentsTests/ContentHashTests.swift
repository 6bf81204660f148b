import Documents
import TestSupport
import Testing

@Suite struct ContentHashTests {
    /// The sanity buffer of xxHash: bytes of a multiplicative generator.
    private static let sanityBuffer: [UInt8] = {
        var state: UInt64 = 2_654_435_761
        return (0..<256).map { _ in
            defer { state &*= 11_400_714_785_074_694_797 }
            return UInt8(truncatingIfNeeded: state >> 56)
        }
    }()

    @Test("the published values of XXH64 with seed 0 come out")
    func vectors() {
        #expect(ContentHash.of([]) == 0xEF46_DB37_51D8_E999)
        #expect(ContentHash.of(Array("a".utf8)) == 0xD24E_C4F1_A98C_6E5B)
        #expect(ContentHash.of(Array("abc".utf8)) == 0x44BC_2CF5_AD77_0999)
        #expect(ContentHash.of(Array("message digest".utf8)) == 0x066E_D728_FCEE_B3BE)
        #expect(ContentHash.of(Array("abcdefghijklmnopqrstuvwxyz".utf8)) == 0xCFE1_F278_FA89_835C)
        #expect(
            ContentHash.of(Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8))
                == 0xAAA4_6907_D304_7814)
        #expect(ContentHash.of(Array(Self.sanityBuffer[..<1])) == 0xE934_A84A_DB05_2768)
        #expect(ContentHash.of(Array(Self.sanityBuffer[..<4])) == 0x9136_A0DC_A574_57EE)
        #expect(ContentHash.of(Array(Self.sanityBuffer[..<14])) == 0x8282_DCC4_994E_35C8)
        #expect(ContentHash.of(Array(Self.sanityBuffer[..<222])) == 0xB641_AE8C_B691_C174)
    }

    @Test("the pieces in which the bytes come make no difference", arguments: 0..<50 as Range<UInt64>)
    func pieces(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = (0..<Int.random(in: 0...300, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        var hash = ContentHash()
        var position = 0
        while position < bytes.count {
            let end = min(bytes.count, position + Int.random(in: 0...70, using: &random))
            hash.update(bytes.span.extracting(position..<end))
            position = end
        }
        #expect(hash.value == ContentHash.of(bytes))
    }
}
