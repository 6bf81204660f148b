import Synchronization
import SystemInterface
import Testing

@Suite("threads")
struct ThreadsTests {
    private struct Failure: Error {}

    @Test("what runs beside something is over when that returns, or throws")
    func beside() throws {
        let count = Atomic<Int>(0)
        let given = Threads.run({ 7 }, beside: { for _ in 0..<1000 { count.add(1, ordering: .relaxed) } })
        #expect(given == 7 && count.load(ordering: .relaxed) == 1000)
        #expect(throws: Failure.self) {
            try Threads.run(
                { () throws(Failure) -> Int in throw Failure() },
                beside: { for _ in 0..<1000 { count.add(1, ordering: .relaxed) } })
        }
        #expect(count.load(ordering: .relaxed) == 2000)
    }

    @Test("two that run beside each other can wait for each other")
    func atOnce() {
        let isHere = Atomic<Bool>(false)
        let isThere = Atomic<Bool>(false)
        let met = Threads.run(
            {
                isHere.store(true, ordering: .releasing)
                for _ in 0..<100_000 where !isThere.load(ordering: .acquiring) { Threads.pause(microseconds: 50) }
                return isThere.load(ordering: .acquiring)
            },
            beside: {
                for _ in 0..<100_000 where !isHere.load(ordering: .acquiring) { Threads.pause(microseconds: 50) }
                isThere.store(true, ordering: .releasing)
            })
        #expect(met)
    }
}
