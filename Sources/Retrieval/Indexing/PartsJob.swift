internal import Documents
internal import MappedStorage
internal import Synchronization
internal import SystemInterface
internal import SystemPackage
internal import TextAnalysis

/// How far the reading of files is, added up by the threads that read them.
final class BuildTally: Sendable {
    private let totalFileCount: Int
    private let totalByteCount: Int64
    private let fileCount = Atomic<Int>(0)
    private let byteCount = Atomic<Int64>(0)
    private let stops = Atomic<Bool>(false)

    init(_ pending: [PendingFile]) {
        totalFileCount = pending.count
        totalByteCount = pending.reduce(0) { $0 + $1.weight }
    }

    var progress: IndexUpdate.Progress {
        IndexUpdate.Progress(
            fileCount: fileCount.load(ordering: .relaxed), totalFileCount: totalFileCount,
            byteCount: byteCount.load(ordering: .relaxed), totalByteCount: totalByteCount)
    }

    var isStopped: Bool { stops.load(ordering: .relaxed) }

    func stop() { stops.store(true, ordering: .relaxed) }

    func add(_ file: PendingFile) {
        fileCount.add(1, ordering: .relaxed)
        byteCount.add(file.weight, ordering: .relaxed)
    }
}

/// The reading of all pending files, part by part: on the calling thread, or each part on a thread of its own.
struct PartsJob: Sendable {
    let pending: [PendingFile]
    let parts: [Range<Int>]
    let analyzer: Analyzer
    let segmentByteLimit: Int
    let folder: FilePath
    let fileSystem: any FileSystem
    let firstNumber: UInt64
    let tally: BuildTally

    /// What came of the parts, in their order; one that failed keeps those that had not begun from beginning.
    func run(_ readers: IndexUpdate.Readers, _ progress: (IndexUpdate.Progress) -> Bool) -> [IndexPart.Outcome] {
        switch readers {
        case .one(let extractor):
            return inTurn(extractor, progress)
        case .many(let count, let makeExtractor) where count < 2 || parts.count < 2:
            guard !pending.isEmpty else { return [] }
            do {
                let extractor = try makeExtractor()
                return inTurn(extractor, progress)
            } catch {
                return [IndexPart.Outcome(failure: .extraction("\(error)"))]
            }
        case .many(_, let makeExtractor):
            return atOnce(makeExtractor, progress)
        }
    }

    private func inTurn(
        _ extractor: IndexUpdate.Extractor, _ progress: (IndexUpdate.Progress) -> Bool
    ) -> [IndexPart.Outcome] {
        [read(Array(parts.indices), extractor) { progress(tally.progress) }]
    }

    private func atOnce(
        _ makeExtractor: @escaping @Sendable () throws -> IndexUpdate.Extractor,
        _ progress: (IndexUpdate.Progress) -> Bool
    ) -> [IndexPart.Outcome] {
        let shared = SharedOutcomes()
        do throws(SystemError) {
            try Threads.run(
                parts.count, meanwhile: { if !progress(tally.progress) { tally.stop() } },
                { part in
                    var outcome: IndexPart.Outcome
                    do {
                        let extractor = try makeExtractor()
                        outcome = self.read([part], extractor) { !self.tally.isStopped }
                    } catch {
                        outcome = IndexPart.Outcome(failure: .extraction("\(error)"))
                    }
                    // The others need not go on for nothing.
                    if outcome.failure != nil { self.tally.stop() }
                    shared.set(outcome, part)
                })
        } catch {
            shared.set(IndexPart.Outcome(failure: .extraction("\(error)")), parts.count)
        }
        return shared.all
    }

    /// Reads some parts as one, within as much memory as so many threads would take.
    private func read(_ numbers: [Int], _ extractor: IndexUpdate.Extractor, goOn: () -> Bool) -> IndexPart.Outcome {
        guard let first = numbers.first else { return IndexPart.Outcome() }
        let assembly = SegmentAssembly(
            analyzer: analyzer, segmentByteLimit: numbers.count * segmentByteLimit, output: output(ofPart: first))
        return IndexPart.read(
            numbers.map { pending[parts[$0]] }, into: assembly, extractor,
            beginPart: { output(ofPart: numbers[$0]) }, goOn: goOn, wasRead: { tally.add($0) })
    }

    private func output(ofPart part: Int) -> SegmentOutput {
        SegmentOutput(
            folder: folder, fileSystem: fileSystem, firstNumber: firstNumber + UInt64(part), step: parts.count)
    }
}

/// The outcomes of parts that end in any order.
private final class SharedOutcomes: Sendable {
    private let outcomes = Mutex<[Int: IndexPart.Outcome]>([:])

    func set(_ outcome: IndexPart.Outcome, _ part: Int) {
        outcomes.withLock { $0[part] = outcome }
    }

    /// In the order of the parts.
    var all: [IndexPart.Outcome] {
        outcomes.withLock { outcomes in outcomes.sorted { $0.key < $1.key }.map(\.value) }
    }
}
