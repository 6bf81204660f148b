/// Says from which bytes of the source file the text of a block was taken.
///
/// Wherever the text is a literal copy of the source there is a run; decoded entities, joined table cells and
/// repaired bytes lie between runs. Text that cannot be found in the source (JSON strings) has no runs.
public struct SourceMap: Equatable, Sendable {
    /// A stretch of text that equals the source byte for byte.
    public struct Run: Equatable, Sendable {
        /// Where the stretch starts in the block's text, in bytes from the block's start.
        public var textOffset: Int
        /// Where it starts in the source file, in bytes.
        public var sourceOffset: Int
        /// Its length in bytes, above 0.
        public var length: Int
        /// The source line of its first byte, 1-based.
        public var line: Int

        /// A run with the given offsets.
        public init(textOffset: Int, sourceOffset: Int, length: Int, line: Int) {
            self.textOffset = textOffset
            self.sourceOffset = sourceOffset
            self.length = length
            self.line = line
        }

        /// The offset just after the run's text, from the block's start.
        public var textEnd: Int { textOffset + length }
        /// The offset just after the run's source.
        public var sourceEnd: Int { sourceOffset + length }
    }

    /// The greatest offset in a source that is kept, here and in an index.
    public static let largestOffset = 2 * Int(UInt32.max)

    /// The runs, ascending and without overlap both in the text and in the source.
    public var runs: [Run]

    /// A map that consists of `runs`.
    public init(runs: [Run] = []) {
        self.runs = runs
    }

    /// The source bytes that hold `range` of the block's text, or nil when the runs do not say.
    ///
    /// Markup between the bytes of the range lies inside the result. An end that falls between two runs is
    /// extended to the nearest run outside the range, so that what stands there (a decoded entity) is
    /// included; outside the first and the last run there is nothing to extend to, and the range ends there.
    ///
    /// - Complexity: O(log n) over the runs.
    public func sourceRange(of range: Range<Int>) -> Range<Int>? {
        guard !range.isEmpty, let first = runs.first, let last = runs.last else { return nil }
        var start = first.sourceOffset
        if let run = run(atOrBefore: range.lowerBound) {
            start = run.sourceOffset + min(range.lowerBound - run.textOffset, run.length)
        }
        var end = last.sourceEnd
        let index = lastRun(startingAtOrBefore: range.upperBound - 1)
        if let index, range.upperBound <= runs[index].textEnd {
            end = runs[index].sourceOffset + range.upperBound - runs[index].textOffset
        } else if (index ?? -1) + 1 < runs.count {
            end = runs[(index ?? -1) + 1].sourceOffset
        }
        return start < end ? start..<end : nil
    }

    /// The run that holds `offset`, or else the nearest one before it.
    func run(atOrBefore offset: Int) -> Run? {
        lastRun(startingAtOrBefore: offset).map { runs[$0] }
    }

    /// The index of the last run whose text starts at or before `offset`.
    private func lastRun(startingAtOrBefore offset: Int) -> Int? {
        var (low, high) = (0, runs.count)
        while low < high {
            let middle = (low + high) / 2
            if runs[middle].textOffset <= offset { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : low - 1
    }
}
