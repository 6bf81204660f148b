/// A 64-bit hash of a file's content, to tell whether it changed: XXH64 with seed 0.
///
/// It catches accidents; somebody who wants two files with one hash can make them. The bytes may come in
/// any number of pieces.
///
/// Source: Yann Collet, *xxHash fast digest algorithm*, version 0.2.0 (2023), section "XXH64 algorithm".
public struct ContentHash: Sendable {
    private var lanes: (UInt64, UInt64, UInt64, UInt64)
    private var pending: [UInt8] = []
    private var byteCount: UInt64 = 0

    /// The hash of nothing so far.
    public init() {
        lanes = (prime1 &+ prime2, prime2, 0, 0 &- prime1)
        pending.reserveCapacity(stripeByteCount)
    }

    /// The hash of `bytes` in one go.
    public static func of(_ bytes: [UInt8]) -> UInt64 {
        var hash = ContentHash()
        hash.update(bytes.span)
        return hash.value
    }

    /// Adds `bytes` to what is hashed.
    public mutating func update(_ bytes: Span<UInt8>) {
        byteCount &+= UInt64(bytes.count)
        var position = 0
        if !pending.isEmpty {
            while pending.count < stripeByteCount, position < bytes.count {
                pending.append(bytes[position])
                position += 1
            }
            guard pending.count == stripeByteCount else { return }
            let stripe = pending
            mix(stripe.span, at: 0, into: &lanes)
            pending.removeAll(keepingCapacity: true)
        }
        while position + stripeByteCount <= bytes.count {
            mix(bytes, at: position, into: &lanes)
            position += stripeByteCount
        }
        while position < bytes.count {
            pending.append(bytes[position])
            position += 1
        }
    }

    /// The hash of everything added so far.
    public var value: UInt64 {
        var hash: UInt64
        if byteCount >= UInt64(stripeByteCount) {
            hash = rotate(lanes.0, 1) &+ rotate(lanes.1, 7) &+ rotate(lanes.2, 12) &+ rotate(lanes.3, 18)
            for lane in [lanes.0, lanes.1, lanes.2, lanes.3] {
                hash = (hash ^ round(0, lane)) &* prime1 &+ prime4
            }
        } else {
            hash = prime5
        }
        hash &+= byteCount

        let tail = pending.span
        var position = 0
        while position + 8 <= tail.count {
            hash = rotate(hash ^ round(0, word64(tail, at: position)), 27) &* prime1 &+ prime4
            position += 8
        }
        if position + 4 <= tail.count {
            hash = rotate(hash ^ (word32(tail, at: position) &* prime1), 23) &* prime2 &+ prime3
            position += 4
        }
        while position < tail.count {
            hash = rotate(hash ^ (UInt64(tail[position]) &* prime5), 11) &* prime1
            position += 1
        }
        hash = (hash ^ (hash >> 33)) &* prime2
        hash = (hash ^ (hash >> 29)) &* prime3
        return hash ^ (hash >> 32)
    }
}

private func mix(_ bytes: Span<UInt8>, at offset: Int, into lanes: inout (UInt64, UInt64, UInt64, UInt64)) {
    lanes.0 = round(lanes.0, word64(bytes, at: offset))
    lanes.1 = round(lanes.1, word64(bytes, at: offset + 8))
    lanes.2 = round(lanes.2, word64(bytes, at: offset + 16))
    lanes.3 = round(lanes.3, word64(bytes, at: offset + 24))
}

private let stripeByteCount = 32
private let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
private let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
private let prime3: UInt64 = 0x1656_67B1_9E37_79F9
private let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
private let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

private func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    (value << count) | (value >> (64 - count))
}

private func round(_ accumulator: UInt64, _ input: UInt64) -> UInt64 {
    rotate(accumulator &+ input &* prime2, 31) &* prime1
}

private func word64(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    word32(bytes, at: offset) | word32(bytes, at: offset + 4) << 32
}

private func word32(_ bytes: Span<UInt8>, at offset: Int) -> UInt64 {
    UInt64(bytes[offset]) | UInt64(bytes[offset + 1]) << 8 | UInt64(bytes[offset + 2]) << 16
        | UInt64(bytes[offset + 3]) << 24
}
