import Evaluation
import SystemInterface
import SystemPackage

/// The files of a judged set: named one by one, or a folder that holds them as BEIR lays them out.
struct JudgedFiles {
    /// The documents, where the folder has them.
    var documents: FilePath?
    var queries: FilePath?
    var judgements: FilePath?

    /// - Parameters:
    ///   - folder: with `corpus.jsonl`, `queries.jsonl` and `qrels/<split>.tsv`, or `qrels.tsv` beside them.
    ///   - queries, judgements: files that take the place of those of the folder.
    /// - Throws: `ProgramFailure` with status 66 where the folder lacks its judgements.
    init(folder: String?, split: String, queries: String?, judgements: String?) throws {
        self.queries = queries.map { FilePath($0) }
        self.judgements = judgements.map { FilePath($0) }
        guard let folder = folder.map({ FilePath($0) }) else { return }
        let documents = folder.appending("corpus.jsonl")
        if Self.exists(documents) { self.documents = documents }
        if self.queries == nil { self.queries = folder.appending("queries.jsonl") }
        if self.judgements == nil {
            let places = [folder.appending("qrels").appending("\(split).tsv"), folder.appending("qrels.tsv")]
            guard let found = places.first(where: Self.exists) else {
                throw ProgramFailure(
                    "no judgements in \(folder): neither qrels/\(split).tsv nor qrels.tsv is there; "
                        + "name another split with --split, or the file with --qrels", .noInput)
            }
            self.judgements = found
        }
    }

    private static func exists(_ path: FilePath) -> Bool {
        (try? FileStatus(of: path, followLinks: true)) != nil
    }

    /// What a file holds, read by `parse`.
    ///
    /// - Throws: `ProgramFailure` with status 66: the file, its line where there is one, and the remedy.
    static func read<Value>(
        _ path: FilePath, as parse: ([UInt8]) throws(EvaluationError) -> Value
    ) throws -> Value {
        let bytes: [UInt8]
        do throws(SystemError) {
            bytes = try readInput(path, upTo: 1 << 30)
        } catch {
            throw ProgramFailure(error.description, .noInput)
        }
        do throws(EvaluationError) {
            return try parse(bytes)
        } catch {
            throw ProgramFailure("\(path): \(error.description)", .noInput)
        }
    }
}
