/// Makes text that somebody else wrote harmless to a terminal and honest to its reader.
///
/// Documents, file names and questions may hold what a terminal obeys (CWE-150), what reorders a line (CVE-2021-42574)
/// and what nobody sees. All of that is shown as a visible escape such as `\u{1B}`, the way Swift writes it:
///
/// - C0 except newline and tab, DEL, C1;
/// - the bidirectional controls U+061C, U+200E, U+200F, U+202A…202E, U+2066…2069;
/// - the line and paragraph separators U+2028 and U+2029;
/// - what has no width and no use in a quote: U+180E, U+200B, U+2060…2064, U+206A…206F, U+FEFF, U+FFF9…FFFB, and the tag
///   characters and supplementary variation selectors of plane 14; the joiners U+200C and U+200D where they join nothing.
///
/// The result of neutralising is left as it is by neutralising again.
public enum SafeText {
    /// The text with everything that must not reach a terminal escaped.
    public static func neutralise(_ text: String) -> String {
        neutralise(text, keepsLayout: true)
    }

    /// The text that the bytes are in UTF-8, each ill-formed piece as U+FFFD, neutralised.
    public static func neutralise(_ bytes: some Collection<UInt8>) -> String {
        neutralise(String(decoding: bytes, as: UTF8.self))
    }

    /// A file's name or path as it may stand in a line: newlines and tabs, which names may hold, are escaped too.
    public static func neutralise(fileName: some Collection<UInt8>) -> String {
        neutralise(String(decoding: fileName, as: UTF8.self), keepsLayout: false)
    }

    /// Text in which newlines and tabs have no place either.
    static func neutralise(_ text: String, keepsLayout: Bool) -> String {
        var result = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        var isUnchanged = true
        for scalar in text.unicodeScalars {
            let isKept = keepsLayout && (scalar == "\n" || scalar == "\t")
            if isKept || mayShow(scalar, after: previous) {
                result.append(scalar)
                previous = scalar
            } else {
                result.append(contentsOf: escape(scalar).unicodeScalars)
                isUnchanged = false
                previous = nil
            }
        }
        return isUnchanged ? text : String(result)
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }

    private static func mayShow(_ scalar: Unicode.Scalar, after previous: Unicode.Scalar?) -> Bool {
        switch scalar.value {
        case 0x20...0x7E: true
        case 0x00...0x1F, 0x7F...0x9F: false
        case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: false
        case 0x2028, 0x2029: false
        case 0x180E, 0x200B, 0x2060...0x2064, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFB: false
        case 0xE0000...0xE0FFF: false
        // Persian, the scripts of India and emoji are written with joiners; Latin letters never are.
        case 0x200C, 0x200D: previous.map { $0.value > 0x02FF && $0.value != 0x200C && $0.value != 0x200D } ?? false
        default: true
        }
    }
}
