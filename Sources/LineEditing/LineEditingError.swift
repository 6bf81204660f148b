public import SystemPackage

/// What can go wrong with the line editor and its history file.
public enum LineEditingError: Error, Equatable {
    /// The editor could not be set up on its terminal.
    case editorUnavailable(errno: Errno)
    /// The history file could not be opened, read or written.
    case historyUnavailable(path: FilePath, errno: Errno)
    /// The path of the history names a link, a folder or a device.
    case historyNotARegularFile(path: FilePath)
    /// The history file belongs to another user.
    case historyNotOwned(path: FilePath)
}

extension LineEditingError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .editorUnavailable(let code):
            "The line editor cannot be set up: \(code). Pipe the questions in instead."
        case .historyUnavailable(let path, let code):
            "The history \(path) cannot be used: \(code). Lines are kept for this session only."
        case .historyNotARegularFile(let path):
            "The history \(path) is not a regular file and is left alone. Move it away to have the history kept."
        case .historyNotOwned(let path):
            "The history \(path) belongs to another user and is left alone. Move it away to have the history kept."
        }
    }
}
