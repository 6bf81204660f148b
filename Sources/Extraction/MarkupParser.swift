import CLibXML2
import Documents

/// Takes what a ``MarkupParser`` finds, in the order of the source.
protocol MarkupReceiver: AnyObject {
    /// An element starts. The attributes are only good until this returns.
    func open(_ element: String, _ attributes: MarkupAttributes)
    /// An element ends; every element that starts does.
    func close(_ element: String)
    /// Text, entities decoded, which ends just before `sourceEnd` in what is parsed.
    ///
    /// It comes in pieces of any size. A piece that stands in the source as it is ends exactly there.
    func text(_ bytes: [UInt8], sourceEnd: Int)
    /// Whether enough has been seen, so that the rest need not be parsed.
    var isDone: Bool { get }
}

/// The attributes of an element that starts.
@safe struct MarkupAttributes {
    /// Names and values by turns, with a null pointer at the end; null without attributes.
    private let pairs: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?

    fileprivate init(_ pairs: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?) {
        unsafe self.pairs = unsafe pairs
    }

    /// The value of the attribute with the name, which is spelt as in the source (in HTML, in lower case); empty for one
    /// without a value, nil when there is none.
    subscript(name: String) -> String? {
        guard let pairs = unsafe pairs else { return nil }
        var index = 0
        while let found = unsafe pairs[index] {
            if unsafe xmlStrEqual(found, name) != 0 {
                guard let value = unsafe pairs[index + 1] else { return "" }
                return unsafe String(cString: value)
            }
            index += 2
        }
        return nil
    }
}

/// libxml2 as a stream of elements and text, without a tree: depth costs no stack, and nothing is looked up anywhere.
///
/// No entity but the predefined ones and those of HTML is known, so that none can grow; no file and no address named in a
/// document is ever opened.
///
/// What libxml2 does in time that grows with the square is bounded: it compares each attribute of an element with those before,
/// and the end of what was never begun with everything that is open.
enum MarkupParser {
    /// Attributes of one element. So many take it half a second.
    private static let attributeLimit = 20_000
    /// Comparisons of ends that end nothing. So many take it a second or two.
    fileprivate static let comparisonLimit = 200_000_000

    /// Parses HTML as browsers do, faults and all. `source` must be UTF-8 without zero bytes.
    ///
    /// - Throws: `.malformed` where that would take time beyond measure. What came before has been received.
    static func parseHTML(_ source: [UInt8], into receiver: any MarkupReceiver) throws(ExtractionFailure) {
        guard !hasTooManyAttributes(source) else {
            throw ExtractionFailure(.malformed, detail: "an element of too many attributes")
        }
        // Of a text shorter than four bytes libxml2 would not know the mark in front of it.
        guard !source.isEmpty, let context = unsafe htmlNewParserCtxt() else { return }
        defer { unsafe htmlFreeParserCtxt(context) }
        let relay = unsafe Relay(receiver, context: context, markByteCount: byteOrderMark.count)
        // With the mark libxml2 takes the text for UTF-8 whatever it says of itself.
        let marked = byteOrderMark + source
        relay.prepare()
        let options =
            HTML_PARSE_RECOVER.rawValue | HTML_PARSE_NONET.rawValue | HTML_PARSE_IGNORE_ENC.rawValue
        relay.countFaults()
        defer { xmlSetStructuredErrorFunc(nil, nil) }
        unsafe marked.withUnsafeBytes { region in
            guard let base = region.baseAddress else { return }
            let document = unsafe htmlCtxtReadMemory(
                context, base.assumingMemoryBound(to: CChar.self), Int32(clamping: region.count), nil, nil,
                Int32(options))
            if let document = unsafe document { unsafe xmlFreeDoc(document) }
        }
        if relay.comparisonCount > comparisonLimit {
            throw ExtractionFailure(.malformed, detail: "too many faults in elements that are nested too deep")
        }
    }

    /// Whether a tag has more attributes than any real one, counted as words outside of quoted values.
    private static func hasTooManyAttributes(_ source: [UInt8]) -> Bool {
        let bytes = source.span
        // Each takes two bytes at least.
        guard bytes.count > 2 * attributeLimit else { return false }
        var position = 0
        while position + 1 < bytes.count {
            position += 1
            guard bytes[position - 1] == 0x3C, isLetter(bytes[position]) else { continue }
            var count = 0
            var quote: UInt8?
            var before: UInt8 = 0
            while position < bytes.count {
                let byte = bytes[position]
                position += 1
                if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == 0x3E {
                    break
                } else if before == 0x3D, byte == 0x22 || byte == 0x27 {
                    quote = byte
                } else if !isBlank(byte), isBlank(before) || before == 0x22 || before == 0x27 {
                    count += 1
                    if count > attributeLimit { return true }
                }
                if !(before == 0x3D && isBlank(byte)) { before = byte }
            }
        }
        return false
    }

