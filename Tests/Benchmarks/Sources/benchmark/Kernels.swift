import Retrieval
import TextAnalysis

/// Single kernels, run so often that counting their instructions says what one run costs.
enum Kernels {
    static func run(_ name: String, rounds: Int) throws {
        switch name {
        case "tokenize": tokenize(rounds)
        default: print("no such kernel: \(name)")
        }
    }

    private static func tokenize(_ rounds: Int) {
        var text = GeneratedText(seed: 3, vocabulary: 2000)
        let passage = Array(text.passage().utf8)
        let tokenizer = Analyzer(language: .english).tokenizer
        var tokens = TokenBuffer()
        var count = 0
        for _ in 0..<rounds {
            tokens.removeAll()
            tokenizer.tokenize(passage.span, into: &tokens)
            count += tokens.count
        }
        print("bytes", passage.count, "tokens", count / max(1, rounds))
    }
}
