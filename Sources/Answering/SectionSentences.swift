internal import Documents
internal import Retrieval
internal import TextAnalysis

/// A sentence of a section; an item, a row or a piece of code counts as one.
struct Sentence {
    /// An index into the section's blocks.
    var block: Int
    /// Byte range in the section's text.
    var range: Range<Int>
    var wordCount: Int
}

/// A section as a sequence of sentences, its heading left out.
struct SectionSentences {
    let section: StoredSection
    let sentences: [Sentence]

    init(_ section: StoredSection, analyzer: Analyzer) {
        self.section = section
        var sentences: [Sentence] = []
        for (index, block) in section.blocks.enumerated() where block.kind != .heading {
            let text = Array(section.text[block.textRange])
            var ranges = [0..<text.count]
            if block.kind == .paragraph || block.kind == .listItem {
                ranges = analyzer.segmenter.sentences(in: text.span)
            }
            for range in ranges where !range.isEmpty {
                let start = block.textRange.lowerBound
                sentences.append(
                    Sentence(
                        block: index, range: (start + range.lowerBound)..<(start + range.upperBound),
                        wordCount: text[range].split { $0 <= 0x20 }.count))
            }
        }
        self.sentences = sentences
    }

    func kind(of sentence: Sentence) -> Block.Kind { section.blocks[sentence.block].kind }

    func text(of sentence: Sentence) -> ArraySlice<UInt8> { section.text[sentence.range] }

    /// A quote of the given sentences, which must ascend; neighbours in one block become one piece.
    func quote(of indices: [Int]) -> Quote {
        var pieces: [Quote.Piece] = []
        var previous: Int?
        for index in indices {
            let sentence = sentences[index]
            if let last = pieces.last, last.block == sentence.block, previous == index - 1 {
                pieces[pieces.count - 1] = Quote.Piece(
                    block: last.block, range: last.range.lowerBound..<sentence.range.upperBound)
            } else {
                pieces.append(Quote.Piece(block: sentence.block, range: sentence.range))
            }
            previous = index
        }
        return Quote(section: section, pieces: pieces)
    }

    /// The indices of the sentences of a block.
    func sentences(ofBlock block: Int) -> [Int] {
        sentences.indices.filter { sentences[$0].block == block }
    }

    /// The list or table that a sentence leads in to, stands in, or is the lead-in of: lead-in and all items. Nil elsewhere.
    func wholeList(around index: Int) -> [Int]? {
        let blocks = section.blocks
        var block = sentences[index].block
        if blocks[block].group == 0 {
            guard block + 1 < blocks.count, blocks[block + 1].group != 0, endsInColon(sentences[index]),
                sentences(ofBlock: block).last == index
            else { return nil }
            block += 1
        }
        // A list inside an item belongs to the list around it.
        let group = blocks[block].group
        var first = block
        var last = block
        while first > 0, isPart(blocks[first - 1], of: group) { first -= 1 }
        while last + 1 < blocks.count, isPart(blocks[last + 1], of: group) { last += 1 }
        var indices = (first...last).flatMap(sentences(ofBlock:))
        if first > 0, blocks[first - 1].kind == .paragraph, blocks[first - 1].group == 0,
            let leadIn = sentences(ofBlock: first - 1).last, endsInColon(sentences[leadIn])
        {
            indices.insert(leadIn, at: 0)
        }
        return indices
    }

    private func isPart(_ block: Block, of group: UInt32) -> Bool {
        block.kind != .heading && (block.group == group || block.group != 0 && block.level > 1)
    }

    private func endsInColon(_ sentence: Sentence) -> Bool {
        text(of: sentence).last { $0 > 0x20 } == UInt8(ascii: ":")
    }
}
