internal import SystemPackage

/// The version of everything in an index folder.
///
/// A new major version cannot be read by programs that know only older ones; a new minor version adds what they may skip.
enum IndexFormat {
    static let major: UInt16 = 6
    static let minor: UInt16 = 0

    static func check(major found: UInt16, path: FilePath) throws(IndexError) {
        if found > major { throw .newerFormat(path: path, found: Int(found), supported: Int(major)) }
        if found < major { throw .olderFormat(path: path, found: Int(found), supported: Int(major)) }
    }
}
