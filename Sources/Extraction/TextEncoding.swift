import CUchardet
import Glibc

/// Encodings other than UTF-8: which one a text is in, and its conversion.
enum TextEncoding {
    /// A text with fewer bytes beyond ASCII, or with a lesser share of them, gives no statistics to judge by: names here and
    /// there in English. It is taken for ``usual``.
    private static let leastBytesToJudge = 10
    private static let leastShareToJudge = 0.005
    /// What browsers take a text for that does not say: the superset of Latin-1 (WHATWG Encoding Standard, section 4.2).
    static let usual = "windows-1252"

    /// The encoding of a text that is no UTF-8, as uchardet judges it from the frequencies of bytes.
    static func detected(in bytes: [UInt8]) -> String {
        let count = bytes.count { $0 >= 0x80 }
        guard count >= leastBytesToJudge, Double(count) >= leastShareToJudge * Double(bytes.count),
            let detector = unsafe uchardet_new()
        else { return usual }
        defer { unsafe uchardet_delete(detector) }
        // A megabyte is enough to tell by.
        let sample = bytes.prefix(1 << 20)
        let status = unsafe sample.withUnsafeBytes { region in
            guard let base = region.baseAddress else { return Int32(1) }
            return unsafe uchardet_handle_data(detector, base.assumingMemoryBound(to: CChar.self), region.count)
        }
        guard status == 0 else { return usual }
        unsafe uchardet_data_end(detector)
        guard let name = unsafe uchardet_get_charset(detector) else { return usual }
        return normalized(unsafe String(cString: name)) ?? usual
    }

    /// The encoding that an HTML page says it is in, in its first kilobytes; nil when it says none or UTF-8.
    static func declared(inHTML bytes: [UInt8]) -> String? {
        let head = bytes.prefix(4096).map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
        guard let place = firstRange(of: "charset=", in: head) else { return nil }
        let value = head[place.upperBound...].drop { $0 == 0x22 || $0 == 0x27 || isBlank($0) }
        return normalized(String(decoding: value.prefix { isNameByte($0) }, as: UTF8.self))
    }

    /// The name as it is used here; nil for UTF-8, ASCII and what is no name.
    static func normalized(_ name: String) -> String? {
        let lower = name.lowercased()
        switch lower {
        case "", "utf-8", "utf8", "ascii", "us-ascii", "ansi_x3.4-1968": return nil
        case "iso-8859-1", "latin1", "iso8859-1", "windows-1252", "cp1252", "l1": return usual
        default: return lower.utf8.allSatisfy(isNameByte) ? lower : nil
        }
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
            || [0x2D, 0x5F, 0x2E, 0x3A, 0x2B].contains(byte)
    }

    /// For each byte its character in UTF-8; nil where the encoding is not one of a byte a character with ASCII in its place,
    /// or is not known here. A byte without character is U+FFFD.
    static func singleByteTable(_ name: String) -> [[UInt8]]? {
        var table: [[UInt8]] = []
        for byte in UInt8.min...UInt8.max {
            switch converted([byte], from: name) {
            case .text(let bytes) where byte >= 0x80 || bytes == [byte]: table.append(bytes)
            case .invalid where byte >= 0x80: table.append([0xEF, 0xBF, 0xBD])
            default: return nil
            }
        }
        return table
    }

    /// The text in UTF-8, bytes without meaning replaced by U+FFFD; nil where the encoding is not known here.
    static func decoded(_ bytes: [UInt8], from name: String) -> (text: [UInt8], repairedByteCount: Int)? {
        guard let converter = Converter(from: name) else { return nil }
        return converter.convert(bytes)
    }

    private enum Conversion {
        case text([UInt8])
        case invalid
        case incomplete
    }

    private static func converted(_ bytes: [UInt8], from name: String) -> Conversion {
        guard let converter = Converter(from: name) else { return .incomplete }
        let (text, repaired) = converter.convert(bytes)
        if repaired > 0 { return converter.endedInside ? .incomplete : .invalid }
        return .text(text)
    }
}

/// The C library's `iconv`.
@safe private final class Converter {
    private let descriptor: iconv_t
    /// Whether the bytes ended in the middle of a character.
    private(set) var endedInside = false

    init?(from name: String) {
        guard let opened = unsafe iconv_open("UTF-8", name), Int(bitPattern: opened) != -1 else { return nil }
        unsafe descriptor = unsafe opened
    }

    deinit {
        unsafe iconv_close(descriptor)
    }

    func convert(_ bytes: [UInt8]) -> (text: [UInt8], repairedByteCount: Int) {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count + bytes.count / 2)
        var repairedByteCount = 0
        var input = bytes
        var output = [UInt8](repeating: 0, count: 1 << 16)
        var consumed = 0
        while consumed < input.count {
            var produced = 0
            var reason: Int32 = 0
            unsafe input.withUnsafeMutableBytes { source in
                unsafe output.withUnsafeMutableBytes { target in
                    var from = unsafe source.baseAddress.map {
                        unsafe ($0 + consumed).assumingMemoryBound(to: CChar.self)
                    }
                    var to = unsafe target.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var fromCount = source.count - consumed
                    var toCount = target.count
                    if unsafe iconv(descriptor, &from, &fromCount, &to, &toCount) == -1 { reason = errno }
                    produced = target.count - toCount
                    consumed = source.count - fromCount
                }
            }
            text.append(contentsOf: output[..<produced])
            if reason == EILSEQ || reason == EINVAL {
                text.append(contentsOf: [0xEF, 0xBF, 0xBD])
                repairedByteCount += 1
                consumed += 1
                if reason == EINVAL {
                    endedInside = true
                    repairedByteCount += input.count - consumed
                    break
                }
            }
        }
        return (text, repairedByteCount)
    }
}

/// Where `text`, in ASCII, first stands in `bytes`.
func firstRange(of text: String, in bytes: [UInt8]) -> Range<Int>? {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for start in 0...(bytes.count - wanted.count) where bytes[start..<start + wanted.count].elementsEqual(wanted) {
        return start..<start + wanted.count
    }
    return nil
}
