import SystemInterface
import TestSupport
import Testing

@Suite struct LineTests {
    @Test("a line of a file is found by its number, wherever the pieces that are read end")
    func lines() throws {
        let tree = try TestTree()
        let lines = (1...5000).map { String(repeating: "x", count: $0 % 97) + "\($0)" }
        let path = try tree.write(lines.joined(separator: "\n"), to: "lines")
        for number in [1, 2, 1000, 2500, 4999, 5000] {
            #expect(try OpenFile.reading(path).line(number) == Array(lines[number - 1].utf8))
        }
        #expect(try OpenFile.reading(path).line(5001) == nil)
        let ended = try tree.write("a\n\nb\n", to: "ended")
        #expect(try OpenFile.reading(ended).line(2) == [])
        #expect(try OpenFile.reading(ended).line(3) == Array("b".utf8))
        #expect(try OpenFile.reading(ended).line(4) == nil)
    }
}
