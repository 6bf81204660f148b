@testable import Evaluation

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// What a reader refuses, or nil if it reads.
func failure<Value>(_ body: () throws(EvaluationError) -> Value) -> EvaluationError? {
    do throws(EvaluationError) {
        _ = try body()
        return nil
    } catch {
        return error
    }
}

/// A run of one ranking a query, with falling scores.
func run(_ rankings: KeyValuePairs<QueryID, [DocumentID]>) -> Run {
    var run = Run()
    for (query, documents) in rankings {
        run.rank(documents.enumerated().map { Run.Entry($0.element, score: -Double($0.offset)) }, for: query)
    }
    return run
}

func qrels(_ judgements: KeyValuePairs<QueryID, [DocumentID: Int]>) -> Qrels {
    var qrels = Qrels()
    for (query, grades) in judgements {
        for (document, grade) in grades { qrels.judge(document, grade, for: query) }
    }
    return qrels
}

extension SplitMix64: RandomNumberGenerator {}
