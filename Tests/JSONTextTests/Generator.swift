import JSONText

/// The generator of Sebastiano Vigna's SplitMix64: small, seeded, the same everywhere.
struct Generator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func text() -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &self) {
            let range: ClosedRange<UInt32> =
                switch Int.random(in: 0...4, using: &self) {
                case 0: 0...0x7F
                case 1: 0x80...0x7FF
                case 2: 0x2000...0x206F
                case 3: 0xE000...0xFFFF
                default: 0x1_0000...0x10_FFFF
                }
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) { text.append(scalar) }
        }
        return String(text)
    }

    mutating func value(depth: Int = 0) -> JSONValue {
        switch Int.random(in: 0...(depth < 4 ? 7 : 5), using: &self) {
        case 0: return .null
        case 1: return .bool(.random(using: &self))
        case 2: return .integer(Int(truncatingIfNeeded: next()) >> Int.random(in: 0...63, using: &self))
        case 3:
            let number = Double(bitPattern: next())
            return number.isFinite ? .number(number) : .number(0.5)
        case 4, 5: return .string(text())
        case 6: return .array((0..<Int.random(in: 0...4, using: &self)).map { _ in value(depth: depth + 1) })
        default:
            return .object(
                JSONObject(
                    (0..<Int.random(in: 0...4, using: &self)).map { number in
                        JSONObject.Member("\(number)" + text(), value(depth: depth + 1))
                    }))
        }
    }
}
