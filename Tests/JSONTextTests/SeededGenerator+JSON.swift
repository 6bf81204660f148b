import JSONText
import TestSupport

/// Values of all kinds, with texts of scalars from all planes.
extension SeededGenerator {
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
