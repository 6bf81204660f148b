extension Ask {
    /// The question that plain arguments ask: its words, and the options that come with most questions, each with its value behind it.
    ///
    /// ArgumentParser looks all commands and their options through by reflection before it reads the first argument, which takes
    /// longer than finding an answer among a million passages. It gets what is not known here, and so all that it would have
    /// something to say about: other options and ways of writing them, commands, mistakes, help. What this reads it would read
    /// the same.
    ///
    /// - Parameter commands: the names of commands, which are no question.
    init?(plain arguments: [String], commands: [String]) {
        var corpus = CorpusOptions()
        var output = OutputOptions()
        (corpus.corpus, corpus.index, corpus.language, corpus.noIgnore) = ([], nil, nil, false)
        (output.json, output.plain, output.color, output.quiet) = (false, false, nil, false)
        self.init()
        (top, within, minConfidence, explain, timing, file) = (nil, [], nil, false, false, nil)
        (conversation, noRefresh, noHistory, noInput, words) = (false, false, false, false, [])

        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "-C", "--corpus", "--index", "--language":
                guard let value = rest.popFirst(), !value.isEmpty, !value.hasPrefix("-") else { return nil }
                switch argument {
                case "--index": corpus.index = value
                case "--language": corpus.language = value
                default: corpus.corpus.append(value)
                }
            case "--no-refresh": noRefresh = true
            case "--json": output.json = true
            case "--plain": output.plain = true
            case "-q", "--quiet": output.quiet = true
            default:
                guard !argument.isEmpty, !argument.hasPrefix("-") else { return nil }
                if words.isEmpty, commands.contains(argument) { return nil }
                words.append(argument)
            }
        }
        self.corpus = corpus
        self.output = output
    }
}