    /// Parses XML; false when it is not well-formed, or has an element of too many attributes. What came before the fault has
    /// been received.
    static func parseXML(_ source: [UInt8], into receiver: any MarkupReceiver) -> Bool {
        if hasTooManyAttributes(source) { return false }
        return unsafe source.withUnsafeBytes { region in
            guard let base = region.baseAddress,
                let context = unsafe xmlCreateMemoryParserCtxt(
                    base.assumingMemoryBound(to: CChar.self), Int32(clamping: region.count))
            else { return false }
            defer { unsafe xmlFreeParserCtxt(context) }
            let relay = unsafe Relay(receiver, context: context, markByteCount: 0)
            relay.prepare()
            _ = unsafe xmlCtxtUseOptions(
                context,
                Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue))
            let status = unsafe xmlParseDocument(context)
            if let document = unsafe context.pointee.myDoc { unsafe xmlFreeDoc(document) }
            unsafe context.pointee.myDoc = nil
            withExtendedLifetime(relay) {}
            return unsafe status == 0 && context.pointee.wellFormed != 0 || receiver.isDone
        }
    }
}

private let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

/// Hands the calls of libxml2 on.
@safe private final class Relay {
    let receiver: any MarkupReceiver
    let context: xmlParserCtxtPtr
    /// Bytes in front of the source.
    let markByteCount: Int
    /// How many open elements the parser has looked at for what ends none of them.
    private(set) var comparisonCount = 0

    init(_ receiver: any MarkupReceiver, context: xmlParserCtxtPtr, markByteCount: Int) {
        self.receiver = receiver
        unsafe self.context = unsafe context
        self.markByteCount = markByteCount
    }

    /// Replaces every handler of the context: those that are left out do nothing.
    func prepare() {
        var handlers = unsafe xmlSAXHandler()
        unsafe handlers.startElement = { data, name, attributes in
            guard let relay = unsafe relay(data), let name = unsafe name else { return }
            unsafe relay.receiver.open(String(cString: name), MarkupAttributes(attributes))
            relay.stopIfDone()
        }
        unsafe handlers.endElement = { data, name in
            guard let relay = unsafe relay(data), let name = unsafe name else { return }
            unsafe relay.receiver.close(String(cString: name))
        }
        unsafe handlers.characters = { data, bytes, count in unsafe relay(data)?.text(bytes, Int(count)) }
        unsafe handlers.ignorableWhitespace = { data, bytes, count in unsafe relay(data)?.text(bytes, Int(count)) }
        unsafe handlers.cdataBlock = { data, bytes, count in unsafe relay(data)?.text(bytes, Int(count)) }
        unsafe context.pointee.sax.pointee = unsafe handlers
        unsafe context.pointee.userData = unsafe Unmanaged.passUnretained(self).toOpaque()
    }

    func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int) {
        guard let bytes = unsafe bytes, count > 0 else { return }
        var end = 0
        if let input = unsafe context.pointee.input {
            end = unsafe Int(clamping: input.pointee.consumed) + (input.pointee.cur - input.pointee.base)
        }
        receiver.text(unsafe Array(UnsafeBufferPointer(start: bytes, count: count)), sourceEnd: end - markByteCount)
    }

    /// Has faults counted instead of told to anybody, for as long as nothing else is set for this thread.
    func countFaults() {
        unsafe xmlSetStructuredErrorFunc(Unmanaged.passUnretained(self).toOpaque()) { data, _ in
            unsafe relay(data)?.noteFault()
        }
    }

    private func noteFault() {
        comparisonCount += unsafe Int(context.pointee.nameNr)
        if comparisonCount > MarkupParser.comparisonLimit { unsafe xmlStopParser(context) }
    }

    func stopIfDone() {
        if receiver.isDone { unsafe xmlStopParser(context) }
    }
}

private func relay(_ data: UnsafeMutableRawPointer?) -> Relay? {
    guard let data = unsafe data else { return nil }
    return unsafe Unmanaged<Relay>.fromOpaque(data).takeUnretainedValue()
}
