public import SystemInterface
public import SystemPackage

/// The files of a corpus that hold documents, and what was left out and why.
public struct CorpusListing: Sendable {
    /// The roots in the order in which they were given.
    public var roots: [CorpusRoot]
    /// The files to extract, ascending by root and then by the bytes of the relative path.
    public var files: CorpusFiles
    /// The folders that were looked into, absolute; of a root that is a file the folder around it.
    public var folders: [FilePath] = []
    /// What was left out, in the same order, a folder where its files would stand; for each reason at most
    /// ``CorpusScanner/maximumListedSkips``.
    public var skipped: [SkippedFile]
    /// How many entries were left out for each reason, those beyond the list included.
    public var skippedCounts: [SkippedFile.Reason: Int]
    /// The files and folders that are there and that the system did not let be looked at, all of them. They have no files in the
    /// listing, which does not mean that their documents are gone.
    public var unreadable: [Place] = []

    /// Names a file or folder by the root it lies beneath and the bytes of the path from there.
    public struct Place: Hashable, Sendable {
        public var rootIndex: Int
        public var path: [UInt8]

        public init(rootIndex: Int, path: [UInt8]) {
            self.rootIndex = rootIndex
            self.path = path
        }
    }

    /// A listing with the given parts.
    public init(
        roots: [CorpusRoot] = [], files: CorpusFiles = CorpusFiles(), skipped: [SkippedFile] = [],
        skippedCounts: [SkippedFile.Reason: Int] = [:]
    ) {
        self.roots = roots
        self.files = files
        self.skipped = skipped
        self.skippedCounts = skippedCounts
    }
}

/// A folder or file that was named as the place of documents.
public struct CorpusRoot: Equatable, Sendable {
    /// The path as it was given.
    public var path: FilePath
    /// The path free of links, or nil when the root could not be reached.
    public var canonicalPath: FilePath?
    /// Why the root could not be read, or nil. Such a root has no files in the listing, which does not mean
    /// that its documents are gone.
    public var problem: SystemError?

    /// A root with the given properties.
    public init(path: FilePath, canonicalPath: FilePath?, problem: SystemError? = nil) {
        self.path = path
        self.canonicalPath = canonicalPath
        self.problem = problem
    }
}

/// An entry of a folder that was left out.
public struct SkippedFile: Equatable, Sendable {
    /// Why an entry was left out.
    public enum Reason: Hashable, Sendable, CustomStringConvertible {
        /// The name starts with a dot.
        case hidden
        /// A `.gitignore` or `.quothignore` excludes it.
        case ignored
        /// It is a symbolic link: what it names is indexed under its own name if it is in the corpus.
        case symbolicLink
        /// It is a FIFO, a socket or a device.
        case notRegular
        /// The name announces no supported format.
        case unsupportedFormat
        /// It is larger than ``DocumentFormat/maximumByteCount``.
        case tooLarge
        /// The program that reads its format is not installed.
        case needsProgram(String)
        /// It was reached before, by another name or beneath another root.
        case listedBefore
        /// The operating system refused access for this reason.
        case unreadable(Errno)

        /// The reason in a few words.
        public var description: String {
            switch self {
            case .hidden: "hidden"
            case .ignored: "excluded by an ignore file"
            case .symbolicLink: "symbolic link"
            case .notRegular: "not a regular file"
            case .unsupportedFormat: "unsupported format"
            case .tooLarge: "larger than \(DocumentFormat.maximumByteCount >> 20) MiB"
            case .needsProgram(let name): "needs \(name)"
            case .listedBefore: "listed under another name"
            case .unreadable(let errno): "unreadable: \(errno.description)"
            }
        }
    }

    /// The index of the root beneath which the entry stands.
    public var rootIndex: Int
    /// The path from the root, or the file's name where the root is the file itself.
    public var path: FilePath
    /// Why it was left out.
    public var reason: Reason

    /// An entry that was left out for `reason`.
    public init(rootIndex: Int, path: FilePath, reason: Reason) {
        self.rootIndex = rootIndex
        self.path = path
        self.reason = reason
    }
}
