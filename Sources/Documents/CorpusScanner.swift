import SystemInterface
public import SystemPackage

/// Why a corpus was not listed.
public enum CorpusScanError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The folder at `root` holds more than `limit` files.
    case tooManyFiles(root: FilePath, limit: Int)
    /// The scan took longer than it was given.
    case outOfTime

    /// What happened, where, and what helps.
    public var description: String {
        switch self {
        case .tooManyFiles(let root, let limit):
            "\(root.string) holds more than \(limit) files; name the folder explicitly to index it all the same"
        case .outOfTime: "the folders could not be looked through in the time that was given"
        }
    }
}

/// Finds the files of a corpus.
///
/// The listing is deterministic: it depends on the trees alone, not on the order in which the system
/// returns names. Hidden entries are skipped. Symbolic links are never followed, except for a root that is
/// one itself; so nothing outside the roots is listed, and a link to a file inside loses nothing. A folder
/// that is reached twice, by a bind mount or beneath two roots, is listed once, under the first root.
public struct CorpusScanner: Sendable {
    /// What may be chosen about a scan.
    public struct Options: Sendable {
        /// Whether `.gitignore` and `.quothignore` files beneath the roots are honoured.
        public var honoursIgnoreFiles: Bool
        /// The number of regular files beneath one root above which the scan is given up, whatever their
        /// format; nil for no limit. Hidden and ignored files do not count.
        public var maximumFileCount: Int?

        /// How long the scan may take before it is given up; nil for no limit.
        public var timeBudget: Duration?

        /// Ignore files are honoured and there is no limit, unless said otherwise.
        public init(
            honoursIgnoreFiles: Bool = true, maximumFileCount: Int? = nil, timeBudget: Duration? = nil
        ) {
            self.honoursIgnoreFiles = honoursIgnoreFiles
            self.maximumFileCount = maximumFileCount
            self.timeBudget = timeBudget
        }
    }

    /// How many skipped entries a listing names; the counts go on beyond it.
    public static let maximumListedSkips = 10_000

    /// Lists the documents beneath `roots`.
    ///
    /// A root that cannot be reached is reported in ``CorpusListing/roots`` and ends nothing.
    ///
    /// - Throws: ``CorpusScanError``.
    public static func scan(
        roots: [FilePath], options: Options = Options()
    ) throws(CorpusScanError) -> CorpusListing {
        var scan = Scan(options: options, hasSeveralRoots: roots.count > 1)
        for (index, root) in roots.enumerated() {
            try scan.add(root, index: index)
        }
        return scan.listing()
    }
}

/// A scan under way.
private struct Scan {
    /// A folder that is still to be listed.
    struct Folder {
        var relativePath: FilePath
        /// The bytes of the components from the root.
        var components: [[UInt8]]
        /// The ignore files that apply, outermost first.
        var ignoreLevels: [IgnoreLevel]
    }

    /// The ignore files of one folder.
    struct IgnoreLevel {
        /// The number of components from the root to the folder.
        var depth: Int
        var git: IgnoreRules?
        var own: IgnoreRules?
    }

    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    let options: CorpusScanner.Options
    let hasSeveralRoots: Bool
    private let start = ContinuousClock.now
    var roots: [CorpusRoot] = []
    var files: [(key: [UInt8], file: CorpusFile)] = []
    var skipped: [(key: [UInt8], entry: SkippedFile)] = []
    var skippedCounts: [SkippedFile.Reason: Int] = [:]
    var visitedFolders: Set<Identity> = []
    /// With several roots, of which one may hold another; the tree of one lists no path twice.
    var listedPaths: Set<FilePath> = []
    var fileCount = 0
    var folders: [FilePath] = []
    private var knownPrograms: [String: Bool] = [:]

    init(options: CorpusScanner.Options, hasSeveralRoots: Bool) {
        self.options = options
        self.hasSeveralRoots = hasSeveralRoots
    }

    mutating func add(_ path: FilePath, index: Int) throws(CorpusScanError) {
        fileCount = 0
        let canonical: FilePath
        let status: FileStatus
        do {
            canonical = try canonicalPath(path)
            status = try FileStatus(of: canonical, followLinks: false)
        } catch {
            roots.append(CorpusRoot(path: path, canonicalPath: nil, problem: error))
            return
        }
        roots.append(CorpusRoot(path: path, canonicalPath: canonical, problem: nil))
        if status.kind == .directory {
            try addTree(canonical, index: index)
        } else {
            folders.append(canonical.removingLastComponent())
            let name = canonical.lastComponent.map { FilePath(root: nil, [$0]) } ?? canonical
            try addFile(name, at: canonical, status: status, index: index)
        }
    }

