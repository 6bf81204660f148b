internal import Synchronization
internal import SystemInterface

/// Work of several pieces, each of which gives something, done by as many threads as may be had.
enum SharedWork {
    /// What `body` gives for `0 ..< count`, in that order.
    static func results<Result: Sendable>(
        _ count: Int, threadCount: Int, _ body: @escaping @Sendable (Int) -> Result
    ) -> [Result] {
        let results = Mutex<[Int: Result]>([:])
        let next = Atomic<Int>(0)
        // Taken by whoever is there, so that it matters not how many threads can be made.
        Threads.share(min(count, threadCount)) {
            while true {
                let piece = next.add(1, ordering: .relaxed).oldValue
                guard piece < count else { return }
                let result = body(piece)
                results.withLock { $0[piece] = result }
            }
        }
        return results.withLock { results in results.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// What two functions give, called at the same time where there are two threads.
    static func both<First, Second: Sendable>(
        threadCount: Int, _ first: () -> First, _ second: @escaping @Sendable () -> Second
    ) -> (First, Second) {
        guard threadCount > 1 else { return (first(), second()) }
        let other = Mutex<Second?>(nil)
        let result = Threads.run(first) { other.withLock { $0 = second() } }
        return (result, other.withLock { $0 } ?? second())
    }
}
