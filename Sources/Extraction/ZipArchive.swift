import CLibZip
import Documents

/// The members of a ZIP archive in memory.
///
/// Sizes that an archive claims are not believed: a member is unpacked in pieces, and what grows beyond
/// ``ExtractionLimits/unpackedByteCount(ofFileOf:)`` for the whole archive ends it.
@safe final class ZipArchive {
    private let archive: OpaquePointer
    /// What libzip reads from, for as long as the archive is open.
    private let storage: UnsafeMutableRawBufferPointer
    private var remainingByteCount: Int

    /// - Throws: `.malformed` when the bytes are no archive.
    init(_ bytes: [UInt8]) throws(ExtractionFailure) {
        let storage = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        unsafe storage.copyBytes(from: bytes)
        guard let source = unsafe zip_source_buffer_create(storage.baseAddress, zip_uint64_t(bytes.count), 0, nil)
        else {
            unsafe storage.deallocate()
            throw ExtractionFailure(.malformed, detail: "the archive could not be opened")
        }
        guard let archive = unsafe zip_open_from_source(source, ZIP_RDONLY, nil) else {
            unsafe zip_source_free(source)
            unsafe storage.deallocate()
            throw ExtractionFailure(.malformed, detail: "no whole ZIP archive")
        }
        unsafe self.storage = unsafe storage
        unsafe self.archive = unsafe archive
        remainingByteCount = ExtractionLimits.unpackedByteCount(ofFileOf: bytes.count)
    }

    deinit {
        unsafe zip_discard(archive)
        unsafe storage.deallocate()
    }

    /// The content of a member, or nil when there is none of the name.
    ///
    /// - Throws: `.encrypted`, `.unpacksTooFar`, or `.malformed` when its data are damaged.
    func member(_ name: String) throws(ExtractionFailure) -> [UInt8]? {
        let index = unsafe zip_name_locate(archive, name, 0)
        guard index >= 0 else { return nil }
        var status = unsafe zip_stat_t()
        if unsafe zip_stat_index(archive, zip_uint64_t(index), 0, &status) == 0 {
            if unsafe status.encryption_method != ZIP_EM_NONE { throw ExtractionFailure(.encrypted) }
        }
        guard let file = unsafe zip_fopen_index(archive, zip_uint64_t(index), 0) else {
            throw ExtractionFailure(.malformed, detail: "a part of the archive cannot be read")
        }
        defer { _ = unsafe zip_fclose(file) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { region in
                unsafe zip_fread(file, region.baseAddress, zip_uint64_t(region.count))
            }
            if count == 0 { return content }
            guard count > 0 else { throw ExtractionFailure(.malformed, detail: "a part of the archive is damaged") }
            remainingByteCount -= Int(count)
            guard remainingByteCount >= 0 else { throw ExtractionFailure(.unpacksTooFar) }
            content.append(contentsOf: buffer[..<Int(count)])
        }
    }

    /// The content of a member that must be there.
    func requiredMember(_ name: String) throws(ExtractionFailure) -> [UInt8] {
        guard let content = try member(name) else {
            throw ExtractionFailure(.malformed, detail: "the archive lacks a part of the format")
        }
        return content
    }
}
