import Glibc
public import SystemPackage

/// What the process was started with: variables, folders, its own executable.
public enum Environment {
    /// The value of the environment variable `name`, or nil when it is not set; bytes that are not UTF-8 are repaired.
    public static func variable(_ name: String) -> String? {
        bytes(of: name).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value of the environment variable `name` as a path, byte for byte; nil when it is not set or empty.
    public static func path(_ name: String) -> FilePath? {
        guard let bytes = bytes(of: name), !bytes.isEmpty else { return nil }
        return FilePath(bytes: bytes)
    }

    /// The path of the running executable, with links resolved.
    public static func executablePath() throws(SystemError) -> FilePath {
        let link: FilePath = "/proc/self/exe"
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = try attemptCounted("read the link", link) {
            unsafe link.withPlatformString { pointer in
                unsafe buffer.withUnsafeMutableBufferPointer {
                    unsafe readlink(pointer, $0.baseAddress!, $0.count - 1)
                }
            }
        }
        guard let path = FilePath(bytes: buffer[..<count].map { UInt8(bitPattern: $0) }) else {
            throw SystemError(operation: "read the link", path: link, errno: .invalidArgument)
        }
        return path
    }

    /// The program of the name in the folders of `$PATH`, or nil when none of them holds one that may be executed.
    public static func executable(named name: String) -> FilePath? {
        let folders = bytes(of: "PATH") ?? Array("/usr/local/bin:/usr/bin:/bin".utf8)
        for folder in folders.split(separator: 0x3A) {
            // A relative folder would mean another program wherever the process stands.
            guard let path = FilePath(bytes: folder)?.appending(name), path.isAbsolute,
                let status = try? FileStatus(of: path, followLinks: true), status.kind == .regular
            else { continue }
            if unsafe path.withPlatformString({ unsafe access($0, X_OK) }) == 0 { return path }
        }
        return nil
    }

    /// The current folder, absolute.
    public static func currentDirectory() throws(SystemError) -> FilePath {
        guard let pointer = unsafe getcwd(nil, 0) else {
            throw SystemError(operation: "find the current folder", path: nil, errno: currentErrno())
        }
        defer { unsafe free(pointer) }
        guard let path = FilePath(bytes: unsafe bytesOfString(pointer)) else {
            throw SystemError(operation: "find the current folder", path: nil, errno: .invalidArgument)
        }
        return path
    }

    /// The user's home folder: `$HOME`, else the entry in the user database; nil when neither says.
    public static func homeDirectory() -> FilePath? {
        if let home = path("HOME") { return home }
        var record = unsafe passwd()
        var buffer = [CChar](repeating: 0, count: 16_384)
        let bytes: [UInt8]? = unsafe buffer.withUnsafeMutableBufferPointer { region in
            var result: UnsafeMutablePointer<passwd>?
            let status = unsafe getpwuid_r(getuid(), &record, region.baseAddress!, region.count, &result)
            guard status == 0, unsafe result != nil, let folder = unsafe record.pw_dir else { return nil }
            return unsafe bytesOfString(folder)
        }
        guard let bytes, !bytes.isEmpty else { return nil }
        return FilePath(bytes: bytes)
    }

    /// The number of this process.
    public static var processIdentifier: Int32 { getpid() }

    /// The numeric identifier of the user whose rights this process has.
    public static var effectiveUser: UInt32 { geteuid() }

    private static func bytes(of name: String) -> [UInt8]? {
        unsafe getenv(name).map { unsafe bytesOfString($0) }
    }
}