    mutating func addTree(_ root: FilePath, index: Int) throws(CorpusScanError) {
        var pending = [Folder(relativePath: FilePath(), components: [], ignoreLevels: [])]
        while let folder = pending.popLast() {
            try checkTime()
            let isRoot = folder.components.isEmpty
            let absolute = isRoot ? root : root.pushing(folder.relativePath)
            let entries: [DirectoryEntry]
            do {
                let status = try FileStatus(of: absolute, followLinks: false)
                entries = try directoryEntries(of: absolute)
                guard visitedFolders.insert(Identity(device: status.device, inode: status.inode)).inserted else {
                    skip(folder.relativePath, index, .listedBefore)
                    continue
                }
            } catch {
                if isRoot {
                    roots[index].problem = error
                } else {
                    skip(folder.relativePath, index, .unreadable(error.errno))
                }
                continue
            }
            folders.append(absolute)
            let levels = ignoreLevels(of: folder, at: absolute, entries: entries, index: index)
            for entry in entries {
                let relative = folder.relativePath.appending(entry.name)
                let name = entry.name.bytes
                if name.first == 0x2E {
                    skip(relative, index, .hidden)
                    continue
                }
                if !levels.isEmpty,
                    isIgnored(folder.components + [name], isDirectory: entry.kind == .directory, levels)
                {
                    skip(relative, index, .ignored)
                    continue
                }
                switch entry.kind {
                case .directory:
                    pending.append(
                        Folder(
                            relativePath: relative, components: folder.components + [name], ignoreLevels: levels))
                case .symbolicLink: skip(relative, index, .symbolicLink)
                case .other: skip(relative, index, .notRegular)
                case .regular:
                    let path = absolute.appending(entry.name)
                    let status: FileStatus
                    do {
                        status = try FileStatus(of: path, followLinks: false)
                    } catch {
                        // What has gone since the folder was listed is simply not there.
                        if error.errno != .noSuchFileOrDirectory { skip(relative, index, .unreadable(error.errno)) }
                        continue
                    }
                    try addFile(relative, at: path, status: status, index: index)
                }
            }
        }
    }

    mutating func addFile(
        _ relative: FilePath, at path: FilePath, status: FileStatus, index: Int
    ) throws(CorpusScanError) {
        guard status.kind == .regular else {
            skip(relative, index, status.kind == .symbolicLink ? .symbolicLink : .notRegular)
            return
        }
        try checkTime()
        fileCount += 1
        if let limit = options.maximumFileCount, fileCount > limit {
            throw .tooManyFiles(root: roots[index].path, limit: limit)
        }
        guard let format = DocumentFormat(fileName: relative.lastComponent?.bytes ?? []) else {
            skip(relative, index, .unsupportedFormat)
            return
        }
        if let program = format.neededProgram, !isThere(program.name) {
            skip(relative, index, .needsProgram("\(program.name) from \(program.package)"))
            return
        }
        guard format.isStreamed || status.byteCount <= Int64(DocumentFormat.maximumByteCount) else {
            skip(relative, index, .tooLarge)
            return
        }
        if hasSeveralRoots, !listedPaths.insert(path).inserted {
            skip(relative, index, .listedBefore)
            return
        }
        let file = CorpusFile(
            rootIndex: index, relativePath: relative, absolutePath: path, status: status, format: format)
        files.append((relative.bytes, file))
    }

    private func checkTime() throws(CorpusScanError) {
        if let budget = options.timeBudget, start.duration(to: .now) > budget { throw .outOfTime }
    }

    /// Whether a program can be run; each is looked for once.
    private mutating func isThere(_ program: String) -> Bool {
        if let known = knownPrograms[program] { return known }
        let found = Environment.executable(named: program) != nil
        knownPrograms[program] = found
        return found
    }

    mutating func skip(_ path: FilePath, _ index: Int, _ reason: SkippedFile.Reason) {
        skippedCounts[reason, default: 0] += 1
        skipped.append((path.bytes, SkippedFile(rootIndex: index, path: path, reason: reason)))
    }

    private static let gitIgnoreName: FilePath.Component = ".gitignore"
    private static let ownIgnoreName: FilePath.Component = ".quothignore"

    /// The levels that apply to the entries of `folder`: those above and its own.
    mutating func ignoreLevels(
        of folder: Folder, at path: FilePath, entries: [DirectoryEntry], index: Int
    ) -> [IgnoreLevel] {
        guard options.honoursIgnoreFiles else { return [] }
        var level = IgnoreLevel(depth: folder.components.count)
        for entry in entries where entry.kind == .regular {
            guard entry.name == Self.gitIgnoreName || entry.name == Self.ownIgnoreName else { continue }
            do {
                let rules = IgnoreRules(try readFile(path.appending(entry.name), upTo: 1 << 20))
                if entry.name == Self.gitIgnoreName { level.git = rules } else { level.own = rules }
            } catch {
                skip(folder.relativePath.appending(entry.name), index, .unreadable(error.errno))
            }
        }
        return level.git == nil && level.own == nil ? folder.ignoreLevels : folder.ignoreLevels + [level]
    }

    /// Whether the innermost level that says anything excludes the path; `.quothignore` is asked first.
    func isIgnored(_ components: [[UInt8]], isDirectory: Bool, _ levels: [IgnoreLevel]) -> Bool {
        for rules in [\IgnoreLevel.own, \IgnoreLevel.git] {
            for level in levels.reversed() {
                let verdict = level[keyPath: rules]?.verdict(for: components[level.depth...], isDirectory: isDirectory)
                if let verdict { return verdict == .ignored }
            }
        }
        return false
    }

    consuming func listing() -> CorpusListing {
        files.sort { precedes($0.file.rootIndex, $0.key, $1.file.rootIndex, $1.key) }
        skipped.sort { precedes($0.entry.rootIndex, $0.key, $1.entry.rootIndex, $1.key) }
        var listing = CorpusListing(
            roots: roots, files: files.map(\.file),
            skipped: skipped.prefix(CorpusScanner.maximumListedSkips).map(\.entry), skippedCounts: skippedCounts)
        listing.folders = folders
        return listing
    }
}

private func precedes(_ root: Int, _ path: [UInt8], _ otherRoot: Int, _ otherPath: [UInt8]) -> Bool {
    root != otherRoot ? root < otherRoot : path.lexicographicallyPrecedes(otherPath)
}
