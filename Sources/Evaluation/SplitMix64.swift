/// A small generator of random numbers that is the same everywhere and for ever.
///
/// The algorithm and its constants are those of Steele, Lea and Flood 2014, Fast Splittable Pseudorandom Number
/// Generators, section 5, with the mixing of Stafford's variant 13.
struct SplitMix64 {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// An index from 0 up to `count`, exclusive; `count` is positive.
    ///
    /// The high half of a product is uneven by less than count / 2⁶⁴, and, unlike the standard library's draw, it
    /// takes one number and cannot change with a release.
    mutating func index(below count: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(count)).high)
    }
}
