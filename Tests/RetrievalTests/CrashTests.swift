import Documents
import MappedStorage
import Synchronization
import SystemInterface
import SystemPackage
import TestSupport
import Testing

@testable import Retrieval

/// The disk, and with it what would be left of a folder if the machine lost its power after each operation.
///
/// Bytes last from the moment at which their file was synchronised, names from the moment at which their folder was. What was
/// not synchronised may have lasted all the same: so there are two images of each moment, one with no such name and one with all
/// of them; bytes that were not synchronised are in neither.
private final class PowerLossFileSystem: FileSystem {
    typealias Image = [String: [UInt8]]

    private final class Contents: Sendable {
        let durable = Mutex<[UInt8]>([])
    }

    private struct State {
        var names: [String: Contents] = [:]
        var durableNames: [String: Contents] = [:]
        var images: [Image] = []
    }

    private let disk = DiskFileSystem()
    private let state = Mutex(State())

    /// After every operation so far, the sparse image and the full one by turns.
    var images: [Image] { state.withLock { $0.images } }

    private func note(_ change: (inout State) -> Void) {
        state.withLock { state in
            change(&state)
            for names in [state.durableNames, state.names] {
                state.images.append(names.mapValues { $0.durable.withLock { $0 } })
            }
        }
    }

    private func name(_ path: FilePath) -> String { path.lastComponent?.string ?? "" }

    func createFolder(_ path: FilePath) throws(StorageError) { try disk.createFolder(path) }

    func write(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) {
        try disk.write(parts, to: path)
        note { $0.names[name(path)] = Contents() }
    }

    func append(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) {
        try disk.append(parts, to: path)
    }

    func synchronizeFile(_ path: FilePath) throws(StorageError) {
        let bytes = (try? readFile(path, upTo: 1 << 28)) ?? []
        note { state in state.names[name(path)]?.durable.withLock { $0 = bytes } }
    }

    func synchronizeFolder(_ path: FilePath) throws(StorageError) {
        note { $0.durableNames = $0.names }
    }

    func rename(_ path: FilePath, to newPath: FilePath) throws(StorageError) {
        try disk.rename(path, to: newPath)
        note { $0.names[name(newPath)] = $0.names.removeValue(forKey: name(path)) }
    }

    func remove(_ path: FilePath) throws(StorageError) {
        try disk.remove(path)
        note { $0.names[name(path)] = nil }
    }

    func names(in folder: FilePath) throws(StorageError) -> [String] { try disk.names(in: folder) }
}

/// What is left of an index when the machine stops in the middle.
@Suite("loss of power") struct CrashTests {
    /// The generation that an image holds, nil for none; every part of it is looked at.
    private func generation(_ image: PowerLossFileSystem.Image, in folder: ScratchFolder) throws -> UInt64? {
        let place = folder.file("image-\(UInt64.random(in: 0 ... .max))")
        try DiskFileSystem().createFolder(place)
        for (name, bytes) in image { try DiskFileSystem().write([bytes], to: place.appending(name)) }
        do throws(IndexError) {
            let generation = try IndexManifest.read(from: place).generation
            _ = try IndexCheck.run(folder: place, full: true)
            return generation
        } catch {
            guard case .notFound = error else { throw error }
            return nil
        }
    }

    @Test(
        "whenever the power goes, the index is whole, the old one or the new, and the new one from the update's end on",
        arguments: 0..<UInt64(6))
    func everyMoment(seed: UInt64) throws {
        let folder = try ScratchFolder()
        let index = folder.file("index")
        let fileSystem = PowerLossFileSystem()
        var text = RandomText(seed: 900 + seed)
        var corpus = TinyCorpus(root: folder.path)
        // Full segments in the middle of the work, too, and text that is made to last before the rest is written.
        let update = IndexUpdate(
            folder: index, analyzer: RandomText.analyzer, fileSystem: fileSystem,
            segmentByteLimit: seed % 2 == 0 ? 1 : 1 << 20, earlySynchronizationByteCount: seed % 3 == 0 ? .max : 0)
        var before: UInt64?
        var looked = 0
        for step in 0..<4 {
            for number in 0..<3 { try corpus.set("f\((step + number) % 5).md", [text.document()]) }
            let first = fileSystem.images.count
            let now = corpus
            _ = try update.run(now.listing(), extractor: { file, body in now.extract(file, body) })
            let images = fileSystem.images
            let after = try IndexManifest.read(from: index).generation
            #expect(after != before)
            for image in images[first...] {
                let found = try generation(image, in: folder)
                #expect(found == before || found == after, "step \(step)")
                looked += 1
            }
            #expect(try generation(try #require(images.dropLast().last), in: folder) == after)
            before = after
        }
        #expect(looked > 40)
    }

    @Test(
        "text that cannot be made to last is an error, nothing of it is published or left, and nobody asks a second time",
        arguments: [0, Int.max])
    func failingSynchronization(earlySynchronizationByteCount: Int) throws {
        let folder = try ScratchFolder()
        let index = folder.file("index")
        var corpus = TinyCorpus(root: folder.path)
        try corpus.set("a.md", [Document(title: "Pumps", pieces: [.paragraph("The valve was checked.")])])
        try corpus.update(index)
        let before = try IndexManifest.read(from: index)
        try corpus.set("b.md", [Document(title: "Valves", pieces: [.paragraph("The pump was checked.")])])
        let fileSystem = UnsynchronizableTextFileSystem()
        let error = #expect(throws: IndexError.self) {
            try IndexUpdate(
                folder: index, analyzer: RandomText.analyzer, fileSystem: fileSystem,
                earlySynchronizationByteCount: earlySynchronizationByteCount
            ).run(corpus.listing(), extractor: { file, body in corpus.extract(file, body) })
        }
        #expect(error?.description.contains("text-") == true, "\(String(describing: error))")
        #expect(fileSystem.failureCount == 1)
        #expect(try IndexManifest.read(from: index) == before)
        let names = try DiskFileSystem().names(in: index).filter { IndexFolder.number(ofFile: $0) != nil }
        #expect(Set(names) == before.fileNames)
    }
}

/// A disk that fails to make text last.
private final class UnsynchronizableTextFileSystem: FileSystem {
    private let disk = DiskFileSystem()
    private let failures = Mutex(0)

    var failureCount: Int { failures.withLock { $0 } }

    func createFolder(_ path: FilePath) throws(StorageError) { try disk.createFolder(path) }
    func write(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) { try disk.write(parts, to: path) }
    func append(_ parts: [[UInt8]], to path: FilePath) throws(StorageError) { try disk.append(parts, to: path) }
    func synchronizeFile(_ path: FilePath) throws(StorageError) {
        guard path.lastComponent?.string.hasPrefix("text-") == true else { return }
        failures.withLock { $0 += 1 }
        throw .failed(operation: "synchronise", path: path, code: .ioError)
    }
    func synchronizeFolder(_ path: FilePath) throws(StorageError) { try disk.synchronizeFolder(path) }
    func rename(_ path: FilePath, to newPath: FilePath) throws(StorageError) { try disk.rename(path, to: newPath) }
    func remove(_ path: FilePath) throws(StorageError) { try disk.remove(path) }
    func names(in folder: FilePath) throws(StorageError) -> [String] { try disk.names(in: folder) }
}
