public import SystemPackage

/// File names on Linux are bytes. These members convert without going through `String`, which would
/// repair what is not UTF-8 and so name another file.
extension FilePath {
    /// The path that consists of `bytes`, or nil when a zero byte is among them.
    public init?(bytes: some Sequence<UInt8>) {
        var units: [CInterop.PlatformChar] = []
        for byte in bytes {
            if byte == 0 { return nil }
            units.append(CInterop.PlatformChar(bitPattern: byte))
        }
        units.append(0)
        self.init(platformString: units)
    }

    /// The bytes of the path, without a terminating zero.
    public var bytes: [UInt8] {
        unsafe withPlatformString { unsafe bytesOfString($0) }
    }
}

extension FilePath.Component {
    /// The component that consists of `bytes`, or nil when they are empty or hold a slash or a zero byte.
    public init?(bytes: some Sequence<UInt8>) {
        guard let path = FilePath(bytes: bytes), !path.isAbsolute, path.components.count == 1,
            let component = path.components.first
        else { return nil }
        self = component
    }

    /// The bytes of the name, without a terminating zero.
    public var bytes: [UInt8] {
        unsafe withPlatformString { unsafe bytesOfString($0) }
    }
}

/// The bytes of a zero-terminated string.
func bytesOfString(_ pointer: UnsafePointer<CChar>) -> [UInt8] {
    var bytes: [UInt8] = []
    var position = 0
    while unsafe pointer[position] != 0 {
        unsafe bytes.append(UInt8(bitPattern: pointer[position]))
        position += 1
    }
    return bytes
}
