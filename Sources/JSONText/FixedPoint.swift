/// Decimal digits of binary fractions, exactly.
enum FixedPoint {
    /// The most places that 128 bits allow: a significand of 53 bits times 10²² stays below 2¹²⁷.
    static let greatestDecimals = 22

    /// The digits of a finite `value` with `decimals` places (0 to 22), half to even; no minus sign before a zero.
    static func digits(of value: Double, decimals: Int) -> [UInt8] {
        let decimals = min(max(decimals, 0), greatestDecimals)
        // |value| is significand · 2^exponent, the significand a whole number (IEEE 754, section 3.4).
        let isSubnormal = value.exponentBitPattern == 0
        let significand = UInt128(value.significandBitPattern | (isSubnormal ? 0 : 1 << 52))
        let exponent = Int(max(1, value.exponentBitPattern)) - 1075

        var digits: [UInt8]
        if exponent < 0 {
            var scale: UInt128 = 1
            for _ in 0..<decimals { scale *= 10 }
            digits = Array(String(rounded(significand * scale, halvings: -exponent)).utf8)
        } else {
            digits = Array(String(significand << UInt128(min(exponent, 74))).utf8)
            for _ in 0..<max(0, exponent - 74) { double(&digits) }
            digits += repeatElement(UInt8(ascii: "0"), count: decimals)
        }
        let isZero = digits.allSatisfy { $0 == UInt8(ascii: "0") }
        let padding = max(0, decimals + 1 - digits.count)
        digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: padding), at: 0)
        if decimals > 0 { digits.insert(UInt8(ascii: "."), at: digits.count - decimals) }
        if value.sign == .minus, !isZero { digits.insert(UInt8(ascii: "-"), at: 0) }
        return digits
    }

    /// `value`, below 2¹²⁷, halved `halvings` times (at least once), then rounded half to even.
    private static func rounded(_ value: UInt128, halvings: Int) -> UInt128 {
        // Half a unit is then 2¹²⁷ or more, which the value does not reach.
        guard halvings < 128 else { return 0 }
        let quotient = value >> UInt128(halvings)
        let remainder = value - quotient << UInt128(halvings)
        let half: UInt128 = 1 << UInt128(halvings - 1)
        let roundsUp = remainder > half || (remainder == half && quotient & 1 == 1)
        return roundsUp ? quotient + 1 : quotient
    }

    /// Doubles a number that stands as ASCII digits, most significant first.
    private static func double(_ digits: inout [UInt8]) {
        var carry: UInt8 = 0
        for index in digits.indices.reversed() {
            let doubled = (digits[index] - UInt8(ascii: "0")) * 2 + carry
            digits[index] = UInt8(ascii: "0") + doubled % 10
            carry = doubled / 10
        }
        if carry > 0 { digits.insert(UInt8(ascii: "0") + carry, at: 0) }
    }
}
