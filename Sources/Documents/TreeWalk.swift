import Synchronization
import SystemInterface
import SystemPackage

/// A walk through the tree beneath one root, in which several threads list different folders.
///
/// Which thread is faster decides nothing: what a folder holds is kept apart until all are listed, and is then put together from
/// the root downwards in the order of the names.
final class TreeWalk: Sendable {
    /// A folder, told apart from the same folder reached by another way.
    struct Identity: Hashable, Sendable {
        var device: UInt64
        var inode: UInt64

        init(_ status: FileStatus) {
            device = status.device
            inode = status.inode
        }
    }

    /// The ignore files of one folder.
    struct IgnoreLevel: Sendable {
        /// The number of components from the root to the folder.
        var depth: Int
        var git: IgnoreRules?
        var own: IgnoreRules?
    }

    /// A folder that is still to be listed.
    struct Folder: Sendable {
        /// The bytes of the components from the root.
        var components: [[UInt8]] = []
        /// The folders that it lies in.
        var ancestors: [Identity] = []
        /// The ignore files that apply, outermost first.
        var ignoreLevels: [IgnoreLevel] = []
    }

    /// A folder whose names have been read.
    private final class ListedFolder: Sendable {
        let folder: Folder
        let open: OpenFolder
        let entries: FolderEntries
        /// The path from the root, with a slash at its end; nothing for the root itself.
        let prefix: [UInt8]

        init(_ folder: Folder, open: OpenFolder, entries: FolderEntries, prefix: [UInt8]) {
            self.folder = folder
            self.open = open
            self.entries = entries
            self.prefix = prefix
        }
    }

    /// Something that one thread does in one go.
    private enum Work: Sendable {
        case list(Folder)
        /// To examine the entries from a position on, a large folder's next share.
        case examine(ListedFolder, from: Int)
    }

    struct Skip: Sendable {
        var path: [UInt8]
        var reason: SkippedFile.Reason
    }

    /// What one piece of work found.
    struct Found: Sendable {
        /// Another piece of work whose finds stand in the midst of these.
        struct Part: Sendable {
            var number: Int
            /// How many of the files and skips here come before it.
            var fileCount: Int
            var skipCount: Int
        }

        /// The folder itself, where this is about one and not about a further share of one.
        var identity: Identity?
        /// Why the folder could not be listed.
        var problem: SystemError?
        var path: [UInt8] = []
        var files: [CorpusFiles.Record] = []
        var paths: [UInt8] = []
        var skips: [Skip] = []
        var parts: [Part] = []

        /// What stands between the part before the given one and that, or the end.
        func stretch(before part: Int) -> (files: ArraySlice<CorpusFiles.Record>, skips: ArraySlice<Skip>) {
            let start = part == 0 ? (0, 0) : (parts[part - 1].fileCount, parts[part - 1].skipCount)
            let end = part == parts.count ? (files.count, skips.count) : (parts[part].fileCount, parts[part].skipCount)
            return (files[start.0..<end.0], skips[start.1..<end.1])
        }
    }

    private struct State {
        var pending: [(number: Int, work: Work)] = []
        var underWayCount = 0
        var workCount = 0
        var fileCount = 0
        var found: [Int: Found] = [:]
        var failure: CorpusScanError?

        /// A piece of work to be done, which is then under way; nil where there is none.
        mutating func next() -> (number: Int, work: Work)? {
            guard failure == nil, let next = pending.popLast() else { return nil }
            underWayCount += 1
            return next
        }
    }

    /// So many entries are examined in one go, so that a folder of very many keeps all threads busy.
    private static let shareCount = 2048
    /// Further threads come when so many entries have been seen and there is more to do: a small tree is through before they
    /// would have begun.
    private static let aloneCount = 2048
    /// More threads than that get in each other's way at the store of work.
    static let mostThreads = 4

    private let root: FilePath
    private let rootIndex: UInt32
    private let options: CorpusScanner.Options
    private let start: ContinuousClock.Instant
    /// Folders that earlier roots held.
    private let earlier: Set<Identity>
    /// The folder that is no part of the corpus wherever it lies.
    private let leftOut: Identity?
    /// The formats whose programs are not there, with the reason to give.
    private let missingPrograms: [DocumentFormat: String]
    private let state = Mutex(State())

    init(
        root: FilePath, rootIndex: Int, options: CorpusScanner.Options, start: ContinuousClock.Instant,
        earlier: Set<Identity>, leftOut: Identity?, missingPrograms: [DocumentFormat: String]
    ) {
        self.root = root
        self.rootIndex = UInt32(rootIndex)
        self.options = options
        self.start = start
        self.earlier = earlier
        self.leftOut = leftOut
        self.missingPrograms = missingPrograms
    }

