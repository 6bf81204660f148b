import CZLib
import Documents

/// What gzip packed, in memory (RFC 1952).
enum GzipFile {
    /// The first bytes of every such file.
    private static let mark: [UInt8] = [0x1F, 0x8B]
    /// For `inflateInit2`: the largest window, and gzip's header and checksum around the data.
    private static let windowBits: Int32 = 15 + 16

    /// The content of all members, one after the other; nil for what gzip did not pack. Anything else behind the last member
    /// is passed over.
    ///
    /// - Throws: `.malformed` when the data are damaged or cut short, `.unpacksTooFar` beyond
    ///   ``ExtractionLimits/unpackedByteCount(ofFileOf:)`` and beyond what a file may have that is not packed.
    static func unpacked(_ file: [UInt8]) throws(ExtractionFailure) -> [UInt8]? {
        guard file.starts(with: mark) else { return nil }
        let limit = min(
            ExtractionLimits.unpackedByteCount(ofFileOf: file.count), DocumentFormat.maximumByteCount)
        var stream = unsafe z_stream()
        let streamByteCount = unsafe Int32(MemoryLayout<z_stream>.size)
        guard unsafe inflateInit2_(&stream, windowBits, ZLIB_VERSION, streamByteCount) == Z_OK else {
            throw ExtractionFailure(.malformed, detail: "no memory to unpack it")
        }
        defer { unsafe inflateEnd(&stream) }
        var input = file
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var consumed = 0
        while true {
            let (status, produced) = unsafe step(&stream, &input, &consumed, &buffer)
            guard content.count + produced <= limit else { throw ExtractionFailure(.unpacksTooFar) }
            content.append(contentsOf: buffer[..<produced])
            switch status {
            case Z_OK: break
            case Z_STREAM_END:
                guard file[consumed...].starts(with: mark) else { return content }
                unsafe inflateReset(&stream)
            case Z_BUF_ERROR: throw ExtractionFailure(.malformed, detail: "the packed data end early")
            default: throw ExtractionFailure(.malformed, detail: "the packed data are damaged")
            }
        }
    }

    /// Unpacks as much as the buffer takes.
    private static func step(
        _ stream: inout z_stream, _ input: inout [UInt8], _ consumed: inout Int, _ buffer: inout [UInt8]
    ) -> (status: Int32, producedByteCount: Int) {
        unsafe input.withUnsafeMutableBufferPointer { source in
            unsafe buffer.withUnsafeMutableBufferPointer { target in
                unsafe stream.next_in = unsafe source.baseAddress.map { unsafe $0 + consumed }
                unsafe stream.avail_in = UInt32(clamping: source.count - consumed)
                unsafe stream.next_out = target.baseAddress
                unsafe stream.avail_out = UInt32(clamping: target.count)
                let status = unsafe inflate(&stream, Z_NO_FLUSH)
                consumed = unsafe source.count - Int(stream.avail_in)
                return unsafe (status, target.count - Int(stream.avail_out))
            }
        }
    }
}
