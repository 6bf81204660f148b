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
/// returns names, nor on how many threads look at them. Hidden entries are skipped. Symbolic links are never followed, except for a root that is
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

        /// A folder that is no part of the corpus though it may lie beneath a root, such as that of the index; it need not be there.
        public var leftOutFolder: FilePath?

        /// How long the scan may take before it is given up; nil for no limit.
        public var timeBudget: Duration?

        /// Ignore files are honoured and there is no limit, unless said otherwise.
        public init(
            honoursIgnoreFiles: Bool = true, maximumFileCount: Int? = nil, leftOutFolder: FilePath? = nil,
            timeBudget: Duration? = nil
        ) {
            self.honoursIgnoreFiles = honoursIgnoreFiles
            self.maximumFileCount = maximumFileCount
            self.leftOutFolder = leftOutFolder
            self.timeBudget = timeBudget
        }
    }

    /// How many skipped entries a listing names for each reason; the counts go on beyond it.
    public static let maximumListedSkips = 2_000

    /// Lists the documents beneath `roots`.
    ///
    /// A root that cannot be reached is reported in ``CorpusListing/roots`` and ends nothing.
    ///
    /// - Throws: ``CorpusScanError``.
    public static func scan(
        roots: [FilePath], options: Options = Options()
    ) throws(CorpusScanError) -> CorpusListing {
        var scan = Scan(options: options)
        return try scan.list(roots)
    }
}

/// A scan under way.
private struct Scan {
    private let options: CorpusScanner.Options
    private let start = ContinuousClock.now
    /// The formats whose programs are not there, with the reason to give.
    private let missingPrograms: [DocumentFormat: String]
    private let leftOut: TreeWalk.Identity?
    private var listing = CorpusListing()
    private var visitedFolders: Set<TreeWalk.Identity> = []
    /// With a root among several that is a file: that file may lie beneath another, too.
    private var listedPaths: Set<FilePath>?

    init(options: CorpusScanner.Options) {
        self.options = options
        var missing: [DocumentFormat: String] = [:]
        for format in DocumentFormat.allCases {
            guard let (name, package) = format.neededProgram else { continue }
            if Environment.executable(named: name) == nil { missing[format] = "\(name) from \(package)" }
        }
        missingPrograms = missing
        leftOut = options.leftOutFolder.flatMap { try? FileStatus(of: $0, followLinks: true) }
            .map(TreeWalk.Identity.init)
    }

    mutating func list(_ roots: [FilePath]) throws(CorpusScanError) -> CorpusListing {
        var found: [(path: FilePath, status: FileStatus)?] = []
        for path in roots {
            do throws(SystemError) {
                let canonical = try canonicalPath(path)
                found.append((canonical, try FileStatus(of: canonical, followLinks: false)))
                listing.roots.append(CorpusRoot(path: path, canonicalPath: canonical, problem: nil))
            } catch {
                found.append(nil)
                listing.roots.append(CorpusRoot(path: path, canonicalPath: nil, problem: error))
            }
        }
        if roots.count > 1, found.contains(where: { $0.map { $0.status.kind != .directory } ?? false }) {
            listedPaths = []
        }
        for (index, root) in found.enumerated() {
            guard let root else { continue }
            if root.status.kind == .directory {
                try addTree(root.path, index)
            } else {
                try addFile(root.path, root.status, index)
            }
        }
        return listing
    }

    /// Adds a root that is a file, or something else that is no folder.
    private mutating func addFile(_ path: FilePath, _ status: FileStatus, _ index: Int) throws(CorpusScanError) {
        let folder = path.removingLastComponent()
        let name = path.lastComponent.map { FilePath(root: nil, [$0]) } ?? path
        listing.folders.append(folder)
        let format = DocumentFormat(fileName: name.bytes.span)
        let reason =
            if status.kind == .regular, format == nil {
                SkippedFile.Reason.unsupportedFormat
            } else {
                (format ?? .plainText).reasonAgainst(status, missingPrograms: missingPrograms)
            }
        if status.kind == .regular, let limit = options.maximumFileCount, limit < 1 {
            throw .tooManyFiles(root: listing.roots[index].path, limit: limit)
        }
        if let reason {
            skip(name.bytes, index, reason)
        } else if !(listedPaths?.insert(path).inserted ?? true) {
            skip(name.bytes, index, .listedBefore)
        } else if let format {
            listing.files.append(
                CorpusFile(rootIndex: index, folder: folder, relativePath: name, status: status, format: format))
        }
    }

    private mutating func addTree(_ root: FilePath, _ index: Int) throws(CorpusScanError) {
        listing.files.setFolder(root, ofRoot: index)
        let walk = TreeWalk(
            root: root, rootIndex: index, options: options, start: start, earlier: visitedFolders, leftOut: leftOut,
            missingPrograms: missingPrograms)
        let found = try walk.run(threadCount: min(TreeWalk.mostThreads, Threads.processorCount))
        listing.files.reserve(
            fileCount: found.values.reduce(0) { $0 + $1.files.count },
            pathByteCount: found.values.reduce(0) { $0 + $1.paths.count })
        // A list of work instead of recursion: the depth of a tree is data.
        var pending = [(number: 0, next: 0)]
        while let (number, next) = pending.popLast() {
            guard let part = found[number] else { continue }
            if next == 0, !begin(part, root: root, index) { continue }
            let stretch = part.stretch(before: next)
            add(stretch.files, in: part.paths)
            for each in stretch.skips { skip(each.path, index, each.reason) }
            if next < part.parts.count {
                let inside = part.parts[next].number
                pending.append((number, next + 1))
                pending.append((inside, 0))
            }
        }
    }

    /// Notes the folder that a part is about; false when nothing of it is listed.
    private mutating func begin(_ part: TreeWalk.Found, root: FilePath, _ index: Int) -> Bool {
        if let problem = part.problem {
            if part.path.isEmpty {
                listing.roots[index].problem = problem
            } else {
                skip(part.path, index, .unreadable(problem.errno))
            }
            return false
        }
        // A further share of a folder that was noted, or nothing of one that has gone meanwhile.
        guard let identity = part.identity else { return true }
        guard visitedFolders.insert(identity).inserted else {
            skip(part.path, index, .listedBefore)
            return false
        }
        listing.folders.append(FilePath(bytes: part.path).map { $0.isEmpty ? root : root.pushing($0) } ?? root)
        return true
    }

    private mutating func add(_ files: ArraySlice<CorpusFiles.Record>, in paths: [UInt8]) {
        guard listedPaths != nil else {
            listing.files.append(files, in: paths)
            return
        }
        for position in files.indices {
            listing.files.append(files[position...position], in: paths)
            guard let last = listing.files.last, !(listedPaths?.insert(last.absolutePath).inserted ?? true) else {
                continue
            }
            listing.files.removeLast()
            skip(last.relativePath.bytes, last.rootIndex, .listedBefore)
        }
    }

    private mutating func skip(_ path: [UInt8], _ index: Int, _ reason: SkippedFile.Reason) {
        listing.skippedCounts[reason, default: 0] += 1
        if case .unreadable = reason { listing.unreadable.append(.init(rootIndex: index, path: path)) }
        guard listing.skippedCounts[reason, default: 0] <= CorpusScanner.maximumListedSkips,
            let path = FilePath(bytes: path)
        else { return }
        listing.skipped.append(SkippedFile(rootIndex: index, path: path, reason: reason))
    }
}