    /// What was found, by number; the root's has number 0.
    func run(threadCount: Int) throws(CorpusScanError) -> [Int: Found] {
        _ = add(.list(Folder()))
        var seenCount = 0
        while seenCount < Self.aloneCount || threadCount < 2, let next = take() {
            seenCount += perform(next.work, number: next.number)
        }
        if state.withLock({ !$0.pending.isEmpty && $0.failure == nil }) {
            Threads.share(threadCount) {
                while let next = self.awaited() { _ = self.perform(next.work, number: next.number) }
            }
        }
        return try state.withLock { state throws(CorpusScanError) in
            if let failure = state.failure { throw failure }
            return state.found
        }
    }

    // MARK: The store of work

    private func add(_ work: Work) -> Int {
        state.withLock { state in
            let number = state.workCount
            state.workCount += 1
            state.pending.append((number, work))
            return number
        }
    }

    private func take() -> (number: Int, work: Work)? {
        state.withLock { $0.next() }
    }

    /// The next piece of work; where there is none, but another thread may yet find some, that is waited for.
    private func awaited() -> (number: Int, work: Work)? {
        while true {
            // Asked at once, or the last thread at work might add some between the two.
            let (next, isOver) = state.withLock { state in
                let next = state.next()
                return (next, next == nil && (state.underWayCount == 0 || state.failure != nil))
            }
            if let next { return next }
            if isOver { return nil }
            Threads.pause(microseconds: 50)
        }
    }

    private func perform(_ work: Work, number: Int) -> Int {
        var found = Found()
        let entryCount: Int
        do throws(CorpusScanError) {
            switch work {
            case .list(let folder): entryCount = try list(folder, into: &found)
            case .examine(let listed, let first): entryCount = try examine(listed, from: first, into: &found)
            }
        } catch {
            state.withLock { state in
                state.failure = state.failure ?? error
                state.underWayCount -= 1
            }
            return 0
        }
        state.withLock { state in
            state.found[number] = found
            state.underWayCount -= 1
        }
        return entryCount
    }

    private var isOutOfTime: Bool { options.timeBudget.map { start.duration(to: .now) > $0 } ?? false }

    private func checkTime() throws(CorpusScanError) {
        if isOutOfTime { throw .outOfTime }
    }

    private func count(files: Int) throws(CorpusScanError) {
        guard let limit = options.maximumFileCount else { return }
        let total = state.withLock { state in
            state.fileCount += files
            return state.fileCount
        }
        if total > limit { throw .tooManyFiles(root: root, limit: limit) }
    }

    // MARK: One folder

    private func list(_ folder: Folder, into found: inout Found) throws(CorpusScanError) -> Int {
        try checkTime()
        found.path = Array(folder.components.joined(separator: [0x2F]))
        let prefix = found.path.isEmpty ? [] : found.path + [0x2F]
        var path = root
        if let relative = FilePath(bytes: found.path), !relative.isEmpty { path.push(relative) }
        let open: OpenFolder
        let listed: FolderEntries?
        let identity: Identity
        do throws(SystemError) {
            open = try OpenFolder(path)
            identity = Identity(try open.status())
            // A folder on the way that a link has replaced meanwhile leads elsewhere: the one that was looked for is gone.
            if let parent = folder.ancestors.last, Identity(try open.parentStatus()) != parent { return 0 }
            if identity == leftOut { return 0 }
            found.identity = identity
            // A way that leads back to where it came from would have no end.
            if earlier.contains(identity) || folder.ancestors.contains(identity) { return 0 }
            listed = try open.entries { !isOutOfTime }
        } catch {
            // So is one that was removed or replaced since its name was read.
            let isGone = [.noSuchFileOrDirectory, .notDirectory, .tooManySymbolicLinkLevels].contains(error.errno)
            if !isGone || folder.components.isEmpty { found.problem = error }
            return 0
        }
        guard let entries = listed else { throw .outOfTime }
        var inside = folder
        inside.ancestors.append(identity)
        if options.honoursIgnoreFiles, let level = ignoreLevel(of: open, entries, folder.components.count, &found) {
            inside.ignoreLevels.append(level)
        }
        return try examine(
            ListedFolder(inside, open: open, entries: entries, prefix: prefix), from: 0, into: &found)
    }

    private func examine(
        _ listed: ListedFolder, from first: Int, into found: inout Found
    ) throws(CorpusScanError) -> Int {
        let all = listed.entries.entries
        let end = min(all.count, first + Self.shareCount)
        let rest: Int? = end < all.count ? add(.examine(listed, from: end)) : nil
        found.files.reserveCapacity(end - first)
        var regularCount = 0
        for (index, entry) in all[first..<end].enumerated() {
            if index % 64 == 0 { try checkTime() }
            if let reason = try examine(entry, listed, &regularCount, into: &found) {
                found.skips.append(
                    Skip(path: listed.prefix + listed.entries.name(of: entry), reason: reason))
            }
        }
        try count(files: regularCount)
        if let rest { addPart(rest, to: &found) }
        return end - first
    }

    /// Why an entry is left out; nil for one that is not, or that has gone since the folder was listed.
    private func examine(
        _ entry: FolderEntries.Entry, _ listed: ListedFolder, _ regularCount: inout Int, into found: inout Found
    ) throws(CorpusScanError) -> SkippedFile.Reason? {
        let entries = listed.entries
        if entries.withName(of: entry, { $0[0] == 0x2E }) { return .hidden }
        if !listed.folder.ignoreLevels.isEmpty, isIgnored(entry, listed) { return .ignored }
        switch entry.kind {
        case .directory:
            var folder = listed.folder
            folder.components.append(entries.name(of: entry))
            addPart(add(.list(folder)), to: &found)
            return nil
        case .symbolicLink: return .symbolicLink
        case .other: return .notRegular
        case .regular: break
        }
        regularCount += 1
        guard let format = entries.withName(of: entry, { DocumentFormat(fileName: $0) }) else {
            return .unsupportedFormat
        }
        let status: FileStatus
        do throws(SystemError) {
            status = try listed.open.status(of: entry, in: entries)
        } catch {
            return error.errno == .noSuchFileOrDirectory ? nil : .unreadable(error.errno)
        }
        if let reason = format.reasonAgainst(status, missingPrograms: missingPrograms) { return reason }
        let start = found.paths.count
        found.paths += listed.prefix
        entries.withName(of: entry) { name in for index in name.indices { found.paths.append(name[index]) } }
        found.files.append(
            CorpusFiles.Record(
                pathStart: start, pathByteCount: UInt32(found.paths.count - start), rootIndex: rootIndex,
                format: format, status: status))
        return nil
    }

    private func addPart(_ number: Int, to found: inout Found) {
        found.parts.append(.init(number: number, fileCount: found.files.count, skipCount: found.skips.count))
    }

    // MARK: Ignore files

    private func ignoreLevel(
        of folder: OpenFolder, _ entries: FolderEntries, _ depth: Int, _ found: inout Found
    ) -> IgnoreLevel? {
        var level = IgnoreLevel(depth: depth)
        for entry in entries.entries where entry.kind == .regular {
            guard entries.withName(of: entry, { $0[0] == 0x2E }) else { continue }
            let name = entries.name(of: entry)
            let isOwn = name.elementsEqual(".quothignore".utf8)
            guard isOwn || name.elementsEqual(".gitignore".utf8), let component = FilePath.Component(bytes: name)
            else { continue }
            do throws(SystemError) {
                let rules = IgnoreRules(try readFile(folder.path.appending(component), upTo: 1 << 20))
                if rules.isEmpty { continue }
                if isOwn { level.own = rules } else { level.git = rules }
            } catch {
                let prefix = found.path.isEmpty ? [] : found.path + [0x2F]
                found.skips.append(Skip(path: prefix + name, reason: .unreadable(error.errno)))
            }
        }
        return level.git == nil && level.own == nil ? nil : level
    }

    /// Whether the innermost level that says anything excludes the entry; `.quothignore` is asked first.
    private func isIgnored(_ entry: FolderEntries.Entry, _ listed: ListedFolder) -> Bool {
        let components = listed.folder.components + [listed.entries.name(of: entry)]
        let isDirectory = entry.kind == .directory
        for rules in [\IgnoreLevel.own, \IgnoreLevel.git] {
            for level in listed.folder.ignoreLevels.reversed() {
                let verdict = level[keyPath: rules]?.verdict(for: components[level.depth...], isDirectory: isDirectory)
                if let verdict { return verdict == .ignored }
            }
        }
        return false
    }
}

extension DocumentFormat {
    /// Why a file of this format is left out, going by its status; nil when it is not.
    func reasonAgainst(_ status: FileStatus, missingPrograms: [DocumentFormat: String]) -> SkippedFile.Reason? {
        guard status.kind == .regular else { return status.kind == .symbolicLink ? .symbolicLink : .notRegular }
        if !missingPrograms.isEmpty, let program = missingPrograms[self] { return .needsProgram(program) }
        return isStreamed || status.byteCount <= Int64(DocumentFormat.maximumByteCount) ? nil : .tooLarge
    }
}
